"""Makes `registry.xlsx`: an invented registry with every status and every flaw that its README lists.

Run it from the project's root: `python sample_data/make.py`. The same bytes of data come out every time. No name or
number in it is a real person's.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import xlsxwriter

HEADER = [
    "ลำดับที่", "รหัสผู้ผลิต", "ชื่อกลุ่ม/ผู้ผลิต", "ประเภทผู้ผลิต", "ตำบล", "อำเภอ", "จังหวัด", "รหัสผลิตภัณฑ์", "ชื่อผลิตภัณฑ์",
    "ประเภทผลิตภัณฑ์", "ระดับดาว ปี ๒๕๖๕", "กลุ่มผลิตภัณฑ์ (Quadrant)", "ปีที่ลงทะเบียน", "สถานะ มชช.", "โครงการอื่น ปี ๒๕๖๖", "ศักยภาพ", "โทรศัพท์",
]  # fmt: skip
#: Code, name, subdistricts, groups. ราชสาส์น has none: its district stands empty.
DISTRICTS = [
    ("2401", "เมืองฉะเชิงเทรา", ["บางตีนเป็ด", "คลองนา", "บางพระ"], 24),
    ("2402", "บางคล้า", ["ท่าทองหลาง", "ปากน้ำ", "เสม็ดเหนือ"], 20),
    ("2403", "บางน้ำเปรี้ยว", ["โยธะกา", "ดอนฉิมพลี"], 16),
    ("2404", "บางปะกง", ["ท่าสะอ้าน", "บางเกลือ"], 15),
    ("2405", "บ้านโพธิ์", ["สนามจันทร์", "เกาะไร่"], 15),
    ("2406", "พนมสารคาม", ["เกาะขนุน", "หนองแหน"], 16),
    ("2408", "สนามชัยเขต", ["คู้ยายหมี", "ทุ่งพระยา"], 14),
    ("2409", "แปลงยาว", ["วังเย็น", "หัวสำโรง"], 13),
    ("2410", "ท่าตะเกียบ", ["คลองตะเกรา"], 11),
    ("2411", "คลองเขื่อน", ["บางตลาด", "ก้อนแก้ว"], 9),
]
KINDS = [
    "กลุ่มทอผ้า",
    "กลุ่มจักสาน",
    "กลุ่มแปรรูปอาหาร",
    "กลุ่มแม่บ้านเกษตรกร",
    "วิสาหกิจชุมชนสมุนไพร",
    "กลุ่มขนมไทย",
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
]
PRODUCTS = [
    ("น้ำพริกเผา", "อาหาร"), ("ข้าวหอมมะลิ", "อาหาร"), ("น้ำตาลสด", "เครื่องดื่ม"), ("ผ้าขาวม้าทอมือ", "ผ้าและเครื่องแต่งกาย"),
    ("เสื่อกก", "ของใช้ ของตกแต่ง และของที่ระลึก"), ("กระเป๋าผักตบชวา", "ของใช้ ของตกแต่ง และของที่ระลึก"), ("ยาหม่อง", "สมุนไพรที่ไม่ใช่อาหาร"),
]  # fmt: skip
COMMUNITY = "กลุ่มผู้ผลิตชุมชน"
#: (row of data, column) -> what stands there instead: the flaws that the README lists.
FLAWS: dict[tuple[int, str], Any] = {
    (4, "ระดับดาว ปี ๒๕๖๕"): "รอผล",
    (9, "ประเภทผู้ผลิต"): "?",
    (15, "ปีที่ลงทะเบียน"): dt.date(2018, 5, 1),
    (21, "สถานะ มชช."): "มผช. 123/2560",
    (28, "โครงการอื่น ปี ๒๕๖๖"): "รอตรวจสอบ",
    (33, "อำเภอ"): "บางคลา",
    (40, "อำเภอ"): "เทศบาลเมืองฉะเชิงเทรา",
    (47, "ชื่อกลุ่ม/ผู้ผลิต"): None,
    (52, "สถานะ มชช."): "สมัครแล้ว",
    (60, "ระดับดาว ปี ๒๕๖๕"): "3-4",
    (66, "ปีที่ลงทะเบียน"): "65",
    (71, "กลุ่มผลิตภัณฑ์ (Quadrant)"): "#REF!",
    (77, "จังหวัด"): "ชลบุรี",
    (83, "รหัสผู้ผลิต"): "240100777",
    (90, "ชื่อผลิตภัณฑ์"): "=SUM(1+1) กระเช้า",
}


YEARS = [2550, 2557, "๒๕๖๐", "พ.ศ. 2562", 2565, 2566, None]


def main(folder: Path = Path(__file__).parent) -> Path:
    """Write the registry and the side lists; returns the registry's path."""
    groups = list(_groups(random.Random(2566)))
    path = folder / "registry.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": dt.datetime(2022, 12, 1)})
        _write(book, book.add_worksheet("ทะเบียน"), groups)
    for name, rows in _lists(groups).items():
        _write_list(folder / name, rows)
    return path


