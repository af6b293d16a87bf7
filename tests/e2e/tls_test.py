"""https, client certificates and logins, as curl, Python and Prometheus use
them. Certificates are made here and now."""

import base64
import os
import signal
import socket
import ssl
import subprocess
import unittest

import web
from harness import EXPORTER, E2eTestCase
from process import run, wait_for
from prometheus import Prometheus

PASSWORD = "right horse"
# Of that password, at the least cost.
HASH = "$2b$04$edgosUZVWsmJl9yjr4YUteZoOIHDEV1yPuiguzFgGPs8ykVIiMW.G"

CONFIG = """\
global:
  scrape_interval: 1s
  scrape_timeout: 1s
scrape_configs:
  - job_name: bsg
    scheme: https
    tls_config:
      ca_file: {ca}
    basic_auth:
      username: prometheus
      password: {password}
    static_configs:
      - targets: ["{target}"]
  - job_name: found
    tls_config:
      ca_file: {ca}
    basic_auth:
      username: prometheus
      password: {password}
    http_sd_configs:
      - url: https://{target}/sd
        tls_config:
          ca_file: {ca}
        basic_auth:
          username: prometheus
          password: {password}
"""


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def basic(user, password):
    token = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {token}"}


class TlsTestCase(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.ca = self.authority("ca")
        self.certificate("server", self.ca, "IP:127.0.0.1")
        self.api = self.simulator(campaigns=2)

    def path(self, name):
        return str(self.folder / name)

    def authority(self, name):
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
                "-subj", f"/CN={name}", "-keyout", self.path(f"{name}.key"),
                "-out", self.path(f"{name}.pem"))
        return name

    def certificate(self, name, issuer, alternative):
        """A certificate and its key, as files that appear at once."""
        extensions = self.write("extensions",
                                f"subjectAltName={alternative}\n")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-nodes", "-subj", f"/CN={name}",
                "-keyout", self.path("new.key"), "-out", self.path("new.csr"))
        openssl("x509", "-req", "-days", "1", "-in", self.path("new.csr"),
                "-CA", self.path(f"{issuer}.pem"),
                "-CAkey", self.path(f"{issuer}.key"),
                "-extfile", str(extensions), "-out", self.path("new.pem"))
        os.rename(self.path("new.key"), self.path(f"{name}.key"))
        os.rename(self.path("new.pem"), self.path(f"{name}.pem"))

    def serve(self, tls=None, listen=("127.0.0.1:0",), **web_keys):
        tls = {"cert_file": "server.pem", "key_file": "server.key",
               **(tls or {})}
        self.config_file = self.config(
            self.account(self.api, self.api.ids()),
            web={**web_keys, "tls": tls})
        return self.exporter(self.config_file, listen=listen)

    def context(self, ca="ca", client=None):
        context = ssl.create_default_context(cafile=self.path(f"{ca}.pem"))
        if client:
            context.load_cert_chain(self.path(f"{client}.pem"),
                                    self.path(f"{client}.key"))
        return context

    def get(self, exporter, target="/metrics", headers=None, context=None):
        connection = web.connect(exporter.address,
                                 context or self.context())
        try:
            return web.ask(connection, "GET", target, headers)
        finally:
            connection.close()

    def connect(self, exporter, context=None):
        host, port = exporter.address.split(":")
        plain = socket.create_connection((host, int(port)), 60)
        self.addCleanup(plain.close)
        if context is None:
            return plain
        secured = context.wrap_socket(plain, server_hostname=host)
        self.addCleanup(secured.close)
        return secured

    def serial(self, exporter, ca="ca"):
        """Of the certificate that a new connection is shown."""
        return self.connect(exporter,
                            self.context(ca)).getpeercert()["serialNumber"]


