"""/sd, Prometheus' HTTP service discovery, and a real Prometheus that finds
its targets there and asks /probe for each."""

import re
import socket
import unittest

import truth
from harness import SOURCE, E2eTestCase
from process import wait_for
from prometheus import OF_PROMETHEUS, Prometheus

JSON = "application/json; charset=utf-8"


class SdTest(E2eTestCase):
    def serve(self, *accounts, **options):
        return self.exporter(self.config(
            *accounts, scrape={"min_interval": "1h"}), **options)

    def targets(self, exporter, **headers):
        answer = exporter.get("/sd", headers=headers)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.headers["content-type"], JSON)
        return answer.json()

    def test_every_campaign_is_a_target_with_what_is_known_of_it(self):
        api = self.simulator(mixed=20)
        first, *others = api.ids()
        exporter = self.serve(self.account(
            api, [(first, {"team": "growth", "country": "ua"}), *others]))
        exporter.scrape()
        groups = self.targets(exporter)
        self.assertEqual([g["labels"]["__param_campaign"] for g in groups],
                         [str(i) for i in sorted([first, *others])])
        for group in groups:
            campaign_id = group["labels"]["__param_campaign"]
            campaign = api.truth(campaign_id)
            expected = {
                "__metrics_path__": "/probe",
                "__param_campaign": campaign_id, "__param_account": "main",
                "instance": f"{exporter.address}/main/{campaign_id}",
                "__meta_bsg_account": "main",
                "__meta_bsg_campaign_id": campaign_id,
                "__meta_bsg_campaign_name": campaign["name"],
                "__meta_bsg_sender": campaign["sender"],
                "__meta_bsg_message_type": campaign["type"],
                "__meta_bsg_status": campaign["status"],
                "__meta_bsg_source": "configured"}
            if campaign_id == str(first):
                expected["__meta_bsg_label_team"] = "growth"
                expected["__meta_bsg_label_country"] = "ua"
            self.assertEqual(group, {"targets": [exporter.address],
                                     "labels": expected})

    def test_an_id_of_two_accounts_is_two_targets(self):
        api = self.simulator(campaigns=1)
        ids = api.ids()
        exporter = self.serve(self.account(api, ids, name="a"),
                              self.account(api, ids, name="b"))
        labels = [g["labels"] for g in self.targets(exporter)]
        self.assertEqual([(l["__param_account"], l["__param_campaign"])
                          for l in labels],
                         [("a", str(ids[0])), ("b", str(ids[0]))])
        self.assertEqual(len({l["instance"] for l in labels}), 2)

    def test_what_was_never_read_is_a_target_too(self):
        exporter = self.serve(self.account("http://127.0.0.1:1", [5]))
        (group,) = self.targets(exporter)
        self.assertEqual(
            {name for name in group["labels"] if name.startswith("__meta")},
            {"__meta_bsg_account", "__meta_bsg_campaign_id",
             "__meta_bsg_source"})

    def test_the_target_is_who_was_asked(self):
        exporter = self.serve(self.account("http://127.0.0.1:1", [5]))
        for host in ("bsg-exporter", "bsg_exporter.monitoring.svc:80",
                     "[2001:db8::1]:10274", "10.0.0.1"):
            with self.subTest(host):
                (group,) = self.targets(exporter, Host=host)
                self.assertEqual(group["targets"], [host])
                self.assertEqual(group["labels"]["instance"], f"{host}/main/5")
        for host in ("", "a:0", "a:b", "[::1", "::1"):
            with self.subTest(host):
                answer = exporter.get("/sd", headers={"Host": host})
                self.assertEqual(answer.status, 400)
                self.assertIn("header Host", answer.text)
        for host in ("a b", "a/b", "a@b", 'a"b'):
            with self.subTest(host):
                answer = exporter.get("/sd", headers={"Host": host})
                self.assertEqual(answer.status, 400)
                self.assertEqual(answer.text, "Bad Request\n")

    def raw(self, exporter, request):
        host, port = exporter.address.split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(request)
            with connection.makefile("rb") as answer:
                return answer.read().decode()

    def test_an_absolute_target_wins_and_no_host_at_all_is_refused(self):
        exporter = self.serve(self.account("http://127.0.0.1:1", [5]))
        self.assertIn('"targets":["proxied:1"]', self.raw(
            exporter, b"GET http://proxied:1/sd HTTP/1.1\r\nHost: other\r\n"
                      b"Connection: close\r\n\r\n"))
        self.assertRegex(self.raw(exporter, b"GET /sd HTTP/1.0\r\n\r\n"),
                         "^HTTP/1.1 400 ")

    def test_head_and_gzip(self):
        exporter = self.serve(self.account("http://127.0.0.1:1", [5]))
        plain = exporter.get("/sd")
        head = exporter.get("/sd", "HEAD")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers["content-length"],
                         str(len(plain.body)))
        packed = exporter.get("/sd", headers={"Accept-Encoding": "gzip"})
        self.assertEqual(packed.headers["content-encoding"], "gzip")
        self.assertEqual(packed.json(), plain.json())
        self.assertEqual(exporter.get("/sd", "POST").status, 405)


