"""Which group a row means: a name nearly right, a name that is none, and what neither may bring upon other rows.

1. One slip of the hand is a warning, where one group of the district is clearly meant.
2. Where two can be meant, or number or legal form differ, it is an error with the nearest, as the check compares them.
3. A row whose group is not known accuses no other row.
4. Every group that is refused or not known is answered with the next of the shortlist; what only differs is not.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from kbo_screen.formats.text.csv_file import to_csv
from kbo_screen.results.validation.validation_payload import validation_table
from kbo_screen.results.validation.validation_sheets import validation_sheets
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.tools.lists import OwnList, check, told
from tests.tools.registries import text_table, write_xlsx
from tests.tools.written import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run

#: Names of one district: two that differ by a letter, two that differ by a number, and one that stands alone.
NAMES = """
| อำเภอ   | รหัสผู้ผลิต | ชื่อกลุ่ม                  | ประเภทผู้ผลิต     | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 |
| บางคล้า | 240200001 | กลุ่มจักสานบ้านโคกสูง 12      | กลุ่มผู้ผลิตชุมชน | เสื่อกก     | 3 |
| บางคล้า | 240200002 | กลุ่มทอผ้าบ้านวังน้ำใส         | กลุ่มผู้ผลิตชุมชน | ผ้าขาวม้า   | 3 |
| บางคล้า | 240200003 | กลุ่มทอผ้าบ้านวังน้ำเย็น        | กลุ่มผู้ผลิตชุมชน | ผ้าไหม     | 3 |
| บางคล้า | 240200004 | วิสาหกิจชุมชนขนมไทยป่าตาล    | กลุ่มผู้ผลิตชุมชน | ขนมชั้น     | 3 |
"""


def check_name(name: str, folder: Path) -> list[tuple[str, str, str | None]]:
    """Code, severity and suggestion of what is said of one name against NAMES."""
    (folder / "in").mkdir()
    registry = write_xlsx(folder / "registry.xlsx", text_table(NAMES))
    small = build_run(
        [registry], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    )
    table = [["อำเภอบางคล้า"], ["ชื่อกลุ่ม", "ผู้แทนกลุ่ม"], [name, "นางหนึ่ง"]]
    checked = check([write_xlsx(folder / "in" / "บางคล้า.xlsx", table)], small)
    return [
        (f.code, f.severity, f.suggestion)
        for f in checked.findings
        if f.code.startswith("registry.")
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("กลุ่มจักรสานบ้านโคกสูง 12", "กลุ่มจักสานบ้านโคกสูง 12"),
        ("กลุ่มจักสานบ้านโคกสุง 12", "กลุ่มจักสานบ้านโคกสูง 12"),
        ("วิสาหกิจชุมชนขนมไทปาตาล", "วิสาหกิจชุมชนขนมไทยป่าตาล"),
    ],
)
def test_one_slip_of_the_hand_is_a_warning(
    name: str, meant: str, tmp_path: Path
) -> None:
    assert check_name(name, tmp_path) == [
        ("registry.name-nearly-right", "warning", meant)
    ]


@pytest.mark.parametrize(
    ("name", "likely"),
    [
        ("กลุ่มจักสานบ้านโคกสุง 21", None),  # another number is another group
        ("กลุ่มจักสานบ้านโคกสูง", "กลุ่มจักสานบ้านโคกสูง 12"),  # the number is left out
        (
            "กลุ่มจักสานบ้านโคกสูงเหนือ 12",
            "กลุ่มจักสานบ้านโคกสูง 12",
        ),  # a word more may be another village
        (
            "กลุ่มทอผ้าบ้านวังน้ำ",
            "กลุ่มทอผ้าบ้านวังน้ำใส, กลุ่มทอผ้าบ้านวังน้ำเย็น",
        ),  # either can be meant
        ("ชมรมว่าวจุฬา", None),
    ],
)
def test_what_may_be_another_group_is_an_error(
    name: str, likely: str | None, tmp_path: Path
) -> None:
    assert check_name(name, tmp_path) == [("registry.unknown-group", "error", likely)]


def test_the_message_shows_the_likeness_that_decides(run: Run, tmp_path: Path) -> None:
    one = OwnList()
    one.rows[1] |= {"ชื่อกลุ่ม": "กลุ่มสมุนไพรบ้านริมครอง", "รหัสผู้ผลิต": None}
    one.rows[2] |= {"ชื่อกลุ่ม": "กลุ่มจักสานบ้านหนองบัวแดง", "รหัสผู้ผลิต": "240200022"}
    nearly, unknown = check([one.write(tmp_path)], run).findings
    assert "(คล้ายกันร้อยละ 86)" in nearly.message("th")
    assert unknown.message("th") == (
        "เซลล์ B9 ไม่พบกลุ่ม “กลุ่มจักสานบ้านหนองบัวแดง” ในทะเบียนของอำเภอ ที่ใกล้เคียงกับที่เขียน: "
        "“กลุ่มจักสานบ้านหนองบัว” (รหัส 240200002 ชื่อคล้ายร้อยละ 82)"
    )


def test_a_row_whose_group_is_not_known_accuses_no_other(
    run: Run, tmp_path: Path
) -> None:
    """The group with the standard may be the one that is spelled wrong: nobody passed it over."""
    one = OwnList()
    one.rows[1] |= {"ชื่อกลุ่ม": "กลุ่มสมุนไพรคลองใหญ่", "รหัสผู้ผลิต": None}
    checked = check([one.write(tmp_path)], run)
    assert told(checked) == [("registry.unknown-group", "error", "B8")]
    assert [(n.stage, n.because, n.rows) for n in checked.files[0].not_checked] == [
        ("selection", "registry", 1),
        ("order", "registry", None),
    ]


def test_a_group_that_is_not_known_is_answered_with_the_next_of_the_shortlist(
    run: Run, tmp_path: Path
) -> None:
    """A star that only differs is not: nothing is refused."""
    one = OwnList()
    one.rows[0]["ระดับดาว"] = 1
    one.rows[1] |= {"ชื่อกลุ่ม": "ชมรมว่าวจุฬา", "รหัสผู้ผลิต": None}
    one.rows[2] |= {"ชื่อกลุ่ม": "กลุ่มจักสานบ้านหนองบัวแดง", "รหัสผู้ผลิต": None}
    one.add("ร้านปลาเค็มบ้านปากน้ำ")
    checked = check([one.write(tmp_path)], run)
    write_workbook(
        validation_sheets(checked, tmp_path),
        tmp_path / "findings.xlsx",
        font="TH SarabunPSK",
        force=False,
        inputs=[],
    )
    sheet = openpyxl.load_workbook(tmp_path / "findings.xlsx")["สิ่งที่ต้องแก้"]
    instead = "เสนอแทนได้: กลุ่มสมุนไพรบ้านริมคลอง, กลุ่มจักสานบ้านหนองบัว, กลุ่มขนมไทยบ้านโคกสูง"
    assert {row[1].value: row[6].value for row in sheet.iter_rows(min_row=4)} == {
        "F7": "3",
        "B8": instead,
        "B9": f"“กลุ่มจักสานบ้านหนองบัว” ถ้าหมายถึงกลุ่มนี้\n{instead}",
        "D10": instead,
    }
    unknown = next(f for f in checked.findings if f.code == "registry.unknown-group")
    assert unknown.fields["clause"] == "1"
    refused = next(
        f for f in checked.findings if f.code == "selection.producer-type-refused"
    )
    assert "registry.xlsx ทะเบียน D7 คือ “ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว”" in refused.message(
        "th"
    )
    rows = {
        row["cell"]: row
        for row in csv.DictReader(
            io.StringIO(to_csv(validation_table(checked)).removeprefix("\ufeff"))
        )
    }
    assert [rows[cell]["alternatives"] for cell in ("F7", "B8")] == [
        "",
        instead.removeprefix("เสนอแทนได้: "),
    ]
