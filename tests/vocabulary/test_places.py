"""Districts as people write them.

- Every official district is found by its name, code and Roman name inside its province, unless two share it.
- Words, tambon, province, postcode and code around a name change nothing; what contradicts it leaves it open.
- A name cut short is understood where only one district can be meant; a near name is suggested, never taken.
- A district of the letter is never called another province's.
"""

from __future__ import annotations

from collections import Counter

import pytest

from kbo_screen import load_letter
from kbo_screen.grid import column_of
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.cells.cell_columns import CellColumn
from kbo_screen.sources.cells.districts import (
    OUT_OF_SCOPE,
    UNSETTLED,
    RowArea,
    settle_districts,
)
from kbo_screen.sources.cells.sheet_cells import codes_of
from kbo_screen.vocabulary.areas import (
    districts_of,
    provinces,
    resolve_district,
    roman_key,
    take_apart,
)

SCOPE = make_scope(load_letter())


def settle(district: str, province: str = "") -> RowArea:
    """The area of one row."""
    columns = []
    for written in (province, district):
        column = column_of([written])
        columns.append(CellColumn(codes_of(column), column.distinct, codes_of(column)))
    areas = settle_districts(columns[0], columns[1], SCOPE)
    return areas.at(0)


def district_of(written: str, province: str = "") -> str | None:
    area = settle(written, province)
    return (
        SCOPE.districts[area.district_ix].district
        if area.district_ix >= 0
        else area.problem
    )


def test_every_official_district_is_found_by_name_code_and_roman_name() -> None:
    missed = []
    for province in provinces():
        districts = districts_of(province.name)
        shared = Counter(roman_key(district.name_en) for district in districts)
        for district in districts:
            ways = [
                district.district,
                district.code,
                f"อ.{district.district} จ.{province.name}",
                f"{district.code} {district.district}",
            ]
            ways += (
                [district.name_en] if shared[roman_key(district.name_en)] == 1 else []
            )
            missed += [
                way for way in ways if resolve_district(way, districts) != district
            ]
    assert missed == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("อ.เมืองฯ", "เมืองฉะเชิงเทรา"),
        ("เมือง", "เมืองฉะเชิงเทรา"),
        ("อำเภอเมือง จังหวัดฉะเชิงเทรา", "เมืองฉะเชิงเทรา"),
        ("อ.เมือง จ.ฉช.", "เมืองฉะเชิงเทรา"),
        ("เมือง ฉะเชิงเทรา", "เมืองฉะเชิงเทรา"),
        ("อำเภอ บางคล้า จังหวัดฉะเชิงเทรา", "บางคล้า"),
        ("บางน้ำเปรี้ยว จ. ฉะเชิงเทรา 24150", "บางน้ำเปรี้ยว"),
        ("ต.เทพราช อ.บ้านโพธิ์ จ.ฉะเชิงเทรา 24140", "บ้านโพธิ์"),
        ("ตำบลเทพราช อำเภอบ้านโพธิ์", "บ้านโพธิ์"),
        ("บางปะกง, ฉะเชิงเทรา", "บางปะกง"),
        ("แปลงยาว (ฉะเชิงเทรา)", "แปลงยาว"),
        ("บางปะกง/", "บางปะกง"),
        ("พนมสารคาม.", "พนมสารคาม"),
        ("กิ่งอำเภอท่าตะเกียบ", "ท่าตะเกียบ"),
        ("กิ่ง อ.ราชสาส์น", "ราชสาส์น"),
        ("กิ่งอ.คลองเขื่อน", "คลองเขื่อน"),
        ("คลองเขื่อน (กิ่งอำเภอ)", "คลองเขื่อน"),
        ("2407", "ราชสาส์น"),
        ("๒๔๐๕", "บ้านโพธิ์"),
        ("2410.0", "ท่าตะเกียบ"),
        ("2409 - แปลงยาว", "แปลงยาว"),
        ("แปลงยาว (2409)", "แปลงยาว"),
    ],
)
def test_what_stands_around_a_name_changes_nothing(written: str, expected: str) -> None:
    assert expected == district_of(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("พนมฯ", "พนมสารคาม"),
        ("อ.สนามชัยฯ", "สนามชัยเขต"),
        ("บางน้ำฯ", "บางน้ำเปรี้ยว"),
        ("บางคล้าฯ", "บางคล้า"),
        ("บ.โพธิ์", "บ้านโพธิ์"),
        ("บ.คล้า", "บางคล้า"),
        ("บ. ปะกง", "บางปะกง"),
        ("ท.ตะเกียบ", "ท่าตะเกียบ"),
        ("ค.เขื่อน", "คลองเขื่อน"),
        ("พ.สารคาม", "พนมสารคาม"),
    ],
)
def test_a_name_cut_short_that_one_district_can_be(written: str, expected: str) -> None:
    assert expected == district_of(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Bang Khla", "บางคล้า"),
        ("BANGKLA", "บางคล้า"),
        ("Bang Kla District", "บางคล้า"),
        ("Amphoe Bang Pakong", "บางปะกง"),
        ("Mueang", "เมืองฉะเชิงเทรา"),
        ("Muang Chachoengsao", "เมืองฉะเชิงเทรา"),
        ("Panom Sarakam", "พนมสารคาม"),
        ("Phanom Sarakarm", "พนมสารคาม"),
        ("Sanamchaikhet", "สนามชัยเขต"),
        ("Ratchasarn", "ราชสาส์น"),
        ("Bang Nam Priew", "บางน้ำเปรี้ยว"),
        ("Ban Po", "บ้านโพธิ์"),
        ("Ta Takiap", "ท่าตะเกียบ"),
        ("Klong Khuean, Chachoengsao", "คลองเขื่อน"),
        ("Plaeng-Yao", "แปลงยาว"),
    ],
)
def test_roman_letters_in_several_spellings(written: str, expected: str) -> None:
    assert expected == district_of(written)
    assert expected == district_of(written, "ฉะเชิงเทรา")


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("สนามชัย", "สนามชัยเขต"),
        ("บ้านโพธิ", "บ้านโพธิ์"),
        ("บางคลา", "บางคล้า"),
        ("Plang Yao", "แปลงยาว"),
        ("2402 บางปะกง", "บางปะกง"),
        ("บางคล้า จ.ชลบุรี", "บางคล้า"),
        ("พนมสาราคาม", "พนมสารคาม"),
        ("เทศบาลตำบลบางคล้า", "บางคล้า"),
        ("ราชสาร", "ราชสาส์น"),
        ("Chachoengsao", "เมืองฉะเชิงเทรา"),
        ("อ.เมื่อง", "เมืองฉะเชิงเทรา"),
        ("เมอง", "เมืองฉะเชิงเทรา"),
    ],
)
def test_a_near_name_is_suggested_and_not_taken(written: str, near: str) -> None:
    area = settle(written)
    assert area.district_ix == UNSETTLED
    assert area.problem in ("unknown-district", "municipality")
    assert near in (area.suggestion or "")


