"""The program under a service manager: what it is told, what it inherits."""

import os
import signal
import socket
import sys
import unittest

import web
from harness import EXPORTER, E2eTestCase
from process import DEADLINE, Process

# Runs a program as a service manager would: with these descriptors from 3 on.
LAUNCHER = """
import os, sys
names, descriptors, program = sys.argv[1], sys.argv[2], sys.argv[3:]
descriptors = [int(d) for d in descriptors.split(",")]
high = [os.dup2(d, 100 + i) for i, d in enumerate(descriptors)]
for i, d in enumerate(high):
    os.dup2(d, 3 + i)
    os.close(d)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDNAMES=names,
                  LISTEN_FDS=str(len(descriptors)))
os.execv(program[0], program)
"""


class Manager:
    """A service manager's end of NOTIFY_SOCKET."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.settimeout(DEADLINE)
        self.socket.bind(path)

    def next(self):
        return self.socket.recv(4096).decode().split("\n")


class LifecycleTestCase(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.api = self.simulator(campaigns=2)
        self.path = self.config(
            self.account(self.api, self.api.ids()),
            scrape={"timeout": "30s", "request_timeout": "30s"},
            web={"listen": ["127.0.0.1:1"], "enable_reload": True})


class NotifyTest(LifecycleTestCase):
    def manager(self, name):
        manager = Manager(name)
        self.addCleanup(manager.socket.close)
        return manager

    def test_ready_whatever_the_api_does(self):
        self.api.fault("hang")
        answer = self.exporter(self.path).get("/-/ready")
        self.assertEqual((answer.status, answer.text),
                         (200, "bsg_exporter is ready\n"))

    def test_the_service_manager_is_told_of_every_turn(self):
        for name in (str(self.folder / "notify"),
                     f"\0bsg_exporter_{os.getpid()}"):
            with self.subTest(name):
                self.converse(name)

    def converse(self, name):
        manager = self.manager(name)
        served = self.exporter(
            self.path, env={"NOTIFY_SOCKET": name.replace("\0", "@")})
        serving = ["READY=1",
                   "STATUS=Serving 1 account, 2 configured campaigns"]
        self.assertEqual(manager.next(), serving)
        served.send(signal.SIGHUP)
        reloading = manager.next()
        self.assertEqual(reloading[0], "RELOADING=1")
        self.assertRegex(reloading[1], r"^MONOTONIC_USEC=\d+$")
        self.assertEqual(manager.next(), serving)

        good = self.path.read_text()
        self.path.write_text("nonsense")
        self.assertEqual(served.get("/-/reload", "POST").status, 500)
        self.assertEqual(manager.next()[0], "RELOADING=1")
        self.assertEqual(manager.next(), [
            "READY=1", "STATUS=The configuration file is wrong, see the log; "
            "Serving 1 account, 2 configured campaigns"])
        self.path.write_text(good)

        self.assertEqual(served.stop(), 0)
        self.assertEqual(manager.next(), ["STOPPING=1", "STATUS=Stopping"])

    def test_the_watchdog_hears_of_a_program_that_only_waits(self):
        manager = self.manager(str(self.folder / "notify"))
        served = self.exporter(self.path, env={
            "NOTIFY_SOCKET": str(self.folder / "notify"),
            "WATCHDOG_USEC": "20000"})
        self.assertEqual(manager.next()[0], "READY=1")
        self.api.fault("hang")
        connection = web.connect(served.address)
        self.addCleanup(connection.close)
        connection.request("GET", "/metrics")  # the reader waits for the API
        for _ in range(5):
            self.assertEqual(manager.next(), ["WATCHDOG=1"])
        self.assertEqual(served.stop(), 0)
        while (said := manager.next()) == ["WATCHDOG=1"]:
            pass
        self.assertEqual(said[0], "STOPPING=1")

    def test_no_watchdog_unless_it_is_meant(self):
        manager = self.manager(str(self.folder / "notify"))
        served = self.exporter(self.path, env={
            "NOTIFY_SOCKET": str(self.folder / "notify"),
            "WATCHDOG_USEC": "1", "WATCHDOG_PID": str(os.getpid())})
        self.assertEqual(manager.next()[0], "READY=1")
        served.scrape()
        self.assertEqual(served.stop(), 0)
        self.assertEqual(manager.next()[0], "STOPPING=1")


class ActivationTest(LifecycleTestCase):
    def launch(self, *sockets, names="web", arguments=()):
        for one in sockets:
            self.addCleanup(one.close)
        descriptors = [one.fileno() for one in sockets]
        return self.start(Process(
            [sys.executable, "-c", LAUNCHER, names,
             ",".join(map(str, descriptors)), EXPORTER,
             f"--config.file={self.path}", *arguments],
            pass_fds=descriptors))

    def unix_socket(self, path):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
        listener.listen()
        return listener

    def test_it_serves_on_what_it_inherits_and_nowhere_else(self):
        path = self.folder / "exporter.sock"
        tcp = socket.create_server(("127.0.0.1", 0))
        address = f"127.0.0.1:{tcp.getsockname()[1]}"
        # Even before the program runs, a client may knock.
        early = web.connect(address)
        self.addCleanup(early.close)
        early.request("GET", "/-/ready")
        served = self.launch(tcp, self.unix_socket(path), names="web:local")
        self.assertEqual(early.getresponse().status, 200)
        lines = served.wait_for_lines(
            "stderr", r"listening address=(\S+) passed_socket=(\S+)", 2)
        self.assertEqual([line.groups() for line in lines],
                         [(address, "web"), (f"unix:{path}", "local")])
        for where in (address, f"unix:{path}"):
            web.request(where, "/metrics").page()
        # They are its maker's: another process goes on where this one ended.
        self.assertEqual(served.stop(), 0)
        self.assertTrue(path.exists())
        self.launch(tcp).wait_for_lines("stderr", "listening")
        self.assertEqual(web.request(address, "/-/ready").status, 200)

    def test_what_it_cannot_listen_on_ends_it_with_a_remedy(self):
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        served = self.launch(datagrams)
        self.assertEqual(served.wait(), 1)
        self.assertIn("passed descriptor 3: ", served.output())
        self.assertIn("ListenStream=", served.output())

    def test_sockets_of_another_process_are_none_of_ours(self):
        served = self.exporter(self.path, env={
            "LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"})
        self.assertEqual(served.get("/-/ready").status, 200)


if __name__ == "__main__":
    unittest.main()
