"""The program's front door: its commands, and what becomes of what goes wrong in one of them.

Knows the commands and the exit codes. Refuses to know what a command does.
"""

from __future__ import annotations

import traceback
from typing import Any, Final

import typer
from typer.core import TyperGroup

from kbo_screen.cli.config import config_app
from kbo_screen.cli.console import help_language, leave_closed_pipe, message_console, show_failure
from kbo_screen.cli.explain import explain
from kbo_screen.cli.form import form
from kbo_screen.cli.inspect import inspect
from kbo_screen.cli.interrupt import EXIT_INTERRUPTED
from kbo_screen.cli.letter import letter_app
from kbo_screen.cli.options import DEBUG_META, LANG_META, VersionOption, help_text
from kbo_screen.cli.rank import rank
from kbo_screen.cli.schema import schema
from kbo_screen.cli.shortfall import shortfall
from kbo_screen.cli.validate import validate
from kbo_screen.cli.whatif import whatif
from kbo_screen.findings import KboScreenError, make_finding
from kbo_screen.findings.catalogue import text

EXIT_OUR_FAULT: Final = 4


class GuardedGroup(TyperGroup):
    """Turns whatever a command raises into plain sentences and the exit code that belongs to it."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; never a traceback without --debug."""
        try:
            return super().invoke(ctx)
        except KboScreenError as error:
            show_failure(error.findings, _lang(ctx))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(EXIT_INTERRUPTED) from error
        except BrokenPipeError:
            leave_closed_pipe()
            raise typer.Exit(0) from None
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except Exception as error:
            if isinstance(error, _usage_errors()):
                raise
            _show_our_fault(error, ctx)
            raise typer.Exit(EXIT_OUR_FAULT) from error
        finally:
            _show_reader_faults(ctx)


def _usage_errors() -> tuple[type[Exception], ...]:
    """What typer itself raises for wrong usage: the ancestors of BadParameter that are not Python's own."""
    return tuple(base for base in typer.BadParameter.__mro__ if base.__module__ != "builtins")


def _show_our_fault(error: Exception, ctx: Any) -> None:
    what = f"{type(error).__name__}"
    show_failure([make_finding("internal.unexpected", what=what)], _lang(ctx))
    if ctx.meta.get(DEBUG_META):
        message_console().print(text("help.debug_warning", _lang(ctx)), markup=False)
        message_console().print("".join(traceback.format_exception(error)), markup=False)


def _show_reader_faults(ctx: Any) -> None:
    """Under --debug, why the reader failed on a file: the run itself went on."""
    if ctx.meta.get(DEBUG_META):
        from kbo_screen.sources.spreadsheet import reader_faults

        for told in reader_faults():
            message_console().print(text("help.debug_warning", _lang(ctx)), markup=False)
            message_console().print(told, markup=False)


def _lang(ctx: Any) -> str:
    return str(ctx.meta.get(LANG_META, "th"))


app = typer.Typer(
    name="kbo-screen",
    cls=GuardedGroup,
    help=help_text("app"),
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def start(ctx: typer.Context, version: VersionOption = False) -> None:
    """Say what to do first when no command is given."""
    if ctx.invoked_subcommand is None:
        typer.echo(text("help.start", help_language()))


app.command("rank", help=help_text("rank.about"))(rank)
app.command("explain", help=help_text("explain.about"))(explain)
app.command("shortfall", help=help_text("shortfall.about"))(shortfall)
app.command("form", help=help_text("form.about"))(form)
app.command("validate", help=help_text("validate.about"))(validate)
app.command("whatif", help=help_text("whatif.about"))(whatif)
app.command("inspect", help=help_text("inspect.about"))(inspect)
app.add_typer(letter_app, name="letter", help=help_text("letter.about"))
app.add_typer(config_app, name="config", help=help_text("config.about"))
app.command("schema", help=help_text("schema.about"))(schema)
