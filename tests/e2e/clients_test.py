"""Clients that take a large page slowly, or not to its end: nobody else is the
worse for it. What is asserted is the order of events, never a time."""

import socket
import unittest

from harness import E2eTestCase

CAMPAIGNS = 2000
# More than the kernel takes on behalf of a client that reads nothing.
LARGE = 5_000_000


class SlowClient:
    """Asks for the page and reads only when told to."""

    def __init__(self, exporter, headers=""):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        host, port = exporter.address.split(":")
        self.socket.connect((host, int(port)))
        self.socket.sendall(
            f"GET /metrics HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())

    def read_some(self):
        return self.socket.recv(1000)

    def read_all(self, begun=b""):
        """The rest of the answer, quickly now: its body."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        parts = [begun]
        while part := self.socket.recv(1 << 20):
            parts.append(part)
        head, _, body = b"".join(parts).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\n"), head
        assert f"Content-Length: {len(body)}\r\n".encode() in head, head
        return body

    def close(self):
        self.socket.close()


class ClientsTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        api = self.simulator(mixed=CAMPAIGNS)
        # One reading for the whole test, so that two pages can be compared.
        self.exporter = self.exporter(self.config(
            self.account(api, api.ids()),
            scrape={"min_interval": "1h", "timeout": "2m"}))
        answer = self.exporter.get()
        self.page = self.campaigns_of(answer.body)
        self.assertGreater(len(answer.body), LARGE)
        self.exporter.wait_for_lines("stderr", self.sent(200))

    def slow_client(self):
        client = SlowClient(self.exporter, "Connection: close\r\n")
        self.addCleanup(client.close)
        return client

    @staticmethod
    def sent(status, message="request"):
        return f'msg="?{message}"? method=GET path=/metrics status={status} '

    def pages_sent(self):
        return sum("path=/metrics status=200" in line
                   for line in self.exporter.stderr)

    @staticmethod
    def campaigns_of(page):
        return [line for line in page.splitlines()
                if line.startswith(b"bsg_campaign_")]

    def assert_same(self, page):
        self.assertTrue(self.campaigns_of(page) == self.page)

    def test_health_is_answered_while_pages_are_made_and_sent(self):
        clients = [self.slow_client() for _ in range(3)]
        # All of them are still to be made, sent, or both: nobody reads.
        for _ in range(20):
            self.assertEqual(self.exporter.get("/-/healthy").status, 200)
        begun = [client.read_some() for client in clients]
        self.assertEqual(self.exporter.get("/-/healthy").status, 200)
        self.assertEqual(self.exporter.get("/sd").status, 200)
        self.assertEqual(self.pages_sent(), 1, "the first one alone")
        for client, part in zip(clients, begun):
            self.assert_same(client.read_all(part))

    def test_who_reads_quickly_overtakes_who_reads_slowly(self):
        slow = [self.slow_client() for _ in range(2)]
        begun = [client.read_some() for client in slow]
        for headers in ({}, {"Accept-Encoding": "gzip"}):
            self.assert_same(self.exporter.get(headers=headers).content)
        self.exporter.wait_for_lines("stderr", self.sent(200), 3)
        self.assertEqual(self.pages_sent(), 3, "none of the slow ones")
        # In turns, a little at a time, then the rest.
        for _ in range(100):
            begun = [part + client.read_some()
                     for client, part in zip(slow, begun)]
        for client, part in zip(slow, begun):
            self.assert_same(client.read_all(part))

    def test_a_client_that_goes_away_in_the_middle_harms_nobody(self):
        slow, leaving = self.slow_client(), self.slow_client()
        begun = slow.read_some()
        leaving.read_some()
        leaving.close()
        self.exporter.wait_for_lines(
            "stderr", self.sent(200, "request broken off"))
        self.assert_same(self.exporter.get().content)
        self.assert_same(slow.read_all(begun))
        self.assertEqual(self.exporter.stop(), 0)


if __name__ == "__main__":
    unittest.main()
