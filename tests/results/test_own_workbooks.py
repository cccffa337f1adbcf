"""A workbook that is made for one district tells it nothing of another.

Of every part of every workbook (sheets, hidden ones, links, defined names, properties) that `rank --split`, `form -o DIR`
and `validate -o DIR` write, and of every page of `shortfall --each`: no group, product, value, file or cell of another
district stands in it. Where two districts have one group, each learns which the other is.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from kbo_screen.letters.loading import load_letter
from tests.tools.looks import flat
from tests.tools.registries import write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

HEADER = [
    "อำเภอ",
    "รหัสผู้ผลิต",
    "ชื่อกลุ่ม",
    "ประเภทผู้ผลิต",
    "รหัสผลิตภัณฑ์",
    "ชื่อผลิตภัณฑ์",
    "ระดับดาว ปี 2565",
    "Quadrant",
    "ปีที่ลงทะเบียน",
    "สถานะ มชช.",
    "โครงการอื่น",
]
#: District, its code, and the word that only its own cells hold.
DISTRICTS = {
    "บางคล้า": ("2402", "มะพร้าว"),
    "บางปะกง": ("2404", "กะพง"),
    "แปลงยาว": ("2409", "สับปะรด"),
}
#: A group that stands in two districts by its id.
SHARED_ID = "240299999"


def rows_of(district: str) -> list[list[str]]:
    """Good rows, doubtful ones of every kind, and one of the id that another district has too."""
    code, word = DISTRICTS[district]
    good = ["กลุ่ม", "", "", "3", "D", "2560", "ผ่าน", "-"]
    rows = [[district, f"{code}{n:05}", f"กลุ่ม{word} {n}", *good] for n in range(1, 5)]
    rows[0][10], rows[1][6], rows[2][8], rows[3][3] = (
        f"โครงการ{word}",
        f"ดาว{word}",
        f"ปี{word}",
        f"ชนิด{word}",
    )
    rows.append([district, f"{code}00009", f"กลุ่ม{word} 9", *good[:-1], f"รอ{word}?"])
    if district != "แปลงยาว":
        rows.append([district, SHARED_ID, f"กลุ่ม{word}ร่วม", *good])
    for number, row in enumerate(rows):
        row[4], row[5] = f"{row[1]}{number:03}", f"ของ{word} {number}"
    return rows


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry in one sheet, one in a file a district, a project list, and what two districts sent."""
    folder = tmp_path_factory.mktemp("desk")
    everybody = flat(rows_of(district) for district in DISTRICTS)
    unusable = [
        "",
        "240300001",
        "กลุ่มไม่มีอำเภอ",
        "กลุ่ม",
        "",
        "ของไม่มีอำเภอ",
        "3",
        "D",
        "2560",
        "",
        "-",
    ]
    write_xlsx(folder / "registry.xlsx", [HEADER, *everybody, unusable])
    listed = [
        [name, "", f"กลุ่ม{word} 3ๆ", f"รายการ{word}"]
        for name, (_, word) in DISTRICTS.items()
    ]
    write_xlsx(
        folder / "projects.xlsx", [["อำเภอ", "รหัสผู้ผลิต", "ชื่อกลุ่ม", "โครงการ"], *listed]
    )
    for name, (_, word) in DISTRICTS.items():
        write_xlsx(folder / f"ทะเบียน{word}.xlsx", [HEADER, *rows_of(name)])
        sent = [
            ["1", f"กลุ่ม{word} 1", f"ผู้แทน{word}"],
            ["2", f"กลุ่ม{word} 99", ""],
            ["3", "กลุ่มมะพร้าว 2", f"ผู้แทน{word}ก"],
        ]
        head = [[f"อำเภอ{name}"], ["ที่", "ชื่อกลุ่ม", "ผู้แทนกลุ่ม"]]
        write_xlsx(folder / f"{name}.xlsx", [*head, *sent])
    return folder


def run(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kbo_screen", *words, "--lang", "th"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode in (0, 1), done.stderr


def parts_of(path: Path) -> str:
    """Every part of a workbook."""
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(name).decode() for name in package.namelist())


