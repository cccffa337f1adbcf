"""Finds the cells in a piece of a worksheet's XML by whole arrays: no Python runs for a single cell.

Refuses every spelling that Excel and its kin do not write, formulas, errors, dates and rich text: whoever asks takes
the fast reader then. Bytes are compared eight at a time, as numbers of which the first byte is the lowest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kbo_screen.grid.shared_texts import UnusualSpellingError
from kbo_screen.grid.sheet_facts import MAX_SPARSENESS
from kbo_screen.grid.sheet_xml import HIDING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Bytes behind a piece, so that eight can be taken at its end.
PADDING: Final = bytes(16)
#: More places than these between the first and last column of a piece, with next to nothing in them, are a trap.
MAX_PLACES: Final = 4_000_000
#: Eight bytes at every place of a piece, the first one the lowest.
_WORD: Final = np.dtype("<u8")
#: What the fast reader takes for a number as Python does.
_NUMBER: Final = re.compile(rb"-?\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?")
_ATTRIBUTES: Final = re.compile(rb'(?: [A-Za-z][\w:]*="[^"<>&]*")*/?>')
_ATTRIBUTE_NAME: Final = re.compile(rb' ([A-Za-z][\w:]*)="')
_MOST_ROW_DIGITS: Final = 7
_MOST_STYLE_DIGITS: Final = 4
#: Whole numbers up to here are the same as a float.
_MOST_DIGITS: Final = 15


def _word(text: bytes) -> np.uint64:
    """Up to eight bytes as a number."""
    return np.uint64(int.from_bytes(text, "little"))


#: The tags that may stand in a row, as they begin; what a number of them means, the names below say.
_TAGS: Final = (
    b"\xff",
    b'<row r="',
    b"</row>",
    b'<c r="',
    b"</c>",
    b"<v>",
    b"</v>",
    b"<is>",
    b"</is>",
    b"<t>",
    b"<t xml:s",
    b"</t>",
)
NO_TAG, ROW, ROW_END, CELL, CELL_END, VALUE, VALUE_END = range(7)
INLINE, INLINE_END, TEXT, SPACED_TEXT, TEXT_END = range(7, 12)
_SPACED: Final = b'<t xml:space="preserve">'
_KINDS: Final = 16
#: What may follow what.
_FOLLOWERS: Final = {
    ROW: (CELL, ROW_END, ROW),
    ROW_END: (ROW,),
    CELL: (CELL, ROW_END, CELL_END, VALUE, INLINE),
    CELL_END: (CELL, ROW_END),
    VALUE: (VALUE_END,),
    VALUE_END: (CELL_END,),
    INLINE: (TEXT, SPACED_TEXT),
    TEXT: (TEXT_END,),
    SPACED_TEXT: (TEXT_END,),
    TEXT_END: (INLINE_END,),
    INLINE_END: (CELL_END,),
}


def _tag_tables() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The kind of a tag by its second and third byte; and by its kind its first bytes, and how many of them count."""
    kinds = np.zeros(1 << 16, dtype=np.uint8)
    words = np.zeros(_KINDS, dtype=np.uint64)
    masks = np.full(
        _KINDS,
        2**64 - 1,
        dtype=np.uint64,
    )
    for kind, tag in enumerate(_TAGS):
        kinds[int.from_bytes(tag[1:3], "little")] = kind
        words[kind] = _word(tag)
        masks[kind] = _word(b"\xff" * len(tag))
    return kinds, words, masks


def _follower_table() -> np.ndarray:
    """Whether a kind may follow another, at their numbers put together."""
    may_follow = np.zeros(_KINDS * _KINDS, dtype=bool)
    for kind, followers in _FOLLOWERS.items():
        for follower in followers:
            may_follow[kind * _KINDS + follower] = True
    return may_follow


_KIND_OF, _TAG_WORDS, _TAG_MASKS = _tag_tables()
_MAY_FOLLOW: Final = _follower_table()
#: All bytes up to a number of them.
_LOW_BYTES: Final = np.array(
    [_word(b"\xff" * count) for count in range(9)],
    dtype=np.uint64,
)
_HIGH_BYTES: Final = ~_LOW_BYTES[::-1].copy()
_HALF_BYTES: Final = np.uint64(0x0F0F0F0F0F0F0F0F)
_ZEROS: Final = np.uint64(0x3030303030303030)
_SIXES: Final = np.uint64(0x0606060606060606)
#: What puts a digit and ten times the one before it together, in every second byte, and so on.
_TO_PAIRS: Final = np.uint64(10 * 2**8 + 1)
_TO_FOURS: Final = np.uint64(100 * 2**16 + 1)
_TO_EIGHTS: Final = np.uint64(10_000 * 2**32 + 1)
_OF_PAIRS: Final = np.uint64(0x00FF00FF00FF00FF)
_OF_FOURS: Final = np.uint64(0x0000FFFF0000FFFF)
_BITS_8: Final = np.uint64(8)
_BITS_16: Final = np.uint64(16)
_BITS_32: Final = np.uint64(32)
_LOW_BYTE: Final = np.uint64(0xFF)
_TWO_BYTES: Final = np.uint64(0xFFFF)

