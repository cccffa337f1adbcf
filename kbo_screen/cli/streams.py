"""Where a command speaks: results on stdout, everything else on stderr, in a way no Thai Windows pipe chokes on."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import typer

from kbo_screen.findings import catalogue
from kbo_screen.formats.controls import without_controls
from kbo_screen.formats.terminal.asked_width import forget_odd_width
from kbo_screen.formats.terminal.console import message_screen, print_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.console import Console

    from kbo_screen.findings import Finding

LANG_VARIABLE: Final = "KBO_SCREEN_LANG"
#: Fewer items than this are done before a bar is seen.
FEW: Final = 8
#: What says the language of a POSIX system, the first that is set.
_LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
#: The streams of a process, and how each is opened.
_MODES: Final = {"stdin": "r", "stdout": "w", "stderr": "w"}
#: A locale of Thai: its language alone, or with a country, an encoding, a variant behind it.
_THAI_LOCALE: Final = re.compile(r"th(?:[_.@-]|$)", re.IGNORECASE)
Item = TypeVar("Item")


class MessageStream(io.TextIOWrapper):
    """The stream for messages. Where it is full or gone they are lost; the exit code still says what came of a call."""

    def write(self, words: str) -> int:
        """Write a text, or give the stream up."""
        try:
            return super().write(words)
        except OSError:
            self._lead_nowhere()
            return len(words)

    def flush(self) -> None:
        """Write what waits, or give the stream up."""
        try:
            super().flush()
        except OSError:
            self._lead_nowhere()

    def _lead_nowhere(self) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())


def prepare_streams() -> None:
    """Make stdout and stderr take any text: UTF-8 where they are no terminal, "?" for what a terminal lacks."""
    forget_odd_width()
    _open_closed_streams()
    if isinstance(sys.stderr, io.TextIOWrapper):
        encoding = sys.stderr.encoding
        sys.stderr = MessageStream(
            sys.stderr.detach(),
            encoding=encoding,
            line_buffering=True,
        )
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                encoding=None if stream.isatty() else "utf-8", errors="replace"
            )


def can_ask() -> bool:
    """Somebody sits before the terminal: it takes lines and shows them."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _open_closed_streams() -> None:
    """Lead a stream that was closed (`>&-`) nowhere; else the next file that is opened would stand in its place."""
    for name, mode in _MODES.items():
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - for the whole run
            setattr(sys, name, nowhere)


def leave_closed_pipe() -> None:
    """The reader of a pipe went away (`| head`): nothing is amiss, and nothing more is written to it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def asked_language() -> str | None:
    """The language that `--lang` asks for, wherever it stands, before the options are parsed; None for none."""
    words = sys.argv[1:]
    languages = [language for word, language in pairwise(words) if word == "--lang"]
    with_sign = [word for word in words if word.startswith("--lang=")]
    languages += [word.removeprefix("--lang=") for word in with_sign]
    if languages and languages[-1] in catalogue.LANGUAGES:
        return languages[-1]
    return None


def help_language(default: str | None = None) -> str:
    """The language of `--help`: as `--lang` or the variable asks, else the system's.

    default: in place of the system's, of what is printed before options are read and is no help.
    """
    lang = asked_language() or os.environ.get(LANG_VARIABLE)
    if lang in catalogue.LANGUAGES:
        return str(lang)
    return default or system_language()


def system_language() -> str:
    """Thai where the system speaks Thai, else English."""
    names = (os.environ.get(name) for name in _LOCALE_VARIABLES)
    locale_name = next(filter(None, names), None) or _windows_locale()
    return "th" if _THAI_LOCALE.match(locale_name) else "en"


def _windows_locale() -> str:
    """The language of Windows' own screens; nothing elsewhere."""
    if os.name != "nt":
        return ""
    import ctypes
    import locale

    libraries = vars(ctypes)["windll"]  # that ctypes has on Windows alone
    number = libraries.kernel32.GetUserDefaultUILanguage()
    return locale.windows_locale.get(number, "")


def _progress_console() -> Console:
    """The console for signs of life: stderr."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def show_text(words: str) -> None:
    """Print a result that is a text of its own (JSON, CSV, a page) to stdout; to a terminal without controls."""
    typer.echo(without_controls(words) if sys.stdout.isatty() else words)


def say(
    text_id: str,
    lang: str,
    **fields: object,
) -> None:
    """Say one sentence of the catalogue on stderr."""
    say_words(catalogue.text(text_id, lang, **fields))


def say_words(words: str, indent: int = 0) -> None:
    """Say a text on stderr, folded at words where a person looks at it."""
    screen = message_screen()
    for line in words.splitlines():
        print_line(screen, line, indent)


def show_failure(findings: Iterable[Finding], lang: str) -> None:
    """Show why a command cannot go on: per finding what is wrong and what to do, on stderr."""
    from kbo_screen.results.shown import shown_findings

    for finding in shown_findings(findings):
        say_words(finding.message(lang))
        say_words(finding.remedy(lang), indent=2)


def _say_nothing(_words: str) -> None:
    """Where nobody looks."""


def _can_start_threads() -> bool:
    """Rich draws what moves by a thread, and not every system has one to give."""
    import threading

    try:
        threading.Thread(
            target=_say_nothing,
            args=("",),
        ).start()
    except RuntimeError:
        return False
    return True


@contextmanager
def busy(
    text_id: str,
    lang: str,
    *,
    quiet: bool,
) -> Iterator[Callable[[str], None]]:
    """Show that the program is at work, on stderr, only where a person looks at it; yields what changes the words."""
    if quiet or not sys.stderr.isatty() or not _can_start_threads():
        yield _say_nothing
        return
    console = _progress_console()
    with console.status(catalogue.text(text_id, lang), spinner="line") as status:
        yield status.update


def track(
    items: Sequence[Item],
    text_id: str,
    lang: str,
    *,
    quiet: bool,
) -> Iterator[Item]:
    """Go through items with a progress bar on stderr, where a person looks at it and there are many."""
    is_worth_it = sys.stderr.isatty() and len(items) >= FEW
    if quiet or not is_worth_it or not _can_start_threads():
        yield from items
        return
    from rich.progress import track as rich_track

    yield from rich_track(
        items,
        catalogue.text(text_id, lang),
        console=_progress_console(),
        transient=True,
    )