class ClientsTest(TlsTestCase):
    def test_python_and_curl_read_the_page(self):
        exporter = self.serve()
        page = self.get(exporter).page()
        self.assertEqual(len(page.find("bsg_campaign_up")), 2)
        done = run(["curl", "--silent", "--show-error", "--compressed",
                    "--cacert", self.path("ca.pem"),
                    f"https://{exporter.address}/metrics"])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("bsg_campaign_up", done.stdout)

    def test_many_requests_and_a_large_page_on_one_connection(self):
        api = self.simulator(mixed=500)
        self.api = api
        exporter = self.serve()
        connection = web.connect(exporter.address, self.context())
        self.addCleanup(connection.close)
        for _ in range(3):
            page = web.ask(connection, "GET", "/metrics")
            self.assertGreater(len(page.body), 1_000_000)
            self.assertEqual(len(page.page().find("bsg_campaign_up")), 500)
            self.assertEqual(web.ask(connection, "GET", "/-/healthy").status,
                             200)

    def test_protocols(self):
        exporter = self.serve()
        context = self.context()
        context.set_alpn_protocols(["h2", "http/1.1"])
        connection = self.connect(exporter, context)
        self.assertEqual(connection.version(), "TLSv1.3")
        self.assertEqual(connection.selected_alpn_protocol(), "http/1.1")
        context = self.context()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        connection = self.connect(exporter, context)
        self.assertEqual(connection.version(), "TLSv1.2")
        self.assertIn("GCM", connection.cipher()[0])
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        with self.assertRaises(ssl.SSLError) as refused:
            self.connect(exporter, context)
        self.assertIn("PROTOCOL_VERSION", refused.exception.reason)
        exporter.wait_for_lines("stderr", "TLS connection failed.*err=")

    def test_the_versions_and_suites_of_the_configuration_count(self):
        exporter = self.serve({"min_version": "TLS13",
                               "cipher_suites": ["TLS_AES_256_GCM_SHA384"],
                               "curve_preferences": ["CurveP384"],
                               "strict_transport_security": "max-age=5"})
        connection = self.connect(exporter, self.context())
        self.assertEqual(connection.cipher()[0], "TLS_AES_256_GCM_SHA384")
        context = self.context()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with self.assertRaises(ssl.SSLError):
            self.connect(exporter, context)
        context = self.context()
        context.set_ecdh_curve("prime256v1")
        with self.assertRaises(ssl.SSLError):
            self.connect(exporter, context)
        answer = self.get(exporter, "/")
        self.assertEqual(answer.headers["strict-transport-security"],
                         "max-age=5")
        self.assertIn("default-src 'none'",
                      answer.headers["content-security-policy"])

    def test_plain_http_is_told_what_is_wrong(self):
        exporter = self.serve()
        answer = web.request(exporter.address, "/metrics")
        self.assertEqual(answer.status, 400)
        self.assertIn("HTTP request to an HTTPS server", answer.text)

    def test_a_unix_socket_stays_plain(self):
        path = "unix:" + self.path("socket")
        exporter = self.serve(listen=("127.0.0.1:0", path))
        self.assertEqual(web.request(path, "/-/healthy").status, 200)
        self.assertEqual(self.get(exporter, "/-/healthy").status, 200)

    def test_half_a_handshake_is_in_nobodys_way(self):
        exporter = self.serve()
        for part in (b"", b"\x16", b"\x16\x03\x01\x02\x00\x01\x00"):
            for _ in range(20):
                self.connect(exporter).sendall(part)
        broken = self.connect(exporter)
        broken.sendall(b"\x16\x03\x01\x00\x04junk")
        self.assertEqual(self.get(exporter, "/-/healthy").status, 200)
        self.assertGreater(len(self.get(exporter).body), 0)
        self.assertEqual(exporter.stop(), 0)


class RotationTest(TlsTestCase):
    def test_a_new_certificate_is_used_without_a_restart(self):
        exporter = self.serve()
        first = self.serial(exporter)
        kept = web.connect(exporter.address, self.context())
        self.addCleanup(kept.close)
        self.assertEqual(web.ask(kept, "GET", "/-/healthy").status, 200)
        self.certificate("server", self.ca, "IP:127.0.0.1")
        second = wait_for(
            lambda: (s := self.serial(exporter)) != first and s,
            "the new certificate")
        self.assertEqual(self.serial(exporter), second)
        self.assertEqual(web.ask(kept, "GET", "/-/healthy").status, 200)

    def test_one_that_cannot_be_used_leaves_the_old_one_in_force(self):
        exporter = self.serve()
        first = self.serial(exporter)
        key = self.path("server.key")
        self.certificate("other", self.ca, "IP:127.0.0.1")
        os.rename(key, self.path("away"))
        os.rename(self.path("other.key"), key)

        def warned():
            self.assertEqual(self.serial(exporter), first)
            return any("not loaded" in line for line in exporter.stderr)

        wait_for(warned, "a warning")
        exporter.send(signal.SIGHUP)
        exporter.wait_for_lines(
            "stderr", r"level=error msg=\"configuration not loaded.*"
            r"exporter.toml:\d+:\d+: web.tls.key_file: ")
        self.assertEqual(self.serial(exporter), first)
        os.rename(self.path("other.pem"), self.path("server.pem"))
        wait_for(lambda: self.serial(exporter) != first, "the new one")
        warnings = [line for line in exporter.stderr if "level=warn" in line]
        self.assertEqual(len(warnings), 1, warnings)

    def test_at_start_it_is_an_error_that_names_the_file(self):
        self.authority("server")
        self.authority("other")
        os.rename(self.path("other.key"), self.path("server.key"))
        config = self.config(
            self.account(self.api, [1]),
            web={"tls": {"cert_file": "server.pem", "key_file": "server.key"}})
        for command in ("serve", "check"):
            with self.subTest(command):
                done = run([EXPORTER, command, f"--config.file={config}"])
                self.assertEqual(done.returncode, 2)
                self.assertRegex(
                    done.stderr,
                    r"^.*/exporter.toml:\d+:\d+: web.tls.key_file: "
                    "'.*/server.key' is not the key of the certificate in "
                    "'.*/server.pem'\n$")


