"""What every test of the whole program stands on: the simulated API, the
exporter in front of it, configurations, and where the binaries are."""

import os
import pathlib
import shutil
import tempfile
import unittest
import urllib.parse

import web
from process import Process, run, wait_for

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BINARIES = pathlib.Path(os.environ.get("BSG_BIN_DIR",
                                       SOURCE / "build/release/bin"))
EXPORTER = BINARIES / "bsg_exporter"
SIMULATOR = BINARIES / "bsg_simulator"

PAYLOADS = SOURCE / "tests/fixtures/payloads"
KEY = "live_main_key"


def tool(name):
    """Prometheus' own programs: named by PROMETHEUS, PROMTOOL, ALERTMANAGER
    and AMTOOL, unpacked under the build folder, or installed. A test that
    needs one and does not find it fails: it would prove nothing if it were
    passed over."""
    package = "prometheus"
    if name in ("alertmanager", "amtool"):
        package = "prometheus-alertmanager"
    candidates = [os.environ.get(name.upper()), SOURCE / "build/tools" / name,
                  SOURCE / "build/tools/usr/bin" / name,
                  shutil.which(name), shutil.which(f"prometheus-{name}")]
    for path in candidates:
        if path and os.access(path, os.X_OK):
            return str(path)
    raise AssertionError(
        f"{name} is missing: install Debian's package '{package}', or set "
        f"{name.upper()} to the program")


class Simulator(Process):
    """The simulated API, its time standing still unless `speed` says how fast
    it runs. `accounts` are {name: key}; `campaigns` is how many there are that
    are being sent (so that each scrape wants to read them), `mixed` how many
    of all sorts."""

    FIRST_ID = 58_000_001
    TYPES = ("rcs", "sms", "viber", "whatsapp")

    def __init__(self, campaigns=0, mixed=0, accounts=None, documents=None,
                 speed=0, arguments=()):
        accounts = accounts or {"main": KEY}
        options = [f"--account={name}:{key}" for name, key in accounts.items()]
        options += [
            f"--campaign={self.FIRST_ID + i}:sending:"
            f"{self.TYPES[i % len(self.TYPES)]}" for i in range(campaigns)]
        if documents:
            options.append(f"--documents={documents}")
        super().__init__([SIMULATOR, "--listen=127.0.0.1:0", "--seed=1",
                          f"--speed={speed}", f"--campaigns={mixed}", *options,
                          *arguments])
        self.address = self.wait_for_lines(
            "stdout", r"listening on (\S+)")[0][1]
        self.url = f"http://{self.address}"

    def control(self, what, method="POST", **parameters):
        query = urllib.parse.urlencode(parameters)
        answer = web.request(self.address, f"/_control/{what}?{query}", method)
        assert answer.status == 200, f"{what}: {answer.status} {answer.text}"
        return answer.json()

    def ids(self):
        return [c["id"] for c in self.control("campaigns", "GET")]

    def truth(self, campaign_id):
        """A campaign as it is, whatever the form of its document."""
        return self.control("campaign", "GET", id=campaign_id)

    def fault(self, kind, **parameters):
        self.control("fault", kind=kind, **parameters)

    def clear_faults(self):
        self.control("fault", "DELETE")

    def requests_to(self, endpoint):
        return self.control("requests", "GET")["by_endpoint"][endpoint]

    def answers(self, status):
        """How many requests were answered so: "200", "hang", …"""
        return self.control("requests", "GET")["by_status"].get(status, 0)


class Exporter(Process):
    """The exporter as a server; it listens when the constructor is done."""

    def __init__(self, config_file, *arguments, listen=("127.0.0.1:0",),
                 log_level="debug", env=None):
        super().__init__(
            [EXPORTER, f"--config.file={config_file}",
             *[f"--web.listen-address={a}" for a in listen],
             f"--log.level={log_level}", *arguments], env=env)
        lines = self.wait_for_lines(
            "stderr", r'msg"?[=:]"?listening"?[ ,].*address"?[=:]"?([^" }]+)',
            len(listen))
        self.addresses = [line[1] for line in lines]

    @property
    def address(self):
        return self.addresses[0]

    def get(self, target="/metrics", method="GET", headers=None):
        return web.request(self.address, target, method, headers)

    def scrape(self, timeout=None):
        """The page, strictly read; `timeout` is what Prometheus would send."""
        headers = {}
        if timeout is not None:
            headers["X-Prometheus-Scrape-Timeout-Seconds"] = str(timeout)
        return self.get(headers=headers).page()


class E2eTestCase(unittest.TestCase):
    """Processes and files of a test end with it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bsg_e2e_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, process):
        self.addCleanup(lambda: process.stop())
        return process

    def simulator(self, **options):
        return self.start(Simulator(**options))

    def exporter(self, config_file, *arguments, **options):
        return self.start(Exporter(config_file, *arguments, **options))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def account(self, simulator, campaigns, name="main", key=KEY,
                discovery=None, **keys):
        """One account's part of a configuration, its key in a file. A
        campaign is an id, or (id, {label: value}); `discovery` is a dict."""
        key_file = self.write(f"{name}.key", key + "\n")
        plain = [c for c in campaigns if not isinstance(c, tuple)]
        labelled = [c for c in campaigns if isinstance(c, tuple)]
        base_url = getattr(simulator, "url", simulator)
        values = {"name": name, "base_url": base_url,
                  "api_key_file": str(key_file), "campaigns": plain, **keys}
        text = "[[account]]\n" + toml(values)
        for campaign_id, labels in labelled:
            text += ("[[account.campaign]]\n"
                     + toml({"id": campaign_id, "labels": labels}))
        if discovery is not None:
            text += "[account.discovery]\n" + toml(discovery)
        return text

    def config(self, *accounts, name="exporter.toml", **sections):
        """A configuration file; a section is a dict. Unless told otherwise,
        every scrape reads: what is tested is rarely how often."""
        sections.setdefault("scrape", {}).setdefault("min_interval", "0s")
        text = "".join(accounts)
        for section, values in sections.items():
            text += f"[{section}]\n" + toml(values)
        return self.write(name, text)

    def check_output(self, *arguments, env=None):
        """Standard output of a run of the exporter that has to go well."""
        done = run([EXPORTER, *arguments], env=env)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout


def toml(values):
    return "".join(f"{k} = {_toml_value(v)}\n" for k, v in values.items())


def _toml_value(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml_value(v) for v in value) + "]"
    if isinstance(value, dict):
        inner = ", ".join(f"{k} = {_toml_value(v)}" for k, v in value.items())
        return "{ " + inner + " }"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def wait_for_value(exporter, expected, name, **labels):
    """Scrapes until the series has that value: the last page."""
    def current():
        page = exporter.scrape()
        return page if page.find(name, **labels) == [expected] else None
    return wait_for(current, f"{name}{labels} to be {expected}")
