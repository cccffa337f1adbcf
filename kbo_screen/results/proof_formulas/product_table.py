"""A row per product: its values as read, and from them conditions, tier, certainty, and whether its group stands by it.

Rows of a group stand together, so that its best is carried down from row to row.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text, value_text
from kbo_screen.results.proof_formulas.condition_terms import (
    after_answer,
    condition_term,
)
from kbo_screen.results.proof_formulas.field_answers import (
    answers_together,
    asked_with,
    conditions_by_field,
    scenarios,
)
from kbo_screen.results.proof_formulas.letter_cells import SURENESS
from kbo_screen.results.proof_formulas.proof_table import (
    ProofColumn,
    ProofTable,
    labelled_column,
    program_columns,
)
from kbo_screen.results.proof_formulas.ranks import carry_sum
from kbo_screen.results.proof_formulas.terms import (
    NOTHING,
    Term,
    as_term,
    choose,
    differs,
    either,
    every,
    first_of,
    greatest,
    is_below,
    is_text,
    least,
    minus,
    numeric,
    one_if,
    packed,
    place_among,
    plus,
    same,
    spelled,
    when,
)
from kbo_screen.results.rows import plain
from kbo_screen.results.wording.cell_places import place_in_run
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.grouping import ranges_by_key
from kbo_screen.vocabulary.values import MOST_STARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.results.proof_formulas.field_answers import Answers, Scenario
    from kbo_screen.results.proof_formulas.letter_cells import LetterCells
    from kbo_screen.results.proof_formulas.proof_table import ProofRow
    from kbo_screen.results.proof_formulas.read_values import ReadValues
    from kbo_screen.results.proof_formulas.terms import Case, Part

    #: Conditions of which one is enough, each with its cell.
    Need = list[tuple[AnyCondition, Term]]

#: One more than there are numbers for how sure a product is: two numbers in one, the tier first.
SURE_BASE: Final = len(SURENESS) + 1
STAR_BASE: Final = MOST_STARS + 1
_NAMES: Final = {
    "place": 20,
    "district": 16,
    "group_number": 8,
    "group": 30,
    "product": 26,
}
_FORMULAS: Final = {
    "tier": 9,
    "worst": 9,
    "sure": 9,
    "best_so_far": 9,
    "worst_so_far": 9,
    "certainty": 22,
    "key": 16,
    "key_so_far": 16,
    "stands": 11,
    "outcome": 18,
    "units_so_far": 12,
    "marks": 12,
}
#: What stands in columns of its own of a condition of the group, by how the group answers it.
_OF_GROUP: Final = {
    "any": ("own", "joined"),
    "all": ("own", "joined"),
    "best": ("own", "joined", "place", "least"),
}
_PROGRAM: Final = ("marks", "tier", "certainty", "stands", "outcome")


class ProductTable:
    """The sheet of products. Its formulas come in two turns: between them groups and districts are decided."""

    def __init__(
        self,
        values: ReadValues,
        letter: LetterCells,
        sheet_name: str,
        first_row: int,
    ) -> None:
        self.values, self.letter = values, letter
        self.lang = values.run.lang
        self.tiers = values.letter.tiers
        self.no_tier = len(self.tiers) + 1
        self.by_field = conditions_by_field(values.conditions)
        #: Of each field that several conditions ask, every way to answer them by one value.
        self.ways = {
            field: answers_together(conditions)
            for field, conditions in self.by_field.items()
            if len(conditions) > 1
        }
        cases = scenarios(values.conditions)
        #: By column every way to answer the fields that several conditions ask; none where there is but one.
        self.scenarios = (
            {f"scenario:{position}": case for position, case in enumerate(cases)}
            if len(cases) > 1
            else {}
        )
        #: The columns that say whether a product fits a tier.
        self.fits = [f"fits:{position}" for position in range(len(self.tiers))]
        self.table = ProofTable(
            sheet_name, self._columns(), first_row, area="group_number"
        )
        #: Of the sheet of groups, by group.
        self._group_rows: dict[int, ProofRow] = {}
        order = values.product_order
        self._group_of_row = values.run.screening.products["group"].loc[order].tolist()
        districts = values.run.registry.products["district_ix"]
        self._district_of_row = districts.loc[order].astype(int).tolist()
        #: By position of a district the rows of its products.
        self.rows_of = ranges_by_key(self._district_of_row)
        #: By group its last row, where all that is carried down has arrived.
        self.last_row_of: dict[int, ProofRow] = {}
        for group, product in zip(self._group_of_row, order, strict=True):
            row = self.last_row_of[group] = self.table.add_row({})
            self._add_values(row, product)
            self._carry_best_values(row)

    @property
    def base(self) -> int:
        """One more than there are products."""
        return len(self.values.product_order) + 1

    # What the columns are.

    def _columns(self) -> Iterator[ProofColumn]:
        yield from self._value_columns()
        yield from self._formula_columns()
        yield from program_columns(_PROGRAM, self.lang)
        yield self._column("agrees", 12)

    def _column(
        self,
        name: str,
        width: int = 9,
    ) -> ProofColumn:
        return labelled_column(name, self.lang, width)

    def _value_columns(self) -> Iterator[ProofColumn]:
        for name, width in _NAMES.items():
            yield self._column(name, width)
        for field in self.values.fields:
            label = text(f"words.field.{field}", self.lang)
            yield ProofColumn(
                f"value:{field}",
                label,
                18,
                is_typed=True,
            )
            where = text(
                "proof.cell_of",
                self.lang,
                field=label,
            )
            yield ProofColumn(
                f"cell:{field}",
                where,
                14,
            )
        year = text("words.field.star_year_be", self.lang)
        yield ProofColumn(
            "value:star_year_be",
            year,
            10,
            is_typed=True,
        )
        for condition in self._answered_conditions():
            words = condition.wording.to(self.lang)
            label = text(
                "proof.answer_to",
                self.lang,
                what=words,
            )
            yield ProofColumn(
                f"answer:{condition.id}",
                label,
                14,
                is_typed=True,
            )
        yield self._column("text_place")
        yield self._column("row_place")

    def _answered_conditions(self) -> list[AnyCondition]:
        verdicts = self.values.verdicts
        return [each for each in self.values.conditions if each.id in verdicts]

    def _formula_columns(self) -> Iterator[ProofColumn]:
        for kind in self._best_kinds():
            yield self._column(f"best_{kind}", 12)
        for condition in self.values.conditions:
            label = f"{condition.clause} {condition.wording.to(self.lang)}"
            yield from self._columns_of_group(condition, label)
            yield ProofColumn(
                f"condition:{condition.id}",
                label,
                18,
            )
        for number, tier in enumerate(self.tiers, 1):
            label = text(
                "proof.fits_tier",
                self.lang,
                tier=number,
                name=tier.id,
            )
            yield ProofColumn(
                self.fits[number - 1],
                label,
                11,
            )
        for field in self.ways:
            label = text(f"words.field.{field}", self.lang)
            label_of_ways = text(
                "proof.ways_of",
                self.lang,
                field=label,
            )
            yield ProofColumn(
                f"ways:{field}",
                label_of_ways,
                11,
            )
        for number, column in enumerate(self.scenarios, 1):
            case = text(
                "proof.scenario",
                self.lang,
                number=number,
            )
            yield ProofColumn(
                column,
                case,
                9,
            )
        for name, width in _FORMULAS.items():
            if name != "units_so_far" or self.values.counts_products:
                yield self._column(name, width)

    def _columns_of_group(
        self, condition: AnyCondition, label: str
    ) -> Iterator[ProofColumn]:
        """Of a condition of the group what each product says by itself, and what is carried down."""
        for part in _OF_GROUP.get(condition.of, ()):
            yield ProofColumn(
                f"{part}:{condition.id}",
                text(f"proof.of_group.{part}", self.lang, what=label),
                12,
            )

    def _best_kinds(self) -> dict[str, str]:
        """Of what the best of a group's rows counts, each with its field."""
        kinds = {}
        if self.values.preferred_field:
            kinds["preference"] = self.values.preferred_field
        if "standard" in self.values.fields:
            kinds["standard"] = "standard"
        return kinds

    def best_order(self, kind: str) -> list[Term]:
        """The words of a field, the best first; what the letter prefers goes before the order of the codes."""
        field = self._best_kinds()[kind]
        preference = self.values.letter.preference
        codes = list(CODED_VALUES[field])
        if preference and kind == "preference":
            codes = [*preference.first, *codes]
        return [self.letter[f"{field}:{code}"] for code in dict.fromkeys(codes)]

    # What was read.

    def _add_values(
        self,
        row: ProofRow,
        product: int,
    ) -> None:
        run = self.values.run
        products = run.registry.products
        row["place"] = place_in_run(run, run.registry.place(product, "product_name"))
        row["district"] = plain(products["district"][product])
        row["group_number"] = self._group_of_row[row.position] + 1
        row["group"] = plain(products["group_name"][product])
        row["product"] = plain(products["product_name"][product])
        row["text_place"] = self.values.orders.of_product[product]
        row["row_place"] = product + 1
        row["value:star_year_be"] = plain(products["star_year_be"][product])
        for field in self.values.fields:
            row[f"value:{field}"] = self._value(product, field)
            place = run.registry.place(product, field)
            row[f"cell:{field}"] = place_in_run(run, place)
        for condition in self._answered_conditions():
            verdict = self.values.verdicts[condition.id].get(product)
            row[f"answer:{condition.id}"] = self.yes_or_no(verdict)

    def yes_or_no(self, verdict: bool | None) -> str | None:
        """A person's answer in the word of the formulas."""
        if verdict is None:
            return None
        return self.letter.word_of("word", "yes" if verdict else "no")

    def _value(
        self,
        product: int,
        field: str,
    ) -> Any:
        products = self.values.run.registry.products
        value = plain(products[field][product])
        if field == "star":
            is_not_rated = plain(products["star_rated"][product]) is False
            return self.letter.word_of("word", "not_rated") if is_not_rated else value
        if value is None or field not in CODED_VALUES:
            return value
        return value_text(
            field,
            value,
            self.lang,
        )

    # The first turn: what each product may be.

    def _carry(
        self,
        row: ProofRow,
        column: str,
        term: Term,
    ) -> None:
        """Write the least of a group so far."""
        carried = least(row.above[column], term)
        row[column] = when(row.is_of_area_above, carried, term)

    def _carry_best_values(self, row: ProofRow) -> None:
        for kind, field in self._best_kinds().items():
            place = place_among(row[f"value:{field}"], self.best_order(kind), 1)
            self._carry(row, f"best_{kind}", place)

    def best_of_group(
        self,
        group: int,
        kind: str,
    ) -> Term:
        """The place of a group's best value among `best_order`; one more than these where no row says any."""
        return self.last_row_of[group].far(f"best_{kind}")

    def decide_tiers(self, group_rows: dict[int, ProofRow]) -> None:
        """Write conditions and tiers. group_rows: of the sheet of groups, by group."""
        self._group_rows = group_rows
        for row in self.table.each_row():
            self._add_conditions(row)
        for condition in self.values.conditions:
            if condition.is_of_group:
                self._join_condition(condition)
        for row in self.table.each_row():
            for position, column in enumerate(self.fits):
                row[column] = self._fits(row, position)
            self._add_ways(row)
            self._add_scenarios(row)
            row["tier"] = self._tier(row)
            row["worst"] = self._worst(row)
            row["sure"] = self._sure(row)
            self._carry_tiers(row)

    def _add_conditions(
        self,
        row: ProofRow,
    ) -> None:
        year = row["value:star_year_be"]
        for condition in self.values.conditions:
            value = self._value_cell(row, condition)
            term = condition_term(
                condition,
                self.letter,
                value,
                year,
            )
            kind = "own" if condition.is_of_group else "condition"
            row[f"{kind}:{condition.id}"] = self._after_answer(row, condition, term)

    def _after_answer(
        self,
        row: ProofRow,
        condition: AnyCondition,
        term: Term,
    ) -> Term:
        """What a person said of a condition, where somebody was asked, before what the cells say."""
        if condition.id not in self.values.verdicts:
            return term
        return after_answer(row[f"answer:{condition.id}"], self.letter, term)

    def _value_cell(self, row: ProofRow, condition: AnyCondition) -> Term:
        """The cell of what a condition asks: of a standard that of the group."""
        if condition.field == "standard":
            return self._group_row(row).far("standard")
        return row[f"value:{condition.field}"]

    def _group_row(self, row: ProofRow) -> ProofRow:
        """The row of the group of a row, on its own sheet."""
        return self._group_rows[self._group_of_row[row.position]]

    def _last_row(self, row: ProofRow) -> ProofRow:
        """The last row of the group of a row."""
        return self.last_row_of[self._group_of_row[row.position]]

    def _join_condition(self, condition: AnyCondition) -> None:
        """Write one condition of groups: one answer for all products, made of theirs."""
        if condition.of == "best":
            for row in self.table.each_row():
                self._carry_best_place(row, condition)
        for row in self.table.each_row():
            number_of_answer = self._number_of_answer(row, condition)
            self._carry(row, f"joined:{condition.id}", number_of_answer)
        for row in self.table.each_row():
            term = self._answer_of_group(row, condition)
            row[f"condition:{condition.id}"] = term

    def _carry_best_place(self, row: ProofRow, condition: AnyCondition) -> None:
        """How good the value of a product is, and the best of its group so far."""
        row[f"place:{condition.id}"] = self._place_of_value(row, condition)
        self._carry(row, f"least:{condition.id}", row[f"place:{condition.id}"])

    def _place_of_value(self, row: ProofRow, condition: AnyCondition) -> Term:
        """How good a value is, the best 0."""
        value = self._value_cell(row, condition)
        if condition.field == "star":
            return minus(MOST_STARS, numeric(value))
        return place_among(value, self.letter.codes_of(condition.field))

    def _number_of_answer(
        self,
        row: ProofRow,
        condition: AnyCondition,
    ) -> Term:
        """The answer of a product as a number of which a group's least counts: 1 decides, 2 unknown, 3 else.

        0: the value is unknown and may be the best.
        """
        answer = row[f"own:{condition.id}"]
        cases: list[Case] = [
            (same(answer, condition.of != "all"), 1),
            (is_text(answer), 2),
        ]
        if condition.of == "best":
            cases = [*self._cases_of_best(row, condition), *cases]
        return first_of(cases, 3)

    def _cases_of_best(
        self,
        row: ProofRow,
        condition: AnyCondition,
    ) -> Iterator[Case]:
        """Which products say nothing of the best of their group: unknown ones, and any that is less good."""
        value = self._value_cell(row, condition)
        best_place = self._last_row(row)[f"least:{condition.id}"]
        yield same(value, NOTHING), 0
        yield differs(row[f"place:{condition.id}"], best_place), 3

    def _answer_of_group(
        self,
        row: ProofRow,
        condition: AnyCondition,
    ) -> Term:
        """TRUE, FALSE or unknown, by the least number of a group; a person's word goes before."""
        least_number = self._last_row(row)[f"joined:{condition.id}"]
        deciding = condition.of != "all"
        cases = [
            (same(least_number, 1), deciding),
            (same(least_number, 3), not deciding),
        ]
        term = first_of(cases, self.letter["word:unknown"])
        return self._after_answer(row, condition, term)

    def _needs(
        self,
        row: ProofRow,
        position: int,
    ) -> list[Need]:
        """What a tier needs, as far as it is asked in this run: of each list of conditions, with their cells, one."""
        needs = []
        for names in self.tiers[position].needs:
            need = [
                (condition, row[f"condition:{condition.id}"])
                for condition in self.values.conditions
                if condition.id in names
            ]
            if need:
                needs.append(need)
        return needs

    def _fits(
        self,
        row: ProofRow,
        position: int,
    ) -> Term:
        """0 where a need is FALSE; else how sure it is: 1 all TRUE, 2 a judgement is missing, 3 a fact is."""
        if self.values.missing_tiers[position]:
            return as_term(0)
        needs = self._needs(row, position)
        is_false = either(
            every([same(cell, False) for _, cell in need]) for need in needs
        )
        return first_of([(is_false, 0), *_doubts(needs)], 1)

    def _tier(self, row: ProofRow) -> Term:
        """The first tier of which no condition is FALSE; 0 for none."""
        cases = [
            (is_below(0, row[column]), number)
            for number, column in enumerate(self.fits, 1)
        ]
        return first_of(cases, 0)

    def _sure(self, row: ProofRow) -> Term:
        """How sure the tier is; certain too where the product can stand in no later one."""
        tier = row["tier"]
        fits = choose(tier, [row[column] for column in self.fits])
        sure = when(
            same(row["worst"], tier),
            1,
            fits,
        )
        return when(
            same(tier, 0),
            0,
            sure,
        )

    def _carry_tiers(self, row: ProofRow) -> None:
        """The best standing of a group so far, and the last tier that its best row may come to stand in."""
        tier = row["tier"]
        standing = packed([(tier, self.no_tier + 1), (row["sure"], SURE_BASE)])
        nowhere = self.no_tier * SURE_BASE
        best = when(
            same(tier, 0),
            nowhere,
            standing,
        )
        self._carry(
            row,
            "best_so_far",
            best,
        )
        self._carry(
            row,
            "worst_so_far",
            row["worst"],
        )

    # What the cells that nobody knows may turn out to hold.

    def _add_ways(self, row: ProofRow) -> None:
        """How many ways to answer each field agree with what is known."""
        for field, ways in self.ways.items():
            row[f"ways:{field}"] = reduce(
                plus, [one_if(self._agrees(row, field, answers)) for answers in ways]
            )

    def _add_scenarios(self, row: ProofRow) -> None:
        """The last tier in each case that can be, 0 in one that cannot."""
        for column, scenario in self.scenarios.items():
            can_be = every(self._can_be(row, scenario))
            worst = self._first_full_tier(row, scenario)
            row[column] = when(
                can_be,
                worst,
                0,
            )

    def _agrees(
        self,
        row: ProofRow,
        field: str,
        answers: Answers,
    ) -> Term:
        """What is known of a field's conditions is as in a way to answer them."""
        terms = []
        for condition, answer in zip(
            self.by_field[field],
            answers,
            strict=True,
        ):
            cell = row[f"condition:{condition.id}"]
            terms.append(either([is_text(cell), same(cell, answer)]))
        return every(terms)

    def _can_be(
        self,
        row: ProofRow,
        scenario: Scenario,
    ) -> Iterator[Term]:
        """Each field's answers agree with what is known; None: no answers do."""
        for field, answers in scenario.items():
            if answers is None:
                yield same(row[f"ways:{field}"], 0)
            else:
                yield self._agrees(
                    row,
                    field,
                    answers,
                )

    def _worst(self, row: ProofRow) -> Term:
        """The last tier that the product may come to stand in; behind all where it may come to have none."""
        if not self.scenarios:
            return self._first_full_tier(row, {})
        return greatest([row[column] for column in self.scenarios])

    def _first_full_tier(
        self,
        row: ProofRow,
        scenario: Scenario,
    ) -> Term:
        """The first tier all of whose conditions are TRUE, when what is unknown turns out as in a scenario."""
        cases: list[Case] = []
        for position, is_missing in enumerate(self.values.missing_tiers):
            if not is_missing:
                needs = self._needs(row, position)
                is_full = every(self._is_met_at_worst(need, scenario) for need in needs)
                cases.append((is_full, position + 1))
        return first_of(cases, self.no_tier)

    def _is_met_at_worst(
        self,
        need: Need,
        scenario: Scenario,
    ) -> Term:
        """One of its conditions holds, when what is unknown turns out as in a scenario."""
        return either(
            [self._holds_at_worst(each, cell, scenario) for each, cell in need]
        )

    def _holds_at_worst(
        self,
        condition: AnyCondition,
        cell: Term,
        scenario: Scenario,
    ) -> Term:
        """A condition is TRUE, or unknown and TRUE in the scenario; alone in its field it is FALSE if it can be."""
        field = asked_with(condition)
        of_field = self.by_field[field]
        if field in scenario:
            answers = scenario[field]
            holds = answers is not None and answers[of_field.index(condition)]
        else:
            holds = (False,) not in answers_together(of_field)
        return differs(cell, False) if holds else same(cell, True)

    # The second turn: what groups and districts make of it.

    def decide_standing(
        self,
        states: dict[int, list[Term]],
    ) -> None:
        """Write certainty and the key by which a group chooses the product it stands by.

        states: by position of a district the cells of its tiers' states.
        """
        for row in self.table.each_row():
            of_district = states[self._district_of_row[row.position]]
            row["certainty"] = certainty_term(row, of_district, self.letter)
            row["key"] = self._key(row)
            self._carry(row, "key_so_far", row["key"])

    def _key(self, row: ProofRow) -> Term:
        """Tier, certainty, stars where the tier orders by them, id or name, row: the least of a group stands for it."""
        tier = row["tier"]
        placed = when(
            same(tier, 0),
            self.no_tier,
            tier,
        )
        certainties = self.letter.words_of("certainty")
        return packed(
            [
                (placed, self.no_tier + 1),
                (place_among(row["certainty"], certainties), SURE_BASE),
                (self._star_place(row), STAR_BASE),
                (row["text_place"], self.base),
                (row["row_place"], self.base),
            ]
        )

    def _star_place(
        self,
        row: ProofRow,
    ) -> Part:
        """More stars have a lower number, in tiers that order by them."""
        ordering = [
            same(row["tier"], number)
            for number, tier in enumerate(self.tiers, 1)
            if tier.orders_by_star
        ]
        if not ordering or "star" not in self.values.fields:
            return 0
        star = numeric(row["value:star"])
        return when(
            either(ordering),
            minus(MOST_STARS, star),
            0,
        )

    def compare(self, states: dict[int, list[Term]]) -> None:
        """Write what became of each product, and whether the program says the same.

        states: by position of a district the cells of its tiers' states.
        """
        for row, product in zip(
            self.table.each_row(),
            self.values.product_order,
            strict=True,
        ):
            group = self._group_row(row)
            of_district = states[self._district_of_row[row.position]]
            has_no_tier = same(group.far("tier"), 0)
            row["stands"] = when(has_no_tier, "-", self._stands(row))
            row["outcome"] = self._outcome(row, group.far("outcome"), of_district)
            if self.values.counts_products:
                is_listed = same(row["outcome"], self.letter["outcome:listed"])
                carry_sum(row, "units_so_far", one_if(is_listed))
            row["marks"] = self._marks(row)
            self._add_program(row, product)

    def _stands(self, row: ProofRow) -> Term:
        """The group stands by this product: its key is the least."""
        last_key = self._last_row(row)["key_so_far"]
        return self.letter.yes_if(same(row["key"], last_key))

    def _outcome(
        self,
        row: ProofRow,
        outcome_of_group: Term,
        states: list[Term],
    ) -> Term:
        """A product with a tier goes where its group goes.

        Where products are counted, one of a closed tier is not needed, whatever its group stands by.
        """
        listed, not_needed, not_listed = self.letter.words_of("outcome")
        cases = [(same(row["tier"], 0), not_listed)]
        if self.values.counts_products:
            state = choose(row["tier"], states)
            is_closed = same(state, self.letter["tier_state:closed"])
            is_left_out = every([same(outcome_of_group, listed), is_closed])
            cases.append((is_left_out, not_needed))
        return first_of(cases, outcome_of_group)

    def units_of(self, group: int) -> Term:
        """What the quota counts of a group where it counts products: those that are listed."""
        return self.last_row_of[group].far("units_so_far")

    def _marks(self, row: ProofRow) -> Term:
        """The conditions in a text: 1 for TRUE, 0 for FALSE, ? for unknown; it begins with a letter to stay a text."""
        marks: list[Part] = ["c"]
        for condition in self.values.conditions:
            cell = row[f"condition:{condition.id}"]
            marks.append(first_of([(is_text(cell), "?"), (cell, "1")], "0"))
        return spelled(marks)

    def _add_program(
        self,
        row: ProofRow,
        product: int,
    ) -> None:
        """What the program says of the product, and whether it is the same."""
        screening = self.values.run.screening
        decided = screening.products.loc[product]
        add_decided(row, decided, self.values, self.letter)
        group = screening.groups.loc[decided["group"]]
        stands = plain(group["tier"]) is not None and plain(decided["stands"])
        row["program:stands"] = self.letter.word_of("word", "yes") if stands else "-"
        row["program:marks"] = self._program_marks(product)
        row["agrees"] = agrees(
            row,
            _PROGRAM,
            self.letter,
        )

    def _program_marks(self, product: int) -> str:
        screening = self.values.run.screening
        marks = "c"
        for condition in self.values.conditions:
            if screening.is_unknown[condition.id][product]:
                marks += "?"
            else:
                marks += "1" if screening.is_true[condition.id][product] else "0"
        return marks


