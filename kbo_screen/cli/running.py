"""From the words of a command line to a `Run`, with a sign of life on the terminal while it is made."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kbo_screen.cli.call_reader import reader_of
from kbo_screen.cli.options import CONFIG_META, parse_columns, side_lists
from kbo_screen.cli.streams import busy, say_words, track
from kbo_screen.tasks.run_options import RunOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import typer

    from kbo_screen.checking.check_result import Validation
    from kbo_screen.desk.run import Run
    from kbo_screen.letters.model import Letter
    from kbo_screen.tasks.check_lists import CheckOptions


def run_options(ctx: typer.Context) -> RunOptions:
    """What the user asked of a run, from the options of whichever command was called."""
    values = ctx.params
    district: Any = values.get("district")
    may_be_several = isinstance(district, list | tuple)
    roles = [_paths(values.get(role)) for role in ("projects", "stars", "standards")]
    return RunOptions(
        letter=values["letter"],
        lang=values["lang"],
        province=values.get("province"),
        districts=tuple(district) if may_be_several else (),
        columns=parse_columns(values.get("column") or []),
        lists=side_lists(*roles),
        answers=tuple(_paths(values.get("answers"))),
        take=values.get("take"),
        with_submissions=bool(values.get("submissions")),
        today=values.get("today"),
        quiet=bool(values.get("quiet")),
        config=ctx.meta.get(CONFIG_META),
        configured=tuple(sorted(_configured(ctx))),
        reader=reader_of(ctx),
    )


def _paths(value: Any) -> list[Path]:
    """Paths of an option that may be repeated; older typers keep them as text in the context."""
    return [Path(path) for path in value or ()]


def _configured(ctx: typer.Context) -> Iterator[str]:
    """The options that the config said and the command line did not."""
    for name in ctx.default_map or {}:
        source = ctx.get_parameter_source(name)
        is_default = source is not None and source.name == "DEFAULT_MAP"
        if is_default or name == "registry":
            yield name


def shows_screen(ctx: typer.Context) -> bool:
    """The result of this call is shown as a screen: it goes into no file, and is no text for programs."""
    values = ctx.params
    is_text = values.get("format") != "table" or bool(values.get("line"))
    return not is_text and values.get("output") is None


def run_of(
    paths: Sequence[Path],
    options: RunOptions,
    plan_more: Callable[[], object] | None = None,
    *,
    is_shown: bool = False,
) -> Run:
    """Read, screen and sign, as `build_run` does; a terminal shows how far it has come.

    plan_more: plans what is to be read behind the registry and its lists. is_shown: a screen follows that says itself
    where the registry holds no row of the area.
    """
    options.reader.plan([*paths, *options.list_paths])  # read while rooms are loaded

    from kbo_screen.tasks.build_run import build_run

    if plan_more:
        plan_more()
    with busy("help.reading", options.lang, quiet=options.quiet) as show_progress:
        run = build_run(paths, options, show_progress)
    if not options.quiet:
        _tell_past_letter(run.letter, options)
        if not is_shown:
            _tell_nothing_of_area(run)
    return run


def _tell_nothing_of_area(run: Run) -> None:
    """Say on stderr that the registry holds no row of the area, where it holds none."""
    from kbo_screen.results.wording.scope_words import nothing_of_area

    say_words(nothing_of_area(run))


def _tell_past_letter(letter: Letter, options: RunOptions) -> None:
    """Say on stderr, in a line, that the letter's days are over on the day of the run."""
    from kbo_screen.letters.deadline_words import past_words

    if words := past_words(letter, options.day, options.lang):
        say_words(words)


def check_of(
    paths: Sequence[Path],
    run: Run,
    options: RunOptions,
    checks: CheckOptions,
) -> Validation:
    """What districts sent, read and checked, as `check_sent` does; a terminal shows how far it has come."""
    from kbo_screen.tasks.check_lists import check_sent

    each = partial(
        track, text_id="help.checking", lang=options.lang, quiet=options.quiet
    )
    return check_sent(paths, run, options, checks, each)