#: How the tag of a cell ends that states its type, from the last quote before it on.
_TYPE_ENDS: Final = {
    "shared": b'" t="s">',
    "number": b'" t="n">',
    "string": b'" t="str">',
    "inline": b'" t="inlineStr">',
}
#: One more than the numbers of four digits: what a cell without a style has.
NO_STYLE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Looks:
    """What numbers mean that cells state: which styles are of dates, or marked; how many texts are shared, or struck.

    `is_date`, `is_marked`: a place for each style up to NO_STYLE. `struck_texts`: the numbers of the struck ones.
    """

    is_date: np.ndarray
    is_marked: np.ndarray
    text_count: int
    struck_texts: np.ndarray


@dataclass(frozen=True, slots=True)
class CellsOfPiece:
    """The cells of some rows: `rows` are the rows' numbers from 0, `places` has a line for each, and a place a column.

    A place holds 0 for a blank, 1 + the number of a text, or -1 - the position of a number in `numbers`. `hidden`: the
    numbers of the rows that nobody sees. `marked`: row, column and style of the cells with a marked style; `struck`:
    the same of those whose text is struck out.
    """

    rows: np.ndarray
    places: np.ndarray
    numbers: np.ndarray
    cell_count: int
    hidden: np.ndarray
    marked: np.ndarray
    struck: np.ndarray


class _Tags(NamedTuple):
    """The tags of a piece: where each begins, and its kind. `words`: eight bytes from every place on."""

    xml: bytes
    letters: np.ndarray
    words: np.ndarray
    starts: np.ndarray
    kinds: np.ndarray


class _Rows(NamedTuple):
    """The rows of a piece: numbers from 1, digits of each, these with the quote behind them as a word."""

    numbers: np.ndarray
    digits: np.ndarray
    words: np.ndarray
    is_hidden: np.ndarray


class _Cells(NamedTuple):
    """The tags of all cells: which tag of the piece each is, the line of its row, its column, its style, its type."""

    tags: np.ndarray
    lines: np.ndarray
    columns: np.ndarray
    styles: np.ndarray
    is_of_type: dict[str, np.ndarray]


def cells_of_piece(
    xml: bytes,
    looks: Looks,
    number_of_text: Callable[[bytes], int],
) -> CellsOfPiece:
    """All cells of a piece, which holds whole rows and nothing else.

    number_of_text: gives the text of a cell its number. Raises UnusualSpellingError.
    """
    tags = _tags_of(xml)
    row_tags = np.flatnonzero(tags.kinds == ROW)
    _require_closed_rows(tags, row_tags)
    rows = _rows_of(tags, row_tags)
    cells = _cells_of(tags, row_tags, rows)
    values, numbers = _values_of(tags, cells, looks, number_of_text)
    places = _laid_out(cells, values, len(row_tags))
    is_marked = looks.is_marked[cells.styles]
    is_struck = np.isin(values, 1 + looks.struck_texts)
    return CellsOfPiece(
        rows.numbers - 1,
        places,
        numbers,
        len(values),
        rows.numbers[rows.is_hidden] - 1,
        _positions(rows, cells, is_marked),
        _positions(rows, cells, is_struck),
    )


def _require(condition: object) -> None:
    if not condition:
        raise UnusualSpellingError


def _require_all(is_usual: np.ndarray) -> None:
    _require(is_usual.all())


def _tags_of(xml: bytes) -> _Tags:
    """The tags of a piece, each known, each where it may stand, and nothing between them but values."""
    padded = xml + PADDING
    letters = np.frombuffer(padded, dtype=np.uint8)
    words = np.ndarray(
        len(padded) - 7,
        dtype=_WORD,
        buffer=padded,
        strides=(1,),
    )
    starts = np.flatnonzero(letters == ord("<"))
    _require(len(starts))
    heads = words[starts]
    letters_of_names = heads >> _BITS_8 & _TWO_BYTES
    kinds = _KIND_OF[letters_of_names]
    tag_words = heads & _TAG_MASKS[kinds]
    _require_all(tag_words == _TAG_WORDS[kinds])
    pairs = kinds[:-1] * np.uint8(_KINDS) + kinds[1:]
    _require_all(_MAY_FOLLOW[pairs])
    _require(kinds[0] == ROW)
    _require(kinds[-1] in (ROW, ROW_END))
    _require(xml.endswith(b">"))
    tags = _Tags(
        padded,
        letters,
        words,
        starts,
        kinds,
    )
    _require_nothing_between(tags)
    return tags


