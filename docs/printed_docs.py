"""What is handed out on paper, one sheet of A4 each: the officers' page, and in each language the page for auditors.

`one-page.th.html` is made of `one-page.th.md`, `proof.th.html` and `proof.en.html` of `proof.md`.

A browser prints them (Ctrl-P, or chromium --headless --print-to-pdf); they fetch nothing but the font beside the page.
"""

from __future__ import annotations

import html
import re
from itertools import product
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

FONTS: Final = "../kbo_screen/formats/page/fonts"
_THAI: Final = re.compile("[\u0e00-\u0e7f]")
#: By script, the characters that its files of the font are for.
_COVERS: Final = {"thai": "U+0E00-0E7F", "latin": "U+0000-00FF,U+2000-20FF"}
_TITLES: Final = {
    "th": "หลักฐานพิสูจน์ สำหรับผู้ตรวจสอบ",
    "en": "Proof, for auditors",
}
_STYLE: Final = """
@page { size: A4; margin: 15mm 18mm }
* { box-sizing: border-box }
body { font: 10.5pt/1.4 Sarabun, "TH SarabunPSK", "Leelawadee UI", sans-serif; max-width: 174mm; margin: 0 auto;
  color: #000; overflow-wrap: anywhere }
pre { font: .92em/1.4 Sarabun, monospace; background: #eee; padding: .8mm 2mm; margin: 1mm 0;
  white-space: pre-wrap; print-color-adjust: exact }
pre code { font: inherit; padding: 0; white-space: inherit }
table { border-collapse: collapse; width: 100%; margin-top: 2mm }
th, td { border: .2mm solid #000; padding: .5mm 2mm; text-align: left }
h1 { font-size: 16pt; margin: 0 0 2mm }
h2 { font-size: 12pt; margin: 4mm 0 1mm; break-after: avoid }
p, ol, ul { margin: 1mm 0 }
ol, ul { padding-left: 6mm }
li { margin: .5mm 0 }
code { font: .92em/1 Sarabun, monospace; background: #eee; padding: 0 .8mm; print-color-adjust: exact;
  white-space: nowrap }
"""


def printed_guide(guide: str) -> tuple[str, str]:
    """The name of its file, and the officers' page of `one-page.th.md`."""
    heading, _, text = guide.partition("\n")
    return "one-page.th.html", _page(heading.removeprefix("# "), text, "th")


def printed_proofs(proof: str) -> Iterator[tuple[str, str]]:
    """By the name of its file, each language's page of `proof.md`."""
    for lang, title in _TITLES.items():
        sections = [part for part in _sections(proof) if _lang_of(part) == lang]
        yield f"proof.{lang}.html", _page(title, "\n".join(sections), lang)


def _sections(proof: str) -> list[str]:
    """What stands under each heading of the second rank, with the heading."""
    return re.split("^(?=## )", proof, flags=re.MULTILINE)[1:]


def _lang_of(section: str) -> str:
    heading = section.splitlines()[0]
    return "th" if _THAI.search(heading) else "en"


def _page(title: str, text: str, lang: str) -> str:
    body = MarkdownIt().enable("table").render(text)
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<meta charset="utf-8">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_font_faces()}{_STYLE}</style>\n"
        f"<h1>{html.escape(title)}</h1>\n{body}</html>\n"
    )


def _font_faces() -> str:
    """The font of the program's own pages, from beside them."""
    return "".join(
        f"\n@font-face {{ font-family: Sarabun; font-weight: {weight};"
        f" unicode-range: {_COVERS[script]};"
        f' src: url("{FONTS}/sarabun-{script}-{weight}-normal.woff2") }}'
        for script, weight in product(_COVERS, (400, 700))
    )
