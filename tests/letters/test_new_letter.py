"""Next year's letter from this year's.

1. The new file extends the old one, says only what differs, and is checked like any letter.
2. Worked examples come along; those that no longer hold are told and left out.
3. What no option says is asked on a terminal; elsewhere a missing fact is refused.
4. Numbers stand once: wordings hold fields, and one that says another number is refused.
"""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING

import pytest

from kbo_screen import load_letter
from kbo_screen.findings import UsageError
from kbo_screen.letters.loading import load_letter_file, parse_letter
from kbo_screen.screening.examples import check_examples
from tests.tools.program import run_program

if TYPE_CHECKING:
    from pathlib import Path

TEXT = load_letter_file().text
#: Columns of a screen on which every sentence stands in one line.
UNFOLDED = 1000
FACTS = [
    "--number", "ฉช ๐๐๑๙/ว ๑", "--date", "20/12/2567", "--fiscal-year", "2568", "--round", "2567",
    "--quota", "๕", "--deadline", "3/1/2568", "--meeting", "14 ม.ค. 2568",
]  # fmt: skip


def test_a_new_letter_says_only_what_differs(tmp_path: Path) -> None:
    file = tmp_path / "chachoengsao_2568.toml"
    words = ["letter", "new", "-o", file, *FACTS, "--lang", "en"]
    result = run_program(*words, columns=UNFOLDED)
    assert result.returncode == 0, result.stderr
    written, kept_years, kept_place, kept_words = result.stdout.splitlines()
    assert written == (
        "Wrote chachoengsao_2568.toml, which extends chachoengsao_2566. "
        "Look at it with kbo-screen letter check."
    )
    assert "years of the old letter: registered between 2557 and 2565." in kept_years
    assert "old letter's place of the meeting: ห้องบางตลาด" in kept_place
    assert kept_words.startswith("All quoted words are still the old letter's")
    data = tomllib.loads(file.read_text("utf-8"))
    assert data["extends"] == "chachoengsao_2566"
    assert "districts" not in data
    assert data["quota"] == {"groups_per_district": 5}
    letter = load_letter(file)
    assert letter.due_date.isoformat() == "2025-01-03"
    assert letter.deadline.printed == "วันศุกร์ที่ ๓ มกราคม ๒๕๖๘"
    assert letter.quota.wording.th == "อำเภอละอย่างน้อย ๕ กลุ่มขึ้นไป"
    assert (
        letter.condition("star-in-range").wording.en
        == "has 1 to 3 stars of the 2567 round"
    )
    assert letter.tiers[0].name.th == "ลำดับที่ ๑ : ผลิตภัณฑ์ ๑–๓ ดาว ปี ๒๕๖๗"
    assert letter.printed_errors == ()
    assert list(check_examples(letter, file.name)) == []


@pytest.mark.parametrize("name", ["ปีหน้า.toml", "--.toml", "ปี 2567.toml"])
def test_a_file_name_that_is_no_id_is_told_before_anything_is_asked(
    name: str,
    tmp_path: Path,
) -> None:
    """Raises usage.letter-file-name."""
    result = run_program("letter", "new", "-o", tmp_path / name, *FACTS, "--lang", "en")
    assert result.returncode == 2
    assert f"The file name “{name}” cannot be a letter's id." in result.stderr
    assert "e.g. chachoengsao_2567.toml" in result.stderr
    assert not (tmp_path / name).exists()


def test_another_province_has_the_districts_of_the_office_data(tmp_path: Path) -> None:
    file = tmp_path / "nakhon_2568.toml"
    words = ["letter", "new", "-o", file, *FACTS, "--province", "นครปฐม"]
    result = run_program(*words, columns=UNFOLDED)
    assert result.returncode == 0, result.stderr
    assert (
        "old province's office to ring: สำนักงานพัฒนาชุมชนจังหวัดฉะเชิงเทรา" in result.stdout
    )
    letter = load_letter(file)
    assert letter.province == "นครปฐม"
    assert [district.name for district in letter.districts][:2] == [
        "เมืองนครปฐม",
        "กำแพงแสน",
    ]


def test_a_quota_of_the_province_is_an_option(tmp_path: Path) -> None:
    """The words of the quota are made anew, its numbers stand once; without a least that of the base is left out."""
    file = tmp_path / "twenty.toml"
    quota = ("--quota", "-", "--province-quota", "๒๐", "--unit", "products")
    result = run_program("letter", "new", "-o", file, *FACTS, *quota)
    assert result.returncode == 0, result.stderr
    data = tomllib.loads(file.read_text("utf-8"))
    assert data["left_out"] == ["quota.groups_per_district"]
    assert data["quota"]["wording"]["th"] == "จังหวัดละ {per_province} ผลิตภัณฑ์"
    letter = load_letter(file)
    assert letter.quota.groups_per_district is None
    assert (letter.quota.per_province, letter.quota.unit) == (20, "products")
    assert letter.quota.wording.en == "20 products of the province"
    following = tmp_path / "both.toml"
    quota = ("--quota", "1", "--from", str(file))
    result = run_program("letter", "new", "-o", following, *FACTS, *quota)
    assert result.returncode == 0, result.stderr
    wording = load_letter(following).quota.wording
    assert wording.en == "20 products of the province, at least 1 products per district"


