"""A clean list is accepted; one change to it gives exactly one finding, at its cell.

1. Every district's clean list raises nothing.
2. For every code, one change raises that code, at that cell, with that severity, and nothing else.
3. Every code of the check has its mutation here.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from kbo_screen.checking.codes import SUBMISSION_CODES, severities_in_a_list
from kbo_screen.letters.loading import load_letter
from kbo_screen.results.forms.district_form import forms_of
from kbo_screen.sources.submissions import submission_files
from tests.tools.lists import (
    CLEAN,
    COLUMN,
    FIRST,
    HEADER,
    OwnList,
    check,
    make_run,
    row_for,
    told,
    write_errors,
)
from tests.tools.registries import write_xlsx
from tests.tools.written import write_forms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kbo_screen.desk.run import Run

Case = tuple[str, str, str | None]


@pytest.mark.parametrize("district", ["บางคล้า", "บางปะกง"])
def test_a_clean_list_is_accepted(
    district: str,
    run: Run,
    tmp_path: Path,
) -> None:
    checked = check([OwnList(district).write(tmp_path)], run)
    assert told(checked) == []
    assert [(file.status, len(file.accepted)) for file in checked.files] == [
        ("accepted", 3)
    ]


def at(column: str, row: int = 0) -> str:
    """The cell of a column in the n-th row of groups."""
    return f"{COLUMN[column]}{FIRST + row}"


def change(
    column: str,
    value: Any,
    row: int = 0,
) -> Callable[[OwnList], None]:
    """One cell says something else."""

    def mutate(one: OwnList) -> None:
        if value is None:
            one.rows[row].pop(column, None)
        else:
            one.rows[row][column] = value

    return mutate


def append(group: str, **changes: Any) -> Callable[[OwnList], None]:
    """One more group is named."""

    def mutate(one: OwnList) -> None:
        one.add(group)
        for name, value in changes.items():
            one.rows[-1][name] = value

    return mutate


def swap(row: int, group: str) -> Callable[[OwnList], None]:
    """Another group is named in a row."""

    def mutate(one: OwnList) -> None:
        one.rows[row] = row_for(group, row + 1, one.district)

    return mutate


def head(label: str, value: Any) -> Callable[[OwnList], None]:
    def mutate(one: OwnList) -> None:
        one.head[label] = value

    return mutate


def without_columns(*names: str) -> Callable[[OwnList], None]:
    def mutate(one: OwnList) -> None:
        one.header = [name for name in one.header if name not in names]

    return mutate


def projects(said: str) -> Callable[[OwnList], None]:
    """A column of other projects, and what it says of the first group."""

    def mutate(one: OwnList) -> None:
        one.header.append("โครงการอื่น")
        one.rows[0]["โครงการอื่น"] = said

    return mutate


def in_district(*names: str) -> Callable[[OwnList], None]:
    """A column of districts, one per row of the list."""

    def mutate(one: OwnList) -> None:
        one.header.append("อำเภอ")
        for row, name in zip(one.rows, names, strict=True):
            row["อำเภอ"] = name

    return mutate


def nowhere(one: OwnList) -> None:
    """Nothing says which district it is."""
    one.title, one.name = "รายชื่อ", "list.xlsx"


def both(
    first: Callable[[OwnList], object], second: Callable[[OwnList], object]
) -> Callable[[OwnList], None]:
    """Two changes, one after the other."""

    def mutate(one: OwnList) -> None:
        first(one)
        second(one)

    return mutate


def no_id(mutate: Callable[[OwnList], None]) -> Callable[[OwnList], None]:
    """The list has no column of ids, and changes."""

    def both(one: OwnList) -> None:
        without_columns("รหัสผู้ผลิต")(one)
        mutate(one)

    return both


#: What changes in the clean list of a district, and the one finding that it gives.
MUTATIONS: list[tuple[str, str, Callable[[OwnList], None], Case]] = [
    (
        "table.no-group-column",
        "บางคล้า",
        without_columns("ชื่อกลุ่ม", "รหัสผู้ผลิต"),
        ("table.no-group-column", "error", "6"),
    ),
    ("table.no-district", "บางคล้า", nowhere, ("table.no-district", "error", None)),
    (
        "table.no-representative-column",
        "บางคล้า",
        without_columns("ผู้แทนกลุ่ม"),
        ("table.no-representative-column", "warning", "6"),
    ),
    (
        "table.no-officer",
        "บางคล้า",
        lambda one: one.head.pop("เจ้าหน้าที่ที่เข้าร่วมประชุม"),
        ("table.no-officer", "info", None),
    ),
    (
        "cell.required-blank",
        "บางคล้า",
        change("ผู้แทนกลุ่ม", None),
        ("cell.required-blank", "warning", at("ผู้แทนกลุ่ม")),
    ),
    (
        "cell.required-blank",
        "บางคล้า",
        change("ผู้แทนกลุ่ม", "รอแจ้ง"),
        ("cell.required-blank", "warning", at("ผู้แทนกลุ่ม")),
    ),
    (
        "cell.required-blank",
        "บางคล้า",
        change("ผู้แทนกลุ่ม", "........"),
        ("cell.required-blank", "warning", at("ผู้แทนกลุ่ม")),
    ),
    (
        "cell.error-value",
        "บางคล้า",
        change("ระดับดาว", "#N/A"),
        ("cell.error-value", "error", at("ระดับดาว")),
    ),
    (
        "cell.unreadable-star",
        "บางคล้า",
        change("ระดับดาว", "3-4"),
        ("cell.unreadable-star", "error", at("ระดับดาว")),
    ),
    (
        "cell.star-out-of-range",
        "บางคล้า",
        change("ระดับดาว", 6),
        ("cell.star-out-of-range", "error", at("ระดับดาว")),
    ),
    (
        "cell.unknown-quadrant",
        "บางคล้า",
        change("Quadrant", "E"),
        ("cell.unknown-quadrant", "error", at("Quadrant")),
    ),
    (
        "cell.product-standard",
        "บางคล้า",
        change("มชช.", "มผช. 123/2560"),
        ("cell.product-standard", "error", at("มชช.")),
    ),
    (
        "cell.applied-only",
        "บางคล้า",
        change("มชช.", "สมัครแล้ว"),
        ("cell.applied-only", "error", at("มชช.")),
    ),
    (
        "cell.unknown-standard",
        "บางคล้า",
        change("มชช.", "?"),
        ("cell.unknown-standard", "error", at("มชช.")),
    ),
    (
        "cell.unknown-producer-type",
        "บางคล้า",
        change("ประเภทผู้ผลิต", "สมาคม"),
        ("cell.unknown-producer-type", "error", at("ประเภทผู้ผลิต")),
    ),
    (
        "cell.dissolved-group",
        "บางคล้า",
        change("ประเภทผู้ผลิต", "กลุ่ม (ยุบ)"),
        ("cell.dissolved-group", "error", at("ประเภทผู้ผลิต")),
    ),
    (
        "cell.null-word",
        "บางคล้า",
        change("Quadrant", "NaN"),
        ("cell.null-word", "info", at("Quadrant")),
    ),
    (
        "cell.ditto",
        "บางคล้า",
        change("ประเภทผู้ผลิต", "〃", 1),
        ("cell.ditto", "info", at("ประเภทผู้ผลิต", 1)),
    ),
    (
        "cell.doubtful-ditto",
        "บางคล้า",
        change("ประเภทผู้ผลิต", "〃"),
        ("cell.doubtful-ditto", "error", at("ประเภทผู้ผลิต")),
    ),
    (
        "cell.unclear-potential",
        "บางคล้า",
        change("ศักยภาพ", "ปานกลาง"),
        ("cell.unclear-potential", "error", at("ศักยภาพ")),
    ),
    (
        "cell.unreadable-year",
        "บางคล้า",
        change("ปีที่ลงทะเบียน", "นานแล้ว"),
        ("cell.unreadable-year", "error", at("ปีที่ลงทะเบียน")),
    ),
    (
        "cell.year-out-of-range",
        "บางคล้า",
        change("ปีที่ลงทะเบียน", 1234),
        ("cell.year-out-of-range", "error", at("ปีที่ลงทะเบียน")),
    ),
    (
        "cell.assumed-century",
        "บางคล้า",
        change("ปีที่ลงทะเบียน", "60"),
        ("cell.assumed-century", "info", at("ปีที่ลงทะเบียน")),
    ),
    (
        "cell.date-as-number",
        "บางคล้า",
        change("ปีที่ลงทะเบียน", 42736),
        ("cell.date-as-number", "warning", at("ปีที่ลงทะเบียน")),
    ),
    (
        "cell.unreadable-id",
        "บางคล้า",
        change("รหัสผู้ผลิต", "2.4E+08"),
        ("cell.unreadable-id", "warning", at("รหัสผู้ผลิต")),
    ),
    (
        "cell.date-for-id",
        "บางคล้า",
        change("รหัสผู้ผลิต", dt.date(2022, 4, 2)),
        ("cell.date-for-id", "warning", at("รหัสผู้ผลิต")),
    ),
    (
        "cell.unreadable-phone",
        "บางคล้า",
        change("โทรศัพท์", "08123"),
        ("cell.unreadable-phone", "warning", at("โทรศัพท์")),
    ),
    (
        "cell.mended-phone",
        "บางคล้า",
        change("โทรศัพท์", "O81-234-5678"),
        ("cell.mended-phone", "info", at("โทรศัพท์")),
    ),
    (
        "cell.several-representatives",
        "บางคล้า",
        change("ผู้แทนกลุ่ม", "นายเอ บี และ นางซี ดี"),
        ("cell.several-representatives", "warning", at("ผู้แทนกลุ่ม")),
    ),
    (
        "cell.id-beside-name",
        "บางคล้า",
        change("ผู้แทนกลุ่ม", "นายเอ บี (1-2345-67890-12-1)"),
        ("cell.id-beside-name", "warning", at("ผู้แทนกลุ่ม")),
    ),
    (
        "cell.no-officer",
        "บางคล้า",
        head("เจ้าหน้าที่ที่เข้าร่วมประชุม", None),
        ("cell.no-officer", "warning", "B2"),
    ),
    (
        "cell.no-officer",
        "บางคล้า",
        head("เจ้าหน้าที่ที่เข้าร่วมประชุม", "ไม่มี"),
        ("cell.no-officer", "warning", "B2"),
    ),
    (
        "cell.impossible-date",
        "บางคล้า",
        head("วันที่รายงาน", "31/11/2565"),
        ("cell.impossible-date", "error", "B3"),
    ),
    (
        "cell.wrong-era-date",
        "บางคล้า",
        head("วันที่รายงาน", "20/12/3108"),
        ("cell.wrong-era-date", "error", "B3"),
    ),
    (
        "cell.unlikely-date",
        "บางคล้า",
        head("วันที่รายงาน", "26/12/2564"),
        ("cell.unlikely-date", "warning", "B3"),
    ),
    (
        "cell.mended-date",
        "บางคล้า",
        head("วันที่รายงาน", dt.date(1965, 12, 26)),
        ("cell.mended-date", "warning", "B3"),
    ),
    (
        "cell.error-value",
        "บางคล้า",
        change("ชื่อกลุ่ม", "#N/A", 1),
        ("cell.error-value", "error", at("ชื่อกลุ่ม", 1)),
    ),
    (
        "cell.error-value",
        "บางคล้า",
        no_id(change("ชื่อกลุ่ม", "#N/A", 1)),
        ("cell.error-value", "error", at("ชื่อกลุ่ม", 1)),
    ),
    (
        "cell.district-differs",
        "บางคล้า",
        in_district("บางคล้า", "อ.บางคล้า", "อ.บางปะกง"),
        ("cell.district-differs", "error", "M9"),
    ),
    (
        "cell.district-differs",
        "บางคล้า",
        in_district("บางคล้า", "-", "ทต.บางคล้า"),
        ("cell.district-differs", "warning", "M9"),
    ),
    (
        "row.duplicate-group",
        "บางคล้า",
        append("กลุ่มทอผ้าบ้านดอนทราย"),
        ("row.duplicate-group", "error", at("ชื่อกลุ่ม", 3)),
    ),
    (
        "row.two-spellings",
        "บางคล้า",
        append(
            "กลุ่มทอผ้าบ้านดอนทราย",
            ชื่อกลุ่ม="กลุ่มทอผ้าบ้านดอนซาย",
            รหัสผู้ผลิต="240200001",
        ),
        ("row.two-spellings", "error", at("ชื่อกลุ่ม", 3)),
    ),
    (
        "row.one-person",
        "บางคล้า",
        change("ผู้แทนกลุ่ม", "หนึ่ง ตัวอย่าง", 1),
        ("row.one-person", "warning", at("ผู้แทนกลุ่ม", 1)),
    ),
    (
        "registry.unknown-group",
        "บางคล้า",
        append(
            "กลุ่มขนมไทยบ้านโคกสูง",
            ชื่อกลุ่ม="ชมรมว่าวจุฬา",
            รหัสผู้ผลิต="999999999",
        ),
        ("registry.unknown-group", "error", at("ชื่อกลุ่ม", 3)),
    ),
    (
        "registry.name-nearly-right",
        "บางคล้า",
        change("ชื่อกลุ่ม", "กลุ่มทอผ้าบ้านดอนซาย"),
        ("registry.name-nearly-right", "warning", at("ชื่อกลุ่ม")),
    ),
    (
        "registry.id-and-name-differ",
        "บางคล้า",
        append("กลุ่มขนมไทยบ้านโคกสูง", รหัสผู้ผลิต="240200004"),
        ("registry.id-and-name-differ", "error", at("ชื่อกลุ่ม", 3)),
    ),
    (
        "registry.id-differs",
        "บางคล้า",
        change("รหัสผู้ผลิต", "240299999"),
        ("registry.id-differs", "warning", at("รหัสผู้ผลิต")),
    ),
    (
        "registry.ambiguous-name",
        "บางคล้า",
        append("กลุ่มชื่อซ้ำ", รหัสผู้ผลิต=None),
        ("registry.ambiguous-name", "error", at("ชื่อกลุ่ม", 3)),
    ),
    (
        "registry.other-district",
        "บางคล้า",
        append("กลุ่มกะปิบ้านคลองใหม่"),
        ("registry.other-district", "error", at("ชื่อกลุ่ม", 3)),
    ),
    (
        "registry.product-not-of-group",
        "บางคล้า",
        change("ชื่อผลิตภัณฑ์", "เครื่องเงิน"),
        ("registry.product-not-of-group", "error", at("ชื่อผลิตภัณฑ์")),
    ),
    (
        "registry.star-differs",
        "บางคล้า",
        change("ระดับดาว", 4),
        ("registry.star-differs", "error", at("ระดับดาว")),
    ),
    (
        "registry.star-differs",
        "บางคล้า",
        change("ระดับดาว", 1),
        ("registry.star-differs", "warning", at("ระดับดาว")),
    ),
    (
        "registry.quadrant-differs",
        "บางคล้า",
        change("Quadrant", "A"),
        ("registry.quadrant-differs", "warning", at("Quadrant")),
    ),
    (
        "registry.quadrant-differs",
        "บางปะกง",
        change("Quadrant", "A", 1),
        ("registry.quadrant-differs", "error", at("Quadrant", 1)),
    ),
    (
        "registry.standard-differs",
        "บางคล้า",
        change("มชช.", "อยู่ระหว่างการพัฒนา"),
        ("registry.standard-differs", "warning", at("มชช.")),
    ),
    (
        "registry.standard-differs",
        "บางคล้า",
        change("มชช.", "ผ่าน", 2),
        ("registry.standard-differs", "error", at("มชช.", 2)),
    ),
    (
        "registry.type-differs",
        "บางคล้า",
        change("ประเภทผู้ผลิต", "SME"),
        ("registry.type-differs", "error", at("ประเภทผู้ผลิต")),
    ),
    (
        "registry.year-differs",
        "บางคล้า",
        change("ปีที่ลงทะเบียน", 2550),
        ("registry.year-differs", "warning", at("ปีที่ลงทะเบียน")),
    ),
    (
        "registry.year-differs",
        "บางปะกง",
        change("ปีที่ลงทะเบียน", 2550, 1),
        ("registry.year-differs", "error", at("ปีที่ลงทะเบียน", 1)),
    ),
    (
        "registry.project-differs",
        "บางคล้า",
        projects("Young OTOP"),
        ("registry.project-differs", "error", "M7"),
    ),
    (
        "registry.star-year-differs",
        "บางคล้า",
        change("ระดับดาว", "3 ดาว (2562)"),
        ("registry.star-year-differs", "error", at("ระดับดาว")),
    ),
    (
        "registry.star-year-differs",
        "บางปะกง",
        change("ระดับดาว", "3 ดาว (2562)"),
        ("registry.star-year-differs", "error", at("ระดับดาว")),
    ),
    (
        "selection.producer-type-refused",
        "บางคล้า",
        append("ร้านปลาเค็มบ้านปากน้ำ"),
        ("selection.producer-type-refused", "error", at("ประเภทผู้ผลิต", 3)),
    ),
    (
        "selection.star-out-of-range",
        "บางคล้า",
        append("กลุ่มมะพร้าวบ้านสวน"),
        ("selection.star-out-of-range", "error", at("ระดับดาว", 3)),
    ),
    (
        "selection.in-other-project",
        "บางคล้า",
        append("กลุ่มน้ำตาลสดบ้านท่าทราย"),
        ("selection.in-other-project", "error", at("ชื่อกลุ่ม", 3)),
    ),
    (
        "selection.quadrant-refused",
        "บางคล้า",
        append("กลุ่มดอกไม้บ้านไร่"),
        ("selection.quadrant-refused", "error", at("Quadrant", 3)),
    ),
    (
        "selection.registered-outside-window",
        "บางคล้า",
        append("กลุ่มไม้กวาดบ้านนา"),
        ("selection.registered-outside-window", "error", at("ปีที่ลงทะเบียน", 3)),
    ),
    (
        "selection.potential-not-said",
        "บางปะกง",
        append("กลุ่มปูเค็มบ้านบน"),
        ("selection.potential-not-said", "warning", at("ศักยภาพ", 3)),
    ),
    (
        "selection.certified-by-naming",
        "บางปะกง",
        both(append("กลุ่มปูเค็มบ้านบน"), without_columns("ศักยภาพ")),
        ("selection.certified-by-naming", "info", None),
    ),
    (
        "selection.potential-not-certified",
        "บางปะกง",
        change("ศักยภาพ", "ไม่มี", 1),
        ("selection.potential-not-certified", "error", at("ศักยภาพ", 1)),
    ),
    (
        "selection.fact-unknown",
        "บางคล้า",
        append("กลุ่มปั้นดินบ้านใต้", ระดับดาว=None),
        ("selection.fact-unknown", "warning", at("ชื่อกลุ่ม", 3)),
    ),
    (
        "selection.earlier-tier-left-out",
        "บางปะกง",
        swap(0, "กลุ่มสองเขต"),
        ("selection.earlier-tier-left-out", "warning", at("ชื่อกลุ่ม", 0)),
    ),
    (
        "selection.standard-passed-over",
        "บางคล้า",
        swap(1, "กลุ่มขนมไทยบ้านโคกสูง"),
        ("selection.standard-passed-over", "warning", at("ชื่อกลุ่ม", 2)),
    ),
    (
        "selection.too-few",
        "บางคล้า",
        lambda one: one.rows.pop(),
        ("selection.too-few", "error", None),
    ),
]


@pytest.mark.parametrize(
    ("code", "district", "mutate", "expected"),
    MUTATIONS,
    ids=[f"{m[0]}-{n}" for n, m in enumerate(MUTATIONS)],
)
def test_one_change_gives_one_finding_at_its_cell(
    code: str,
    district: str,
    mutate: Callable[[OwnList], None],
    expected: Case,
    run: Run,
    tmp_path: Path,
) -> None:
    one = OwnList(district)
    mutate(one)
    checked = check([one.write(tmp_path)], run)
    assert told(checked) == [expected]
    severity = expected[1]
    status = {
        "error": "rejected",
        "warning": "accepted_with_warnings",
        "info": "accepted",
    }[severity]
    assert checked.files[0].status == (
        "unreadable" if code == "table.no-group-column" else status
    )
    for lang in ("th", "en"):
        for finding in checked.findings:
            assert "{" not in finding.message(lang) + finding.remedy(lang)
    assert not any(
        "ตัวอย่าง" in f.message("th") or "0800" in f.message("th")
        for f in checked.findings
    )


def test_people_are_asked_for_by_the_clauses_of_the_letter(
    run: Run, tmp_path: Path
) -> None:
    """A table of numbers and names alone lacks both: clause 2 wants the representatives, clause 3 the officer."""
    one = OwnList()
    one.header, one.head = ["ที่", "ชื่อกลุ่ม"], {}
    (tmp_path / "bare").mkdir()
    bare = check([one.write(tmp_path / "bare")], run)
    assert [(f.code, f.fields["clause"]) for f in bare.findings] == [
        ("table.no-officer", "3"),
        ("table.no-representative-column", "2"),
    ]
    blank = OwnList()
    blank.rows[0]["ผู้แทนกลุ่ม"] = "ไม่มี"
    blank.rows[1]["ผู้แทนกลุ่ม"] = "ไม่มี"
    checked = check([blank.write(tmp_path)], run)
    assert [(f.code, f.fields["clause"]) for f in checked.findings] == [
        ("cell.required-blank", "2")
    ] * 2
    named = [choice.row.value("representative") for choice in checked.files[0].accepted]
    assert named == [None, None, "นางสาวสาม ตัวอย่าง"], (
        "the province's list names nobody who is not named"
    )


def test_an_id_in_the_place_of_the_name_means_its_group(
    run: Run, tmp_path: Path
) -> None:
    """As text or as a number; and an id that is none is unknown still."""
    one = OwnList()
    one.header = ["ที่", "ชื่อกลุ่ม", "ผู้แทนกลุ่ม"]
    one.rows[0]["ชื่อกลุ่ม"] = 240200001
    one.rows[1]["ชื่อกลุ่ม"] = "๒๔๐๒-๐๐๐๐๕"
    checked = check([one.write(tmp_path)], run)
    assert told(checked) == []
    assert len(checked.files[0].accepted) == 3
    one.rows[0]["ชื่อกลุ่ม"] = "240299999"
    assert ("registry.unknown-group", "error", "B7") in told(
        check([one.write(tmp_path)], run)
    )


def test_a_number_is_shown_as_it_stands_in_its_cell(run: Run, tmp_path: Path) -> None:
    """Every number of a workbook is stored with a decimal point; nobody typed one."""
    one = OwnList()
    one.rows[0]["ระดับดาว"], one.rows[1]["ปีที่ลงทะเบียน"] = 6, 3000
    values = {f.code: f.value for f in check([one.write(tmp_path)], run).findings}
    assert values == {"cell.star-out-of-range": "6", "cell.year-out-of-range": "3000"}


def test_a_group_blank_beside_filled_cells_is_required(
    run: Run, tmp_path: Path
) -> None:
    one = OwnList()
    one.add("กลุ่มขนมไทยบ้านโคกสูง")
    one.rows[-1] = {"ที่": 4, "ชื่อผลิตภัณฑ์": "ขนมชั้น", "ผู้แทนกลุ่ม": "นายหก ตัวอย่าง"}
    assert told(check([one.write(tmp_path)], run)) == [
        ("cell.required-blank", "error", at("ชื่อกลุ่ม", 3))
    ]


SIGNED = [
    [],
    ["หมายเหตุ", "กลุ่มที่ 1 ได้ มชช."],
    ["ลงชื่อ", "........................", "ผู้รายงาน"],
    ["(นายเอ บี)", "ผู้รายงาน"],
    ["ตำแหน่ง", "พัฒนาการอำเภอ"],
    ["ลงชื่อ", "นายเอ บี", "พัฒนาการอำเภอ"],
]


def test_what_stands_below_a_list_names_no_group(run: Run, tmp_path: Path) -> None:
    """Notes and signatures, whichever columns they stand in."""
    one = OwnList()
    assert (
        told(check([write_xlsx(tmp_path / one.name, [*one.cells(), *SIGNED])], run))
        == []
    )
    moved = [[None, *line] for line in SIGNED]
    assert (
        told(check([write_xlsx(tmp_path / one.name, [*one.cells(), *moved])], run))
        == []
    )


def test_a_header_that_stands_again_below_the_signatures_opens_one_more_list(
    run: Run, tmp_path: Path
) -> None:
    one, other = OwnList("บางคล้า"), OwnList("บางปะกง")
    for number, row in enumerate(other.rows):
        row["ผู้แทนกลุ่ม"] = f"คนที่{'กขค'[number]}"
    rows = [*one.cells(), *SIGNED, ["อำเภอบางปะกง"], other.header, *other.cells()[6:]]
    checked = check([write_xlsx(tmp_path / "รวม.xlsx", rows)], run)
    assert told(checked) == []
    assert [
        (file.submission.district_ix, len(file.accepted)) for file in checked.files
    ] == [(1, 3), (3, 3)]


def test_a_row_below_the_signatures_that_may_be_a_group_is_told(
    run: Run, tmp_path: Path
) -> None:
    one = OwnList()
    path = write_xlsx(
        tmp_path / one.name, [*one.cells(), *SIGNED, [4, "กลุ่มขนมไทยบ้านโคกสูง"]]
    )
    assert told(check([path], run)) == [("table.rows-below-signature", "warning", "16")]


@pytest.mark.parametrize("number", [5, "5.", "๕", "(5)"])
def test_dots_behind_a_number_are_an_unused_row_and_no_signature(
    run: Run,
    tmp_path: Path,
    number: object,
) -> None:
    """What stands below them is still of the list: a group, and unused rows of other kinds."""
    one = OwnList()
    *head, last = one.cells()
    unused = [number, *["..........."] * (len(last) - 1)]
    rows = [*head, unused, last, [6, *["ไม่มี"] * (len(last) - 1)]]
    checked = check([write_xlsx(tmp_path / one.name, rows)], run)
    assert told(checked) == []
    assert len(checked.files[0].accepted) == len(one.rows)


def test_a_file_of_more_rows_than_any_list_has(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stands in them, each would be told: 700,000 of them took 5 GB."""
    monkeypatch.setattr(submission_files, "MOST_LIST_ROWS", 5)
    path = write_xlsx(tmp_path / "บางคล้า.xlsx", [["อำเภอ", "ชื่อกลุ่ม"]] * 6)
    checked = check([path], run)
    assert told(checked) == [("table.too-many-rows", "error", None)]
    assert not checked.files[0].submission.is_readable


