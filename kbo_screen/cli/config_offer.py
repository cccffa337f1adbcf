"""Offers to change the config in the working folder: shown, confirmed, comments kept, the old one kept beside it."""

from __future__ import annotations

from difflib import ndiff
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbo_screen.cli.completion import CONFIG_NAME
from kbo_screen.cli.config import in_config
from kbo_screen.cli.delivery import Destination, file_target, write_targets
from kbo_screen.cli.prompts import ask_choice, tell, tell_whole
from kbo_screen.findings.catalogue import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbo_screen.cli.completion import OptionValues
    from kbo_screen.formats.writing import WhyKept

#: How a line begins that a change takes away, or brings.
_CHANGED: Final = ("- ", "+ ")


def offer_change(
    changes: OptionValues,
    lang: str,
    path: Path = Path(CONFIG_NAME),
) -> bool:
    """Show the config as it would be, and write it where the person says so; returns whether it was written.

    changes: the shape of a config; paths are written as the config means them. Raises UsageError for a config that
    cannot be read.
    """
    from kbo_screen.formats.writing import text_writer
    from kbo_screen.sources.config.config_change import changed_config
    from kbo_screen.sources.config.config_file import config_text_of

    folder = path.parent
    plain_changes = {key: in_config(value, folder) for key, value in changes.items()}
    old_text = config_text_of(path) if path.is_file() else ""
    base_text = old_text or _new_text(plain_changes, lang)
    new_text = changed_config(
        base_text,
        plain_changes,
        path,
    )
    if new_text == old_text:
        return False
    tell(text("guide.remember.lines", lang, file=path.absolute()))
    for line in _changed_lines(old_text, new_text):
        tell_whole(line, indent=2)
    if not _is_confirmed(lang):
        tell(text("guide.remember.left", lang, file=path))
        return False
    target = file_target(path, text_writer(new_text))
    write_targets([target], _over_the_old_one(path, lang))
    return True


def _new_text(
    changes: OptionValues,
    lang: str,
) -> str:
    """A commented config that holds the changes of the top."""
    from kbo_screen.results.config_text import config_text

    options = {
        key: value for key, value in changes.items() if not isinstance(value, dict)
    }
    return config_text(options, lang)


def _changed_lines(
    old_text: str,
    new_text: str,
) -> Iterator[str]:
    """The lines that go and that come, without comments: those of a new config are many."""
    old_lines = old_text.splitlines()
    new_lines = new_text.splitlines()
    for line in ndiff(old_lines, new_lines):
        words = line[2:].strip()
        if line.startswith(_CHANGED) and words and not words.startswith("#"):
            yield line


def _is_confirmed(lang: str) -> bool:
    choices = [
        text("guide.remember.write", lang),
        text("guide.remember.leave", lang),
    ]
    return ask_choice(text("guide.remember.right", lang), choices, lang) == 0


def _over_the_old_one(
    path: Path,
    lang: str,
) -> Destination:
    return Destination(
        format="table",
        output=path,
        over={"force": True, "inputs": (), "kept_files": _keep_all},
        lang=lang,
        quiet=False,
    )


def _keep_all(new_by_old: Mapping[Path, Path]) -> dict[Path, WhyKept]:
    """A config is typed by people, always."""
    return dict.fromkeys(new_by_old, "typed")
