"""The letter file is watched against the letter's text.

- Every sentence of the shipped letter has its place, and nothing that the file quotes is missing.
- Each sentence removed in turn, and each word changed in turn, is noticed at its place.
- A number changed in a condition is noticed: the words that it cites do not hold it.
- A letter file without a text is valid and told as not watched.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kbo_screen.letters.loading import LoadedLetter, load_letter_file
from kbo_screen.letters.model import Letter
from kbo_screen.letters.received_text import received_text
from kbo_screen.letters.text_watch import text_findings, watch_text
from kbo_screen.tasks.build_run import open_letter
from tests.tools.lists import make_run

if TYPE_CHECKING:
    from kbo_screen.findings import Finding

LOADED = load_letter_file()
LETTERS = Path(__file__).parents[2] / "kbo_screen" / "letters"
RAW = (LETTERS / "chachoengsao_2566.txt").read_text("utf-8")
WATCH = watch_text(LOADED)
SENTENCES = WATCH.received.sentences
SHARED = Path(__file__).parents[3] / "shared" / "letter" / "letter_as_received.txt"


def findings_of(raw: str, letter_text: str = LOADED.text) -> list[Finding]:
    """What is told of a letter file, whatever its other checks say, beside another text."""
    loaded = LOADED
    if letter_text != LOADED.text:
        letter = Letter.model_validate(tomllib.loads(letter_text))
        loaded = LoadedLetter(letter, LOADED.name, "", letter_text)
    sha256 = LOADED.received.sha256 if raw == RAW else "0" * 64
    received = received_text(raw, LOADED.received.name, sha256)
    loaded = loaded._replace(received=received)
    return text_findings(loaded, watch_text(loaded))


def parts_that_quote(number: int) -> set[str]:
    """The places in the letter file that quote a sentence."""
    span = SENTENCES[number - 1].span
    paths = set()
    for quote, spans in WATCH.places.spans.items():
        if any(span.meets(place) for place in spans):
            steps = [
                f"[{step}]" if isinstance(step, int) else step for step in quote.path
            ]
            paths.add(".".join(steps).replace(".[", "["))
    return paths


def places_told(findings: list[Finding]) -> set[str]:
    """The places in the letter file at which a quotation is missing, or a clause has another number."""
    return {
        finding.place.cell.split(": ")[1]
        for finding in findings
        if finding.code == "letter.quote-not-in-text"
    }


def test_every_sentence_of_the_letter_has_its_place() -> None:
    assert text_findings(LOADED, WATCH) == []
    states = [sentence.state for sentence in WATCH.sentences]
    assert len(states) == 31
    assert {state: states.count(state) for state in states} == {
        "quoted": 20,
        "not_encoded": 10,
        "printed_error": 1,
    }


def test_the_text_is_the_one_that_was_received() -> None:
    if not SHARED.exists():
        pytest.skip("the letter as received is not beside the project")
    assert SHARED.read_text("utf-8") == RAW


@pytest.mark.parametrize("number", range(1, len(SENTENCES) + 1))
def test_a_sentence_that_is_removed_is_noticed_at_its_place(number: int) -> None:
    words = SENTENCES[number - 1].words
    line = SENTENCES[number - 1].line
    lines = RAW.splitlines()
    assert words in " ".join(lines[line - 1].split())
    lines[line - 1] = " ".join(lines[line - 1].split()).replace(words, "", 1)

    findings = findings_of("\n".join(lines))

    assert findings[0].code == "letter.text-changed"
    assert places_told(findings) & parts_that_quote(number)


def test_a_word_that_is_changed_is_noticed_at_its_place() -> None:
    """Numbers of clauses and the sign of a heading are told too: as a number, as a word that nobody quotes."""
    lines = RAW.splitlines()
    count = 0
    for sentence in SENTENCES:
        squeezed = " ".join(lines[sentence.line - 1].split())
        before, after = squeezed.split(sentence.words, 1)
        words = sentence.words.split()
        for position in range(len(words)):
            changed = [*words[:position], "คำอื่น", *words[position + 1 :]]
            changed_lines = [*lines]
            changed_lines[sentence.line - 1] = before + " ".join(changed) + after
            findings = findings_of("\n".join(changed_lines))
            codes = {finding.code for finding in findings}
            assert "letter.text-changed" in codes
            is_told = places_told(findings) & parts_that_quote(sentence.number)
            is_mark = words[position] in ("#", "๑.", "๒.", "๓.", "(๑)", "(๒)", "(๓)")
            assert is_told or (is_mark and "letter.not-covered" in codes), changed
            count += 1
    assert count == len(WATCH.received.words.split())


def test_a_clause_under_another_number_is_told() -> None:
    findings = findings_of(RAW.replace("(๒) ผลิตภัณฑ์", "(๔) ผลิตภัณฑ์"))
    assert [(f.code, f.severity) for f in findings] == [
        ("letter.text-changed", "error"),
        ("letter.clause-number", "warning"),
    ]
    assert (
        findings[1]
        .message("en")
        .endswith(
            "clauses[2].id: clause 1(2) stands under “(๔)” in the text (line 26)."
        )
    )


def test_a_sentence_that_is_added_is_told_as_not_covered() -> None:
    findings = findings_of(RAW + "\nทั้งนี้ ให้ถือปฏิบัติโดยเคร่งครัด\n")
    told = [f for f in findings if f.code == "letter.not-covered"]
    assert [(f.place.cell, f.value) for f in told] == [("50", "ทั้งนี้ ให้ถือปฏิบัติโดยเคร่งครัด")]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "(๑) ผู้ผลิต ผู้ประกอบการ OTOP ประเภทกลุ่มผู้ผลิตชุมชน ",
            "",
            "These words stand only where another part of the letter file quotes them already (line 26).",
        ),
        (
            "ระดับ ๑ – ๓ ดาว ปี ๒๕๖๕ ไม่เพียงพอ",
            "ระดับ ๑ – ๒ ดาว ปี ๒๕๖๕ ไม่เพียงพอ",
            (
                "Line 26 is the same up to “ผลิตภัณฑ์ระดับ ๑ –”; then the letter file "
                "has “๓ ดาว ปี ๒๕๖๕ ไม่เพียงพอ ให้พิจาร…”, the text “๒ ดาว ปี ๒๕๖๕ ไม่เพียงพอ ให้พิจาร…”."
            ),
        ),
        ("ขอแสดงความนับถือ", "", "None of it stands in the text."),
    ],
)
def test_the_message_says_where_the_two_part(old: str, new: str, what: str) -> None:
    assert old in RAW
    findings = findings_of(RAW.replace(old, new))
    missing = next(f for f in findings if f.code == "letter.quote-not-in-text")
    assert missing.message("en").endswith(what), missing.message("en")


@pytest.mark.parametrize(
    ("old", "new", "place", "numbers"),
    [
        ("min = 1\nmax = 3", "min = 1\nmax = 5", "conditions[1].min", "1–5"),
        ("min = 1\nmax = 3", "min = 2\nmax = 3", "conditions[1].min", "2–3"),
        ("min = 1\nmax = 3", "min = 3\nmax = 3", "conditions[1].min", "3–3"),
        ("year_be = 2565", "year_be = 2566", "conditions[1].year_be", "2566"),
        ("min = 2557", "min = 2556", "conditions[4].min", "2556–2565"),
        ("max = 2565", "max = 2566", "conditions[4].min", "2557–2566"),
        ("per_district = 3", "per_district = 5", "quota.groups_per_district", "5"),
        (
            "fiscal_year_be = 2566",
            "fiscal_year_be = 2567",
            "conditions[2].values",
            "2567",
        ),
        (
            "representatives_per_group = 1",
            "representatives_per_group = 2",
            "meeting.representatives_per_group",
            "2",
        ),
        ("date = 2022-12-23", "date = 2022-12-22", "date", "22 ธันวาคม 2565"),
        ('ว ๗๖๗๒"\nurgency', 'ว ๗๖๗๓"\nurgency', "number", "0019, 7673"),
        ('– ๐๘.๓๐ น."\nplace', '– ๐๘.๔๐ น."\nplace', "meeting.time", "08, 00, 08, 40"),
    ],
)
def test_a_number_that_its_words_do_not_hold_is_noticed(
    old: str, new: str, place: str, numbers: str
) -> None:
    assert old in LOADED.text
    findings = findings_of(RAW, LOADED.text.replace(old, new))
    assert [(f.code, f.place.cell.split(": ")[1], f.value) for f in findings] == [
        ("letter.number-not-in-clause", place, numbers)
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            'ประเภทกลุ่มผู้ผลิตชุมชน"\ntest',
            'ประเภทกลุ่มผู้ผลิต ชุมชน"\ntest',
            "conditions[0].quote",
        ),
        ('th = "ผู้ผลิต ผู้ประกอบการ OTOP', 'th = "ผู้ผลิตหรือผู้ประกอบการ OTOP', "clauses[1].th"),
        ("หนังสือใช้คำว่า “อย่างน้อย”", "หนังสือใช้คำว่า “ไม่น้อยกว่า”", "readings[4].why"),
        (
            'printed = "/ต. มอบหมาย..."',
            'printed = "/๓. มอบหมาย..."',
            "printed_errors[4].printed",
        ),
        ('bring = "นำผลิตภัณฑ์', 'bring = "นำสินค้า', "meeting.bring"),
        ('quotes = ["ทางไลน์', 'quotes = ["ทางอีเมล', "not_encoded[1].quotes"),
    ],
)
def test_words_that_the_letter_does_not_have_are_noticed(
    old: str, new: str, place: str
) -> None:
    assert old in LOADED.text
    findings = findings_of(RAW, LOADED.text.replace(old, new, 1))
    assert place in places_told(findings)


def test_words_are_quoted_whole() -> None:
    """A number or a Latin word is not cut in two."""
    received = received_text("ปี ๒๕๖๕ OTOP นำไป", "letter.txt", "")
    assert [
        len(list(received.places_of(words))) for words in ("ปี ๒๕๖", "TOP", "น")
    ] == [0, 0, 1]
    assert list(received.places_of("ปี ๒๕๖๕\n  OTOP"))


def copied_letter(folder: Path) -> Path:
    for name in ("chachoengsao_2566.toml", "chachoengsao_2566.txt"):
        shutil.copy(LETTERS / name, folder)
    return folder / "chachoengsao_2566.toml"


def test_a_run_tells_once_that_its_letter_departs_from_the_text(tmp_path: Path) -> None:
    """A copy of the letter file alone is not watched, and works."""
    path = copied_letter(tmp_path)
    run = make_run(tmp_path, letter=str(path))
    assert run.receipt.letter_text_sha256 == LOADED.letter.text.sha256
    assert "letter.departs-from-text" not in [f.code for f in run.findings]

    text_file = path.with_suffix(".txt")
    text_file.write_text(RAW.replace("อย่างน้อย ๓", "อย่างน้อย ๕"), "utf-8")
    run = make_run(tmp_path, letter=str(path))
    told = [f for f in run.findings if f.code.startswith("letter.")]
    assert [(f.code, f.severity, f.fields["count"]) for f in told] == [
        ("letter.departs-from-text", "warning", 2)
    ]
    assert told[0].message("en").endswith(": text.sha256.")

    text_file.unlink()
    run = make_run(tmp_path, letter=str(path))
    assert run.receipt.letter_text_sha256 is None
    loaded = load_letter_file(path)
    codes = [finding.code for finding in text_findings(loaded, watch_text(loaded))]
    assert codes == ["letter.text-unreadable"]


def test_a_letter_without_a_text_is_valid_and_not_watched(tmp_path: Path) -> None:
    path = tmp_path / "office.toml"
    without = re.sub(r"(?s)\[text\].*?\n\]\n", "", LOADED.text)
    path.write_text(without, "utf-8")
    loaded = open_letter(path)
    findings = text_findings(loaded, watch_text(loaded))
    assert [(f.code, f.severity) for f in findings] == [("letter.not-watched", "info")]
