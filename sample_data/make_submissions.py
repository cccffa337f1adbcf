"""Makes `submissions/` and `received.csv`: what ten of eleven districts sent back for the registry beside this file.

Run it from the project's root: `python sample_data/make_submissions.py`. No name or number in it is a real person's.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from kbo_screen.formats.forms.form_workbook import write_form
from kbo_screen.results.forms.district_form import Form, forms_of
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions

FOLDER = Path(__file__).parent
FONT = "TH SarabunPSK"
#: First row of groups, and the cells of officer and date, in a form.
FIRST, OFFICER, DATE = 10, "C7", "H7"
#: What is changed in a form after it was filled in cleanly, by the district's code.
CHANGES: dict[str, dict[str, Any]] = {
    "2402": {
        OFFICER: None,
        DATE: "31/11/2565",
        "B12": "กลุ่มแปรรูปอาหารบ้านดอนซาย 2",
        "B13": "กลุ่มจักสานบ้านโคกสูง 12",
        "B14": "ชมรมว่าวจุฬาบ้านสวน",
        "F10": "4",
        "K10": "นายตัวอย่าง ก และ นางตัวอย่าง ข",
        "K11": None,
        "K13": "นายตัวอย่าง ง",
        "K14": "นายตัวอย่าง จ",
        "L11": "08123",
    },
    "2410": {"J10": "มีศักยภาพ", "J11": "มีศักยภาพ"},
    "2411": {"J11": "มีศักยภาพ", "J12": "ไม่มีศักยภาพ"},
    "2403": {"J12": "มีศักยภาพ"},
}
#: Districts that send a table of their own: บางปะกง as CSV; พนมสารคาม claims a group of บางคล้า and names no officer.
OWN_TABLES = {
    "2404": [
        "กลุ่มแม่บ้านเกษตรกรบ้านดอนทราย 7",
        "กลุ่มจักสานบ้านวังน้ำใส 2",
        "กลุ่มทอผ้าบ้านคลองใหม่ 9",
    ],
    "2406": ["วิสาหกิจชุมชนสมุนไพรบ้านป่าตาล 3", "กลุ่มขนมไทยบ้านป่าตาล 15", "กลุ่มทอผ้าบ้านโคกสูง 6"],
}
#: ราชสาส์น has no group and sent nothing.
MISSING = "2407"
RECEIVED = {
    "เมืองฉะเชิงเทรา": "26/12/2565",
    "บางคล้า": "27/12/2565",
    "บ้านโพธิ์": "30/12/2565",
    "แปลงยาว": "28/12/2565",
}


def main(folder: Path = FOLDER) -> Path:
    """Write the lists and the table of dates; returns the folder of the lists."""
    run = build_run(
        [FOLDER / "registry.xlsx"],
        RunOptions(letter="chachoengsao_2566", lang="th", quiet=True),
    )
    out = folder / "submissions"
    out.mkdir(exist_ok=True)
    for form in forms_of(run, prefill=True):
        if form.district.code in OWN_TABLES:
            _own_table(form, out)
        elif form.district.code != MISSING:
            _filled_form(form, out)
    with (folder / "received.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["อำเภอ", "วันที่ได้รับ"], *RECEIVED.items()])
    return out


def _filled_form(form: Form, out: Path) -> None:
    """A form as the district fills it in, then what this district does otherwise."""
    path = out / f"{form.district.code} {form.district.district}.xlsx"
    write_form(form, path, font=FONT)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["C6"], sheet["H6"] = "นางสาวตัวอย่าง ผู้รายงาน", "นายตัวอย่าง พัฒนาการอำเภอ"
    sheet[OFFICER], sheet[DATE] = "นายตัวอย่าง พัฒนากร", "26/12/2565"
    proposed = sum(choice.proposed for choice in form.choices or ())
    for number in range(proposed):
        sheet[f"K{FIRST + number}"] = f"นางตัวอย่าง {'กขค'[number]}"
        sheet[f"L{FIRST + number}"] = f"000000{form.district.code}"[-10:]
    for cell, value in CHANGES.get(form.district.code, {}).items():
        sheet[cell] = value
    book.save(path)


def _own_table(form: Form, out: Path) -> None:
    """A table that the district drew itself."""
    district = form.district.district
    names = OWN_TABLES[form.district.code]
    rows = [
        [f"รายชื่อกลุ่มเป้าหมาย KBO อำเภอ{district}"],
        ["ลำดับ", "ชื่อกลุ่ม", "ตัวแทนกลุ่ม", "เบอร์โทร"],
        *(
            [number, name, f"นายตัวอย่าง {'กขค'[number - 1]}", "000-000-0000"]
            for number, name in enumerate(names, 1)
        ),
    ]
    if form.district.code == "2404":
        rows.insert(1, ["เจ้าหน้าที่ที่เข้าร่วมประชุม", "นายตัวอย่าง พัฒนากร"])
        with (out / f"อ.{district}.csv").open(
            "w", encoding="utf-8-sig", newline=""
        ) as file:
            csv.writer(file).writerows(rows)
        return
    with xlsxwriter.Workbook(str(out / f"{district} ส่งจังหวัด.xlsx")) as book:
        sheet = book.add_worksheet("รายชื่อ")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.set_column(1, 2, 34)


if __name__ == "__main__":
    print(main().name)
