"""The form: what it offers, what it holds, and that it works where it is filled in.

1. Groups in rank order, everything else by formula, values stored for whoever does not calculate.
2. Potential is asked only where the rank asks; formula cells are locked without a password.
3. The hidden part says letter, district, version and edition.
4. Filled in LibreOffice as a person would, and by a program, it validates clean.
5. Blank forms, districts without groups, groups of one name.
6. The foot says when the meeting is and who comes, and what a district reports that has too few groups.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from kbo_screen.grid import NOT_CALCULATED
from kbo_screen.letters.loading import load_letter
from kbo_screen.registry.form_stamp import edition_of
from kbo_screen.registry.scope import make_scope
from kbo_screen.results.forms.district_form import blank_forms, forms_of
from kbo_screen.results.meeting.meeting_sentences import attendance_line
from kbo_screen.sources.workbooks import read_workbook
from tests.tools.lists import check, make_run, told
from tests.tools.looks import texts_of
from tests.tools.written import write_forms, write_workbook

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run

SYSTEM_PYTHON = shutil.which("python3", path=os.defpath)


def has_uno() -> bool:
    if SYSTEM_PYTHON is None or shutil.which("soffice") is None:
        return False
    return (
        subprocess.run(
            [SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False
        ).returncode
        == 0
    )


@pytest.fixture(scope="module")
def forms(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "forms"
    write_forms(forms_of(run), folder, font="TH SarabunPSK", force=False, inputs=[])
    return folder


@pytest.fixture(scope="module")
def prefilled(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "forms"
    write_forms(
        forms_of(run, prefill=True),
        folder,
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    return folder


def test_one_form_per_district_of_the_letter(forms: Path) -> None:
    assert [path.name for path in sorted(forms.iterdir())][:3] == [
        "2401 เมืองฉะเชิงเทรา.xlsx",
        "2402 บางคล้า.xlsx",
        "2403 บางน้ำเปรี้ยว.xlsx",
    ]
    assert len(list(forms.iterdir())) == 11


def test_the_list_holds_the_shortlist_in_rank_order(run: Run, forms: Path) -> None:
    book = openpyxl.load_workbook(forms / "2402 บางคล้า.xlsx")
    labels = [row[0].value for row in book["kbo_screen_choices"].iter_rows()]
    listed = run.screening.listed
    names = listed.loc[listed["district_ix"] == 1, "group_name"].tolist()
    assert [
        label.removesuffix(" (240200014)").removesuffix(" (240200015)")
        for label in labels
    ] == names
    assert "กลุ่มชื่อซ้ำ (240200014)" in labels, (
        "a name that stands twice is told apart by its id"
    )


def test_prefilled_values_are_stored_for_any_reader(prefilled: Path) -> None:
    (sheet, *_) = read_workbook(prefilled / "2402 บางคล้า.xlsx").sheets
    row = [
        None if column[9] == NOT_CALCULATED else column[9]
        for column in sheet.columns[:10]
    ]
    assert row == [
        1.0,
        "กลุ่มทอผ้าบ้านดอนทราย",
        "240200001",
        None,
        "ผ้าขาวม้า",
        "3",
        "D",
        "ผ่าน มชช.",
        "ลำดับที่ ๑ : ผลิตภัณฑ์ ๑–๓ ดาว ปี ๒๕๖๕",
        None,
    ]
    assert sheet.columns[0][17] == "เลือกแล้ว 3 กลุ่ม ครบจำนวนขั้นต่ำแล้ว"


def test_the_stamp_says_what_the_form_was_made_for(run: Run, forms: Path) -> None:
    book = openpyxl.load_workbook(forms / "2404 บางปะกง.xlsx")
    sheet = book["kbo_screen_form"]
    assert sheet.sheet_state == "veryHidden"
    stamp = {row[0].value: row[1].value for row in sheet.iter_rows()}
    edition = edition_of(run.registry.inputs)
    assert stamp == {
        "version": "2",
        "letter": "chachoengsao_2566",
        "district": "2404",
        "registry": edition,
    }


def test_formulas_are_locked_without_a_password_and_typed_cells_are_not(
    forms: Path,
) -> None:
    sheet = openpyxl.load_workbook(forms / "2404 บางปะกง.xlsx").worksheets[0]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    locked = {
        cell: sheet[cell].protection.locked
        for cell in ("B10", "C10", "I10", "J10", "K10", "C5", "C6", "H7")
    }
    assert locked == {
        "B10": False,
        "C10": True,
        "I10": True,
        "J10": False,
        "K10": False,
        "C5": True,
        "C6": False,
        "H7": False,
    }


def test_a_form_is_one_landscape_page_of_a4(forms: Path) -> None:
    sheet = openpyxl.load_workbook(forms / "2404 บางปะกง.xlsx").worksheets[0]
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == (
        "landscape",
        "9",
    )
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in (
        (None, None),
        (1, 1),
    )


@pytest.mark.skipif(
    not shutil.which("soffice") or not shutil.which("pdftotext"),
    reason="no LibreOffice or poppler",
)
def test_a_form_fills_its_page_in_print(prefilled: Path, tmp_path: Path) -> None:
    """Shrunk no more than it must be: the signatures stand in the last quarter of the one page."""
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    to_pdf = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run(
        [*to_pdf, str(prefilled / "2402 บางคล้า.xlsx")],
        check=True,
        capture_output=True,
        timeout=180,
    )
    words = ["pdftotext", "-bbox", str(tmp_path / "2402 บางคล้า.pdf"), "-"]
    boxes = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    pages = [
        float(height)
        for height in re.findall(r'<page width="[\d.]+" height="([\d.]+)"', boxes)
    ]
    lowest = max(float(y) for y in re.findall(r'yMax="([\d.]+)">\(<', boxes))
    assert len(pages) == 1
    assert lowest > pages[0] * 0.75


@pytest.mark.skipif(
    not has_uno(), reason="LibreOffice or its Python bridge is not installed"
)
def test_a_person_fills_it_in_with_libreoffice(
    run: Run, forms: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "2404 บางปะกง.xlsx"
    steps = [
        "C6=นายผู้รายงาน ตัวอย่าง",
        "C7=นางสาวผู้ช่วย ตัวอย่าง",
        "H7=20/12/2565",
        "B10=กลุ่มกะปิบ้านคลองใหม่",
        "K10=นางหนึ่ง ตัวอย่าง",
        "L10=0800000001",
        "B11=กลุ่มน้ำปลาบ้านชายทะเล",
        "K11=นายสอง ตัวอย่าง",
        "B12=กลุ่มหอยดองบ้านล่าง",
        "K12=นางสาม ตัวอย่าง",
        "B13=กลุ่มปูเค็มบ้านบน",
        "J13=มีศักยภาพ",
        "K13=นายสี่ ตัวอย่าง",
    ]
    script = Path(__file__).parents[1] / "tools" / "libreoffice_steps.py"
    source = forms / "2404 บางปะกง.xlsx"
    done = subprocess.run(
        [str(SYSTEM_PYTHON), str(script), str(source), str(saved), *steps],
        capture_output=True,
        check=True,
        timeout=180,
    )
    shown = json.loads(done.stdout.decode().splitlines()[-1])
    assert shown["rows"][0][:6] == [
        "กลุ่มกะปิบ้านคลองใหม่",
        "240400001",
        "",
        "กะปิ",
        "3",
        "D",
    ]
    assert shown["rows"][3] == [
        "กลุ่มปูเค็มบ้านบน",
        "240400004",
        "",
        "ปูเค็ม",
        "-",
        "D",
        "ไม่มี",
        "ลำดับถัดไป : Quadrant D ที่มีศักยภาพ",
        "มีศักยภาพ",
    ]
    assert shown["rows"][4] == [""] * 9
    assert shown["count"] == "เลือกแล้ว 4 กลุ่ม ครบจำนวนขั้นต่ำแล้ว"
    assert shown["lists"] == [
        "$kbo_screen_choices.$A$1:$A$5",
        "IF(O10=1;$kbo_screen_choices.$J$1:$J$2;$kbo_screen_choices.$J$3:$J$3)",
    ]
    assert (shown["protected"], shown["visible"]) == (True, [True, False, False])
    checked = check([saved], run)
    assert told(checked) == []
    assert len(checked.files[0].accepted) == 4


def test_an_english_form_is_read_too(run: Run, tmp_path: Path) -> None:
    write_forms(
        forms_of(replace(run, lang="en"), prefill=True),
        tmp_path / "f",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    path = tmp_path / "f" / "2402 บางคล้า.xlsx"
    book = openpyxl.load_workbook(path)
    for cell, value in {
        "C7": "An officer",
        "K10": "Ms. One",
        "K11": "Mr. Two",
        "K12": "Ms. Three",
    }.items():
        book.worksheets[0][cell] = value
    book.save(path)
    checked = check([path], run)
    assert told(checked) == []
    assert set(checked.files[0].submission.rows[0].cells) >= {
        "group_id",
        "product_name",
        "star",
        "standard",
        "potential",
        "representative",
        "phone",
    }


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_item_of_a_drop_down_is_understood(
    lang: str, run: Run, tmp_path: Path
) -> None:
    """What the form offers is never refused as unreadable: the answers on potential, and every group of its list."""
    write_forms(
        forms_of(replace(run, lang=lang), prefill=True),
        tmp_path / "f",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    path = tmp_path / "f" / "2404 บางปะกง.xlsx"
    book = openpyxl.load_workbook(path)
    labels, answers = (
        [row[at].value for row in book["kbo_screen_choices"].iter_rows()]
        for at in (0, 9)
    )
    sheet, (yes, no, not_asked) = book.worksheets[0], answers[:3]
    sheet["C7"] = "เจ้าหน้าที่"
    said = dict(zip(labels, [not_asked, not_asked, not_asked, yes, no], strict=True))
    for row, (label, answer) in enumerate(said.items(), start=10):
        sheet[f"B{row}"], sheet[f"J{row}"], sheet[f"K{row}"] = (
            label,
            answer,
            f"คนที่{'กขคงจ'[row - 10]}",
        )
    book.save(path)
    checked = check([path], run)
    assert told(checked) == [("selection.potential-not-certified", "error", "J14")]
    values = [row.value("potential") for row in checked.files[0].submission.rows]
    assert values == [None, None, None, "yes", "no"]


def test_a_district_without_groups_gets_a_form_that_says_so(forms: Path) -> None:
    sheet = openpyxl.load_workbook(forms / "2407 ราชสาส์น.xlsx").worksheets[0]
    words = texts_of(sheet)
    assert any("ไม่มีกลุ่มที่เข้าหลักเกณฑ์" in word for word in words)


def foot_of(form: Path) -> list[str]:
    """What stands below the rows for groups, above the signatures."""
    sheet = openpyxl.load_workbook(form, data_only=True).worksheets[0]
    words = texts_of(sheet)
    first = next(ix for ix, word in enumerate(words) if word.startswith("เลือกแล้ว"))
    last = next(ix for ix, word in enumerate(words) if word.startswith("ลงชื่อ"))
    labels = ("ถ้าไม่มีกลุ่มที่เข้าหลักเกณฑ์ ให้เลือก /", "เหตุผลที่ไม่ครบ")
    assert tuple(words[first + 1 : first + 3]) == labels
    return [words[first], *words[first + 3 : last]]


def foot_of_meeting() -> list[str]:
    """What every form of the letter says of its meeting."""
    meeting = load_letter("chachoengsao_2566").meeting
    when_and_where = (
        f"ประชุมวันอังคารที่ ๑๐ มกราคม ๒๕๖๖ เวลา {meeting.time} ณ {meeting.place}"
    )
    who_comes = (
        "ให้กลุ่มส่งตัวแทนกลุ่ม กลุ่มละ 1 คน"
        " เข้าร่วมประชุมและให้ข้อมูลผลิตภัณฑ์แก่คณะกรรมการเครือข่าย KBO จังหวัด (ข้อ 2)"
        " ทั้งนี้ ให้นำผลิตภัณฑ์ที่จะเข้าสู่กระบวนการพัฒนา ไปแสดงในที่ประชุมด้วย"
    )
    return [when_and_where, who_comes]


@pytest.mark.parametrize(
    ("name", "foot"),
    [
        ("2402 บางคล้า.xlsx", ["เลือกแล้ว 3 กลุ่ม ครบจำนวนขั้นต่ำแล้ว"]),
        (
            "2405 บ้านโพธิ์.xlsx",
            [
                "เลือกแล้ว 1 กลุ่ม ครบทุกกลุ่มในบัญชีรายชื่อแล้ว",
                "อำเภอนี้มีกลุ่มที่เข้าหลักเกณฑ์ 1 กลุ่ม น้อยกว่าจำนวนขั้นต่ำ 3 กลุ่ม (ข้อ 1) ให้รายงานจังหวัดตามที่มี",
            ],
        ),
        (
            "2407 ราชสาส์น.xlsx",
            [
                "เลือกแล้ว 0 กลุ่ม",
                "อำเภอนี้ไม่มีกลุ่มที่เข้าหลักเกณฑ์ (ข้อ 1 กำหนดอย่างน้อย 3 กลุ่ม) ให้เลือก / ในช่องข้างบน ลงชื่อ แล้วส่งจังหวัด",
            ],
        ),
    ],
)
def test_the_foot_says_the_meeting_and_what_to_report(
    name: str, foot: list[str], prefilled: Path
) -> None:
    assert foot_of(prefilled / name) == [*foot, *foot_of_meeting()]


def test_the_foot_says_no_more_of_a_meeting_than_the_letter() -> None:
    letter = load_letter("chachoengsao_2566")
    meeting = letter.meeting.model_copy(update={"purpose": None, "bring": None})
    line = attendance_line(letter.model_copy(update={"meeting": meeting}), "th")
    assert line == "ให้กลุ่มส่งตัวแทนกลุ่ม กลุ่มละ 1 คน เข้าร่วมประชุม (ข้อ 2)"


def test_too_few_groups_of_which_some_wait_are_settled_first(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    form = next(f for f in forms_of(run) if f.district.district == "บ้านโพธิ์")
    assert form.choices is not None
    (choice,) = form.choices
    waiting = replace(form, choices=(replace(choice, waits=True),))
    assert waiting.shape.shortage_line == (
        "อำเภอนี้มีกลุ่มที่อาจเข้าหลักเกณฑ์ 1 กลุ่ม (รวมที่รอตรวจสอบ 1 กลุ่ม)"
        " น้อยกว่าจำนวนขั้นต่ำ 3 กลุ่ม (ข้อ 1) ให้ตรวจสอบแล้วรายงานจังหวัดตามที่มี"
    )


def test_the_place_of_the_meeting_is_not_taken_for_the_district(
    run: Run, prefilled: Path
) -> None:
    """The foot names อำเภอบางคล้า as the place; the form stays that of its own district."""
    checked = check([prefilled / "2405 บ้านโพธิ์.xlsx"], run)
    (file,) = checked.files
    assert file.submission.district_ix == run.registry.scope.districts.index(
        next(d for d in run.registry.scope.districts if d.district == "บ้านโพธิ์")
    )
    assert len(file.submission.rows) == 1


def test_a_star_that_the_registry_leaves_open_is_no_fault_of_the_form(
    tmp_path: Path,
) -> None:
    """The form fills the cell, and the district cannot: it is asked about the fact, and nothing is sent back."""
    more = """
        | บ้านโพธิ์ | 240500002 | กลุ่มเกลือบ้านใต้ | กลุ่มผู้ผลิตชุมชน | 2405000021 | เกลือ | 3-4 | A | 2560 | ไม่มี |  |  |
        """
    run = make_run(tmp_path, more=more)
    folder = tmp_path / "forms"
    prefilled = forms_of(run, prefill=True)
    write_forms(prefilled, folder, font="TH SarabunPSK", force=False, inputs=[])
    (form,) = folder.glob("2405*")
    checked = check([form], run)
    assert [finding for finding in told(checked) if finding[1] == "error"] == []
    assert ("selection.fact-unknown", "warning", "B11") in told(checked)
    assert len(checked.files[0].accepted) == 2


def test_blank_forms_are_typed_by_hand(run: Run, tmp_path: Path) -> None:
    letter = load_letter("chachoengsao_2566")
    write_forms(
        blank_forms(letter, make_scope(letter).districts, "th"),
        tmp_path / "f",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    path = tmp_path / "f" / "2402 บางคล้า.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert not sheet["C10"].protection.locked
    groups = [
        ("กลุ่มทอผ้าบ้านดอนทราย", "นางหนึ่ง"),
        ("กลุ่มสมุนไพรบ้านริมคลอง", "นายสอง"),
        ("กลุ่มจักสานบ้านหนองบัว", "นางสาม"),
    ]
    for row, (group, person) in enumerate(groups, start=10):
        sheet[f"B{row}"], sheet[f"K{row}"] = group, person
    sheet["C7"] = "ผู้ช่วย"
    book.save(path)
    assert told(check([path], run)) == []


def test_every_target_is_looked_at_before_the_first_is_written(
    run: Run, tmp_path: Path
) -> None:
    from kbo_screen.findings import UsageError

    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "2411 คลองเขื่อน.xlsx").write_text("keep me")
    with pytest.raises(UsageError) as caught:
        write_forms(
            forms_of(run), tmp_path / "f", font="TH SarabunPSK", force=False, inputs=[]
        )
    assert caught.value.findings[0].code == "output.exists"
    assert [path.name for path in (tmp_path / "f").iterdir()] == ["2411 คลองเขื่อน.xlsx"]


def test_what_was_not_checked_is_stamped_on_form_screen_sheets_and_json(
    tmp_path: Path,
) -> None:
    """Without a column of other projects the letter's condition is not evaluated: everybody is told."""
    import io

    from kbo_screen.formats.terminal.console import Screen
    from kbo_screen.formats.terminal.validation_terminal import show_validation
    from kbo_screen.results.validation.validation_payload import validation_payload
    from kbo_screen.results.validation.validation_sheets import validation_sheets
    from tests.tools.lists import OwnList

    run = make_run(tmp_path, without=["โครงการอื่น"])
    write_forms(
        forms_of(run), tmp_path / "f", font="TH SarabunPSK", force=False, inputs=[]
    )
    checked = check([OwnList().write(tmp_path)], run)
    screen = io.StringIO()
    show_validation(checked, Screen(100, screen))
    assert "ยังไม่ได้ตรวจ: ไม่ซ้ำกับโครงการอื่น" in screen.getvalue()
    assert [
        gap["condition"] for gap in validation_payload(checked)["not_evaluated"]
    ] == ["no-other-project"]
    sheets = validation_sheets(checked, tmp_path)
    book, _ = write_workbook(
        sheets, tmp_path / "out.xlsx", font="TH SarabunPSK", force=False, inputs=[]
    )
    for path in (tmp_path / "f" / "2402 บางคล้า.xlsx", book):
        for sheet in openpyxl.load_workbook(path).worksheets:
            words = texts_of(sheet)
            assert sheet.sheet_state != "visible" or any(
                "ยังไม่ได้ตรวจ" in word for word in words
            )
