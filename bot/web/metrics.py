"""Figures for Prometheus: counts and times only, no patient, number or word in any label."""

from collections.abc import Callable, Iterable
from typing import Protocol as Interface

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

OUTCOMES = ("answered", "silent", "malformed", "failed", "fallback")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)


class Gauges(Interface):
    """What is counted in the database at the moment of asking."""

    def __call__(self) -> dict[str, float]:
        """Figures by name."""


class Metrics:
    """One registry an application, so that two applications in one process (tests) do not count for each other."""

    def __init__(self, gauges: Callable[[], dict[str, float]]) -> None:
        self._registry = CollectorRegistry()
        self._texts = Counter(
            "text_us_texts", "Webhook calls by what became of them", ["outcome"], registry=self._registry
        )
        self._seconds = Histogram(
            "text_us_webhook_seconds", "Time to answer a text", registry=self._registry, buckets=BUCKETS
        )
        self._registry.register(_FromDatabase(gauges))
        for outcome in OUTCOMES:
            self._texts.labels(outcome)

    def count_text(self, outcome: str) -> None:
        """Count a webhook call."""
        self._texts.labels(outcome).inc()

    def observe_webhook(self, seconds: float) -> None:
        """Note how long an answer took."""
        self._seconds.observe(seconds)

    def page(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self._registry)


class _FromDatabase(Collector):
    def __init__(self, gauges: Callable[[], dict[str, float]]) -> None:
        self._gauges = gauges

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing beforehand: registering must not query the database."""
        return []

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Ask the database."""
        for name, value in self._gauges().items():
            yield GaugeMetricFamily(name, name.replace("_", " "), value=value)
