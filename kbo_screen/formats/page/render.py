"""The page in one file: template, style, script and font inside, and a content policy.

Every value is escaped, and it makes no request: it is safe to open anywhere.
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
from kbo_screen.formats.controls import without_controls

if TYPE_CHECKING:
    from jinja2 import Template

    from kbo_screen.results.page.content import Content
    from kbo_screen.results.page.explanation_page import ExplanationPage

_FOLDER: Final = files("kbo_screen.formats.page")
#: The font inside: Sarabun (OFL), Thai and Latin, two weights; `fonts/README.md` says what of it.
_FACES: Final = (("thai", 400), ("latin", 400), ("thai", 700), ("latin", 700))
_RANGES: Final = {
    "thai": "U+02D7,U+0303,U+0331,U+0E01-0E5B,U+200C-200D,U+25CC",
    "latin": "U+0020-007E,U+00A0,U+00AB,U+00B0,U+00B7,U+00BB,U+00D7,U+2013-2014,U+2018-2019,U+201C-201D,U+2026",
}


def render_page(content: Content) -> str:
    """The page as HTML."""
    lang = content.lang
    group_heads = _group_heads(content)
    district_heads = _district_heads(content)
    style = _style() + _words_of_style(content, group_heads, district_heads)
    script = _script()
    page = _template("page.html.j2").render(
        page=content,
        say={name: text(f"page.{name}", lang, **_LATER) for name in _WORDS},
        heads={"groups": group_heads, "districts": district_heads},
        severity={name: text(f"words.severity.{name}", lang) for name in SEVERITIES},
        style=style,
        script=script,
        policy=_policy(style, script),
        text=text,
    )
    return without_controls(page)


def render_explanation(page: ExplanationPage) -> str:
    """The page of an explanation as HTML; it has no script."""
    lang = page.lang
    cards = _card_labels("evidence", page.columns, _PLAIN_COLUMNS)
    style = f"{_style()}{_source('explanation.css')}{_NARROW}{{{cards}}}"
    html = _template("explanation.html.j2").render(
        page=page,
        receipt=text("page.receipt", lang),
        style=style,
        policy=_policy(style),
    )
    return without_controls(html)


def _policy(style: str, script: str | None = None) -> str:
    """The content policy: this style, this script, fonts from inside, and nothing else."""
    script_source = "'none'" if script is None else _hash(script)
    rules = (
        "default-src 'none'",
        f"style-src {_hash(style)}",
        f"script-src {script_source}",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


#: Placeholders that the page's script fills in.
_LATER: Final = {name: f"{{{name}}}" for name in ("groups", "others", "districts")}
_WORDS: Final = (
    "search", "filter", "all", "found", "shown", "skip", "summary", "bar", "lists", "key", "yes", "open", "proposed",
    "reserve", "findings", "readings", "receipt", "one",
    "all_districts", "tier", "all_tiers", "chat", "copy_text",
    "copied", "by_hand", "alone", "print",
)  # fmt: skip


def _group_heads(content: Content) -> list[tuple[str, str]]:
    """Label and clause of every column of a list."""
    lang = content.lang
    return [
        (text("page.column.rank", lang), ""),
        (text("page.column.group", lang), ""),
        (text("page.column.product", lang), ""),
        *content.columns,
        (text("workbook.column.certainty", lang), ""),
    ]


def _district_heads(content: Content) -> list[str]:
    """The label of every column of the summary: district and bar, then its cells."""
    bar = [text("terminal.column.bar", content.lang)] if content.bars else []
    return [text("words.field.district", content.lang), *bar, *content.summary]


#: Columns whose values need no label where a row is shown as a card: rank, group, product; district, bar, status.
_PLAIN_COLUMNS: Final = 3
#: Of a table of districts without bars: the district.
_PLAIN_WITHOUT_BARS: Final = 1


#: Where a row of a table is shown as a card.
_NARROW: Final = "@media screen and (max-width:40rem)"


def _words_of_style(
    content: Content,
    group_heads: list[tuple[str, str]],
    district_heads: list[str],
) -> str:
    """What the style says: the column of a value on a card, and the words of its marks."""
    group_labels = [f"{label} {clause}".rstrip() for label, clause in group_heads]
    plain = _PLAIN_COLUMNS if content.bars else _PLAIN_WITHOUT_BARS
    cards = _card_labels("groups", group_labels, _PLAIN_COLUMNS)
    cards += _card_labels("districts", district_heads, plain)
    marks = "".join(
        f"--{name}:{_css_text(text(f'page.{name}', content.lang))};"
        for name in ("yes", "open")
    )
    return f":root{{{marks}}}{_NARROW}{{{cards}}}"


def _card_labels(
    table: str,
    labels: list[str],
    plain: int,
) -> str:
    """The label of every column behind the plain ones, so many, where a row is shown as a card."""
    rules = ""
    for column, label in enumerate(labels, start=1):
        if column > plain:
            content = _css_text(label)
            rules += f".{table} td:nth-child({column})::after{{content:{content}}}"
    return rules


#: What could end a string of the style, or the style.
_UNSAFE_IN_CSS: Final = re.compile(r"[^\w .,()\u0e00-\u0e7f-]")


def _css_text(words: str) -> str:
    """Words as a string of the style, what is unsafe escaped."""
    escaped = _UNSAFE_IN_CSS.sub(lambda sign: f"\\{ord(sign[0]):x} ", words)
    return f'"{escaped}"'


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string(_source(name))


#: What a browser has no use for: comments of a line, and what lines are indented by.
_FOR_READERS_OF_CODE: Final = re.compile(r"^ *(?:/\*.*\*/\n)?(?: +)?", re.MULTILINE)


@cache
def _script() -> str:
    return _FOR_READERS_OF_CODE.sub("", _source("page.js"))


@cache
def _style() -> str:
    faces = "".join(_face(part, weight) for part, weight in _FACES)
    return faces + _source("page.css")


def _face(part: str, weight: int) -> str:
    """The rule of a part of the font, the font inside."""
    file = _FOLDER / "fonts" / f"sarabun-{part}-{weight}-normal.woff2"
    font = base64.b64encode(file.read_bytes()).decode()
    return (
        f'@font-face{{font-family:"Sarabun";font-weight:{weight};'
        f"src:url(data:font/woff2;base64,{font}) "
        f'format("woff2");unicode-range:{_RANGES[part]}}}'
    )


def _source(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
