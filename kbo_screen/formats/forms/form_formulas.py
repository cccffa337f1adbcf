"""The formulas of a form, which Excel 2010 and LibreOffice share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.form_stamp import CHOICES_SHEET, LOOKED_UP
from kbo_screen.registry.registry import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbo_screen.results.forms.district_form import FormChoice, FormShape

#: Columns of a form with their widths, in order. Two lines of usual length fit in each; all together fill an A4 page in
#: width as they do in height (looked at in print).
WIDTHS: Final = {
    "number": 4,
    "group_name": 27,
    "group_id": 12,
    "subdistrict": 13,
    "product_name": 18,
    "star": 10,
    "quadrant": 12,
    "standard": 17,
    "tier": 24,
    "potential": 14,
    "representative": 20,
    "phone": 14,
    "note": 10,
    "confirmation": 24,
}
#: Where every column stands; behind them the hidden one that says whether potential is asked.
COLUMNS: Final = {name: position for position, name in enumerate(WIDTHS)}
HELPER: Final = len(WIDTHS)
#: Answers to whether potential is asked of a choice, as the hidden column holds them; -1: not in the list.
ASKED, NOT_ASKED, NO_CHOICE = 1, 0, -1
#: Columns of the hidden sheet: the label, what is looked up, whether potential is asked, and what may be said of it.
_LABELS: Final = 0
_ASKS: Final = len(LOOKED_UP) + 1
POTENTIAL_WORDS: Final = len(LOOKED_UP) + 2


def cell_name(
    row: int,
    column: int,
    *,
    fixed: bool = False,
) -> str:
    """The name of a cell; fixed: with $ before both parts."""
    mark = "$" if fixed else ""
    return f"{mark}{column_letters(column)}{mark}{row + 1}"


@dataclass(frozen=True, slots=True)
class FormFormulas:
    """The formulas of a form. rows: those for groups, from 0. last_choice: the number of the last group offered."""

    shape: FormShape
    rows: range
    last_choice: str

    @property
    def labels(self) -> str:
        """The cells of the hidden sheet that hold the groups to pick from."""
        return self._list(_LABELS)

    def look_up(self, row: int, name: str) -> str:
        """What follows from the group that a row names; of the first column also that it is unknown."""
        position = LOOKED_UP.index(name)
        group = cell_name(row, COLUMNS["group_name"])
        absent = '""'
        if position == 0:
            absent = f'"{text("form.unknown", self.shape.lang)}"'
        value = f'INDEX({self._list(position + 1)},{self._match(row)})&""'
        return f'=IF({group}="","",IFERROR({value},{absent}))'

    def asks_potential(self, row: int) -> str:
        """Whether the district has to certify the group that a row names."""
        group = cell_name(row, COLUMNS["group_name"])
        asks = f"INDEX({self._list(_ASKS)},{self._match(row)})"
        return f'=IF({group}="","",IFERROR({asks},{NO_CHOICE}))'

    def potential_words(self) -> str:
        """What may be said of potential: yes or no where it is asked, else that it is not."""
        helper = cell_name(self.rows[0], HELPER)
        letters = column_letters(POTENTIAL_WORDS)
        words = f"{CHOICES_SHEET}!${letters}"
        return f"=IF({helper}={ASKED},{words}$1:${letters}$2,{words}$3:${letters}$3)"

    def count(self) -> str:
        """How many groups are picked, and how many more are needed."""
        words = self._words
        most = self.shape.most_to_choose
        count = self._picked_count()
        more = f'"{words["more_before"]}"&({most}-{count})&"{words["more_after"]}"'
        enough = f'"{words["enough"]}"'
        formula = f'="{words["chosen"]}"&{count}&IF({count}>={most},{enough},{more})'
        return formula + self._certificates() if self.shape.offers_groups else formula

    def count_now(self, proposed: Sequence[FormChoice]) -> str:
        """What the count says of the groups that stand in the form, as long as nobody has typed."""
        words = self._words
        lacking = self.shape.most_to_choose - len(proposed)
        line = f"{words['chosen']}{len(proposed)}"
        if lacking > 0:
            line += f"{words['more_before']}{lacking}{words['more_after']}"
        else:
            line += words["enough"]
        certificates = sum(choice.asks_potential for choice in proposed)
        if certificates:
            line += f"{words['certify_before']}{certificates}{words['certify_after']}"
        return line

    def is_wrong_group(self) -> str:
        """A group is picked twice, or is not in the list."""
        first = self.rows[0]
        group = f"${cell_name(first, COLUMNS['group_name'])}"
        helper = f"${cell_name(first, HELPER)}"
        count = f"COUNTIF({self._cells(COLUMNS['group_name'])},{group})"
        return f'=AND({group}<>"",OR({count}>1,{helper}={NO_CHOICE}))'

    def lacks_certificate(self) -> str:
        """Potential is asked of a group and not yet said."""
        helper = f"${cell_name(self.rows[0], HELPER)}"
        potential = f"${cell_name(self.rows[0], COLUMNS['potential'])}"
        return f'=AND({helper}={ASKED},{potential}="")'

    def needs_no_certificate(self) -> str:
        """Potential is not asked of a group."""
        group = f"${cell_name(self.rows[0], COLUMNS['group_name'])}"
        helper = f"${cell_name(self.rows[0], HELPER)}"
        return f'=AND({group}<>"",{helper}={NOT_ASKED})'

    def _match(self, row: int) -> str:
        """Where the group that a row names stands in the list."""
        group = cell_name(row, COLUMNS["group_name"])
        return f"MATCH({group},{self.labels},0)"

    def _list(self, column: int) -> str:
        """A column of the hidden sheet."""
        letters = column_letters(column)
        return f"{CHOICES_SHEET}!${letters}$1:${letters}${self.last_choice}"

    def _cells(self, column: int) -> str:
        """A column of the rows for groups."""
        first = cell_name(self.rows[0], column, fixed=True)
        last = cell_name(self.rows[-1], column, fixed=True)
        return f"{first}:{last}"

    def _picked_count(self) -> str:
        """Every group that is picked counts once; where there is a list, only those in it."""
        groups = self._cells(COLUMNS["group_name"])
        is_in_list = ""
        if self.shape.offers_groups:
            is_in_list = f"*({self._cells(HELPER)}<>{NO_CHOICE})"
        is_picked = f'({groups}<>"")'
        times = f'COUNTIF({groups},{groups}&"")'
        return f"ROUND(SUMPRODUCT({is_picked}{is_in_list}/{times}),0)"

    def _certificates(self) -> str:
        """What the count adds while groups wait for the district's certificate."""
        is_asked = f"({self._cells(HELPER)}={ASKED})"
        is_blank = f'({self._cells(COLUMNS["potential"])}="")'
        waiting_count = f"SUMPRODUCT({is_asked}*{is_blank})"
        before, after = self._words["certify_before"], self._words["certify_after"]
        return f'&IF({waiting_count}>0,"{before}"&{waiting_count}&"{after}","")'

    @property
    def _words(self) -> dict[str, str]:
        """The words of the line that counts."""
        lang = self.shape.lang
        return {
            "chosen": text("form.chosen", lang),
            "enough": self._enough_words(),
            "more_before": text("form.more_before", lang),
            "more_after": text("form.more_after", lang),
            "certify_before": text("form.certify_before", lang),
            "certify_after": text("form.certify_after", lang),
        }

    def _enough_words(self) -> str:
        """What the count says where no more are asked for: of the quota, or of all that the list holds."""
        shape, letter = self.shape, self.shape.letter
        if letter.counts_products:
            return text("form.by_products", shape.lang)
        if not letter.quota:
            return text("form.no_least", shape.lang)
        if shape.most_to_choose == letter.quota:
            return text("form.enough", shape.lang)
        text_id = "form.all_chosen" if shape.offers_groups else "form.none_to_choose"
        return text(text_id, shape.lang)
