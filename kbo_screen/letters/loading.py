"""Loads a letter from its TOML file and refuses one that does not hold together, naming the line and the remedy.

It knows where letters are kept and how to say what is wrong with one.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from kbo_screen.findings import Finding, Place, UsageError, make_finding
from kbo_screen.letters import DEFAULT_LETTER
from kbo_screen.letters.extending import (
    EXTENDS,
    ExtendsItselfError,
    Extension,
    extended,
)
from kbo_screen.letters.model import Letter
from kbo_screen.letters.number_fields import fill_numbers
from kbo_screen.letters.received_text import ReceivedText, received_text
from kbo_screen.letters.text_files import parse_toml, read_text_file
from kbo_screen.letters.toml_shape import (
    TomlFile,
    first_faults,
    place_in,
    reading_fault,
    shape_faults,
    syntax_fault,
)
from kbo_screen.vocabulary.digests import digest_of_text

if TYPE_CHECKING:
    from kbo_screen.letters.letter_checks import Fault
    from kbo_screen.letters.text_files import TomlTable
    from kbo_screen.letters.toml_lines import KeyPath

#: The file that says which letters hold together, with their examples: a run need not look at those again.
PROVEN: Final = "proven.txt"

Model = TypeVar("Model", bound=BaseModel)


class LoadedLetter(NamedTuple):
    """A letter with the name of its file, its text and the SHA-256 of it.

    received: the text of the order itself, where the letter file names one and it could be read. unread_text: why it
    could not be.
    """

    letter: Letter
    name: str
    sha256: str
    text: str
    received: ReceivedText | None = None
    unread_text: Finding | None = None

    @property
    def has_its_text(self) -> bool:
        """The text beside the letter file is the one whose hash the file holds."""
        declared = self.letter.text
        if declared is None or self.received is None:
            return False
        return declared.sha256 == self.received.sha256

    def place_of(self, path: KeyPath) -> Place:
        """Where a key of the letter file stands."""
        return place_in(self.text, self.name, path)


def letter_ids() -> list[str]:
    """The ids of the letters that come with the program."""
    folder = files("kbo_screen.letters")
    return sorted(
        path.name.removesuffix(".toml")
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    )


def proven_letters() -> frozenset[str]:
    """The SHA-256 of the letters that ship: the tests find no fault in them, and their worked examples were run."""
    lines = files("kbo_screen.letters").joinpath(PROVEN).read_text("utf-8")
    return frozenset(line.split()[0] for line in lines.splitlines())


def load_letter(letter: str | Path = DEFAULT_LETTER) -> Letter:
    """The letter of an id or a file, checked. Raises UsageError with every fault at once."""
    return load_letter_file(letter).letter


def load_letter_file(letter: str | Path = DEFAULT_LETTER) -> LoadedLetter:
    """As `load_letter`, with the file's name and hash, and the text of the order beside it.

    Its worked examples are run by `screening.examples`, its text is watched by `text_watch`.
    """
    name, text = _read(str(letter))
    return _with_its_text(parse_letter(text, name), _folder_of(str(letter)))


def parse_letter(text: str, name: str) -> LoadedLetter:
    """A letter from the text of its file, joined with the one that it extends, its wordings filled with its numbers.

    Raises UsageError with every fault at once.
    """
    texts = [text]

    def read_other(letter: str) -> TomlTable:
        other_name, other_text = _read(letter)
        texts.append(other_text)
        return _parsed(other_text, other_name)

    try:
        data = extended(_parsed(text, name), read_other)
    except ExtendsItselfError:
        place = place_in(text, name, (EXTENDS,))
        raise UsageError.of("letter.extends-itself", place) from None
    checked = _validated(Letter, fill_numbers(data), text, name)
    sha256 = digest_of_text("\0".join(texts))
    if sha256 not in proven_letters():
        _refuse_faults(checked, text, name)
    return LoadedLetter(
        checked,
        name,
        sha256,
        text,
    )


def _validated(
    model: type[Model],
    data: TomlTable,
    text: str,
    name: str,
) -> Model:
    """What a text says, as a model holds it. Raises UsageError with every fault of its shape."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = shape_faults(error, TomlFile(data, text, name, model, "letter"))
        raise UsageError(*first_faults(faults, name, "letter")) from None


def _refuse_faults(
    letter: Letter,
    text: str,
    name: str,
) -> None:
    """Raise UsageError with every fault of a letter whose shape is right."""
    # no letter that ships comes here, and it loads much
    from kbo_screen.letters.letter_checks import check_letter

    faults = [partial(_finding_of, fault, text, name) for fault in check_letter(letter)]
    if faults:
        raise UsageError(*first_faults(faults, name, "letter"))


def _finding_of(
    fault: Fault,
    text: str,
    name: str,
) -> Finding:
    return make_finding(fault.code, place_in(text, name, fault.path), **fault.fields)


def _parsed(text: str, name: str) -> TomlTable:
    """The text of a letter file as TOML. Raises UsageError."""
    try:
        data = parse_toml(text)
    except (
        ValueError,
        RecursionError,
    ) as error:  # a number of 5,000 digits, 1,000 brackets
        raise UsageError.of(
            "letter.not-toml", Place(name), what=syntax_fault(error)
        ) from None
    _validated(Extension, data, text, name)
    return data


def _folder_of(letter: str) -> Path:
    """The folder of a letter file: the package's own for an id."""
    if letter in letter_ids():
        return Path(str(files("kbo_screen.letters")))
    return Path(letter).parent


def _with_its_text(loaded: LoadedLetter, folder: Path) -> LoadedLetter:
    """The letter with the text that its file names; one that cannot be read is told by the check of the letter."""
    declared = loaded.letter.text
    if declared is None:
        return loaded
    try:
        text = read_text_file(folder / declared.file)
    except (OSError, UnicodeDecodeError) as error:
        unread_text = make_finding(
            "letter.text-unreadable",
            loaded.place_of(("text", "file")),
            value=declared.file,
            what=reading_fault(error),
        )
        return loaded._replace(unread_text=unread_text)
    sha256 = digest_of_text(text)
    return loaded._replace(received=received_text(text, declared.file, sha256))


def _read(letter: str) -> tuple[str, str]:
    if letter in letter_ids():
        return f"{letter}.toml", (
            files("kbo_screen.letters") / f"{letter}.toml"
        ).read_text(encoding="utf-8")
    path = Path(letter)
    if path.suffix != ".toml":
        known = get_close_matches(
            letter,
            letter_ids(),
            n=3,
            cutoff=0,
        )
        raise UsageError.of(
            "letter.unknown-id",
            value=letter,
            suggestion=", ".join(known),
        )
    try:
        return path.name, read_text_file(path)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError.of(
            "letter.unreadable", Place(path.name), what=reading_fault(error)
        ) from None