def test_a_unit_that_is_none_is_refused(tmp_path: Path) -> None:
    """usage.bad-fact"""
    words = ("letter", "new", "-o", tmp_path / "x.toml", *FACTS, "--unit", "people")
    result = run_program(*words)
    assert result.returncode == 2
    assert "--unit: “people” was not understood" in result.stderr


def test_examples_that_no_longer_hold_are_to_be_decided(tmp_path: Path) -> None:
    file = tmp_path / "old_round.toml"
    facts = [*FACTS, "--round", "2562"]
    words = ["letter", "new", "-o", file, *facts, "--lang", "en"]
    result = run_program(*words, columns=UNFOLDED)
    assert (
        "The example other-round (3 stars of the 2562 round only.) is to be decided: none before, primary / certain now"
        in result.stdout
    )
    assert tomllib.loads(file.read_text("utf-8"))["left_out"] == [
        "examples.other-round"
    ]
    assert "other-round" not in {example.id for example in load_letter(file).examples}


def test_a_missing_fact_is_refused_where_nobody_can_be_asked(tmp_path: Path) -> None:
    """usage.missing-fact"""
    result = run_program("letter", "new", "-o", tmp_path / "x.toml", "--lang", "en")
    assert result.returncode == 2
    assert "--date was not given" in result.stderr


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    """usage.bad-fact"""
    result = run_program(
        "letter", "new", "-o", tmp_path / "x.toml", "--date", "เมื่อวาน", "--lang", "en"
    )
    assert result.returncode == 2
    assert "--date: “เมื่อวาน” was not understood" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminal")
def test_what_no_option_says_is_asked(tmp_path: Path) -> None:
    from tests.tools.terminal import visit

    typed = ["ฉช ๒", "20/12/2567", "", "2567", "", "4", "3/1/2568", "14/1/2568", ""]
    done = visit(["letter", "new", "-o", "asked.toml"], typed, tmp_path)
    assert done.exit_code == 0, done.screen
    assert "ปีงบประมาณ (พ.ศ.) [2567]" in done.screen
    letter = load_letter(tmp_path / "asked.toml")
    assert (letter.number, letter.fiscal_year_be) == ("ฉช ๒", 2567)
    assert letter.quota.groups_per_district == 4


def test_a_letter_that_extends_itself_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "circle.toml"
    file.write_text(f'extends = "{file.as_posix()}"\n', "utf-8")
    with pytest.raises(UsageError) as caught:
        load_letter(file)
    assert [each.code for each in caught.value.findings] == ["letter.extends-itself"]


@pytest.mark.parametrize(
    ("own_part", "key"),
    [
        ("left_out = 5", "left_out"),
        ('left_out = "meeting"', "left_out"),
        ("left_out = [1]", "left_out[0]"),
        ("extends = 5", "extends"),
        ('[[tiers]]\nid = ["x"]', "tiers[0].id"),
        ("[[tiers]]\nid = { a = 1 }", "tiers[0].id"),
    ],
)
def test_what_extends_a_letter_is_of_the_right_shape(own_part: str, key: str) -> None:
    text = 'id = "next_2567"\n'
    if not own_part.startswith("extends"):
        text += 'extends = "chachoengsao_2566"\n'
    with pytest.raises(UsageError) as caught:
        parse_letter(text + own_part, "next.toml")
    first = caught.value.findings[0]
    assert first.code == "letter.bad-value"
    assert str(first.place.cell).endswith(f": {key}")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("{min} – {max} ดาว", "๑ – ๔ ดาว", "conditions[1].wording"),
        ("between {min} and", "between 2556 and", "conditions[4].wording"),
        ("อย่างน้อย {count} กลุ่ม", "อย่างน้อย ๕ กลุ่ม", "quota.wording"),
        ("{max} ดาว ปี {year}", "{max} ดาว ปี ๒๕๖๖", "conditions[1].wording"),
        ("{min} – {max} ดาว", "๓ – ๓ ดาว", "conditions[1].wording"),
        (
            "ปีงบประมาณ {fiscal_year}",
            "ปีงบประมาณ 2565",
            "conditions[2].wording",
        ),
        ("{star-in-range.min}–", "2–", "tiers[0].name"),
    ],
)
def test_a_wording_that_says_another_number_is_refused(
    old: str, new: str, path: str
) -> None:
    assert old in TEXT
    with pytest.raises(UsageError) as caught:
        parse_letter(TEXT.replace(old, new), "letter.toml")
    assert [each.code for each in caught.value.findings] == ["letter.other-number"]
    assert path in caught.value.findings[0].message("en")


def test_a_wording_follows_its_number() -> None:
    text = TEXT.replace("max = 3\n", "max = 4\n", 1)
    letter = parse_letter(text, "letter.toml").letter
    assert letter.condition("star-in-range").wording.th == "ผลิตภัณฑ์ระดับ ๑ – ๔ ดาว ปี ๒๕๖๕"
