"""A variant equals running with the changed letter, which is here changed in its text."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from kbo_screen import screen
from kbo_screen.cli.running import RunOptions, build_run
from kbo_screen.cli.whatif import whatif
from kbo_screen.findings import UsageError
from kbo_screen.letters.loading import load_letter_file, parse_letter
from kbo_screen.reports.schemas import json_schema
from kbo_screen.reports.whatif_report import whatif_payload
from kbo_screen.screening.variants import try_variant, vary_letter
from tests.cli.test_commands import SAMPLE, run

LOADED = load_letter_file()


@pytest.fixture(scope="module")
def sample():
    return build_run([SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True))


@pytest.mark.parametrize(
    ("variant", "changes"),
    [
        ("quota=5", [("groups_per_district = 3", "groups_per_district = 5")]),
        ("star-in-range.max=4", [("max = 3", "max = 4")]),
        (
            "star-in-range.max=4 quota=4",
            [("max = 3", "max = 4"), ("groups_per_district = 3", "groups_per_district = 4")],
        ),
        ("registered-in-window.min=2550", [("min = 2557", "min = 2550")]),
        ("quadrant-d.values=D,C", [('values = ["D"]', 'values = ["D", "C"]')]),
        ("preference=off", [('first = ["passed", "developing"]', 'first = ["none"]')]),
    ],
)
def test_variant_is_a_run_with_the_changed_text(sample, variant: str, changes: list[tuple[str, str]]) -> None:
    text = LOADED.text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    changed = parse_letter(text, "letter.toml").letter
    expected = screen(sample.registry, changed)
    found = try_variant(sample.registry, sample.screening, sample.letter, variant)
    columns = ["certain", "possible", "shortfall"]
    assert found.screening.districts[columns].equals(expected.districts[columns])
    listed = [set(s.groups.index[s.groups["outcome"] == "listed"]) for s in (sample.screening, expected)]
    assert (set(found.entering), set(found.leaving)) == (listed[1] - listed[0], listed[0] - listed[1])


@pytest.mark.parametrize(
    ("variant", "code", "says"),
    [
        ("star-in-rnge.max=4", "usage.unknown-path", "star-in-range.max"),
        ("qota=5", "usage.unknown-path", "quota"),
        ("quota=many", "usage.bad-variant", None),
        ("quota=0", "usage.bad-variant", None),
        ("star-in-range.max=9", "usage.bad-variant", None),
        ("quadrant-d.values=X", "usage.bad-variant", None),
        ("potential=yes", "usage.bad-variant", None),
    ],
)
def test_what_the_letter_does_not_have_is_refused(variant: str, code: str, says: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        vary_letter(LOADED.letter, variant)
    assert code == caught.value.findings[0].code
    assert says is None or says in str(caught.value.findings[0].suggestion)


def test_whatif_on_the_command_line(sample) -> None:
    outcome = try_variant(sample.registry, sample.screening, sample.letter, "quota=5")
    jsonschema.validate(whatif_payload(sample, [outcome]), json_schema("whatif"))
    second = Path(__file__).parents[1] / "letters" / "second_letter.toml"
    done = run("whatif", SAMPLE, "--variant", "quota=5", "--variant-letter", second, "--verbose")
    assert done.returncode == 0, done.stderr
    assert "quota=5" in done.stdout
    assert "the letter decides" in done.stdout
    assert run("whatif", SAMPLE).returncode == 2
    with pytest.raises(UsageError) as caught:
        whatif([SAMPLE])
    assert [f.code for f in caught.value.findings] == ["usage.no-variant"]
