"""Renders the page: template, style and script in one file, with a content policy that names exactly these.

Knows how a page is made safe to open anywhere: everything inside, every value escaped, no request. Refuses to know
what stands on it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from kbo_screen.findings import SEVERITIES
from kbo_screen.findings.catalogue import text
from kbo_screen.formats.console import without_controls

if TYPE_CHECKING:
    from jinja2 import Template

    from kbo_screen.results.page.content import Content

#: The font inside: Sarabun (OFL), Thai and Latin, two weights; `fonts/README.md` says what of it.
_FACES: Final = (("thai", 400), ("latin", 400), ("thai", 700), ("latin", 700))
_RANGES: Final = {
    "thai": "U+02D7,U+0303,U+0331,U+0E01-0E5B,U+200C-200D,U+25CC",
    "latin": "U+0020-007E,U+00A0,U+00AB,U+00B0,U+00B7,U+00BB,U+00D7,U+2013-2014,U+2018-2019,U+201C-201D,U+2026",
}


def render_page(content: Content) -> str:
    """The page as HTML."""
    lang = content.lang
    groups, districts = _heads_of_groups(content), _heads_of_districts(content)
    style, script = (
        _style() + _words_of_style(groups, districts, lang),
        _source("page.js"),
    )
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    say = {name: text(f"page.{name}", lang, **_LATER) for name in _WORDS}
    severity = {name: text(f"words.severity.{name}", lang) for name in SEVERITIES}
    page = _template().render(
        page=content,
        say=say,
        heads={"groups": groups, "districts": districts},
        severity=severity,
        style=style,
        script=script,
        policy=policy,
        text=text,
    )
    return without_controls(page)


#: Placeholders that the page's script fills in.
_LATER: Final = {name: f"{{{name}}}" for name in ("groups", "others", "districts")}
_WORDS: Final = (
    "search", "filter", "all", "found", "shown", "skip", "summary", "bar", "lists", "key", "yes", "open", "proposed",
    "reserve", "status", "findings", "receipt",
)  # fmt: skip


def _heads_of_groups(content: Content) -> list[tuple[str, str]]:
    """Label and clause of every column of a list."""
    first = [
        (text(f"page.column.{name}", content.lang), "")
        for name in ("rank", "group", "product")
    ]
    return [*first, *content.columns, (text("page.status", content.lang), "")]


def _heads_of_districts(content: Content) -> list[str]:
    """The label of every column of the summary: the district and its bar, then its cells."""
    first = (
        text("words.field.district", content.lang),
        text("terminal.column.bar", content.lang),
    )
    return [*first, *content.summary]


#: Columns whose values need no label where a row is shown as a card: rank, group, product; district, bar, status.
_PLAIN_COLUMNS: Final = 3


def _words_of_style(
    groups: list[tuple[str, str]], districts: list[str], lang: str
) -> str:
    """What the style says: the column of a value where a row is shown as a card, and the words of its marks."""
    labels = {
        "groups": [" ".join(filter(None, head)) for head in groups],
        "districts": districts,
    }
    rules = "".join(
        f".{table} td:nth-child({at})::after{{content:{_css_text(label)}}}"
        for table, own in labels.items()
        for at, label in enumerate(own[_PLAIN_COLUMNS:], start=_PLAIN_COLUMNS + 1)
    )
    marks = "".join(
        f"--{name}:{_css_text(text(f'page.{name}', lang))};" for name in ("yes", "open")
    )
    return f":root{{{marks}}}@media screen and (max-width:40rem){{{rules}}}"


def _css_text(words: str) -> str:
    """Words as a string of the style; what could end it, or the style, is escaped."""
    return (
        '"'
        + re.sub(
            r"[^\w .,()\u0e00-\u0e7f-]", lambda sign: f"\\{ord(sign[0]):x} ", words
        )
        + '"'
    )


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_source("page.html.j2"))


@cache
def _style() -> str:
    faces = "".join(
        f'@font-face{{font-family:"Sarabun";font-weight:{weight};src:url(data:font/woff2;base64,{_font(part, weight)}) '
        f'format("woff2");unicode-range:{_RANGES[part]}}}'
        for part, weight in _FACES
    )
    return faces + _source("page.css")


def _font(part: str, weight: int) -> str:
    data = (
        files("kbo_screen.formats.page")
        / "fonts"
        / f"sarabun-{part}-{weight}-normal.woff2"
    ).read_bytes()
    return base64.b64encode(data).decode()


def _source(name: str) -> str:
    return str((files("kbo_screen.formats.page") / name).read_text(encoding="utf-8"))
