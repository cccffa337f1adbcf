"""`meeting`: who is called, by which letter, and what of people stands where."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.findings.catalogue import raw_finding_text
from tests.tools.lists import OwnList, make_run
from tests.tools.looks import rows_of

if TYPE_CHECKING:
    from typer.testing import Result

ROOT = Path(__file__).parents[2]
ROSTERS = "บัญชีรายชื่อผู้เข้าร่วมประชุม.xlsx"
BANG_KHLA = "หนังสือเชิญ 2402 บางคล้า.docx"
PROVINCE = "หนังสือถึงอำเภอ ฉะเชิงเทรา.docx"
#: An invented number of a citizen: its check digit is wrong.
CITIZEN_ID = "1019876543210"


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry; the list of บางคล้า, of whose groups one names nobody; that of บางปะกง, which is refused."""
    folder = tmp_path_factory.mktemp("lists")
    make_run(folder)
    (folder / "in").mkdir()
    sent = OwnList("บางคล้า")
    sent.rows[1]["ผู้แทนกลุ่ม"] = None
    sent.rows[2]["ผู้แทนกลุ่ม"] = f"นายสอง ตัวอย่าง {CITIZEN_ID}"
    sent.write(folder / "in")
    refused = OwnList("บางปะกง")
    refused.add("กลุ่มปูเค็มบ้านบน")["ศักยภาพ"] = "ไม่มี"
    refused.write(folder / "in")
    return folder


@pytest.fixture
def desk(lists: Path, tmp_path: Path) -> Path:
    """The same in a folder of its own, where results may be written."""
    without_results = shutil.ignore_patterns("out")
    copy = shutil.copytree(lists, tmp_path / "desk", ignore=without_results)
    return Path(copy)


@pytest.fixture(scope="module")
def called(lists: Path) -> tuple[Path, Result]:
    """What was written for the lists, and what was said."""
    done = call(lists, lists / "in")
    assert done.exit_code == 0
    return lists / "out", done


def run(*words: object) -> Result:
    return CliRunner().invoke(
        app, [str(word) for word in words], env={"COLUMNS": "110"}
    )


def call(desk: Path, *words: object) -> Result:
    return run(
        "meeting",
        *words,
        "--registry",
        desk / "registry.xlsx",
        "-o",
        desk / "out",
    )


def text_of(path: Path) -> str:
    """All words of a document: its paragraphs, then the rows of its tables."""
    document = Document(str(path))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += [" | ".join(cell.text for cell in row.cells) for row in table.rows]
    return "\n".join(lines)


def test_a_notice_says_all_that_the_letter_asks_of_a_group(
    called: tuple[Path, Result],
) -> None:
    folder, _ = called
    words = text_of(folder / BANG_KHLA)
    for part in (
        "หนังสือจังหวัดฉะเชิงเทรา ด่วนที่สุด ที่ ฉช ๐๐๑๙/ว ๗๖๗๒ ลงวันที่ ๒๓ ธันวาคม ๒๕๖๕",
        "ประธานกลุ่มทอผ้าบ้านดอนทราย",
        "จำนวน ๑ คน คือ นางหนึ่ง ตัวอย่าง เข้าร่วมประชุมและให้ข้อมูลผลิตภัณฑ์",
        "วันอังคารที่ ๑๐ มกราคม ๒๕๖๖ ณ ห้องบางตลาด โรงแรม ที วินเทจ ตำบลท่าทองหลาง",
        "รายงานตัวเวลา ๐๘.๐๐ – ๐๘.๓๐ น.",  # noqa: RUF001
        "ผลิตภัณฑ์ที่นำไปคือ “ผ้าขาวม้า”",
        "โทร. ๐-๓๘๕๑-๑๒๓๘",  # noqa: RUF001
        "จำนวน ๑ คน คือ ........",
        "นายอำเภอบางคล้า",
    ):
        assert part in words
    assert not re.search("[0-9]", words), "digits in Word are Thai"


def test_a_document_has_the_measures_of_an_official_letter(
    called: tuple[Path, Result],
) -> None:
    folder, _ = called
    document = Document(str(folder / BANG_KHLA))
    assert len(document.sections) == 3, "a page, and a section, per group"
    for section in document.sections:
        margins = (section.left_margin, section.right_margin)
        paper = (section.page_width, section.page_height)
        assert [round(length.cm, 1) for length in margins] == [3, 2]
        assert [round(length.cm, 1) for length in paper] == [21, 29.7]
    looks = document.styles["Normal"].element.rPr
    assert looks.find(qn("w:rFonts")).get(qn("w:cs")) == "TH SarabunPSK"
    sizes = [looks.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("sz", "szCs")]
    assert sizes == ["32", "32"], "16 points, in halves"


