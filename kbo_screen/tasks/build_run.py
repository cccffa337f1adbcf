"""From files to a `Run`: opens the letter, reads the registry with its lists and answers, screens, signs.

It knows the order in which rooms are called; each step is a function of its own, which a notebook may call alone. What
lists, answers or an unproven letter need is loaded where there are any: a plain run does without a third of the rooms.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kbo_screen.desk.run import Run
from kbo_screen.findings import UsageError, catalogue, errors_among, make_finding
from kbo_screen.letters.date_bounds import bounds_of
from kbo_screen.letters.loading import load_letter_file, proven_letters
from kbo_screen.registry.scope import keep_districts
from kbo_screen.registry.side_list import FIELD_OF_ROLE
from kbo_screen.screening.screen import screen
from kbo_screen.sources.registries.registry_files import read_registry
from kbo_screen.tasks.receipts import sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from kbo_screen.findings import Finding
    from kbo_screen.letters.loading import LoadedLetter
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.question import Answer
    from kbo_screen.registry.registry import InputFile, Registry
    from kbo_screen.registry.side_list import SideList
    from kbo_screen.registry.submission import Submission
    from kbo_screen.sources.config.config_file import LoadedConfig
    from kbo_screen.tasks.run_options import RunOptions

    #: Told how far a run has come, in words.
    Say = Callable[[str], object]


def nobody(_words: str) -> None:
    """Where nobody looks."""


def build_run(
    paths: Sequence[Path],
    options: RunOptions,
    say: Say = nobody,
) -> Run:
    """Read, screen and sign.

    say: told how far it has come. Raises UsageError for an unusable letter or an unknown district, InputError for a
    file that cannot be used.
    """
    loaded = load_letter_file(options.letter)
    if not _is_proven(loaded):
        _refuse_failing(loaded)
    letter = with_config(loaded.letter, options.config)
    registry = read_inputs(paths, letter, options, say)
    return screen_registry(registry, loaded._replace(letter=letter), options)


def open_letter(letter: str | Path) -> LoadedLetter:
    """Load a letter and run its worked examples. Raises UsageError for a letter that does not hold together."""
    loaded = load_letter_file(letter)
    _refuse_failing(loaded)
    return loaded


def _is_proven(loaded: LoadedLetter) -> bool:
    """The letter and its text are those that ship: its examples were run, and it was watched, when they were made."""
    return loaded.sha256 in proven_letters() and loaded.has_its_text


def _refuse_failing(loaded: LoadedLetter) -> None:
    from kbo_screen.screening.examples import check_examples

    failing = tuple(check_examples(loaded.letter, loaded.name))
    if failing:
        raise UsageError(*failing)


def _departures(loaded: LoadedLetter) -> tuple[Finding, ...]:
    """That a letter file says something else than the text beside it, once; a file without its text is not watched."""
    if loaded.received is None or _is_proven(loaded):
        return ()
    from kbo_screen.letters.text_watch import text_findings, watch_text

    errors = errors_among(text_findings(loaded, watch_text(loaded)))
    if not errors:
        return ()
    first = errors[0].place
    text_file = loaded.received.name
    return (
        make_finding(
            "letter.departs-from-text",
            first,
            text_file=text_file,
            count=len(errors),
        ),
    )


def with_config(letter: Letter, config: LoadedConfig | None) -> Letter:
    """The letter with the cut-offs of an office's config, where it has some."""
    matching = config.config.matching if config else None
    return letter.model_copy(update={"matching": matching}) if matching else letter


def read_inputs(
    paths: Sequence[Path],
    letter: Letter,
    options: RunOptions,
    say: Say = nobody,
    *,
    asked_under: Letter | None = None,
) -> Registry:
    """The registry as a letter has it read: completed by lists, settled by answers, narrowed to some districts.

    asked_under: the letter whose questions were answered, where it is another.
    """
    registry = read_alone(paths, letter, options, say)
    say(catalogue.text("help.ranking", options.lang))
    return complete(registry, letter, options, asked_under=asked_under)


def read_alone(
    paths: Sequence[Path],
    letter: Letter,
    options: RunOptions,
    say: Say = nobody,
) -> Registry:
    """The registry as its own files say it."""
    say(progress([], paths, options.lang))
    return read_registry(
        paths,
        letter,
        province=options.province,
        columns=options.columns,
        brought={FIELD_OF_ROLE[role] for role in options.list_roles},
        headers_elsewhere=options.with_submissions or bool(options.list_roles),
        today=options.today,
        spellings=options.spellings,
        on_read=lambda inputs: say(progress(inputs, paths, options.lang)),
        reader=options.reader,
    )


def complete(
    registry: Registry,
    letter: Letter,
    options: RunOptions,
    *,
    asked_under: Letter | None = None,
) -> Registry:
    """A registry with what the lists and answers of the options say, narrowed to their districts."""
    registry = add_lists(registry, letter, options)
    registry = add_answers(registry, asked_under or letter, options)
    if options.districts:
        _refuse_part_of_province(letter)
        registry = keep_districts(registry, options.districts)
    return registry