def test_no_list_in_a_file(run: Run, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "บางคล้า.xlsx", [["เรียน พัฒนาการจังหวัด"], ["ขอส่งรายชื่อ"]])
    checked = check([path], run)
    assert told(checked) == [("table.no-list", "error", None)]
    assert [n.stage for n in checked.files[0].not_checked] == [
        "cell",
        "row",
        "registry",
        "selection",
    ]


def test_a_formula_never_calculated_in_an_own_table(run: Run, tmp_path: Path) -> None:
    """A program that does not calculate leaves a formula without a result: cell.not-calculated."""
    path = OwnList().write(tmp_path)
    book = openpyxl.load_workbook(path)
    book.active[at("ระดับดาว")] = "=1+2"
    book.save(path)
    assert told(check([path], run)) == [("cell.not-calculated", "error", at("ระดับดาว"))]


def strike(cell: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet[cell].font = Font(strike=True)

    return change


def note(cell: str, text: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet[cell].comment = Comment(text, "ผู้เขียน")

    return change


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[FIRST].hidden = True


def colour_row(sheet: Any) -> None:
    for cell in sheet[FIRST + 1]:
        cell.fill = PatternFill("solid", fgColor="FFFF00")


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions[COLUMN["มชช."]].hidden = True


def hide_a_sheet(sheet: Any) -> None:
    other = sheet.parent.create_sheet("ซ่อน")
    other.append(["x"])
    other.sheet_state = "hidden"


@pytest.mark.parametrize(
    ("hide", "expected"),
    [
        (hide_a_sheet, ("table.hidden-sheet", "warning", None)),
        (hide_row, ("table.hidden-rows", "info", str(FIRST))),
        (strike(at("ระดับดาว")), ("cell.struck-out", "error", at("ระดับดาว"))),
        (strike(at("ชื่อกลุ่ม")), ("row.struck-out", "warning", at("ชื่อกลุ่ม"))),
        (note(at("ชื่อกลุ่ม"), "ตรวจแล้ว"), ("cell.note", "info", at("ชื่อกลุ่ม"))),
        (
            note(at("ชื่อกลุ่ม"), "ยุบกลุ่มแล้ว"),
            ("cell.note-dissolved", "warning", at("ชื่อกลุ่ม")),
        ),
        (colour_row, ("table.coloured-rows", "info", str(FIRST + 1))),
        (hide_column, ("table.hidden-columns", "info", f"{COLUMN['มชช.']}{FIRST - 1}")),
    ],
)
def test_what_a_person_does_not_see_is_told(
    hide: Callable[[Any], None],
    expected: Case,
    run: Run,
    tmp_path: Path,
) -> None:
    path = OwnList().write(tmp_path)
    book = openpyxl.load_workbook(path)
    hide(book.active)
    book.save(path)
    assert told(check([path], run)) == [expected]


def test_a_row_of_a_csv_that_is_cut_short(run: Run, tmp_path: Path) -> None:
    """The telephone is missing, and its comma: row.ragged."""
    one = OwnList()
    path = tmp_path / "บางคล้า.csv"
    lines = [
        ",".join("" if cell is None else str(cell) for cell in row)
        for row in one.cells()
    ]
    lines[FIRST] = lines[FIRST].rpartition(",")[0]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    assert told(check([path], run)) == [("row.ragged", "warning", str(FIRST + 1))]


def test_a_text_that_no_cell_of_excel_can_hold(run: Run, tmp_path: Path) -> None:
    one = OwnList()
    path = tmp_path / "บางคล้า.csv"
    cells = one.cells()
    cells[FIRST - 1 + 1][HEADER.index("มชช.")] = "ผ่าน" * 10_000
    lines = [
        ",".join("" if cell is None else str(cell) for cell in row) for row in cells
    ]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    assert told(check([path], run)) == [("cell.long-text", "error", at("มชช.", 1))]


def test_an_error_of_excel_is_no_blank(run: Run, tmp_path: Path) -> None:
    one = OwnList()
    row, column = FIRST - 1, HEADER.index("ระดับดาว")
    path = write_errors(
        tmp_path / one.name, one.cells(), {(row, column): ("=NA()", "#N/A")}
    )
    assert told(check([path], run)) == [("cell.error-value", "error", at("ระดับดาว"))]


def test_a_date_stored_in_the_buddhist_era(run: Run, tmp_path: Path) -> None:
    """Excel stores 20/12/2565 as the year 2565 of the common era without complaint."""
    one = OwnList()
    one.head["วันที่รายงาน"] = None
    path = one.write(tmp_path)
    book = openpyxl.load_workbook(path)
    book.active["B3"] = dt.datetime(2565, 12, 20)
    book.save(path)
    checked = check([path], run)
    assert told(checked) == [("cell.wrong-era-date", "error", "B3")]
    assert checked.findings[0].suggestion == "20 ธันวาคม 2565"


@pytest.mark.parametrize(
    ("written", "likely"),
    [
        ("20/12/3108", "20 ธันวาคม 2565"),  # 543 put on once too often
        ("20 ธ.ค. 1479", "20 ธันวาคม 2565"),  # taken off once too often
        ("20/12/2665", "20 ธันวาคม 2565"),  # one digit beside the deadline's year
        ("20/12/2790", None),
    ],
)
def test_a_year_of_the_wrong_era_suggests_what_is_plain(
    written: str,
    likely: str | None,
    run: Run,
    tmp_path: Path,
) -> None:
    one = OwnList()
    one.head["วันที่รายงาน"] = written
    (finding,) = check([one.write(tmp_path)], run).findings
    assert (finding.code, finding.suggestion) == ("cell.wrong-era-date", likely)
    assert ("ที่น่าจะใช่" in finding.message("th")) == bool(likely)
    assert ("probably meant" in finding.message("en")) == bool(likely)


def test_other_projects_are_read_where_a_list_states_them(
    run: Run, tmp_path: Path
) -> None:
    one = OwnList()
    one.header.append("โครงการอื่น")
    one.rows[0]["โครงการอื่น"] = "รอตรวจสอบ"
    assert told(check([one.write(tmp_path)], run)) == [
        ("cell.unclear-project", "error", "M7")
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("เคยเข้าร่วม", ("cell.former-project", "info", "M7")),
        ("KBO 2566", ("cell.kbo-itself", "info", "M7")),
        ("นวัตวิถี 65", ("cell.project-of-other-year", "info", "M7")),
        ("OTOP Trader (ปี 2564)", ("cell.project-of-other-year", "info", "M7")),
        ("เคยเข้า Young OTOP ปี 66", ("cell.unclear-project", "error", "M7")),
        ("ถอนตัว", ("cell.unclear-project", "error", "M7")),
    ],
)
def test_projects_of_before_are_told_in_a_list_too(
    words: str,
    expected: Case,
    run: Run,
    tmp_path: Path,
) -> None:
    one = OwnList()
    one.header.append("โครงการอื่น")
    one.rows[0]["โครงการอื่น"] = words
    assert told(check([one.write(tmp_path)], run)) == [expected]


def test_boxes_that_nobody_ticked_are_told_once(run: Run, tmp_path: Path) -> None:
    one = OwnList()
    one.header.append("โครงการอื่น")
    for row in one.rows:
        row["โครงการอื่น"] = "☐"
    assert told(check([one.write(tmp_path)], run)) == [
        ("table.boxes-unticked", "warning", "M6")
    ]


def test_a_district_that_cannot_reach_the_quota_is_only_told(
    run: Run, tmp_path: Path
) -> None:
    assert told(check([OwnList("บ้านโพธิ์").write(tmp_path)], run)) == [
        ("selection.too-few", "warning", None)
    ]


def without_rows(one: OwnList) -> None:
    one.rows = []


def says_none(one: OwnList) -> None:
    one.rows = [{"ที่": 1, "ชื่อกลุ่ม": "ไม่มี"}]


@pytest.mark.parametrize(
    ("district", "mutate", "expected"),
    [
        ("บ้านโพธิ์", without_rows, ("table.not-filled", "error", None)),
        ("บ้านโพธิ์", says_none, ("selection.none-but-certain", "error", "B7")),
        ("บางปะกง", says_none, ("selection.none-but-waits", "warning", "B7")),
        ("ราชสาส์น", says_none, ("selection.none-agreed", "info", "B7")),
        (
            "บางคล้า",
            lambda one: one.head.update({"ไม่มีกลุ่มที่เข้าหลักเกณฑ์": None}),
            ("table.none-and-groups", "warning", "A4"),
        ),
        (
            "บ้านโพธิ์",
            lambda one: one.head.update({"เหตุผลที่ไม่ครบ": "กลุ่มอื่นเลิกผลิตแล้ว"}),
            ("selection.fewer-with-reason", "info", "B4"),
        ),
    ],
)
def test_what_a_district_returns(
    district: str,
    mutate: Callable[[OwnList], None],
    expected: Case,
    run: Run,
    tmp_path: Path,
) -> None:
    one = OwnList("บางคล้า")
    one.district, one.name = district, f"{district}.xlsx"
    one.title = f"รายชื่อกลุ่มเป้าหมาย อำเภอ{district}"
    if district in CLEAN:
        one = OwnList(district)
    mutate(one)
    of_certain = ("selection.none-but-certain", "error", "B7")
    is_both = expected[0] == "selection.none-but-waits"
    assert told(check([one.write(tmp_path)], run)) == [
        *([of_certain] if is_both else []),
        expected,
    ]


def test_more_than_the_quota_is_fine(run: Run, tmp_path: Path) -> None:
    one = OwnList()
    one.add("กลุ่มขนมไทยบ้านโคกสูง")
    one.add("กลุ่มแปรรูปอาหารบ้านทุ่งสน")
    assert told(check([one.write(tmp_path)], run)) == []


def test_passing_over_by_keys_of_ours_says_nothing(run: Run, tmp_path: Path) -> None:
    """One star instead of two, both without the standard: the letter does not ask for more stars first."""
    one = OwnList()
    one.rows[2] = row_for("กลุ่มแปรรูปอาหารบ้านทุ่งสน", 3)
    assert told(check([one.write(tmp_path)], run)) == []


def test_a_tier_that_is_not_needed(run: Run, tmp_path: Path) -> None:
    """All certain groups of the first tier are named, and one of the next: selection.tier-closed."""
    one = OwnList()
    for group in (
        "กลุ่มขนมไทยบ้านโคกสูง",
        "กลุ่มแปรรูปอาหารบ้านทุ่งสน",
        "กลุ่มสองเขต",
        "กลุ่มชื่อซ้ำ",
        "กลุ่มชื่อซ้ำ",
    ):
        one.add(group)
    one.rows[-1] |= {"รหัสผู้ผลิต": "240200015", "ชื่อผลิตภัณฑ์": "ข้าวตัง"}
    for number, row in enumerate(one.rows):
        row["ผู้แทนกลุ่ม"] = f"คนที่{'กขคงจฉชซ'[number]}"
    one.add("กลุ่มข้าวเกรียบบ้านเหนือ")
    one.rows[-1]["ผู้แทนกลุ่ม"] = "คนที่ฌ"
    assert told(check([one.write(tmp_path)], run)) == [
        ("selection.tier-closed", "warning", at("ชื่อกลุ่ม", 8))
    ]


def test_a_tier_that_cannot_be_screened(tmp_path: Path) -> None:
    """Without a column of quadrants nobody can say whether a group belongs to the next tier."""
    run = make_run(tmp_path, without=["Quadrant"])
    one = OwnList("บางปะกง")
    one.header.remove("Quadrant")
    one.rows = one.rows[:2]
    (tmp_path / "in").mkdir()
    assert told(check([one.write(tmp_path / "in")], run)) == [
        ("selection.tier-not-screened", "warning", "B8"),
        (
            "selection.too-few",
            "warning",
            None,
        ),  # without the tier the shortlist holds fewer than the quota
    ]


def test_a_letter_that_asks_for_the_standard(run: Run, tmp_path: Path) -> None:
    """Another letter may make the standard a condition: selection.standard-refused."""
    from dataclasses import replace

    from kbo_screen.letters.model import Letter
    from kbo_screen.screening.screen import screen

    data = load_letter("chachoengsao_2566").model_dump()
    condition = next(c for c in data["conditions"] if c["id"] == "no-other-project")
    data["conditions"] = [
        *data["conditions"],
        condition
        | {
            "id": "has-standard",
            "field": "standard",
            "values": ["passed"],
            "no_source": "stop",
        },
    ]
    for tier in data["tiers"]:
        tier["requires"] = [*tier["requires"], "has-standard"]
    data["preference"] = None
    letter = Letter.model_validate(data)
    stricter = replace(
        run,
        letter=letter,
        screening=screen(run.registry, letter),
    )
    one = OwnList()
    expected = ("selection.standard-refused", "error", at("มชช.", 2))
    assert told(check([one.write(tmp_path)], stricter)) == [expected]


def test_a_group_of_two_districts_is_claimed_once(run: Run, tmp_path: Path) -> None:
    one, two = OwnList("บางคล้า"), OwnList("บางปะกง")
    one.add("กลุ่มสองเขต")
    two.add("กลุ่มสองเขต")
    checked = check([one.write(tmp_path), two.write(tmp_path)], run)
    assert told(checked) == [("cross.claimed-twice", "error", at("ชื่อกลุ่ม", 3))] * 2
    assert "บางคล้า.xlsx รายชื่อ B10" in checked.cross[1].message("th")


def test_two_files_of_one_district(run: Run, tmp_path: Path) -> None:
    """The one reported later counts, and the older is named."""
    old, new = OwnList(), OwnList()
    old.head["วันที่รายงาน"] = "19/12/2565"
    new.name = "อ.บางคล้า แก้ไข.xlsx"
    files = [new.write(tmp_path), old.write(tmp_path)]
    checked = check(files, run)
    assert told(checked) == [("cross.two-files", "warning", None)]
    assert (checked.cross[0].place.file, checked.cross[0].fields["other"]) == (
        "บางคล้า.xlsx",
        "อ.บางคล้า แก้ไข.xlsx",
    )
    assert [d.file for d in checked.districts][1] == 0


def test_districts_that_sent_nothing(run: Run, tmp_path: Path) -> None:
    OwnList("บางคล้า").write(tmp_path)
    OwnList("บางปะกง").write(tmp_path)
    checked = check(tmp_path, run, expects_all=True)
    assert told(checked) == [("cross.nothing-sent", "warning", None)] * 9
    assert check(tmp_path, run).cross == ()


def test_a_list_of_the_district_that_cannot_be_used(run: Run, tmp_path: Path) -> None:
    path = OwnList().write(tmp_path)
    other = write_xlsx(tmp_path / "บางคล้า 2.xlsx", [["เรียน พัฒนาการจังหวัด"]])
    assert told(check([path, other], run)) == [
        ("cross.unusable-file", "warning", None),
        ("table.no-list", "error", None),
    ]


def test_a_list_received_late(run: Run, tmp_path: Path) -> None:
    path = OwnList().write(tmp_path)
    assert told(check([path], run, received=dt.date(2022, 12, 28))) == []
    late = check([path], run, received=dt.date(2022, 12, 30))
    assert told(late) == [("cross.late", "warning", None)]
    assert [d.on_time for d in late.districts][:3] == [None, False, None]


# Forms.


@pytest.fixture
def form(run: Run, tmp_path: Path) -> Path:
    """The form of บางคล้า as a district fills it in, the groups put in by the province."""
    write_forms(
        forms_of(run, prefill=True),
        tmp_path / "forms",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    path = tmp_path / "forms" / "2402 บางคล้า.xlsx"
    edit_form(
        path,
        {
            "C7": "นางสาวผู้ช่วย ตัวอย่าง",
            "H7": "20/12/2565",
            "K10": "นางหนึ่ง",
            "K11": "นายสอง",
            "K12": "นายสาม",
        },
    )
    return path


def edit_form(path: Path, cells: dict[str, Any]) -> None:
    """Fill cells in as a program does that does not calculate."""
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    book.save(path)


def test_a_filled_form_is_clean(form: Path, run: Run) -> None:
    checked = check([form], run)
    assert told(checked) == []
    assert [choice.row.value("group_name") for choice in checked.files[0].accepted] == [
        "กลุ่มทอผ้าบ้านดอนทราย",
        "กลุ่มสมุนไพรบ้านริมคลอง",
        "กลุ่มจักสานบ้านหนองบัว",
    ]


def test_a_form_filled_below_a_gap(form: Path, run: Run) -> None:
    edit_form(form, {"B14": "กลุ่มขนมไทยบ้านโคกสูง", "K14": "นางสี่"})
    assert told(check([form], run)) == [("form.gap", "warning", "B14")]


def test_a_form_whose_first_row_was_left_empty(form: Path, run: Run) -> None:
    one = {"B10": None, "K10": None, "B13": "กลุ่มทอผ้าบ้านดอนทราย", "K13": "นางหนึ่ง"}
    edit_form(form, one)
    assert told(check([form], run)) == [("form.gap", "warning", "B11")]


def test_all_formulas_of_a_column_typed_over(form: Path, run: Run) -> None:
    """Every other formula of the form says that there were some here too."""
    edit_form(
        form, {f"F{row}": None for row in range(10, 18)} | {"F10": "3", "F11": "2"}
    )
    assert told(check([form], run)) == [
        ("form.typed-over", "warning", "F10"),
        ("form.typed-over", "warning", "F11"),
    ]


def test_a_formula_typed_over(form: Path, run: Run) -> None:
    edit_form(form, {"F10": "3"})
    assert told(check([form], run)) == [("form.typed-over", "warning", "F10")]
    edit_form(form, {"F10": "5"})
    assert told(check([form], run)) == [("registry.star-differs", "error", "F10")]


def test_the_form_of_another_letter(form: Path, run: Run) -> None:
    stamp(form, "letter", "nakhon_pathom_2568")
    checked = check([form], run)
    assert told(checked) == [("form.other-letter", "error", None)]
    assert checked.files[0].accepted == ()


def test_the_form_of_another_letter_in_another_province_is_told_once(
    form: Path, run: Run
) -> None:
    """Neither its district nor its rows say anything here."""
    stamp(form, "letter", "nakhon_pathom_2568")
    stamp(form, "district", "7301")
    edit_form(form, {"C5": "เมืองนครปฐม", "F10": "5"})
    moved = form.rename(form.with_name("7301 เมืองนครปฐม.xlsx"))
    assert told(check([moved], run)) == [("form.other-letter", "error", None)]


def test_the_form_of_a_district_elsewhere(form: Path, run: Run) -> None:
    stamp(form, "district", "7301")
    edit_form(form, {"C5": "เมืองนครปฐม"})
    moved = form.rename(form.with_name("7301 เมืองนครปฐม.xlsx"))
    checked = check([moved], run)
    assert told(checked) == [("form.district-out-of-scope", "error", None)]
    assert "7301" in checked.findings[0].message("th")


@pytest.mark.parametrize("spelled", ["อำเภอบางคล้า", " อ. บางคล้า"])
def test_a_form_may_spell_its_district_as_people_do(
    spelled: str,
    form: Path,
    run: Run,
) -> None:
    edit_form(form, {"C5": spelled})
    assert told(check([form], run)) == []


def test_a_form_of_version_1_is_of_the_registry_alone(form: Path, run: Run) -> None:
    """Its stamp knows no side lists."""
    from hashlib import sha256

    alone = sha256(run.registry.inputs[0].sha256.encode()).hexdigest()
    stamp(form, "version", "1")
    stamp(form, "registry", alone)
    assert told(check([form], run)) == []


def test_the_form_of_another_edition(form: Path, run: Run) -> None:
    stamp(form, "registry", "0" * 64)
    assert told(check([form], run)) == [("form.other-edition", "warning", None)]


def test_the_form_of_another_district(form: Path, run: Run) -> None:
    edit_form(form, {"C5": "บางปะกง"})
    assert told(check([form], run)) == [("form.other-district", "error", "C5")]


def test_a_form_whose_file_is_named_after_another_district(
    form: Path, run: Run
) -> None:
    moved = form.rename(form.with_name("2404 บางปะกง ส่งแล้ว.xlsx"))
    assert told(check([moved], run)) == [("form.other-district", "error", None)]


def stamp(
    path: Path,
    name: str,
    value: str,
) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["kbo_screen_form"]
    cell = next(row[1] for row in sheet.iter_rows() if row[0].value == name)
    cell.value = value
    book.save(path)


def test_the_severities_that_are_shown_are_those_that_are_raised() -> None:
    """Of each code is said what it is in a list."""
    raised = {(code, expected[1]) for code, _, _, expected in MUTATIONS}
    assert [
        one for one in sorted(raised) if one[1] not in severities_in_a_list(one[0])
    ] == []
    both = {code for code in SUBMISSION_CODES if len(severities_in_a_list(code)) > 1}
    known_by_one = {
        "selection.too-few",
        "cell.required-blank",
        "registry.type-differs",
        "registry.project-differs",
    }
    assert {
        c
        for c in both - known_by_one
        if {s for code, s in raised if code == c} != {"error", "warning"}
    } == {"registry.star-year-differs"}


def test_a_sheet_of_reserves_is_told(run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = OwnList().write(tmp_path)
    book = load_workbook(path)
    book.create_sheet("กลุ่มสำรอง")["A1"] = "ชื่อกลุ่ม"
    book.save(path)
    assert told(check([path], run)) == [("table.reserves", "info", None)]


def test_more_groups_than_the_most_are_too_many(tmp_path: Path) -> None:
    """Under a letter whose quota is the greatest number too."""
    from kbo_screen.letters.loading import load_letter_file

    text = load_letter_file().text.replace('"minimum"', '"exact"', 1)
    (tmp_path / "letter.toml").write_text(text, "utf-8")
    run = make_run(tmp_path, letter=str(tmp_path / "letter.toml"))
    one = OwnList("บางปะกง")
    one.add("กลุ่มปูเค็มบ้านบน")
    codes = [
        (code, severity, cell)
        for code, severity, cell in told(check([one.write(tmp_path)], run))
        if severity == "error"
    ]
    assert codes == [("selection.too-many", "error", None)]


@pytest.mark.slow
def test_a_reason_confirms_every_warning_of_a_row_and_no_error(
    run: Run, tmp_path: Path
) -> None:
    """Beside every row of every list that has one thing wrong."""
    confirmed_codes = set()
    for number, (code, district, mutate, expected) in enumerate(MUTATIONS):
        one = OwnList(district)
        mutate(one)
        one.header.append("ยืนยัน / เหตุผล")
        for row in one.rows:
            row["ยืนยัน / เหตุผล"] = "ตรวจกับกลุ่มเมื่อวานนี้"
        folder = tmp_path / str(number)
        folder.mkdir()
        (file,) = check([one.write(folder)], run).files
        left = [finding.code for finding in file.findings]
        row_of_cell = re.fullmatch(r"[A-Z]*(\d+)", expected[2] or "")
        is_of_row = row_of_cell and int(row_of_cell[1]) >= FIRST
        if expected[1] == "warning" and is_of_row:
            assert (code, left) == (code, [])
            assert [entry.finding.code for entry in file.confirmed] == [code]
            confirmed_codes.add(code)
        else:
            assert code in left
            assert (code, file.confirmed) == (code, ())
    assert len(confirmed_codes) > 15


@pytest.mark.parametrize("header", ["หมายเหตุ", "ยืนยัน / เหตุผล", "ข้อคิดเห็นของอำเภอ"])
@pytest.mark.parametrize("words", ["ขอถอนกลุ่มนี้", "กลุ่มเลิกกิจการแล้ว", "ไม่ประสงค์เข้าร่วม"])
def test_a_remark_that_withdraws_a_group(
    header: str, words: str, run: Run, tmp_path: Path
) -> None:
    one = OwnList()
    one.header.append(header)
    one.rows[1][header] = words
    checked = check([one.write(tmp_path)], run)
    assert told(checked) == [("row.remark-withdraws", "warning", "M8")]


@pytest.mark.parametrize(
    "words",
    [
        "นำผลิตภัณฑ์มาเอง",
        "ไม่เข้าร่วมโครงการอื่น",
        "ไม่ขอถอน",
        "ยืนยันไม่ถอนตัว",
        "ไม่ขอถอนตัว",
        "ไม่ประสงค์พักค้าง",
        "ไม่ประสงค์ออกนาม",
        "แทนกลุ่มเดิมที่ขอถอนตัว",
        "กลุ่มอื่นเลิกกิจการแล้ว",
        "ส่งไม่ครบ เนื่องจากอีกกลุ่มเลิกผลิต",
        "ผลิตภัณฑ์ใหญ่ นำมาไม่ได้",
        "เงินโอนมาไม่ได้",
        "โทรศัพท์เสียติดต่อมาไม่ได้",
        "ปีก่อนไม่มาประชุม",
        "ไม่เคยไม่มาประชุม",
        "ไม่สามารถเข้าร่วมโครงการอื่น",
        "ไม่สามารถเข้าร่วม KBO รุ่น 1",
        "ไม่สามารถเข้าร่วมงานแสดงสินค้า",
        "วันที่ 9 ไม่สะดวกมา",
    ],
)
def test_any_other_remark_is_none_of_ours(
    words: str,
    run: Run,
    tmp_path: Path,
) -> None:
    one = OwnList()
    one.header.append("หมายเหตุ")
    one.rows[1]["หมายเหตุ"] = words
    assert told(check([one.write(tmp_path)], run)) == []


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("การพักค้าง", "ไม่ประสงค์"),
        ("ออกบูธงาน OTOP ปีที่แล้ว", "ไม่เข้าร่วม"),
        ("เหตุผลที่ไม่ครบ", "อีกสองกลุ่มขอถอนตัว"),
        ("ความพร้อมของรถ", "ไม่สะดวก"),
    ],
)
def test_a_column_that_asks_for_something_else_withdraws_no_group(
    header: str, words: str, run: Run, tmp_path: Path
) -> None:
    one = OwnList()
    one.header.append(header)
    one.rows[1][header] = words
    codes = {code for code, _, _ in told(check([one.write(tmp_path)], run))}
    assert "row.remark-withdraws" not in codes


@pytest.mark.parametrize("headers", [["หมายเหตุ", "หมายเหตุ"], ["หมายเหตุ"], []])
def test_a_remark_beside_a_list_wherever_it_stands(
    headers: list[str], run: Run, tmp_path: Path
) -> None:
    """In the last column of one header, or right of all headers."""
    one = OwnList()
    column = len(one.header) + 1
    path = one.write(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for header in headers:
        sheet.cell(FIRST - 1, column, header)
        column += 1
    last_column = column - 1 if len(headers) > 1 else column
    cell = sheet.cell(FIRST + 1, last_column, "ขอถอนตัว").coordinate
    book.save(path)
    assert told(check([path], run)) == [("row.remark-withdraws", "warning", cell)]


@pytest.mark.parametrize("words", ["ไม่เข้าร่วม", "ไม่มา", "มาไม่ได้", "ไม่สะดวก"])
def test_an_answer_under_its_own_header_withdraws_a_group(
    words: str, run: Run, tmp_path: Path
) -> None:
    one = OwnList()
    one.header.append("ยืนยันเข้าร่วม")
    one.rows[1]["ยืนยันเข้าร่วม"] = words
    checked = check([one.write(tmp_path)], run)
    assert told(checked) == [("row.remark-withdraws", "warning", "M8")]


@pytest.mark.parametrize(
    ("words", "star", "expected"),
    [
        ("ยืนยัน", 2, ("row.reason-wanted", "warning", "M7")),
        ("ประกาศแก้ไขภายหลัง", "รอผล", ("row.error-not-confirmed", "warning", "M7")),
    ],
)
def test_a_column_of_reasons_says_what_a_reason_cannot(
    words: str,
    star: Any,
    expected: Case,
    run: Run,
    tmp_path: Path,
) -> None:
    """Beside the finding that the district speaks of; ("row.reason-for-other-value" needs a list before.)"""
    one = OwnList()
    one.header.append("ยืนยัน / เหตุผล")
    one.rows[0] |= {"ระดับดาว": star, "ยืนยัน / เหตุผล": words}
    first, second = told(check([one.write(tmp_path)], run))
    assert (first[2], second) == (at("ระดับดาว"), expected)


def test_every_code_has_its_mutation() -> None:
    """By name in this module, each in a test that expects it."""
    from pathlib import Path

    words = Path(__file__).read_text(encoding="utf-8")
    assert [code for code in SUBMISSION_CODES if f'("{code}"' not in words] == []
