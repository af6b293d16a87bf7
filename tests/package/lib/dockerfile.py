"""A Dockerfile as data, and its steps carried out without an engine: each stage
is a clean Debian root (debian_root), RUN is a command in it, COPY a copy."""

import dataclasses
import json
import os
import pathlib
import re
import shlex
import shutil

from debian_root import CACHE, DebianRoot, run

# ccache tells apart what was compiled for people of another language.
LOCALE = ("LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES")
BASE = re.compile(r"debian:bookworm(-\d{8})?-slim(@sha256:[0-9a-f]{64})?")


@dataclasses.dataclass
class Stage:
    base: str
    name: str
    steps: list = dataclasses.field(default_factory=list)  # (word, rest)

    def all(self, word):
        return [rest for step, rest in self.steps if step == word]

    def one(self, word):
        (rest,) = self.all(word)
        return rest


def instructions(text):
    """(word, rest), comments gone and continued lines joined."""
    lines = [line for line in text.splitlines()
             if not re.match(r"\s*(#|$)", line)]
    for line in re.sub(r"\\\n\s*", " ", "\n".join(lines)).splitlines():
        word, _, rest = line.partition(" ")
        yield word, rest.strip()


def parse(text):
    """The stages. What is before the first is for FROM."""
    arguments, stages = {}, []
    for word, rest in instructions(text):
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            stages.append(Stage(expand(base, arguments), name))
        elif stages:
            stages[-1].steps.append((word, rest))
        elif word == "ARG":
            arguments.update(assignments(rest))
    return stages


def assignments(rest):
    return dict(part.split("=", 1) for part in shlex.split(rest))


def expand(text, values):
    return re.sub(r"\$\{(\w+)\}", lambda match: values[match[1]], text)


def flags(rest):
    """{"from": "build"}, and the words after them."""
    words = shlex.split(rest)
    own = [w for w in words if w.startswith("--")]
    return (dict(w[2:].split("=", 1) for w in own),
            [w for w in words if w not in own])


def exec_form(rest):
    """The JSON list at the end of CMD, ENTRYPOINT, HEALTHCHECK … CMD, SHELL."""
    return json.loads(rest[rest.index("["):])


def ignored(text):
    """Whether .dockerignore keeps a path of the context from a COPY."""
    rules = [line for line in text.splitlines()
             if line and not line.startswith("#")]

    def is_ignored(path):
        parts = pathlib.PurePosixPath(path)
        verdict = False
        for rule in rules:
            if rule == "*" or pathlib.PurePosixPath(
                    rule.lstrip("!")) in (parts, *parts.parents):
                verdict = not rule.startswith("!")
        return verdict
    return is_ignored


class Build:
    """Stages, built one after the other. `mounts` are {inside: outside}, there
    while a RUN lasts: caches, that a real build would not have."""

    def __init__(self, stages, context, mounts):
        self.context = context
        self.mounts = {"/var/cache/apt/archives": CACHE / "archives", **mounts}
        self.roots = {}
        for stage in stages:
            self.root = self.roots[stage.name] = self._build(stage)

    def close(self):
        for root in self.roots.values():
            root.close()

    def _build(self, stage):
        if not BASE.fullmatch(stage.base):
            raise AssertionError(f"{stage.base} is no clean Debian 12")
        root, workdir = DebianRoot(), "/"
        values = {k: os.environ[k] for k in LOCALE if k in os.environ}
        shell = ["/bin/sh", "-c"]
        for word, rest in stage.steps:
            if word == "RUN":
                self._run(root, "env", f"--chdir={workdir}",
                          *[f"{name}={value}" for name, value
                            in values.items()], *shell, rest)
            elif word == "COPY":
                self._copy(root, workdir, rest)
            elif word == "WORKDIR":
                workdir = rest
                root.file(workdir).mkdir(parents=True, exist_ok=True)
            elif word == "SHELL":
                shell = exec_form(rest)
            elif word == "ARG":
                values.update(assignments(rest))
            elif word not in ("LABEL", "USER", "EXPOSE", "STOPSIGNAL",
                              "HEALTHCHECK", "ENTRYPOINT", "CMD"):
                raise AssertionError(f"{word} is not known here")
        return root

    def _run(self, root, *command):
        for inside, outside in self.mounts.items():
            outside.mkdir(parents=True, exist_ok=True)
            root.file(inside).mkdir(parents=True, exist_ok=True)
            run("mount", "--bind", outside, root.file(inside))
        try:
            root.run(*command)
        finally:
            for inside in self.mounts:
                run("umount", root.file(inside))

    def _copy(self, root, workdir, rest):
        options, (*sources, target) = flags(rest)
        to = root.file(str(pathlib.PurePosixPath(workdir, target)))
        for source in sources:
            origin = (self.roots[options["from"]].file(source)
                      if "from" in options else self.context / source)
            if origin.is_dir():
                shutil.copytree(origin, to)
                continue
            place = to / origin.name if target.endswith("/") else to
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(origin, place)
