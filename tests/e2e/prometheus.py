"""A real Prometheus, and its query API."""

import urllib.parse

import web
from harness import tool
from process import Process

# What Prometheus itself adds to a target.
OF_PROMETHEUS = {"up", "scrape_duration_seconds", "scrape_samples_scraped",
                 "scrape_samples_post_metric_relabeling",
                 "scrape_series_added"}


class Prometheus(Process):
    """Runs with that text as its configuration; `folder` is its own, and so is
    what is in its `tsdb` already."""

    def __init__(self, folder, config_text, *arguments):
        config = folder / "prometheus.yml"
        config.write_text(config_text, encoding="utf-8")
        super().__init__([tool("prometheus"), f"--config.file={config}",
                          f"--storage.tsdb.path={folder / 'tsdb'}",
                          "--web.listen-address=127.0.0.1:0", *arguments])
        self.address = self.wait_for_lines(
            "stderr", r'msg="Listening on" address=(127\S+)')[0][1]
        self.wait_for_lines("stderr", "Server is ready")

    def api(self, path, **parameters):
        query = urllib.parse.urlencode(parameters)
        answer = web.request(self.address, f"/api/v1/{path}?{query}")
        assert answer.status == 200, answer.text
        return answer.json()["data"]

    def series(self, query):
        """An instant query: {(name, ((label, value), …)): value}, without the
        labels of the target."""
        found = {}
        for sample in self.api("query", query=query)["result"]:
            labels = dict(sample["metric"])
            for of_target in ("job", "instance"):
                labels.pop(of_target, None)
            name = labels.pop("__name__", "")
            key = (name, tuple(sorted(labels.items())))
            assert key not in found, key
            found[key] = float(sample["value"][1])
        return found

    def value(self, query):
        found = list(self.series(query).values())
        return found[0] if len(found) == 1 else None
