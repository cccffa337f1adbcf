"""`kbo-screen letter new`: next year's letter from this year's; what no option says is asked on a terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from kbo_screen.cli import options as o
from kbo_screen.cli.letter_questions import LetterFacts, LetterQuestions
from kbo_screen.cli.option_groups import as_command
from kbo_screen.cli.prompts import tell
from kbo_screen.findings import Place, UsageError
from kbo_screen.findings.catalogue import text
from kbo_screen.letters import DEFAULT_LETTER

if TYPE_CHECKING:
    from kbo_screen.screening.examples import FailingExample

FromOption = Annotated[
    str, o.option("--from", metavar="ID|FILE", help="letter_new.from")
]
NewFileOption = Annotated[
    Path, o.file_option("--output", "-o", metavar="FILE", help="letter_new.output")
]


@as_command
def new(
    output: NewFileOption,
    facts: LetterFacts,
    base: FromOption = DEFAULT_LETTER,
    force: o.ForceOption = False,
    lang: o.LangOption = "th",
) -> None:
    """Write a letter file that extends another and says only what differs."""
    from kbo_screen.tasks.new_letter import make_next_letter, open_base

    letter_id = re.sub(r"[^a-z0-9]+", "_", output.stem.lower()).strip("_")
    if not letter_id or not output.stem.isascii():
        raise UsageError.of("usage.letter-file-name", Place(output.name))
    if output.exists() and not force:
        raise UsageError.of("output.exists", Place(output.name))
    loaded = open_base(base)
    next_letter = LetterQuestions(facts, loaded.letter, lang).next_letter(letter_id)
    base_name = str(Path(base).resolve()) if base.endswith(".toml") else base
    made = make_next_letter(loaded, base_name, next_letter)
    output.write_text(made.text, encoding="utf-8")
    tell(text("letter.new.written", lang, file=output.name, base=loaded.letter.id))
    for condition in made.kept_windows:
        tell(text("letter.new.kept", lang, words=condition.wording.to(lang)))
    if made.kept_place:
        tell(text("letter.new.kept_place", lang, place=made.kept_place))
    if made.kept_contact:
        contact = made.kept_contact
        tell(
            text(
                "letter.new.kept_contact",
                lang,
                office=contact.office,
                phone=contact.phone,
            )
        )
    tell(text("letter.new.kept_words", lang))
    for failing in made.undecided:
        tell(_undecided_words(failing, lang))


def _undecided_words(failing: FailingExample, lang: str) -> str:
    """A worked example of the old letter that no longer holds."""
    return text(
        "letter.new.undecided",
        lang,
        id=failing.example.id,
        words=failing.example.words.to(lang),
        expected=failing.expected,
        found=failing.outcome,
    )
