"""Pages in OpenMetrics, read by a parser that is not ours: that of Prometheus'
client for Python, which is the format's reference. It needs Debian's package
python3-prometheus-client, whichever Python runs this."""

import sys

sys.path.append("/usr/lib/python3/dist-packages")

from prometheus_client.openmetrics.parser import (  # noqa: E402
    text_string_to_metric_families)

CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"

# What Prometheus sends by default, from 2.40 and from 3.0 on.
PROMETHEUS_2 = ("application/openmetrics-text;version=1.0.0,"
                "application/openmetrics-text;version=0.0.1;q=0.75,"
                "text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
PROMETHEUS_3 = ("application/openmetrics-text;version=1.0.0;"
                "escaping=allow-utf-8;q=0.6,"
                "application/openmetrics-text;version=0.0.1;q=0.5,"
                "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")


class Page:
    """Raises ValueError where the page breaks a rule."""

    def __init__(self, text):
        self.families = {family.name: family for family
                         in text_string_to_metric_families(text)}

    def series(self, prefix=""):
        """As exposition.Page has them."""
        found = {}
        for family in self.families.values():
            for sample in family.samples:
                assert sample.timestamp is None and sample.exemplar is None
                key = (sample.name, tuple(sorted(sample.labels.items())))
                assert key not in found, key
                if family.name.startswith(prefix):
                    found[key] = sample.value
        return found
