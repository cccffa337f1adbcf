"""Makes the data of the benchmarks: seeded, invented, the same every time.

A province, the country (every district of it; in one workbook, in one per province, as CSV), and lists of a
province's districts. With few stars most districts wait for answers: the longest lists a run can have.
"""

from __future__ import annotations

import csv
import random
from html import escape
from itertools import chain, count
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from kbo_screen.vocabulary.areas import districts_of, provinces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kbo_screen.registry.registry import ScopeDistrict
    from kbo_screen.vocabulary.areas import OfficialDistrict

    Stars = Mapping[Any, int]

HEADER = [
    "ลำดับ", "จังหวัด", "อำเภอ", "ตำบล", "รหัสผู้ผลิต", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "รหัสผลิตภัณฑ์", "ชื่อผลิตภัณฑ์", "ประเภทผลิตภัณฑ์",
    "ระดับดาว ปี 2565", "กลุ่มผลิตภัณฑ์ (Quadrant)", "ปีที่ลงทะเบียน", "สถานะ มชช.", "โครงการอื่น", "ศักยภาพ", "ผู้แทนกลุ่ม", "โทรศัพท์",
    "ที่อยู่", "หมู่", "รหัสไปรษณีย์", "ราคา", "มาตรฐาน มผช.", "สถานที่จำหน่าย", "หมายเหตุ",
]  # fmt: skip
CRAFTS = [
    "ทอผ้า",
    "จักสาน",
    "แปรรูปอาหาร",
    "ขนมไทย",
    "สมุนไพร",
    "น้ำพริก",
    "เซรามิก",
    "ดอกไม้ประดิษฐ์",
]
VILLAGES = [
    "ดอนทราย",
    "หนองบัว",
    "คลองใหม่",
    "ทุ่งสน",
    "วังน้ำใส",
    "โคกสูง",
    "ริมคลอง",
    "ป่าตาล",
    "เหนือ",
    "ใต้",
]


#: How often a product has which stars: about 8 % have some; where they are few, most districts fall back on Quadrant D.
STARS = {None: 60, "-": 32, 1: 1, 2: 2, "3 ดาว": 3, 4: 1, 5: 1}
FEW_STARS = {None: 640, "-": 335, 1: 1, 2: 2, "3 ดาว": 2, 4: 10, 5: 10}


def make_province(path: Path, products: int, stars: Stars = STARS) -> Path:
    """A registry of ฉะเชิงเทรา."""
    return (
        path
        if path.exists()
        else _write(path, _rows(districts_of("ฉะเชิงเทรา"), products, stars), products)
    )


def make_country(path: Path, products: int, stars: Stars = STARS) -> Path:
    """A registry of all 928 districts in one workbook."""
    everywhere = [
        district for province in provinces() for district in districts_of(province.name)
    ]
    rows = _rows(everywhere, products, stars)
    return path if path.exists() else _write(path, rows, products)


def make_books(folder: Path, products: int) -> Path:
    """The country in a workbook per province."""
    if not folder.exists():
        everywhere = [(p.name, districts_of(p.name)) for p in provinces()]
        total = sum(len(districts) for _, districts in everywhere)
        folder.mkdir()
        for number, (_, districts) in enumerate(everywhere, start=1):
            share = products * len(districts) // total
            rows = _rows(districts, share, seed=number)
            _write(folder / f"{number:02d}.xlsx", rows, share)
    return folder


def make_csv(path: Path, products: int) -> Path:
    """The country as comma-separated values."""
    if not path.exists():
        everywhere = [
            district
            for province in provinces()
            for district in districts_of(province.name)
        ]
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(HEADER)
            rows.writerows(_rows(everywhere, products))
    return path


def make_lists(
    registry: Path,
    folder: Path,
    count: int,
    province: str | None = None,
) -> Path:
    """Lists of the districts of a registry, in turn: eight groups of its shortlist, some with a flaw."""
    if folder.exists():
        return folder
    from kbo_screen.tasks.build_run import build_run
    from kbo_screen.tasks.run_options import RunOptions

    options = RunOptions(
        letter="chachoengsao_2566",
        lang="th",
        quiet=True,
        province=province,
    )
    run = build_run([registry], options)
    folder.mkdir()
    listed = run.screening.listed
    names_of = listed.groupby("district_ix")["group_name"].apply(list).to_dict()
    districts = run.registry.scope.districts
    chance = random.Random(7)
    for number in range(count):
        ix = number % len(districts)
        _write_list(
            folder / f"{number:03d}.xlsx", districts[ix], names_of.get(ix, []), chance
        )
    return folder


def _write_list(
    path: Path,
    district: ScopeDistrict,
    names: list[str],
    chance: random.Random,
) -> None:
    """One district's list; its province stands in the title too, for names of districts repeat."""
    title = f"อำเภอ{district.district} จังหวัด{district.province}"
    rows: list[list[Any]] = [
        [title],
        ["ที่", "ชื่อกลุ่ม", "ผู้แทนกลุ่ม", "โทรศัพท์", "ศักยภาพ"],
    ]
    for at, name in enumerate(chance.sample(names, min(8, len(names)))):
        flawed = f"{name}ใหม่" if chance.random() < 0.2 else name
        person = f"ตัวอย่าง {at}" if chance.random() < 0.9 else None
        rows.append([at + 1, flawed, person, "0000000000", "มี"])
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, values in enumerate(rows):
            sheet.write_row(row, 0, values)


