"""HTTP as a client of the exporter speaks it, on TCP and on Unix sockets."""

import gzip
import http.client
import json
import socket

from exposition import Page
from process import DEADLINE


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = {k.lower(): v for k, v in response.getheaders()}
        self.body = body

    @property
    def text(self):
        return self.content.decode("utf-8")

    @property
    def content(self):
        """The body as it was before it was compressed."""
        if self.headers.get("content-encoding") == "gzip":
            return gzip.decompress(self.body)
        return self.body

    def json(self):
        return json.loads(self.content)

    def page(self):
        assert self.status == 200, f"{self.status}: {self.text}"
        return Page(self.text)


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=DEADLINE)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def connect(address, tls=None):
    """A connection to "host:port", "[::1]:port" or "unix:/path"; `tls` is an
    SSLContext, for https."""
    if address.startswith("unix:"):
        return _UnixConnection(address[len("unix:"):])
    host, _, port = address.rpartition(":")
    if tls:
        return http.client.HTTPSConnection(host.strip("[]"), int(port),
                                           timeout=DEADLINE, context=tls)
    return http.client.HTTPConnection(host.strip("[]"), int(port),
                                      timeout=DEADLINE)


def ask(connection, method, target, headers=None, body=None):
    """One exchange; the connection is left as the server wants it."""
    connection.request(method, target, body=body, headers=headers or {})
    response = connection.getresponse()
    return Answer(response, response.read())


def request(address, target, method="GET", headers=None, body=None):
    connection = connect(address)
    try:
        return ask(connection, method, target, headers, body)
    finally:
        connection.close()
