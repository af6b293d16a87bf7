"""deploy/docker/Dockerfile: what it says, and what comes out of it, step by step
in clean Debian roots. Compiler results come from this machine's ccache where
nothing they were made from differs; a missing package still ends the build."""

import ctypes
import fcntl
import pathlib
import re
import signal
import socket
import struct
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.append(str(HERE.parents[1] / "e2e"))

import dockerfile  # noqa: E402
from debian_root import SOURCE, enter_namespaces, run  # noqa: E402
from harness import KEY, E2eTestCase  # noqa: E402
from process import Process  # noqa: E402
import web  # noqa: E402

STAGES = dockerfile.parse((SOURCE / "deploy/docker/Dockerfile").read_text())
FINAL = STAGES[-1]
ADDRESS = "127.0.0.1:10274"


class TextTest(unittest.TestCase):
    """What hadolint and others ask of a Dockerfile."""

    def test_every_stage_begins_with_a_release_of_debian(self):
        for stage in STAGES:
            self.assertRegex(stage.base, dockerfile.BASE)

    def test_it_runs_as_a_user_that_kubernetes_can_tell_from_root(self):
        self.assertRegex(FINAL.one("USER"), r"^[1-9]\d*:[1-9]\d*$")

    def test_commands_need_no_shell(self):
        for word in "ENTRYPOINT", "CMD", "HEALTHCHECK":
            command = dockerfile.exec_form(FINAL.one(word))
            self.assertTrue(command and all(isinstance(c, str)
                                            for c in command), word)

    def test_packages_are_installed_fresh_and_leave_no_lists(self):
        installing = [rest for rest in FINAL.all("RUN") if "apt-get" in rest]
        self.assertEqual(len(installing), 1)
        self.assertRegex(
            installing[0], r"^apt-get update && +apt-get install -y "
            r"--no-install-recommends [^&;]+ && +rm -rf /var/lib/apt/lists/\*$")

    def test_a_failure_within_a_pipe_is_one(self):
        for stage in STAGES:
            self.assertEqual(dockerfile.exec_form(stage.one("SHELL")),
                             ["/bin/bash", "-euo", "pipefail", "-c"])

    def test_nothing_is_fetched_and_no_secret_is_built_in(self):
        for stage in STAGES:
            for word, rest in stage.steps:
                self.assertNotIn(word, ("ADD", "ENV", "MAINTAINER", "ONBUILD"))
                self.assertNotRegex(rest, r"(?i)password|token|api_?key")

    def test_context_is_what_is_copied_and_no_more(self):
        text = (SOURCE / ".dockerignore").read_text()
        ignored = dockerfile.ignored(text)
        copied = []
        for stage in STAGES:
            for options, words in map(dockerfile.flags, stage.all("COPY")):
                copied += [] if "from" in options else words[:-1]
        for path in copied:
            self.assertTrue((SOURCE / path).exists(), path)
            self.assertFalse(ignored(path), path)
        self.assertEqual(sorted(re.findall(r"(?m)^!(.+)", text)),
                         sorted(copied))
        for path in "build/release", ".git/config", "deploy/compose/secrets/x":
            self.assertTrue(ignored(path), path)

    def test_labels_port_and_signal(self):
        version = re.search(r"project\(bsg_exporter VERSION (\S+)",
                            (SOURCE / "CMakeLists.txt").read_text())[1]
        values = {}
        for rest in FINAL.all("ARG"):
            values.update(dockerfile.assignments(rest))
        labels = dockerfile.assignments(
            dockerfile.expand(FINAL.one("LABEL"), values))
        self.assertEqual(labels["org.opencontainers.image.version"], version)
        self.assertEqual(labels["org.opencontainers.image.licenses"],
                         "Apache-2.0")
        self.assertEqual(FINAL.one("EXPOSE"), "10274")
        self.assertEqual(FINAL.one("STOPSIGNAL"), "SIGTERM")


def own_network():
    """A loopback of this process and its children: ports are all free."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x40000000) != 0:  # CLONE_NEWNET
        raise OSError(ctypes.get_errno(), "unshare")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as lo:
        fcntl.ioctl(lo, 0x8914, struct.pack("16sH14x", b"lo", 1))  # IFF_UP


def ccache():
    """This machine's; elsewhere the compiler has to do it all."""
    done = subprocess.run(["ccache", "--get-config", "cache_dir"],
                          capture_output=True, text=True, check=False)
    folder = done.stdout.strip()
    return {"/root/.cache/ccache": pathlib.Path(folder)} if folder else {}


class ImageTest(E2eTestCase):
    @classmethod
    def setUpClass(cls):
        build = dockerfile.Build(STAGES, SOURCE, ccache())
        cls.addClassCleanup(build.close)
        cls.image = build.root
        cls.etc = cls.image.file("/etc/bsg_exporter")
        cls.etc.mkdir()
        cls.image.make_read_only()
        own_network()

    def command(self, *command):
        """As the engine would run it: the image's user, read-only."""
        user, group = FINAL.one("USER").split(":")
        return self.image.command(
            "setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups",
            "--no-new-privs", "--bounding-set=-all", *command)

    def program(self):
        return self.command(*dockerfile.exec_form(FINAL.one("ENTRYPOINT")),
                            *dockerfile.exec_form(FINAL.one("CMD")))

    def is_healthy(self):
        command = dockerfile.exec_form(FINAL.one("HEALTHCHECK"))
        return subprocess.run(self.command(*command), check=False,
                              capture_output=True).returncode == 0

    def test_every_library_is_there(self):
        libraries = self.image.run("ldd", "/usr/bin/bsg_exporter")
        self.assertIn("libcurl", libraries)
        self.assertNotIn("not found", libraries)
        run("test", "!", "-e", self.image.file("/usr/bin/g++"))

    def test_without_a_configuration_it_says_which_file_is_missing(self):
        done = subprocess.run(self.program(), capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("/etc/bsg_exporter/bsg_exporter.toml", done.stderr)

    def mount_configuration(self):
        """As with --volume."""
        api = self.simulator(mixed=5)
        folder = self.folder / "etc"
        folder.mkdir()
        (folder / "api_key").write_text(KEY)
        (folder / "bsg_exporter.toml").write_text(
            f'[[account]]\nname = "main"\nbase_url = "{api.url}"\n'
            'api_key_file = "/etc/bsg_exporter/api_key"\n'
            f"campaigns = {api.ids()}\n")
        run("mount", "--bind", folder, self.etc)
        self.addCleanup(run, "umount", self.etc)

    def test_it_serves_as_its_user_is_healthy_while_it_lives_and_ends(self):
        self.mount_configuration()
        self.assertFalse(self.is_healthy())
        exporter = self.start(Process(self.program()))
        exporter.wait_for_lines("stderr", "listening")
        page = web.request(ADDRESS, "/metrics").page()
        self.assertEqual(page.find("bsg_campaign_up"), [1] * 5)
        self.assertTrue(self.is_healthy())
        status = pathlib.Path(f"/proc/{exporter.pid}/status").read_text()
        user, group = FINAL.one("USER").split(":")
        self.assertRegex(status, rf"Uid:\t{user}\t")
        self.assertRegex(status, rf"Gid:\t{group}\t")
        self.assertRegex(status, r"Groups:\s*\n")
        self.assertRegex(status, r"CapBnd:\t0+\n")
        self.assertEqual(
            exporter.stop(getattr(signal, FINAL.one("STOPSIGNAL"))), 0)
        self.assertFalse(self.is_healthy())


if __name__ == "__main__":
    enter_namespaces()
    unittest.main(verbosity=2)