def test_the_letter_of_the_province_lists_who_is_called(
    called: tuple[Path, Result],
) -> None:
    folder, _ = called
    words = text_of(folder / PROVINCE)
    assert "กลุ่มเป้าหมายที่อำเภอคัดเลือก จำนวน ๓ กลุ่ม จาก ๑ อำเภอ" in words
    assert "นายอำเภอ ทุกอำเภอ" in words
    assert (
        "๑ | บางคล้า | กลุ่มทอผ้าบ้านดอนทราย | ผ้าขาวม้า | นางหนึ่ง ตัวอย่าง | ๐๘๐๐๐๐๐๐๐๑" in words
    )
    assert "๒ | บางคล้า | นางสาวผู้ช่วย ตัวอย่าง" in words
    assert "๓ | บางน้ำเปรี้ยว | *" in words
    assert "น้ำปลา" not in words, "groups of a list that was sent back are not called"


def test_the_rosters_hold_every_group_and_every_district(
    called: tuple[Path, Result],
) -> None:
    folder, _ = called
    book = openpyxl.load_workbook(folder / ROSTERS)
    groups, officers = (list(rows_of(sheet)) for sheet in book.worksheets)
    header = groups[3]
    assert "นำผลิตภัณฑ์มา" in header
    assert "ลายมือชื่อ" in header
    assert groups[4][:6] == [
        1,
        "บางคล้า",
        "กลุ่มทอผ้าบ้านดอนทราย",
        "ผ้าขาวม้า",
        "นางหนึ่ง ตัวอย่าง",
        "0800000001",
    ]
    assert [row[8] for row in groups[4:7]] == [None, "ยังไม่แจ้งชื่อ", None]
    assert "บางปะกง: ส่งคืนแก้ไข" in groups[7][0]
    districts = officers[4:]
    assert len(districts) == 11
    named = [row[1] for row in districts if row[2]]
    assert named == ["บางคล้า", "บางปะกง"]


def test_what_is_said_names_nobody_and_warns_once(called: tuple[Path, Result]) -> None:
    folder, done = called
    said = done.stdout + done.stderr
    assert said.count("--without-contacts") == 1
    assert "ตัวอย่าง" not in said
    assert "08000" not in said
    for name in (BANG_KHLA, PROVINCE):
        assert CITIZEN_ID not in text_of(folder / name).translate(
            str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
        )


def test_contacts_are_left_out_where_that_is_asked(desk: Path) -> None:
    done = call(desk, desk / "in", "--without-contacts")
    assert "--without-contacts" not in done.stderr
    words = text_of(desk / "out" / BANG_KHLA) + text_of(desk / "out" / PROVINCE)
    book = openpyxl.load_workbook(desk / "out" / ROSTERS)
    for sheet in book.worksheets:
        words += "\n".join(" ".join(map(str, row)) for row in rows_of(sheet))
    assert "ตัวอย่าง" not in words
    assert "๐๘๐๐" not in words
    assert "0800" not in words
    assert words.count("ยังไม่แจ้งชื่อ") == 10, "the marks stay: a group, nine districts"


def test_before_lists_have_come_the_proposed_groups_are_called(desk: Path) -> None:
    done = call(desk, "--proposed")
    assert done.exit_code == 0
    names = sorted(path.name for path in (desk / "out").iterdir())
    assert names == [
        ROSTERS,
        PROVINCE,
        BANG_KHLA,
        "หนังสือเชิญ 2404 บางปะกง.docx",
        "หนังสือเชิญ 2405 บ้านโพธิ์.docx",
    ]
    assert "จำนวน ๑ คน คือ ...." in text_of(desk / "out" / BANG_KHLA)
    assert "ซึ่งอำเภอยังไม่ได้คัดเลือก" in text_of(desk / "out" / PROVINCE)


def test_files_that_hold_nobody_are_not_said_to_hold_people(desk: Path) -> None:
    """The registry has no telephones, and before lists have come nobody is named."""
    done = call(desk, "--proposed")
    assert done.exit_code == 0
    assert "--without-contacts" not in done.stderr