class ClientCertificatesTest(TlsTestCase):
    def setUp(self):
        super().setUp()
        self.certificate("client", self.ca, "DNS:prometheus.example")
        self.authority("strangers")
        self.certificate("stranger", "strangers", "DNS:prometheus.example")

    def status(self, exporter, client=None):
        """The status, or none where the connection was refused."""
        try:
            return self.get(exporter, context=self.context(
                client=client)).status
        except (ssl.SSLError, ConnectionError):
            return None

    def statuses(self, auth, **more):
        exporter = self.serve({"client_auth_type": auth, **more})
        return [self.status(exporter, client)
                for client in (None, "stranger", "client")]

    def test_each_way_lets_in_whom_it_should(self):
        ca = {"client_ca_file": "ca.pem"}
        for auth, more, expected in (
                ("RequestClientCert", {}, [200, 200, 200]),
                ("RequireAnyClientCert", {}, [None, 200, 200]),
                ("VerifyClientCertIfGiven", ca, [200, None, 200]),
                ("RequireAndVerifyClientCert", ca, [None, None, 200])):
            with self.subTest(auth):
                self.assertEqual(self.statuses(auth, **more), expected)

    def test_alternative_names_narrow_it_down(self):
        for names, expected in ((["prometheus.example"], 200),
                                (["another.example"], None)):
            self.assertEqual(
                self.statuses("RequireAndVerifyClientCert",
                              client_ca_file="ca.pem",
                              client_allowed_sans=names),
                [None, None, expected])

    def test_an_address_is_a_name_too(self):
        self.certificate("client", "ca", "IP:10.0.0.1,IP:2001:db8::1")
        for name, expected in (("10.0.0.1", 200), ("2001:db8::1", 200),
                               ("10.0.0.2", None)):
            with self.subTest(name):
                self.assertEqual(
                    self.statuses("RequireAndVerifyClientCert",
                                  client_ca_file="ca.pem",
                                  client_allowed_sans=[name]),
                    [None, None, expected])

    def test_a_resumed_session_is_no_way_around(self):
        exporter = self.serve({"client_auth_type": "RequireAndVerifyClientCert",
                               "client_ca_file": "ca.pem"})
        context = self.context(client="client")
        first = self.connect(exporter, context)
        first.sendall(b"GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertIn(b"200 OK", first.recv(4096))
        host, port = exporter.address.split(":")
        again = context.wrap_socket(
            socket.create_connection((host, int(port)), 60),
            server_hostname=host, session=first.session)
        self.addCleanup(again.close)
        self.assertTrue(again.session_reused)
        again.sendall(b"GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertIn(b"200 OK", again.recv(4096))


class LoginTest(TlsTestCase):
    def test_prometheus_scrapes_with_its_login_and_finds_targets(self):
        exporter = self.serve(basic_auth_users={"prometheus": HASH})
        prometheus = self.start(Prometheus(self.folder, CONFIG.format(
            ca=self.path("ca.pem"), password=PASSWORD,
            target=exporter.address)))
        wait_for(lambda: prometheus.value('sum(bsg_campaign_up{job="bsg"})')
                 == 2, "both campaigns")
        wait_for(lambda: prometheus.value('sum(bsg_campaign_up{job="found"})')
                 == 2, "both campaigns as targets of their own")
        self.assertEqual(prometheus.value("min(up)"), 1)

    def test_nobody_else_sees_a_page_and_health_is_open(self):
        exporter = self.serve(basic_auth_users={"prometheus": HASH})
        for path in ("/", "/metrics", "/sd", "/probe?campaign=1", "/nothing"):
            for headers in ({}, basic("prometheus", "wrong"),
                            basic("nobody", PASSWORD)):
                answer = self.get(exporter, path, headers)
                self.assertEqual(answer.status, 401)
                self.assertIn("Basic", answer.headers["www-authenticate"])
        self.assertEqual(self.get(exporter, "/-/healthy").status, 200)
        self.assertEqual(self.get(exporter, "/metrics",
                                  basic("prometheus", PASSWORD)).status, 200)


if __name__ == "__main__":
    unittest.main()
