"""The page: one file that opens anywhere, in a real browser.

- Nothing is fetched, nothing is logged; only its own style and script may run.
- Everything can be read without scripts and on paper; scripts add search and filter.
- Every value is shown as text, whatever it holds.
- It prints on A4, fits a telephone and is small; no personal data.
- `rank`, `shortfall` and `validate` give it, on stdout and by the suffix of `-o`.
- No violation of axe-core; a district is shown, printed and copied as a text for its chat alone; the day is on top.
- Every group has its clauses and cells, and a reader who hears the page is told what one who sees it sees.
"""

from __future__ import annotations

import re
import shutil
from html import unescape
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from benchmarks.data import FEW_STARS, STARS, make_country, make_province
from kbo_screen.cli.app import app
from kbo_screen.formats.page import render_page
from kbo_screen.results.page.page_contents import rank_content
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.run_options import RunOptions
from tests.tools.lists import OwnList, make_run
from tests.tools.registries import text_table, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.desk.run import Run

CHROMIUM = (
    shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
DATA = Path(__file__).parent.parent.parent / "sample_data"
SAMPLE, LISTS = DATA / "registry.xlsx", DATA / "submissions"
Pages = dict[tuple[str, str], Path]
KINDS = ("rank", "shortfall", "validate")
HOSTILE = [
    '<script>alert("x")</script>',
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "กลุ่ม \"คำพูด\" & 'ขีด' </details></noscript>",
]


@pytest.fixture(scope="module")
def run() -> Run:
    return build_run(
        [SAMPLE], RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    )


def write_page(
    kind: str, registry: Path, lists: Path, folder: Path, *more: str
) -> Path:
    """The page that a command writes; of `shortfall` with what was sent."""
    words = {
        "rank": [str(registry)],
        "shortfall": [str(registry), "--submissions", str(lists)],
        "validate": [str(lists), "--registry", str(registry), "--fail-on", "never"],
    }
    out = folder / f"{kind}-{len(list(folder.iterdir()))}.html"
    done = CliRunner().invoke(
        app, [kind, *words[kind], *more, "--quiet", "-o", str(out)]
    )
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The sample's pages by kind and language."""
    folder = tmp_path_factory.mktemp("pages")
    return {
        (kind, lang): write_page(kind, SAMPLE, LISTS, folder, "--lang", lang)
        for kind, lang in product(KINDS, ("th", "en"))
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages of a registry, and of a list, full of names that would do something elsewhere."""
    folder = tmp_path_factory.mktemp("hostile")
    header = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว", "โครงการอื่น"]
    rows = [["บางคล้า", name, "กลุ่ม", name, 3, ""] for name in HOSTILE[:2]]
    rows += [["บางคล้า", name, "กลุ่ม", name, "รอผล", ""] for name in HOSTILE[2:]]
    nearly = [["บ้านโพธิ์", name, "รายเดี่ยว", name, 3, ""] for name in HOSTILE]
    odd = ["บางคล้า", "กลุ่ม", "กลุ่ม", "ผ้า", "<b>?</b>", ""]
    registry = write_xlsx(folder / "registry.xlsx", [header, *rows, *nearly, odd])
    title = [["อำเภอบางคล้า"], ["ที่", "ชื่อกลุ่ม", "ผู้แทนกลุ่ม"]]
    (folder / "in").mkdir()
    named = [[at, name + "<i>", "ตัวอย่าง"] for at, name in enumerate(HOSTILE, start=1)]
    write_xlsx(folder / "in" / "บางคล้า.xlsx", [*title, *named])
    return {kind: write_page(kind, registry, folder / "in", folder) for kind in KINDS}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of 928 districts of which a few have groups."""
    folder = tmp_path_factory.mktemp("country")
    header = ["จังหวัด", "อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"]
    places = [("ฉะเชิงเทรา", "บางคล้า"), ("ตราด", "เกาะกูด"), ("เชียงใหม่", "ฝาง")]
    rows = [
        [*place, f"{name} {place[1]}", "กลุ่ม", "ผ้า", star]
        for place in places
        for name, star in (("กลุ่มก", 3), ('กลุ่ม "ข" & <ค>', "รอผล"))
    ]
    registry = write_xlsx(folder / "registry.xlsx", [header, *rows])
    return write_page("shortfall", registry, LISTS, folder, "--province", "all")


# Without a browser.


@pytest.mark.parametrize("kind", ["rank", "shortfall"])
@pytest.mark.parametrize(
    ("products", "stars"),
    [(2000, FEW_STARS), (3000, STARS)],
    ids=["few stars", "many products"],
)
def test_a_province_is_small(
    products: int,
    stars: dict[Any, int],
    kind: str,
    tmp_path: Path,
) -> None:
    registry = make_province(tmp_path / "registry.xlsx", products, stars)
    assert len(page_of(kind, registry, tmp_path)) < 300_000


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["rank", "shortfall"])
def test_the_country_is_small(kind: str, tmp_path: Path) -> None:
    registry = make_country(tmp_path / "registry.xlsx", 212_000, FEW_STARS)
    assert len(page_of(kind, registry, tmp_path, "--province", "all")) < 25_000_000


def page_of(kind: str, registry: Path, folder: Path, *more: str) -> bytes:
    out = folder / "page.html"
    assert (
        CliRunner()
        .invoke(app, [kind, str(registry), *more, "--quiet", "-o", str(out)])
        .exit_code
        == 0
    )
    return out.read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_only_its_own_style_and_script_may_run(pages: Pages, kind: str) -> None:
    page = pages[kind, "th"].read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe-inline" not in policy[1]
    assert not re.findall(r'\b(?:src|href)="(?!#)', page), (
        "no address but its own anchors"
    )
    assert not re.findall(r'\sstyle="|\son\w+="', page), (
        "nothing inline that the policy would refuse"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_is_escaped(hostile: dict[str, Path], kind: str) -> None:
    page = hostile[kind].read_text("utf-8")
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in page


def test_a_clause_of_a_letter_does_not_end_the_style(tmp_path: Path) -> None:
    """The labels of the cards are in the style, and a letter file may hold anything."""
    known = (files("kbo_screen.letters") / "chachoengsao_2566.toml").read_text("utf-8")
    letter = tmp_path / "letter.toml"
    letter.write_text(
        known.replace('= "1(1)"', """= '1"}</style><script>x'"""), encoding="utf-8"
    )
    options = RunOptions(letter=str(letter), lang="th", quiet=True)
    page = render_page(rank_content(build_run([SAMPLE], options)))
    assert (page.count("</style>"), page.count("<script>")) == (1, 1)
    assert r"ประเภทผู้ผลิต ข้อ 1\22 \7d \3c \2f style\3e \3c script\3e x" in page


@pytest.mark.parametrize("kind", KINDS)
def test_no_personal_data(run: Run, pages: Pages, kind: str) -> None:
    phones = [phone for phone in run.registry.products["phone"] if phone]
    page = pages[kind, "th"].read_text("utf-8")
    assert phones
    assert not any(phone in page for phone in phones)
    assert "ตัวอย่าง" not in page, "a representative's name is nobody's business here"


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_text_of_a_district_is_that_of_its_line(pages: Pages, lang: str) -> None:
    """The page and `rank --district NAME --line` say the same."""
    words = ["rank", str(SAMPLE), "--district", "ท่าตะเกียบ", "--line", "--lang", lang]
    line = CliRunner().invoke(app, words).stdout.strip()
    assert text_of(pages["rank", lang], "d2410") == line
    assert "<pre>" not in pages["shortfall", lang].read_text("utf-8")


def test_the_text_of_a_district_that_sent_a_list_is_that_of_the_check(
    pages: Pages,
) -> None:
    """Where none was sent, it reminds of the day."""
    folder = str(LISTS / "2402 บางคล้า.xlsx")
    words = ["validate", folder, "--registry", str(SAMPLE), "--line", "--lang", "th"]
    line = CliRunner().invoke(app, [*words, "--fail-on", "never"]).stdout.strip()
    first_line = line.splitlines()[0]
    page = pages["validate", "th"]
    assert text_of(page, "d2402").splitlines()[0] == first_line
    assert text_of(page, "d2407").startswith("KBO อำเภอราชสาส์น: ยังไม่ได้รับ")


def text_of(path: Path, anchor: str) -> str:
    page = path.read_text("utf-8")
    match = re.search(rf'id="{anchor}".*?<pre>(.*?)</pre>', page, re.DOTALL)
    assert match is not None
    return unescape(match[1])


def test_the_day_is_on_top(tmp_path: Path) -> None:
    page = write_page("rank", SAMPLE, LISTS, tmp_path, "--today", "26/12/2565")
    header = page.read_text("utf-8").partition("<header>")[2]
    day = '<p><time datetime="2022-12-26">จัดทำเมื่อวันที่ 26 ธันวาคม 2565</time></p>'
    assert header.partition("</h1>")[2].strip().startswith(day)


def test_counts_that_are_capped_say_so(run: Run) -> None:
    """Of five certain groups three count: the number alone would be read as all there are."""
    page = render_page(rank_content(run))
    summary = page[page.index('id="summary"') : page.index("</table>")]
    capped = "ครบถ้วน รอยืนยัน และยังขาด นับไม่เกินอำเภอละ 3 กลุ่ม"
    assert f"<p class=key>{capped}</p>" in summary


def test_a_district_has_a_result_and_a_group_a_standing(pages: Pages) -> None:
    """Two things under one heading would be read as one; what was sent is counted without a cap."""
    page = pages["rank", "th"].read_text("utf-8")
    heads = re.findall("<thead>(.*?)<(?:tbody|/thead)", page, re.DOTALL)
    labels = [re.findall("<th[^>]*>([^<\\s]+)", head) for head in heads[:2]]
    assert labels[0] == ["อำเภอ", "เทียบขั้นต่ำ", "ผล", "ครบถ้วน", "รอยืนยัน", "ยังขาด"]
    assert (labels[1][0], labels[1][-1]) == ("อันดับ", "สถานะ")
    assert "นับไม่เกิน" not in pages["validate", "th"].read_text("utf-8")


def facts_of(page: str, name: str) -> list[str]:
    """The deciding cells of a group as they are read: state, value, cell."""
    row = re.search(rf"<tr><td>\d+<th>{re.escape(name)}\b.*", page)
    assert row is not None, name
    cells = re.findall(r"<td(?: class=(\w))?>([^\n]*?)(?=<td|$)", row[0])[2:-1]
    marks = {"": "✓ ", "u": "? ", "n": ""}
    return [
        f"{marks[state]}{re.sub('<[^>]+>', '', told)}" if told else ""
        for state, told in cells
    ]


def test_every_group_has_its_clauses_and_cells(run: Run) -> None:
    page = render_page(rank_content(run))
    assert facts_of(page, "กลุ่มขนมไทยบ้านดอนทราย 4") == [
        "✓ D12",
        "✓ 1 K12",
        "✓ O12",
        "",
        "",
        "",
        "✓ ผ่าน N10",
    ]
    assert facts_of(page, "วิสาหกิจชุมชนสมุนไพรบ้านป่าตาล 1") == [
        "✓ D234",
        "",
        "✓ O234",
        "✓ D L234",
        "? M234",
        "? P234",
        "ไม่มี N234",
    ]


def test_an_unknown_standard_is_open(run: Run) -> None:
    """A blank is a question, what is known not to be preferred is none."""
    page = render_page(rank_content(run))
    assert facts_of(page, "กลุ่มจักสานบ้านริมคลอง 20")[-1] == "? N41"
    assert facts_of(page, "กลุ่มแม่บ้านเกษตรกรบ้านริมคลอง 3")[-1] == "ไม่มี N8"


def test_proposed_and_reserves_are_said_in_words(run: Run) -> None:
    page = render_page(rank_content(run))
    district = page[page.index('id="d2401"') : page.index('id="d2402"')]
    told = re.findall(r'scope="rowgroup">([^\n]+)|<tr><td>(\d+)', district)
    assert told == [
        ("เสนอเป็นกลุ่มเป้าหมาย", ""),
        ("", "1"),
        ("", "2"),
        ("", "3"),
        ("กลุ่มสำรอง", ""),
        ("", "4"),
        ("", "5"),
    ]


def test_the_notes_of_a_list_stand_below_it_once(run: Run) -> None:
    page = render_page(rank_content(run))
    district = page[page.index('id="d2401"') : page.index('id="d2402"')]
    assert re.findall(r"<sup>(.*?)</sup>", district) == ["[1]", "[2]"]
    assert [int(n) for n in re.findall(r"<p class=key>\[(\d)\]", district)] == [1, 2]


def test_the_receipt_names_letter_file_and_text_by_their_hashes(run: Run) -> None:
    page = render_page(rank_content(run))
    receipt = page[page.index("<footer>") :]
    assert run.receipt.letter_text_sha256
    assert run.receipt.letter_sha256 in receipt
    assert run.receipt.letter_text_sha256 in receipt


def test_cells_of_several_sheets_say_which(tmp_path: Path) -> None:
    """One sheet: nothing to say. A district's own sheet or file: once, above its list. Rows of several: at each."""
    header = ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"]
    one = write_xlsx(
        tmp_path / "a.xlsx",
        [
            header,
            ["บางคล้า", "กลุ่มก", "กลุ่ม", "ผ้า", 3],
            ["บ้านโพธิ์", "กลุ่มข", "กลุ่ม", "ผ้า", 3],
        ],
    )
    two = write_xlsx(
        tmp_path / "b.xlsx",
        [header, ["บ้านโพธิ์", "กลุ่มค", "กลุ่ม", "ผ้า", "รอผล"]],
        sheet="เพิ่ม",
    )
    options = RunOptions(letter="chachoengsao_2566", lang="th", quiet=True)
    alone = render_page(rank_content(build_run([one], options)))
    assert "<th>กลุ่มก<td>" in alone
    assert "เซลล์ที่อ้างอยู่ใน" not in alone
    page = render_page(rank_content(build_run([one, two], options)))
    shared = page[page.index('id="d2402"') : page.index('id="d2403"')]
    mixed = page[page.index('id="d2405"') : page.index('id="d2406"')]
    assert "<p class=key>เซลล์ที่อ้างอยู่ในแผ่นงาน “ทะเบียน” ของไฟล์ “a.xlsx”</p>" in shared
    assert "<th>กลุ่มก<td>" in shared
    assert "เซลล์ที่อ้างอยู่ใน" not in mixed
    assert re.findall(r"<th>(กลุ่ม.) <i>(.*?)</i><td>", mixed) == [
        ("กลุ่มข", "a.xlsx ทะเบียน"),
        ("กลุ่มค", "b.xlsx เพิ่ม"),
    ]
    assert "อันดับ 2 (b.xlsx เพิ่ม E2)" in mixed, "so does a question"


TITLES = {
    ("rank", "th"): "บัญชีรายชื่อกลุ่มเป้าหมาย KBO (เรียงลำดับ) จังหวัดฉะเชิงเทรา",
    ("rank", "en"): "Shortlist of KBO target groups, ฉะเชิงเทรา",
    ("shortfall", "th"): "กลุ่มเป้าหมาย KBO ที่ยังขาดรายอำเภอ จังหวัดฉะเชิงเทรา",
    ("shortfall", "en"): "Shortfall of KBO target groups, ฉะเชิงเทรา",
    ("validate", "th"): "ผลการตรวจรายชื่อกลุ่มเป้าหมาย KBO ที่อำเภอส่งมา จังหวัดฉะเชิงเทรา",
    ("validate", "en"): "Check of the lists that districts sent, ฉะเชิงเทรา",
}


def test_every_kind_has_its_title(pages: Pages) -> None:
    found = {
        key: re.search("<h1>(.*?)</h1>", path.read_text("utf-8"))
        for key, path in pages.items()
    }
    assert {key: title and title[1] for key, title in found.items()} == TITLES


def summary_of(path: Path) -> list[list[str]]:
    table = re.search(
        r'<table class="districts.*?</table>', path.read_text("utf-8"), re.DOTALL
    )
    assert table is not None
    rows = re.findall(r"<tr.*?</tr>", table[0], re.DOTALL)
    return [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in rows
    ]


SENT = """
| district        | of quota | sent                   | named | accepted | on time | still short |
| เมืองฉะเชิงเทรา | | accepted               | 3 | 3 | - | 0 |
| บางคล้า         | | rejected               | 5 | *2 | - | 3 |
| บางน้ำเปรี้ยว     | | accepted               | 3 | 3 | - | 0 |
| บางปะกง         | | accepted               | 3 | 3 | - | 0 |
| บ้านโพธิ์         | | accepted               | 3 | 3 | - | 0 |
| พนมสารคาม       | | rejected               | 3 | *2 | - | 3 |
| ราชสาส์น        | | not sent               | 0 | 0 | - | 3 |
| สนามชัยเขต      | | accepted               | 3 | 3 | - | 0 |
| แปลงยาว         | | accepted               | 3 | 3 | - | 0 |
| ท่าตะเกียบ       | | accepted, see warnings | 2 | 2 | - | 1 |
| คลองเขื่อน       | | rejected               | 3 | *2 | - | 3 |
"""


def test_the_page_of_a_check_says_what_each_district_sent(pages: Pages) -> None:
    assert summary_of(pages["validate", "en"]) == text_table(SENT)
    page = pages["validate", "en"].read_text("utf-8")
    tiles = re.search(r'<ul class="tiles">.*?</ul>', page)
    assert tiles is not None
    assert re.findall(r"<b>(\d+)</b> ([^<]+)", tiles[0]) == [
        ("6", "accepted"),
        ("1", "accepted, see warnings"),
        ("3", "rejected"),
        ("1", "not sent"),
    ]
    assert '<h3>ราชสาส์น <span class="short">not sent</span></h3>' in page


def test_the_page_of_a_shortfall_says_what_each_district_sent(pages: Pages) -> None:
    header, *rows = summary_of(pages["shortfall", "en"])
    assert header == [
        "district",
        "of quota",
        "status",
        "certain",
        "to confirm",
        "short",
        "sent",
        "named",
        "accepted",
        "on time",
        "still short",
    ]
    assert rows[1] == [
        "บางคล้า",
        "",
        "met",
        "3",
        "0",
        "0",
        "rejected",
        "5",
        "2",
        "-",
        "1",
    ]
    assert rows[6] == [
        "ราชสาส์น",
        "",
        "short",
        "0",
        "0",
        "3",
        "not sent",
        "0",
        "0",
        "-",
        "3",
    ]


def test_one_list_expects_no_other(tmp_path: Path) -> None:
    page = write_page(
        "validate", SAMPLE, LISTS / "2401 เมืองฉะเชิงเทรา.xlsx", tmp_path, "--lang", "en"
    )
    assert [row[2] for row in summary_of(page)[1:4]] == [
        "accepted",
        "no list given",
        "no list given",
    ]


def test_whom_to_ask_says_rank_cells_and_what_comes_of_it(pages: Pages) -> None:
    page = pages["shortfall", "en"].read_text("utf-8")
    asked = re.search(
        r"<summary>What to ask so that.*?</details>", page[page.index('id="d2411"') :]
    )
    assert asked is not None
    assert re.findall(r"<(?:p|li)>([^<]+)", unescape(asked[0])) == [
        "Ask the district to certify: with potential?",
        "3. กลุ่มจักสานบ้านวังน้ำใส 5 (P260)",
        "If every answer is yes: met",
    ]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_commands_give_the_page(lang: str, tmp_path: Path) -> None:
    make_run(tmp_path)
    (tmp_path / "in").mkdir()
    flawed = OwnList("บางปะกง")
    flawed.add("กลุ่มปูเค็มบ้านบน")["ศักยภาพ"] = "ไม่มี"
    flawed.write(tmp_path / "in")
    registry = str(tmp_path / "registry.xlsx")
    pages = {}
    for words in (
        ["rank", registry],
        ["shortfall", registry, "--submissions", str(tmp_path / "in")],
        [
            "validate",
            str(tmp_path / "in"),
            "--registry",
            registry,
            "--fail-on",
            "never",
        ],
    ):
        done = CliRunner().invoke(app, [*words, "--format", "html", "--lang", lang])
        assert (done.exit_code, done.stdout[:15]) == (0, "<!doctype html>")
        out = tmp_path / f"{words[0]}.html"
        assert (
            CliRunner().invoke(app, [*words, "-o", str(out), "--lang", lang]).exit_code
            == 0
        )
        pages[words[0]] = out.read_text(encoding="utf-8")
    assert "กลุ่มปูเค็มบ้านบน" in pages["validate"]
    assert {"th": "ส่งคืนแก้ไข", "en": "rejected"}[lang] in pages["validate"]
    tiles = re.search(r'<ul class="tiles">.*?</ul>', pages["shortfall"])
    assert tiles is not None
    assert {"th": "ไม่ครบตามจำนวน", "en": "short"}[lang] in tiles[0], (
        "the province at the top, whatever was sent"
    )
    assert {"th": "ส่งคืนแก้ไข", "en": "rejected"}[lang] in pages["shortfall"]
    assert "ตัวอย่าง" not in pages["validate"], (
        "a representative's name is nobody's business here"
    )


# In a browser.


class Opened:
    """A page in a browser, with everything it logged and asked for."""

    def __init__(
        self, browser: Any, path: Path, *, scripts: bool = True, width: int = 1200
    ) -> None:
        context = browser.new_context(
            java_script_enabled=scripts, viewport={"width": width, "height": 900}
        )
        self.page = context.new_page()
        self.path = path
        self.logged: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.logged.append(message.text))
        self.page.on("pageerror", lambda error: self.logged.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", lambda dialog: self.logged.append(dialog.message))
        self.page.goto(path.as_uri())

    @property
    def fetched(self) -> list[str]:
        """What was asked for beside the page and what is inside it."""
        return [
            url
            for url in self.requests
            if not url.startswith("data:") and url != self.path.as_uri()
        ]

    def visible(self, selector: str) -> int:
        return len(self.shown(selector))

    def shown(self, selector: str) -> list[str]:
        """The words of every visible element."""
        told = (
            "all => all.filter(one => one.checkVisibility()).map(one => one.innerText)"
        )
        return list(self.page.locator(selector).evaluate_all(told))

    def search(self, words: str) -> None:
        self.page.fill("#search", words)
        self.page.wait_for_timeout(400)


GROUPS, DISTRICTS = ".groups tbody tr:not(.h)", "section.district"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed (extra: browser)"
    )
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield opened
        opened.close()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_fetched_and_nothing_is_logged(
    browser: Any,
    pages: Pages,
    kind: str,
) -> None:
    opened = Opened(browser, pages[kind, "th"])
    assert opened.page.evaluate("document.fonts.check('17px Sarabun', 'กลุ่ม')")
    opened.search("กลุ่ม")
    assert (opened.logged, opened.fetched) == ([], [])


@pytest.mark.parametrize("kind", KINDS)
def test_search_and_filter(browser: Any, pages: Pages, kind: str) -> None:
    opened = Opened(browser, pages[kind, "th"])
    everything = opened.visible(GROUPS)
    assert everything > 30
    opened.search("ขนมไทยบ้านดอนทราย")
    assert 0 < opened.visible(GROUPS) < 5
    assert opened.page.inner_text("#found").startswith("พบ ")
    opened.search("K12")
    assert opened.visible(DISTRICTS) >= 1, "a cell is found as well"
    opened.search("")
    assert opened.visible(GROUPS) == everything
    mark = {"rank": "short", "shortfall": "short", "validate": "rejected"}[kind]
    opened.page.select_option("#filter", mark)
    own = {
        "short": ["ราชสาส์น", "ท่าตะเกียบ"],
        "rejected": ["บางคล้า", "พนมสารคาม", "คลองเขื่อน"],
    }[mark]
    assert [name.split()[0] for name in opened.shown(f"{DISTRICTS} h3")] == own
    assert opened.shown(".districts tbody th") == own
    assert opened.logged == []


def test_groups_are_filtered_by_tier(browser: Any, pages: Pages) -> None:
    """Districts without a group of the tier go with it; a search narrows it further."""
    opened = Opened(browser, pages["rank", "th"])
    everything = opened.visible(GROUPS)
    opened.page.select_option("#tier", "1")
    names = [name.split()[0] for name in opened.shown(f"{DISTRICTS} h3")]
    later = opened.visible(GROUPS)
    assert names == opened.shown(".districts tbody th")
    assert names[-2:] == ["ท่าตะเกียบ", "คลองเขื่อน"]
    stands = opened.shown(f"{GROUPS} td:nth-child(7)")
    assert all(words.startswith("D ") for words in stands), "the quadrant decides"
    found = opened.page.inner_text("#found")
    assert found == f"{later} กลุ่ม ใน {len(names)} อำเภอ"
    opened.page.select_option("#tier", "0")
    assert opened.visible(GROUPS) == everything - later
    opened.page.select_option("#tier", "1")
    opened.search("คลองเขื่อน")
    assert opened.visible(DISTRICTS) == 1
    assert opened.logged == []


@pytest.mark.parametrize("kind", KINDS)
def test_one_district_is_shown_and_printed_alone(
    browser: Any,
    pages: Pages,
    kind: str,
) -> None:
    """On paper nothing of the others, of the province's counts, or of the controls."""
    opened = Opened(browser, pages[kind, "th"])
    page = opened.page
    page.evaluate("window.print = () => { document.title = document.body.innerText }")
    page.select_option("#filter", index=1)
    page.click("#d2403 [data-act=print]")
    page.emulate_media(media="print")
    parts = "#tools, .acts, .chat, .tiles, .districts, .all, footer"
    assert opened.visible(parts) == 0
    assert [name.split()[0] for name in opened.shown("h3")] == ["บางน้ำเปรี้ยว"]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert opened.visible(DISTRICTS) == 11
    alone = page.locator("#d2403 [data-act=alone]")
    alone.click()
    assert (opened.visible(DISTRICTS), alone.get_attribute("aria-pressed")) == (
        1,
        "true",
    )
    alone.click()
    assert (opened.visible(DISTRICTS), opened.visible(".tiles")) == (11, 1)
    assert opened.logged == []


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_the_text_of_a_district_is_copied(
    browser: Any,
    pages: Pages,
    has_clipboard: bool,
) -> None:
    """Where there is no clipboard its text is opened and selected."""
    opened = Opened(browser, pages["rank", "th"])
    page = opened.page
    stand_in = (
        "{ writeText: words => { window.copied = words; return Promise.resolve(); } }"
    )
    value = stand_in if has_clipboard else "undefined"
    page.evaluate(
        f"Object.defineProperty(navigator, 'clipboard', {{ value: {value} }})"
    )
    page.click("#d2402 [data-act=copy]")
    page.locator("#d2402 [role=status]", has_text=re.compile(r"\S")).wait_for()
    source = "window.copied" if has_clipboard else "window.getSelection().toString()"
    expected = text_of(pages["rank", "th"], "d2402")
    assert page.evaluate(source).strip() == expected
    assert page.locator("#d2402 .chat").evaluate("one => one.open") is not has_clipboard


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(browser: Any, pages: Pages, kind: str, lang: str) -> None:
    """Wide and on a telephone, everything open."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright",
        reason="axe-core is not installed (extra: browser)",
    )
    for width in (1280, 390):
        page = Opened(browser, pages[kind, lang], width=width).page
        page.evaluate(
            "document.querySelectorAll('details').forEach(one => { one.open = true; })"
        )
        violations = axe.Axe().run(page).response["violations"]
        assert [violation["id"] for violation in violations] == []


def test_axe_finds_nothing_on_the_page_of_an_explanation(
    browser: Any, tmp_path: Path
) -> None:
    """It has no script, and fits a telephone."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright",
        reason="axe-core is not installed (extra: browser)",
    )
    out = tmp_path / "why.html"
    words = ["explain", str(SAMPLE), "240100004", "--against", "240100003"]
    assert CliRunner().invoke(app, [*words, "-o", str(out)]).exit_code == 0
    for width in (1280, 390):
        opened = Opened(browser, out, width=width)
        page_width = opened.page.evaluate("document.documentElement.scrollWidth")
        assert page_width <= width
        assert (opened.logged, opened.fetched) == ([], [])
        violations = axe.Axe().run(opened.page).response["violations"]
        assert [violation["id"] for violation in violations] == []


