"""How a person is asked on a terminal: a line, a numbered choice, files; in the words of the catalogue.

The line is read as the terminal edits it, so that a path can be dragged into it.
"""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

from kbo_screen.cli.dragged_paths import is_there, read_paths
from kbo_screen.cli.interrupt import EXIT_INTERRUPTED, interrupt_raised
from kbo_screen.findings.catalogue import text
from kbo_screen.formats.terminal.console import print_line, result_screen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


Choice = TypeVar("Choice")


@contextmanager
def leaving_politely(lang: str) -> Iterator[None]:
    """Say good-bye where a person leaves by Ctrl-C or by the end of input."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")  # a name that is no UTF-8
    try:
        yield
    except EOFError:
        _say_goodbye(lang)
        raise typer.Exit from None
    except KeyboardInterrupt:
        _say_goodbye(lang)
        raise typer.Exit(EXIT_INTERRUPTED) from None


def _say_goodbye(lang: str) -> None:
    result_screen().print()
    tell(text("guide.goodbye", lang))


def tell(words: str, indent: int = 0) -> None:
    """Show a text, folded at words; a blank line where there are none."""
    screen = result_screen()
    for line in words.splitlines() or [""]:
        print_line(screen, line, indent)


def tell_whole(line: str, indent: int = 0) -> None:
    """Show a line as it is, so that it can be copied: only the terminal breaks it."""
    result_screen().print(" " * indent + line)


def ask_line(words: str) -> str:
    """What a person types behind a question. Raises EOFError, KeyboardInterrupt."""
    tell(words)
    with interrupt_raised():  # before the prompt shows: who sees it may leave
        sys.stdout.write("> ")
        sys.stdout.flush()
        return input().strip()


def ask_choice(
    question: str,
    choices: Sequence[str],
    lang: str,
    *,
    leave: str | None = None,
) -> int | None:
    """The position of the choice that a person takes by its number. leave: what 0 means, which gives None."""
    result_screen().print()
    tell(question)
    for number, choice in enumerate(choices, start=1):
        tell(f"{number}. {choice}", indent=2)
    if leave is not None:
        tell(f"0. {leave}", indent=2)
    lowest = 1 if leave is None else 0
    while True:
        words = ask_line(text("guide.number", lang))
        if words.isdecimal() and lowest <= int(words) <= len(choices):
            number = int(words)
            return number - 1 if number else None
        tell(
            text("guide.no_such_number", lang, first=lowest, last=len(choices)),
            indent=2,
        )


def ask_one(
    question: str,
    choices: Sequence[tuple[str, Choice]],
    lang: str,
    *,
    leave: str,
) -> Choice | None:
    """What a person takes of some things, each with its words. leave: what 0 means, which gives None."""
    all_words = [words for words, _ in choices]
    position = ask_choice(question, all_words, lang, leave=leave)
    return None if position is None else choices[position][1]


def ask_files(
    question: str,
    lang: str,
    suggestion: Sequence[Path] = (),
) -> list[Path]:
    """Files or folders that are there; where a person only presses Enter, those that were suggested."""
    result_screen().print()
    tell(question)
    words = text("guide.drag", lang)
    if suggestion:
        names = ", ".join(map(str, suggestion))
        tell(text("guide.suggested", lang, files=names))
    while True:
        paths = read_paths(ask_line(words)) or list(suggestion)
        missing_paths = [path for path in paths if not is_there(path)]
        if not missing_paths:
            return paths
        for path in missing_paths:
            tell(text("guide.no_file", lang, path=path), indent=2)
        words = text("guide.again", lang)
