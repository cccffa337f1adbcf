"""Renders the page: template, style and script in one file, with a content policy that names exactly these.

Knows how a page is made safe to open anywhere: everything inside, every value escaped, no request. Refuses to know
what stands on it.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.reports.page.content import Content, content_of
from kbo_screen.reports.page.sections import add_checks, add_questions, add_shortfall

if TYPE_CHECKING:
    from jinja2 import Template

    from kbo_screen.reports.shortfall import Shortfall
    from kbo_screen.screening.run import Run
    from kbo_screen.screening.submissions.validation import Validation

#: The font inside: Sarabun (OFL), Thai and Latin, two weights.
_FACES: Final = (("thai", 400), ("latin", 400), ("thai", 700), ("latin", 700))
_RANGES: Final = {
    "thai": "U+02D7,U+0303,U+0331,U+0E01-0E5B,U+200C-200D,U+25CC",
    "latin": "U+0000-00FF,U+2000-206F,U+20AC",
}


def rank_page(run: Run) -> str:
    """The page of a shortlist: lists, questions, findings."""
    content = content_of(run)
    add_questions(content, run)
    return _render(content)


def shortfall_page(found: Shortfall) -> str:
    """The page of a shortfall: beside the lists, whom to ask, levers and who is nearly in."""
    content = content_of(found.run)
    add_shortfall(content, found)
    return _render(content)


def check_page(checked: Validation) -> str:
    """The page of a check: beside the lists, what each district sent and what it has to mend."""
    content = content_of(checked.run)
    add_checks(content, checked)
    return _render(content)


def _render(content: Content) -> str:
    style, script = _style(), _source("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    say = {name: text(f"page.{name}", content.lang, **_LATER) for name in _WORDS}
    columns = {name: text(f"page.column.{name}", content.lang) for name in ("rank", "group", "product")}
    return _template().render(
        page=content, say=say, column=columns, style=style, script=script, policy=policy, text=text
    )


#: Placeholders that the page's script fills in.
_LATER: Final = {"groups": "{groups}", "districts": "{districts}"}
_WORDS: Final = (
    "search", "filter", "all", "found", "skip", "summary", "lists", "key", "yes", "no", "open", "proposed", "reserve",
    "status", "findings", "lists_sent", "receipt",
)  # fmt: skip


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
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
    data = (files("kbo_screen.reports.page") / "fonts" / f"sarabun-{part}-{weight}-normal.woff2").read_bytes()
    return base64.b64encode(data).decode()


def _source(name: str) -> str:
    return str((files("kbo_screen.reports.page") / name).read_text(encoding="utf-8"))
