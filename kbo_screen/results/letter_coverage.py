"""What a letter file has of its letter: from every sentence to clauses, conditions, readings, examples and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kbo_screen.findings.masking import mask_people
from kbo_screen.letters.text_watch import SENTENCE_STATES
from kbo_screen.results.rank.rank_payload import finding_payload, reading_payload

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.desk.run import Run
    from kbo_screen.findings import Finding
    from kbo_screen.letters.loading import LoadedLetter
    from kbo_screen.letters.model import Letter
    from kbo_screen.letters.quotations import PartKind
    from kbo_screen.letters.text_watch import PlacedSentence, TextWatch
    from kbo_screen.results.schemas import (
        LetterCheckPayload,
        LetterPartKind,
        LetterPartShape,
        LetterSentenceShape,
        LetterTextShape,
        ReadingShape,
        TruthCountShape,
    )


class LetterCheck(NamedTuple):
    """A checked letter file: watch, None without its text; run, None where no registry is given."""

    loaded: LoadedLetter
    watch: TextWatch | None
    findings: Sequence[Finding]
    run: Run | None = None

    @property
    def letter(self) -> Letter:
        """The letter of the file."""
        return self.loaded.letter

    def numbers_of(
        self,
        kind: PartKind,
        name: str,
        clause: str | None = None,
    ) -> list[int]:
        """The numbers of the sentences that a part quotes, else its clause; of a letter without its text none."""
        return self.watch.numbers_of(kind, name, clause) if self.watch else []


def letter_check_payload(check: LetterCheck, lang: str) -> LetterCheckPayload:
    """The check of a letter, as `kbo-screen letter check --format json` prints it."""
    letter = check.letter
    parts = [*_parts_of_rules(check), *_parts_of_readings(check)]
    return {
        "schema": "kbo-screen/letter-check/1",
        "letter": letter.id,
        "file": check.loaded.name,
        "sha256": check.loaded.sha256,
        "conditions": len(letter.conditions),
        "tiers": len(letter.tiers),
        "examples": len(letter.examples),
        "text": _text_payload(check),
        "sentences": list(_sentences(check, parts, lang)),
        "parts": parts,
        "findings": [finding_payload(finding, lang) for finding in check.findings],
    }


def _text_payload(check: LetterCheck) -> LetterTextShape | None:
    if check.watch is None:
        return None
    states = [placed.state for placed in check.watch.sentences]
    return {
        "file": check.watch.received.name,
        "sha256": check.watch.received.sha256,
        "is_as_received": check.loaded.has_its_text,
        "sentences": len(states),
        "states": {state: states.count(state) for state in SENTENCE_STATES},
    }


def _sentences(
    check: LetterCheck,
    parts: Sequence[LetterPartShape],
    lang: str,
) -> Iterator[LetterSentenceShape]:
    """Every sentence with all that rests on it."""
    watch = check.watch
    for placed in watch.sentences if watch else ():
        yield _sentence(
            placed,
            check,
            parts,
            lang,
        )


def _sentence(
    placed: PlacedSentence,
    check: LetterCheck,
    parts: Sequence[LetterPartShape],
    lang: str,
) -> LetterSentenceShape:
    number = placed.sentence.number
    resting = [part for part in parts if number in part["sentences"]]
    examples = [example for part in resting for example in part["examples"]]
    return {
        "number": number,
        "line": placed.sentence.line,
        "words": mask_people(placed.sentence.words),
        "state": placed.state,
        "not_covered": mask_people(placed.uncovered) or None,
        "clauses": _clauses(number, check),
        "fields": _fields(number, check),
        "not_encoded": _left_out(number, check, lang),
        "printed_errors": _printed_errors(number, check),
        "conditions": _ids_of("condition", resting),
        "tiers": _ids_of("tier", resting),
        "preference": bool(_ids_of("preference", resting)),
        "quota": bool(_ids_of("quota", resting)),
        "readings": _ids_of("reading", resting),
        "examples": list(dict.fromkeys(examples)),
    }


def _clauses(number: int, check: LetterCheck) -> list[str]:
    names = [clause.id for clause in check.letter.clauses]
    return _quoting(
        "clause",
        names,
        number,
        check,
    )


def _fields(number: int, check: LetterCheck) -> list[str]:
    received = check.letter.text
    names = [quote.field for quote in received.quotes] if received else []
    return _quoting(
        "field",
        names,
        number,
        check,
    )


def _printed_errors(number: int, check: LetterCheck) -> list[str]:
    names = [error.printed for error in check.letter.printed_errors]
    return _quoting(
        "printed_error",
        names,
        number,
        check,
    )


def _ids_of(kind: str, parts: Sequence[LetterPartShape]) -> list[str]:
    return [part["id"] for part in parts if part["kind"] == kind]


def _quoting(
    kind: PartKind,
    names: Sequence[str],
    number: int,
    check: LetterCheck,
) -> list[str]:
    """Those of the parts of a kind that quote a sentence."""
    return [name for name in names if number in check.numbers_of(kind, name)]


def _left_out(number: int, check: LetterCheck, lang: str) -> list[str]:
    """What of a sentence is not carried out, in words."""
    return [
        rule.what.to(lang)
        for rule in check.letter.not_encoded
        if number in check.numbers_of("not_encoded", rule.what.th)
    ]


def _parts_of_rules(check: LetterCheck) -> Iterator[LetterPartShape]:
    """Conditions, tiers, preference and quota, each with its sentences, its examples and the rows that it hits."""
    letter = check.letter
    for condition in letter.conditions:
        yield {
            **_part("condition", condition.id, condition.clause, check),
            "examples": _examples_with(condition.field, letter),
            "products": _products_by_truth(condition.id, check.run),
        }
    for tier in letter.tiers:
        yield {
            **_part("tier", tier.id, tier.clause, check),
            "examples": [each.id for each in letter.examples if each.tier == tier.id],
            "groups": _groups_in_tier(tier.id, check.run),
        }
    preference = letter.preference
    if preference:
        yield {
            **_part("preference", "preference", preference.clause, check),
            "examples": _examples_with(preference.field, letter),
            "groups": _groups_that("prefers", check.run),
        }
    yield {
        **_part("quota", "quota", letter.quota.clause, check),
        "groups": _groups_that("selected", check.run),
    }


def _parts_of_readings(check: LetterCheck) -> Iterator[LetterPartShape]:
    for reading in check.letter.readings:
        yield {
            **_part("reading", reading.id, reading.clause, check),
            "sides": _sides_of(reading.id, check.run),
        }


def _part(
    kind: LetterPartKind,
    name: str,
    clause: str,
    check: LetterCheck,
) -> LetterPartShape:
    """A part with the sentences on which it rests: those that it quotes, else its clause's."""
    return {
        "kind": kind,
        "id": name,
        "clause": clause,
        "sentences": check.numbers_of(kind, name, clause),
        "examples": [],
        "products": None,
        "groups": None,
        "sides": None,
    }


