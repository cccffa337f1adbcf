"""A name is never a path: whatever a thing is called, its file lies in its folder and its sheet in its workbook.

- A file's name is one on every system: no folder in it, no device, no more than 255 bytes, also with a number.
- A sheet's name is one that Excel takes.
- No two names meet in one file or sheet, capitals and composition apart.
- A name that is fine stays as it is.
"""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbo_screen.vocabulary.areas import districts_of, provinces
from kbo_screen.vocabulary.file_names import (
    LONGEST_SHEET_NAME,
    fault_of_name,
    file_name,
    numbered_name,
    same_name,
    sheet_name,
    unique_file_names,
    unique_sheet_name,
)

PIECES = ["..", "/", "\\", "C:", "CON", "nul", "com1", "LPT9", ".", " ", "'", "~$", "\0", "\n", "\u202e", "เมือง", "น้ำ", "Å", "Å",
          "History", "[", "]", "*", "?", "é", "é", "ß", "SS", "ﬁ", "x" * 40, "ก" * 300, "😀" * 20, ".xlsx", "\ud800"]  # fmt: skip
NAMES = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=8).map(
    "".join
)
#: A machine that is busy is no fault of a name.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
WINDOWS_REFUSES = set('<>:"/\\|?*') | set(map(chr, range(32)))
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}


def is_a_name_everywhere(name: str) -> bool:
    """By the rules of Windows and of Linux, as their documents say them."""
    return (
        0 < len(name.encode()) <= 255
        and not WINDOWS_REFUSES & set(name)
        and name[-1] not in " ."
        and not name.startswith((".", "~$", " "))
        and name.split(".")[0].strip().lower() not in DEVICES
        and Path(name).name == name
    )


@CALM
@given(NAMES)
def test_every_name_becomes_one_of_a_file(name: str) -> None:
    safe = file_name(name, ".xlsx")
    assert is_a_name_everywhere(safe), safe
    assert safe.endswith(".xlsx")
    assert is_a_name_everywhere(numbered_name(safe, 99))
    assert is_a_name_everywhere(numbered_name(safe, "2569-11-26 12"))
    assert (Path("/folder") / safe).resolve().parent == Path("/folder")


@CALM
@given(st.lists(NAMES, max_size=8))
def test_no_two_names_are_one_file(names: list[str]) -> None:
    files = unique_file_names(f"{name}.xlsx" for name in names)
    assert len(
        {unicodedata.normalize("NFC", file).casefold() for file in files}
    ) == len(names)
    assert all(map(is_a_name_everywhere, files))


@CALM
@given(st.lists(NAMES, min_size=1, max_size=8))
def test_no_two_names_are_one_sheet_and_excel_takes_each(names: list[str]) -> None:
    """The writer of workbooks raises for a name that Excel refuses."""
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    taken: set[str] = set()
    for name in names:
        sheet = unique_sheet_name(name, taken)
        taken.add(same_name(sheet))
        book.add_worksheet(sheet)
        assert len(sheet.encode("utf-16-le")) // 2 <= LONGEST_SHEET_NAME
        assert sheet.casefold() != "history"
        sheet.encode("utf-8")
    book.close()


def test_official_names_stay_as_they_are() -> None:
    for province in provinces():
        for district in (
            province.name,
            *(one.district for one in districts_of(province.name)),
        ):
            assert (
                file_name(district),
                sheet_name(district),
                fault_of_name(district),
            ) == (district, district, None)


@CALM
@given(NAMES)
def test_a_name_without_fault_is_the_name_of_its_file_and_its_sheet(name: str) -> None:
    if fault_of_name(name) is None:
        assert file_name(name) == unicodedata.normalize("NFC", name)
        assert (
            sheet_name(name)
            == unicodedata.normalize("NFC", name)[: len(sheet_name(name))]
        )
