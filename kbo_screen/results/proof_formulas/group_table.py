"""A row per group: where it stands, whether its district needs that tier, what goes first, and its rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.results.proof_formulas.condition_terms import after_answer
from kbo_screen.results.proof_formulas.product_table import (
    STAR_BASE,
    SURE_BASE,
    agrees,
    sure_in_district,
)
from kbo_screen.results.proof_formulas.proof_table import (
    ProofColumn,
    ProofTable,
    labelled_column,
    program_columns,
)
from kbo_screen.results.proof_formulas.ranks import (
    carry_order,
    carry_sum,
    rank_term,
    units_before,
)
from kbo_screen.results.proof_formulas.terms import (
    NOTHING,
    Term,
    at_most,
    choose,
    either,
    every,
    first_of,
    is_below,
    is_number,
    number,
    packed,
    quoted,
    remainder,
    same,
    when,
    whole_part,
)
from kbo_screen.results.rows import plain
from kbo_screen.vocabulary.grouping import ranges_by_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kbo_screen.results.proof_formulas.letter_cells import LetterCells
    from kbo_screen.results.proof_formulas.product_table import ProductTable
    from kbo_screen.results.proof_formulas.read_values import ReadValues

#: The standards that go before the others where the letter's preference ties, as a tie-break of ours has them.
_STANDARD_PLACES: Final = 3
_PROGRAM: Final = ("tier", "certainty", "outcome", "prefers", "rank", "selected")
#: What the quota counts of a group, and down the list of its district, where it counts products.
_UNITS: Final = ("units", "units_listed", "units_before")
_WIDTHS: Final = {
    "certainty": 22,
    "outcome": 18,
    "key": 18,
    "state": 16,
    "standard": 18,
}


class GroupTable:
    """The sheet of groups, those of a district together, in the order of its list."""

    def __init__(
        self,
        values: ReadValues,
        letter: LetterCells,
        products: ProductTable,
        sheet_name: str,
        first_row: int,
    ) -> None:
        self.values, self.letter, self.products = values, letter, products
        self.lang = values.run.lang
        self.table = ProofTable(sheet_name, list(self._columns()), first_row)
        self.row_of = {group: row for row, group in enumerate(values.group_order)}
        districts = values.run.screening.groups["district_ix"]
        #: By position of a district the rows of its groups.
        self.rows_of = ranges_by_key(int(districts[group]) for group in self.row_of)
        for group, row in self.row_of.items():
            self.table.rows.append({})
            self._add_values(row, group)
            self._take_up(row, group)

    def _columns(self) -> Iterator[ProofColumn]:
        names = ["district", "district_code", "group_number", "group", "group_id"]
        for name in names:
            width = 30 if name == "group" else 16
            yield labelled_column(name, self.lang, width)
        if PREFERENCE in self.values.verdicts:
            words = text("proof.column.prefers", self.lang)
            label = text(
                "proof.answer_to",
                self.lang,
                what=words,
            )
            yield ProofColumn(
                "answer",
                label,
                14,
                is_typed=True,
            )
        yield labelled_column("text_place", self.lang, 10)
        yield labelled_column("row_place", self.lang, 10)
        formulas = (
            "standing", "tier", "sure", "worst", "state", "outcome", "certainty", "standard", "prefers",
            "star_place", "key", "out_of_order", "listed_so_far", "rank",
        )  # fmt: skip
        for name in (*formulas, *self._units, *self._shares, "selected"):
            yield labelled_column(name, self.lang, _WIDTHS.get(name, 10))
        yield from program_columns(self._compared, self.lang)
        yield labelled_column("agrees", self.lang)

    @property
    def _shares(self) -> tuple[str, ...]:
        """Of a quota of the province: who is of the district's least, and who may fill what that leaves."""
        return ("own", "may_fill") if self.values.fills_province else ()

    @property
    def _units(self) -> tuple[str, ...]:
        return _UNITS if self.values.counts_products else ()

    @property
    def _compared(self) -> tuple[str, ...]:
        return (*_PROGRAM, "units") if self.values.counts_products else _PROGRAM

    def _add_values(
        self,
        row: int,
        group: int,
    ) -> None:
        groups, products = (
            self.values.run.screening.groups,
            self.values.run.screening.products,
        )
        decided, cells = groups.loc[group], self.table.rows[row]
        for name in ("district", "district_code", "group_id"):
            cells[name] = plain(decided[name])
        cells["group"] = plain(decided["group_name"])
        cells["group_number"] = group + 1
        cells["text_place"] = self.values.orders.of_group[group]
        first_product = products.index[products["group"] == group][0]
        cells["row_place"] = int(first_product) + 1
        verdict = self.values.verdicts.get(PREFERENCE, {}).get(group)
        cells["answer"] = self.products.yes_or_no(verdict)

    def _take_up(
        self,
        row: int,
        group: int,
    ) -> None:
        """The standard of the group, from the last of its rows."""
        cells = self.table.rows[row]
        cells["standard"] = None
        if "standard" in self.values.fields:
            place = self.products.best_of_group(group, "standard")
            keys = self.products.best_order("standard")
            words = [self.letter.cell(key) for key in keys]
            cells["standard"] = choose(place, [*words, NOTHING])

    def cells_of(self, column: str) -> dict[int, Term]:
        """By group its cell of a column, as other sheets name it."""
        return {
            group: self.table.far(row, column) for group, row in self.row_of.items()
        }

    def decide_tiers(self) -> None:
        """Write the first tier that one of a group's products may stand in, and how sure that is."""
        products = self.products
        for group, row in self.row_of.items():
            cells = self.table.rows[row]
            last = products.last_row_of[group]
            cells["standing"] = products.table.far(last, "best_so_far")
            standing = self.table.near(row, "standing")
            tier = whole_part(standing, SURE_BASE)
            is_nowhere = same(tier, number(products.no_tier))
            cells["tier"] = when(
                is_nowhere,
                number(0),
                tier,
            )
            cells["sure"] = remainder(standing, SURE_BASE)
            cells["worst"] = products.table.far(last, "worst_so_far")

    def decide_outcomes(self, states: dict[int, list[Term]]) -> None:
        """Write what became of each group. states: by position of a district the cells of its tiers' states."""
        listed, not_needed, not_listed = self.letter.words_of("outcome")
        closed = self.letter.cell("tier_state:closed")
        districts = self.values.run.screening.groups["district_ix"]
        for group, row in self.row_of.items():
            of_district = states[int(districts[group])]
            cells = self.table.rows[row]
            tier = self.table.near(row, "tier")
            is_out = same(tier, number(0))
            cells["state"] = when(
                is_out,
                NOTHING,
                choose(tier, of_district),
            )
            is_closed = same(self.table.near(row, "state"), closed)
            cases = [(is_out, not_listed), (is_closed, not_needed)]
            cells["outcome"] = first_of(cases, listed)
            sure, worst = self.table.near(row, "sure"), self.table.near(row, "worst")
            certainty = sure_in_district(
                sure,
                worst,
                of_district,
                self.letter,
            )
            words = choose(certainty, self.letter.words_of("certainty"))
            cells["certainty"] = when(
                is_out,
                NOTHING,
                words,
            )

    def rank(self) -> None:
        """Write preference, keys, ranks and proposals, and whether the program says the same."""
        for group, row in self.row_of.items():
            self._add_key(row, group)
            carry_order(self.table, row, "district_code")
            self._add_units(row, group)
        for rows in self.rows_of.values():
            for row in rows:
                self._add_rank(row, rows)
                self._add_shares(row)

    def units_of(self, group: int) -> Term:
        """What the quota counts of a listed group, as other sheets name it."""
        if self.values.counts_products:
            return self.table.far(self.row_of[group], "units")
        return number(1)

    def propose(self, fills: dict[int, Term]) -> None:
        """Write who is proposed, and whether the program says the same.

        fills: by group the cell that says whether it fills the quota of its province, where it has one.
        """
        for group, row in self.row_of.items():
            self._add_proposal(row, fills.get(group))
            self._add_program(row, group)

    def _add_units(self, row: int, group: int) -> None:
        """What the quota counts of the group, and of its district's list down to it."""
        if not self.values.counts_products:
            return
        self.table.rows[row]["units"] = self.products.units_of(group)
        units = self.table.near(row, "units")
        carry_sum(self.table, row, "district_code", "units_listed", units)

    def _add_rank(self, row: int, rows: range) -> None:
        """The place on the list of the district, and the units that stand before it."""
        cells = self.table.rows[row]
        cells["rank"] = rank_term(self.table, row, rows, NOTHING)
        if self.values.counts_products:
            before = units_before(self.table, row, rows, "units", "units_listed")
            cells["units_before"] = before

    def _add_shares(self, row: int) -> None:
        """1 for a group among its district's least, and for one of the others that the district may name; else 0."""
        if not self.values.fills_province:
            return
        cells = self.table.rows[row]
        cells["own"] = when(self._is_of_district(row), number(1), number(0))
        rank = self.table.near(row, "rank")
        conditions = [is_number(rank), same(self.table.near(row, "own"), number(0))]
        if self.values.letter.most_per_district is not None:
            conditions.append(at_most(rank, self.letter.cell("most")))
        cells["may_fill"] = when(every(conditions), number(1), number(0))

    def _is_of_district(self, row: int) -> Term:
        """Listed, and among the first that make up what is taken of the district: groups, or products."""
        rank = self.table.near(row, "rank")
        if self.values.counts_products and not self.values.take:
            before = self.table.near(row, "units_before")
            is_first = is_below(before, self.letter.cell("quota"))
        else:
            key = "quota" if self.values.fills_province else "take"
            is_first = at_most(rank, self.letter.cell(key))
        return every([is_number(rank), is_first])

    def _add_proposal(self, row: int, fills: Term | None) -> None:
        is_proposed = self._is_of_district(row)
        yes = self.letter.cell("word:yes")
        if fills is not None:
            is_own = same(self.table.near(row, "own"), number(1))
            is_proposed = either([is_own, same(fills, yes)])
        self.table.rows[row]["selected"] = when(is_proposed, yes, quoted("-"))

    def _add_key(
        self,
        row: int,
        group: int,
    ) -> None:
        cells = self.table.rows[row]
        cells["prefers"] = self._prefers(row, group)
        last = self.products.last_row_of[group]
        key = self.products.table.far(last, "key_so_far")
        of_star = whole_part(key, self.products.base**2)
        cells["star_place"] = remainder(of_star, STAR_BASE)
        cells["key"] = self._key(row)

    def _prefers(
        self,
        row: int,
        group: int,
    ) -> Term:
        """A group that the letter puts first, by the best of its rows or by a person's answer."""
        preference = self.values.letter.preference
        yes, no = self.letter.cell("word:yes"), quoted("-")
        if preference is None or self.values.preferred_field is None:
            return no
        place = self.products.best_of_group(group, "preference")
        first = len(dict.fromkeys(preference.first))
        is_first = at_most(place, number(first))
        if PREFERENCE in self.values.verdicts:
            answer = self.table.near(row, "answer")
            is_first = after_answer(
                answer,
                self.letter,
                is_first,
            )
        return when(
            is_first,
            yes,
            no,
        )

    def _key(self, row: int) -> Term:
        """The letter's order and then ours, as one number; nothing for a group that is not on the list."""
        choices = self.values.letter.choices
        digits: dict[str, tuple[Term, int]] = {}
        tier_base = self.products.no_tier + 1
        digits["tier"] = (self.table.near(row, "tier"), tier_base)
        if choices.preference_before_certainty == "certainty-first":
            digits["certainty"] = self._tie_break(row, "certainty")
        yes = self.letter.cell("word:yes")
        is_first = same(self.table.near(row, "prefers"), yes)
        digits["preference"] = (
            when(
                is_first,
                number(0),
                number(1),
            ),
            2,
        )
        if choices.preference_scope == "before-tiers":
            digits["tier"] = digits.pop("tier")
        for tie_break in self.values.letter.tie_breaks:
            if tie_break.key not in digits:
                digits[tie_break.key] = self._tie_break(row, tie_break.key)
        is_listed = same(
            self.table.near(row, "outcome"), self.letter.cell("outcome:listed")
        )
        return when(
            is_listed,
            packed(list(digits.values())),
            NOTHING,
        )

    def _tie_break(
        self,
        row: int,
        key: str,
    ) -> tuple[Term, int]:
        """A key of ours as a digit, with one more than its greatest."""
        if key == "certainty":
            return self._place_of_word(
                row, "certainty", self.letter.words_of("certainty")
            )
        if key == "standard-passed":
            keys = self.products.best_order("standard") if self._has_standard else []
            words = [self.letter.cell(key) for key in keys[: _STANDARD_PLACES - 1]]
            return self._place_of_word(
                row,
                "standard",
                words,
            )
        if key == "star":
            return self.table.near(row, "star_place"), STAR_BASE
        column = "text_place" if key == "group-id" else "row_place"
        return self.table.near(row, column), self.products.base

    @property
    def _has_standard(self) -> bool:
        return "standard" in self.values.fields

    def _place_of_word(
        self,
        row: int,
        column: str,
        words: list[Term],
    ) -> tuple[Term, int]:
        cell = self.table.near(row, column)
        cases = [(same(cell, word), number(place)) for place, word in enumerate(words)]
        return first_of(cases, number(len(words))), len(words) + 1

    def _add_program(
        self,
        row: int,
        group: int,
    ) -> None:
        decided = self.values.run.screening.groups.loc[group]
        cells, letter = self.table.rows[row], self.letter
        tier_ids = [tier.id for tier in self.values.letter.tiers]
        tier = plain(decided["tier"])
        cells["program:tier"] = tier_ids.index(tier) + 1 if tier else 0
        certainty = str(decided["certainty"])
        cells["program:certainty"] = (
            letter.word_of("certainty", certainty) if tier else None
        )
        cells["program:outcome"] = letter.word_of("outcome", str(decided["outcome"]))
        cells["program:rank"] = plain(decided["rank"])
        cells["program:units"] = plain(decided["units"])
        for name in ("prefers", "selected"):
            cells[f"program:{name}"] = (
                letter.word_of("word", "yes") if decided[name] else "-"
            )
        cells["agrees"] = agrees(
            self.table,
            row,
            self._compared,
            letter,
        )
