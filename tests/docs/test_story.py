"""The story of the documents happens as it is told."""

from __future__ import annotations

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
    sheet = openpyxl.load_workbook(tmp_path / "province.xlsx").worksheets[0]
    rows = rows_of(sheet, min_row=4, max_row=8)
    assert [(row[1], row[2]) for row in rows] == [
        ("บางคล้า", "กลุ่มจักสานบ้านโคกสูง 12"),
        ("บางคล้า", "กลุ่มทอผ้าบ้านโคกสูง 6"),
        ("บางคล้า", "กลุ่มแปรรูปอาหารบ้านดอนทราย 2"),
        ("ท่าตะเกียบ", "กลุ่มแม่บ้านเกษตรกรบ้านคลองใหม่ 10"),
        ("ท่าตะเกียบ", "วิสาหกิจชุมชนสมุนไพรบ้านป่าตาล 1"),
    ]
