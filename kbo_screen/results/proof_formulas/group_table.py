"""A row per group: where it stands, whether its district needs that tier, what goes first, and its rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.question import PREFERENCE
from kbo_screen.results.proof_formulas.condition_terms import after_answer
from kbo_screen.results.proof_formulas.product_table import (
    STAR_BASE,
    SURE_BASE,
    add_decided,
    agrees,
    certainty_term,
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
    as_term,
    at_most,
    choose,
    either,
    every,
    first_of,
    is_below,
    is_number,
    one_if,
    packed,
    place_among,
    remainder,
    same,
    when,
    whole_part,
)
from kbo_screen.results.rows import plain
from kbo_screen.vocabulary.grouping import ranges_by_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.results.proof_formulas.letter_cells import LetterCells
    from kbo_screen.results.proof_formulas.product_table import ProductTable
    from kbo_screen.results.proof_formulas.proof_table import ProofRow
    from kbo_screen.results.proof_formulas.read_values import ReadValues
    from kbo_screen.results.proof_formulas.terms import Digit, Part, Term

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
        self.table = ProofTable(
            sheet_name, self._columns(), first_row, area="district_code"
        )
        districts = values.run.screening.groups["district_ix"]
        of_rows = districts.loc[values.group_order].astype(int)
        #: By position of a district the rows of its groups.
        self.rows_of = ranges_by_key(of_rows.tolist())
        self.row_of: dict[int, ProofRow] = {}
        for group in values.group_order:
            row = self.row_of[group] = self.table.add_row(values.names_of(group))
            self._add_values(row, group)
            has_standard = "standard" in values.fields
            row["standard"] = self._standard_of(group) if has_standard else None

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
        row: ProofRow,
        group: int,
    ) -> None:
        products = self.values.run.screening.products
        row["text_place"] = self.values.orders.of_group[group]
        first_product = products.index[products["group"] == group][0]
        row["row_place"] = int(first_product) + 1
        verdict = self.values.verdicts.get(PREFERENCE, {}).get(group)
        row["answer"] = self.products.yes_or_no(verdict)

    def _standard_of(self, group: int) -> Term:
        """The standard of a group, from the last of its rows."""
        words = self.products.best_order("standard")
        place = self.products.best_of_group(group, "standard")
        return choose(place, [*words, NOTHING])

    def decide_tiers(self) -> None:
        """Write the first tier that one of a group's products may stand in, and how sure that is."""
        for group, row in self.row_of.items():
            last_row = self.products.last_row_of[group]
            row["standing"] = last_row.far("best_so_far")
            tier = whole_part(row["standing"], SURE_BASE)
            is_nowhere = same(tier, self.products.no_tier)
            row["tier"] = when(
                is_nowhere,
                0,
                tier,
            )
            row["sure"] = remainder(row["standing"], SURE_BASE)
            row["worst"] = last_row.far("worst_so_far")

    def decide_outcomes(self, states: dict[int, list[Term]]) -> None:
        """Write what became of each group. states: by position of a district the cells of its tiers' states."""
        districts = self.values.run.screening.groups["district_ix"]
        for group, row in self.row_of.items():
            of_district = states[int(districts[group])]
            row["outcome"] = self._outcome(row, of_district)
            row["certainty"] = certainty_term(row, of_district, self.letter)

    def _outcome(self, row: ProofRow, states: list[Term]) -> Term:
        """Listed where the group has a tier that is not closed, whose state is written beside it."""
        listed, not_needed, not_listed = self.letter.words_of("outcome")
        is_out = same(row["tier"], 0)
        row["state"] = when(is_out, NOTHING, choose(row["tier"], states))
        is_closed = same(row["state"], self.letter["tier_state:closed"])
        return first_of([(is_out, not_listed), (is_closed, not_needed)], listed)

    def rank(self) -> None:
        """Write preference, keys, ranks and proposals, and whether the program says the same."""
        for group, row in self.row_of.items():
            self._add_key(row, group)
            carry_order(row)
            self._add_units(row, group)
        for rows in self.rows_of.values():
            for position in rows:
                row = self.table.row(position)
                self._add_rank(row, rows)
                self._add_shares(row)

    def units_of(self, group: int) -> Part:
        """What the quota counts of a listed group, as other sheets name it."""
        return self.row_of[group].far("units") if self.values.counts_products else 1

    def propose(self, fills: dict[int, Term]) -> None:
        """Write who is proposed, and whether the program says the same.

        fills: by group the cell that says whether it fills the quota of its province, where it has one.
        """
        for group, row in self.row_of.items():
            self._add_proposal(row, fills.get(group))
            self._add_program(row, group)

    def _add_units(self, row: ProofRow, group: int) -> None:
        """What the quota counts of the group, and of its district's list down to it."""
        if self.values.counts_products:
            row["units"] = self.products.units_of(group)
            carry_sum(row, "units_listed", row["units"])

    def _add_rank(self, row: ProofRow, rows: range) -> None:
        """The place on the list of the district, and the units that stand before it."""
        row["rank"] = rank_term(row, rows, NOTHING)
        if self.values.counts_products:
            row["units_before"] = units_before(row, rows, "units", "units_listed")

    def _add_shares(self, row: ProofRow) -> None:
        """1 for a group among its district's least, and for one of the others that the district may name; else 0."""
        if not self.values.fills_province:
            return
        row["own"] = one_if(self._is_of_district(row))
        conditions = [is_number(row["rank"]), same(row["own"], 0)]
        if self.values.letter.most_per_district is not None:
            conditions.append(at_most(row["rank"], self.letter["most"]))
        row["may_fill"] = one_if(every(conditions))

    def _is_of_district(self, row: ProofRow) -> Term:
        """Listed, and among the first that make up what is taken of the district: groups, or products."""
        rank = row["rank"]
        if self.values.counts_products and not self.values.take:
            is_first = is_below(row["units_before"], self.letter["quota"])
        else:
            key = "quota" if self.values.fills_province else "take"
            is_first = at_most(rank, self.letter[key])
        return every([is_number(rank), is_first])

    def _add_proposal(self, row: ProofRow, fills: Term | None) -> None:
        is_proposed = self._is_of_district(row)
        if fills is not None:
            is_filling = same(fills, self.letter["word:yes"])
            is_proposed = either([same(row["own"], 1), is_filling])
        row["selected"] = self.letter.yes_if(is_proposed)

    def _add_key(
        self,
        row: ProofRow,
        group: int,
    ) -> None:
        row["prefers"] = self._prefers(row, group)
        key = self.products.last_row_of[group].far("key_so_far")
        of_star = whole_part(key, self.products.base**2)
        row["star_place"] = remainder(of_star, STAR_BASE)
        row["key"] = self._key(row)

    def _prefers(
        self,
        row: ProofRow,
        group: int,
    ) -> Term:
        """A group that the letter puts first, by the best of its rows or by a person's answer."""
        preference = self.values.letter.preference
        if preference is None or self.values.preferred_field is None:
            return as_term("-")
        place = self.products.best_of_group(group, "preference")
        is_first = at_most(place, len(set(preference.first)))
        if PREFERENCE in self.values.verdicts:
            is_first = after_answer(
                row["answer"],
                self.letter,
                is_first,
            )
        return self.letter.yes_if(is_first)

    def _key(self, row: ProofRow) -> Term:
        """The letter's order and then ours, as one number; nothing for a group that is not on the list."""
        choices = self.values.letter.choices
        digits: dict[str, Digit] = {"tier": (row["tier"], self.products.no_tier + 1)}
        if choices.preference_before_certainty == "certainty-first":
            digits["certainty"] = self._tie_break(row, "certainty")
        is_first = same(row["prefers"], self.letter["word:yes"])
        digits["preference"] = (when(is_first, 0, 1), 2)
        if choices.preference_scope == "before-tiers":
            digits["tier"] = digits.pop("tier")
        for tie_break in self.values.letter.tie_breaks:
            if tie_break.key not in digits:
                digits[tie_break.key] = self._tie_break(row, tie_break.key)
        is_listed = same(row["outcome"], self.letter["outcome:listed"])
        return when(
            is_listed,
            packed(digits.values()),
            NOTHING,
        )

    def _tie_break(
        self,
        row: ProofRow,
        key: str,
    ) -> Digit:
        """A key of ours as a digit, with one more than its greatest."""
        if key == "certainty":
            return _digit_of(row["certainty"], self.letter.words_of("certainty"))
        if key == "standard-passed":
            has_standard = "standard" in self.values.fields
            words = self.products.best_order("standard") if has_standard else []
            return _digit_of(row["standard"], words[: _STANDARD_PLACES - 1])
        if key == "star":
            return row["star_place"], STAR_BASE
        column = "text_place" if key == "group-id" else "row_place"
        return row[column], self.products.base

    def _add_program(
        self,
        row: ProofRow,
        group: int,
    ) -> None:
        decided = self.values.run.screening.groups.loc[group]
        add_decided(row, decided, self.values, self.letter)
        row["program:rank"] = plain(decided["rank"])
        row["program:units"] = plain(decided["units"])
        yes = self.letter.word_of("word", "yes")
        for name in ("prefers", "selected"):
            row[f"program:{name}"] = yes if decided[name] else "-"
        row["agrees"] = agrees(
            row,
            self._compared,
            self.letter,
        )


def _digit_of(cell: Term, words: Sequence[Term]) -> Digit:
    """The place of a cell's word among some."""
    return place_among(cell, words), len(words) + 1
