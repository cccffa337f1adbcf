"""Every kind of condition has the words that reports look up by its field, and finds no report without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest

from kbo_screen.findings.catalogue import LANGUAGES, finding_codes, text
from kbo_screen.letters.condition_kinds import AnyCondition, Condition
from kbo_screen.letters.loading import load_letter
from kbo_screen.vocabulary.fields import FIELD_OF

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

KINDS: tuple[type[Condition], ...] = get_args(AnyCondition)
LETTER = load_letter()


def literals(field: FieldInfo) -> tuple[str, ...]:
    return get_args(field.annotation)


ASKED = [
    (kind, field) for kind in KINDS for field in literals(kind.model_fields["field"])
]
RANGES = [(kind, field) for kind, field in ASKED if {"min", "max"} & {*kind.changeable}]


def has_text(text_id: str, **fields: Any) -> bool:
    return all(text(text_id, lang, **fields) for lang in LANGUAGES)


@pytest.mark.parametrize(("kind", "field"), ASKED)
def test_a_field_that_a_kind_asks_has_its_refusal_and_its_words(
    kind: type[Condition], field: str
) -> None:
    assert FIELD_OF[field].refused_as in finding_codes()
    assert has_text(f"words.field.{field}")
    assert has_text(f"words.answer_as.{field}")
    assert has_text(f"shortfall.lever.drop.{field}", value=None)
    assert has_text(f"shortfall.alone.{field}")


@pytest.mark.parametrize(("kind", "field"), RANGES)
def test_a_range_that_a_lever_widens_has_its_words(
    kind: type[Condition], field: str
) -> None:
    assert has_text(f"shortfall.lever.range.{field}", value=1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_variant_changes_only_what_a_kind_has(kind: type[Condition]) -> None:
    assert {*kind.changeable} <= {*kind.model_fields}


@pytest.mark.parametrize("condition", LETTER.conditions, ids=lambda each: each.id)
def test_every_part_says_what_it_can_be(condition: Condition) -> None:
    for part in condition.changeable:
        for lang in LANGUAGES:
            words = condition.allowed_words(part, lang)
            assert f"{condition.id}.{part}" in words


def test_who_answers_and_what_follows_without_a_source_have_words() -> None:
    for who in literals(Condition.model_fields["kind"]):
        assert has_text(f"letter.kind.{who}")
        assert has_text(f"sentences.ask.{who}", wording="x")
        assert has_text(f"workbook.settles.{who}")
    for effect in literals(Condition.model_fields["no_source"]):
        assert has_text(f"letter.no_source.{effect}")
    for effect in ("stamp", "tier-unavailable"):
        assert has_text(f"sentences.effect.{effect}", what="x", clause="1")
