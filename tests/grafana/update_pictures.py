#!/usr/bin/env python3
"""Renews the pictures that grafana/README.md shows, in grafana/pictures."""

from shown import UIDS, Shown  # noqa: I001
from renderer import SOURCE

FOLDER = SOURCE / "grafana/pictures"
LIGHT = {"bsg-campaign"}


def main():
    FOLDER.mkdir(exist_ok=True)
    with Shown() as shown:
        for uid in UIDS:
            shown.open(uid, theme="light" if uid in LIGHT else "dark")
            picture = shown.page.picture(format="webp", quality=70, scale=0.7)
            file = FOLDER / f"{uid}.webp"
            file.write_bytes(picture)
            print(f"{file.relative_to(SOURCE)}: {len(picture) // 1000} kB")


if __name__ == "__main__":
    main()
