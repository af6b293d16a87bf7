"""The Debian package of preset `release`, and systems that have it."""

import atexit
import functools
import shutil
import unittest

from debian_root import CACHE, SOURCE, DebianRoot, run

CONFIG = "/etc/bsg_exporter/bsg_exporter.toml"
UNIT = "/lib/systemd/system/bsg-exporter.service"
USER = "bsg-exporter"


def pack(folder):
    """The package, of what preset `release` has built: nothing is compiled."""
    shutil.rmtree(folder, ignore_errors=True)
    run("cpack", "--config", SOURCE / "build/release/CPackConfig.cmake",
        "-B", folder)
    (package,) = folder.glob("*.deb")
    return package


@functools.cache
def built():
    return pack(CACHE / "deb")


@functools.cache
def installed():
    """A system in which the package was installed, to stand on top of."""
    system = DebianRoot()
    atexit.register(system.forget)
    system.install(built())
    system.freeze()
    return system


class SystemTest(unittest.TestCase):
    """Each test has a system of its own in which the package is installed."""

    def setUp(self):
        self.system = DebianRoot(on_top_of=installed())
        self.addCleanup(self.system.close)
