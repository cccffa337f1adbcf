"""Makes the pictures of the documents: the screen at 80 and 120 columns, the workbook in print.

Needs Debian's chromium, libreoffice-calc, poppler-utils and fonts-thai-tlwg. Run: `python docs/pictures.py`.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console

from kbo_screen.cli.running import RunOptions, build_run
from kbo_screen.reports.form import forms_of, write_form
from kbo_screen.reports.page import rank_page
from kbo_screen.reports.terminal import show_rank
from kbo_screen.reports.workbook import write_workbook

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "sample_data" / "registry.xlsx"
PAGE = (
    '<html><body style="margin:8px;background:#fff">'
    "<pre style=\"font:16px 'Tlwg Typo';margin:0\">{code}</pre></body></html>"
)
#: Pages of the workbook that are shown: the summary, the list of the province, the form of the first district.
SHOWN_PAGES = {1: "summary", 2: "shortlist", 9: "district"}


def main() -> None:
    """Write every picture into `docs/pictures/`."""
    PICTURES.mkdir(exist_ok=True)
    run = build_run([SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True))
    with tempfile.TemporaryDirectory() as folder:
        for width in (80, 120):
            console = Console(width=width, record=True, force_terminal=True, highlight=False, file=io.StringIO())
            show_rank(run, console)
            html = Path(folder) / "screen.html"
            html.write_text(console.export_html(inline_styles=True, code_format=PAGE), encoding="utf-8")
            picture = PICTURES / f"screen-{width}.png"
            size = f"--window-size={width * 10 + 20},900"
            _call("chromium", "--headless", "--no-sandbox", size, f"--screenshot={picture}", str(html))
        book, _ = write_workbook(run, Path(folder) / "shortlist.xlsx", font="TH SarabunPSK", force=True, inputs=[])
        _call("libreoffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(book))
        for page, name in SHOWN_PAGES.items():
            target = PICTURES / f"workbook-{name}"
            number = str(page)
            _call(
                "pdftoppm",
                "-r",
                "70",
                "-f",
                number,
                "-l",
                number,
                "-singlefile",
                "-png",
                f"{folder}/shortlist.pdf",
                str(target),
            )
        _picture_of_form(Path(folder))
        page = Path(folder) / "page.html"
        page.write_text(rank_page(run), encoding="utf-8")
        size = "--window-size=1100,1000"
        _call("chromium", "--headless", "--no-sandbox", size, f"--screenshot={PICTURES / 'page.png'}", str(page))


def _picture_of_form(folder: Path) -> None:
    """One district's form as it prints, the proposed groups put in."""
    run = build_run([SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True))
    form = next(form for form in forms_of(run, prefill=True) if form.district.code == "2411")
    write_form(form, folder / "form.xlsx", font="TH SarabunPSK")
    _call("libreoffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "form.xlsx"))
    _call("pdftoppm", "-r", "80", "-singlefile", "-png", str(folder / "form.pdf"), str(PICTURES / "form"))


def _call(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


if __name__ == "__main__":
    main()