@pytest.mark.parametrize("words", [(), ("in", "--proposed")])
def test_lists_or_the_shortlist_are_called_not_both(
    desk: Path, words: tuple[str, ...]
) -> None:
    done = call(desk, *(desk / word if word == "in" else word for word in words))
    assert done.exit_code == 2
    message = raw_finding_text("usage.lists-or-proposed", "message", "th")
    assert message in done.stderr
    assert not (desk / "out").exists()


def test_nobody_accepted_still_makes_rosters(desk: Path) -> None:
    """No letter to the districts, which would call no group."""
    done = call(desk, desk / "in" / "บางปะกง.xlsx")
    assert done.exit_code == 0
    assert sorted(path.name for path in (desk / "out").iterdir()) == [ROSTERS]


def test_a_letter_that_somebody_filled_in_is_kept(desk: Path) -> None:
    """An untouched one is replaced, and one that a word processor saved stands beside the new one."""
    call(desk, desk / "in")
    typed = Document(str(desk / "out" / BANG_KHLA))
    typed.paragraphs[1].add_run("ฉช ๐๐๑๙/๑")
    typed.save(str(desk / "out" / BANG_KHLA))
    done = call(desk, desk / "in", "--force")
    assert done.exit_code == 0
    kept = [path for path in (desk / "out").iterdir() if "(" in path.name]
    assert [path.name[:20] for path in kept] == [BANG_KHLA[:20]]
    assert "ฉช ๐๐๑๙/๑" in text_of(kept[0])


def office_template(path: Path, *lines: str, header: str = "") -> Path:
    document = Document()
    document.sections[0].header.paragraphs[0].text = header
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def test_an_office_uses_its_own_letterhead(desk: Path) -> None:
    template = office_template(
        desk / "office.docx",
        "ถึง {{ group_name }}",
        "{% if representative_phone %}โทร {{ representative_phone }}{% endif %}",
        header="สำนักงานตัวอย่าง {{ province }} {{ meeting_date }}",
    )
    done = call(desk, desk / "in", "--template", template)
    assert done.exit_code == 0
    document = Document(str(desk / "out" / BANG_KHLA))
    assert [paragraph.text for paragraph in document.paragraphs][:2] == [
        "ถึง กลุ่มทอผ้าบ้านดอนทราย",
        "โทร ๐๘๐๐๐๐๐๐๐๑",
    ]
    assert len(document.sections) == 3
    header = document.sections[2].header.paragraphs[0].text
    assert header == "สำนักงานตัวอย่าง จังหวัดฉะเชิงเทรา วันอังคารที่ ๑๐ มกราคม ๒๕๖๖"
    assert "บัญชีรายชื่อ" in text_of(desk / "out" / PROVINCE), (
        "ours stands in for the other"
    )


def test_an_unknown_field_is_named_with_its_nearest(desk: Path) -> None:
    template = office_template(desk / "office.docx", "{{ groupname }}")
    done = call(desk, desk / "in", "--template", template, "--lang", "en")
    assert done.exit_code == 2
    assert "“office.docx” has a field “groupname” that there is not" in done.stderr
    assert "group_name" in done.stderr
    assert not (desk / "out").exists()


def test_the_fields_are_printed_in_both_languages() -> None:
    runner = CliRunner()
    words = ["meeting", "--fields"]
    thai = runner.invoke(app, words)
    english = runner.invoke(app, words, env={"KBO_SCREEN_LANG": "en"})
    assert thai.exit_code == english.exit_code == 0
    for done in (thai, english):
        assert "{{ group_name }}" in done.stdout
        assert "{{ line.officer }}" in done.stdout
        assert "{%tr for line in groups %}" in done.stdout
    assert thai.stdout != english.stdout


def test_word_is_loaded_by_no_other_command(desk: Path) -> None:
    """Whatever starts beside `meeting` does not wait for what writes Word."""
    for words in (("rank", "registry.xlsx"), ("meeting", "--help")):
        assert modules_after(words, desk).isdisjoint({"docx", "docxtpl", "lxml"})


def modules_after(words: tuple[str, ...], folder: Path) -> set[Any]:
    script = (
        f"import sys; sys.argv = ['kbo-screen', *{words!r}]\n"
        "try:\n    from kbo_screen.cli import main; main()\nexcept SystemExit: pass\n"
        "print('\\n', *{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=folder,
    )
    return set(done.stdout.splitlines()[-1].split())
