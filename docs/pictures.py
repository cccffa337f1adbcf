"""Makes the pictures of the documents: the workbook and a form in print, the page.

They are made on one day, so that one that is made anew differs where the program does.

Needs Debian's chromium, libreoffice-calc, poppler-utils and fonts-thai-tlwg, and the extra `browser` for the page.
Run: `python docs/pictures.py`, or `python docs/pictures.py page` for those of the page alone.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.formats.forms.form_workbook import write_form
from kbo_screen.results.forms.district_form import forms_of
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "sample_data" / "registry.xlsx"
#: The day on which they are made: after the letter, before its deadline.
DAY = ("--today", "26/12/2565")
#: Pages of the workbook that are shown: the summary, the list of the province, that of the first district.
SHOWN_PAGES = {1: "summary", 2: "shortlist", 7: "district"}
LISTS = ROOT / "sample_data" / "submissions"
#: Command -> its arguments.
PAGES = {
    "rank": [str(SAMPLE)],
    "shortfall": [str(SAMPLE)],
    "validate": [str(LISTS), "--registry", str(SAMPLE), "--fail-on", "never"],
}
#: Picture -> whose page, what stands at its top, width and height in pixels.
PAGE_PICTURES = {
    "page": ("rank", "body > header", 1000, 950),
    "page-narrow": ("rank", "#d2411", 390, 950),
    "page-shortfall": ("shortfall", "#d2411", 1000, 800),
    "page-validate": ("validate", "body > header", 1000, 800),
}


def main() -> None:
    """Write every picture into `docs/pictures/`."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if sys.argv[1:] != ["page"]:
            _pictures_of_workbook(folder)
            _picture_of_form(folder)
        _pictures_of_page(folder)


def _pictures_of_workbook(folder: Path) -> None:
    """As `rank -o` writes it, readings and all."""
    book = folder / "shortlist.xlsx"
    words = ["rank", str(SAMPLE), "--lang", "th", *DAY, "--quiet", "-o", str(book)]
    CliRunner().invoke(app, words)
    _call(
        "libreoffice",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(book),
    )
    for page, name in SHOWN_PAGES.items():
        only = ("-f", str(page), "-l", str(page), "-singlefile")
        _call(
            "pdftoppm",
            "-r",
            "70",
            *only,
            "-png",
            str(folder / "shortlist.pdf"),
            str(PICTURES / f"workbook-{name}"),
        )


def _picture_of_form(folder: Path) -> None:
    """One district's form as it prints, the proposed groups put in."""
    run = build_run(
        [SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    )
    form = next(
        form for form in forms_of(run, prefill=True) if form.district.code == "2411"
    )
    write_form(form, folder / "form.xlsx", font="TH SarabunPSK")
    _call(
        "libreoffice",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "form.xlsx"),
    )
    _call(
        "pdftoppm",
        "-r",
        "80",
        "-singlefile",
        "-png",
        str(folder / "form.pdf"),
        str(PICTURES / "form"),
    )


def _pictures_of_page(folder: Path) -> None:
    """The pages of the three commands, at a desk and on a telephone."""
    from playwright.sync_api import sync_playwright

    for kind, words in PAGES.items():
        out = folder / f"{kind}.html"
        done = CliRunner().invoke(
            app, [kind, *words, "--lang", "th", *DAY, "--quiet", "-o", str(out)]
        )
        if not out.exists():
            raise SystemExit(done.output)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (kind, anchor, width, height) in PAGE_PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto((folder / f"{kind}.html").as_uri())
            page.locator(f"{anchor} details").evaluate_all(
                "all => all.forEach(one => { one.open = true; })"
            )
            page.locator(anchor).evaluate("one => one.scrollIntoView()")
            page.screenshot(path=PICTURES / f"{name}.png")


def _call(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


if __name__ == "__main__":
    main()
