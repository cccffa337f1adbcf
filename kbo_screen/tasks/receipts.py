"""Signs a run: the program, the letter, the inputs and the options that gave a result."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from kbo_screen.desk.run import AnswerReceipt, InputReceipt, Receipt
from kbo_screen.vocabulary.grouping import lists_by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kbo_screen.desk.run import Run
    from kbo_screen.letters.loading import LoadedLetter
    from kbo_screen.registry.question import Answer
    from kbo_screen.registry.registry import InputFile, Registry
    from kbo_screen.tasks.run_options import RunOptions


def sign(
    letter: LoadedLetter,
    registry: Registry,
    options: RunOptions,
) -> Receipt:
    """The receipt of a run that is made from these."""
    received = letter.received
    return Receipt(
        version=version("kbo-screen"),
        letter_id=letter.letter.id,
        letter_sha256=letter.sha256,
        letter_text_sha256=received.sha256 if received else None,
        inputs=tuple(map(_input_receipt, registry.inputs)),
        answers=tuple(map(_answer_receipt, registry.given_answers)),
        options=_options_that_matter(options),
        time=_signing_time(options.today),
    )


def with_inputs(run: Run, files: Iterable[InputFile]) -> Run:
    """The run with more inputs on its receipt."""
    inputs = (*run.receipt.inputs, *map(_input_receipt, files))
    return _with_receipt(run, {"inputs": inputs})


def with_options(run: Run, options: Mapping[str, object]) -> Run:
    """The run with more options on its receipt; those without a value are left out."""
    with_values = {name: value for name, value in options.items() if value}
    return _with_receipt(run, {"options": run.receipt.options | with_values})


def _with_receipt(run: Run, update: dict[str, object]) -> Run:
    return replace(run, receipt=run.receipt.model_copy(update=update))


def _input_receipt(file: InputFile) -> InputReceipt:
    return InputReceipt(
        name=file.name,
        role=file.role,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        rows=file.rows,
    )


def _answer_receipt(answer: Answer) -> AnswerReceipt:
    place = answer.place
    return AnswerReceipt(
        question=answer.question,
        group=answer.group,
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        sha256=answer.sha256,
    )


def _options_that_matter(options: RunOptions) -> dict[str, Any]:
    """The options that can change a run, as given; what was left alone is left out."""
    values: dict[str, Any] = {
        "letter": options.letter,
        "province": options.province,
        "district": list(options.districts),
        "column": options.columns,
        **_lists_by_role(options),
        "answers": [path.name for path in options.answers],
        "take": options.take,
        "today": options.today.isoformat() if options.today else None,
        "lang": options.lang,
    }
    if options.config:
        values["config"] = _config_of(options)
    return {name: value for name, value in values.items() if value}


def _config_of(options: RunOptions) -> dict[str, Any]:
    """The config's file, the options that it gave, and the office's own words."""
    loaded = options.config
    assert loaded is not None  # noqa: S101 - the caller looked
    own_words = loaded.config.model_dump(
        include={"headers", "values", "matching"}, exclude_unset=True
    )
    return {
        "file": loaded.name,
        "sha256": loaded.sha256,
        "options": list(options.configured),
        **own_words,
    }


def _lists_by_role(options: RunOptions) -> dict[str, list[str]]:
    return lists_by_key((role, path.name) for role, path in options.lists)


def _signing_time(today: dt.date | None) -> dt.datetime:
    if today is None:
        return dt.datetime.now(dt.UTC).astimezone().replace(microsecond=0)
    return dt.datetime.combine(
        today,
        dt.time(),
        tzinfo=dt.UTC,
    )