def others_in(words: str, district: str) -> list[str]:
    """What of other districts can be read: their word, or a number of theirs."""
    others = {name: told for name, told in DISTRICTS.items() if name != district}
    secrets = [word for _, word in others.values()] + [
        f"{code}000" for code, _ in others.values()
    ]
    words = re.sub(r"[0-9a-fA-F]{64}", "", words)
    return [
        words[max(0, at.start() - 60) : at.end() + 40]
        for secret in secrets
        for at in re.finditer(secret, words)
    ]


@pytest.mark.parametrize("registry", ["one file", "a file a district"])
def test_a_district_s_shortlist_tells_of_no_other(
    registry: str, desk: Path, tmp_path: Path
) -> None:
    files = (
        ["registry.xlsx"]
        if registry == "one file"
        else [f"ทะเบียน{word}.xlsx" for _, word in DISTRICTS.values()]
    )
    run(
        desk,
        "rank",
        *files,
        "--projects",
        "projects.xlsx",
        "--split",
        "district",
        "-o",
        str(tmp_path / "split"),
    )
    for name, (_, word) in DISTRICTS.items():
        words = parts_of(tmp_path / "split" / f"{name}.xlsx")
        assert others_in(words, name) == []
        assert "กลุ่มไม่มีอำเภอ" not in words
        for quoted in (f"ดาว{word}", f"ปี{word}", f"ชนิด{word}", f"รอ{word}?"):
            assert quoted in words, "its own findings are told"


def test_a_district_s_sums_are_its_own(desk: Path, tmp_path: Path) -> None:
    run(
        desk,
        "rank",
        "registry.xlsx",
        "--split",
        "district",
        "-o",
        str(tmp_path / "split"),
    )
    book = openpyxl.load_workbook(tmp_path / "split" / "แปลงยาว.xlsx")
    receipt = {
        row[0]: row[1] for row in book["หลักฐานการประมวลผล"].iter_rows(values_only=True)
    }
    assert receipt["ผลิตภัณฑ์ทั้งหมด"] == len(rows_of("แปลงยาว"))
    rules = [
        row
        for row in book["หลักเกณฑ์ที่ใช้"].iter_rows(values_only=True)
        if isinstance(row[4], int)
    ]
    assert {sum(row[4:7]) for row in rules} == {len(rows_of("แปลงยาว"))}


def test_two_districts_with_one_id_learn_which_the_other_is_and_no_cell(
    desk: Path, tmp_path: Path
) -> None:
    run(
        desk,
        "rank",
        "registry.xlsx",
        "--split",
        "district",
        "-o",
        str(tmp_path / "split"),
    )
    sheet = openpyxl.load_workbook(tmp_path / "split" / "บางปะกง.xlsx")["ข้อค้นพบ"]
    (told,) = [
        row
        for row in sheet.iter_rows(values_only=True)
        if "registry.id-in-two-districts" in row
    ]
    assert "บางคล้า" in told[5]
    assert "เซลล์ ***" in told[5]


def test_a_district_s_form_tells_of_no_other(desk: Path, tmp_path: Path) -> None:
    """Every form names the place of the meeting, which lies in บางคล้า."""
    place = load_letter("chachoengsao_2566").meeting.place
    run(desk, "form", "registry.xlsx", "--prefill", "-o", str(tmp_path / "forms"))
    for name, (code, _) in DISTRICTS.items():
        words = parts_of(tmp_path / "forms" / f"{code} {name}.xlsx")
        words = words.replace(place, "")
        assert others_in(words, name) == []
        assert not [other for other in DISTRICTS if other != name and other in words]


def test_what_a_district_has_to_mend_tells_of_no_other(
    desk: Path, tmp_path: Path
) -> None:
    """บางปะกง and แปลงยาว name a group of บางคล้า: they wrote its name themselves."""
    sent = [f"{name}.xlsx" for name in DISTRICTS]
    run(
        desk,
        "validate",
        *sent,
        "--registry",
        "registry.xlsx",
        "-o",
        str(tmp_path / "checks"),
    )
    for path in (tmp_path / "checks").iterdir():
        name = path.name.partition(".")[0]
        words = re.sub("กลุ่มมะพร้าว 2", "", parts_of(path))
        assert others_in(words, name) == []
        assert not [
            other for other in DISTRICTS if other != name and f"{other}.xlsx" in words
        ]


