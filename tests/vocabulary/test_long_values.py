"""Long values cost linear time: every reader of a value, and what compares, repairs and shows it.

1. Texts of one mark, sign or word again and again, as long as a cell can be: four times the text, about four times the
   time (9 at most; quadratic is 16).
2. Texts that hypothesis makes, in every reader: no exception, and no growth either.
"""

from __future__ import annotations

from functools import _lru_cache_wrapper, cache, partial
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbo_screen.findings.masking import mask_people
from kbo_screen.vocabulary.areas import (
    districts_of,
    nearest_districts,
    resolve_district,
    subdistrict_key,
)
from kbo_screen.vocabulary.cell_years import take_years
from kbo_screen.vocabulary.dates import (
    names_month_of_next_fiscal_year,
    read_date,
    read_year_be,
)
from kbo_screen.vocabulary.fields import FIELDS
from kbo_screen.vocabulary.file_names import file_name, sheet_name
from kbo_screen.vocabulary.headers import (
    is_part_of_header,
    names_group_and_product,
    read_header,
)
from kbo_screen.vocabulary.ids import is_phone, read_id, read_phone
from kbo_screen.vocabulary.name_trimmings import trim_name
from kbo_screen.vocabulary.names import (
    group_key,
    name_parts,
    names_inside,
    product_word,
)
from kbo_screen.vocabulary.people import people_named, person_key, split_contact
from kbo_screen.vocabulary.thai_order import sort_key
from kbo_screen.vocabulary.thai_text import (
    clusters,
    display_width,
    fold,
    repair,
    shorten,
    wrap,
)
from kbo_screen.vocabulary.title_years import bare_year, years_in_title
from kbo_screen.vocabulary.values import read_field, said_failed
from tests.tools.expressions import package_modules
from tests.tools.worst_texts import MOST_GROWTH, Shape, growth_of

if TYPE_CHECKING:
    from collections.abc import Callable

DISTRICTS: Final = districts_of("ฉะเชิงเทรา")
READERS: Final[dict[str, Callable[[str], object]]] = {
    **{f"field {field}": partial(read_field, field) for field in FIELDS},
    "resolve a district": lambda text: resolve_district(text, DISTRICTS),
    "nearest districts": lambda text: nearest_districts(text, DISTRICTS),
    "shorten": lambda text: shorten(text, 30),
    "shorten at its end": lambda text: shorten(text, 2_000),
    "wrap": lambda text: wrap(text, 30),
    "wrap at its end": lambda text: wrap(text, 20_000),
    **{
        reader.__name__: reader
        for reader in (
            subdistrict_key, take_years, read_date, read_year_be, names_month_of_next_fiscal_year, read_header,
            is_part_of_header, names_group_and_product, is_phone, read_id, read_phone, trim_name, group_key, name_parts,
            names_inside, product_word, people_named, person_key, split_contact, sort_key, clusters, display_width, fold,
            repair, bare_year, years_in_title, said_failed, mask_people, file_name, sheet_name,
        )
    },
}  # fmt: skip
#: A mark, a sign, a word, each written again and again.
PUMPS: Final = (
    "1", " 1", "ก", "\u0e48", "\u0e48\u0e34", "\u0e38\u0e48", "\u0301\u0327", "\u0e4d", "เ", "ำ", "\n", " ", "\u2028", "-",
    "1/", "(1)", "ต.ก ", "ม.1 ", "นาย", "น.ส. ", "โทร ", "2565 ", "และ64", "ปี 65 ", "ก.", "A.", "ไม่", "a b ",
)  # fmt: skip
ENDS: Final = ("", "\x00")


@cache
def _caches() -> tuple[Any, ...]:
    """What remembers texts: it would make the second time none."""
    caches = []
    for module in package_modules():
        for value in vars(module).values():
            is_cache = isinstance(value, _lru_cache_wrapper)
            if is_cache and value.cache_parameters()["maxsize"] is not None:
                caches.append(value)
    return tuple({id(each): each for each in caches}.values())


def _growth(name: str, shape: Shape) -> float:
    def read(text: str) -> None:
        for each in _caches():
            each.cache_clear()
        READERS[name](text)

    return growth_of(read, shape.text)


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_linear_time(name: str) -> None:
    offset = list(READERS).index(name) % 2
    slow = []
    for number, pump in enumerate(PUMPS[offset::2]):
        shape = Shape("", pump, ENDS[number % 2])
        if _growth(name, shape) > MOST_GROWTH:
            slow.append(str(shape))
    assert slow == []


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lead=st.text(max_size=4),
    pump=st.one_of(
        st.text(min_size=1, max_size=6),
        st.text("กาิ่์ำเแ ๑1-./()ม.ปีและ", min_size=1, max_size=8),
    ),
    end=st.text(max_size=3),
)
def test_no_text_makes_a_reader_slow(name: str, lead: str, pump: str, end: str) -> None:
    assert _growth(name, Shape(lead, pump, end)) <= MOST_GROWTH


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pump=st.text(min_size=1, max_size=8),
    times=st.sampled_from([1, 3, 40, 400]),
    end=st.text(max_size=3),
)
def test_no_text_raises_in_a_reader(pump: str, times: int, end: str) -> None:
    for read in READERS.values():
        read(pump * times + end)