def test_the_filter_of_a_check_is_by_what_its_lists_are(
    browser: Any, pages: Pages
) -> None:
    page = Opened(browser, pages["validate", "th"]).page
    options = [one.inner_text() for one in page.query_selector_all("#filter option")]
    assert options == [
        "ทุกอำเภอ",
        "รับแบบแล้ว",
        "รับแบบแล้ว (มีข้อสังเกต)",
        "ส่งคืนแก้ไข",
        "ยังไม่ส่ง",
    ]


def test_a_district_that_is_named_keeps_its_rows(browser: Any, pages: Pages) -> None:
    opened = Opened(browser, pages["rank", "th"])
    opened.search("บางคล้า")
    assert opened.visible(DISTRICTS) == 1
    assert opened.visible(f"#d2402 {GROUPS}") == 3
    opened.search("บางคล้า จักสาน")
    assert opened.shown(f"{GROUPS} th") == ["กลุ่มจักสานบ้านโคกสูง 12 240200012"], (
        "the rest of the words narrow it"
    )


@pytest.mark.parametrize(
    ("kind", "words", "where", "found"),
    [
        (
            "shortfall",
            "กลุ่มทอผ้าบ้านดอนทราย 3 K237",
            "#d2410 .more li",
            ["กลุ่มทอผ้าบ้านดอนทราย 3 (K237)"],
        ),
        (
            "shortfall",
            "ไม่เข้าข้อ โครงการอื่น O252",
            "#d2411 .more li",
            ["วิสาหกิจชุมชนสมุนไพรบ้านดอนทราย 1 (O252)"],
        ),
        ("shortfall", "ท่าตะเกียบ ข้อประเภทผู้ผลิต", "#d2410 .more li", None),
        ("rank", "เทศบาล", "section.all li", None),
        ("validate", "ว่าวจุฬา", "#d2402 .check li", None),
    ],
)
def test_every_line_is_searched(
    browser: Any,
    pages: Pages,
    kind: str,
    words: str,
    where: str,
    found: list[str] | None,
) -> None:
    opened = Opened(browser, pages[kind, "th"])
    before = opened.page.locator("details[open]").count()
    opened.search(words)
    lines = opened.shown(where)
    assert lines == found if found else len(lines) == 1
    assert opened.visible(GROUPS) == 0
    opened.search("")
    assert opened.page.locator("details[open]").count() == before, (
        "what a search opened is closed again"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_click_opens_and_closes_a_district(
    browser: Any,
    pages: Pages,
    kind: str,
) -> None:
    page = Opened(browser, pages[kind, "th"]).page
    page.click("#d2402 > details > summary")
    assert not page.query_selector("#d2402 .groups").is_visible()
    page.click('a[href="#d2402"]')
    assert page.query_selector("#d2402 .groups").is_visible(), "its link opens it again"
    page.focus("#d2402 > details > summary")
    page.keyboard.press("Enter")
    assert not page.query_selector("#d2402 .groups").is_visible(), "by keyboard too"


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_everything_can_be_read(
    browser: Any,
    pages: Pages,
    kind: str,
) -> None:
    opened = Opened(browser, pages[kind, "th"], scripts=False)
    assert not opened.page.query_selector("#tools").is_visible()
    assert opened.visible("button, input, select") == 0
    assert opened.visible(GROUPS) > 30
    for summary in opened.page.query_selector_all(".more > summary"):
        summary.click()
    assert opened.visible(".more li") == opened.page.locator(".more li").count() > 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_nothing_is_closed(
    browser: Any,
    pages: Pages,
    kind: str,
    scripts: bool,
) -> None:
    opened = Opened(browser, pages[kind, "th"], scripts=scripts)
    closed = opened.page.locator("details:not([open])").count()
    opened.page.emulate_media(media="print")
    heights = [
        one.bounding_box()["height"]
        for one in opened.page.query_selector_all(".more li")
    ]
    assert all(heights), "also where no script opens them"
    if scripts:
        opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert opened.page.locator("details:not([open])").count() == 0
        opened.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert opened.page.locator("details:not([open])").count() == closed > 0


@pytest.mark.parametrize("kind", KINDS)
def test_it_prints_on_a4(browser: Any, pages: Pages, kind: str) -> None:
    data = Opened(browser, pages[kind, "th"]).page.pdf(prefer_css_page_size=True)
    assert data.startswith(b"%PDF")
    boxes = re.findall(r"/MediaBox \[([^\]]+)\]", data.decode("latin-1"))
    sizes = {tuple(round(float(n)) for n in box.split()[2:]) for box in boxes}
    assert sizes in ({(842, 595)}, {(842, 596)}, {(841, 595)})


@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_fits_a_telephone(
    browser: Any,
    pages: Pages,
    kind: str,
    lang: str,
    width: int,
) -> None:
    page = Opened(browser, pages[kind, lang], width=width).page
    page.evaluate(
        "document.querySelectorAll('details').forEach(one => { one.open = true; })"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll')].every(one => one.scrollWidth <= one.clientWidth)"
    )
    assert (
        page.evaluate("getComputedStyle(document.getElementById('tools')).position")
        == "static"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_who_hears_it_is_told_the_same(
    browser: Any,
    pages: Pages,
    kind: str,
) -> None:
    """The districts are headings; what a mark shows is said; proposed and reserves head their rows."""
    page = Opened(browser, pages[kind, "th"]).page
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")[
        "nodes"
    ]
    told = [
        (node["role"]["value"], node["name"]["value"])
        for node in tree
        if "name" in node and not node["ignored"]
    ]
    headings = [name for role, name in told if role == "heading"]
    assert sum(name.startswith("บางคล้า ") for name in headings) == 1
    assert len(headings) >= 14
    assert ("rowheader", "เสนอเป็นกลุ่มเป้าหมาย") in told
    assert ("cell", "ใช่ 1 K12") in told
    assert ("cell", "ยังไม่ทราบ P234") in told


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_names_are_shown_as_text(
    browser: Any,
    hostile: dict[str, Path],
    kind: str,
) -> None:
    opened = Opened(browser, hostile[kind])
    opened.page.evaluate(
        "document.querySelectorAll('details').forEach(one => { one.open = true; })"
    )
    words = opened.page.inner_text("main")
    for name in HOSTILE:
        assert name in words
        opened.search(name)
        assert opened.visible(GROUPS) >= 1
    assert (opened.logged, opened.fetched) == ([], [])


def test_a_long_page_draws_a_list_when_it_is_opened(
    browser: Any, country: Path
) -> None:
    opened = Opened(browser, country)
    page = opened.page
    assert page.locator(DISTRICTS).count() == 928
    assert page.locator(GROUPS).count() == 0, "nothing is drawn before it is asked for"
    page.click("#d2402 > details > summary")
    page.wait_for_selector("#d2402 .groups")
    assert opened.shown(f"{GROUPS} th") == ["กลุ่มก บางคล้า", 'กลุ่ม "ข" & <ค> บางคล้า']
    opened.search('"ข" & <ค> เกาะกูด')
    assert opened.shown(f"{DISTRICTS} h3") == ["เกาะกูด (ตราด) ไม่ครบตามจำนวน"]
    assert opened.shown(f"{GROUPS} th") == ['กลุ่ม "ข" & <ค> เกาะกูด']
    opened.search("")
    assert opened.visible(DISTRICTS) == 928
    page.goto(f"{country.as_uri()}#d5009")
    page.reload()
    assert opened.visible(f"#d5009 {GROUPS}") == 2, "an address opens it"
    assert (opened.logged, opened.fetched) == ([], [])


def test_a_long_page_is_whole_on_paper_and_without_scripts(
    browser: Any, country: Path
) -> None:
    page = Opened(browser, country).page
    page.select_option("#filter", "short")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(GROUPS).count() == 6
    opened = Opened(browser, country, scripts=False)
    opened.page.click("#d2402 > details > summary")
    assert opened.visible(GROUPS) == 2
    opened.page.emulate_media(media="print")
    assert all(
        one.bounding_box()["height"] for one in opened.page.query_selector_all(GROUPS)
    )
