"""Writes the provinces and districts of the package from geothai: run `python -m tests.vocabulary.make_official_areas`.

geothai itself is not loaded in a run: it brings every subdistrict and postal code, and takes as long to load as a tenth
of pandas.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import geothai

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).parents[2] / "kbo_screen" / "vocabulary" / "official_areas.tsv"


def official_lines() -> Iterator[str]:
    """Of every province, then of every district: code, Thai name, English name."""
    provinces = geothai.provinces()
    for province in provinces:
        yield f"{province.code}\t{province.name_th}\t{province.name_en}"
    for province in provinces:
        for district in geothai.districts(province.code):
            yield f"{district.code}\t{district.name_th}\t{district.name_en}"


def main() -> None:
    """Write the file."""
    text = "".join(f"{line}\n" for line in official_lines())
    FILE.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
