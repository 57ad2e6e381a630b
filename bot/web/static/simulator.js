// The simulator with script: a text is sent without leaving the page, Enter sends, and the field grows. Without script the same
// forms post and the page comes back.
(() => {
  "use strict";

  const composer = document.getElementById("composer");
  const body = document.getElementById("body");
  const texts = document.querySelector(".phone__texts");

  async function post(form, button) {
    const fields = new FormData(form, button);
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    document.dispatchEvent(new CustomEvent("live:update", { detail: await answer.json() }));
  }

  function sendWithoutLeaving(form, after) {
    let sending = false;
    let plain = false;
    form.addEventListener("submit", async (event) => {
      if (plain) return;
      event.preventDefault();
      if (sending) return;
      sending = true;
      const button = event.submitter;
      try {
        await post(form, button);
        after(button);
      } catch {
        // The server may know better what went wrong: let it answer with a page.
        plain = true;
        form.requestSubmit(button);
      } finally {
        sending = false;
      }
    });
  }

  sendWithoutLeaving(composer, (button) => {
    if (!button || !["quick", "again"].includes(button.name)) composer.reset();
    texts.scrollTop = 0; // the newest text: the box is reversed
    body.focus({ preventScroll: true });
  });
  for (const form of document.querySelectorAll("form[data-stay]")) sendWithoutLeaving(form, () => {});

  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    composer.requestSubmit(composer.querySelector(".composer__send"));
  });
})();
