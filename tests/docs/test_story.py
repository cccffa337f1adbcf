"""The story of the documents happens as it is told."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import openpyxl

from tests.tools.looks import rows_of

ROOT = Path(__file__).parent.parent.parent


def test_the_story_ends_with_the_province_s_list(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    from story import STORY, tell

    page = tell(tmp_path)
    assert (ROOT / "docs" / "story.md").read_text(encoding="utf-8").endswith(page)
    assert page.count("```sh") == sum(bool(step.command) for step in STORY)
    assert "mended 1, still there 0, new 0" in page
    assert "has another representative (K10) – was without an error, in a list" in page
    assert page.count("Since the list before") == 1
    assert page.count("The same file again") == 2
    returned = openpyxl.load_workbook(
        tmp_path / "send-back" / "2402 บางคล้า (returned).xlsx"
    )
    assert returned.worksheets[0]["B12"].comment
    called = sorted(path.name for path in (tmp_path / "meeting").glob("notices*"))
    assert called == ["notices 2402 บางคล้า.docx", "notices 2410 ท่าตะเกียบ.docx"]
    assert "no groups: ราชสาส์น" in page
    people = ("นางตัวอย่าง ก", "นางตัวอย่าง ฉ")
    screens = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    assert not any(person in words for words in screens for person in people)
    sheet = openpyxl.load_workbook(tmp_path / "province.xlsx").worksheets[0]
    rows = rows_of(sheet, min_row=4, max_row=8)
    assert [(row[1], row[2]) for row in rows] == [
        ("บางคล้า", "กลุ่มจักสานบ้านโคกสูง 12"),
        ("บางคล้า", "กลุ่มทอผ้าบ้านโคกสูง 6"),
        ("บางคล้า", "กลุ่มแปรรูปอาหารบ้านดอนทราย 2"),
        ("ท่าตะเกียบ", "กลุ่มแม่บ้านเกษตรกรบ้านคลองใหม่ 10"),
        ("ท่าตะเกียบ", "วิสาหกิจชุมชนสมุนไพรบ้านป่าตาล 1"),
    ]