def make_inline_country(path: Path, products: int) -> Path:
    """The country with every text in its cell, as some programs write and Excel never does."""
    everywhere = [
        district for province in provinces() for district in districts_of(province.name)
    ]
    return path if path.exists() else _write_inline(path, _rows(everywhere, products))


def _write(path: Path, rows: Iterator[list[Any]], products: int) -> Path:
    """Write a workbook as Excel saves it: texts are shared, every cell has a style, blank ones too.

    The sheet states its dimension, beyond which some readers do not look.
    """
    last_cell = f"{chr(ord('A') + len(HEADER) - 1)}{products + 1}".encode()
    frame = path.with_suffix(".frame.xlsx")
    with xlsxwriter.Workbook(str(frame)) as book:
        border = book.add_format({"border": 1})
        book.add_worksheet("ทะเบียน").write(0, 0, "ลำดับ", border)
    numbers: dict[str, int] = {}
    with ZipFile(frame) as parts, ZipFile(path, "w", ZIP_DEFLATED) as package:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b'ref="A1"', b'ref="A1:' + last_cell + b'"')
                head, _, rest = content.partition(b"<sheetData>")
                _, _, tail = rest.partition(b"</sheetData>")
                with package.open(part.filename, "w", force_zip64=True) as sheet:
                    sheet.write(head + b"<sheetData>")
                    for line in _row_lines(rows, numbers):
                        sheet.write(line.encode())
                    sheet.write(b"</sheetData>" + tail)
            elif part.filename != "xl/sharedStrings.xml":
                package.writestr(part.filename, content)
        package.writestr("xl/sharedStrings.xml", _shared_texts(numbers))
    frame.unlink()
    return path


def _row_lines(rows: Iterable[list[Any]], numbers: dict[str, int]) -> Iterator[str]:
    """The XML of the header and all rows. numbers: takes the shared texts, each with its number."""
    letters = [chr(ord("A") + column) for column in range(len(HEADER))]
    for row, values in zip(count(1), chain([HEADER], rows), strict=False):
        cells = []
        for letter, value in zip(letters, values, strict=True):
            cell = f'<c r="{letter}{row}" s="1"'
            if value is None:
                cells.append(f"{cell}/>")
            elif isinstance(value, str):
                number = numbers.setdefault(value, len(numbers))
                cells.append(f'{cell} t="s"><v>{number}</v></c>')
            else:
                cells.append(f"{cell}><v>{value}</v></c>")
        yield f'<row r="{row}" spans="1:25">{"".join(cells)}</row>'


def _shared_texts(numbers: Iterable[str]) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = [f"<si><t>{escape(text, quote=False)}</t></si>" for text in numbers]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}\n<sst xmlns="{space}">{"".join(texts)}</sst>'.encode()


def _write_inline(path: Path, rows: Iterator[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("ทะเบียน")
        sheet.write_row(0, 0, HEADER)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return path


def _rows(
    districts: Sequence[OfficialDistrict],
    products: int,
    stars: Stars = STARS,
    seed: int = 2566,
) -> Iterator[list[Any]]:
    chance = random.Random(seed)
    serial = 0
    while serial < products:
        district = districts[serial * len(districts) // products]
        group_id = f"{district.code}{serial % 100_000:05d}"
        name = f"กลุ่ม{chance.choice(CRAFTS)}บ้าน{chance.choice(VILLAGES)} {serial % 997}"
        kind = chance.choices(["กลุ่มผู้ผลิตชุมชน", "รายเดี่ยว", "SMEs"], [7, 2, 1])[0]
        standard = chance.choice(["ผ่าน", "อยู่ระหว่างการพัฒนา", "ไม่ได้สมัคร", None])
        year = chance.choice([2550, 2557, "2560", "พ.ศ. 2562", 2565, None])
        for item in range(chance.choice([1, 2, 2, 3, 4])):
            if serial == products:
                return
            serial += 1
            yield [
                serial, district.province, f"อ.{district.district}", "ตำบลตัวอย่าง", group_id, name, kind,
                f"{group_id}{item:03d}", f"ผลิตภัณฑ์ {chance.choice(CRAFTS)} {item}", "อาหาร",
                chance.choices(list(stars), list(stars.values()))[0],
                chance.choices(["D", "A", "B", "C", None], [79, 7, 7, 5, 2])[0],
                year, standard,
                chance.choices([None, "-", "Young OTOP"], [8, 1, 1])[0], None, "ตัวอย่าง นามสมมุติ", f"000{serial:07d}",
                f"{serial % 300} หมู่ {serial % 12}", serial % 12, 10_000 + serial % 80_000, serial % 900, None,
                "ตลาดชุมชน", None,
            ]  # fmt: skip
