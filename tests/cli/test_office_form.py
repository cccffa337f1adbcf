"""`form --template`: an office's own blank form, filled, its looks kept.

1. The table is found wherever it stands; groups in rank order; district and province in their blanks.
2. Rows are added where there are too few, and all that lies below moves down with what speaks of it.
3. All else is as it was, by meaning; what is not is named before anything is written.
4. What is filled comes back as an ordinary list.
5. A file that cannot be filled is one sentence, and exit code 3.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.findings import InputError
from kbo_screen.formats.forms.kept_rows import moved_formula
from kbo_screen.formats.forms.kept_workbook import saved_again
from kbo_screen.grid.meaning import differences, meaning_of
from kbo_screen.letters.loading import load_letter
from kbo_screen.registry.scope import make_scope
from kbo_screen.tasks.fill_office_forms import open_office_form
from kbo_screen.tasks.run_options import RunOptions
from tests.tools.office_forms import plain_form, second_sheet_form, unnumbered_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

SAMPLES = Path(__file__).parents[2] / "sample_data"
BANG_KHLA = "2402 บางคล้า.xlsx"
BAN_PHO = "2405 บ้านโพธิ์.xlsx"


def values_of(row: Any) -> list[Any]:
    return [cell.value for cell in row]


def fill(template: Path, *words: object) -> Result:
    district = () if "--district" in words else ("--district", "บางคล้า")
    arguments = [
        "form", SAMPLES / "registry.xlsx", "--projects", SAMPLES / "projects.xlsx",
        "--template", template, "-o", template.parent / "out", "--today", "1/12/2565", *district, *words,
    ]  # fmt: skip
    return CliRunner().invoke(app, list(map(str, arguments)))


def sheet_of(template: Path, name: str = BANG_KHLA) -> Any:
    return openpyxl.load_workbook(template.parent / "out" / name).worksheets[-1]


def shown(sheet: Any, area: str) -> list[list[Any]]:
    rows = sheet[area]
    return list(map(values_of, rows))


def test_groups_stand_in_rank_order_between_header_and_signatures(
    tmp_path: Path,
) -> None:
    template = plain_form(tmp_path / "แบบ.xlsx")
    result = fill(template)
    assert result.exit_code == 0, result.output
    sheet = sheet_of(template)
    assert sheet["A2"].value == "อำเภอบางคล้า จังหวัดฉะเชิงเทรา"
    assert shown(sheet, "A5:F10") == [
        [1, "กลุ่มทอผ้าบ้านโคกสูง 6", "ข้าวหอมมะลิ สูตร 1", 3, None, None],
        [2, "กลุ่มแปรรูปอาหารบ้านดอนทราย 2", "ข้าวหอมมะลิ สูตร 2", 2, None, None],
        [3, "วิสาหกิจชุมชนสมุนไพรบ้านวังน้ำใส 15", "น้ำตาลสด สูตร 1", 4, None, None],
        [4, None, None, None, None, None],
        [5, None, None, None, None, None],
        ["รวมจำนวนกลุ่ม", None, None, "=COUNTA(B5:B9)", None, None],
    ]
    assert sheet["C14"].value == "พัฒนาการอำเภอบางคล้า"


def test_header_of_two_rows_on_the_second_sheet_with_thai_digits(
    tmp_path: Path,
) -> None:
    template = second_sheet_form(tmp_path / "แบบ.xlsx")
    assert fill(template).exit_code == 0
    sheet = sheet_of(template)
    assert (sheet["C2"].value, sheet["E2"].value) == ("บางคล้า", "ฉะเชิงเทรา")
    numbers_and_names = [row[:2] for row in shown(sheet, "A6:B9")]
    assert numbers_and_names == [
        ["๑.", "กลุ่มทอผ้าบ้านโคกสูง 6"],
        ["๒.", "กลุ่มแปรรูปอาหารบ้านดอนทราย 2"],
        ["๓.", "วิสาหกิจชุมชนสมุนไพรบ้านวังน้ำใส 15"],
        ["๔.", None],
    ]


def test_rows_are_added_with_thai_numbers_on(tmp_path: Path) -> None:
    template = second_sheet_form(tmp_path / "แบบ.xlsx")
    result = fill(template, "--take", 6)
    assert "มีแถวว่าง 4 แถว" in result.stderr
    numbers = [row[0] for row in shown(sheet_of(template), "A6:A12")]
    assert numbers == ["๑.", "๒.", "๓.", "๔.", "๕.", "๖.", None]


def test_all_below_moves_down_with_what_speaks_of_it(tmp_path: Path) -> None:
    """A total, its merge, signatures, drop-downs, colours, the printed area, heights."""
    template = plain_form(tmp_path / "แบบ.xlsx")
    assert fill(template, "--take", 9, "--district", "บ้านโพธิ์").exit_code == 0
    sheet = sheet_of(template, BAN_PHO)
    assert sheet["A13"].value == "รวมจำนวนกลุ่ม"
    assert sheet["D13"].value == "=COUNTA(B5:B12)"
    assert sheet["C17"].value == "พัฒนาการอำเภอบ้านโพธิ์"
    assert sorted(map(str, sheet.merged_cells.ranges)) == [
        "A13:C13",
        "A1:F1",
        "A2:F2",
        "C17:F17",
    ]
    assert str(sheet.data_validations.dataValidation[0].sqref) == "D5:D12"
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["E5:E12"]
    assert sheet.print_area.endswith("$A$1:$F$17")
    assert {sheet.row_dimensions[row].height for row in range(5, 13)} == {24}
    assert sheet["B11"].border.left.style == sheet["B5"].border.left.style == "thin"
    assert [row[0] for row in shown(sheet, "A5:A12")] == list(range(1, 9))


def test_a_table_that_nothing_ends_is_as_long_as_its_frames(tmp_path: Path) -> None:
    template = unnumbered_form(tmp_path / "แบบ.xlsx")
    result = fill(template, "--take", 5)
    assert result.exit_code == 0
    assert "มีแถวว่าง 3 แถว" in result.stderr
    sheet = sheet_of(template)
    assert [row[2] for row in shown(sheet, "A4:D8")] == ["บางคล้า"] * 5
    assert sheet["B8"].border.left.style == "thin"


def test_nothing_else_of_the_form_is_changed(tmp_path: Path) -> None:
    template = plain_form(tmp_path / "แบบ.xlsx")
    fill(template)
    filled = (template.parent / "out" / BANG_KHLA).read_bytes()
    changed = differences(meaning_of(template.read_bytes()), meaning_of(filled))
    assert {fact.kind for fact in changed} == {"value"}
    assert {fact.where[0] for fact in changed} <= set("ABCD")


def test_what_is_filled_comes_back_as_a_list(tmp_path: Path) -> None:
    for make in (plain_form, second_sheet_form, unnumbered_form):
        template = make(tmp_path / f"{make.__name__}.xlsx")
        assert fill(template, "--force").exit_code == 0
        check = ["validate", tmp_path / "out", "--registry", SAMPLES / "registry.xlsx",
                 "--projects", SAMPLES / "projects.xlsx", "--format", "csv"]  # fmt: skip
        result = CliRunner().invoke(app, list(map(str, check)))
        assert result.exit_code == 0, result.output
        assert "registry.unknown-group" not in result.stdout


#: The codes that the screens of this module show: "form.template-loses", "form.rows-added", "form.template-few-rows".


def test_a_picture_is_named_before_anything_is_written(tmp_path: Path) -> None:
    template = with_picture(plain_form(tmp_path / "แบบ.xlsx"))
    result = fill(template)
    assert result.exit_code == 0
    assert "มีรูปภาพ (แผ่นงาน แบบรายงาน)" in " ".join(result.stderr.split())
    assert result.stderr.index("รูปภาพ") < result.stderr.index("เขียนแบบแล้ว")


def test_names_that_begin_like_formulas_stay_texts(tmp_path: Path) -> None:
    registry = openpyxl.load_workbook(SAMPLES / "registry.xlsx")
    sheet: Any = registry.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("กลุ่มทอผ้า"):
                cell.value = "=HYPERLINK(1)" + cell.value
                cell.data_type = "s"
    registry.save(tmp_path / "registry.xlsx")
    template = plain_form(tmp_path / "แบบ.xlsx")
    words = [
        "form",
        tmp_path / "registry.xlsx",
        "--template",
        template,
        "-o",
        tmp_path / "out",
    ]
    CliRunner().invoke(app, list(map(str, words)))
    cells = [
        sheet_of(template, path.name)[f"B{row}"]
        for path in (tmp_path / "out").iterdir()
        for row in (5, 6, 7)
    ]
    risky = [cell for cell in cells if str(cell.value).startswith("=")]
    assert risky
    assert {cell.data_type for cell in risky} == {"s"}


def two_tables(path: Path) -> Path:
    second_sheet_form(path)
    workbook = openpyxl.load_workbook(path)
    workbook.copy_worksheet(workbook["แบบ ๑"])
    workbook.save(path)
    return path


def no_table(path: Path) -> Path:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0]["A1"] = "ยังไม่มีตาราง"
    workbook.save(path)
    return path


def filled_before(path: Path) -> Path:
    plain_form(path)
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0]["B5"] = "กลุ่มตัวอย่าง"
    workbook.save(path)
    return path


def csv(path: Path) -> Path:
    path = path.with_suffix(".csv")
    path.write_text("ชื่อกลุ่ม,ผลิตภัณฑ์\n", encoding="utf-8-sig")
    return path


def locked(path: Path) -> Path:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = plain_form(path.with_name("plain.xlsx"))
    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(source).encrypt("secret", target)
    return path


def missing(path: Path) -> Path:
    return path


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (no_table, "form.template-no-table", "ไม่มีตารางที่มีช่องชื่อกลุ่ม"),
        (two_tables, "form.template-two-tables", "มากกว่าหนึ่งตาราง"),
        (filled_before, "form.template-no-rows", "ไม่มีแถวว่างใต้หัวตาราง"),
        (csv, "form.template-other-kind", "เป็นไฟล์ csv"),
        (locked, "form.template-locked", "มีรหัสผ่าน"),
        (missing, "form.template-unread", "เปิดแบบ"),
    ],
)
def test_what_cannot_be_filled_is_one_sentence(
    tmp_path: Path,
    make: Callable[[Path], Path],
    code: str,
    words: str,
) -> None:
    template = make(tmp_path / "แบบ.xlsx")
    letter = load_letter()
    with pytest.raises(InputError) as fault:
        open_office_form(template, letter, make_scope(letter), RunOptions())
    assert [finding.code for finding in fault.value.findings] == [code]
    assert fault.value.exit_code == 3
    assert words in fault.value.findings[0].message("th")


def test_a_template_that_cannot_be_filled_ends_with_3_and_writes_nothing(
    tmp_path: Path,
) -> None:
    result = fill(no_table(tmp_path / "แบบ.xlsx"))
    assert result.exit_code == 3
    assert "ไม่มีตารางที่มีช่องชื่อกลุ่ม" in " ".join(result.stderr.split())
    assert not (tmp_path / "out").exists()


def test_what_openpyxl_does_not_understand_is_told() -> None:
    with pytest.raises(InputError) as fault:
        saved_again(b"PK", "แบบ.xlsx")
    assert [finding.code for finding in fault.value.findings] == ["file.not-kept"]


def test_rows_are_not_added_where_something_would_be_lost(tmp_path: Path) -> None:
    template = plain_form(tmp_path / "แบบ.xlsx", 2)
    workbook = openpyxl.load_workbook(template)
    workbook.worksheets[0].merge_cells("F5:F6")
    workbook.save(template)
    result = fill(template)
    assert result.exit_code == 3
    assert "มีแถวว่าง 2 แถว แต่ต้องใช้ 3" in " ".join(result.stderr.split())
    assert not (tmp_path / "out").exists()


def test_an_empty_form_of_each_district_needs_no_registry(tmp_path: Path) -> None:
    template = plain_form(tmp_path / "แบบ.xlsx")
    words = ["form", "--blank", "--template", template, "-o", tmp_path / "out"]
    assert CliRunner().invoke(app, list(map(str, words))).exit_code == 0
    assert len(list((tmp_path / "out").iterdir())) == 11
    assert sheet_of(template)["A2"].value == "อำเภอบางคล้า จังหวัดฉะเชิงเทรา"


def test_a_form_that_stands_there_is_seen_before_the_registry_is_read(
    tmp_path: Path,
) -> None:
    """Also where the office's own form is called .XLSX: what is written is called .xlsx."""
    template = tmp_path / "แบบ.XLSX"
    template.write_bytes(b"not read")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / BANG_KHLA).write_bytes(b"old")
    refused = fill(template)
    assert (refused.exit_code, "มีไฟล์" in refused.output) == (2, True), refused.output


