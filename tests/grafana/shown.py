"""The dashboards over six hours of what the real exporter said, in a real
browser."""

import contextlib
import pathlib
import tempfile

from renderer import Page, Server  # noqa: I001
import dashboards
from history import END, START, STEP, History
from prometheus import Prometheus

RETENTION = "--storage.tsdb.retention.time=100y"  # it is data of long ago
UIDS = ("bsg-overview", "bsg-campaign", "bsg-exporter")
CAMPAIGN = 62000220  # being sent, with a fallback


class Shown(contextlib.ExitStack):
    """`page` is where they are seen, `folder` where they are served from."""

    def __init__(self, folder=dashboards.FOLDER):
        super().__init__()
        try:
            self._start(folder)
        except BaseException:
            self.close()
            raise

    def _start(self, folder):
        own = pathlib.Path(self.enter_context(
            tempfile.TemporaryDirectory(prefix="bsg_pictures_")))
        self.history = History()
        self.history.make(own / "tsdb")
        self.prometheus = Prometheus(own, "global: {}", RETENTION)
        self.callback(self.prometheus.stop)
        server = Server(self.prometheus.address, f"--dashboards={folder}",
                        f"--scrape-interval={STEP}m")
        self.callback(server.stop)
        self.page = Page(server)
        self.callback(self.page.close)

    def open(self, uid, **parameters):
        """With all of the history in sight."""
        if uid == "bsg-campaign":
            parameters.setdefault("var_campaign_id", CAMPAIGN)
        self.page.open(uid, **{"from": f"{START}000", "to": f"{END}000"},
                       **parameters)

    def values(self, query):
        """What Prometheus itself says at the end: [({label: value}, value)]"""
        found = self.prometheus.api("query", query=query, time=END)["result"]
        return [(s["metric"], float(s["value"][1])) for s in found]

    def names(self):
        """{id: name of the campaign}: with the days that are told in them
        moved as all of the history is."""
        return {int(labels["campaign_id"]): labels["campaign_name"]
                for labels, _ in self.values("bsg_campaign_info")}
