"""The program's front door: its commands, and what becomes of what goes wrong in one of them."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any, Final

import typer

from kbo_screen.cli.call_reader import reader_faults
from kbo_screen.cli.commands import COMMANDS, LoadedCommands
from kbo_screen.cli.help_page import (
    HELP_OPTIONS,
    PlainGroup,
    asked_help,
    usage_line,
)
from kbo_screen.cli.interrupt import EXIT_INTERRUPTED
from kbo_screen.cli.options import (
    DEBUG_META,
    LANG_META,
    FirstLangOption,
    VersionOption,
    help_text,
)
from kbo_screen.cli.streams import (
    asked_language,
    can_ask,
    help_language,
    leave_closed_pipe,
    say,
    show_failure,
)
from kbo_screen.cli.typed_options import is_typed
from kbo_screen.cli.usage_faults import USAGE_ERRORS, usage_fault
from kbo_screen.findings import InputError, KboScreenError, UsageError, make_finding
from kbo_screen.findings.catalogue import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EXIT_USAGE: Final = 2
EXIT_OUR_FAULT: Final = 4


class GuardedGroup(PlainGroup):
    """Turns whatever a command raises into plain sentences and the exit code that belongs to it."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": LoadedCommands()})

    def briefs(self) -> Iterator[tuple[str, str]]:
        """As any group, without loading a command."""
        for name, place in COMMANDS.items():
            if not place.hidden:
                yield name, help_text(place.about)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        *parent: Any,
        **settings: Any,
    ) -> Any:
        """Read the words before the command, or show the help that they ask for."""
        try:
            if not settings.get("resilient_parsing") and (
                page := asked_help(self, info_name or "", args)
            ):
                typer.echo(page)
                raise typer.Exit
            return super().make_context(info_name, args, *parent, **settings)
        except KboScreenError as error:
            show_failure(error.findings, _lang(None))
            raise typer.Exit(error.exit_code) from None
        except USAGE_ERRORS as error:
            _show_usage_fault(error)
            raise typer.Exit(EXIT_USAGE) from None
        except OSError as error:  # stdout is full, or gone
            raise typer.Exit(_tell(error, None)) from None

    def invoke(self, ctx: Any) -> Any:
        """Run the command; never a traceback without --debug."""
        from kbo_screen.cores.faults import faults_heard

        helper_faults: list[str] = []
        try:
            try:
                with faults_heard() as helper_faults:
                    return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # what cannot be written is told here, not when Python ends
        except KeyboardInterrupt as error:
            raise typer.Exit(EXIT_INTERRUPTED) from error
        except (typer.Exit, typer.Abort):
            raise
        except USAGE_ERRORS as error:
            _show_usage_fault(error)
            raise typer.Exit(EXIT_USAGE) from None
        except Exception as error:
            raise typer.Exit(_tell(error, ctx)) from error
        finally:
            _show_faults([*reader_faults(ctx), *helper_faults], ctx)


def _tell(error: Exception, ctx: Any) -> int:
    """Say why a command cannot go on; returns the exit code that belongs to it."""
    from kbo_screen.formats.writing import is_full

    if isinstance(error, KboScreenError):
        show_failure(error.findings, _lang(ctx))
        return error.exit_code
    if isinstance(error, MemoryError):
        show_failure([make_finding("internal.no-memory")], _lang(ctx))
        return InputError.exit_code
    if isinstance(error, BrokenPipeError):
        leave_closed_pipe()
        return 0
    if isinstance(error, OSError) and is_full(
        error
    ):  # of stdout: a file that we write has told it already
        leave_closed_pipe()
        show_failure([make_finding("output.stdout-full")], _lang(ctx))
        return UsageError.exit_code
    _show_our_fault(error, ctx)
    return EXIT_OUR_FAULT


def _show_usage_fault(error: Any) -> None:
    """How the command is called and what is wrong with this call; of a group without a command its help."""
    ctx: Any = getattr(error, "ctx", None)
    lang = _lang(ctx)
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(ctx.get_help(), err=True)
        return
    if ctx is not None:
        typer.echo(usage_line(ctx.command, ctx, lang), err=True)
    show_failure([usage_fault(error)], lang)


def _show_our_fault(error: Exception, ctx: Any) -> None:
    what = type(error).__name__
    show_failure([make_finding("internal.unexpected", what=what)], _lang(ctx))
    if ctx is not None and ctx.meta.get(DEBUG_META):
        say("help.debug_warning", _lang(ctx))
        typer.echo("".join(traceback.format_exception(error)), err=True)


def _show_faults(faults: Iterable[str], ctx: Any) -> None:
    """Under --debug, why the reader failed on a file, or a helping process: the run itself went on."""
    if ctx.meta.get(DEBUG_META):
        for traceback_text in faults:
            say("help.debug_warning", _lang(ctx))
            typer.echo(traceback_text, err=True)


def _lang(ctx: Any) -> str:
    """The language of the run; of a call that could not be read, what its words ask for."""
    return asked_language() or str(ctx.meta.get(LANG_META, "th") if ctx else "th")


app = typer.Typer(
    name="kbo-screen",
    cls=GuardedGroup,
    rich_markup_mode=None,
    help=help_text("app"),
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": list(HELP_OPTIONS)},
)


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    version: VersionOption = False,
    lang: FirstLangOption = "th",
) -> None:
    """Without a command: guide whoever sits before a terminal, else say what to do first."""
    if ctx.invoked_subcommand is not None:
        return
    source = ctx.get_parameter_source("lang")
    is_said = source is not None and source.name != "DEFAULT"
    if can_ask() and not is_typed(ctx, "lang"):
        from kbo_screen.cli.guide import guide_through

        guide_through(ctx, lang)
    else:
        typer.echo(text("help.start", lang if is_said else help_language()))
