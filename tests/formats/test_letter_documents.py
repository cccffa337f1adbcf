"""The letters as LibreOffice prints them: everything that was written stands whole inside the margins."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING

from kbo_screen.formats.documents.letter_documents import letter_writer, own_template
from kbo_screen.results.meeting.notice_fields import FIELDS_OF_LETTER, LINE_FIELDS
from kbo_screen.vocabulary.thai_text import to_thai_digits

if TYPE_CHECKING:
    from pathlib import Path

prints = pytest.mark.skipif(
    not shutil.which("soffice") or not shutil.which("pdftotext"),
    reason="no LibreOffice or poppler",
)
#: A centimetre in points of a printed page.
CM = 72 / 2.54
LONG_NAME = "วิสาหกิจชุมชนกลุ่มแม่บ้านเกษตรกรแปรรูปผลิตภัณฑ์ทางการเกษตรและอาหารพื้นบ้าน" * 3


class Word(NamedTuple):
    left: float
    right: float
    text: str


def printed(pages: list[dict[str, Any]], kind: Any, folder: Path) -> list[list[Word]]:
    """The words of every page that LibreOffice makes of a letter."""
    letter_writer(pages, own_template(kind))(folder / "letter.docx")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    to_pdf = ["soffice", profile, "--headless", "--convert-to", "pdf", "letter.docx"]
    subprocess.run(to_pdf, cwd=folder, check=True, capture_output=True, timeout=180)
    to_boxes = ["pdftotext", "-bbox", "letter.pdf", "-"]
    done = subprocess.run(
        to_boxes, cwd=folder, check=True, capture_output=True, text=True
    )
    word = re.compile(r'<word xMin="([\d.]+)" .* xMax="([\d.]+)" .*>(.*)</word>')
    return [
        [Word(float(left), float(right), text) for left, right, text in word.findall(p)]
        for p in done.stdout.split("<page ")[1:]
    ]


def filled(kind: Any, **values: Any) -> dict[str, Any]:
    return dict.fromkeys(FIELDS_OF_LETTER[kind], "ตัวอย่าง") | values


@prints
def test_numbers_and_telephones_of_the_annex_stand_in_one_line(tmp_path: Path) -> None:
    """A number or a telephone that is broken over two lines is read wrong at the telephone."""
    lines = []
    for number in range(1, 121):
        line = dict.fromkeys(LINE_FIELDS["groups"], "บางน้ำเปรี้ยว")
        line["number"] = to_thai_digits(str(number))
        line["phone"] = to_thai_digits(f"08{number:08d}")
        line["group_name"] = LONG_NAME if number == 1 else "กลุ่มทอผ้า"
        lines.append(line)
    officer = {"number": "๑๑", "district": "เมืองฉะเชิงเทรา", "officer": "*"}
    page = filled("province", groups=lines, officers=[officer])
    words = {
        word.text for page in printed([page], "province", tmp_path) for word in page
    }
    for line in lines:
        assert {line["number"], line["phone"]} <= words
    assert "เมืองฉะเชิงเทรา" in words


@prints
def test_a_notice_stays_inside_its_margins_whatever_the_name(tmp_path: Path) -> None:
    pages = [
        filled("notice", group_name=name) for name in ("กลุ่ม", LONG_NAME, "ก" * 200)
    ]
    sheets = printed(pages, "notice", tmp_path)
    for sheet in sheets:
        assert min(word.left for word in sheet) >= 3 * CM - 1
        assert max(word.right for word in sheet) <= (21 - 2) * CM + 1
    whole = ["".join(word.text for word in sheet) for sheet in sheets]
    assert "เรียนประธานกลุ่มอ้างถึง" in whole[0]
    assert sum(text.count("เรียนประธาน") for text in whole) == 3
    assert sum(text.count("ก" * 60) for text in whole) > 0


def test_lines_of_the_annex_are_as_high_as_their_font() -> None:
    """A tone mark over a vowel would stand on the border of its row."""
    for table in Document(BytesIO(own_template("province"))).tables:
        header, _, line, _ = table.rows
        for cell in (*header.cells, *line.cells):
            rule = cell.paragraphs[0].paragraph_format.line_spacing_rule
            assert rule == WD_LINE_SPACING.AT_LEAST


@pytest.mark.parametrize("kind", ["notice", "province"])
def test_the_date_of_a_letter_is_left_to_the_office_without_a_label(kind: Any) -> None:
    """An official letter dates itself with the date alone; "วันที่" before it is the form of a memorandum."""
    lines = paragraphs(own_template(kind))
    head = lines[: next(at for at, line in enumerate(lines) if "เรื่อง" in line)]
    assert [line for line in head if "วันที่" in line] == []
    assert re.fullmatch(r"\.+", head[-1].strip())


@pytest.mark.parametrize("kind", ["notice", "province"])
def test_a_letter_names_no_program_as_its_author(kind: Any, tmp_path: Path) -> None:
    letter_writer([filled(kind, groups=[], officers=[])], own_template(kind))(
        tmp_path / "letter.docx"
    )
    with zipfile.ZipFile(tmp_path / "letter.docx") as package:
        assert b"python-docx" not in package.read("docProps/core.xml")
        assert [name for name in package.namelist() if "thumbnail" in name] == []


def paragraphs(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]
