"""The letter as data.

- Every worked example of the letter holds.
- A file that does not hold together is refused, with the place and what to write instead.
- No number of the letter stands in Python.
"""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

import pytest

from kbo_screen import load_letter
from kbo_screen.findings import UsageError, make_finding
from kbo_screen.letters.choices import NOT_BUILT, Choices
from kbo_screen.letters.letter_checks import check_letter
from kbo_screen.letters.loading import (
    letter_ids,
    load_letter_file,
    parse_letter,
    proven_letters,
)
from kbo_screen.screening.accounting import AccountingError, check_sums
from kbo_screen.screening.examples import check_examples, run_examples
from kbo_screen.screening.screening import Accounting
from kbo_screen.tasks.build_run import open_letter

TEXT = load_letter_file().text
PACKAGE = Path(__file__).parents[2] / "kbo_screen"


@pytest.mark.parametrize(
    ("example", "found"),
    list(zip(load_letter().examples, run_examples(load_letter()), strict=True)),
    ids=lambda e: getattr(e, "id", ""),
)
def test_worked_example_holds(example, found) -> None:
    assert found == (
        example.tier,
        None if example.tier == "none" else example.certainty,
    )


@pytest.mark.parametrize(
    ("code", "old", "new", "place"),
    [
        ("letter.not-toml", 'id = "chach', "id = = chach", None),
        (
            "letter.unknown-key",
            "groups_per_district = 3",
            "groups_per_distrct = 3",
            "quota.groups_per_distrct",
        ),
        ("letter.missing-key", "groups_per_district = 3\n", "", "quota"),
        (
            "letter.bad-value",
            'values = ["community_group"]',
            'values = ["comunity_group"]',
            "conditions[0]",
        ),
        (
            "letter.duplicate-id",
            'id = "star-in-range"',
            'id = "community-group"',
            "conditions[1].id",
        ),
        (
            "letter.unknown-clause",
            'id = "community-group"\nclause = "1(1)"',
            'id = "community-group"\nclause = "1(9)"',
            "conditions[0].clause",
        ),
        (
            "letter.unknown-condition",
            'requires = ["community-group", "star-in-range"',
            'requires = ["community-grup", "star-in-range"',
            "tiers[0].requires",
        ),
        ("letter.weekday", "used = 2022-12-28", "used = 2022-12-25", "deadline.used"),
        (
            "letter.unknown-province",
            'province = "ฉะเชิงเทรา"',
            'province = "ฉะเชิงเซา"',
            "province",
        ),
        (
            "letter.foreign-district",
            '{ code = "2402"',
            '{ code = "2502"',
            "districts[1]",
        ),
        (
            "letter.side-not-built",
            'duplicate_unit = "product"',
            'duplicate_unit = "group"',
            "choices.duplicate_unit",
        ),
        (
            "letter.side-not-built",
            'higher_star_sibling = "qualifies"',
            'higher_star_sibling = "excluded"',
            "choices.higher_star_sibling",
        ),
        (
            "letter.bad-value",
            'withdrawn = "asked"',
            'withdrawn = "maybe"',
            "choices.withdrawn",
        ),
        (
            "letter.unknown-field",
            'field = "choices.one_person"',
            'field = "choices.two_persons"',
            "readings[24].field",
        ),
        (
            "letter.unknown-field",
            'field = "tiers.fallback.requires"',
            'field = "tiers.third.requires"',
            "readings[0].field",
        ),
        (
            "letter.unknown-preference",
            'first = ["passed", "developing"]',
            'first = ["passed", "develop"]',
            "preference.first",
        ),
    ],
)
def test_letter_that_does_not_hold_together_is_refused_with_its_place(
    code: str, old: str, new: str, place: str | None
) -> None:
    assert old in TEXT
    with pytest.raises(UsageError) as caught:
        parse_letter(TEXT.replace(old, new, 1), "letter.toml")
    first = caught.value.findings[0]
    assert code in [finding.code for finding in caught.value.findings]
    assert first.message("th")
    assert first.remedy("en")
    if place:
        cells = [
            finding.place.cell or ""
            for finding in caught.value.findings
            if finding.code == code
        ]
        assert any(
            re.fullmatch(rf"\d+: {re.escape(place)}.*", cell) for cell in cells
        ), cells


def test_a_key_that_lacks_at_the_top_is_under_nothing() -> None:
    finding = make_finding("letter.missing-key", value="id", parent="-")
    assert finding.remedy("th") == "เพิ่ม id = ..."
    assert finding.remedy("en") == "Add id = …"


