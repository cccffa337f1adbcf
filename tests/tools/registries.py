"""Invented registries: what is true of a product, the words that people write for it, and files that hold them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

    from kbo_screen.registry.registry import Registry
    from tests.tools.oracle import Product

#: field of the oracle -> header, value -> the ways to write it.
HEADERS = {
    "district": "อำเภอ",
    "id": "รหัสผู้ผลิต",
    "group": "ชื่อกลุ่ม",
    "type": "ประเภทผู้ผลิต",
    "product_id": "รหัสผลิตภัณฑ์",
    "product": "ชื่อผลิตภัณฑ์",
    "star": "ระดับดาว",
    "quadrant": "Quadrant",
    "year": "ปีที่ลงทะเบียน",
    "standard": "สถานะ มชช.",
    "project": "โครงการอื่น",
    "potential": "ศักยภาพ",
}
WORDS: dict[str, dict[Any, list[str]]] = {
    "type": {
        "community": ["กลุ่มผู้ผลิตชุมชน", "กลุ่ม", "ประเภทกลุ่มผู้ผลิตชุมชน"],
        "single": ["รายเดี่ยว", "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว"],
        "sme": ["SMEs", "ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม (SME)"],
        None: ["", "?"],
    },
    "star": {
        **{
            n: [str(n), f"{n} ดาว", "★" * n, "๐๑๒๓๔๕"[n], f"ระดับ {n} ดาว"]
            for n in range(1, 6)
        },
        "none": ["", "-", "ไม่ได้คัดสรร"],
        None: ["?", "รอผล", "3-4"],
    },
    "quadrant": {
        "D": ["D", "d", "Quadrant D", "ปรับตัวสู่การพัฒนา (D)"],
        "A": ["A", "ดาวเด่นสู่สากล"],
        "B": ["B"],
        None: ["", "?"],
    },
    "standard": {
        "passed": ["ผ่าน", "ผ่าน มชช.", "ผ่านการประเมิน มชช. ปี 2565"],
        "developing": ["อยู่ระหว่างการพัฒนา"],
        "none": ["ไม่ได้สมัคร", "ไม่ผ่าน", "-"],
        None: ["", "สมัครแล้ว"],
    },
    "project": {
        "clear": ["", "-", "ไม่ซ้ำ", "ไม่ได้เข้าร่วม"],
        "in": ["Young OTOP"],
        None: ["?", "รอตรวจสอบ"],
    },
    "potential": {
        "yes": ["มี", "มีศักยภาพ", "ใช่"],
        "no": ["ไม่มี", "ไม่มีศักยภาพ"],
        None: ["", "?"],
    },
}
REQUIRED = {"district", "group", "type", "product", "star"}
OPTIONAL = ["quadrant", "year", "standard", "project", "potential"]


def invent(
    chance: random.Random, districts: Sequence[str], groups: int, years: Sequence[int]
) -> list[Product]:
    """Products of some groups, rich in unknowns and ties."""
    products = []
    for number in range(groups):
        district = chance.choice(list(districts))
        group_id = f"{chance.randint(0, 10**6):09d}" if chance.random() < 0.7 else None
        type_of_group = chance.choices(["community", "single", "sme"], [8, 1, 1])[0]
        year_of_group = chance.choice(list(years))
        standard_of_group = chance.choice(["passed", "developing", "none", None])
        products += [
            {
                "district": district,
                "id": group_id,
                "group": f"กลุ่มทอผ้า {number:03d}",
                "type": type_of_group if chance.random() < 0.9 else None,
                "product_id": f"{number:03d}{item}",
                "product": f"ผ้า {number}-{item}",
                "star": chance.choice([1, 2, 3, 3, 4, 5, "none", "none", "none", None]),
                "quadrant": chance.choice(["D", "D", "A", "B", None]),
                "year": year_of_group if chance.random() < 0.8 else None,
                "standard": standard_of_group if chance.random() < 0.7 else None,
                "project": chance.choices(["clear", "in", None], [6, 1, 1])[0],
                "potential": chance.choice(["yes", "no", None]),
            }
            for item in range(chance.choice([1, 1, 2, 3]))
        ]
    return products


def row_of(
    product: Product, columns: Sequence[str], chance: random.Random
) -> list[str]:
    """One product in the words of some typist."""
    row = []
    for name in columns:
        value = product[name]
        row.append(
            chance.choice(WORDS[name][value])
            if name in WORDS
            else ""
            if value is None
            else str(value)
        )
    return row


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    """A registry as a CSV file in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def write_products(
    path: Path,
    products: Sequence[Product],
    columns: Sequence[str],
    chance: random.Random,
) -> Path:
    """Products as a CSV file in the words of some typist."""
    return write_csv(
        path,
        [HEADERS[name] for name in columns],
        [row_of(p, columns, chance) for p in products],
    )


def told(registry: Registry) -> list[tuple[str, str | None]]:
    """Code and cell of every finding, in their order."""
    return [(finding.code, finding.place.cell) for finding in registry.findings]


def text_table(table: str) -> list[list[str]]:
    """The rows of a table drawn with | in a test."""
    return [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in table.strip().splitlines()
    ]


def write_xlsx(
    path: Path,
    rows: Sequence[Sequence[Any]],
    *,
    top: int = 0,
    left: int = 0,
    sheet: str = "ทะเบียน",
    hidden: bool = False,
) -> Path:
    """Rows as a workbook of one sheet, its first cell at row `top`, column `left` (from 0), what is in front hidden."""
    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "default_date_format": "d/m/yyyy"}
    ) as book:
        page = book.add_worksheet(sheet)
        if hidden and left:
            page.set_column(0, left - 1, None, None, {"hidden": True})
        for row in range(top if hidden else 0):
            page.set_row(row, None, None, {"hidden": True})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value not in ("", None):
                    page.write(top + number, left + column, value)
    return path
