"""Every text for people, Thai and English, from the TOML files in `texts/`.

`texts/findings/STAGE.toml` holds the findings of one stage (`[slug]` with severity, message, remedy);
`texts/NAME.toml` holds other texts, found by `text("NAME.key.key", lang)`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, partial
from importlib.resources import files
from typing import Any, Final

from kbo_screen.vocabulary.thai_text import fold

_OPTIONAL: Final = re.compile(r"\[\[((?:(?!\[\[|\]\]).)*+)\]\]")
_FIELD: Final = re.compile(r"\{(\w+)\}")
LANGUAGES: Final = ("th", "en")
#: A text in every language, by language, as a field of a finding takes it.
TextInEach = dict[str, str]
STAGES: Final = (
    "letter",
    "config",
    "file",
    "table",
    "cell",
    "row",
    "registry",
    "list",
    "answer",
    "form",
    "selection",
    "cross",
    "output",
    "usage",
    "quality",
    "internal",
)


def text(
    text_id: str,
    lang: str,
    /,
    **fields: Any,
) -> str:
    """The text `text_id` in `lang`, its placeholders filled. A missing text or field raises KeyError."""
    name, *keys = text_id.split(".")
    entry: Any = _load(name)
    for key in keys:
        entry = entry[key]
    return str(entry[lang]).format(**fields)


def text_in_each(text_id: str, /, **fields: Any) -> TextInEach:
    """The text in every language, as a field of a finding takes it."""
    return {lang: text(text_id, lang, **fields) for lang in LANGUAGES}


def folded_in_each(text_id: str) -> set[str]:
    """The text in every language, folded: what somebody types or a file holds is looked for among them."""
    return set(map(fold, text_in_each(text_id).values()))


def value_text(field: str, value: Any, lang: str) -> str:
    """A value of a registry's field in words; of a field that has none, such as a year, as it is."""
    word = _load("words")["value"].get(field, {}).get(str(value))
    return str(word[lang] if word else value)


def value_in_each(field: str, value: Any) -> TextInEach:
    """A value in the words of every language."""
    return {lang: value_text(field, value, lang) for lang in LANGUAGES}


def glossary() -> list[dict[str, str]]:
    """The words of screens, one for each thing, in both languages."""
    return [dict(term["name"]) for term in _load("glossary").values()]


def finding_text(
    code: str,
    part: str,
    lang: str,
    fields: dict[str, Any],
) -> str:
    """The `message` or `remedy` of a finding code. A missing code or field raises KeyError.

    What stands in [[double brackets]] is left out where a field in it says nothing.
    """
    words = str(_finding_entry(code)[part][lang])
    if "[[" in words:
        words = _OPTIONAL.sub(partial(_optional_part, fields), words)
    return words.format(**fields)


def _optional_part(
    fields: dict[str, Any],
    part: re.Match[str],
) -> str:
    """The words of a part in double brackets, nothing where one of its fields is blank or a dash."""
    names = _FIELD.findall(part[1])
    says_nothing = any(str(fields[name]) in ("", "-") for name in names)
    return "" if says_nothing else part[1]


def raw_finding_text(
    code: str,
    part: str,
    lang: str,
) -> str:
    """The `message` or `remedy` of a finding code with all its parts, its placeholders not filled."""
    return _OPTIONAL.sub(r"\1", str(_finding_entry(code)[part][lang]))


def finding_severity(code: str) -> str:
    """The severity that the catalogue gives `code`. Raises KeyError for an unknown code."""
    return str(_finding_entry(code)["severity"])


def finding_codes() -> list[str]:
    """Every code of the catalogue, by stage and then as written."""
    codes = []
    for stage in STAGES:
        slugs = _load(f"findings/{stage}")
        codes += [f"{stage}.{slug}" for slug in slugs]
    return codes


def _finding_entry(code: str) -> dict[str, Any]:
    stage, _, slug = code.partition(".")
    entry: dict[str, Any] = _load(f"findings/{stage}")[slug]
    return entry


@cache
def _load(name: str) -> dict[str, Any]:
    path = files("kbo_screen.findings") / "texts" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
