"""Lists that are right, in the layouts in which districts keep them: each says what a careful district would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from tests.tools.lists import CLEAN, PEOPLE, registry_rows
from tests.tools.registries import text_table

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence
    from pathlib import Path

#: Groups of the capital district, beside those of the invented registry.
CAPITAL: Final = """
| เมืองฉะเชิงเทรา | 240100001 | กลุ่มขนมเปี๊ยะบ้านใหม่   | กลุ่มผู้ผลิตชุมชน | 2401000011 | ขนมเปี๊ยะ  | 3 | D | 2560 | ผ่าน  |  |  |
| เมืองฉะเชิงเทรา | 240100002 | วิสาหกิจชุมชนจักสานวังตะเคียน | กลุ่มผู้ผลิตชุมชน | 2401000021 | ตะกร้า    | 2 | D | 2560 | ไม่มี |  |  |
| เมืองฉะเชิงเทรา | 240100003 | กลุ่มแม่บ้านเกษตรกรบางพระ | กลุ่มผู้ผลิตชุมชน | 2401000031 | กล้วยฉาบ  | 1 | A | 2550 | ไม่มี |  |  |
"""
GROUPS: Final = {
    "บางคล้า": CLEAN["บางคล้า"],
    "บางปะกง": CLEAN["บางปะกง"],
    "เมืองฉะเชิงเทรา": [row[2] for row in text_table(CAPITAL)],
}
RESERVES: Final = {
    "บางคล้า": ["กลุ่มขนมไทยบ้านโคกสูง"],
    "บางปะกง": ["กลุ่มปูเค็มบ้านบน"],
    "เมืองฉะเชิงเทรา": [],
}
TAMBON: Final = ["ต.ท่าทองหลาง", "ตำบลบางสวน", "ต.เสม็ดใต้"]


@dataclass
class RightList:
    """A list on its way to a file: where it says its district, its table, what stands above and below it."""

    district: str
    chance: random.Random
    name: str = "รายชื่อกลุ่ม.xlsx"
    sheet: str = "Sheet1"
    above: list[list[Any]] = field(default_factory=list)
    below: list[list[Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    header: list[str] = field(
        default_factory=lambda: [
            "ที่",
            "ชื่อกลุ่ม",
            "รหัสผู้ผลิต",
            "ชื่อผลิตภัณฑ์",
            "ผู้แทนกลุ่ม",
            "โทรศัพท์",
        ]
    )
    upper_header: list[Any] = field(default_factory=list)
    more_sheets: dict[str, list[list[Any]]] = field(default_factory=dict)
    left: int = 0

    def cells(self) -> list[list[Any]]:
        """The sheet as rows of cells."""
        headers = (
            [self.upper_header, self.header] if self.upper_header else [self.header]
        )
        table = [[row.get(name) for name in self.header] for row in self.rows]
        lines = [*self.above, *headers, *table, *self.below]
        return [[None] * self.left + list(line) for line in lines]

    def write(self, folder: Path) -> Path:
        """The file, as a workbook or as CSV by its name."""
        path = folder / self.name
        if path.suffix == ".csv":
            lines = [",".join(_quoted(cell) for cell in row) for row in self.cells()]
            path.write_bytes("\r\n".join(lines).encode("cp874"))
            return path
        with xlsxwriter.Workbook(
            str(path), {"strings_to_formulas": False, "strings_to_numbers": False}
        ) as book:
            for name, rows in {self.sheet: self.cells(), **self.more_sheets}.items():
                page = book.add_worksheet(name)
                for at, row in enumerate(rows):
                    for column, value in enumerate(row):
                        if value not in ("", None):
                            page.write(at, column, value)
        return path


def _quoted(cell: Any) -> str:
    return "" if cell is None else f'"{cell}"' if "," in str(cell) else str(cell)


def plain_list(district: str, chance: random.Random) -> RightList:
    """The district's certain groups with their ids, in the letter's order, and no word of the district yet."""
    right = RightList(district, chance)
    products = {row[2]: row for row in [*registry_rows(), *text_table(CAPITAL)]}
    for number, group in enumerate(GROUPS[district], start=1):
        row = products[group]
        right.rows.append(
            {
                "ที่": number,
                "ชื่อกลุ่ม": group,
                "รหัสผู้ผลิต": row[1],
                "ชื่อผลิตภัณฑ์": row[5],
                "ผู้แทนกลุ่ม": PEOPLE[number - 1],
                "โทรศัพท์": f"08000000{number:02d}",
                "ตำบล": TAMBON[number - 1],
            }
        )
    return right


def _titled(right: RightList, title: str) -> None:
    right.above = [[title], []]


def _short(right: RightList) -> str:
    return "เมือง" if right.district.startswith("เมือง") else right.district


def _say_somewhere(right: RightList) -> None:
    """The district in one of the plain ways, for layouts that are about something else."""
    ways: list[Callable[[], None]] = [
        lambda: _titled(right, f"รายชื่อกลุ่มเป้าหมาย อำเภอ{right.district}"),
        lambda: setattr(right, "sheet", right.district),
        lambda: setattr(right, "name", f"{right.district}.xlsx"),
    ]
    right.chance.choice(ways)()


def sheet_abbreviated(right: RightList) -> None:
    right.sheet = right.chance.choice(
        [
            f"อ.{_short(right)}",
            f"อ. {_short(right)}",
            f"อำเภอ{right.district}",
            f"อ.{_short(right)} 2566",
        ]
    )


def sheet_corrected(right: RightList) -> None:
    right.sheet = right.chance.choice(
        [
            f"{right.district} (แก้ไข)",
            f"อ.{_short(right)} (แก้ไข)",
            f"{right.district} แก้ไข",
            f"อ.{_short(right)} แก้ไขครั้งที่ 2",
            f"{right.district}_แก้ไขแล้ว",
        ]
    )


def title_of_office(right: RightList) -> None:
    _titled(
        right,
        right.chance.choice(
            [
                f"สพอ.{right.district}",
                f"สพอ. {_short(right)}",
                f"สำนักงานพัฒนาชุมชนอำเภอ{right.district}",
                f"พัฒนาชุมชนอำเภอ{right.district}",
            ]
        ),
    )


def title_is_the_bare_name(right: RightList) -> None:
    _titled(right, right.district)


def title_with_colon(right: RightList) -> None:
    _titled(
        right,
        right.chance.choice(
            [
                f"อำเภอ: {right.district}",
                f"อำเภอ : {right.district}",
                f"อำเภอ {right.district}",
                f"ชื่ออำเภอ: {right.district}",
            ]
        ),
    )


def title_with_dots(right: RightList) -> None:
    _titled(
        right,
        right.chance.choice(
            [
                f"อำเภอ.....{right.district}.....",
                f"อำเภอ…{right.district}…",
                f"อำเภอ........{right.district}........ จังหวัดฉะเชิงเทรา",
                f"อำเภอ ____{right.district}____",
            ]
        ),
    )


def title_in_two_cells(right: RightList) -> None:
    right.above = [["แบบรายงานกลุ่มเป้าหมาย"], ["อำเภอ", right.district], []]


def title_with_province_and_year(right: RightList) -> None:
    _titled(
        right,
        f"บัญชีรายชื่อกลุ่มเป้าหมาย KBO อ.{right.district} จ.ฉะเชิงเทรา ปีงบประมาณ พ.ศ. ๒๕๖๖",
    )


def file_name_says_it(right: RightList) -> None:
    right.name = right.chance.choice(
        [
            f"อ.{_short(right)}.xlsx",
            f"แบบส่งรายชื่อ อ.{_short(right)}.xlsx",
            f"02 {right.district}.xlsx",
            f"รายชื่อ KBO อำเภอ{right.district} (1).xlsx",
            f"ส่งจังหวัด_{right.district}_แก้ไข.xlsx",
        ]
    )


def names_numbered(right: RightList) -> None:
    _say_somewhere(right)
    marks = right.chance.choice(
        [
            ("1. ", "2. ", "3. "),
            ("๑) ", "๒) ", "๓) "),
            ("1)", "2)", "3)"),
            ("(1) ", "(2) ", "(3) "),
            ("๑. ", "๒. ", "๓. "),
        ]
    )
    for row, mark in zip(right.rows, marks, strict=True):
        row["ชื่อกลุ่ม"] = mark + row["ชื่อกลุ่ม"]


def names_numbered_without_ids(right: RightList) -> None:
    names_numbered(right)
    right.header.remove("รหัสผู้ผลิต")


def names_with_tambon(right: RightList) -> None:
    _say_somewhere(right)
    for row in right.rows:
        row["ชื่อกลุ่ม"] += right.chance.choice([" ", "  ", " (", "\n"]) + row["ตำบล"]
        if "(" in row["ชื่อกลุ่ม"]:
            row["ชื่อกลุ่ม"] += ")"


def names_with_brackets(right: RightList) -> None:
    _say_somewhere(right)
    for row in right.rows:
        row["ชื่อกลุ่ม"] += right.chance.choice(
            [" (OTOP)", " (KBO)", f" อ.{right.district}", " จ.ฉะเชิงเทรา"]
        )


def people_with_telephones(right: RightList) -> None:
    _say_somewhere(right)
    together = right.chance.choice(
        [
            "ผู้แทนกลุ่ม/เบอร์โทร",
            "ผู้แทนกลุ่ม / โทรศัพท์",
            "ชื่อผู้แทน (เบอร์โทร)",
            "ตัวแทนกลุ่ม เบอร์โทรศัพท์",
        ]
    )
    between = right.chance.choice([" ", " / ", "\n", " โทร. ", " โทร ", ", "])
    for row in right.rows:
        row[together] = f"{row['ผู้แทนกลุ่ม']}{between}081-000-00{row['ที่']:02d}"
    right.header = [
        name for name in right.header if name not in ("ผู้แทนกลุ่ม", "โทรศัพท์")
    ] + [together]


def people_with_offices(right: RightList) -> None:
    _say_somewhere(right)
    behind = right.chance.choice(
        [
            ", ประธานกลุ่ม",
            " / ประธาน",
            " (ประธานกลุ่ม)",
            " ตำแหน่ง ประธาน",
            ", เลขานุการกลุ่ม",
            " ประธานวิสาหกิจชุมชน",
            ",ประธาน",
        ]
    )
    for row in right.rows:
        row["ผู้แทนกลุ่ม"] += behind


def people_and_a_telephone_behind(right: RightList) -> None:
    _say_somewhere(right)
    for row in right.rows:
        row["ผู้แทนกลุ่ม"] += right.chance.choice(
            [" โทร 0810000001", " โทร. 08-1000-0001", " (081 000 0001)", "; 0810000001"]
        )


def unused_rows(right: RightList) -> None:
    _say_somewhere(right)
    mark = right.chance.choice(
        ["-", "–", ".....", "....................", "ไม่มี", "…………", "", "- ไม่มี -"]
    )
    for number in range(
        len(right.rows) + 1, len(right.rows) + right.chance.choice([2, 4, 8])
    ):
        filled = right.chance.choice(
            [right.header[1:], right.header[1:2], ["ชื่อกลุ่ม", "ผู้แทนกลุ่ม"]]
        )
        right.rows.append(
            {"ที่": number} | {name: mark for name in filled if name in right.header}
        )


def officer_below(right: RightList) -> None:
    _say_somewhere(right)
    officer = right.chance.choice(
        [
            ["เจ้าหน้าที่ที่เข้าร่วมประชุม", "นางสาวผู้ช่วย ตัวอย่าง"],
            ["เจ้าหน้าที่ที่เข้าร่วมประชุม: นางสาวผู้ช่วย ตัวอย่าง"],
            [
                "เจ้าหน้าที่พัฒนาชุมชนผู้รับผิดชอบงาน OTOP : นางสาวผู้ช่วย ตัวอย่าง นักวิชาการพัฒนาชุมชนชำนาญการ"
            ],
            [None, "เจ้าหน้าที่ผู้เข้าร่วมประชุม", "นางสาวผู้ช่วย ตัวอย่าง"],
        ]
    )
    right.below = [[], officer]


def signatures_below(right: RightList) -> None:
    _say_somewhere(right)
    right.below = [
        [],
        [None, "ลงชื่อ ....................................... ผู้รายงาน"],
        [None, "(นายผู้รายงาน ตัวอย่าง)"],
        [None, f"พัฒนาการอำเภอ{right.district}"],
        [None, "วันที่ 20 ธันวาคม 2565"],
    ]


def note_below(right: RightList) -> None:
    _say_somewhere(right)
    right.below = [
        [],
        [
            right.chance.choice(
                [
                    "หมายเหตุ: กลุ่มที่ 1 ขอส่งตัวแทน 1 คน",
                    "รวม 3 กลุ่ม",
                    "รวมทั้งสิ้น 3 กลุ่ม",
                    "* เรียงตามลำดับ",
                ]
            )
        ],
    ]


def nobody_named_the_officer(right: RightList) -> None:
    _say_somewhere(right)


def reserves_on_a_sheet(right: RightList) -> None:
    _say_somewhere(right)
    rows = [
        [number, name, "นายสำรอง ตัวอย่าง"]
        for number, name in enumerate(RESERVES[right.district], start=1)
    ]
    right.more_sheets[right.chance.choice(["สำรอง", "กลุ่มสำรอง", "รายชื่อสำรอง"])] = [
        ["ที่", "ชื่อกลุ่ม", "ผู้แทนกลุ่ม"],
        *rows,
    ]


def numbers_are_printed_ahead(right: RightList) -> None:
    _say_somewhere(right)
    right.rows += [{"ที่": number} for number in range(len(right.rows) + 1, 11)]


def header_of_two_rows(right: RightList) -> None:
    _say_somewhere(right)
    right.upper_header = ["ที่", "กลุ่มเป้าหมาย", None, None, "ตัวแทนกลุ่ม", None]
    right.header = ["", "ชื่อกลุ่ม", "รหัสผู้ผลิต", "ชื่อผลิตภัณฑ์", "ชื่อ-สกุล", "โทรศัพท์"]
    for row in right.rows:
        row["ชื่อ-สกุล"] = row["ผู้แทนกลุ่ม"]
        row[""] = row["ที่"]


def csv_of_thai_windows(right: RightList) -> None:
    right.name = f"อ.{_short(right)}.csv"


def names_alone(right: RightList) -> None:
    _say_somewhere(right)
    right.header = ["ชื่อกลุ่ม", "ผู้แทนกลุ่ม"]


def ids_alone(right: RightList) -> None:
    _say_somewhere(right)
    right.header = ["ที่", "รหัสผู้ผลิต", "ผู้แทนกลุ่ม", "โทรศัพท์"]


def thai_digits(right: RightList) -> None:
    _say_somewhere(right)
    digits = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    for row in right.rows:
        for name in ("ที่", "รหัสผู้ผลิต", "โทรศัพท์"):
            row[name] = str(row[name]).translate(digits)


def far_from_the_corner(right: RightList) -> None:
    _titled(right, f"กลุ่มเป้าหมาย อ.{right.district}")
    right.above = [[], [], *right.above]
    right.left = right.chance.choice([1, 3])


def district_in_a_column(right: RightList) -> None:
    right.header.insert(1, "อำเภอ")
    for row in right.rows:
        row["อำเภอ"] = right.chance.choice(
            [right.district, f"อ.{_short(right)}", f"อำเภอ{right.district}"]
        )


def ids_as_numbers(right: RightList) -> None:
    _say_somewhere(right)
    for row in right.rows:
        row["รหัสผู้ผลิต"] = int(row["รหัสผู้ผลิต"])
        row["โทรศัพท์"] = int(row["โทรศัพท์"])


LAYOUTS: Final[Sequence[Callable[[RightList], None]]] = (
    sheet_abbreviated,
    sheet_corrected,
    title_of_office,
    title_is_the_bare_name,
    title_with_colon,
    title_with_dots,
    title_in_two_cells,
    title_with_province_and_year,
    file_name_says_it,
    names_numbered,
    names_numbered_without_ids,
    names_with_tambon,
    names_with_brackets,
    people_with_telephones,
    people_with_offices,
    people_and_a_telephone_behind,
    unused_rows,
    officer_below,
    signatures_below,
    note_below,
    nobody_named_the_officer,
    reserves_on_a_sheet,
    numbers_are_printed_ahead,
    header_of_two_rows,
    csv_of_thai_windows,
    names_alone,
    ids_alone,
    thai_digits,
    far_from_the_corner,
    district_in_a_column,
    ids_as_numbers,
)
