"""The numbers and words of a letter file in cells, which every other formula of a proof points at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text, value_text
from kbo_screen.letters.condition_kinds import OneOf
from kbo_screen.results.proof_formulas.proof_table import ProofColumn, ProofTable
from kbo_screen.results.proof_formulas.terms import Term, when
from kbo_screen.vocabulary.fields import CODED_VALUES

if TYPE_CHECKING:
    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.letters.model import Letter
    from kbo_screen.results.proof_formulas.proof_table import ProofRow

#: In the order of their numbers in formulas, from 1.
SURENESS: Final = ("certain", "judgement", "check")
_FAMILIES: Final = {
    "certainty": SURENESS,
    "outcome": ("listed", "not_needed", "not_listed"),
    "tier_state": ("open", "maybe", "closed", "unavailable"),
    "status": ("met", "confirm", "short"),
}
_WORDS: Final = ("unknown", "not_rated", "yes", "no", "agrees", "differs")


class LetterCells:
    """The cells of the first sheet: how many rows differ, then the letter's numbers, then the words of the others."""

    def __init__(
        self,
        letter: Letter,
        take: int | None,
        lang: str,
        sheet_name: str,
        first_row: int,
    ) -> None:
        columns = [
            ProofColumn(
                "what",
                text("proof.column.what", lang),
                70,
            ),
            ProofColumn(
                "clause",
                text("proof.column.clause", lang),
                12,
            ),
            ProofColumn(
                "value",
                text("proof.column.value", lang),
                44,
                is_typed=True,
            ),
        ]
        self.table = ProofTable(
            sheet_name,
            columns,
            first_row,
        )
        self._lang = lang
        self._row_of: dict[str, ProofRow] = {}
        self._add(
            "differences",
            text("proof.differences", lang),
            "",
            None,
        )
        self._add_letter(letter, take)
        self._add_words()

    def __getitem__(self, key: str) -> Term:
        """A number of the letter, or a word, by its key."""
        row = self._row_of[key]
        place = self.table.place(row.position, "value", "$")
        return Term(f"{self.table.mark}{place}", row["value"].value)

    def yes_if(self, condition: Term) -> Term:
        """The word for yes where a condition holds, else a dash."""
        return when(condition, self["word:yes"], "-")

    def words_of(self, family: str) -> list[Term]:
        """The words of a family, in the order of their numbers."""
        return [self[f"{family}:{member}"] for member in _FAMILIES[family]]

    def word_of(
        self,
        family: str,
        member: str,
    ) -> str:
        """A word as the cells hold it."""
        return str(self[f"{family}:{member}"].value)

    def codes_of(self, field: str) -> list[Term]:
        """The words of a field's codes, in their order."""
        return [self[f"{field}:{code}"] for code in CODED_VALUES[field]]

    def accepted_by(self, condition: OneOf) -> list[Term]:
        """The words that a condition takes."""
        return [
            self[f"{condition.id}.{number}"] for number in range(len(condition.values))
        ]

    def say_differences(self, count: Term) -> None:
        """Put the number of rows that differ into its cell, which is none that people type into."""
        self._row_of["differences"]["clause"] = count

    def _add(
        self,
        key: str,
        words: str,
        clause: str,
        value: Any,
    ) -> None:
        cells = {"what": words, "clause": clause, "value": value}
        self._row_of[key] = self.table.add_row(cells)

    def _add_letter(
        self,
        letter: Letter,
        take: int | None,
    ) -> None:
        lang, quota = self._lang, letter.quota
        self._add(
            "quota",
            self._words_of_least(letter),
            quota.clause,
            quota.least_per_district,
        )
        if take or (quota.unit == "groups" and quota.per_province is None):
            take_words = text("proof.take", lang)
            number_taken = take or quota.least_per_district
            self._add(
                "take",
                take_words,
                "",
                number_taken,
            )
        self._add_quota_of_province(letter)
        for condition in letter.conditions:
            self._add_condition(condition)
        preference = letter.preference
        if preference:
            for number, code in enumerate(preference.first):
                word = value_text(
                    preference.field,
                    code,
                    lang,
                )
                words = preference.wording.to(lang)
                self._add(
                    f"preference.{number}",
                    words,
                    preference.clause,
                    word,
                )

    def _words_of_least(self, letter: Letter) -> str:
        """The words of the quota; where it has other numbers too, which of them this is."""
        words = letter.quota.wording.to(self._lang)
        if letter.quota.per_province is None:
            return words
        return f"{words}: {text('proof.part.least_of_district', self._lang)}"

    def _add_quota_of_province(self, letter: Letter) -> None:
        """The number of the whole province, and the most of a district, which decides only beside it."""
        quota = letter.quota
        if quota.per_province is None:
            return
        numbers = {
            "per_province": quota.per_province,
            "most": letter.most_per_district,
        }
        for key, value in numbers.items():
            if value is not None:
                part = text(f"proof.part.{key}", self._lang)
                words = f"{quota.wording.to(self._lang)}: {part}"
                self._add(key, words, quota.clause, value)

    def _add_condition(self, condition: AnyCondition) -> None:
        """A row for each number or word that a condition takes."""
        words, clause = condition.wording.to(self._lang), condition.clause
        if isinstance(condition, OneOf):
            for number, code in enumerate(condition.values):
                word = value_text(
                    condition.field,
                    code,
                    self._lang,
                )
                self._add(
                    f"{condition.id}.{number}",
                    words,
                    clause,
                    word,
                )
            return
        for part, value in (("min", condition.min), ("max", condition.max)):
            label = f"{words}: {text(f'proof.part.{part}', self._lang)}"
            self._add(
                f"{condition.id}.{part}",
                label,
                clause,
                value,
            )
        if condition.star_round_be is not None:
            label = f"{words}: {text('proof.part.year', self._lang)}"
            self._add(
                f"{condition.id}.year",
                label,
                clause,
                condition.star_round_be,
            )

    def _add_words(self) -> None:
        lang = self._lang
        for word in _WORDS:
            label = text("proof.word", lang)
            self._add(
                f"word:{word}",
                label,
                "",
                text(f"proof.words.{word}", lang),
            )
        for family, members in _FAMILIES.items():
            label = text(f"proof.family.{family}", lang)
            for member in members:
                words = text(f"words.{family}.{member}", lang)
                self._add(
                    f"{family}:{member}",
                    label,
                    "",
                    words,
                )
        for field, codes in CODED_VALUES.items():
            label = text(f"words.field.{field}", lang)
            for code in codes:
                self._add(
                    f"{field}:{code}",
                    label,
                    "",
                    value_text(
                        field,
                        code,
                        lang,
                    ),
                )
