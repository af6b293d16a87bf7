"""bsg_exporter.spdx.json is a valid SPDX 2.3 document, and names exactly what
the program is made of."""

import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/e2e"))

from harness import BINARIES, EXPORTER  # noqa: E402
from process import run  # noqa: E402

BUILD = BINARIES.parent
DOCUMENT = BUILD / "bsg_exporter.spdx.json"

# What the SPDX 2.3 JSON schema demands, and the lists that it has.
REQUIRED = {
    "document": ["SPDXID", "creationInfo", "dataLicense", "name",
                 "spdxVersion", "documentNamespace"],
    "creationInfo": ["created", "creators"],
    "package": ["SPDXID", "downloadLocation", "name"],
    "relationship": ["spdxElementId", "relatedSpdxElement",
                     "relationshipType"],
    "externalRef": ["referenceCategory", "referenceLocator", "referenceType"],
}
RELATIONSHIPS = {"DESCRIBES", "DYNAMIC_LINK", "STATIC_LINK",
                 "BUILD_DEPENDENCY_OF"}
PURPOSES = {"APPLICATION", "LIBRARY"}
CREATOR = re.compile(r"(Person|Organization|Tool): .+")
LICENSE = re.compile(r"[A-Za-z0-9.-]+( WITH [A-Za-z0-9.-]+)?")


class SbomTestCase(unittest.TestCase):
    def setUp(self):
        self.assertTrue(DOCUMENT.exists(), f"{DOCUMENT} was not built")
        self.document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
        self.packages = {p["SPDXID"]: p for p in self.document["packages"]}

    def related(self, kind):
        """Names of the packages on either side of the program."""
        return {self.packages[end]["name"]
                for r in self.document["relationships"]
                if r["relationshipType"] == kind
                for end in (r["spdxElementId"], r["relatedSpdxElement"])
                if end in self.packages
                and self.packages[end]["name"] != "bsg_exporter"}


class FormatTest(SbomTestCase):
    def check_fields(self, kind, value):
        self.assertEqual([f for f in REQUIRED[kind] if not value.get(f)], [],
                         value)

    def test_document(self):
        self.check_fields("document", self.document)
        self.check_fields("creationInfo", self.document["creationInfo"])
        self.assertEqual(self.document["spdxVersion"], "SPDX-2.3")
        self.assertEqual(self.document["dataLicense"], "CC0-1.0")
        self.assertEqual(self.document["SPDXID"], "SPDXRef-DOCUMENT")
        self.assertRegex(self.document["documentNamespace"],
                         r"\Ahttps://[^#\s]+\Z")
        info = self.document["creationInfo"]
        self.assertRegex(info["created"],
                         r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
        for creator in info["creators"]:
            self.assertRegex(creator, CREATOR)

    def test_packages(self):
        self.assertEqual(len(self.packages), len(self.document["packages"]),
                         "an id twice")
        for package in self.packages.values():
            self.check_fields("package", package)
            self.assertRegex(package["SPDXID"], r"\ASPDXRef-[A-Za-z0-9.-]+\Z")
            self.assertIs(package["filesAnalyzed"], False)
            self.assertIn(package["primaryPackagePurpose"], PURPOSES)
            for reference in package.get("externalRefs", []):
                self.check_fields("externalRef", reference)
                self.assertRegex(reference["referenceLocator"],
                                 r"\Apkg:deb/debian/[^@\s]+@[^?\s+:]+\?arch=")

    def test_relationships(self):
        known = {"SPDXRef-DOCUMENT", *self.packages}
        for relationship in self.document["relationships"]:
            self.check_fields("relationship", relationship)
            self.assertIn(relationship["relationshipType"], RELATIONSHIPS)
            self.assertLessEqual({relationship["spdxElementId"],
                                  relationship["relatedSpdxElement"]}, known)


class ContentTest(SbomTestCase):
    def test_the_program_is_the_one_that_was_built(self):
        (program,) = [p for p in self.packages.values()
                      if p["primaryPackagePurpose"] == "APPLICATION"]
        told = run([EXPORTER, "--version"]).stdout
        self.assertIn(f"bsg_exporter {program['versionInfo']} ", told)
        self.assertIn(program["sourceInfo"].removeprefix("git "), told)
        self.assertEqual(program["licenseDeclared"], "Apache-2.0")
        (described,) = [r["relatedSpdxElement"]
                        for r in self.document["relationships"]
                        if r["relationshipType"] == "DESCRIBES"]
        self.assertEqual(described, program["SPDXID"])

    def test_shared_libraries_are_those_that_the_program_loads(self):
        text = run(["objdump", "-p", EXPORTER]).stdout
        needed = set(re.findall(r"(?m)^\s+NEEDED\s+(\S+)$", text))
        of_packages = set()
        for name in self.related("DYNAMIC_LINK"):
            files = run(["dpkg-query", "-L", name]).stdout.splitlines()
            found = needed & {pathlib.Path(f).name for f in files}
            self.assertNotEqual(found, set(), f"{name} is not loaded")
            of_packages |= found
        self.assertEqual(of_packages, needed)

    def test_libraries_that_are_headers_only_are_in_the_program(self):
        self.assertEqual(self.related("STATIC_LINK"), {
            "libboost1.74-dev", "libcli11-dev", "rapidjson-dev"})

    def test_the_rest_are_headers_of_what_is_loaded(self):
        self.assertLessEqual({"libcurl4-openssl-dev", "libc6-dev",
                              "libstdc++-12-dev", "prometheus-cpp-dev"},
                             self.related("BUILD_DEPENDENCY_OF"))
        # Of the tests, not of the program.
        self.assertFalse({"libgtest-dev", "libbenchmark-dev"}
                         & {p["name"] for p in self.packages.values()})

    def test_versions_are_the_installed_ones_and_licenses_are_known(self):
        for package in self.packages.values():
            if package["name"] == "bsg_exporter":
                continue
            with self.subTest(package["name"]):
                self.assertEqual(package["versionInfo"], run(
                    ["dpkg-query", "-W", "-f", "${Version}",
                     package["name"]]).stdout)
                # A new library has to be entered in exporter/sbom.py.
                self.assertNotEqual(package["licenseDeclared"], "NOASSERTION")
                self.assertRegex(package["licenseDeclared"], LICENSE)


class BuildTest(SbomTestCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def make(self, **env):
        made = self.folder / "made.json"
        done = run([sys.executable, SOURCE / "exporter/sbom.py", BUILD,
                    EXPORTER, made], env=env)
        self.assertEqual(done.returncode, 0, done.stderr)
        return made.read_text(encoding="utf-8")

    def test_the_same_build_gives_the_same_document(self):
        # A commit since then is no other build.
        then = datetime.datetime.fromisoformat(
            self.document["creationInfo"]["created"])
        self.assertEqual(
            self.make(SOURCE_DATE_EPOCH=str(int(then.timestamp()))),
            DOCUMENT.read_text(encoding="utf-8"))

    def test_its_date_is_that_of_the_source(self):
        made = json.loads(self.make(SOURCE_DATE_EPOCH="1771000000"))
        self.assertEqual(made["creationInfo"]["created"],
                         "2026-02-13T16:26:40Z")

    def test_it_is_installed_with_the_program(self):
        subprocess.run(["cmake", "--install", BUILD, "--prefix", self.folder],
                       check=True, capture_output=True)
        installed = self.folder / "share/doc/bsg-exporter" / DOCUMENT.name
        self.assertEqual(installed.read_bytes(), DOCUMENT.read_bytes())


if __name__ == "__main__":
    unittest.main()
