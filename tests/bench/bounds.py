"""What is promised, one row each, and the table that shows what was measured
beside it."""

AT_MOST, AT_LEAST = "≤", "≥"

# key: (what, bound or none, its direction, unit)
ROWS = {
    "page": ("writing a page, times faster than prometheus-cpp's "
             "TextSerializer", 12, AT_LEAST, "×"),
    "allocations": ("allocations per series of a page", 0, AT_MOST, ""),
    "gzip": ("compressing a page", None, AT_MOST, "ns/series"),
    "decode": ("decoding payload 01, times RapidJSON's plain DOM parse",
               2.5, AT_MOST, "×"),
    "scrape": ("CPU of a scrape of 1,000, times a bare libcurl loop's",
               1.5, AT_MOST, "×"),
    "scrape_gzip": ("the same with gzip", 1.7, AT_MOST, "×"),
    "scrape_10000": ("CPU per campaign at 10,000, times that at 1,000",
                     1.2, AT_MOST, "×"),
    "wall_100_16": ("wall time at 50 ms latency, N = 100, C = 16, times "
                    "⌈N/C⌉ × 50 ms", 1.1, AT_MOST, "×"),
    "wall_100_64": ("the same, N = 100, C = 64", 1.1, AT_MOST, "×"),
    "wall_1000_16": ("the same, N = 1,000, C = 16", 1.1, AT_MOST, "×"),
    "wall_1000_64": ("the same, N = 1,000, C = 64", 1.1, AT_MOST, "×"),
    "cold": ("cold, N = C = 64, login without latency: wall time, times "
             "50 ms (above 2 if the rest waited for the first to finish)",
             2, AT_MOST, "×"),
    "overlap": ("N = 1,000, C = 64: wall time beyond ⌈N/C⌉ × 50 ms, times "
                "the scrape's CPU (1 if nothing overlapped)",
                1, AT_MOST, "×"),
    "io_thread": ("the I/O thread's share of the CPU of a scrape of 10,000 "
                  "with gzip", 5, AT_MOST, "%"),
    "anonymous": ("anonymous memory before the first scrape",
                  5, AT_MOST, "MiB"),
    "resident": ("resident memory before the first scrape",
                 18, AT_MOST, "MiB"),
    "resident_1000": ("resident with 1,000 campaigns, after 20 scrapes with "
                      "gzip", 25, AT_MOST, "MiB"),
    "peak_gzip": ("peak (VmHWM) with 10,000 campaigns and gzip",
                  80, AT_MOST, "MiB"),
    "peak_identity": ("the same, two scrapes at once without gzip",
                      160, AT_MOST, "MiB"),
    "growth": ("resident after scrape 1,000, times that after scrape 100",
               1.05, AT_MOST, "×"),
    "first": ("first answered scrape after exec, login included",
              40, AT_MOST, "ms"),
}


class Measured:
    """One figure, and the absolute figures that it comes from."""

    def __init__(self, value, absolute=""):
        self.value, self.absolute = value, absolute


def verdict(key, value):
    _, bound, direction, _ = ROWS[key]
    if bound is None:
        return ""
    good = value <= bound if direction == AT_MOST else value >= bound
    return "ok" if good else "over"


def number(value, unit):
    """Three digits are what a run on a shared machine is good for."""
    text = f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{text} {unit}".strip()


def row(key, measured):
    what, bound, direction, unit = ROWS[key]
    limit = "" if bound is None else f"{direction} {number(bound, unit)}"
    if measured is None:
        return f"| {what} | {limit} | | | not measured |"
    return (f"| {what} | {limit} | {number(measured.value, unit)} "
            f"| {measured.absolute} | {verdict(key, measured.value)} |")


def table(measured):
    """Markdown; a row for each promise, whether it was measured or not."""
    return "\n".join(["| what | bound | measured | figures | |",
                      "|---|---|---|---|---|",
                      *(row(key, measured.get(key)) for key in ROWS)])