def _lists(groups: list[list[dict[str, Any]]]) -> dict[str, list[list[Any]]]:
    """The side lists, with names as somebody else typed them."""
    named = {products[0]["รหัสผู้ผลิต"]: products for products in groups}

    def of(group_id: str) -> tuple[str, str]:
        first = named[group_id][0]
        return first["ชื่อกลุ่ม/ผู้ผลิต"], first["ชื่อผลิตภัณฑ์"]

    respelled = of("240200012")[0].replace("กลุ่ม", "").replace("บ้าน", " บ.")
    nearly = of("240500002")[0].replace("น้ำใส", "น้ำไส") + "เหนือ"
    projects = [
        ["บัญชีกลุ่มที่เข้าร่วมโครงการอื่น ปีงบประมาณ ๒๕๖๖ (สมมุติ)"],
        ["ที่", "อำเภอ", "ชื่อกลุ่ม", "ผลิตภัณฑ์", "โครงการ"],
        [1, "บางคล้า", respelled, None, "Young OTOP"],
        [2, "บ้านโพธิ์", nearly, None, "OTOP Trader"],
        [3, "บางปะกง", "กลุ่มทำว่าวบ้านลมแรง", None, "Young OTOP"],
        [4, "เมือง", of("240100004")[0], "ไม่ใช่ผลิตภัณฑ์นี้", "OTOP Trader"],
    ]
    stars = [
        ["ผลิตภัณฑ์", "ผู้ผลิต", "จังหวัด", "ประเภท", "ระดับดาว ปี ๒๕๖๕"],
        *(
            [of(i)[1], of(i)[0].replace("กลุ่ม", "กลุ่ม "), "ฉะเชิงเทรา", "อาหาร", star]
            for i, star in (("241000009", "๓ ดาว"), ("241000003", 2), ("241100002", 3))
        ),
        ["ปลาเค็ม", "กลุ่มปลาเค็มบ้านทะเล", "ชลบุรี", "อาหาร", 3],
    ]
    standards = [
        ["อำเภอ", "รหัสผู้ผลิต", "ชื่อกลุ่ม", "ผลการประเมิน มชช."],
        ["ท่าตะเกียบ", "241000009", of("241000009")[0], "ผ่าน"],
        ["คลองเขื่อน", None, of("241100002")[0], "อยู่ระหว่างการพัฒนา"],
    ]
    return {"projects.xlsx": projects, "stars.xlsx": stars, "standards.xlsx": standards}


