"""The package's service, as systemd would run it.

No systemd runs here. What it would do for the unit is done here: its user, no
privileges, a read-only system, the key as a credential, a socket to notify."""

import configparser
import re
import signal
import socket
import tempfile

from harness import KEY, Simulator
from package import CONFIG, UNIT, USER, SystemTest
from process import Process
import system_calls
import web

CREDENTIALS = "/run/credentials/bsg-exporter.service"


def unit(path):
    parser = configparser.RawConfigParser(strict=False, delimiters="=")
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser


class ServiceTest(SystemTest):
    """The unit's ExecStart, as systemd would run it."""

    def setUp(self):
        super().setUp()
        self.api = Simulator(campaigns=3)
        self.addCleanup(self.api.stop)
        self.unit = unit(self.system.file(UNIT))["Service"]

    def configure(self):
        """As an administrator would: the package's own file, edited."""
        config = self.system.file(CONFIG)
        text = config.read_text()
        for key, value in (("base_url", f'"{self.api.url}"'),
                           ("campaigns", str(self.api.ids())),
                           ("listen", '["127.0.0.1:0"]')):
            text, count = re.subn(rf"(?m)^{key} = .*", f"{key} = {value}", text)
            self.assertEqual(count, 1, key)
        config.write_text(text)

    def give_credentials(self):
        """LoadCredential: copies that the service's user alone can read."""
        name, source = self.unit["LoadCredential"].split(":")
        key = self.system.file(source)
        key.write_text(KEY + "\n")
        key.chmod(0o600)
        self.system.run("install", "-d", "-m", "500", "-o", USER, CREDENTIALS)
        self.system.run("install", "-m", "400", "-o", USER, source,
                        f"{CREDENTIALS}/{name}")

    def notify_socket(self):
        receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(receiver.close)
        path = self.system.file("/run/notify")
        receiver.bind(str(path))
        path.chmod(0o777)
        return receiver

    def start(self, *before):
        self.assertEqual(self.unit["User"], USER)
        service = Process([*before, *self.system.command(
            f"CREDENTIALS_DIRECTORY={CREDENTIALS}", "NOTIFY_SOCKET=/run/notify",
            "setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups",
            "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all",
            *self.unit["ExecStart"].split())])
        self.addCleanup(service.stop)
        return service

    def serve_a_scrape(self, *before):
        """From start to end; what it told systemd until it was scraped."""
        self.system.mount_as_for_a_service()
        self.configure()
        self.give_credentials()
        notifications = self.notify_socket()
        self.system.make_read_only()
        service = self.start(*before)
        address = service.wait_for_lines(
            "stderr", r"listening.*address=(\S+)")[0][1]
        page = web.request(address, "/metrics").page()
        self.assertEqual(page.find("bsg_campaign_up"), [1] * 3)
        self.assertEqual(service.stop(signal.SIGTERM), 0, service.output())
        self.assertNotIn(KEY, service.output())
        return notifications

    def test_it_reads_the_api_tells_that_it_is_ready_and_ends_well(self):
        self.assertEqual(self.unit["Type"], "notify")
        told = self.serve_a_scrape().recv(4096, socket.MSG_DONTWAIT)
        self.assertIn("READY=1", told.decode().split())

    def test_the_unit_lets_through_every_system_call_that_it_makes(self):
        with tempfile.NamedTemporaryFile("r") as trace:
            # -D: the program stays our child, strace is its grandchild.
            self.serve_a_scrape("strace", "-D", "-f", "-qq", "-o", trace.name)
            program = self.unit["ExecStart"].split()[0]
            made = system_calls.made_after(trace.read(), program)
        self.assertIn("epoll_wait", made)
        self.assertEqual(made - system_calls.allowed(
            self.system.file(UNIT).read_text()), set())
