"""Child processes: started, listened to, ended, whatever happens."""

import os
import re
import signal
import subprocess
import threading
import time

# Sanitizer builds on a busy machine are slow; a deadline only has to tell a
# program that hangs from one that works.
DEADLINE = 60.0


class Timeout(AssertionError):
    pass


def wait_for(condition, what, deadline=DEADLINE, every=0.02):
    """The first true value of condition(), asked again and again."""
    until = time.monotonic() + deadline
    pause = threading.Event()
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > until:
            raise Timeout(f"waited {deadline} s for {what}")
        pause.wait(every)


class Process:
    """A program under way, with both of its outputs kept as lines."""

    def __init__(self, arguments, env=None, cwd=None, pass_fds=()):
        self.arguments = [str(a) for a in arguments]
        self._child = subprocess.Popen(
            self.arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment(env), cwd=cwd,
            pass_fds=pass_fds)
        self.stdout, self.stderr = [], []
        self._changed = threading.Condition()
        self._open = 2
        self._readers = [
            threading.Thread(target=self._read, args=pair, daemon=True)
            for pair in ((self._child.stdout, self.stdout),
                         (self._child.stderr, self.stderr))]
        for reader in self._readers:
            reader.start()

    def _read(self, stream, lines):
        for line in stream:
            with self._changed:
                lines.append(line.decode("utf-8", "backslashreplace")
                             .rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._open -= 1
            self._changed.notify_all()

    def wait_for_lines(self, stream, pattern, count=1, deadline=DEADLINE):
        """The matches of the first `count` lines of "stdout" or "stderr" that
        the pattern is found in."""
        lines = getattr(self, stream)

        def matches():
            found = [m for m in (re.search(pattern, l) for l in lines) if m]
            return found[:count] if len(found) >= count else None

        with self._changed:
            self._changed.wait_for(lambda: matches() or not self._open,
                                   deadline)
            found = matches()
        if not found:
            raise Timeout(f"no line like {pattern!r} from "
                          f"{' '.join(self.arguments)}\n{self.output()}")
        return found

    def output(self):
        return "\n".join(self.stdout + self.stderr)

    @property
    def pid(self):
        return self._child.pid

    def running(self):
        return self._child.poll() is None

    def send(self, number):
        self._child.send_signal(number)

    def wait(self, deadline=DEADLINE):
        """The exit code, once both outputs are read to their end."""
        try:
            code = self._child.wait(deadline)
        except subprocess.TimeoutExpired:
            raise Timeout(f"{self.arguments[0]} does not end") from None
        for reader in self._readers:
            reader.join(deadline)
        return code

    def stop(self, number=signal.SIGTERM):
        """Ends it and gives the exit code."""
        if self.running():
            self.send(number)
        try:
            return self.wait()
        except Timeout:
            self._child.kill()
            self._child.wait()
            raise
        finally:
            self._child.stdout.close()
            self._child.stderr.close()


def run(arguments, env=None, cwd=None, stdin=None):
    """A program run to its end: CompletedProcess with texts."""
    return subprocess.run(
        [str(a) for a in arguments], env=environment(env), cwd=cwd,
        input=stdin, stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True, text=True, timeout=DEADLINE, check=False)


def environment(extra):
    """Ours, without what would point the program or its requests elsewhere."""
    kept = {k: v for k, v in os.environ.items()
            if not k.startswith("BSG_") and not k.lower().endswith("_proxy")}
    return {**kept, **(extra or {})}
