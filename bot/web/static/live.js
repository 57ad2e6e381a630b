// Keeps a page current without reloading it. The element with data-live names an address; every few seconds we ask it whether
// our version is still the newest. 204 means yes. Otherwise it answers with the HTML of each region, by id.
// Items of a region that carry data-key are compared one by one, so that a screen reader hears only what is new.
(() => {
  "use strict";

  const root = document.querySelector("[data-live]");
  if (!root) return;

  const pause = Number(root.dataset.liveEvery || 2000);
  const stale = document.getElementById("stale");
  let lastGood = new Date();
  let failures = 0;
  let timer = 0;

  function parse(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content;
  }

  // The same control in the new HTML, so that an update does not take the keyboard away.
  function counterpart(control, within) {
    const alike = ["id", "href", "name", "value"].filter((name) => control.hasAttribute(name));
    const same = alike.map((name) => `[${name}="${CSS.escape(control.getAttribute(name))}"]`).join("");
    return same && within.querySelector(control.localName + same);
  }

  function exchange(old, fresh, put) {
    const control = old.contains(document.activeElement) ? document.activeElement : null;
    put();
    if (control) counterpart(control, fresh)?.focus({ preventScroll: true });
  }

  function merge(region, content) {
    if (![...content.children].some((child) => child.dataset.key)) {
      const holder = document.createElement(region.localName);
      holder.append(content);
      if (holder.innerHTML !== region.innerHTML) {
        exchange(region, region, () => region.replaceChildren(...holder.childNodes));
      }
      return;
    }
    const old = new Map();
    for (const child of [...region.children]) {
      if (child.dataset.key) old.set(child.dataset.key, child);
      else child.remove();
    }
    let last = null;
    for (const fresh of [...content.children]) {
      const known = old.get(fresh.dataset.key);
      old.delete(fresh.dataset.key);
      const place = last ? last.nextElementSibling : region.firstElementChild;
      if (known && known === place && known.isEqualNode(fresh)) {
        last = known;
      } else if (known) {
        exchange(known, fresh, () => {
          known.remove();
          region.insertBefore(fresh, last ? last.nextElementSibling : region.firstElementChild);
        });
        last = fresh;
      } else {
        region.insertBefore(fresh, place);
        last = fresh;
      }
    }
    for (const gone of old.values()) gone.remove();
  }

  function show(update) {
    root.dataset.liveVersion = update.version;
    if (update.title) document.title = update.title;
    for (const [id, html] of Object.entries(update.regions)) {
      const region = document.getElementById(id);
      if (region) merge(region, parse(html));
    }
  }

  function worked() {
    failures = 0;
    lastGood = new Date();
    if (stale) stale.hidden = true;
  }

  function failed(loggedOut) {
    failures += 1;
    if (!stale || (failures < 2 && !loggedOut)) return;
    const since = lastGood.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    stale.querySelector("[data-stale-text]").textContent = loggedOut
      ? `Not updating since ${since}: your session has ended. Reload the page to log in.`
      : `Not updating since ${since}. Trying to reconnect.`;
    stale.hidden = false;
  }

  async function ask() {
    clearTimeout(timer);
    try {
      const address = new URL(root.dataset.live, location.href);
      address.searchParams.set("version", root.dataset.liveVersion);
      const answer = await fetch(address, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(8000) });
      if (answer.status === 200) show(await answer.json());
      if (answer.status === 200 || answer.status === 204) worked();
      else failed(answer.type === "opaqueredirect");
    } catch {
      failed(false);
    }
    timer = setTimeout(ask, document.hidden ? pause * 4 : pause);
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) ask();
  });
  document.addEventListener("live:update", (event) => {
    show(event.detail);
    worked();
  });
  timer = setTimeout(ask, pause);
})();
