"""The job as an office would script it: pandas and openpyxl, the letter's rules as filters, a list per district.

It knows one clean layout and tells no reason. Prints JSON: per district the names of the first groups.
"""

from __future__ import annotations

import json
import sys

import pandas as pd

table = pd.read_excel(sys.argv[1], engine="openpyxl")
star = pd.to_numeric(
    table["ระดับดาว ปี 2565"].astype(str).str.extract(r"(\d)")[0], errors="coerce"
)
year = pd.to_numeric(
    table["ปีที่ลงทะเบียน"].astype(str).str.extract(r"(\d{4})")[0], errors="coerce"
)
passes = (
    table["ประเภทผู้ผลิต"].eq("กลุ่มผู้ผลิตชุมชน")
    & table["กลุ่มผลิตภัณฑ์ (Quadrant)"].eq("D")
    & ~table["โครงการอื่น"].eq("Young OTOP")
    & year.notna()
)
first = passes & star.between(1, 3)
second = passes & star.isna() & table["สถานะ มชช."].eq("ผ่าน")
table["tier"] = first.map({True: 1, False: 3}).where(~second, 2)
table["star"] = star.fillna(0)
kept = table[table["tier"] < 3].sort_values(
    ["จังหวัด", "อำเภอ", "tier", "star"], ascending=[True, True, True, False]
)
groups = kept.drop_duplicates(["จังหวัด", "อำเภอ", "รหัสผู้ผลิต"])
lists = groups.groupby(["จังหวัด", "อำเภอ"])["ชื่อกลุ่ม"].apply(
    lambda names: names.head(3).tolist()
)
print(
    json.dumps(
        {" ".join(place): names for place, names in lists.items()}, ensure_ascii=False
    )
)