def _write_list(path: Path, rows: list[list[Any]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": dt.datetime(2022, 12, 1)})
        sheet = book.add_worksheet("บัญชี")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.set_column(1, 4, 26)


def _groups(chance: random.Random) -> Any:
    """Every group as the rows of its products."""
    number = 0
    for code, district, subdistricts, count in DISTRICTS:
        for serial in range(1, count + 1):
            number += 1
            products = [
                _product(chance, code, district, subdistricts, serial, number, item)
                for item in range(_items(chance))
            ]
            yield _registered_once(products, random.Random(f"{code}-{serial}-31"))


def _registered_once(
    products: list[dict[str, Any]], own: random.Random
) -> list[dict[str, Any]]:
    """A producer is registered in one year, whatever was drawn for its products."""
    year = own.choice(YEARS)
    return [product | {"ปีที่ลงทะเบียน": year} for product in products]


def _items(chance: random.Random) -> int:
    return chance.choice([1, 1, 1, 2, 2, 3])


def _product(
    chance: random.Random,
    code: str,
    district: str,
    subdistricts: list[str],
    serial: int,
    number: int,
    item: int,
) -> dict[str, Any]:
    own = random.Random(
        f"{code}-{serial}"
    )  # what belongs to the group is the same in all its rows
    group_id = f"{code}{serial:05d}"
    poor = code in ("2410", "2411")  # districts that stay short
    product, category = chance.choice(PRODUCTS)
    star = chance.choices(
        [None, "-", 1, 2, "๓", "3 ดาว", "★★★", 4, 5],
        [70 if poor else 40, 8, 4, 6, 5, 5, 3, 6, 4],
    )[0]
    return {
        "ลำดับที่": number,
        "รหัสผู้ผลิต": group_id,
        "ชื่อกลุ่ม/ผู้ผลิต": f"{own.choice(KINDS)}บ้าน{own.choice(VILLAGES)} {serial}",
        "ประเภทผู้ผลิต": own.choices([COMMUNITY, "รายเดี่ยว", "SMEs"], [8, 2, 1])[0],
        "ตำบล": own.choice(subdistricts),
        "อำเภอ": own.choice([district, f"อ.{district}", f"อำเภอ{district}"])
        if code != "2401"
        else "อ.เมือง",
        "จังหวัด": "ฉะเชิงเทรา",
        "รหัสผลิตภัณฑ์": f"{group_id}{item + 1:03d}",
        "ชื่อผลิตภัณฑ์": f"{product} สูตร {item + 1}",
        "ประเภทผลิตภัณฑ์": category,
        "ระดับดาว ปี ๒๕๖๕": star,
        "กลุ่มผลิตภัณฑ์ (Quadrant)": chance.choices(
            ["D", "ปรับตัวสู่การพัฒนา (D)", "A", "B", "C", None], [6, 2, 1, 1, 1, 1]
        )[0],
        "ปีที่ลงทะเบียน": chance.choice(YEARS),
        "สถานะ มชช.": own.choice(
            ["ผ่าน", "อยู่ระหว่างการพัฒนา", "ไม่ได้สมัคร", "ไม่ผ่าน", None, None]
        ),
        "โครงการอื่น ปี ๒๕๖๖": chance.choices(
            [None, "-", "ไม่ซ้ำ", "Young OTOP"], [6, 2, 2, 1]
        )[0],
        "ศักยภาพ": chance.choice([None, None, "มี", "ไม่มี"]),
        "โทรศัพท์": f"000-000-{number:04d}",
    }


def _write(book: Any, sheet: Any, groups: list[list[dict[str, Any]]]) -> None:
    """Title rows, the header, the groups with their cells merged down, a total and a note."""
    middle = book.add_format({"valign": "vcenter"})
    date = book.add_format({"num_format": "d/m/yyyy"})
    sheet.merge_range(
        0, 0, 0, len(HEADER) - 1, "ทะเบียนผลิตภัณฑ์ OTOP จังหวัดฉะเชิงเทรา (ข้อมูลสมมุติ)", middle
    )
    sheet.write(1, 0, "ข้อมูล ณ วันที่ ๑ ธันวาคม ๒๕๖๕")
    sheet.write_row(
        3, 0, HEADER, book.add_format({"bold": True, "border": 1, "text_wrap": True})
    )
    row, data = 4, 0
    for products in groups:
        touched = any(
            (data + item, "ชื่อกลุ่ม/ผู้ผลิต") in FLAWS for item in range(len(products))
        )
        for item, product in enumerate(products):
            for column, name in enumerate(HEADER):
                value = FLAWS.get((data, name), product[name])
                if isinstance(value, dt.date):
                    sheet.write_datetime(
                        row, column, dt.datetime.combine(value, dt.time()), date
                    )
                elif value is not None and not (
                    name == "ชื่อกลุ่ม/ผู้ผลิต" and item and not touched
                ):
                    sheet.write(row, column, value)
            row, data = row + 1, data + 1
        if len(products) > 1 and not touched:
            sheet.merge_range(
                row - len(products), 2, row - 1, 2, products[0]["ชื่อกลุ่ม/ผู้ผลิต"], middle
            )
    sheet.write_row(row, 0, ["รวม", None, f"{len(groups)} กลุ่ม"])
    sheet.write(row + 1, 0, "หมายเหตุ: ข้อมูลทั้งหมดสมมุติขึ้นเพื่อทดลองใช้โปรแกรม")
    sheet.set_column(2, 2, 34)
    sheet.set_column(8, 9, 26)


if __name__ == "__main__":
    print(main().name)
