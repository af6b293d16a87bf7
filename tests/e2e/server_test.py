"""The exporter as an HTTP server: paths, methods, compression, listeners."""

import html
import re
import socket
import urllib.parse

import web
from exposition import Page
from harness import E2eTestCase

TEXT = "text/plain; version=0.0.4; charset=utf-8"


class ServerTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.api = self.simulator(campaigns=2)
        # One reading for the whole test, so that two pages can be compared.
        self.config_file = self.config(
            self.account(self.api, self.api.ids()),
            scrape={"min_interval": "1h"})

    def serve(self, *listen):
        return self.exporter(self.config_file,
                             listen=listen or ("127.0.0.1:0",))

    def test_paths_are_exact(self):
        exporter = self.serve()
        for path, status, content_type in (
                ("/metrics", 200, TEXT),
                ("/metrics?x=1", 200, TEXT),
                ("/", 200, "text/html; charset=utf-8"),
                ("/-/healthy", 200, "text/plain; charset=utf-8"),
                ("/metrics/", 404, None), ("/metricsx", 404, None),
                ("/METRICS", 404, None), ("//metrics", 404, None),
                ("/-/", 404, None), ("/probe/", 404, None),
                ("/sd/", 404, None),
                ("/%6detrics", 404, None)):
            with self.subTest(path):
                answer = exporter.get(path)
                self.assertEqual(answer.status, status)
                if content_type:
                    self.assertEqual(answer.headers["content-type"],
                                     content_type)

    def test_only_get_and_head(self):
        exporter = self.serve()
        for path in ("/metrics", "/", "/-/healthy", "/probe", "/sd"):
            for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
                with self.subTest(method=method, path=path):
                    answer = exporter.get(path, method)
                    self.assertEqual(answer.status, 405)
                    self.assertEqual(answer.headers["allow"], "GET, HEAD")
        self.assertEqual(exporter.get("/nothing", "POST").status, 404)

    def test_head_has_the_headers_and_no_body(self):
        exporter = self.serve()
        exporter.scrape()
        for path in ("/metrics", "/", "/-/healthy"):
            with self.subTest(path):
                head = exporter.get(path, "HEAD")
                self.assertEqual((head.status, head.body), (200, b""))
                got = exporter.get(path)
                self.assertEqual(head.headers["content-type"],
                                 got.headers["content-type"])
                self.assertGreater(int(head.headers["content-length"]), 0)

    def test_a_connection_serves_many_requests(self):
        exporter = self.serve()
        connection = web.connect(exporter.address)
        self.addCleanup(connection.close)
        web.ask(connection, "GET", "/metrics")
        port = connection.sock.getsockname()[1]
        for path, status in (("/nothing", 404), ("/-/healthy", 200),
                             ("/metrics", 200)):
            self.assertEqual(web.ask(connection, "GET", path).status, status)
        self.assertEqual(web.ask(connection, "HEAD", "/metrics").body, b"")
        self.assertEqual(web.ask(connection, "GET", "/metrics").status, 200)
        self.assertEqual(connection.sock.getsockname()[1], port)

    def test_the_page_for_people_leads_to_the_metrics(self):
        exporter = self.serve()
        links = [html.unescape(link) for link in
                 re.findall(r'href="([^"#:]+)"', exporter.get("/").text)]
        self.assertIn("metrics", links)
        for link in links:
            path = urllib.parse.urljoin("/", link)
            self.assertEqual(exporter.get(path).status, 200, link)

    def test_the_metrics_stand_where_the_configuration_says(self):
        self.config_file = self.config(
            self.account(self.api, self.api.ids()),
            web={"telemetry_path": "/own/metrics"})
        exporter = self.serve()
        self.assertEqual(exporter.get("/metrics").status, 404)
        exporter.get("/own/metrics").page()
        self.assertIn('href="own/metrics"', exporter.get("/").text)

    def test_gzip_where_it_is_asked_for(self):
        exporter = self.serve()
        plain = exporter.get()
        self.assertNotIn("content-encoding", plain.headers)
        for wanted in ("gzip", "deflate, gzip;q=0.5", "*", "GZIP"):
            with self.subTest(wanted):
                packed = exporter.get(headers={"Accept-Encoding": wanted})
                self.assertEqual(packed.headers["content-encoding"], "gzip")
                self.assertEqual(packed.headers["vary"],
                                 "Accept, Accept-Encoding")
                self.assertLess(len(packed.body), len(packed.content))
                self.assertEqual(
                    Page(packed.text).series("bsg_campaign_"),
                    Page(plain.text).series("bsg_campaign_"))
        for unwanted in ("gzip;q=0", "identity", "deflate", "xgzip",
                         "*;q=0", "gzip;q=0, *"):
            with self.subTest(unwanted):
                answer = exporter.get(headers={"Accept-Encoding": unwanted})
                self.assertNotIn("content-encoding", answer.headers)
                answer.page()

    def test_health_does_not_wait_for_the_api(self):
        exporter = self.serve()
        self.api.fault("hang")
        self.assertEqual(exporter.get("/-/healthy").status, 200)
        self.assertEqual(exporter.get("/").status, 200)

    def test_listens_on_ipv6_and_unix_sockets_too(self):
        path = self.folder / "exporter.sock"
        exporter = self.serve("127.0.0.1:0", "[::1]:0", f"unix:{path}")
        self.assertEqual(len(exporter.addresses), 3)
        self.assertRegex(exporter.addresses[1], r"^\[::1\]:[1-9]\d*$")
        self.assertEqual(exporter.addresses[2], f"unix:{path}")
        pages = [web.request(address, "/metrics").page()
                 for address in exporter.addresses]
        for page in pages[1:]:
            self.assertEqual(page.series("bsg_campaign_"),
                             pages[0].series("bsg_campaign_"))
        self.assertEqual(exporter.stop(), 0)
        self.assertFalse(path.exists(), "the socket's file is left behind")

    def test_idle_and_half_sent_requests_disturb_nobody(self):
        exporter = self.serve()
        host, port = exporter.address.split(":")
        for text in (b"", b"GET /met", b"GET /metrics HTTP/1.1\r\nHost:") * 20:
            idle = socket.create_connection((host, int(port)))
            self.addCleanup(idle.close)
            idle.sendall(text)
        exporter.scrape()


if __name__ == "__main__":
    import unittest
    unittest.main()
