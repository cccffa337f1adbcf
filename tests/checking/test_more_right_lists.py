"""Lists in rarer layouts: right ones are accepted, and what only looks right is told at its cell.

- Headers, addresses, people with ranks, remarks and officers in odd places cost a right list nothing.
- Groups under a heading for reserves, or marked as reserves, are none that the district names.
- A row whose group was forgotten, several people with ranks, companions: told at the cell.
- A moo number behind a name is an address only before a subdistrict, and where no group is told by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.tools.lists import CLEAN, PEOPLE, check, make_run
from tests.tools.registries import write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.checking.check_result import CheckedFile
    from kbo_screen.desk.run import Run

HEADER = ["ที่", "ชื่อกลุ่ม", "ผู้แทนกลุ่ม", "โทรศัพท์"]
GROUPS = CLEAN["บางคล้า"]
RESERVE = [1, "กลุ่มขนมไทยบ้านโคกสูง", "นายสำรอง ตัวอย่าง", "0810000009"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_run(tmp_path_factory.mktemp("more"))


def rows_of(names: str = "{}", people: list[str] | None = None) -> list[list[Any]]:
    """The groups of a right list. names: how each is written."""
    told = people or PEOPLE
    return [
        [at + 1, names.format(name), told[at], f"08100000{at:02d}"]
        for at, name in enumerate(GROUPS)
    ]


def checked(
    folder: Path, run: Run, lines: list[list[Any]], file: str = "บางคล้า.xlsx"
) -> CheckedFile:
    (result,) = check([write_xlsx(folder / file, lines)], run).files
    return result


def told(result: CheckedFile) -> list[tuple[str, str | None]]:
    return [(f.code, f.place.cell) for f in result.findings if f.severity != "info"]


def assert_accepted(result: CheckedFile) -> None:
    assert (told(result), result.status, len(result.accepted)) == ([], "accepted", 3)


@pytest.mark.parametrize(
    ("group", "person"),
    [
        ("ชื่อกลุ่มผู้ผลิตชุมชนที่เข้าร่วมโครงการ", "ชื่อผู้เข้าประชุม"),
        ("รายชื่อกลุ่มที่คัดเลือก", "ชื่อ-สกุล ผู้เข้าร่วมโครงการ"),
        ("กลุ่มที่เข้าร่วมโครงการ", "ตัวแทนกลุ่ม จำนวน ๑ คน"),
    ],
)
def test_headers_that_speak_of_this_project(
    group: str, person: str, run: Run, tmp_path: Path
) -> None:
    assert_accepted(
        checked(tmp_path, run, [["ที่", group, person, "โทรศัพท์"], *rows_of()])
    )


@pytest.mark.parametrize("header", ["รายชื่อกลุ่ม/ตัวแทน", "ชื่อกลุ่มและผู้แทนกลุ่ม"])
@pytest.mark.parametrize(
    "between", [" / ", "\n", " (", " โดย ", " (ตัวแทน: ", "\nผู้แทน "]
)
def test_a_column_for_the_group_and_its_representative(
    header: str, between: str, run: Run, tmp_path: Path
) -> None:
    rows = [[at + 1, f"{name}{between}{PEOPLE[at]}"] for at, name in enumerate(GROUPS)]
    result = checked(tmp_path, run, [["ที่", header], *rows])
    assert_accepted(result)
    assert [row.value("representative") for row in result.submission.rows] == PEOPLE[:3]


@pytest.mark.parametrize(
    "headers", [["คำนำหน้า", "ชื่อ", "นามสกุล"], ["คำนำหน้าชื่อ", "ชื่อ", "สกุล"]]
)
def test_a_person_in_three_columns(
    headers: list[str], run: Run, tmp_path: Path
) -> None:
    """The name of nobody's product, and two of one first name are two."""
    people = [
        ["นาง", "หนึ่ง", "ตัวอย่าง"],
        ["นาย", "สอง", "ตัวอย่าง"],
        ["นาง", "หนึ่ง", "ทดสอบ"],
    ]
    rows = [[at + 1, name, *people[at]] for at, name in enumerate(GROUPS)]
    result = checked(tmp_path, run, [["ที่", "ชื่อกลุ่ม", *headers], *rows])
    assert_accepted(result)
    assert [row.value("representative") for row in result.submission.rows] == [
        "หนึ่ง ตัวอย่าง",
        "สอง ตัวอย่าง",
        "หนึ่ง ทดสอบ",
    ]