def _require_nothing_between(tags: _Tags) -> None:
    """Every tag ends right before the next one, or before its value; and no other ">" stands anywhere."""
    _, letters, _, starts, kinds = tags
    has_value = (kinds == VALUE) | (kinds == TEXT) | (kinds == SPACED_TEXT)
    ends_before_next = letters[starts[1:] - 1] == ord(">")
    _require_all(ends_before_next | has_value[:-1])
    end_count = np.count_nonzero(letters == ord(">"))
    _require(end_count == len(starts))
    for start in starts[kinds == SPACED_TEXT].tolist():
        _require(tags.xml.startswith(_SPACED, start))


def _require_closed_rows(tags: _Tags, row_tags: np.ndarray) -> None:
    """A row without cells may end in its own tag, and only there the next row may follow."""
    end_of_piece = len(tags.xml) - len(PADDING)
    next_starts = np.append(tags.starts[1:], end_of_piece)[row_tags]
    next_kinds = np.append(tags.kinds[1:], ROW)[row_tags]
    is_closed = tags.letters[next_starts - 2] == ord("/")
    is_before_row = next_kinds == ROW
    _require_all(is_closed == is_before_row)


def _rows_of(tags: _Tags, row_tags: np.ndarray) -> _Rows:
    """What the rows say of themselves, in the order of their numbers."""
    words = tags.words[tags.starts[row_tags] + len('<row r="')]
    digits = np.zeros(len(words), dtype=np.int64)
    for length in range(_MOST_ROW_DIGITS, 0, -1):
        character = words >> np.uint64(8 * length) & _LOW_BYTE
        digits[character == ord('"')] = length
    _require_all(digits > 0)
    first_digits = words & _LOW_BYTE
    _require_all(first_digits != ord("0"))
    numbers, are_whole = _whole_numbers(words << _bits(8 - digits), digits)
    _require_all(are_whole)
    steps = np.diff(numbers)
    _require_all(steps > 0)
    masks = _LOW_BYTES[digits + 1]
    is_hidden = _are_hidden(tags, row_tags, digits)
    return _Rows(numbers, digits, words & masks, is_hidden)


def _are_hidden(
    tags: _Tags,
    row_tags: np.ndarray,
    digits: np.ndarray,
) -> np.ndarray:
    """Which rows nobody sees, by what stands in a row's tag behind its number; rows have few different texts there."""
    starts = tags.starts[row_tags] + len('<row r="') + digits + 1
    end_of_piece = len(tags.xml) - len(PADDING)
    ends = np.append(tags.starts[1:], end_of_piece)[row_tags]
    attributes = list(_between(tags, starts, ends))
    hides = {text: _hides(text) for text in set(attributes)}
    return np.array(list(map(hides.__getitem__, attributes)), dtype=bool)


def _hides(attributes: bytes) -> bool:
    """A row with these attributes is hidden. Raises UnusualSpellingError where they are none, or one stands twice."""
    _require(_ATTRIBUTES.fullmatch(attributes))
    names = _ATTRIBUTE_NAME.findall(attributes)
    _require(len({b"r", *names}) == 1 + len(names))
    return HIDING.search(attributes) is not None


def _bits(byte_counts: np.ndarray) -> np.ndarray:
    bits: np.ndarray = byte_counts.astype(np.uint64) * _BITS_8
    return bits