def test_formulas_follow_the_rows_of_their_sheet_alone() -> None:
    def move(row: int) -> int:
        return row + 3 if row >= 10 else row

    formula = '=SUM($B$5:B10)+LOG10(C12)+แผ่น2!A12+SUM(5:11)&"A12"'
    expected = '=SUM($B$5:B13)+LOG10(C15)+แผ่น2!A12+SUM(5:14)&"A12"'
    assert moved_formula(formula, "แผ่น1", move, is_at_home=True) == expected


def test_openpyxl_is_loaded_by_no_other_command(tmp_path: Path) -> None:
    """Whatever starts beside `form --template` does not wait for it."""
    registry = str(SAMPLES / "registry.xlsx")
    for words in (
        ("form", "--help"),
        ("form", registry, "-o", str(tmp_path / "out")),
    ):
        script = (
            f"import sys; sys.argv = ['kbo-screen', *{words!r}]\n"
            "try:\n    from kbo_screen.cli import main; main()\nexcept SystemExit: pass\n"
            "print('\\n', 'openpyxl' in sys.modules)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert done.stdout.split()[-1] == "False", done.stderr


def with_picture(path: Path) -> Path:
    """The workbook with a drawing of one picture on its sheet."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    spaces = "http://schemas.openxmlformats.org/drawingml/2006"
    sheet = sheet.replace(
        "</worksheet>", f'<drawing xmlns:r="{relations}" r:id="rId9"/></worksheet>'
    )
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    package_space = "http://schemas.openxmlformats.org/package/2006/relationships"

    def relation(number: int, kind: str, target: str) -> bytes:
        return (
            f'<Relationships xmlns="{package_space}"><Relationship Id="rId{number}" '
            f'Type="{relations}/{kind}" Target="{target}"/></Relationships>'
        ).encode()

    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relation(
        9, "drawing", "../drawings/drawing1.xml"
    )
    parts["xl/drawings/_rels/drawing1.xml.rels"] = relation(
        1, "image", "../media/image1.png"
    )
    parts["xl/drawings/drawing1.xml"] = (
        f'<xdr:wsDr xmlns:xdr="{spaces}/spreadsheetDrawing" xmlns:a="{spaces}/main"><xdr:oneCellAnchor><xdr:from>'
        "<xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        '<xdr:ext cx="9525" cy="9525"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="ครุฑ"/><xdr:cNvPicPr/>'
        f'</xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r="{relations}" r:embed="rId1"/></xdr:blipFill><xdr:spPr/>'
        "</xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"
    ).encode()
    parts["xl/media/image1.png"] = b"\x89PNG\r\n\x1a\n" + bytes(20)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path
