"""Letters of other years and places, as far as they are known, run as data.

- Each holds together, and its worked examples hold.
- Over generated registries each decides as a plain loop does that knows its words.
- What a letter cannot say is refused at its place.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from kbo_screen import load_letter
from kbo_screen.findings import UsageError
from kbo_screen.letters.loading import load_letter_file, parse_letter
from tests.screening.test_ranking_oracle import blank_absent, columns_of, ranked
from tests.tools import oracle, registries
from tests.tools.seeds import seeds

FOLDER = Path(__file__).parent / "data"
DISTRICTS = ["เมืองฉะเชิงเทรา", "บางคล้า", "ราชสาส์น"]
YEARS = [2556, 2557, 2560, 2565, 2566]
RULES = oracle.CHACHOENGSAO
PLAIN = {
    "one_tier": replace(
        RULES,
        tiers=[("together", ["community", "clear"], False)],
        any_of={"together": [["star", "d"], ["star", "window"], ["star", "potential"]]},
        stamped={*RULES.stamped, "d"},
        tier_needs=set(),
    ),
}


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.toml"


def test_every_letter_has_a_plain_loop() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(PLAIN)


@pytest.mark.parametrize("seed", seeds(60, ordinary=6))
@pytest.mark.parametrize("name", PLAIN)
def test_a_letter_decides_as_a_plain_loop(name: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(f"{name} {seed}")
    products = registries.invent(chance, DISTRICTS, chance.choice([12, 30]), YEARS)
    columns = columns_of(chance)
    path = registries.write_products(tmp_path / "r.csv", products, columns, chance)
    found = ranked(path, load_letter(path_of(name)))
    stated = blank_absent(products, columns)
    expected = oracle.rank(stated, DISTRICTS, PLAIN[name], set(columns))
    for district in DISTRICTS:
        assert found[district] == expected[district], district


ONE_TIER = path_of("one_tier").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "instead", "code", "place"),
    [
        ('["star-in-range", "potential"]', '["potential"]', "bad-value", "any_of[2]"),
        (
            '["star-in-range", "potential"]',
            '["star-in-range", "potentiel"]',
            "unknown-condition",
            "any_of[2]",
        ),
    ],
)
def test_alternatives_that_are_none_are_refused(
    words: str, instead: str, code: str, place: str
) -> None:
    assert words in ONE_TIER
    with pytest.raises(UsageError) as caught:
        parse_letter(ONE_TIER.replace(words, instead), "letter.toml")
    finding = caught.value.findings[0]
    assert finding.code == f"letter.{code}"
    assert place in finding.message("en")


def test_a_tier_that_an_earlier_one_takes_in_is_refused() -> None:
    """Stars alone reach no tier behind "stars or Quadrant D"."""
    later = '[[tiers]]\nid = "later"\nclause = "1(2)"\nname = { th = "ดาว", en = "stars" }\n'
    later += 'requires = ["community-group", "no-other-project", "star-in-range"]\n'
    changed = ONE_TIER.replace("[[examples]]", f"{later}\n[[examples]]", 1)
    with pytest.raises(UsageError) as caught:
        parse_letter(changed, "letter.toml")
    assert [each.code for each in caught.value.findings] == ["letter.unreachable-tier"]


def test_the_letter_without_one_of_two_alternatives_requires_the_other() -> None:
    tier = load_letter_file(path_of("one_tier")).letter.tiers[0]
    (narrower,) = tier.without("quadrant-d")
    assert narrower.requires == ("community-group", "no-other-project", "star-in-range")
    assert len(narrower.any_of) == 2
