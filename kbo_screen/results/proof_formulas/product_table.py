"""A row per product: its values as read, and from them conditions, tier, certainty, and whether its group stands by it.

Rows of a group stand together, so that its best is carried down from row to row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

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
from kbo_screen.results.proof_formulas.terms import (
    NOTHING,
    Term,
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
    number,
    numeric,
    packed,
    plus,
    quoted,
    same,
    spelled,
    truth,
    when,
)
from kbo_screen.results.rows import plain
from kbo_screen.results.wording.cell_places import place_in_run
from kbo_screen.vocabulary.fields import CODED_VALUES
from kbo_screen.vocabulary.grouping import ranges_by_key
from kbo_screen.vocabulary.values import MOST_STARS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.letters.condition_kinds import AnyCondition
    from kbo_screen.results.proof_formulas.field_answers import Answers, Scenario
    from kbo_screen.results.proof_formulas.letter_cells import LetterCells
    from kbo_screen.results.proof_formulas.read_values import ReadValues

#: One more than there are numbers for how sure a product is: two numbers in one, the tier first.
SURE_BASE: Final = len(SURENESS) + 1
STAR_BASE: Final = MOST_STARS + 1
_MARKS: Final = ("1", "0", "?")
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
        self.scenarios = scenarios(values.conditions)
        self.table = ProofTable(sheet_name, list(self._columns()), first_row)
        #: By row the cell of its group's standard.
        self._standard_of_row: dict[int, Term] = {}
        groups = values.run.screening.products["group"]
        #: By row its group.
        self._group_of_row = [int(groups[each]) for each in values.product_order]
        #: By group its last row, where all that is carried down has arrived.
        self.last_row_of = {group: row for row, group in enumerate(self._group_of_row)}
        districts = values.run.registry.products["district_ix"]
        #: By position of a district the rows of its products.
        self.rows_of = ranges_by_key(
            int(districts[each]) for each in values.product_order
        )
        for row, product in enumerate(values.product_order):
            self.table.rows.append({})
            self._add_values(row, product)
        for row in range(len(self.table.rows)):
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
        yield self._column("place", 20)
        yield self._column("district", 16)
        yield self._column("group_number", 8)
        yield self._column("group", 30)
        yield self._column("product", 26)
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
        for position, tier in enumerate(self.tiers):
            label = text(
                "proof.fits_tier",
                self.lang,
                tier=position + 1,
                name=tier.id,
            )
            yield ProofColumn(
                f"fits:{position}",
                label,
                11,
            )
        for field in self._fields_asked_twice():
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
        if len(self.scenarios) > 1:
            for position in range(len(self.scenarios)):
                case = text(
                    "proof.scenario",
                    self.lang,
                    number=position + 1,
                )
                yield ProofColumn(
                    f"scenario:{position}",
                    case,
                    9,
                )
        for name in ("tier", "worst", "sure", "best_so_far", "worst_so_far"):
            yield self._column(name)
        yield self._column("certainty", 22)
        for name in ("key", "key_so_far"):
            yield self._column(name, 16)
        yield self._column("stands", 11)
        yield self._column("outcome", 18)
        if self.values.counts_products:
            yield self._column("units_so_far", 12)
        yield self._column("marks", 12)

    def _columns_of_group(
        self,
        condition: AnyCondition,
        label: str,
    ) -> Iterator[ProofColumn]:
        """Of a condition of the group what each product says by itself, and what is carried down."""
        if not condition.is_of_group:
            return
        parts = ["own", "joined"]
        if condition.of == "best":
            parts += ["place", "least"]
        for part in parts:
            words = text(f"proof.of_group.{part}", self.lang, what=label)
            yield ProofColumn(f"{part}:{condition.id}", words, 12)

    def _best_kinds(self) -> dict[str, str]:
        """Of what the best of a group's rows counts, each with its field."""
        kinds = {}
        if self.values.preferred_field:
            kinds["preference"] = self.values.preferred_field
        if "standard" in self.values.fields:
            kinds["standard"] = "standard"
        return kinds

    def best_order(self, kind: str) -> list[str]:
        """The words of a field, the best first; what the letter prefers goes before the order of the codes."""
        field = self._best_kinds()[kind]
        preference = self.values.letter.preference
        codes = list(CODED_VALUES[field])
        if preference and kind == "preference":
            codes = [*preference.first, *codes]
        return [f"{field}:{code}" for code in dict.fromkeys(codes)]

    def _fields_asked_twice(self) -> list[str]:
        return [
            field for field, conditions in self.by_field.items() if len(conditions) > 1
        ]

    # What was read.

    def _add_values(
        self,
        row: int,
        product: int,
    ) -> None:
        run = self.values.run
        products, cells = run.registry.products, self.table.rows[row]
        group = int(run.screening.products["group"][product])
        cells["place"] = place_in_run(run, run.registry.place(product, "product_name"))
        cells["district"] = plain(products["district"][product])
        cells["group_number"] = group + 1
        cells["group"] = plain(products["group_name"][product])
        cells["product"] = plain(products["product_name"][product])
        cells["text_place"] = self.values.orders.of_product[product]
        cells["row_place"] = product + 1
        cells["value:star_year_be"] = plain(products["star_year_be"][product])
        for field in self.values.fields:
            cells[f"value:{field}"] = self._value(product, field)
            place = run.registry.place(product, field)
            cells[f"cell:{field}"] = place_in_run(run, place)
        for condition in self._answered_conditions():
            verdict = self.values.verdicts[condition.id].get(product)
            cells[f"answer:{condition.id}"] = self.yes_or_no(verdict)

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
            is_rated = products["star_rated"][product]
            is_not_rated = not pd.isna(is_rated) and not is_rated
            return self.letter.word_of("word", "not_rated") if is_not_rated else value
        if value is None or field not in CODED_VALUES:
            return value
        return value_text(
            field,
            value,
            self.lang,
        )

    # The first turn: what each product may be.

    def _is_same_group(self, row: int) -> Term:
        return same(
            self.table.near(row, "group_number"),
            self.table.near(row - 1, "group_number"),
        )

    def _carry(
        self,
        row: int,
        column: str,
        term: Term,
    ) -> Term:
        """The least of a group so far."""
        carried = least(self.table.near(row - 1, column), term)
        return when(
            self._is_same_group(row),
            carried,
            term,
        )

    def _carry_best_values(self, row: int) -> None:
        for kind, field in self._best_kinds().items():
            order = self.best_order(kind)
            value = self.table.near(row, f"value:{field}")
            cases = [
                (same(value, self.letter.cell(key)), number(place))
                for place, key in enumerate(order, 1)
            ]
            place = first_of(cases, number(len(order) + 1))
            column = f"best_{kind}"
            self.table.rows[row][column] = self._carry(
                row,
                column,
                place,
            )

    def best_of_group(
        self,
        group: int,
        kind: str,
    ) -> Term:
        """The place of a group's best value among `best_order`; one more than these where no row says any."""
        return self.table.far(self.last_row_of[group], f"best_{kind}")

    def decide_tiers(self, standards: dict[int, Term]) -> None:
        """Write conditions and tiers. standards: by group the cell of its standard, where it has one."""
        self._standard_of_row = {
            row: standards[group]
            for row, group in enumerate(self._group_of_row)
            if group in standards
        }
        for row in range(len(self.table.rows)):
            self._add_conditions(row)
        self._join_groups()
        for row in range(len(self.table.rows)):
            cells = self.table.rows[row]
            for position in range(len(self.tiers)):
                cells[f"fits:{position}"] = self._fits(row, position)
            self._add_ways(row)
            self._add_scenarios(row)
            cells["tier"] = self._tier(row)
            cells["worst"] = self._worst(row)
            cells["sure"] = self._sure(row)
            self._carry_tiers(row)

    def _add_conditions(
        self,
        row: int,
    ) -> None:
        year = self.table.near(row, "value:star_year_be")
        answered = self._answered_conditions()
        for condition in self.values.conditions:
            term = condition_term(
                condition,
                self.letter,
                self._value_cell(row, condition),
                year,
            )
            if condition in answered:
                answer = self.table.near(row, f"answer:{condition.id}")
                term = after_answer(
                    answer,
                    self.letter,
                    term,
                )
            kind = "own" if condition.is_of_group else "condition"
            self.table.rows[row][f"{kind}:{condition.id}"] = term

    def _value_cell(self, row: int, condition: AnyCondition) -> Term:
        """The cell of what a condition asks: of a standard that of the group, where it has one."""
        if condition.field == "standard" and row in self._standard_of_row:
            return self._standard_of_row[row]
        return self.table.near(row, f"value:{condition.field}")

    def _join_groups(self) -> None:
        """Write the conditions of groups: one answer for all products, made of theirs."""
        last_rows = [self.last_row_of[group] for group in self._group_of_row]
        for condition in self.values.conditions:
            if condition.is_of_group:
                self._join_condition(condition, last_rows)

    def _join_condition(self, condition: AnyCondition, last_rows: list[int]) -> None:
        """Write one condition of groups. last_rows: per row the last one of its group."""
        if condition.of == "best":
            for row in range(len(last_rows)):
                self._carry_best_place(row, condition)
        for row, last_row in enumerate(last_rows):
            number_of_answer = self._number_of_answer(row, last_row, condition)
            column = f"joined:{condition.id}"
            self.table.rows[row][column] = self._carry(row, column, number_of_answer)
        for row, last_row in enumerate(last_rows):
            term = self._answer_of_group(row, last_row, condition)
            self.table.rows[row][f"condition:{condition.id}"] = term

    def _carry_best_place(self, row: int, condition: AnyCondition) -> None:
        """How good the value of a product is, and the best of its group so far."""
        place = self._place_of_value(row, condition)
        self.table.rows[row][f"place:{condition.id}"] = place
        place_cell = self.table.near(row, f"place:{condition.id}")
        column = f"least:{condition.id}"
        self.table.rows[row][column] = self._carry(row, column, place_cell)

    def _place_of_value(self, row: int, condition: AnyCondition) -> Term:
        """How good a value is, the best 0."""
        value = self._value_cell(row, condition)
        if condition.field == "star":
            return minus(number(MOST_STARS), numeric(value))
        words = self.letter.codes_of(condition.field)
        cases = [
            (same(value, word), number(position)) for position, word in enumerate(words)
        ]
        return first_of(cases, number(len(words)))

    def _number_of_answer(
        self,
        row: int,
        last_row: int,
        condition: AnyCondition,
    ) -> Term:
        """The answer of a product as a number of which a group's least counts: 1 decides, 2 unknown, 3 else.

        0: the value is unknown and may be the best. last_row: of the group.
        """
        answer = self.table.near(row, f"own:{condition.id}")
        deciding = truth(condition.of != "all")
        cases = [
            (same(answer, deciding), number(1)),
            (is_text(answer), number(2)),
        ]
        if condition.of == "best":
            cases = [*self._cases_of_best(row, last_row, condition), *cases]
        return first_of(cases, number(3))

    def _cases_of_best(
        self,
        row: int,
        last_row: int,
        condition: AnyCondition,
    ) -> Iterator[tuple[Term, Term]]:
        """Which products say nothing of the best of their group: unknown ones, and any that is less good."""
        value = self._value_cell(row, condition)
        place = self.table.near(row, f"place:{condition.id}")
        best_place = self.table.near(last_row, f"least:{condition.id}")
        yield same(value, NOTHING), number(0)
        yield differs(place, best_place), number(3)

    def _answer_of_group(
        self,
        row: int,
        last_row: int,
        condition: AnyCondition,
    ) -> Term:
        """TRUE, FALSE or unknown, by the least number of a group; a person's word goes before."""
        least_number = self.table.near(last_row, f"joined:{condition.id}")
        deciding = condition.of != "all"
        cases = [
            (same(least_number, number(1)), truth(deciding)),
            (same(least_number, number(3)), truth(not deciding)),
        ]
        term = first_of(cases, self.letter.cell("word:unknown"))
        if condition not in self._answered_conditions():
            return term
        answer = self.table.near(row, f"answer:{condition.id}")
        return after_answer(answer, self.letter, term)

    def _needs(
        self,
        row: int,
        position: int,
    ) -> list[list[tuple[AnyCondition, Term]]]:
        """What a tier needs, as far as it is asked in this run: of each list of conditions, with their cells, one."""
        needs = []
        for names in self.tiers[position].needs:
            need = [
                (condition, self.table.near(row, f"condition:{condition.id}"))
                for condition in self.values.conditions
                if condition.id in names
            ]
            if need:
                needs.append(need)
        return needs

    def _fits(
        self,
        row: int,
        position: int,
    ) -> Term:
        """0 where a need is FALSE; else how sure it is: 1 all TRUE, 2 a judgement is missing, 3 a fact is."""
        if self.values.missing_tiers[position]:
            return number(0)
        needs = self._needs(row, position)
        is_false = either(
            every([same(cell, truth(False)) for _, cell in need]) for need in needs
        )
        cases = [(is_false, number(0)), *_doubts(needs)]
        return first_of(cases, number(1))

    def _tier(self, row: int) -> Term:
        """The first tier of which no condition is FALSE; 0 for none."""
        cases = []
        for position in range(len(self.tiers)):
            fits = self.table.near(row, f"fits:{position}")
            cases.append((is_below(number(0), fits), number(position + 1)))
        return first_of(cases, number(0))

    def _sure(self, row: int) -> Term:
        """How sure the tier is; certain too where the product can stand in no later one."""
        tier = self.table.near(row, "tier")
        fits = [
            self.table.near(row, f"fits:{position}")
            for position in range(len(self.tiers))
        ]
        is_last = same(self.table.near(row, "worst"), tier)
        sure = first_of([(is_last, number(1))], choose(tier, fits))
        return when(
            same(tier, number(0)),
            number(0),
            sure,
        )

    def _carry_tiers(self, row: int) -> None:
        """The best standing of a group so far, and the last tier that its best row may come to stand in."""
        cells = self.table.rows[row]
        tier, sure = self.table.near(row, "tier"), self.table.near(row, "sure")
        standing = packed([(tier, self.no_tier + 1), (sure, SURE_BASE)])
        nowhere = number(self.no_tier * SURE_BASE)
        best = when(
            same(tier, number(0)),
            nowhere,
            standing,
        )
        cells["best_so_far"] = self._carry(
            row,
            "best_so_far",
            best,
        )
        worst = self.table.near(row, "worst")
        cells["worst_so_far"] = self._carry(
            row,
            "worst_so_far",
            worst,
        )

    # What the cells that nobody knows may turn out to hold.

    def _add_ways(self, row: int) -> None:
        """How many ways to answer each field agree with what is known."""
        cells = self.table.rows[row]
        for field in self._fields_asked_twice():
            agreeing = [
                when(
                    self._agrees(
                        row,
                        field,
                        answers,
                    ),
                    number(1),
                    number(0),
                )
                for answers in answers_together(self.by_field[field])
            ]
            count = agreeing[0]
            for term in agreeing[1:]:
                count = plus(count, term)
            cells[f"ways:{field}"] = count

    def _add_scenarios(self, row: int) -> None:
        """The last tier in each case that can be, 0 in one that cannot."""
        if len(self.scenarios) == 1:
            return
        for position, scenario in enumerate(self.scenarios):
            can_be = every(self._can_be(row, scenario))
            worst = self._first_full_tier(row, scenario)
            self.table.rows[row][f"scenario:{position}"] = when(
                can_be,
                worst,
                number(0),
            )

    def _agrees(
        self,
        row: int,
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
            cell = self.table.near(row, f"condition:{condition.id}")
            terms.append(either([is_text(cell), same(cell, truth(answer))]))
        return every(terms)

    def _can_be(
        self,
        row: int,
        scenario: Scenario,
    ) -> Iterator[Term]:
        """Each field's answers agree with what is known; None: no answers do."""
        for field, answers in scenario.items():
            if answers is None:
                count = self.table.near(row, f"ways:{field}")
                yield same(count, number(0))
            else:
                yield self._agrees(
                    row,
                    field,
                    answers,
                )

    def _worst(self, row: int) -> Term:
        """The last tier that the product may come to stand in; behind all where it may come to have none."""
        if len(self.scenarios) == 1:
            return self._first_full_tier(row, {})
        cases = range(len(self.scenarios))
        return greatest([self.table.near(row, f"scenario:{each}") for each in cases])

    def _first_full_tier(
        self,
        row: int,
        scenario: Scenario,
    ) -> Term:
        """The first tier all of whose conditions are TRUE, when what is unknown turns out as in a scenario."""
        cases = []
        for position in range(len(self.tiers)):
            if self.values.missing_tiers[position]:
                continue
            needs = self._needs(row, position)
            is_full = every([self._is_met_at_worst(need, scenario) for need in needs])
            cases.append((is_full, number(position + 1)))
        return first_of(cases, number(self.no_tier))

    def _is_met_at_worst(
        self,
        need: list[tuple[AnyCondition, Term]],
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
        return differs(cell, truth(False)) if holds else same(cell, truth(True))

    # The second turn: what groups and districts make of it.

    def decide_standing(
        self,
        states: dict[int, list[Term]],
        districts: Sequence[int],
    ) -> None:
        """Write certainty and the key by which a group chooses the product it stands by.

        states: by position of a district the cells of its tiers' states. districts: per row that position.
        """
        for row, district in enumerate(districts):
            cells = self.table.rows[row]
            cells["certainty"] = self._certainty(row, states[district])
            cells["key"] = self._key(row)
            cells["key_so_far"] = self._carry(
                row, "key_so_far", self.table.near(row, "key")
            )

    def _certainty(self, row: int, states: list[Term]) -> Term:
        certainty = sure_in_district(
            self.table.near(row, "sure"),
            self.table.near(row, "worst"),
            states,
            self.letter,
        )
        has_none = same(self.table.near(row, "tier"), number(0))
        words = choose(certainty, self.letter.words_of("certainty"))
        return when(
            has_none,
            NOTHING,
            words,
        )

    def _key(self, row: int) -> Term:
        """Tier, certainty, stars where the tier orders by them, id or name, row: the least of a group stands for it."""
        tier = self.table.near(row, "tier")
        certainty = self.table.near(row, "certainty")
        certainties = self.letter.words_of("certainty")
        sure = first_of(
            [(same(certainty, word), number(n)) for n, word in enumerate(certainties)],
            number(len(certainties)),
        )
        placed = when(
            same(tier, number(0)),
            number(self.no_tier),
            tier,
        )
        return packed(
            [
                (placed, self.no_tier + 1),
                (sure, SURE_BASE),
                (self._star_place(row, tier), STAR_BASE),
                (self.table.near(row, "text_place"), self.base),
                (self.table.near(row, "row_place"), self.base),
            ]
        )

    def _star_place(
        self,
        row: int,
        tier: Term,
    ) -> Term:
        """More stars have a lower number, in tiers that order by them."""
        ordering = [
            same(tier, number(position + 1))
            for position, each in enumerate(self.tiers)
            if each.orders_by_star
        ]
        if not ordering or "star" not in self.values.fields:
            return number(0)
        star = numeric(self.table.near(row, "value:star"))
        return when(
            either(ordering),
            minus(number(MOST_STARS), star),
            number(0),
        )

    def compare(
        self,
        outcomes: dict[int, Term],
        tiers: dict[int, Term],
        states: dict[int, list[Term]],
    ) -> None:
        """Write what became of each product, and whether the program says the same.

        outcomes, tiers: by group. states: by position of a district the cells of its tiers' states.
        """
        groups = self.values.run.screening.products["group"]
        district_of = self.values.run.registry.products["district_ix"]
        for row, product in enumerate(self.values.product_order):
            group = int(groups[product])
            of_district = states[int(district_of[product])]
            cells = self.table.rows[row]
            cells["stands"] = self._stands(row, group, tiers[group])
            cells["outcome"] = self._outcome(row, outcomes[group], of_district)
            if self.values.counts_products:
                cells["units_so_far"] = self._units_so_far(row)
            cells["marks"] = self._marks(row)
            self._add_program(row, product)

    def _stands(
        self,
        row: int,
        group: int,
        tier_of_group: Term,
    ) -> Term:
        """The group stands by this product: its key is the least."""
        last_key = self.table.near(self.last_row_of[group], "key_so_far")
        stands = same(self.table.near(row, "key"), last_key)
        words = when(stands, self.letter.cell("word:yes"), quoted("-"))
        has_no_tier = same(tier_of_group, number(0))
        return when(has_no_tier, quoted("-"), words)

    def _outcome(
        self,
        row: int,
        outcome_of_group: Term,
        states: list[Term],
    ) -> Term:
        """A product with a tier goes where its group goes.

        Where products are counted, one of a closed tier is not needed, whatever its group stands by.
        """
        tier = self.table.near(row, "tier")
        listed, not_needed, not_listed = self.letter.words_of("outcome")
        cases = [(same(tier, number(0)), not_listed)]
        if self.values.counts_products:
            closed = self.letter.cell("tier_state:closed")
            is_closed = same(choose(tier, states), closed)
            is_left_out = every([same(outcome_of_group, listed), is_closed])
            cases.append((is_left_out, not_needed))
        return first_of(cases, outcome_of_group)

    def _units_so_far(self, row: int) -> Term:
        """The products of a group that are listed, counted down its rows."""
        listed = self.letter.cell("outcome:listed")
        is_listed = same(self.table.near(row, "outcome"), listed)
        before = numeric(self.table.near(row - 1, "units_so_far"))
        carried = when(self._is_same_group(row), before, number(0))
        return plus(carried, when(is_listed, number(1), number(0)))

    def units_of(self, group: int) -> Term:
        """What the quota counts of a group where it counts products: those that are listed."""
        return self.table.far(self.last_row_of[group], "units_so_far")

    def _marks(self, row: int) -> Term:
        """The conditions in a text: 1 for TRUE, 0 for FALSE, ? for unknown; it begins with a letter to stay a text."""
        marks = [quoted("c")]
        for condition in self.values.conditions:
            cell = self.table.near(row, f"condition:{condition.id}")
            yes, no, unknown = map(quoted, _MARKS)
            marks.append(first_of([(is_text(cell), unknown), (cell, yes)], no))
        return spelled(marks)

    def _add_program(
        self,
        row: int,
        product: int,
    ) -> None:
        """What the program says of the product, and whether it is the same."""
        screening = self.values.run.screening
        decided = screening.products.loc[product]
        group = screening.groups.loc[decided["group"]]
        tier_ids = [tier.id for tier in self.tiers]
        tier, has_tier = decided["tier"], not pd.isna(decided["tier"])
        stands = plain(group["tier"]) is not None and plain(decided["stands"])
        cells = self.table.rows[row]
        cells["program:marks"] = self._program_marks(product)
        cells["program:tier"] = tier_ids.index(str(tier)) + 1 if has_tier else 0
        certainty = (
            self.letter.word_of("certainty", str(decided["certainty"]))
            if has_tier
            else None
        )
        cells["program:certainty"] = certainty
        cells["program:stands"] = self.letter.word_of("word", "yes") if stands else "-"
        outcome = self.letter.word_of("outcome", str(decided["outcome"]))
        cells["program:outcome"] = outcome
        cells["agrees"] = agrees(
            self.table,
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


def _doubts(
    needs: Sequence[Sequence[tuple[AnyCondition, Term]]],
) -> Iterator[tuple[Term, Term]]:
    """What makes a tier unsure, with its number: a fact that is unknown before a judgement that is missing."""
    yield either(_doubts_of(needs, is_judgement=False)), number(3)
    yield either(_doubts_of(needs, is_judgement=True)), number(2)


def _doubts_of(
    needs: Sequence[Sequence[tuple[AnyCondition, Term]]],
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
            is_settled = either([same(cell, truth(True)) for _, cell in need])
            is_open = every([is_open, same(is_settled, truth(False))])
        yield is_open


def sure_in_district(
    sure: Term,
    worst: Term,
    states: list[Term],
    letter: LetterCells,
) -> Term:
    """How sure a standing is: certain too where the last tier that it may come to is not closed."""
    is_nowhere = same(worst, number(len(states) + 1))
    closed = letter.cell("tier_state:closed")
    is_closed = same(choose(worst, states), closed)
    in_district = when(
        is_closed,
        sure,
        number(1),
    )
    return when(
        is_nowhere,
        sure,
        in_district,
    )


def agrees(
    table: ProofTable,
    row: int,
    columns: Sequence[str],
    letter: LetterCells,
) -> Term:
    """The word that says whether columns hold the same as those of the program."""
    pairs = [
        same(table.near(row, column), table.near(row, f"program:{column}"))
        for column in columns
    ]
    words = letter.cell("word:agrees"), letter.cell("word:differs")
    return when(every(pairs), *words)
