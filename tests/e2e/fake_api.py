"""An API whose every word is chosen by the test: for what the simulated one
is too well-behaved for."""

import http.server
import json
import threading


class FakeApi:
    """Answers by `respond(handler)` -> (status, headers, body text)."""

    def __init__(self, respond):
        outer = self
        self.requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                length = int(self.headers.get("Content-Length", 0))
                self.sent_body = self.rfile.read(length)
                outer.requests.append((self.command, self.path))
                status, headers, text = respond(self)
                body = text.encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = handle_any

            def log_message(self, *args):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                       Handler)
        self._server.daemon_threads = True
        self.url = "http://127.0.0.1:%d" % self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever,
                                        kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def json_answer(document, status=200, headers=None):
    return (status, {"Content-Type": "application/json", **(headers or {})},
            json.dumps(document))
