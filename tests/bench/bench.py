"""Measures everything and prints the table. Exit code 1 if something could not
be measured, whatever the figures are."""

import dataclasses
import pathlib
import sys
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))

import bounds  # noqa: E402
import cost  # noqa: E402
import latency  # noqa: E402
import memory  # noqa: E402
import parts  # noqa: E402
import start  # noqa: E402


@dataclasses.dataclass(frozen=True)
class Effort:
    """How often, and how large."""
    repetitions: int = 11     # of the parts
    part_seconds: float = 0.2
    campaigns: int = 1000     # and ten times as many
    scrapes: int = 25
    large_scrapes: int = 7
    waits: int = 5
    latency_ms: int = 50
    starts: int = 20
    long_run: int = 1000      # scrapes


EFFORTS = {
    None: Effort(),
    "--quick": Effort(repetitions=3, scrapes=7, large_scrapes=2, waits=2,
                      starts=7),
    "--smoke": Effort(repetitions=1, part_seconds=0.001, campaigns=10,
                      scrapes=1, large_scrapes=1, waits=1, latency_ms=1,
                      starts=1, long_run=10),
}


def main(flag=None):
    effort = EFFORTS[flag]
    measured = {}
    for subject in parts, cost, latency, memory, start:
        print(f"-- {subject.__name__}", file=sys.stderr)
        try:
            measured |= subject.measure(effort)
        except Exception:  # the table shows what is missing
            traceback.print_exc()
    print(bounds.table(measured))
    return 0 if measured.keys() == bounds.ROWS.keys() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
