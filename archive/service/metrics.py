"""Figures of the service for Prometheus: answers by kind of path and status, their time, what the archive holds."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

BUCKETS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5, 10)
KINDS = frozenset(
    "api changes favicon findings healthz metrics oai readyz records resolve robots runs search sitemap sources static".split()
)
"""First parts of paths that are counted by name; all else is `other`, so that no stranger makes series without end."""


class Metrics:
    """The figures of one application; with several workers they add up in the folder of PROMETHEUS_MULTIPROC_DIR."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "kind", "status")
        self.answers = Counter("tocsin_answers", "Answers.", labels, registry=self.registry)
        self.seconds = Histogram("tocsin_answer_seconds", "Time of answers.", ("kind",), registry=self.registry, buckets=BUCKETS)  # fmt: skip
        self.bytes = Counter("tocsin_answer_bytes", "Bytes of answers.", ("kind",), registry=self.registry)
        mode = {"multiprocess_mode": "max"} if "PROMETHEUS_MULTIPROC_DIR" in os.environ else {}
        self.records = Gauge("tocsin_records", "Live records that the facets count.", registry=self.registry, **mode)  # type: ignore[arg-type]

    def seen(self, method: str, kind: str, status: int, seconds: float, size: int) -> None:
        """Count an answer."""
        kind = kind.partition(".")[0].partition("-")[0]
        kind = kind if kind in KINDS else "home" if not kind else "other"
        self.answers.labels(method if method in ("GET", "HEAD", "POST") else "other", kind, str(status)).inc()
        self.seconds.labels(kind).observe(seconds)
        self.bytes.labels(kind).inc(size)

    def text(self) -> bytes:
        """Return all figures, those of the other workers too."""
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            together = CollectorRegistry()
            MultiProcessCollector(together)  # type: ignore[no-untyped-call]
            return generate_latest(together)
        return generate_latest(self.registry)
