#!/usr/bin/env python3
"""sbom.py BUILD_DIR PROGRAM OUTPUT: what a program that was built with Ninja
on Debian is made of, as an SPDX 2.3 document.

Nothing is listed by hand: shared libraries are those that the program names,
the rest is where its compiler found headers and archives. dpkg tells which
packages these are. The same build gives the same document.
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse
import uuid

# By source package, what its copyright file says of the library itself. A
# library that is missing here fails the tests.
LICENSES = {
    "boost1.74": "BSL-1.0",
    "cctz": "Apache-2.0",
    "cli11": "BSD-3-Clause",
    "curl": "curl",
    "gcc-12": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "glibc": "LGPL-2.1-or-later",
    "libisal": "BSD-3-Clause",
    "libxcrypt": "LGPL-2.1-or-later",
    "linux": "GPL-2.0-only WITH Linux-syscall-note",
    "openssl": "Apache-2.0",
    "prometheus-cpp": "MIT",
    "rapidjson": "MIT",
    "systemd": "LGPL-2.1-or-later",
    "tomlplusplus": "MIT",
    "zlib": "Zlib",
}
# Headers with declarations alone: none of it ends up in a program.
NO_CODE = {"linux"}

PROGRAM_ID = "SPDXRef-Package-program"


def output_of(*command, cwd=None):
    return subprocess.run([str(part) for part in command], cwd=cwd, check=True,
                          capture_output=True, text=True).stdout


# --- which files ----------------------------------------------------------------

def shared_libraries(program):
    """Paths of the libraries that the program itself asks for."""
    needed = re.findall(r"\(NEEDED\).*\[(.+)\]", output_of("readelf", "-d",
                                                           program))
    found = dict(re.findall(r"(?m)^\s*(\S+) => (\S+)",
                            output_of("ldd", program)))
    return {found[name] for name in needed}


def build_inputs(build_dir, program):
    """(headers, archives) from outside of the build, as absolute paths."""
    inputs = output_of("ninja", "-C", build_dir, "-t", "inputs",
                       program.relative_to(build_dir)).splitlines()
    objects = [name for name in inputs if name.endswith(".o")]
    archives = {name for name in inputs
                if name.endswith(".a") and name.startswith("/")}
    with tempfile.TemporaryDirectory() as copy:
        # Of a copy, since the build that runs this is still writing there.
        for name in ("build.ninja", "CMakeFiles"):
            os.symlink(build_dir / name, os.path.join(copy, name))
        log = (build_dir / ".ninja_deps").read_bytes()
        pathlib.Path(copy, ".ninja_deps").write_bytes(log)
        listed = output_of("ninja", "-C", copy, "-t", "deps", *objects)
    # Some compiler caches make the paths relative.
    headers = {os.path.normpath(build_dir / line.strip())
               for line in listed.splitlines() if line.startswith(" ")}
    return {name for name in headers if name.startswith("/usr/")}, archives


# --- which packages -------------------------------------------------------------

def owners(paths):
    """The Debian packages that these files belong to."""
    # What stands in /lib is known to dpkg by one of the two names it has.
    names = sorted({alias for path in paths for alias in (
        path, re.sub(r"^/lib/", "/usr/lib/", path),
        re.sub(r"^/usr/lib/", "/lib/", path))})
    if not names:
        return set()
    listed = subprocess.run(["dpkg-query", "-S", *names], text=True,
                            capture_output=True, check=False).stdout
    return {package for line in listed.splitlines()
            for package in line.partition(": /")[0].split(", ")}


class Library:
    """An installed Debian package."""

    def __init__(self, package):
        (self.name, self.version, self.architecture,
         self.source) = output_of(
            "dpkg-query", "-W", "-f", "${Package}\t${Version}\t"
            "${Architecture}\t${source:Package}", package).split("\t")
        self.id = "SPDXRef-Package-" + re.sub(r"[^A-Za-z0-9.-]", "-", self.name)

    def spdx(self):
        purl = "pkg:deb/debian/{}@{}?arch={}".format(
            self.name, urllib.parse.quote(self.version, safe="~"),
            self.architecture)
        return {
            "SPDXID": self.id,
            "name": self.name,
            "versionInfo": self.version,
            "supplier": "Organization: Debian",
            "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False,
            "licenseConcluded": "NOASSERTION",
            "licenseDeclared": LICENSES.get(self.source, "NOASSERTION"),
            "copyrightText": "NOASSERTION",
            "primaryPackagePurpose": "LIBRARY",
            "sourceInfo": f"Debian source package {self.source}",
            "externalRefs": [{
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": purl,
            }],
        }


def libraries(build_dir, program):
    """[(library, how the program relates to it)], by name."""
    headers, archives = build_inputs(build_dir, program)
    how = {}
    shared = [Library(name) for name in owners(shared_libraries(program))]
    sources = {library.source for library in shared} | NO_CODE
    # Headers without a library to go with them are the library.
    for library in map(Library, owners(headers)):
        how[library.name] = (library, "BUILD_DEPENDENCY_OF" if library.source
                             in sources else "STATIC_LINK")
    for library in map(Library, owners(archives)):
        how[library.name] = (library, "STATIC_LINK")
    for library in shared:
        how[library.name] = (library, "DYNAMIC_LINK")
    return [how[name] for name in sorted(how)]


# --- the document ---------------------------------------------------------------

def relationship(library, kind):
    if kind == "BUILD_DEPENDENCY_OF":
        ends = library.id, PROGRAM_ID
    else:
        ends = PROGRAM_ID, library.id
    return {"spdxElementId": ends[0], "relationshipType": kind,
            "relatedSpdxElement": ends[1]}


def created(program):
    """SOURCE_DATE_EPOCH, else when the commit was made."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        git = subprocess.run(["git", "log", "-1", "--format=%ct"], text=True,
                             cwd=pathlib.Path(__file__).parent,
                             capture_output=True, check=False)
        seconds = git.stdout.strip() or os.stat(program).st_mtime
    return datetime.datetime.fromtimestamp(
        int(seconds), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def document(build_dir, program):
    name, version, revision = re.match(
        r"(\S+) (\S+) \(revision ([^,]+)", output_of(program, "--version")
    ).groups()
    used = libraries(build_dir, program)
    content = {
        "packages": [{
            "SPDXID": PROGRAM_ID,
            "name": name,
            "versionInfo": version,
            "supplier": "NOASSERTION",
            "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False,
            "licenseConcluded": "Apache-2.0",
            "licenseDeclared": "Apache-2.0",
            "copyrightText": "NOASSERTION",
            "primaryPackagePurpose": "APPLICATION",
            "sourceInfo": f"git revision {revision}",
        }] + [library.spdx() for library, _ in used],
        "relationships": [{
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": PROGRAM_ID,
        }] + [relationship(*pair) for pair in used],
    }
    # Two documents that differ must differ in this too.
    digest = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content))
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"{name}-{version}",
        "documentNamespace":
            f"https://spdx.org/spdxdocs/{name}-{version}-{digest}",
        "creationInfo": {"created": created(program),
                         "creators": [f"Tool: {name}-sbom"]},
        **content,
    }


def main(build_dir, program, output):
    made = document(pathlib.Path(build_dir).resolve(),
                    pathlib.Path(program).resolve())
    pathlib.Path(output).write_text(json.dumps(made, indent=2) + "\n",
                                    encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
