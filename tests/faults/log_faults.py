"""Standard error that takes nothing: a full disk, none at all, a pipe that
nobody reads. Lines are lost and nothing else."""

import fcntl
import os
import re
import subprocess

import web
from harness import EXPORTER
from process import DEADLINE, environment, wait_for
from rig import Rig, expect, expect_whole, scrape

SCRAPES = 30  # at debug, many times what a pipe of a page takes
LINE = re.compile(r"ts=\S+ level=\w+ msg=.+\Z")
LOST = re.compile(r'msg="lines of log could not be written" lines=[1-9]\d*\Z')


class Unheard:
    """An exporter that tells its address to nobody: so it is a Unix one."""

    def __init__(self, rig, stderr, command=()):
        self.address = f"unix:{rig.folder}/exporter.sock"
        self._child = subprocess.Popen(
            [*command, EXPORTER, f"--config.file={rig.write_config()}",
             f"--web.listen-address={self.address}", "--log.level=debug"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=stderr, env=environment(None))
        rig.addCleanup(self._end)
        wait_for(self._is_healthy, "an exporter that listens")

    def _end(self):
        self._child.terminate()
        try:
            self._child.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
            raise

    def _is_healthy(self):
        try:
            return self.get("/-/healthy").status == 200
        except (FileNotFoundError, ConnectionRefusedError):
            expect(self.running(), "the exporter has ended")

    def running(self):
        return self._child.poll() is None

    @property
    def pid(self):
        return self._child.pid

    def get(self, target="/metrics", headers=None):
        return web.request(self.address, target, headers=headers)


def expect_undisturbed(rig, scrapes=SCRAPES):
    """"0.02 s": what the slowest of them took."""
    slowest = 0
    for _ in range(scrapes):
        page, took = scrape(rig)
        expect_whole(rig, page, rig.all_ids(), "not whole")
        slowest = max(slowest, took)
    return f"{slowest:.2f} s"


def no_space_is_left():
    with Rig() as rig, open("/dev/full", "wb") as full:
        rig.served = Unheard(rig, full)
        return expect_undisturbed(rig)


def there_is_none():
    """What is opened next must not take its number, and the lines."""
    with Rig() as rig:
        rig.served = Unheard(rig, None,
                             ["sh", "-c", 'exec "$@" 2>&-', "sh"])
        expect(os.readlink(f"/proc/{rig.served.pid}/fd/2") == "/dev/null",
               "descriptor 2 is something else")
        return expect_undisturbed(rig)


def nobody_reads_it():
    """Until somebody does, who finds whole lines, and how many are lost."""
    read_end, write_end = os.pipe()
    fcntl.fcntl(write_end, fcntl.F_SETPIPE_SZ, 4096)
    with Rig() as rig, open(read_end, "rb") as log:
        with open(write_end, "wb") as pipe:
            rig.served = Unheard(rig, pipe)
        slowest = expect_undisturbed(rig)
        os.set_blocking(read_end, False)
        lines = read_lines(log)
        scrape(rig)
        after = wait_for(lambda: read_lines(log), "lines again")
        expect(all(LINE.match(line) for line in lines + after),
               "a line is not whole")
        expect(any(LOST.search(line) for line in after), "nothing is told")
        return slowest


def read_lines(log):
    return (log.read() or b"").decode().splitlines()


def full_file_system():
    """In a namespace of its own, so that a file system can be made."""
    with Rig() as rig:
        folder = rig.folder / "full"
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none",
                        folder], check=True)
        rig.addCleanup(subprocess.run, ["umount", "--lazy", folder],
                       check=True)
        ballast, log = folder / "ballast", folder / "log"
        log.touch()
        with open(ballast, "wb", buffering=0) as file:
            fill(file)
        with open(log, "ab") as file:
            rig.served = Unheard(rig, file)
        slowest = expect_undisturbed(rig)
        expect(log.stat().st_size == 0, "it was not full")
        ballast.unlink()
        scrape(rig)
        wait_for(lambda: LOST.search(log.read_text().partition("\n")[0]),
                 "lines again")
        return slowest


def fill(file):
    try:
        while True:
            file.write(bytes(4096))
    except OSError:
        pass


ROWS = [
    ("the log's disk is full", no_space_is_left),
    ("standard error is closed", there_is_none),
    ("nobody reads the log", nobody_reads_it),
]
