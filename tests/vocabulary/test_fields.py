"""The table of fields is whole: what other rooms need of a field is there for each."""

from __future__ import annotations

import pytest

from kbo_screen.findings.catalogue import LANGUAGES, finding_codes, text
from kbo_screen.vocabulary.fields import FIELDS, REQUIRED_FIELDS, TABLE, Field
from kbo_screen.vocabulary.headers import read_header
from kbo_screen.vocabulary.values import read_field


@pytest.mark.parametrize("field", TABLE, ids=FIELDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_has_its_name_in_both_languages(field: Field, lang: str) -> None:
    assert text(f"words.field.{field.id}", lang)


@pytest.mark.parametrize("field", TABLE, ids=FIELDS)
def test_the_thai_name_of_a_field_is_a_header_of_it(field: Field) -> None:
    matches = read_header(text(f"words.field.{field.id}", "th"))
    assert field.id in {match.field for match in matches}


@pytest.mark.parametrize("field", TABLE, ids=FIELDS)
def test_a_field_is_coded_or_not(field: Field) -> None:
    assert (field.kind == "code") == bool(field.codes)


@pytest.mark.parametrize(
    "field", [field for field in TABLE if field.codes], ids=lambda field: field.id
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_of_a_field_has_words_that_are_read_as_it(
    field: Field, lang: str
) -> None:
    words = [text(f"words.value.{field.id}.{code}", lang) for code in field.codes]
    read_codes = [read_field(field.id, word).value for word in words]
    # The English "none" is also what programs write for an empty cell: it says nothing.
    said = [
        None if word == "none" else code
        for word, code in zip(words, field.codes, strict=True)
    ]
    assert read_codes == said


def test_what_a_submission_says_otherwise_is_a_finding() -> None:
    codes = {field.differs_as for field in TABLE if field.differs_as}
    assert codes <= set(finding_codes())


def test_persons_are_no_required_field() -> None:
    assert not [
        field.id for field in TABLE if field.is_personal and field.id in REQUIRED_FIELDS
    ]
