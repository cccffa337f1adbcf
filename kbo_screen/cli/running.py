"""From the options of a command to a `Run`: open the letter, read the registry, screen, sign the receipt.

Knows the order in which rooms are called. Refuses to know any rule. Heavy rooms are imported when they are called.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kbo_screen.cli.options import CONFIG_META, parse_columns, side_lists
from kbo_screen.cli.streams import busy
from kbo_screen.findings import SEVERITIES, UsageError, catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import typer

    from kbo_screen.cli.options import Role
    from kbo_screen.desk.run import Receipt, Run
    from kbo_screen.findings import Finding
    from kbo_screen.letters.loading import LoadedLetter
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.question import Answer
    from kbo_screen.registry.registry import InputFile, Registry
    from kbo_screen.registry.side_list import SideList
    from kbo_screen.sources.config_file import LoadedConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What the user asked of a run."""

    letter: str
    lang: str
    province: str | None = None
    districts: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    lists: tuple[tuple[Role, Path], ...] = ()
    answers: tuple[Path, ...] = ()
    take: int | None = None
    #: Districts' lists are read too; a header mapped by hand may stand in them alone.
    with_submissions: bool = False
    today: dt.date | None = None
    quiet: bool = False
    config: LoadedConfig | None = None
    #: Options whose value came from the config.
    configured: tuple[str, ...] = ()


def run_options(ctx: typer.Context) -> RunOptions:
    """What the user asked of a run, from the options of whichever command was called."""
    said = ctx.params
    district = said.get("district")
    return RunOptions(
        letter=said["letter"],
        lang=said["lang"],
        province=said.get("province"),
        districts=tuple(district) if isinstance(district, list | tuple) else (),
        columns=parse_columns(said.get("column") or []),
        lists=side_lists(
            *(_paths(said.get(role)) for role in ("projects", "stars", "standards"))
        ),
        answers=tuple(_paths(said.get("answers"))),
        take=said.get("take"),
        with_submissions=bool(said.get("submissions")),
        today=said.get("today"),
        quiet=bool(said.get("quiet")),
        config=ctx.meta.get(CONFIG_META),
        configured=tuple(sorted(_configured(ctx))),
    )


def _paths(said: Any) -> list[Path]:
    """Paths of an option that may be repeated; older typers keep them as text in the context."""
    return [Path(path) for path in said or ()]


def _configured(ctx: typer.Context) -> Iterator[str]:
    """The options that the config said and the command line did not."""
    for name in ctx.default_map or {}:
        source = ctx.get_parameter_source(name)
        if (source is not None and source.name == "DEFAULT_MAP") or name == "registry":
            yield name


def build_run(paths: list[Path], options: RunOptions) -> Run:
    """Read, screen and sign.

    Raises UsageError for an unusable letter or an unknown district, InputError for a file that cannot be used.
    """
    from kbo_screen.grid import read_ahead

    read_ahead([*paths, *(path for _, path in options.lists)])
    letter = open_letter(options.letter)
    use_config(options.config)
    letter = replace(letter, letter=with_config(letter.letter, options.config))
    with busy("help.reading", options.lang, quiet=options.quiet) as say:
        say(_progress([], paths, options.lang))
        from kbo_screen.desk.run import Run
        from kbo_screen.screening.screen import screen

        registry = read_inputs(paths, letter.letter, options, say)
        screening = screen(registry, letter.letter, take=options.take)
    return Run(
        letter=letter.letter,
        registry=registry,
        screening=screening,
        findings=registry.findings + screening.findings,
        receipt=_sign(letter, registry, options),
        lang=options.lang,
    )


def with_config(letter: Letter, config: LoadedConfig | None) -> Letter:
    """The letter with the cut-offs of an office's config, where it has some."""
    matching = config.config.matching if config else None
    return letter.model_copy(update={"matching": matching}) if matching else letter


def read_inputs(
    paths: list[Path],
    letter: Letter,
    options: RunOptions,
    say: Callable[[str], object],
    *,
    asked_under: Letter | None = None,
) -> Registry:
    """The registry as a letter has it read: completed by lists, settled by answers, narrowed to some districts.

    asked_under: the letter whose questions were answered, where it is another.
    """
    from kbo_screen.desk.apply_lists import apply_lists
    from kbo_screen.registry.scope import keep_districts
    from kbo_screen.registry.side_list import FIELD_OF_ROLE
    from kbo_screen.sources.registry_files import read_registry
    from kbo_screen.sources.side_list_files import read_side_list

    registry = read_registry(
        paths,
        letter,
        province=options.province,
        columns=options.columns,
        brought={FIELD_OF_ROLE[role] for role, _ in options.lists},
        headers_elsewhere=options.with_submissions or bool(options.lists),
        today=options.today,
        on_read=lambda inputs: say(_progress(inputs, paths, options.lang)),
    )
    say(catalogue.text("help.ranking", options.lang))
    lists = [
        read_side_list(
            path,
            role,
            letter,
            registry.scope,
            columns=options.columns,
            today=options.today,
        )
        for role, path in options.lists
    ]
    registry = _with_headers_of_lists(registry, lists, options)
    registry = apply_lists(registry, lists, letter) if lists else registry
    registry = (
        _apply_answers(registry, options.answers, asked_under or letter, options.today)
        if options.answers
        else registry
    )
    return (
        keep_districts(registry, options.districts) if options.districts else registry
    )


