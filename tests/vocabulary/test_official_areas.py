"""The provinces and districts of the package are those of geothai, code by code."""

from __future__ import annotations

from kbo_screen.vocabulary.areas import districts_of, provinces
from tests.vocabulary.make_official_areas import FILE, official_lines


def test_the_file_holds_what_geothai_says() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert lines == list(official_lines())


def test_every_province_and_district_is_read() -> None:
    districts = [each for area in provinces() for each in districts_of(area.name)]
    assert (len(provinces()), len(districts)) == (77, 928)
    assert all(each.code[:2].isdigit() for each in districts)
