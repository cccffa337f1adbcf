"""Every text for people: both languages say the same things, and a Thai Windows pipe takes them."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kbo_screen.findings import make_finding
from kbo_screen.findings.catalogue import (
    finding_codes,
    finding_severity,
    raw_finding_text,
)

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "kbo_screen" / "findings" / "texts"


def leaves(table: dict[str, Any], path: str) -> list[tuple[str, dict[str, str]]]:
    if set(table) == {"th", "en"}:
        return [(path, table)]
    return [
        leaf
        for name, value in table.items()
        if isinstance(value, dict)
        for leaf in leaves(value, f"{path}.{name}")
    ]


ALL = [
    leaf
    for file in sorted(TEXTS.rglob("*.toml"))
    for leaf in leaves(tomllib.loads(file.read_text("utf-8")), file.stem)
]


@pytest.mark.parametrize(("name", "words"), ALL, ids=[name for name, _ in ALL])
def test_both_languages_fill_the_same_fields_and_fit_windows_874(
    name: str, words: dict[str, str]
) -> None:
    fields = [
        {field for _, field, _, _ in string.Formatter().parse(words[lang]) if field}
        for lang in ("th", "en")
    ]
    assert fields[0] == fields[1]
    words["th"].encode("cp874")
    words["en"].encode("cp874")
    assert (
        re.search("[ก-๙]", words["th"])
        or words["th"] == words["en"]
        or len(re.sub(r"\{\w+\}", "", words["th"])) < 20
    )


@pytest.mark.parametrize("code", finding_codes())
def test_every_code_is_documented_and_raised_by_a_test(code: str) -> None:
    assert finding_severity(code) in ("error", "warning", "info")
    assert raw_finding_text(code, "message", "th") != raw_finding_text(
        code, "message", "en"
    )
    assert f"`{code}`" in (ROOT / "docs" / "findings.md").read_text("utf-8")
    tests = "".join(
        path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")
    )
    assert code in tests or f'"{code.partition(".")[2]}"' in tests, (
        f"no test names {code}"
    )


def test_a_missing_field_raises() -> None:
    with pytest.raises(KeyError):
        make_finding("table.star-year-assumed").message("th")


def test_a_personal_id_is_masked_wherever_it_stands() -> None:
    """13 digits, Thai ones too, with or without marks; a registration number of 9 is none."""
    from kbo_screen.findings import make_finding

    finding = make_finding(
        "cell.unreadable-star", value="1 2345 67890 12 3", header="เลข ๑๒๓๔๕๖๗๘๙๐๑๒๓"
    )
    words = finding.message("th") + finding.message("en")
    assert words.count("*************") == 4
    assert "67890" not in words
    assert "๑๒๓" not in words
    assert (
        make_finding("cell.unreadable-star", value="240200017", header="x").value
        == "240200017"
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("กลุ่มทอผ้า (นางหนึ่ง 0812345678)", "กลุ่มทอผ้า (นาง*** ***)"),
        ("นางสอง", "นาง***"),
        ("น.ส. สาม ใจดี, นายสี่ ใจร้าย", "น.ส.***, นาย***"),
        ("นางหนึ่ง ประธานกลุ่ม", "นาง*** ประธานกลุ่ม"),
        ("ว่าที่ ร.ต.ห้า ใจดี และ Mrs. Jane Doe", "ว่าที่ ร.ต.*** และ Mrs.***"),
        (
            "โทร ๐๘๑-๒๓๔-๕๖๗๘ หรือ 038 511 234 หรือ +66 81 234 5678",
            "โทร *** หรือ *** หรือ ***",
        ),
        ("(081) 234-5678", "***"),
        ("812345678", "812345678"),
        (
            "240200017 2402000171 20/12/2565 0.123456789",
            "240200017 2402000171 20/12/2565 0.123456789",
        ),
        ("กลุ่มแม่บ้านเกษตรกรบ้านนางาม", "กลุ่มแม่บ้านเกษตรกรบ้านนางาม"),
        (
            "นายาว นางเล็ด นายก อบต. นายอำเภอบางคล้า",
            "นายาว นางเล็ด นายก อบต. นายอำเภอบางคล้า",
        ),
    ],
)
def test_people_and_their_telephones_are_masked_wherever_they_stand(
    words: str, shown: str
) -> None:
    """In the value and in every field; groups, products, places, offices and ids stay as they are."""
    finding = make_finding(
        "row.two-spellings", value=words, other_value=words, other_cell="B2"
    )
    assert (finding.value, finding.fields["other_value"]) == (shown, shown)
    assert words == shown or words not in finding.message("th")