class PrometheusFindsItsTargetsTest(E2eTestCase):
    """deploy/prometheus/probe.yml, as it is but for address and intervals."""

    def configuration(self, address):
        text = (SOURCE / "deploy/prometheus/probe.yml").read_text("utf-8")
        for pattern, text_instead, times in (
                ("localhost:10274", address, 2),
                ("scrape_interval: .*", "scrape_interval: 1s", 1),
                ("scrape_timeout: .*", "scrape_timeout: 1s", 1),
                ("refresh_interval: .*", "refresh_interval: 1s", 2)):
            text, replaced = re.subn(pattern, text_instead, text)
            self.assertEqual(replaced, times, pattern)
        return text

    def test_two_jobs_share_the_campaigns_and_every_series_arrives(self):
        api = self.simulator(mixed=24, arguments=["--shape=spec"])
        ids = api.ids()
        served = self.exporter(self.config(self.account(
            api, [(ids[0], {"team": "growth"}), *ids[1:]])))
        prometheus = self.start(Prometheus(
            self.folder, self.configuration(served.address)))
        wait_for(lambda: prometheus.value("count(bsg_campaign_up == 1)")
                 == len(ids), "all campaigns to be up in Prometheus")
        wait_for(lambda: (prometheus.value("min(count_over_time(up[1h]))")
                          or 0) >= 3, "three scrapes of each")
        self.check_shares(prometheus, ids)
        self.check_series(prometheus, api, ids)
        api.fault("404", campaign=ids[1])
        wait_for(lambda: prometheus.value("count(bsg_campaign_up == 1)")
                 == len(ids) - 1, "one campaign to be down")
        # Its target answers all the same.
        self.assertEqual(prometheus.value("min(up)"), 1)

    def check_shares(self, prometheus, ids):
        up = prometheus.api("query", query="up")["result"]
        self.assertEqual({s["value"][1] for s in up}, {"1"})
        self.assertEqual(
            sorted(s["metric"]["instance"].split("/")[2] for s in up),
            sorted(str(i) for i in ids), "each campaign exactly once")
        self.assertEqual({s["metric"]["job"] for s in up},
                         {"bsg_campaigns_0", "bsg_campaigns_1"})

    def check_series(self, prometheus, api, ids):
        expected = {}
        for campaign_id in ids:
            expected.update(truth.series(api.truth(campaign_id)))
        expected[("bsg_campaign_labels", (
            ("account", "main"), ("campaign_id", str(ids[0])),
            ("label_team", "growth")))] = 1
        stored = prometheus.series('{__name__=~"bsg_.+"}')
        self.assertEqual(truth.of_the_document(stored), expected)
        for sample in prometheus.api("query", query='{job=~".+"}')["result"]:
            labels = sample["metric"]
            self.assertEqual([n for n in labels if n.startswith("exported_")],
                             [])
            if labels["__name__"] in OF_PROMETHEUS:
                continue
            _, account, campaign_id = labels["instance"].split("/")
            self.assertEqual((account, campaign_id),
                             (labels["account"], labels["campaign_id"]))


if __name__ == "__main__":
    unittest.main()
