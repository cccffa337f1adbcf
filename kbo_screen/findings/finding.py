"""A finding: what is wrong or worth knowing, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Self, cast

from kbo_screen.findings import catalogue
from kbo_screen.vocabulary.fields import PERSONAL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Place(NamedTuple):
    """Where a value stands: file name, sheet (None in a CSV), cell ("E12"; of a merged cell its anchor)."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None

    @property
    def in_words(self) -> str:
        """File, sheet and cell in words: two sheets of one file have the same cells.

        >>> Place("registry.xlsx", "บางคล้า", "C3").in_words, Place("stars.csv", cell="B2").in_words
        ('registry.xlsx บางคล้า C3', 'stars.csv B2')
        """
        return " ".join(part for part in self if part)

    def in_words_beside(self, other: Place) -> str:
        """The cell in words beside another place: alone where it stands on the same sheet.

        >>> Place("registry.xlsx", "แก้ไข", "C3").in_words_beside(Place("registry.xlsx", "ทะเบียน", "C3"))
        'registry.xlsx แก้ไข C3'
        >>> Place("registry.xlsx", "แก้ไข", "C3").in_words_beside(Place("registry.xlsx", "แก้ไข", "C9"))
        'C3'
        """
        is_on_same_sheet = (self.file, self.sheet) == (other.file, other.sheet)
        return (self.cell if is_on_same_sheet else self.in_words) or "-"


NOWHERE: Final = Place()


def where_words(place: Place, lang: str) -> str:
    """The sheet and the file in words, or the file alone."""
    kind = "sheet" if place.sheet else "file"
    return catalogue.text(
        f"words.where.{kind}",
        lang,
        file=place.file or "-",
        sheet=place.sheet,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding at one cell (or file, or row), its words taken from the catalogue when it is shown.

    `code` is a stage and a slug that never changes meaning; `fields` fill the placeholders of its text (a mapping
    holds the words of each language);
    `value` is what stands in the cell, already masked where it may be a person's.
    """

    code: str
    place: Place = NOWHERE
    severity: Severity
    value: str | None = None
    suggestion: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    def message(self, lang: str) -> str:
        """What is wrong, in one sentence."""
        placeholders = self._placeholders(lang)
        return catalogue.finding_text(self.code, "message", lang, placeholders)

    def remedy(self, lang: str) -> str:
        """What to do about it."""
        placeholders = self._placeholders(lang)
        return catalogue.finding_text(self.code, "remedy", lang, placeholders)

    def _placeholders(self, lang: str) -> dict[str, Any]:
        placeholders: dict[str, Any] = {
            "file": self.place.file or "-",
            "sheet": self.place.sheet or "-",
            "where": where_words(self.place, lang),
            "cell": self.place.cell or "-",
            "value": self.value or "",
            "suggestion": self.suggestion or "",
        }
        field_id = self.fields.get("field")
        if field_id:
            field_name = catalogue.text(f"words.field.{field_id}", lang)
            placeholders["field_name"] = field_name
        for name, value in self.fields.items():
            has_languages = isinstance(value, dict)
            placeholders[name] = value[lang] if has_languages else value
        return placeholders


def make_finding(
    code: str,
    place: Place | None = None,
    *,
    value: str | None = None,
    suggestion: str | None = None,
    severity: Severity | None = None,
    **fields: Any,
) -> Finding:
    """Raise `code` at `place`; its severity is the catalogue's unless the caller knows better.

    `fields` fill the placeholders of the text. Raises KeyError for a code the catalogue does not hold.
    """
    # Here, so that a call without findings does not wait for its expressions to be compiled.
    from kbo_screen.findings.masking import mask_people

    if severity is None:
        severity = cast("Severity", catalogue.finding_severity(code))
    masked_fields = {}
    for name, word in fields.items():
        masked_fields[name] = mask_people(word) if isinstance(word, str) else word
    return Finding(
        code=code,
        place=place or NOWHERE,
        severity=severity,
        value=_quoted(code, value, fields.get("field")),
        suggestion=suggestion,
        fields=masked_fields,
    )


def each_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without those that say the same at the same place again."""
    return tuple({repr(finding): finding for finding in findings}.values())


def errors_among(findings: Iterable[Finding]) -> list[Finding]:
    """Those that nothing can go on with."""
    return [finding for finding in findings if finding.severity == "error"]


def _quoted(
    code: str,
    value: str | None,
    field_id: str | None,
) -> str | None:
    """What a finding quotes: nothing of a cell of people or telephones, of any other no person.

    What was typed as an option is no such cell, whichever field it maps.
    """
    from kbo_screen.findings.masking import MASK, mask_people

    if not value:
        return value
    is_option = code.startswith("usage.")
    if field_id in PERSONAL_FIELDS and not is_option:
        return MASK
    return mask_people(value)


class KboScreenError(Exception):
    """A command cannot go on. Carries the findings that say why and the exit code of the command line."""

    exit_code = 2

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(finding.message("en") for finding in findings))
        self.findings = findings

    @classmethod
    def of(cls, code: str, place: Place = NOWHERE, **fields: Any) -> Self:
        """The error of one finding, made as `make_finding` makes it."""
        return cls(make_finding(code, place, **fields))


class UsageError(KboScreenError):
    """Wrong usage, an unusable letter, or output that cannot be written."""

    exit_code = 2


class InputError(KboScreenError):
    """An input that could not be read or lacks a required column."""

    exit_code = 3