def test_a_district_s_page_of_the_shortfall_tells_of_no_other(
    desk: Path, tmp_path: Path
) -> None:
    files = [f"ทะเบียน{word}.xlsx" for _, word in DISTRICTS.values()]
    run(
        desk,
        "shortfall",
        *files,
        "--projects",
        "projects.xlsx",
        "--each",
        "-o",
        str(tmp_path / "short.xlsx"),
    )
    book = openpyxl.load_workbook(tmp_path / "short.xlsx")
    for name in DISTRICTS:
        rows = book[name].iter_rows(values_only=True)
        words = "\n".join(
            str(value) for row in rows for value in row if value is not None
        )
        assert others_in(words, name) == []
        assert DISTRICTS[name][1] in words


@pytest.mark.parametrize("registry", ["one file", "a file a district"])
def test_a_producer_of_two_districts_shows_each_no_cell_or_value_of_the_other(
    registry: str, tmp_path: Path
) -> None:
    """Their rows differ, and one says what the other leaves blank: each district is told of its own cell."""
    here = [
        "บางคล้า",
        SHARED_ID,
        "กลุ่มมะพร้าวร่วม",
        "กลุ่ม",
        f"{SHARED_ID}001",
        "ของมะพร้าว",
        "3",
        "D",
        "2560",
        "",
        "-",
    ]
    there = [
        "บางปะกง",
        SHARED_ID,
        "กลุ่มกะพงร่วม",
        "SMEs",
        f"{SHARED_ID}001",
        "ของกะพง",
        "5",
        "",
        "2561",
        "",
        "โครงการกะพง",
    ]
    there_doubtful = [
        "บางปะกง",
        "240400001",
        "กลุ่มกะพง 1",
        "ชนิดกะพง",
        "240400001001",
        "ของกะพง 1",
        "3",
        "D",
        "2560",
        "",
        "-",
    ]
    books = {"one.xlsx": [there, there_doubtful, here]}
    if registry == "a file a district":
        books = {
            "ทะเบียนกะพง.xlsx": [there, there_doubtful],
            "ทะเบียนมะพร้าว.xlsx": [here],
        }
    for name, rows in books.items():
        write_xlsx(tmp_path / name, [HEADER, *rows])
    run(tmp_path, "rank", *books, "--split", "district", "-o", str(tmp_path / "split"))
    for name in ("บางคล้า", "บางปะกง"):
        sheet = openpyxl.load_workbook(tmp_path / "split" / f"{name}.xlsx")["ข้อค้นพบ"]
        rows = ["\n".join(map(str, row)) for row in sheet.iter_rows(values_only=True)]
        assert others_in("\n".join(rows), name) == []
        differing = [row for row in rows if "rows-differ" in row]
        assert differing, "its own cells are told"
        assert all("***" in row for row in differing)


def test_a_question_about_one_product_of_two_districts_names_no_cell_of_the_other(
    desk: Path, tmp_path: Path
) -> None:
    """The two rows disagree on the quadrant: each district is asked of its own cell, by `rank --split` and `--each`."""
    files = []
    for name, quadrant in (("บางคล้า", "D"), ("บางปะกง", "A")):
        (row,) = [row[:] for row in rows_of(name) if row[1] == SHARED_ID]
        row[4:8] = [f"{SHARED_ID}001", "ของเดียวกัน", "-", quadrant]
        files.append(
            write_xlsx(
                tmp_path / f"ทะเบียน{DISTRICTS[name][1]}.xlsx", [HEADER, row]
            ).name
        )
    run(tmp_path, "rank", *files, "--split", "district", "-o", "split")
    run(tmp_path, "shortfall", *files, "--each", "-o", "each.xlsx")
    each = openpyxl.load_workbook(tmp_path / "each.xlsx")
    for name in ("บางคล้า", "บางปะกง"):
        questions = openpyxl.load_workbook(tmp_path / "split" / f"{name}.xlsx")[
            "รอยืนยัน"
        ]
        for sheet in (questions, each[name]):
            words = "\n".join(
                str(value) for row in sheet.iter_rows(values_only=True) for value in row
            )
            assert "H2" in words
            assert others_in(words, name) == []
