"""Makes the pages of the documents that the program itself knows best; with --check, says which are not fresh.

`letter.md` and `letter.th.md` from the letter file, `findings.md` from the catalogue, `words.md` from the vocabulary,
`one-page.th.html`, `proof.th.html` and `proof.en.html` for the printer, the outputs in `README.md` and `using.md` from
the program. Run it from anywhere: `python docs/make.py`.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kbo_screen.desk.group_matching import MARGIN
from kbo_screen.findings import UsageError
from kbo_screen.findings.catalogue import (
    STAGES,
    finding_codes,
    finding_severity,
    raw_finding_text,
)
from kbo_screen.formats.text.letter_markdown import letter_markdown
from kbo_screen.letters import DEFAULT_LETTER
from kbo_screen.letters.loading import PROVEN, letter_ids, load_letter
from kbo_screen.letters.text_watch import text_findings, watch_text
from kbo_screen.tasks.build_run import open_letter
from kbo_screen.vocabulary.names import (
    LEFT_OUT,
    ONE_SLIP,
    OTHER_FORM,
    OTHER_LETTER,
    OTHER_ORDER,
    OTHER_PLACE,
    likeness,
)

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
from printed_docs import printed_guide, printed_proofs
from story import tell
from words import words_page

from tests.tools.program import run_program

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAIRS = ROOT / "tests" / "vocabulary" / "name_pairs.tsv"
MADE = "<!-- Made by docs/make.py; do not edit. -->"
_BLOCK = re.compile(
    r"(<!-- output: (?P<command>.+?) -->\n```text\n)(?P<output>.*?)(```)", re.DOTALL
)
#: Lines of an output that a page shows.
SHOWN_LINES = 29


def pages() -> Iterator[tuple[Path, str]]:
    """Every made page and what it should hold."""
    yield ROOT / "kbo_screen" / "letters" / PROVEN, proven_lines()
    letter = load_letter(DEFAULT_LETTER)
    yield (
        ROOT / "docs" / "letter.md",
        f"{MADE}\n\n# The letter as the program understands it\n\n{letter_markdown(letter, 'en')}",
    )
    yield (
        ROOT / "docs" / "letter.th.md",
        f"{MADE}\n\n# หนังสือตามที่โปรแกรมเข้าใจ\n\n{letter_markdown(letter, 'th')}",
    )
    yield ROOT / "docs" / "findings.md", f"{MADE}\n\n{findings_page()}"
    yield ROOT / "docs" / "matching.md", f"{MADE}\n\n{matching_page()}"
    yield ROOT / "docs" / "words.md", f"{MADE}\n\n{words_page()}"
    with tempfile.TemporaryDirectory() as folder:
        yield ROOT / "docs" / "story.md", f"{MADE}\n\n{tell(Path(folder))}"
    proof = (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")
    guide = (ROOT / "docs" / "one-page.th.md").read_text(encoding="utf-8")
    for name, printed in (printed_guide(guide), *printed_proofs(proof)):
        yield ROOT / "docs" / name, printed
    for page in (ROOT / "README.md", ROOT / "docs" / "using.md"):
        yield page, with_outputs(page.read_text(encoding="utf-8"))


def proven_lines() -> str:
    """The hash and name of every letter that ships.

    Raises UsageError where an example of one does not hold, or where it says something else than its text.
    """
    letters = [open_letter(letter_id) for letter_id in letter_ids()]
    for letter in letters:
        departures = text_findings(letter, watch_text(letter))
        if departures:
            raise UsageError(*departures)
    return "".join(f"{letter.sha256}  {letter.name}\n" for letter in letters)


def with_outputs(page: str) -> str:
    """A page with what the program prints today in each of its blocks of output."""
    return _BLOCK.sub(lambda m: m[1] + output_of(m["command"]) + m[4], page)


def matching_page() -> str:
    """How good the matching of names is on the labelled pairs, the held part apart."""
    cut = load_letter(DEFAULT_LETTER).matching
    rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    lines = [
        "# Matching names",
        "",
        "A line of a side list means a group by its id, else by its name inside its district (or the province, where",
        "it names none). Abbreviations are written out (วสช., บ., ม.), letters that sound alike are one, and a name is",
        "taken apart into legal form, craft, village and numbers. The likeness is the lower of craft and village;",
        "another number or another legal form is another group.",
        "",
        "What one name leaves out (a village, a number), another community form and another letter have a ceiling",
        f"({LEFT_OUT:g}, {OTHER_FORM:g}, {OTHER_LETTER:g}), however long the names: หนองแสง is not หนองแสน. One slip",
        f"of the hand, a lost tone mark or a shortened vowel, is {ONE_SLIP:g}. A group that is called exactly so is",
        f"meant, whatever else looks like it; else the best, if the next is less alike by {MARGIN:g}. Products are",
        "compared in the same way.",
        "",
        "A list's number in front of a name (1., ๑), (1), ลำดับที่ 1), words in brackets that tell nothing apart (OTOP,",
        "วิสาหกิจชุมชน), a district and a province behind it and a slip in the word for the form (วิสาหกิจชมุชน) do not",
        "count. A subdistrict behind a name that gives its village is an address; behind one that gives none it may be",
        f"the place: ตำบลหนองบัว for บ้านหนองบัว is asked ({OTHER_PLACE:g}), as are the same words in another order and",
        f"a name that ฯ cuts short ({OTHER_ORDER:g}).",
        "",
        "An id beside a name that is another group's settles nothing.",
        "",
        f"From {cut.same:g} on two names are *the same*, from {cut.perhaps:g} *perhaps the same*: unknown until a",
        "person settles it. A letter file moves the two with `[matching]`. On labelled pairs, half of them held back:",
        "",
        "| part | pairs | true | to ask | false | precision of *the same* | recall | told apart, true or to ask |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for part in ("tuned", "held"):
        scored = [
            (truth, likeness(name, other))
            for _, truth, of_part, name, other in rows
            if of_part == part
        ]
        counts = Counter(truth for truth, _ in scored)
        taken = [truth == "same" for truth, score in scored if score >= cut.same]
        lost = sum(
            truth != "different" and score < cut.perhaps for truth, score in scored
        )
        precision, recall = sum(taken) / len(taken), sum(taken) / counts["same"]
        cells = [
            part,
            len(scored),
            counts["same"],
            counts["perhaps"],
            counts["different"],
        ]
        cells += [f"{precision:.3f}", f"{recall:.3f}", lost]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    lines += [
        "",
        "The pairs are invented (`tests/vocabulary/make_name_pairs.py`): what people really write may be harder.",
        "",
        "Names are compared inside the district that a line says. Where none says one, 1,000 names against 100,000",
        "take about one and a half times the processor time of a bare `rapidfuzz.process.cdist` over the same names",
        "(a hundred million pairs, some seconds); a test holds it under four times.",
        "",
        "Every row of a list is accounted for on every run (`list.read`): it matched, perhaps, not at all, is of",
        "another round, out of scope, without a name, or no line (title, header, total, note, blank).",
    ]
    return "\n".join(lines) + "\n"


def findings_page() -> str:
    """Every finding by stage, its words in both languages."""
    lines = [
        "# Findings",
        "",
        "Words in braces are filled in where the finding is raised.",
    ]
    codes = finding_codes()
    for stage in STAGES:
        own = [code for code in codes if code.startswith(f"{stage}.")]
        lines += ["", f"## {stage}"] if own else []
        for code in own:
            lines += ["", f"### `{code}` ({finding_severity(code)})", ""]
            for lang in ("en", "th"):
                words = (
                    raw_finding_text(code, part, lang) for part in ("message", "remedy")
                )
                lines.append("- " + " ".join(words))
    return "\n".join(lines) + "\n"


def output_of(command: str) -> str:
    """The first lines of what a command prints, run in the project's root.

    FOLDER in it: a folder that is gone afterwards.
    """
    with tempfile.TemporaryDirectory() as folder:
        new_folder = str(Path(folder) / "new")
        words = [new_folder if word == "FOLDER" else word for word in command.split()]
        done = run_program(
            *words[1:],
            folder=ROOT,
            lang=None,
            columns=100,
            program=words[0],
        )
    if done.returncode not in (0, 1):  # 1: what was compared differs
        done.check_returncode()
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return (
        "\n".join([*lines[:SHOWN_LINES], "..."] if len(lines) > SHOWN_LINES else lines)
        + "\n"
    )


def main(arguments: list[str]) -> int:
    """Write every page, or with --check name those that differ."""
    stale = [
        (path, page)
        for path, page in pages()
        if not path.exists() or path.read_text(encoding="utf-8") != page
    ]
    for path, page in stale:
        if "--check" in arguments:
            print(f"not fresh: {path.relative_to(ROOT)} (run python docs/make.py)")
        else:
            path.write_text(page, encoding="utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
