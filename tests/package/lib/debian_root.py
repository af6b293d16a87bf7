"""A clean Debian 12 in a folder, to install things in: debootstrap's minimal
one, made once and kept under build/, under an overlay that forgets.

All of it happens in namespaces of its own (enter_namespaces), so that neither
a mount nor a process is left behind, however the test ends."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[3]
CACHE = SOURCE / "build/package"
BASE = CACHE / "bookworm"
# Older, and every installation begins with a pile of upgrades.
MAX_AGE_S = 30 * 24 * 3600
DEVICES = ("null", "zero", "full", "random", "urandom")


def enter_namespaces():
    """Starts this script anew where its mounts and processes are its own."""
    if os.geteuid() != 0:
        sys.exit("this test needs root: it makes a Debian root and mounts in it")
    if os.environ.get("BSG_NAMESPACES") == "entered":
        return
    os.environ["BSG_NAMESPACES"] = "entered"
    os.execvp("unshare", ["unshare", "--mount", "--pid", "--fork",
                          "--kill-child", "--mount-proc", "--",
                          sys.executable, *sys.argv])


def run(*command, **options):
    """A command that has to go well: its output."""
    done = subprocess.run([str(c) for c in command], text=True, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: exit code "
                             f"{done.returncode}\n{done.stdout}")
    return done.stdout


def sources():
    """Debian's own archives that apt on this machine uses: (URI, suite,
    component) each."""
    listing = run("apt-get", "indextargets", "--format",
                  "$(REPO_URI) $(CODENAME) $(COMPONENT)",
                  "Identifier: Packages", "Origin: Debian")
    return sorted({tuple(line.split()) for line in listing.splitlines()
                   if line.split()[1].startswith("bookworm")})


def make_base():
    """The minimal system, unless there is one that is young enough."""
    if BASE.exists() and time.time() - BASE.stat().st_mtime < MAX_AGE_S:
        return
    mirrors = [uri for uri, suite, _ in sources() if suite == "bookworm"]
    if not mirrors:
        raise AssertionError("apt knows no source of bookworm: does "
                             "`apt-get update` go well?")
    shutil.rmtree(BASE, ignore_errors=True)
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        made = pathlib.Path(folder) / "root"
        run("debootstrap", "--variant=minbase", "bookworm", made, mirrors[0])
        prepare(made)
        made.rename(BASE)
    os.utime(BASE)


def prepare(root):
    """Packages come from where this machine's come; no service starts."""
    (root / "etc/apt/sources.list").write_text("".join(
        f"deb {uri} {suite} {component}\n"
        for uri, suite, component in sources()), encoding="utf-8")
    policy = root / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    policy.chmod(0o755)


class DebianRoot:
    """A system of its own, on top of the minimal one or of another root that
    is frozen. What is done in it is gone with the process."""

    def __init__(self, on_top_of=None):
        make_base()
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="bsg_root_"))
        run("mount", "-t", "tmpfs", "-o", "mode=755", "bsg_root", self.path)
        for name in ("upper", "work", "root"):
            (self.path / name).mkdir()
        lower = on_top_of.layers if on_top_of else [BASE]
        self.layers = [self.path / "upper", *lower]
        self.root = self.path / "root"
        run("mount", "-t", "overlay", "bsg_root", "-o",
            f"lowerdir={':'.join(map(str, lower))},"
            f"upperdir={self.path / 'upper'},workdir={self.path / 'work'}",
            self.root)
        self._mount_kernel_files()
        for name in ("resolv.conf", "hosts"):
            shutil.copy(f"/etc/{name}", self.root / "etc" / name)

    def _mount_kernel_files(self):
        run("mount", "-t", "proc", "proc", self.root / "proc")
        for name in DEVICES:
            target = self.root / "dev" / name
            target.touch()
            run("mount", "--bind", f"/dev/{name}", target)

    def mount_as_for_a_service(self):
        """Places of their own for what lives only as long as it runs."""
        for name in ("run", "tmp"):
            run("mount", "-t", "tmpfs", "-o", "mode=1777", name,
                self.root / name)

    def make_read_only(self):
        """All but what the step above mounted."""
        run("mount", "-o", "remount,ro", self.root)

    def freeze(self):
        """It stays as it is now, for others to stand on top of."""
        run("umount", "--recursive", self.root)

    def forget(self):
        run("umount", self.path)
        self.path.rmdir()

    def close(self):
        self.freeze()
        self.forget()

    def file(self, path):
        """Where a file of the system is for this process."""
        return self.root / path.lstrip("/")

    def command(self, *command):
        """What to run for a command inside."""
        return ["chroot", str(self.root), "/usr/bin/env", "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive", *map(str, command)]

    def run(self, *command):
        return run(*self.command(*command))

    def install(self, package):
        """A package file, with what it depends on from the archive. Archives
        are kept from one run to the next."""
        kept = CACHE / "archives"
        (kept / "partial").mkdir(parents=True, exist_ok=True)
        inside = self.file("/var/cache/apt/archives")
        run("mount", "--bind", kept, inside)
        shutil.copy(package, self.file("/tmp"))
        self.run("apt-get", "update", "-q")
        self.run("apt-get", "install", "-q", "-y", "--no-install-recommends",
                 "-o", "APT::Sandbox::User=root",
                 "-o", "APT::Keep-Downloaded-Packages=true",
                 f"/tmp/{package.name}")
        run("umount", inside)