def _whole_numbers(
    words: np.ndarray, digits: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The numbers that the last bytes of these words spell, so many digits of each; and whether all are digits."""
    counted = _HIGH_BYTES[digits]
    bytes_counted = words & counted
    zeros = _ZEROS & counted
    halves = bytes_counted & _HALF_BYTES
    begin_as_digits = bytes_counted & ~_HALF_BYTES == zeros
    end_as_digits = halves + _SIXES & ~_HALF_BYTES == 0
    # two digits, then four, then eight are put together at once
    pairs = halves * _TO_PAIRS >> _BITS_8
    fours = (pairs & _OF_PAIRS) * _TO_FOURS >> _BITS_16
    eights = (fours & _OF_FOURS) * _TO_EIGHTS >> _BITS_32
    return eights.astype(np.int64), begin_as_digits & end_as_digits


def _cells_of(
    tags: _Tags,
    row_tags: np.ndarray,
    rows: _Rows,
) -> _Cells:
    """The cells by their tags: address, style and type, and nothing else may stand there."""
    cell_tags = np.flatnonzero(tags.kinds == CELL)
    first_cells = np.searchsorted(cell_tags, row_tags)
    boundaries = np.append(first_cells, len(cell_tags))
    all_lines = np.arange(len(row_tags))
    lines = np.repeat(all_lines, np.diff(boundaries))
    starts = tags.starts[cell_tags]
    ends = tags.starts[cell_tags + 1] - 1
    columns, letter_counts = _columns_of(tags.words[starts + len('<c r="')])
    digits_at = starts + len('<c r="') + letter_counts
    digits = rows.digits[lines]
    masks = _LOW_BYTES[digits + 1]
    row_words = tags.words[digits_at] & masks
    _require_all(row_words == rows.words[lines])
    is_of_type, attributes_end = _types_of(tags, ends)
    styles = _styles_of(tags, digits_at + digits, attributes_end)
    is_closed = tags.letters[ends - 1] == ord("/")
    next_kinds = tags.kinds[cell_tags + 1]
    is_alone = (next_kinds == CELL) | (next_kinds == ROW_END)
    _require_all(is_closed == is_alone)
    return _Cells(
        cell_tags,
        lines,
        columns,
        styles,
        is_of_type,
    )


def _columns_of(references: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The columns that begin these words, from 0, and how many letters each has."""
    first = _letters_at(references, 0)
    second = _letters_at(references, 1)
    third = _letters_at(references, 2)
    has_two = second >= 0
    has_three = has_two & (third >= 0)
    columns = first
    columns = np.where(has_two, columns * 26 + 26 + second, columns)
    columns = np.where(has_three, columns * 26 + 26 + third, columns)
    _require_all(first >= 0)
    _require_all(first < 26)
    _require_all(second < 26)
    _require_all(third[has_three] < 26)
    letter_counts = np.add(has_two, has_three, dtype=np.int64)
    return columns, 1 + letter_counts


def _letters_at(words: np.ndarray, place: int) -> np.ndarray:
    """The letters at a place of words, "A" as 0; what is no capital is less or more than 25."""
    shift = np.uint64(8 * place)
    letters: np.ndarray = words >> shift & _LOW_BYTE
    return letters.astype(np.int64) - ord("A")


def _types_of(
    tags: _Tags, ends: np.ndarray
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Which cells state which type, and the place of the last quote in front of it.

    ends: where each tag ends.
    """
    last_words = tags.words[ends - 7]
    is_closed = tags.letters[ends - 1] == ord("/")
    quotes = ends - np.where(is_closed, 2, 1)
    is_of_type = {}
    for name, text in _TYPE_ENDS.items():
        is_type = last_words == _word(text[-8:])
        quotes_of_type = ends[is_type] - len(text) + 1
        first_words = tags.words[quotes_of_type]
        _require_all(first_words == _word(text[:8]))
        quotes[is_type] = quotes_of_type
        is_of_type[name] = is_type
    _require_all(tags.letters[quotes] == ord('"'))
    return is_of_type, quotes


def _styles_of(
    tags: _Tags,
    first_quotes: np.ndarray,
    last_quotes: np.ndarray,
) -> np.ndarray:
    """The styles that stand between the quote behind the address and the last quote; no other attribute may."""
    styles = np.full(len(first_quotes), NO_STYLE)
    has_style = first_quotes != last_quotes
    first_quotes = first_quotes[has_style]
    words = tags.words[first_quotes + 1]
    digits = last_quotes[has_style] - first_quotes - len('" s="')
    _require_all(digits >= 1)
    _require_all(digits <= _MOST_STYLE_DIGITS)
    names = words & _LOW_BYTES[4]
    _require_all(names == _word(b' s="'))
    numbers, are_whole = _whole_numbers(words << _bits(4 - digits), digits)
    _require_all(are_whole)
    styles[has_style] = numbers
    return styles


def _values_of(
    tags: _Tags,
    cells: _Cells,
    looks: Looks,
    number_of_text: Callable[[bytes], int],
) -> tuple[np.ndarray, np.ndarray]:
    """What stands in the place of every cell, and the numbers that some of them point at."""
    values = np.zeros(len(cells.tags), dtype=np.int64)
    is_shared = cells.is_of_type["shared"]
    shared_tags = cells.tags[is_shared]
    values[is_shared] = 1 + _shared_texts(tags, shared_tags, looks)
    tags_before_text = {"string": 1, "inline": 2}
    for name, tags_before in tags_before_text.items():
        is_text = cells.is_of_type[name]
        text_tags = cells.tags[is_text] + tags_before
        texts = _texts(tags, text_tags)
        text_numbers = np.array(list(map(number_of_text, texts)), dtype=np.int64)
        values[is_text] = 1 + text_numbers
    is_number = _is_number(tags, cells)
    number_styles = cells.styles[is_number]
    _require(not looks.is_date[number_styles].any())
    numbers = _numbers(tags, cells.tags[is_number])
    values[is_number] = -1 - np.arange(len(numbers))
    return values, numbers


def _is_number(tags: _Tags, cells: _Cells) -> np.ndarray:
    """Which cells hold a number; refuses values that are not of the type that their cell states."""
    next_kinds = tags.kinds[cells.tags + 1]
    has_value = next_kinds == VALUE
    is_inline = cells.is_of_type["inline"]
    has_type = np.logical_or.reduce(list(cells.is_of_type.values()))
    has_text = next_kinds == INLINE
    _require_all(is_inline == has_text)
    _require_all(has_value | is_inline | ~has_type)
    is_stated = cells.is_of_type["number"]
    is_number: np.ndarray = has_value & (is_stated | ~has_type)
    return is_number


def _shared_texts(
    tags: _Tags,
    cell_tags: np.ndarray,
    looks: Looks,
) -> np.ndarray:
    """The numbers of the shared texts that stand in these cells."""
    ends = tags.starts[cell_tags + 2]
    lengths = ends - tags.starts[cell_tags + 1] - len("<v>")
    _require_all(lengths >= 1)
    _require_all(lengths <= 8)
    numbers, are_whole = _whole_numbers(tags.words[ends - 8], lengths)
    _require_all(are_whole)
    _require_all(numbers < looks.text_count)
    return numbers


def _numbers(tags: _Tags, cell_tags: np.ndarray) -> np.ndarray:
    """The numbers that stand in these cells; Python reads those that are not whole, or long."""
    starts = tags.starts[cell_tags + 1] + len("<v>")
    ends = tags.starts[cell_tags + 2]
    lengths = ends - starts
    _require_all(lengths >= 1)
    low_digits = lengths.clip(max=8)
    numbers, are_whole = _whole_numbers(tags.words[ends - 8], low_digits)
    are_long = lengths > 8
    if are_long.any():
        high_digits = (lengths - 8).clip(0, 8)
        high_numbers, are_high = _whole_numbers(tags.words[ends - 16], high_digits)
        numbers += high_numbers * 10**8
        are_whole &= are_high & (lengths <= _MOST_DIGITS)
    floats = numbers.astype(np.float64)
    if not are_whole.all():
        texts = _between(tags, starts[~are_whole], ends[~are_whole])
        floats[~are_whole] = list(map(_float, texts))
    return floats


def _float(text: bytes) -> float:
    """A number as Python reads it. Raises UnusualSpellingError for one beyond its range, and for minus nothing."""
    _require(_NUMBER.fullmatch(text))
    number = float(text)
    _require(isfinite(number))
    _require(number or not text.startswith(b"-"))
    return number


def _texts(tags: _Tags, text_tags: np.ndarray) -> list[bytes]:
    """These tags, each with the text behind it."""
    starts = tags.starts[text_tags]
    ends = tags.starts[text_tags + 1]
    return list(_between(tags, starts, ends))


def _between(
    tags: _Tags,
    starts: np.ndarray,
    ends: np.ndarray,
) -> Iterator[bytes]:
    """The bytes from each start to its end."""
    slices = map(slice, starts.tolist(), ends.tolist())
    return map(tags.xml.__getitem__, slices)


def _laid_out(
    cells: _Cells,
    values: np.ndarray,
    row_count: int,
) -> np.ndarray:
    """The values in lines and columns; refuses cells in disorder, twice in a place, or far apart."""
    width = 1 + int(cells.columns.max(initial=-1))
    place_count = row_count * width
    _require(place_count <= max(MAX_PLACES, MAX_SPARSENESS * len(values)))
    positions = cells.lines * width + cells.columns
    steps = np.diff(positions)
    _require_all(steps > 0)
    places = np.zeros(place_count, dtype=np.int32)
    places[positions] = values
    return places.reshape(row_count, width)


def _positions(
    rows: _Rows,
    cells: _Cells,
    is_asked: np.ndarray,
) -> np.ndarray:
    """Row, column (from 0) and style of the cells that are asked for."""
    row_numbers = rows.numbers[cells.lines[is_asked]] - 1
    columns = cells.columns[is_asked]
    styles = cells.styles[is_asked]
    return np.column_stack((row_numbers, columns, styles))
