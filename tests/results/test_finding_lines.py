"""Findings as people read them: one line for what is said of several cells, its words for one or for several.

1. The same finding below one another is one line with a range, and speaks of cells.
2. A field's name that is no Thai word stands apart from the Thai words beside it.
3. Lines go by the first cell of each: B5 stands before AA5.
"""

from __future__ import annotations

import pytest

from kbo_screen.findings import Place, make_finding
from kbo_screen.results.wording.finding_lines import gather_findings


@pytest.mark.parametrize(
    ("cells", "en", "th"),
    [
        (
            ["K10"],
            "Cell K10: the representative is not filled in.",
            "เซลล์ K10 ยังไม่ได้กรอกตัวแทนกลุ่ม",
        ),
        (
            ["K10", "K11", "K12"],
            "Cells K10–K12: the representative is not filled in.",
            "เซลล์ K10–K12 ยังไม่ได้กรอกตัวแทนกลุ่ม",
        ),
        (
            ["K10", "K12"],
            "Cells K10, K12: the representative is not filled in.",
            "เซลล์ K10, K12 ยังไม่ได้กรอกตัวแทนกลุ่ม",
        ),
    ],
)
def test_a_line_speaks_of_one_cell_or_of_several(
    cells: list[str], en: str, th: str
) -> None:
    found = [
        make_finding(
            "cell.required-blank", Place("a.xlsx", "s", cell), field="representative"
        )
        for cell in cells
    ]
    assert [line.message for line in gather_findings(found, "en")] == [en]
    assert [line.message for line in gather_findings(found, "th")] == [th]


def test_a_name_that_is_no_thai_word_stands_apart() -> None:
    told = {"group": "กลุ่ม ก", "known": "D", "registry_cell": "H4", "value": "A"}
    finding = make_finding(
        "registry.quadrant-differs",
        Place("a.xlsx", "s", "G7"),
        field="quadrant",
        **told,
    )
    assert finding.message("th").startswith("เซลล์ G7 Quadrant ของ “กลุ่ม ก”")


def test_lines_go_by_the_first_cell_of_each_as_a_sheet_has_them() -> None:
    cells = {"representative": ["AA5", "B5"], "group_name": ["C5"]}
    findings = [
        make_finding("cell.required-blank", Place("a.xlsx", "s", cell), field=field)
        for field, of_field in cells.items()
        for cell in of_field
    ]
    lines = gather_findings(findings, "en")
    assert [line.place.cell for line in lines] == ["B5, AA5", "C5"]