def test_logic_of_tiers_is_checked() -> None:
    extra = '[[tiers]]\nid = "never"\nclause = "1(2)"\nname = { th = "x", en = "x" }\nrequires = ["community-group", "star-in-range", "no-other-project"]\n'
    cases = {
        "letter.unreachable-tier": TEXT + "\n" + extra,
        "letter.unused-condition": re.sub(
            r'(requires = \[.*?), "potential"', r"\1", TEXT
        ),
        "letter.contradiction": re.sub(
            r"(?s)min = 1\nmax = 3", "min = 1\nmax = 3", TEXT
        )
        + '\n[[conditions]]\nid = "quadrant-a"\nclause = "1(2)"\ntest = "one-of"\nfield = "quadrant"\nvalues = ["A"]\n'
        'wording = { th = "x", en = "x" }\nbrief = { th = "x", en = "x" }\nno_source = "stamp"\n'
        '[[tiers]]\nid = "both"\nclause = "1(2)"\nname = { th = "x", en = "x" }\nrequires = ["quadrant-d", "quadrant-a"]\n',
        "letter.two-rounds": TEXT
        + '\n[[conditions]]\nid = "star-older"\nclause = "1(2)"\ntest = "star-between"\nfield = "star"\nmin = 2\nmax = 4\n'
        'year_be = 2567\nwording = { th = "x", en = "x" }\nbrief = { th = "x", en = "x" }\nno_source = "stop"\n'
        '[[tiers]]\nid = "older"\nclause = "1(2)"\nname = { th = "x", en = "x" }\nrequires = ["star-older"]\n',
        "letter.missing-tie-break": TEXT.replace(
            '"preference-first"', '"certainty-first"'
        ).replace(
            '[[tie_breaks]]\nkey = "certainty"', '[[tie_breaks]]\nkey = "star"', 1
        ),
        "letter.unread-date": TEXT.replace('"as-used"', '"as-printed"').replace(
            'printed = "วันพุธที่ ๒๕ ธันวาคม ๒๕๖๕"', 'printed = "ภายในสิ้นเดือน"', 1
        ),
        "letter.unexplained-date": re.sub(r'(?m)^note = \{ th = "วันที่ ๒๕.*\n', "", TEXT),
    }
    for code, text in cases.items():
        assert text != TEXT, code
        with pytest.raises(UsageError) as caught:
            parse_letter(text, "letter.toml")
        assert code in [finding.code for finding in caught.value.findings], code


def test_example_that_fails_is_refused() -> None:
    wrong = re.sub(
        r'(?s)(id = "three-stars".*?)tier = "primary"', r'\1tier = "none"', TEXT
    )
    found = list(
        check_examples(parse_letter(wrong, "letter.toml").letter, "letter.toml")
    )
    assert [finding.code for finding in found] == ["letter.failing-example"]


def test_letter_that_is_not_there_is_said(tmp_path: Path) -> None:
    for name, code in (
        ("chachoengsao", "letter.unknown-id"),
        (tmp_path / "no.toml", "letter.unreadable"),
    ):
        with pytest.raises(UsageError) as caught:
            open_letter(str(name))
        assert [code] == [finding.code for finding in caught.value.findings]


def test_sums_that_do_not_add_up_are_our_fault() -> None:
    right = Accounting(4, {"data": 3, "header": 1}, 2, 1, 0, 1, 0, 0, 1)
    check_sums(right)
    for changes in ({"not_listed": 0}, {"repeated": 0}):
        with pytest.raises(AccountingError) as caught:
            check_sums(right._replace(**changes))
        assert [finding.code for finding in caught.value.findings] == [
            "internal.accounting"
        ]
        assert caught.value.exit_code == 4


def test_no_number_of_the_letter_stands_in_python() -> None:
    """Years of the letter, and its fiscal year, in code (comments and docstrings aside)."""
    forbidden = {"2557", "2565", "2566", "2022", "2023"}
    for path in PACKAGE.rglob("*.py"):
        tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
        found = {
            token.string for token in tokens if token.type == tokenize.NUMBER
        } & forbidden
        assert not found, path.name


def test_every_choice_of_the_letter_file_has_its_reading() -> None:
    """A reading names the field that holds its side; every field of `choices` is told of by a reading."""
    letter = load_letter()
    fields = [reading.field for reading in letter.readings]
    assert None not in fields
    told_choices = {
        field.removeprefix("choices.")
        for field in fields
        if field.startswith("choices.")
    }
    number_of_a_side = {"standard_valid_years"}
    assert told_choices == set(Choices.model_fields) - number_of_a_side
    assert set(NOT_BUILT) <= set(Choices.model_fields)


def test_late_rests_on_the_date_that_the_letter_file_chooses() -> None:
    as_printed = parse_letter(
        TEXT.replace('"as-used"', '"as-printed"'), "letter.toml"
    ).letter
    assert (load_letter().due_date.isoformat(), as_printed.due_date.isoformat()) == (
        "2022-12-28",
        "2022-12-25",
    )


def test_letters_that_ship_are_proven() -> None:
    """They hold together and their worked examples hold: a run need not look again."""
    letters = [open_letter(letter_id) for letter_id in letter_ids()]
    faults = [list(check_letter(letter.letter)) for letter in letters]
    assert faults == [[] for _ in letters]
    assert {letter.sha256 for letter in letters} == proven_letters()


def test_digits_of_ours_are_arabic_and_those_of_the_letter_thai() -> None:
    stars = load_letter().condition("star-in-range")
    assert stars.brief.th == "{value} ดาว ปี 2565"
    assert stars.wording.th == "ผลิตภัณฑ์ระดับ ๑ – ๓ ดาว ปี ๒๕๖๕"
    assert stars.brief_of(None, "th") == "1–3 ดาว ปี 2565 (ตามคำตอบ)"
