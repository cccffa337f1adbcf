"""An invented registry of two districts, and districts' lists against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlsxwriter

from kbo_screen.checking.check_result import ReceiptDates, Validation
from kbo_screen.checking.validation import check_submissions
from kbo_screen.sources.submissions.submission_files import (
    find_submissions,
    read_submission,
)
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.tools.looks import flat
from tests.tools.registries import text_table, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kbo_screen.desk.run import Run

#: บางคล้า has more than enough of the first tier; บางปะกง needs the second; บ้านโพธิ์ has one group.
REGISTRY = """
| อำเภอ    | รหัสผู้ผลิต | ชื่อกลุ่ม               | ประเภทผู้ผลิต     | รหัสผลิตภัณฑ์ | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | Quadrant | ปีที่ลงทะเบียน | มชช.     | โครงการอื่น | ศักยภาพ |
| บางคล้า  | 240200001  | กลุ่มทอผ้าบ้านดอนทราย     | กลุ่มผู้ผลิตชุมชน | 2402000011   | ผ้าขาวม้า    | 3 | D | 2560 | ผ่าน   |  |  |
| บางคล้า  | 240200002  | กลุ่มจักสานบ้านหนองบัว    | กลุ่มผู้ผลิตชุมชน | 2402000021   | เสื่อกก      | 2 | D | 2560 | ไม่มี  |  |  |
| บางคล้า  | 240200003  | กลุ่มขนมไทยบ้านโคกสูง     | กลุ่มผู้ผลิตชุมชน | 2402000031   | ขนมชั้น      | 1 | A | 2550 | ไม่มี  |  |  |
| บางคล้า  | 240200004  | กลุ่มแปรรูปอาหารบ้านทุ่งสน | กลุ่มผู้ผลิตชุมชน | 2402000041   | น้ำพริกเผา   | 1 | B | 2561 | ไม่มี  |  |  |
| บางคล้า  | 240200005  | กลุ่มสมุนไพรบ้านริมคลอง    | กลุ่มผู้ผลิตชุมชน | 2402000051   | ยาหม่อง      | 2 | C | 2562 | ผ่าน   |  |  |
| บางคล้า  | 240200006  | ร้านปลาเค็มบ้านปากน้ำ      | รายเดี่ยว         | 2402000061   | ปลาเค็ม      | 3 | A | 2562 | ไม่มี  |  |  |
| บางคล้า  | 240200007  | กลุ่มมะพร้าวบ้านสวน        | กลุ่มผู้ผลิตชุมชน | 2402000071   | น้ำมันมะพร้าว | 5 | A | 2562 | ไม่มี  |  |  |
| บางคล้า  | 240200008  | กลุ่มน้ำตาลสดบ้านท่าทราย    | กลุ่มผู้ผลิตชุมชน | 2402000081   | น้ำตาลสด     | 3 | A | 2562 | ไม่มี  | Young OTOP |  |
| บางคล้า  | 240200009  | กลุ่มดอกไม้บ้านไร่         | กลุ่มผู้ผลิตชุมชน | 2402000091   | ดอกไม้จันทน์  | - | A | 2562 | ไม่มี  |  |  |
| บางคล้า  | 240200010  | กลุ่มไม้กวาดบ้านนา         | กลุ่มผู้ผลิตชุมชน | 2402000101   | ไม้กวาด      | - | D | 2550 | ไม่มี  |  |  |
| บางคล้า  | 240200011  | กลุ่มข้าวเกรียบบ้านเหนือ    | กลุ่มผู้ผลิตชุมชน | 2402000111   | ข้าวเกรียบ   | - | D | 2560 | ไม่มี  |  | มี |
| บางคล้า  | 240200012  | กลุ่มปั้นดินบ้านใต้         | กลุ่มผู้ผลิตชุมชน | 2402000121   | ตุ๊กตาดิน    | รอผล | A | 2560 | ไม่มี  |  |  |
| บางคล้า  | 240200013  | กลุ่มสองเขต               | กลุ่มผู้ผลิตชุมชน | 2402000131   | กล้วยตาก     | 1 | D | 2560 | ไม่มี  |  |  |
| บางคล้า  | 240200014  | กลุ่มชื่อซ้ำ               | กลุ่มผู้ผลิตชุมชน | 2402000141   | ข้าวหลาม     | 1 | A | 2560 | ไม่มี  |  |  |
| บางคล้า  | 240200015  | กลุ่มชื่อซ้ำ               | กลุ่มผู้ผลิตชุมชน | 2402000151   | ข้าวตัง      | 1 | A | 2560 | ไม่มี  |  |  |
| บางปะกง  | 240400001  | กลุ่มกะปิบ้านคลองใหม่      | กลุ่มผู้ผลิตชุมชน | 2404000011   | กะปิ         | 3 | D | 2560 | ไม่มี  |  |  |
| บางปะกง  | 240400002  | กลุ่มน้ำปลาบ้านชายทะเล     | กลุ่มผู้ผลิตชุมชน | 2404000021   | น้ำปลา       | - | D | 2560 | ผ่าน   |  | มี |
| บางปะกง  | 240400003  | กลุ่มหอยดองบ้านล่าง        | กลุ่มผู้ผลิตชุมชน | 2404000031   | หอยดอง       | - | D | 2560 | ผ่าน   |  | มี |
| บางปะกง  | 240400004  | กลุ่มปูเค็มบ้านบน          | กลุ่มผู้ผลิตชุมชน | 2404000041   | ปูเค็ม       | - | D | 2560 | ไม่มี  |  |  |
| บางปะกง  | 240200013  | กลุ่มสองเขต               | กลุ่มผู้ผลิตชุมชน | 2402000132   | กล้วยฉาบ     | - | D | 2560 | ไม่มี  |  | มี |
| บ้านโพธิ์ | 240500001  | กลุ่มไข่เค็มบ้านสวน        | กลุ่มผู้ผลิตชุมชน | 2405000011   | ไข่เค็ม      | 3 | D | 2560 | ไม่มี  |  |  |
"""
HEADER = [
    "ที่",
    "ชื่อกลุ่ม",
    "รหัสผู้ผลิต",
    "ประเภทผู้ผลิต",
    "ชื่อผลิตภัณฑ์",
    "ระดับดาว",
    "Quadrant",
    "ปีที่ลงทะเบียน",
    "มชช.",
    "ศักยภาพ",
    "ผู้แทนกลุ่ม",
    "โทรศัพท์",
]
COLUMN = {name: "ABCDEFGHIJKL"[at] for at, name in enumerate(HEADER)}
#: Sheet row of the first group below head and header.
FIRST = 7
#: What a clean list says of its groups, one per district.
CLEAN = {
    "บางคล้า": ["กลุ่มทอผ้าบ้านดอนทราย", "กลุ่มสมุนไพรบ้านริมคลอง", "กลุ่มจักสานบ้านหนองบัว"],
    "บางปะกง": ["กลุ่มกะปิบ้านคลองใหม่", "กลุ่มน้ำปลาบ้านชายทะเล", "กลุ่มหอยดองบ้านล่าง"],
    "บ้านโพธิ์": ["กลุ่มไข่เค็มบ้านสวน"],
}
PEOPLE = [
    "นางหนึ่ง ตัวอย่าง",
    "นายสอง ตัวอย่าง",
    "นางสาวสาม ตัวอย่าง",
    "นายสี่ ตัวอย่าง",
    "นางห้า ตัวอย่าง",
]


def registry_rows() -> list[list[str]]:
    return text_table(REGISTRY)


def make_run(
    folder: Path,
    *,
    without: Sequence[str] = (),
    letter: str = "chachoengsao_2566",
    more: str = "",
) -> Run:
    """The run over the invented registry, some of its columns left out. more: rows to add, as in REGISTRY."""
    rows = registry_rows() + (text_table(more) if more else [])
    keep = [at for at, name in enumerate(rows[0]) if name not in without]
    path = write_xlsx(
        folder / "registry.xlsx", [[row[at] for at in keep] for row in rows]
    )
    return build_run([path], RunOptions(letter=letter, lang="th", quiet=True))


def row_for(group: str, number: int, district: str | None = None) -> dict[str, Any]:
    """What a careful district writes of a group: everything as the registry has it."""
    header, *rows = registry_rows()
    own = next(
        dict(zip(header, row, strict=True))
        for row in rows
        if row[2] == group and row[0] == (district or row[0])
    )
    row = {
        "ที่": number,
        "ชื่อกลุ่ม": group,
        "รหัสผู้ผลิต": own["รหัสผู้ผลิต"],
        "ประเภทผู้ผลิต": own["ประเภทผู้ผลิต"],
        "ชื่อผลิตภัณฑ์": own["ชื่อผลิตภัณฑ์"],
        "ระดับดาว": own["ระดับดาว ปี 2565"],
        "Quadrant": own["Quadrant"],
        "ปีที่ลงทะเบียน": own["ปีที่ลงทะเบียน"],
        "มชช.": own["มชช."],
        "ศักยภาพ": own["ศักยภาพ"],
        "ผู้แทนกลุ่ม": PEOPLE[(number - 1) % len(PEOPLE)],
        "โทรศัพท์": f"08000000{number:02d}",
    }
    return {name: value for name, value in row.items() if value != ""}


class OwnList:
    """A district's own table, clean until somebody changes it."""

    def __init__(self, district: str = "บางคล้า") -> None:
        self.district = district
        self.name = f"{district}.xlsx"
        self.header = list(HEADER)
        self.title: str | None = f"รายชื่อกลุ่มเป้าหมาย อำเภอ{district}"
        self.head: dict[str, Any] = {
            "เจ้าหน้าที่ที่เข้าร่วมประชุม": "นางสาวผู้ช่วย ตัวอย่าง",
            "วันที่รายงาน": "20/12/2565",
        }
        self.rows = [
            row_for(group, number)
            for number, group in enumerate(CLEAN[district], start=1)
        ]

    def add(self, group: str) -> dict[str, Any]:
        self.rows.append(
            row_for(
                group,
                len(self.rows) + 1,
                self.district if group == "กลุ่มสองเขต" else None,
            )
        )
        return self.rows[-1]

    def cells(self) -> list[list[Any]]:
        """The sheet: title, two lines of head, a blank one, the header in row 6, rows from FIRST on."""
        head = [[label, value] for label, value in self.head.items()]
        lines = [[self.title], *head, *[[None]] * (4 - len(head))]
        return [
            *lines,
            self.header,
            *([row.get(name) for name in self.header] for row in self.rows),
        ]

    def write(
        self, folder: Path, *, top: int = 0, left: int = 0, hidden: bool = False
    ) -> Path:
        return write_xlsx(
            folder / self.name,
            self.cells(),
            sheet="รายชื่อ",
            top=top,
            left=left,
            hidden=hidden,
        )


def check(
    folder_or_files: Path | Sequence[Path], run: Run, **options: Any
) -> Validation:
    """Check what lies in a folder, or some files."""
    paths = (
        [folder_or_files]
        if not isinstance(folder_or_files, list | tuple)
        else list(folder_or_files)
    )
    files = find_submissions(paths)
    lists = flat(
        read_submission(path, run.letter, run.registry.scope) for path in files
    )
    received = (
        ReceiptDates(for_all=options.pop("received")) if "received" in options else None
    )
    return check_submissions(lists, run, received=received, **options)


def told(checked: Validation) -> list[tuple[str, str, str | None]]:
    """Code, severity and cell of every finding."""
    return sorted((f.code, f.severity, f.place.cell) for f in checked.findings)


def write_errors(
    path: Path,
    rows: Sequence[Sequence[Any]],
    formulas: dict[tuple[int, int], tuple[str, Any]],
) -> Path:
    """Rows as a workbook, with some cells (row, column from 0) as formulas with a stored result."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("รายชื่อ")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if (at, column) in formulas:
                    formula, result = formulas[at, column]
                    page.write_formula(at, column, formula, None, result)
                elif value not in ("", None):
                    page.write(at, column, value)
    return path
