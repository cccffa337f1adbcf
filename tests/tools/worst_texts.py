"""Worst texts for a regular expression, derived from its own pattern, and how its time grows with them.

A search is slow where many places begin a match that fails late: so what leads up to a repeat, and what the repeat
takes, is written again and again, and then something that the expression does not take.
"""

from __future__ import annotations

import re
from itertools import product
from re import _constants as sre
from re import _parser as sre_parser
from time import thread_time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Items = list[tuple[Any, Any]]

#: Lengths of texts, each four times the one before.
LENGTHS: Final = (32, 128, 512, 2048, 8192)
#: Seconds of the processor that are worth a second look.
NOTICED: Final = 0.002
#: What four times the text may take: linear is 4 times the time, quadratic 16.
MOST_GROWTH: Final = 9.0
#: A repeat of fewer cannot be slow alone.
MANY: Final = 30
#: What a text ends in.
ENDS: Final = ("", "\x00")
#: Signs of which a class may take some.
SIGNS: Final = "a1 ก\u0e48\u0e31\u0e34\u0e32\u0e33\u0e4d\u0e4cเ๑A.-,/<>\"'=:;_(*\n\u200b\xa0xé[&#+|\\"
_CATEGORIES: Final = {
    sre.CATEGORY_DIGIT: str.isdecimal,
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    sre.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdecimal(),
    sre.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    sre.CATEGORY_NOT_WORD: lambda sign: not (sign.isalnum() or sign == "_"),
}
_REPEATS: Final = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def worst_growth(
    pattern: re.Pattern[Any],
    *,
    search: Callable[[Any], object] | None = None,
    most_shapes: int = 10_000,
) -> tuple[float, str]:
    """The worst growth of an expression over its own worst texts, and the text, as (times, shown).

    0 where none of them takes noticeable time. search: what is done with the expression; without it all its matches
    are looked for.
    """
    search = search or (lambda text: sum(1 for _ in pattern.finditer(text)))
    is_bytes = isinstance(pattern.pattern, bytes)
    worst = (0.0, "")
    shapes = list(worst_shapes(pattern))
    step = max(1, len(shapes) // most_shapes)
    for shape in shapes[::step]:

        def text_of(length: int, shape: Shape = shape) -> Any:
            text = shape.text(length)
            return text.encode() if is_bytes else text

        worst = max(worst, (growth_of(search, text_of), str(shape)))
        if worst[0] > MOST_GROWTH:
            break
    return worst


class Shape(NamedTuple):
    """A text of any length: a lead, a pump again and again, an end."""

    lead: str
    pump: str
    end: str

    def text(self, length: int) -> str:
        """The text of about this length."""
        return self.lead + self.pump * (length // len(self.pump) + 1) + self.end

    def __str__(self) -> str:
        return f"{self.lead!r} + {self.pump!r} * n + {self.end!r}"


def growth_of(
    work: Callable[[Any], object],
    text_of: Callable[[int], Any],
) -> float:
    """How many times longer work takes on four times the text, where that is noticeable; 0 where it is not.

    What looks bad is looked at again, and at a longer text too: a machine that does something else is not its fault.
    """
    work(text_of(LENGTHS[0]))  # patterns that wait for their first text are made now
    for length in LENGTHS:
        if _seconds(work, text_of(length)) > NOTICED:
            break
    else:
        return 0.0
    growth = _growth_at(work, text_of, length)
    tries = 2
    while growth > MOST_GROWTH and tries:
        longer = length * 4 if length > LENGTHS[1] else length
        growth = min(growth, _growth_at(work, text_of, longer, tries=1))
        tries -= 1
    return growth


def _growth_at(
    work: Callable[[Any], object],
    text_of: Callable[[int], Any],
    length: int,
    tries: int = 3,
) -> float:
    """The growth up to a length; the least time of several tries."""
    short, long = text_of(length // 4), text_of(length)
    before = min(_seconds(work, short) for _ in range(tries))
    after = min(_seconds(work, long) for _ in range(tries))
    return after / before


def _seconds(work: Callable[[Any], object], text: Any) -> float:
    begin = thread_time()
    work(text)
    return max(thread_time() - begin, 1e-6)


def worst_shapes(pattern: re.Pattern[Any]) -> Iterator[Shape]:
    """Texts that are hard for this expression."""
    source = pattern.pattern
    if isinstance(source, bytes):
        source = source.decode("latin-1")
    flags = pattern.flags & ~re.UNICODE
    tree = list(sre_parser.parse(source, flags))
    shapes = set()
    for lead, body in _repeats_in(tree, ["", *_examples(tree)[:1]][:1]):
        shapes.add(("", body))
        shapes.add((lead, body))
        shapes.add(("", lead + body))
        shapes.add(("", lead + body * 3))
        shapes.add(("", f" {lead}{body}"))
    for example in _examples(tree):
        shapes.add(("", example))
        shapes.add(("", example[:-1]))
    for (lead, pump), end in product(sorted(shapes), ENDS):
        if pump:
            yield Shape(lead, pump, end)


def _repeats_in(
    items: Items,
    leads: list[str],
) -> Iterator[tuple[str, str]]:
    """Every long repeat with what may stand before it, and one thing that it takes."""
    for kind, value in items:
        if kind in _REPEATS:
            _, most, body = value
            bodies = _examples(list(body))
            if most >= MANY:
                yield from product(leads, bodies)
            yield from _repeats_in(list(body), leads)
        else:
            for part in _parts(kind, value):
                yield from _repeats_in(part, leads)
        leads = _joined(leads, _examples([(kind, value)]))


def _parts(kind: Any, value: Any) -> list[Items]:
    """The sequences inside an item."""
    if kind is sre.SUBPATTERN:
        return [list(value[3])]
    if kind is sre.BRANCH:
        return [list(branch) for branch in value[1]]
    if kind is sre.ATOMIC_GROUP:
        return [list(value)]
    if kind in (sre.ASSERT, sre.ASSERT_NOT):
        return [list(value[1])]
    if kind is sre.GROUPREF_EXISTS:
        return [list(part) for part in value[1:] if part is not None]
    return []


def _examples(items: Items) -> list[str]:
    """A few texts that a sequence takes, or nearly so."""
    examples = [""]
    for kind, value in items:
        examples = _joined(examples, _examples_of(kind, value))
    return examples


def _joined(firsts: list[str], seconds: list[str]) -> list[str]:
    """Each first with a second: as many as the longer list has."""
    count = max(len(firsts), len(seconds))
    joined = [
        firsts[number % len(firsts)] + seconds[number % len(seconds)]
        for number in range(count)
    ]
    return list(dict.fromkeys(joined))


def _examples_of(kind: Any, value: Any) -> list[str]:
    if kind is sre.LITERAL:
        return [chr(value)]
    if kind in _REPEATS:
        least, _, body = value
        bodies = _examples(list(body))
        full = [example * max(least, 1) for example in bodies]
        return full if least else ["", *full]
    if kind in (sre.IN, sre.NOT_LITERAL, sre.ANY):
        return _signs_of(kind, value)
    if kind is sre.BRANCH:
        return _few([text for part in _parts(kind, value) for text in _examples(part)])
    if kind is sre.ASSERT_NOT:
        return [""]
    parts = _parts(kind, value)
    return _examples(parts[0]) if parts else [""]


def _few(texts: Iterable[str], most: int = 6) -> list[str]:
    """Some of many, from all over."""
    texts = list(dict.fromkeys(texts))
    step = max(1, len(texts) // most)
    return texts[::step][: most + 1] or [""]


def _signs_of(kind: Any, value: Any) -> list[str]:
    """Some signs that a class takes, of different kinds."""
    own = []
    if kind is sre.IN:
        own = [chr(item) for what, item in value if what is sre.LITERAL]
        own += [chr(item[0]) for what, item in value if what is sre.RANGE]
        own += [chr(item[1]) for what, item in value if what is sre.RANGE]
    signs = [sign for sign in (*SIGNS, *own) if _takes(kind, value, sign)]
    return _few(signs)


def _takes(
    kind: Any,
    value: Any,
    sign: str,
) -> bool:
    if kind is sre.ANY:
        return sign != "\n"
    if kind is sre.NOT_LITERAL:
        return ord(sign) != value
    is_negated = value[0][0] is sre.NEGATE
    return is_negated != any(_item_takes(what, item, sign) for what, item in value)


def _item_takes(
    what: Any,
    item: Any,
    sign: str,
) -> bool:
    if what is sre.LITERAL:
        return ord(sign) == item
    if what is sre.RANGE:
        return item[0] <= ord(sign) <= item[1]
    if what is sre.CATEGORY:
        return bool(_CATEGORIES[item](sign))
    return False
