"""`inspect --ask`: asks what a column or a word is that was not understood, and offers to write it into the config."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.cli.completion import CONFIG_NAME
from kbo_screen.cli.config_offer import offer_change
from kbo_screen.cli.prompts import ask_one, leaving_politely, tell
from kbo_screen.findings.catalogue import text
from kbo_screen.registry.registry import column_letters
from kbo_screen.results.inspection.inspect_sentences import field_words, hides_something
from kbo_screen.vocabulary.spellings import SPELLED_CODES
from kbo_screen.vocabulary.values import is_doubtful

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.registry.inspection import Inspection, UnusedColumn, ValueCount
    from kbo_screen.tasks.run_options import RunOptions

#: Why a word is not known, where an office can say what it means by it.
PROBLEMS_OF_WORDS: Final = (
    "unknown-producer-type",
    "unknown-quadrant",
    "unknown-standard",
    "unclear-project",
    "unclear-potential",
    "unreadable-star",
)
#: What stands between the cells of a header that has several rows.
PATH_SIGN: Final = " > "
#: A config in parts: table -> what it is to hold.
Changes = dict[str, dict[str, Any]]


def settle_unknowns(
    files: Sequence[Path],
    inspections: Sequence[Inspection],
    options: RunOptions,
    config: Path | None,
) -> None:
    """Ask about columns, look again with the answers, ask about words; then offer to write all of it.

    inspections: of the files, as they may be shown. config: the file of the call, None for that of the working folder.
    """
    path = config or Path(CONFIG_NAME)
    lang = options.lang
    with leaving_politely(lang):
        changes = _ask_columns(inspections, options)
        if changes:
            inspections = _look_again(files, options, changes, path)
        values = _ask_words(inspections, lang)
        if values:
            changes["values"] = values
        if not changes:
            tell(text("inspect.ask.nothing", lang))
            return
        offer_change(
            changes,
            lang,
            path,
        )


def _look_again(
    files: Sequence[Path],
    options: RunOptions,
    changes: Changes,
    path: Path,
) -> list[Inspection]:
    """What is recognised once the config holds the answers."""
    from kbo_screen.sources.config.config_change import changed_config
    from kbo_screen.sources.config.config_file import check_config, config_text_of
    from kbo_screen.tasks.look_at_files import look_at_files

    old_text = config_text_of(path) if path.is_file() else ""
    new_text = changed_config(
        old_text,
        changes,
        path,
    )
    columns = options.columns | changes.get("columns", {})
    new_options = replace(
        options,
        config=check_config(new_text, path),
        columns=columns,
    )
    inspections, _findings = look_at_files(files, new_options)
    return inspections


def _ask_columns(
    inspections: Sequence[Inspection],
    options: RunOptions,
) -> Changes:
    """Which column holds a field that is missing, as the tables of a config say it."""
    changes: Changes = {}
    asked_fields: set[str] = set()
    for inspection in inspections:
        columns = list(inspection.unused_columns)
        for field in _lacking_fields(inspection):
            if field in asked_fields or not columns:
                continue
            asked_fields.add(field)
            column = _ask_column(field, columns, options)
            if column is not None:
                columns.remove(column)
                _add_column(
                    changes,
                    field,
                    column,
                    inspection.unused_columns,
                )
    return changes


def _lacking_fields(inspection: Inspection) -> Iterator[str]:
    """The fields that a registry wants, then those that its conditions ask for."""
    yield from inspection.missing
    for condition in inspection.stamped:
        if condition.field not in inspection.missing:
            yield condition.field


def _ask_column(
    field: str,
    columns: Sequence[UnusedColumn],
    options: RunOptions,
) -> UnusedColumn | None:
    """The column that a person takes for a field; None where the file has none."""
    lang = options.lang
    words = _field_of_letter(field, options)
    choices = []
    for column in columns:
        choice = text(
            "inspect.ask.column",
            lang,
            column=column_letters(column.number),
            header=PATH_SIGN.join(column.path),
        )
        choices.append((choice, column))
    which = "inspect.ask.which_latin" if words.isascii() else "inspect.ask.which"
    return ask_one(
        text(which, lang, field=words),
        choices,
        lang,
        leave=text("inspect.ask.no_column", lang),
    )


def _field_of_letter(field: str, options: RunOptions) -> str:
    """A field in words, of a star with the year that the letter means."""
    from kbo_screen.tasks.build_run import open_letter

    words = field_words(field, options.lang)
    year_be = open_letter(options.letter).letter.star_year_be
    if field != "star" or year_be is None:
        return words
    return text(
        "inspect.ask.of_year",
        options.lang,
        field=words,
        year=year_be,
    )


def _add_column(
    changes: Changes,
    field: str,
    column: UnusedColumn,
    columns: Sequence[UnusedColumn],
) -> None:
    """Name a column: by a header that is its own in every file; else in this file by its path, or by its letters."""
    counts = Counter(each.path for each in columns)
    is_its_own = counts[column.path] == 1
    if is_its_own and len(column.path) == 1:
        changes.setdefault("headers", {})[field] = list(column.path)
        return
    name = PATH_SIGN.join(column.path)
    if not is_its_own:
        name = column_letters(column.number)
    changes.setdefault("columns", {})[field] = name


def _ask_words(
    inspections: Sequence[Inspection],
    lang: str,
) -> dict[str, dict[str, list[str]]]:
    """What words mean: field -> code -> words."""
    words: dict[str, dict[str, list[str]]] = {}
    for field, value in _unknown_words(inspections):
        code = _ask_code(
            field,
            value,
            lang,
        )
        if code is not None:
            codes = words.setdefault(field, {})
            codes.setdefault(code, []).append(value.text)
    return words


def _unknown_words(
    inspections: Sequence[Inspection],
) -> Iterator[tuple[str, ValueCount]]:
    """The words that nobody has explained yet, each once; those in which somebody is hidden are nobody's code."""
    asked_words: set[tuple[str, str]] = set()
    for inspection in inspections:
        for field in SPELLED_CODES:
            for value in inspection.values.get(field, ()):
                word = (field, value.text)
                if word in asked_words or not _is_new_word(value):
                    continue
                asked_words.add(word)
                if not hides_something(value.text):
                    yield field, value


def _is_new_word(value: ValueCount) -> bool:
    """Nobody knows the word; one that doubts, waits or gives a choice stays unknown, whatever an office calls it."""
    numbers = re.findall(r"\d+", value.text)
    is_choice = value.problem == "unreadable-star" and len(numbers) > 1
    return (
        value.problem in PROBLEMS_OF_WORDS
        and not is_choice
        and not is_doubtful(value.text)
    )


def _ask_code(
    field: str,
    value: ValueCount,
    lang: str,
) -> str | None:
    """What a word means; None where it stays unknown."""
    choices = [(_code_words(field, code, lang), code) for code in SPELLED_CODES[field]]
    question = text(
        "inspect.ask.word",
        lang,
        written=value.text,
        field=field_words(field, lang),
        rows=value.rows,
    )
    return ask_one(
        question,
        choices,
        lang,
        leave=text("inspect.ask.unknown", lang),
    )


def _code_words(
    field: str,
    code: str,
    lang: str,
) -> str:
    """A code in words; of a star so many."""
    if field != "star":
        return text(f"words.value.{field}.{code}", lang)
    if code == "none":
        return text("words.value.star.not_rated", lang)
    return text("inspect.ask.stars", lang, count=code)
