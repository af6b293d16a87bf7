"""What a unit's SystemCallFilter= lets through, by systemd's own sets."""

import functools
import re

from debian_root import run


@functools.cache
def members(word):
    """The calls that a word of the filter stands for."""
    if not word.startswith("@"):
        return frozenset({word})
    lines = run("systemd-analyze", "syscall-filter", word).splitlines()[1:]
    words = [line.strip() for line in lines
             if line.strip() and not line.strip().startswith("#")]
    return frozenset().union(*map(members, words))


def allowed(unit_text):
    """Lines count in order: the first allows, on top of what is always
    allowed; those that begin with ~ take away."""
    calls = set(members("@default"))
    for line in re.findall(r"(?m)^SystemCallFilter=(.*)", unit_text):
        named = set().union(*map(members, line.lstrip("~").split()))
        calls = calls - named if line.startswith("~") else calls | named
    return calls


def made_after(trace, program):
    """The calls in strace's output from where the program was executed."""
    lines = trace.splitlines()
    begin = next(i for i, line in enumerate(lines)
                 if f'execve("{program}"' in line)
    return {match[1] for line in lines[begin + 1:]
            if (match := re.match(r"\d+ +([a-z_0-9]+)\(", line))}
