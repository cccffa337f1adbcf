"""A config with something added: what an office wrote into it, comments and all, stays as it stands.

It changes a text and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import tomlkit

from kbo_screen.sources.config.config_file import check_config

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path


def changed_config(
    text: str,
    changes: Mapping[str, Any],
    path: Path,
) -> str:
    """The text of a config with changes in it.

    changes: the shape of a config. A key of the top, or a header of `columns`, is replaced; words of `headers` and
    `values` come behind those that stand there. path: where the config stands, or is to stand. Raises UsageError for
    a text that is no config, before or after.
    """
    check_config(text, path)
    document = tomlkit.parse(text)
    for key, value in changes.items():
        if isinstance(value, Mapping):
            _extend(_table_in(document, key), value)
        elif key in document or not _has_example(text, key):
            document[key] = value
        else:
            text = _put_below_example(tomlkit.dumps(document), key, value)
            document = tomlkit.parse(text)
    changed_text = tomlkit.dumps(document)
    check_config(changed_text, path)
    return changed_text


def _example_of(key: str) -> re.Pattern[str]:
    """The line by which a config shows how a key is written."""
    return re.compile(rf"^#[ ]?{key} = .*$", re.MULTILINE)


def _has_example(text: str, key: str) -> bool:
    return _example_of(key).search(text) is not None


def _put_below_example(text: str, key: str, value: Any) -> str:
    """The key below its example, where no table that somebody uncomments takes it in."""
    line = tomlkit.dumps({key: value}).strip()
    return _example_of(key).sub(lambda match: f"{match[0]}\n{line}", text, count=1)


def _extend(table: MutableMapping[str, Any], changes: Mapping[str, Any]) -> None:
    """Put words into a table, and into the tables in it."""
    for key, value in changes.items():
        if isinstance(value, Mapping):
            _extend(_table_in(table, key), value)
        elif isinstance(value, list):
            table[key] = _with_words(table.get(key, []), value)
        else:
            table[key] = value


def _table_in(table: MutableMapping[str, Any], key: str) -> MutableMapping[str, Any]:
    """The table under a key, a new one where there is none."""
    if key not in table:
        table[key] = tomlkit.table()
    inner: MutableMapping[str, Any] = table[key]
    return inner


def _with_words(old_words: str | list[str], new_words: list[str]) -> list[str]:
    """Words with new ones behind them, each once; an array keeps its comments."""
    words = [old_words] if isinstance(old_words, str) else old_words
    for word in new_words:
        if word not in words:
            words.append(word)
    return words
