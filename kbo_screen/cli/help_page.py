"""How `--help` reads: plain lines of the catalogue, folded so that no Thai cluster is torn, for pipes as for terminals.

typer's own pages are English, and no Thai Windows console takes their boxes and their folding.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, Final

from typer.core import TyperCommand, TyperGroup

from kbo_screen.cli.streams import help_language
from kbo_screen.cli.usage_faults import refuse_second_file, unknown_command
from kbo_screen.findings import UsageError
from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal.asked_width import asked_width
from kbo_screen.vocabulary.thai_text import display_width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The widest column of names; behind a longer one the words begin on a line of their own.
WIDEST_NAMES: Final = 30
NARROWEST_PAGE: Final = 50
#: Longer lines are hard to read; `--help` on a wider screen leaves the rest empty.
WIDEST_PAGE: Final = 120
HELP_OPTIONS: Final = ("-h", "--help")
#: Options of typer's own, whose help stands in the catalogue under these names.
_OWN_HELP: Final = ("help", "install_completion", "show_completion")


class PlainCommand(TyperCommand):
    """A command whose help is a page of ours, and that takes an option naming a file once, where it takes one file."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """The values of the words. Raises UsageError for a file option given twice: which of the two is no guess."""
        if not ctx.resilient_parsing:
            _, _, given_params = self.make_parser(ctx).parse_args(list(args))
            refuse_second_file(given_params, ctx.command_path)
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """The page of `--help`."""
        return help_page(self, ctx)


class PlainGroup(TyperGroup):
    """A group of commands whose help is a page of ours, and that says which command was meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the next word names. Raises UsageError for none, naming the nearest."""
        if (
            args
            and self.get_command(ctx, args[0]) is None
            and not ctx.resilient_parsing
        ):
            raise UsageError(
                unknown_command(args[0], self.list_commands(ctx), ctx.command_path)
            )
        return super().resolve_command(ctx, args)

    def list_commands(self, _ctx: Any) -> list[str]:
        """The names of the commands, in the order of the help."""
        return list(self.commands)

    def briefs(self) -> Iterator[tuple[str, str]]:
        """The commands that the help shows, each with what it does."""
        for name, command in self.commands.items():
            if not command.hidden:
                yield name, command.help or ""

    def get_help(self, ctx: Any) -> str:
        """The page of `--help`."""
        return help_page(self, ctx)


def help_page(
    command: Any,
    ctx: Any,
    lang: str | None = None,
) -> str:
    """The whole page of a command or a group: usage, what it does, arguments, options, commands."""
    lang = lang or help_language()
    columns = asked_width() or shutil.get_terminal_size().columns
    width = max(NARROWEST_PAGE, min(columns, WIDEST_PAGE))
    lines = [
        *_folded(usage_line(command, ctx, lang), width),
        "",
        *_folded(command.help or "", width, indent=2),
    ]
    for title, rows in _sections(command, ctx, lang):
        if rows:
            lines += ["", text(f"help.page.{title}", lang), *_table(rows, width)]
    return "\n".join(lines)


def asked_help(
    group: Any,
    name: str,
    words: Sequence[str],
) -> str | None:
    """The page that a call asks for with --help, None where it does not.

    Looked for before typer reads the words: it would load pydantic for the options before the command.
    """
    words = words[: words.index("--")] if "--" in words else words
    if not any(word in HELP_OPTIONS for word in words):
        return None
    command = group
    ctx = group.context_class(
        group,
        info_name=name,
        help_option_names=list(HELP_OPTIONS),
    )
    for word in words:
        if word in getattr(command, "commands", {}):
            command = command.commands[word]
            ctx = command.context_class(
                command,
                info_name=word,
                parent=ctx,
            )
    return help_page(command, ctx)


def usage_line(
    command: Any,
    ctx: Any,
    lang: str,
) -> str:
    """How a command is called, in one line."""
    words = [
        _bracketed(param)
        for param in command.get_params(ctx)
        if param.param_type_name == "argument"
    ]
    if isinstance(command, TyperGroup):
        words.append(text("help.page.command_words", lang))
    options = text("help.page.option_words", lang)
    return text(
        "help.page.usage", lang, words=" ".join([ctx.command_path, options, *words])
    )


def _bracketed(param: Any) -> str:
    """An argument as the usage names it: in brackets where it may be left out."""
    name = str(param.metavar or param.name)
    return name if param.required or name.startswith("[") else f"[{name}]"


def _sections(
    command: Any,
    ctx: Any,
    lang: str,
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every section with its rows of name and words."""
    for kind in ("argument", "option"):
        params = _params_of(command, ctx, kind)
        rows = [(_name(param, ctx), _words(param, lang)) for param in params]
        yield f"{kind}s", rows
    if isinstance(command, PlainGroup):
        yield "commands", list(command.briefs())


def _params_of(
    command: Any,
    ctx: Any,
    kind: str,
) -> list[Any]:
    """The arguments, or the options, that the page tells of."""
    return [
        param
        for param in command.get_params(ctx)
        if param.param_type_name == kind and not getattr(param, "hidden", False)
    ]


def _name(param: Any, ctx: Any) -> str:
    """An argument or option as it is typed, with what follows it."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name)
    return str(param.get_help_record(ctx)[0])


def _words(param: Any, lang: str) -> str:
    """What an option means, with its default where it has one to tell."""
    words = str(param.help or "")
    if param.name in _OWN_HELP:
        words = text(f"help.page.{param.name}", lang)
    has_default = isinstance(param.default, str | int)
    if has_default and not isinstance(param.default, bool):
        words += " " + text("help.page.default", lang, value=param.default)
    return words


def _table(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Names on the left, words folded on the right."""
    widths = [display_width(name) for name, _ in rows]
    fitting = [name_width for name_width in widths if name_width <= WIDEST_NAMES]
    column = max(fitting, default=WIDEST_NAMES) + 4
    lines = []
    for name, words in rows:
        folded_words = wrap(words, width - column)
        head = f"  {name}"
        gap = column - display_width(name) - 2
        if gap < 2:  # a name too long for the column has a line of its own
            lines.append(head)
        else:
            lines.append(head + " " * gap + folded_words.pop(0))
        lines += [" " * column + line for line in folded_words]
    return lines


def _folded(
    words: str,
    width: int,
    indent: int = 0,
) -> list[str]:
    return [" " * indent + line for line in wrap(words, width - indent)]