def _examples_with(field: str, letter: Letter) -> list[str]:
    """The worked examples whose product says something of a field."""
    return [example.id for example in letter.examples if field in example.product]


def _products_by_truth(condition_id: str, run: Run | None) -> TruthCountShape | None:
    """The products of a run by the answer to a condition; None where nothing answers it."""
    if run is None or condition_id not in run.screening.is_true:
        return None
    screening = run.screening
    return {
        "yes": int(screening.is_true[condition_id].sum()),
        "no": int(screening.is_false[condition_id].sum()),
        "unknown": int(screening.is_unknown[condition_id].sum()),
    }


def _groups_in_tier(tier_id: str, run: Run | None) -> int | None:
    """The listed groups of a tier."""
    if run is None:
        return None
    tiers = run.screening.listed["tier"]
    return int((tiers == tier_id).sum())


def _sides_of(reading_id: str, run: Run | None) -> list[ReadingShape] | None:
    """What every other side of a reading would do in a run; None where that was not computed."""
    if run is None or run.screening.readings is None:
        return None
    return [
        reading_payload(effect, run)
        for effect in run.screening.readings
        if effect.id == reading_id
    ]


def _groups_that(column: str, run: Run | None) -> int | None:
    """The groups of which a column of yes and no says yes."""
    return None if run is None else int(run.screening.groups[column].sum())