def _with_headers_of_lists(
    registry: Registry, lists: Sequence[SideList], options: RunOptions
) -> Registry:
    """The registry, its unknown headers without those that stand in a list.

    Raises UsageError for the others, unless lists of districts are still to be read.
    """
    mapped = frozenset().union(*(side_list.mapped_by_hand for side_list in lists))
    unknown = tuple(
        header
        for header in registry.unknown_headers
        if header.fields["field"] not in mapped
    )
    if unknown and not options.with_submissions:
        raise UsageError(*unknown)
    return replace(registry, unknown_headers=unknown)


def _progress(read: Sequence[InputFile], paths: Sequence[Path], lang: str) -> str:
    """How far the reading of the registry has come: files, bytes, rows."""
    return catalogue.text(
        "help.reading-of",
        lang,
        done=str(len(read)),
        files=str(len(paths)),
        megabytes=f"{sum(one.size_bytes for one in read) / 1e6:,.1f}",
        all_megabytes=f"{sum(path.stat().st_size for path in paths if path.is_file()) / 1e6:,.1f}",
        rows=f"{sum(one.rows for one in read):,}",
    )


def use_config(loaded: LoadedConfig | None) -> None:
    """Let the spellings of a config count from now on; without one, none do."""
    from kbo_screen.vocabulary.spellings import use_spellings

    use_spellings(
        loaded.config.headers if loaded else {}, loaded.config.values if loaded else {}
    )


def _apply_answers(
    registry: Registry, paths: Iterable[Path], letter: Letter, today: dt.date | None
) -> Registry:
    from kbo_screen.desk.answering import apply_answers
    from kbo_screen.desk.form_answers import answers_of_form
    from kbo_screen.letters.date_bounds import bounds_of
    from kbo_screen.sources.answer_files import read_answers
    from kbo_screen.sources.submission_files import read_submission

    answers: list[Answer] = []
    bounds = bounds_of("answer", letter, today)
    for path in paths:
        forms = [
            one for one in read_submission(path, letter, registry.scope) if one.stamp
        ]
        if forms and forms[0].input:
            file = replace(forms[0].input, role="answers")
            said = [
                answer
                for form in forms
                for answer in answers_of_form(form, registry, letter)
            ]
        else:
            said, file, noticed = read_answers(path, bounds)
            registry = replace(registry, findings=(*registry.findings, *noticed))
        answers += said
        registry = replace(registry, inputs=(*registry.inputs, file))
    return apply_answers(registry, answers, letter, today)


def open_letter(letter: str) -> LoadedLetter:
    """Load a letter and run its worked examples. Raises UsageError for a letter that does not hold together."""
    from kbo_screen.letters.loading import load_letter_file
    from kbo_screen.screening.examples import check_examples
    from kbo_screen.vocabulary.spellings import without_spellings

    loaded = load_letter_file(letter)
    with without_spellings():
        failing = tuple(check_examples(loaded.letter, loaded.name))
    if failing:
        raise UsageError(*failing)
    return loaded


def exit_code(findings: Iterable[Finding], fail_on: str) -> int:
    """1 when a finding is as severe as `fail_on` or more, else 0."""
    if fail_on == "never":
        return 0
    serious = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(finding.severity in serious for finding in findings))


def _sign(letter: LoadedLetter, registry: Registry, options: RunOptions) -> Receipt:
    from importlib.metadata import version

    from kbo_screen.desk.run import InputReceipt, Receipt

    inputs = (
        InputReceipt(
            **{name: getattr(file, name) for name in InputReceipt.model_fields}
        )
        for file in registry.inputs
    )
    return Receipt(
        version=version("kbo-screen"),
        letter_id=letter.letter.id,
        letter_sha256=letter.sha256,
        inputs=tuple(inputs),
        options=_options_that_matter(options),
        time=_signing_time(options.today),
    )


def _options_that_matter(options: RunOptions) -> dict[str, Any]:
    """The options that can change a result, as given; what was left alone is left out."""
    asked: dict[str, Any] = {
        "letter": options.letter,
        "province": options.province,
        "district": list(options.districts),
        "column": options.columns,
        **_lists_by_kind(options),
        "answers": [path.name for path in options.answers],
        "take": options.take,
        "today": options.today.isoformat() if options.today else None,
        "lang": options.lang,
    }
    if options.config:
        own = options.config.config.model_dump(
            include={"headers", "values", "matching"}, exclude_unset=True
        )
        asked["config"] = {
            "file": options.config.name,
            "sha256": options.config.sha256,
            "options": list(options.configured),
            **own,
        }
    return {name: value for name, value in asked.items() if value}


def _lists_by_kind(options: RunOptions) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for role, path in options.lists:
        names.setdefault(role, []).append(path.name)
    return names


def _signing_time(today: dt.date | None) -> dt.datetime:
    if today is None:
        return dt.datetime.now(dt.UTC).astimezone().replace(microsecond=0)
    return dt.datetime.combine(today, dt.time(), tzinfo=dt.UTC)
