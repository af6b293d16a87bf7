#!/usr/bin/env python3
"""Writes the golden pages anew: read the difference before it is committed.

BSG_BIN_DIR names the folder of the program to write them with."""

import sys

import payloads


def main():
    payloads.GOLDEN.mkdir(parents=True, exist_ok=True)
    for name in payloads.SAMPLES:
        done = payloads.decode(name)
        if done.returncode != 0:
            print(f"{name}: {done.stderr}", end="", file=sys.stderr)
            return 1
        payloads.golden_path(name).write_text(done.stdout, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
