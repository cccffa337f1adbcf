"""The page: one file that opens anywhere, in a real browser.

1. Nothing is fetched, nothing is logged; only its own style and script may run.
2. Everything can be read without scripts; scripts add search and filter.
3. Every value is shown as text, whatever it holds.
4. It prints on A4; it is small; no personal data.
5. `rank`, `shortfall` and `validate` give it, on stdout and by the suffix of `-o`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.cli.running import RunOptions, build_run
from kbo_screen.reports.page import rank_page
from tests.registries import write_xlsx
from tests.submissions.lists import OwnList, make_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.screening.run import Run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SAMPLE = Path(__file__).parent.parent.parent / "sample_data" / "registry.xlsx"
HOSTILE = [
    '<script>alert("x")</script>',
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "กลุ่ม \"คำพูด\" & 'ขีด' </details>",
]


@pytest.fixture(scope="module")
def run() -> Run:
    return build_run([SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True))


def hostile_run(folder: Path) -> Run:
    header = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว", "โครงการอื่น"]
    rows = [["บางคล้า", name, "กลุ่ม", name, 3, ""] for name in HOSTILE]
    path = write_xlsx(folder / "registry.xlsx", [header, *rows, ["บางคล้า", "กลุ่ม", "กลุ่ม", "ผ้า", "<b>?</b>", ""]])
    return build_run([path], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True))


# Without a browser.


def test_a_province_is_small(run: Run) -> None:
    assert len(rank_page(run).encode()) < 300_000


def test_only_its_own_style_and_script_may_run(run: Run) -> None:
    page = rank_page(run)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe-inline" not in policy[1]
    assert not re.findall(r'\b(?:src|href)="(?!#)', page), "no address but its own anchors"
    assert not re.findall(r'\sstyle="|\son\w+="', page), "nothing inline that the policy would refuse"


def test_every_value_is_escaped(tmp_path: Path) -> None:
    page = rank_page(hostile_run(tmp_path))
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in page


def test_no_personal_data(run: Run) -> None:
    phones = [phone for phone in run.registry.products["phone"] if phone]
    page = rank_page(run)
    assert phones
    assert not any(phone in page for phone in phones)


def test_every_group_has_its_clauses_and_cells(run: Run) -> None:
    page = rank_page(run)
    row = re.search(r"<tr class=\"p\"><td>1<th scope=\"row\">กลุ่มขนมไทยบ้านดอนทราย 4 .*?(?=\n)", page)
    assert row is not None
    cells = re.findall(r'<td class="(\w)">(.*?) <small>(\w*)</small>', row[0])
    assert cells == [("t", "", "D12"), ("t", "1", "K12"), ("t", "", "O12"), ("t", "ผ่าน มชช.", "N12")]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_commands_give_the_page(lang: str, tmp_path: Path) -> None:
    make_run(tmp_path)
    (tmp_path / "in").mkdir()
    flawed = OwnList("บางปะกง")
    flawed.add("กลุ่มปูเค็มบ้านบน")
    flawed.write(tmp_path / "in")
    registry = str(tmp_path / "registry.xlsx")
    pages = {}
    for words in (
        ["rank", registry],
        ["shortfall", registry, "--submissions", str(tmp_path / "in")],
        ["validate", str(tmp_path / "in"), "--registry", registry, "--fail-on", "never"],
    ):
        done = CliRunner().invoke(app, [*words, "--format", "html", "--lang", lang])
        assert (done.exit_code, done.stdout[:15]) == (0, "<!doctype html>")
        out = tmp_path / f"{words[0]}.html"
        assert CliRunner().invoke(app, [*words, "-o", str(out), "--lang", lang]).exit_code == 0
        pages[words[0]] = out.read_text(encoding="utf-8")
    assert "กลุ่มปูเค็มบ้านบน" in pages["validate"]
    assert {"th": "ส่งคืนแก้ไข", "en": "rejected"}[lang] in pages["validate"]
    tiles = re.search(r'<ul class="tiles">.*?</ul>', pages["shortfall"])
    assert tiles is not None
    assert {"th": "ไม่ครบตามจำนวน", "en": "short"}[lang] in tiles[0], "the province at the top, whatever was sent"
    assert {"th": "ส่งคืนแก้ไข", "en": "rejected"}[lang] in pages["shortfall"]
    assert "ตัวอย่าง" not in pages["validate"], "a representative's name is nobody's business here"


# In a browser.


class Opened:
    """A page in a browser, with everything it logged and asked for."""

    def __init__(self, browser: Any, path: Path, *, scripts: bool = True, width: int = 1200) -> None:
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 900})
        self.page = context.new_page()
        self.logged: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.logged.append(message.text))
        self.page.on("pageerror", lambda error: self.logged.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", lambda dialog: self.logged.append(dialog.message))
        self.page.goto(path.as_uri())

    def visible(self, selector: str) -> int:
        return sum(one.is_visible() for one in self.page.query_selector_all(selector))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra: browser)")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def sample(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "rank.html"
    path.write_text(rank_page(run), encoding="utf-8")
    return path


def test_nothing_is_fetched_and_nothing_is_logged(browser: Any, sample: Path) -> None:
    opened = Opened(browser, sample)
    assert opened.logged == []
    assert [url for url in opened.requests if not url.startswith("data:")] == [sample.as_uri()]
    assert opened.page.evaluate("document.fonts.check('17px Sarabun', 'กลุ่ม')")


def test_search_and_filter(browser: Any, sample: Path) -> None:
    opened = Opened(browser, sample)
    page = opened.page
    everything = opened.visible(".groups tbody tr")
    assert everything > 30
    page.fill("#search", "ขนมไทยบ้านดอนทราย")
    page.wait_for_timeout(400)
    assert 0 < opened.visible(".groups tbody tr") < 5
    assert page.inner_text("#found").startswith("พบ ")
    page.fill("#search", "")
    page.wait_for_timeout(400)
    assert opened.visible(".groups tbody tr") == everything
    page.select_option("#filter", "short")
    assert opened.visible("details.district") == 2
    assert opened.visible(".districts tbody tr") == 2
    page.select_option("#filter", "")
    page.fill("#search", "K12")
    page.wait_for_timeout(400)
    assert opened.visible("details.district") >= 1, "a cell is found as well"
    assert opened.logged == []


def test_a_click_opens_and_closes_a_district(browser: Any, sample: Path) -> None:
    opened = Opened(browser, sample)
    summary = opened.page.query_selector("#d2402 > summary")
    summary.click()
    assert not opened.page.query_selector("#d2402 .groups").is_visible()
    opened.page.click('a[href="#d2402"]')
    assert opened.page.query_selector("#d2402 .groups").is_visible(), "its link opens it again"
    opened.page.focus("#d2402 > summary")
    opened.page.keyboard.press("Enter")
    assert not opened.page.query_selector("#d2402 .groups").is_visible(), "by keyboard too"


def test_without_scripts_everything_can_be_read(browser: Any, sample: Path) -> None:
    opened = Opened(browser, sample, scripts=False)
    assert not opened.page.query_selector("#tools").is_visible()
    assert opened.visible(".groups tbody tr") > 30
    opened.page.click("#d2410 .more > summary")
    assert opened.page.query_selector("#d2410 .more ul").is_visible()


def test_it_prints_on_a4(browser: Any, sample: Path, tmp_path: Path) -> None:
    opened = Opened(browser, sample)
    data = opened.page.pdf(prefer_css_page_size=True)
    assert data.startswith(b"%PDF")
    sizes = {
        tuple(round(float(n)) for n in box.split()[2:])
        for box in re.findall(r"/MediaBox \[([^\]]+)\]", data.decode("latin-1"))
    }
    assert sizes == {(842, 595)} or sizes == {(842, 596)} or sizes == {(841, 595)}


def test_it_fits_a_telephone(browser: Any, sample: Path) -> None:
    opened = Opened(browser, sample, width=390)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_hostile_names_are_shown_as_text(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(rank_page(hostile_run(tmp_path)), encoding="utf-8")
    opened = Opened(browser, path)
    assert opened.logged == []
    words = opened.page.inner_text("main")
    for name in HOSTILE:
        assert name in words
