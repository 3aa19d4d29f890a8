"""Numbers for Prometheus: requests by address and status, how long they took, and what waits.

Behind a setting, for whoever shows its token. Counts are of the process that answers; of all of them if
PROMETHEUS_MULTIPROC_DIR names a folder that they share.
"""

import hmac
import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from articles.importing.queue import depths
from articles.models import Statement

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
ANSWERS = Counter("demarche_requests", "Requests answered", ["address", "method", "status"])
SECONDS = Histogram(
    "demarche_request_seconds",
    "Seconds to the start of an answer",
    ["address"],
    buckets=BUCKETS,
)
METHODS = ("GET", "HEAD", "POST")


class Measured:
    """Middleware: counts answers by the name of the address, of which there are not many."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.METRICS_TOKEN:
            return self.get_response(request)
        began = time.perf_counter()
        response = self.get_response(request)
        address = (request.resolver_match and request.resolver_match.view_name) or "memory or none"
        method = request.method if request.method in METHODS else "other"
        ANSWERS.labels(address, method, response.status_code).inc()
        SECONDS.labels(address).observe(time.perf_counter() - began)
        return response


class Queues(Collector):
    """What waits, runs and has failed in the background, and what waits for editors."""

    def collect(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("demarche_jobs", "Jobs in the background", labels=["work", "state"])
        for depth in depths():
            for state in ("waiting", "running", "failed"):
                jobs.add_metric([depth.work, state], getattr(depth, state))
        yield jobs
        waiting = Statement.objects.waiting().count()
        yield GaugeMetricFamily("demarche_unreviewed", "Statements that wait for review", value=waiting)


def metrics(request: HttpRequest) -> HttpResponse:
    """404 unless METRICS_TOKEN is set, and sent as a bearer token."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(token.encode(), settings.METRICS_TOKEN.encode()):
        raise Http404("No metrics are given here.")
    registry = CollectorRegistry()
    registry.register(Queues())
    counted = registry
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
        text = generate_latest(registry)
    else:
        text = generate_latest(REGISTRY) + generate_latest(counted)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)