def _refuse_part_of_province(letter: Letter) -> None:
    """Raise UsageError where the letter's quota is the province's: one district would fill it alone."""
    if letter.quota.per_province:
        raise UsageError.of(
            "usage.district-of-province-quota",
            number=letter.quota.per_province,
            clause=letter.quota.clause,
        )


def progress(
    files: Sequence[InputFile],
    paths: Sequence[Path],
    lang: str,
) -> str:
    """How far the reading of the registry has come: files, bytes, rows."""
    size = sum(file.size_bytes for file in files)
    whole_size = sum(path.stat().st_size for path in paths if path.is_file())
    return catalogue.text(
        "help.reading-of",
        lang,
        done=str(len(files)),
        files=str(len(paths)),
        megabytes=f"{size / 1e6:,.1f}",
        all_megabytes=f"{whole_size / 1e6:,.1f}",
        rows=f"{sum(file.rows for file in files):,}",
    )


def add_lists(
    registry: Registry,
    letter: Letter,
    options: RunOptions,
) -> Registry:
    """The registry completed by the side lists of the options, in their order.

    Raises UsageError for a header, mapped by hand, that stands nowhere, unless districts' lists are still to be read.
    """
    if not options.lists:
        return _with_headers_of_lists(registry, (), options)
    from kbo_screen.desk.apply_lists import apply_lists
    from kbo_screen.sources.side_lists.side_list_files import read_side_list

    lists = [
        read_side_list(
            path,
            role,
            letter,
            registry.scope,
            columns=options.columns,
            today=options.today,
            reader=options.reader,
            spellings=options.spellings,
        )
        for role, path in options.lists
    ]
    registry = _with_headers_of_lists(registry, lists, options)
    return apply_lists(registry, lists, letter)


def _with_headers_of_lists(
    registry: Registry,
    lists: Sequence[SideList],
    options: RunOptions,
) -> Registry:
    """The registry, its unknown headers without those that stand in a list. Raises UsageError."""
    unknown = headers_still_unknown(registry, lists)
    if unknown and not options.headers_may_follow:
        raise UsageError(*unknown)
    return replace(registry, unknown_headers=unknown)


def headers_still_unknown(
    registry: Registry,
    lists: Iterable[SideList | Submission],
) -> tuple[Finding, ...]:
    """The unknown headers of a registry, mapped by hand, without those that stand in one of these lists."""
    mapped = frozenset().union(*(each.mapped_by_hand for each in lists))
    return tuple(
        header
        for header in registry.unknown_headers
        if header.fields["field"] not in mapped
    )


def add_answers(
    registry: Registry,
    letter: Letter,
    options: RunOptions,
) -> Registry:
    """The registry settled by the answers of the options; letter: the one whose questions were answered."""
    if not options.answers:
        return registry
    from kbo_screen.desk.answering import apply_answers

    answers: list[Answer] = []
    for path in options.answers:
        of_file, file, registry = _answers_of(path, registry, letter, options)
        answers += of_file
        registry = replace(registry, inputs=(*registry.inputs, file))
    registry = replace(registry, given_answers=tuple(answers))
    return apply_answers(registry, answers, letter, options.today, options.spellings)


def _answers_of(
    path: Path,
    registry: Registry,
    letter: Letter,
    options: RunOptions,
) -> tuple[list[Answer], InputFile, Registry]:
    """The answers of a file, a to-confirm sheet or our filled form; the registry with what was noticed in it."""
    from kbo_screen.desk.form_answers import answers_of_form
    from kbo_screen.sources.answer_files import read_answers
    from kbo_screen.sources.submissions.submission_files import read_submission

    submissions = read_submission(
        path,
        letter,
        registry.scope,
        spellings=options.spellings,
        reader=options.reader,
    )
    forms = [submission for submission in submissions if submission.stamp]
    if forms and forms[0].input:
        answers: list[Answer] = []
        for form in forms:
            answers += answers_of_form(form, registry, letter)
        return answers, forms[0].input._replace(role="answers"), registry
    bounds = bounds_of("answer", letter, options.today)
    answers, file, findings = read_answers(path, bounds, reader=options.reader)
    registry = replace(registry, findings=(*registry.findings, *findings))
    return answers, file, registry


def screen_registry(
    registry: Registry,
    loaded: LoadedLetter,
    options: RunOptions,
) -> Run:
    """A registry screened under a letter, with its receipt."""
    screening = screen(registry, loaded.letter, take=options.take)
    return Run(
        letter=loaded.letter,
        registry=registry,
        screening=screening,
        findings=_departures(loaded) + registry.findings + screening.findings,
        receipt=sign(loaded, registry, options),
        lang=options.lang,
    )
