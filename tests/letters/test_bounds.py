"""What a letter cannot say: a name that is a path, a number beyond all sense, dates in the wrong order.

- A district's name can be the name of a file and of a sheet on every system; no two districts are one.
- A number has bounds, in a letter as in a variant, a config and on the command line; the refusal says them.
- The letter is dated first, then lists are due, then the meeting is held.
- A file that Python's reader of TOML cannot hold is refused in one sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kbo_screen import load_letter
from kbo_screen.cli.app import app
from kbo_screen.findings import UsageError
from kbo_screen.findings.catalogue import LANGUAGES
from kbo_screen.gap.variants import vary_letter
from kbo_screen.letters.loading import load_letter_file, parse_letter
from kbo_screen.vocabulary.areas import districts_of, provinces

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.findings import Finding

TEXT = load_letter_file().text


def refusals(old: str, new: str) -> list[Finding]:
    """Why the letter is refused with something else in it."""
    assert old in TEXT
    with pytest.raises(UsageError) as caught:
        parse_letter(TEXT.replace(old, new), "letter.toml")
    return list(caught.value.findings)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../../escaped", "character"),
        ("/etc/cron.d/x", "character"),
        (r"..\\ขึ้นไป", "character"),
        ("C:แปลงยาว", "character"),
        (r"แปลง\u0000ยาว", "character"),
        (r"แปลง\u202Eยาว", "character"),
        (r"แปลง\u200Bยาว", "character"),
        (r"แปลง\nยาว", "character"),
        ("แปลง[ยาว]", "character"),
        ("..", "dot"),
        ("แปลงยาว.", "dot"),
        (" แปลงยาว", "dot"),
        (".แปลงยาว", "dot"),
        ("~$แปลงยาว", "dot"),
        ("'แปลงยาว'", "dot"),
        ("   ", "empty"),
        ("con", "keeps this name"),
        ("NUL.xlsx", "keeps this name"),
        ("Com1", "keeps this name"),
        ("LPT³", "keeps this name"),
        ("History", "keeps this name"),
        ("ก" * 300, "60 characters"),
    ],
)
def test_a_district_is_not_called_what_no_file_or_sheet_is(name: str, why: str) -> None:
    """Letter.unusable-name, with the line."""
    findings = refusals('name = "แปลงยาว"', f'name = "{name}"')
    told = next(
        finding for finding in findings if finding.code == "letter.unusable-name"
    )
    assert re.fullmatch(r"\d+: districts\[8\]\.name", told.place.cell or "")
    assert why in told.message("en")
    assert all(len(told.message(lang)) < 260 for lang in LANGUAGES)


def test_a_district_has_a_name() -> None:
    assert [finding.code for finding in refusals('name = "แปลงยาว"', 'name = ""')] == [
        "letter.bad-value"
    ]


@pytest.mark.parametrize("name", ["คลองเขื่อน", "คลองเขื่\u200bอน", "คลองเขื่อน "])
def test_no_two_districts_have_one_name(name: str) -> None:
    """Letter.duplicate-name"""
    assert "letter.duplicate-name" in [
        finding.code for finding in refusals('name = "แปลงยาว"', f'name = "{name}"')
    ]


def test_no_two_districts_have_one_code() -> None:
    codes = [finding.code for finding in refusals('code = "2409"', 'code = "2410"')]
    assert "letter.duplicate-id" in codes


def test_every_district_of_the_country_may_stand_in_a_letter() -> None:
    """No official name is refused."""
    for province in provinces():
        districts = ", ".join(
            f'{{ code = "{d.code}", name = "{d.district}" }}'
            for d in districts_of(province.name)
        )
        text = re.sub(
            r"districts = \[.*?\n\]",
            f"districts = [{districts}]",
            TEXT,
            flags=re.DOTALL,
        )
        text = text.replace('province = "ฉะเชิงเทรา"', f'province = "{province.name}"')
        try:
            parse_letter(text, "letter.toml")
        except UsageError as error:
            refused = {finding.code for finding in error.findings}
            assert not refused & {
                "letter.unusable-name",
                "letter.duplicate-name",
                "letter.duplicate-id",
            }


@pytest.mark.parametrize(
    ("old", "new", "limit"),
    [
        ("groups_per_district = 3", "groups_per_district = 1" + "0" * 30, "1000"),
        ("groups_per_district = 3", "groups_per_district = 1001", "1000"),
        ("groups_per_district = 3", "groups_per_district = 0", "1"),
        ("representatives_per_group = 1", "representatives_per_group = 100000", "50"),
        ("representatives_per_group = 1", "representatives_per_group = -1", "1"),
        ("fiscal_year_be = 2566", "fiscal_year_be = 25660", "2600"),
        ("used = 2023-01-10", "used = 9999-01-10", "2057-12-31"),
        ("used = 2022-12-28", "used = 0001-12-28", "1957-01-01"),
        ('id = "chachoengsao_2566"', f'id = "{"x" * 300}"', "60"),
    ],
)
def test_a_number_of_a_letter_has_bounds(old: str, new: str, limit: str) -> None:
    told = next(
        finding for finding in refusals(old, new) if finding.code == "letter.bad-value"
    )
    assert limit in told.remedy("th")
    assert limit in told.remedy("en")


@pytest.mark.parametrize(
    "value", ["0", "1001", "1" + "0" * 30, "1" * 5000, "-3", "๓๐๐๐๐"]
)
def test_a_variant_has_the_bounds_of_the_letter(value: str) -> None:
    with pytest.raises(UsageError) as caught:
        vary_letter(load_letter(), f"quota={value}")
    assert caught.value.findings[0].code == "usage.bad-variant"
    assert "1 to 1000" in (
        caught.value.findings[0].message("en") + caught.value.findings[0].remedy("en")
    )


@pytest.mark.parametrize("value", ["0", "-1", "1" + "0" * 30, "100001"])
def test_no_more_groups_are_proposed_than_there_can_be(
    value: str, tmp_path: Path
) -> None:
    """On the command line and in a config."""
    done = CliRunner().invoke(app, ["rank", "x.xlsx", "--take", value])
    assert (done.exit_code, "--take" in done.output) == (2, True)
    (tmp_path / "c.toml").write_text(f"take = {value}\n", encoding="utf-8")
    done = CliRunner().invoke(
        app, ["rank", "x.xlsx", "--config", str(tmp_path / "c.toml")]
    )
    assert (done.exit_code, "1: take" in done.output) == (2, True), done.output


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("used = 2022-12-28", "used = 2021-12-29", "deadline.used"),
        ("used = 2023-01-10", "used = 2022-01-11", "meeting.used"),
    ],
)
def test_dates_of_a_letter_stand_in_order(old: str, new: str, place: str) -> None:
    """Letter.date-order: the year of a date was mistyped."""
    told = next(
        finding for finding in refusals(old, new) if finding.code == "letter.date-order"
    )
    assert (told.place.cell or "").endswith(place)


@pytest.mark.parametrize(
    "text",
    ["x = " + "1" * 5000, "quota = 0x" + "f" * 5000, "x = " + "[" * 50_000],
)
@pytest.mark.parametrize(
    "words",
    [["letter", "check", "bad.toml"], ["rank", "x.xlsx", "--config", "bad.toml"]],
)
def test_what_no_reader_of_toml_holds_is_one_sentence(
    words: list[str], text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, "TOML" in done.output) == (2, True), done.output