def _doubts(needs: list[Need]) -> Iterator[Case]:
    """What makes a tier unsure, with its number: a fact that is unknown before a judgement that is missing."""
    yield either(_doubts_of(needs, is_judgement=False)), 3
    yield either(_doubts_of(needs, is_judgement=True)), 2


def _doubts_of(
    needs: list[Need],
    *,
    is_judgement: bool,
) -> Iterator[Term]:
    """Conditions that are unknown while nothing that is TRUE stands in their place."""
    for need in needs:
        cells = [cell for each, cell in need if each.is_judgement == is_judgement]
        if not cells:
            continue
        is_open = either(map(is_text, cells))
        if len(need) > 1:
            is_settled = either([same(cell, True) for _, cell in need])
            is_open = every([is_open, same(is_settled, False)])
        yield is_open


def certainty_term(
    row: ProofRow,
    states: list[Term],
    letter: LetterCells,
) -> Term:
    """The word for how sure a standing is: certain too where the last tier that it may come to is not closed.

    row: of a product or a group; nothing where it has no tier. states: the cells of its district's tiers' states.
    """
    sure, worst = row["sure"], row["worst"]
    is_closed = same(choose(worst, states), letter["tier_state:closed"])
    is_nowhere = same(worst, len(states) + 1)
    certainty = when(is_nowhere, sure, when(is_closed, sure, 1))
    words = choose(certainty, letter.words_of("certainty"))
    return when(same(row["tier"], 0), NOTHING, words)


def add_decided(
    row: ProofRow,
    decided: Any,
    values: ReadValues,
    letter: LetterCells,
) -> None:
    """Write what the program says of tier, certainty and outcome. decided: of a product or a group its row there."""
    tier = plain(decided["tier"])
    row["program:tier"] = values.number_of_tier(tier)
    certainty = letter.word_of("certainty", str(decided["certainty"])) if tier else None
    row["program:certainty"] = certainty
    row["program:outcome"] = letter.word_of("outcome", str(decided["outcome"]))


def agrees(
    row: ProofRow,
    columns: Iterable[str],
    letter: LetterCells,
) -> Term:
    """The word that says whether columns hold the same as those of the program."""
    is_same = every(same(row[column], row[f"program:{column}"]) for column in columns)
    return when(is_same, letter["word:agrees"], letter["word:differs"])
