"""Faults that need a network, a resolver or a file system of one's own. Each
row is run by itself, in namespaces that end with it: the machine's network is
not touched."""

import contextlib
import pathlib
import socket
import struct
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e")]
sys.dont_write_bytecode = True

import log_faults  # noqa: E402
from network_faults import check_struck  # noqa: E402
from rig import (  # noqa: E402
    CAMPAIGNS, RETRIES, Rig, expect, expect_descriptors, expect_few_lines,
    expect_whole, scrape, wait_until_well)

ADDRESS, NAME, PORT = "10.99.0.1", "api.invalid", 18443


def run(*command):
    subprocess.run(command, check=True)


class Away(Rig):
    """The API of account a is at an address, or a name, of its own; of b at
    127.0.0.1."""

    def __init__(self, host):
        super().__init__(api=[f"--listen={ADDRESS}:{PORT}"],
                         url=lambda _: f"http://{host}:{PORT}")

    def __enter__(self):
        run("ip", "address", "add", ADDRESS, "dev", "lo")
        run("nft", "add table inet fault")
        run("nft", "add chain inet fault out "
                   "{ type filter hook output priority 0; }")
        return super().__enter__()


@contextlib.contextmanager
def rule(text):
    run("nft", f"add rule inet fault out {text}")
    yield
    run("nft", "flush chain inet fault out")


@contextlib.contextmanager
def no_route(kind):
    run("ip", "address", "delete", ADDRESS, "dev", "lo")
    run("ip", "route", "add", kind, ADDRESS)
    yield
    run("ip", "route", "delete", kind, ADDRESS)
    run("ip", "address", "add", ADDRESS, "dev", "lo")


def struck(fault, reasons, host=ADDRESS):
    """Cold, then well, then struck again, then well. A name that has been
    found is not asked for again at once, so that strikes nobody."""
    def row():
        with Away(host) as rig:
            rig.start_exporter()
            times = []
            for has_data in (False, True):
                lines = len(rig.served.stderr)
                with fault():
                    page, took = scrape(rig)
                    times.append(took)
                    if has_data and host == NAME:
                        expect_whole(rig, page, rig.all_ids(), "not whole")
                    else:
                        check_struck(rig, page, reasons, has_data)
                    threads = rig.threads()
                    expect(threads <= 3 + CAMPAIGNS * (1 + RETRIES),
                           f"{threads} threads")
                wait_until_well(rig)
                expect_few_lines(rig, lines)
            expect_descriptors(rig)
            return ", ".join(f"{took:.2f} s" for took in times)
    return row


class Resolver:
    """A name server that knows one name; or none, or says nothing."""

    def __init__(self):
        self.knows = self.speaks = True
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            query, client = self._socket.recvfrom(512)
            if self.speaks:
                self._socket.sendto(self._answer(query), client)

    def _answer(self, query):
        question_end = query.index(b"\0", 12) + 5
        question = query[12:question_end]
        is_a = question[-4:-2] == b"\0\1"
        answers = 1 if self.knows and is_a else 0
        head = query[:2] + struct.pack(
            "!HHHHH", 0x8180 if self.knows else 0x8183, 1, answers, 0, 0)
        record = (b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 0, 4)
                  + socket.inet_aton(ADDRESS))
        return head + question + record * answers


def dns(fault, reasons):
    def row():
        resolver = Resolver()
        with Rig() as files:  # for nothing but its folder
            resolv = files.write("resolv.conf", "nameserver 127.0.0.1\n")
            run("mount", "--bind", str(resolv), "/etc/resolv.conf")
            return struck(lambda: fault(resolver), reasons, host=NAME)()
    return row


@contextlib.contextmanager
def knows_nothing(resolver):
    resolver.knows = False
    yield
    resolver.knows = True


@contextlib.contextmanager
def says_nothing(resolver):
    resolver.speaks = False
    yield
    resolver.speaks = True


TO_API, FROM_API = f"tcp dport {PORT}", f"tcp sport {PORT}"
INSIDE = [
    ("packets to the API are dropped",
     struck(lambda: rule(f"{TO_API} drop"), {"timeout"})),
    ("answers of the API are dropped",
     struck(lambda: rule(f"{FROM_API} drop"), {"timeout"})),
    ("connections are refused",
     struck(lambda: rule(f"{TO_API} reject with tcp reset"), {"connect"})),
    ("the API's host is unreachable",
     struck(lambda: rule(f"{TO_API} reject with icmpx type host-unreachable"),
            {"connect", "timeout"})),
    ("the route to the API is a black hole",
     struck(lambda: no_route("blackhole"), {"connect", "timeout"})),
    ("the route to the API is unreachable",
     struck(lambda: no_route("unreachable"), {"connect", "timeout"})),
    ("the resolver answers nothing",
     dns(says_nothing, {"dns", "timeout"})),
    ("the resolver knows no such name", dns(knows_nothing, {"dns"})),
    ("the file system of the log is full", log_faults.full_file_system),
]


def in_namespaces(index):
    """Runs this file there; its last line is the cell."""
    def row():
        done = subprocess.run(
            ["unshare", "--map-root-user", "--net", "--mount",
             "--kill-child", sys.executable, __file__, str(index)],
            capture_output=True, text=True, check=False)
        lines = done.stdout.splitlines() or done.stderr.splitlines()[-1:]
        expect(done.returncode == 0,
               lines[-1] if lines else f"ended with {done.returncode}")
        return lines[-1]
    return row


ROWS = [(name, in_namespaces(i)) for i, (name, _) in enumerate(INSIDE)]


def main():
    run("ip", "link", "set", "lo", "up")
    try:
        print(INSIDE[int(sys.argv[1])][1]())
    except (AssertionError, OSError, subprocess.CalledProcessError) as error:
        print(str(error).partition("\n")[0])
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