@pytest.mark.parametrize("written", ["xyz", "9999", "กกก", "ม.3", "-บ-", "ตลาด"])
def test_some_names_are_always_suggested(written: str) -> None:
    """Where none is near, all of the letter's."""
    suggestion = settle(written).suggestion
    assert suggestion
    assert "บางคล้า" in suggestion or "," not in suggestion


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("พนัสนิคม", "foreign-district"),
        ("อ.พนัสนิคม จ.ชลบุรี", None),
        ("Phanat Nikhom", "foreign-district"),
        ("เมืองชลบุรี", "foreign-district"),
    ],
)
def test_districts_of_other_provinces(written: str, expected: str | None) -> None:
    """A row that names its own province is out of scope, no more."""
    area = settle(written)
    assert (area.problem, area.district_ix == OUT_OF_SCOPE) == (
        expected,
        expected is None,
    )


@pytest.mark.parametrize(
    "written", ["บางคล้า (ต.เมืองใหม่ อ.ราชสาส์น)", "บางคล้า/ต.ก้อนแก้ว อ.คลองเขื่อน"]
)
def test_two_districts_in_one_cell_are_none(written: str) -> None:
    assert resolve_district(written, districts_of("ฉะเชิงเทรา")) is None


def test_a_name_that_holds_a_word_for_places_is_not_torn() -> None:
    assert [
        take_apart(name).name for name in ("สนามชัยเขต", "ท่าตะเกียบ", "คลองเขื่อน")
    ] == [
        "สนามชัยเขต",
        "ท่าตะเกียบ",
        "คลองเขื่อน",
    ]