@pytest.mark.parametrize(
    "address",
    [
        " ม.4 ต.ท่าทองหลาง",
        " (หมู่ 5 ตำบลปากน้ำ)",
        " เลขที่ 12/3 หมู่ ๔ ต.ท่าทองหลาง อ.บางคล้า",
        "\nที่อยู่ 99 ม.2 ต.เสม็ดใต้ อ.บางคล้า จ.ฉะเชิงเทรา 24110",
    ],
)
def test_an_address_behind_a_name(address: str, run: Run, tmp_path: Path) -> None:
    assert_accepted(checked(tmp_path, run, [HEADER, *rows_of("{}" + address)]))


def test_a_moo_number_that_tells_groups_apart(tmp_path: Path) -> None:
    """Where another group is called by the name and a number, the number is no address."""
    more = "| บางคล้า | 240200031 | กลุ่มทอผ้าบ้านดอนทราย หมู่ 5 | กลุ่มผู้ผลิตชุมชน | 2402000311 | ผ้าไหม | 3 | D | 2560 | ผ่าน |  |  |"
    rows = rows_of()
    rows[0][1] = "กลุ่มทอผ้าบ้านดอนทราย ม.4 ต.ท่าทองหลาง"
    result = checked(tmp_path, make_run(tmp_path, more=more), [HEADER, *rows])
    assert ("registry.unknown-group", "B2") in told(result)


def test_a_moo_number_alone_is_another_group(run: Run, tmp_path: Path) -> None:
    rows = rows_of()
    rows[0][1] += " ม.4"
    assert ("registry.unknown-group", "B2") in told(
        checked(tmp_path, run, [HEADER, *rows])
    )


@pytest.mark.parametrize(
    "people",
    [
        ["พ.ต.ท.หนึ่ง ตัวอย่าง", "ดร.สอง ตัวอย่าง", "ว่าที่ ร.ต.สาม ตัวอย่าง"],
        ["ว่าที่ร้อยตรีหญิง หนึ่ง ตัวอย่าง", "จ.ส.อ.สอง ตัวอย่าง", "ผศ.ดร.สาม ตัวอย่าง"],
        ["ร.ต.อ.หญิง หนึ่ง ตัวอย่าง", "ม.ล.สอง ตัวอย่าง", "ด.ต.สาม ณ ตัวอย่าง"],
    ],
)
def test_people_with_ranks_are_accepted(
    people: list[str], run: Run, tmp_path: Path
) -> None:
    assert_accepted(checked(tmp_path, run, [HEADER, *rows_of(people=people)]))


@pytest.mark.parametrize(
    "person",
    [
        "พ.ต.ท.สอง ตัวอย่าง ร.ต.หก ตัวอย่าง",
        "ว่าที่ ร.ต.สอง ตัวอย่าง นาวาโท หก ตัวอย่าง",
        "นายสอง ตัวอย่าง พร้อมคณะ",
        "นายสอง ตัวอย่าง และสมาชิกอีก 2 คน",
        "นายสอง ตัวอย่าง และผู้ติดตาม",
        "สอง ตัวอย่าง (รวม ๓ คน)",
    ],
)
def test_several_people_are_told(person: str, run: Run, tmp_path: Path) -> None:
    rows = rows_of()
    rows[1][2] = person
    assert told(checked(tmp_path, run, [HEADER, *rows])) == [
        ("cell.several-representatives", "C3")
    ]


@pytest.mark.parametrize(
    "person",
    [
        "นายสอง ตัวอย่าง 1234567890121",
        "นายสอง ตัวอย่าง (1-2345-67890-12-1)",
        "นายสอง ตัวอย่าง ๑ ๒๓๔๕ ๖๗๘๙๐ ๑๒ ๑",
        "1234567890121 นายสอง ตัวอย่าง",
    ],
)
def test_of_an_id_beside_a_name_nothing_stays(
    person: str,
    run: Run,
    tmp_path: Path,
) -> None:
    """A half of it was taken for a telephone number, and the other half stood in the notice."""
    rows = rows_of()
    rows[1][2] = person
    checked_list = checked(tmp_path, run, [HEADER, *rows])
    assert told(checked_list) == [("cell.id-beside-name", "C3")]
    row = checked_list.submission.rows[1]
    assert row.value("representative") == "นายสอง ตัวอย่าง"


def test_a_row_whose_group_was_forgotten_is_told(run: Run, tmp_path: Path) -> None:
    rows = rows_of()
    rows[1][1] = None
    assert ("cell.required-blank", "B3") in told(
        checked(tmp_path, run, [HEADER, *rows])
    )


@pytest.mark.parametrize(
    "line",
    [
        "เจ้าหน้าที่ผู้รับผิดชอบ นางสาวมาลี ตัวอย่าง โทร 0811111111",
        "เจ้าหน้าที่พัฒนาชุมชนที่เข้าร่วมประชุม นายมานะ ตัวอย่าง",
    ],
)
def test_an_officer_named_behind_the_label(line: str, run: Run, tmp_path: Path) -> None:
    assert_accepted(
        checked(tmp_path, run, [["รายชื่อ อ.บางคล้า"], [line], HEADER, *rows_of()])
    )


def test_a_remark_between_the_rows(run: Run, tmp_path: Path) -> None:
    rows = rows_of()
    rows.insert(1, [None, "* กลุ่มนี้เปลี่ยนประธานเมื่อปี 2564"])
    assert_accepted(checked(tmp_path, run, [HEADER, *rows]))


def test_a_name_without_the_word_for_a_group_beside_its_id(
    run: Run, tmp_path: Path
) -> None:
    ids = ["240200001", "240200005", "240200002"]
    rows = [[*row, ids[at]] for at, row in enumerate(rows_of())]
    for row in rows:
        row[1] = row[1].removeprefix("กลุ่ม")
    assert_accepted(checked(tmp_path, run, [[*HEADER, "รหัสผู้ผลิต"], *rows]))


def test_an_english_file_name(run: Run, tmp_path: Path) -> None:
    assert_accepted(
        checked(tmp_path, run, [HEADER, *rows_of()], "Bang Khla KBO list.xlsx")
    )


@pytest.mark.parametrize("heading", ["กลุ่มสำรอง", "รายชื่อกลุ่มสำรอง (ถ้ามี)", "สำรอง :"])
@pytest.mark.parametrize("repeats_header", [False, True])
def test_groups_below_a_heading_for_reserves(
    heading: str, repeats_header: bool, run: Run, tmp_path: Path
) -> None:
    header = [HEADER] if repeats_header else []
    result = checked(tmp_path, run, [HEADER, *rows_of(), [heading], *header, RESERVE])
    assert_accepted(result)
    row = 7 if repeats_header else 6
    assert ("table.reserves", f"{row}") in [
        (f.code, f.place.cell) for f in result.findings
    ]


def test_groups_marked_as_reserves(run: Run, tmp_path: Path) -> None:
    """By their number or a remark; a remark that only begins so marks none."""
    numbered = [HEADER, *rows_of(), ["สำรอง 1", *RESERVE[1:]]]
    assert_accepted(checked(tmp_path, run, numbered))
    remarks = [[*row, "สำรองที่นั่งไว้แล้ว"] for row in rows_of()]
    assert_accepted(
        checked(tmp_path, run, [[*HEADER, "หมายเหตุ"], *remarks, [*RESERVE, "สำรอง"]])
    )


def test_a_heading_ends_the_reserves(run: Run, tmp_path: Path) -> None:
    rows = rows_of()
    lines = [HEADER, ["กลุ่มสำรอง"], RESERVE, ["กลุ่มเป้าหมาย"], *rows]
    assert len(checked(tmp_path, run, lines).accepted) == 3
