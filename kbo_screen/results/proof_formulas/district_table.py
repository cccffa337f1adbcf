"""A row per district: which tiers it needs, and what stands against its quota."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from kbo_screen.findings.catalogue import text
from kbo_screen.results.proof_formulas.product_table import agrees
from kbo_screen.results.proof_formulas.proof_table import ProofColumn, ProofTable
from kbo_screen.results.proof_formulas.terms import (
    Term,
    at_most,
    either,
    every,
    first_of,
    is_below,
    least,
    minus,
    number,
    plus,
    same,
    times,
    truth,
)
from kbo_screen.results.rows import each_row, plain
from kbo_screen.results.wording.area_names import province_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kbo_screen.results.proof_formulas.group_table import GroupTable
    from kbo_screen.results.proof_formulas.letter_cells import LetterCells
    from kbo_screen.results.proof_formulas.product_table import ProductTable
    from kbo_screen.results.proof_formulas.read_values import ReadValues

    #: The rows that a quota counts.
    Units = GroupTable | ProductTable

_COUNTS: Final = ("certain", "possible")
#: What is said against a quota; of districts only where they have one.
_OF_QUOTA: Final = ("short", "status")


class DistrictTable:
    """The sheet of districts, in the order of the letter. Its counts look at the rows of its own groups alone."""

    def __init__(
        self,
        values: ReadValues,
        letter: LetterCells,
        sheet_name: str,
        first_row: int,
    ) -> None:
        self.values, self.letter = values, letter
        self.lang = values.run.lang
        self.tiers = range(len(values.letter.tiers))
        self.table = ProofTable(sheet_name, list(self._columns()), first_row)
        for row in each_row(values.run.screening.districts):
            cells = {
                "district": row.district,
                "district_code": plain(row.district_code),
            }
            self._add_row(cells)
        self.districts = range(len(self.table.rows))
        for province in self._provinces():
            self._add_row({"district": province_title(province, self.lang)})

    def _add_row(self, cells: dict[str, Any]) -> None:
        blank: dict[str, Any] = dict.fromkeys(each.id for each in self.table.columns)
        self.table.rows.append(blank | cells)

    def _provinces(self) -> list[str]:
        """The provinces that have a quota, in the order of their rows, which stand behind those of the districts."""
        if not self.values.has_province_quota:
            return []
        return list(dict.fromkeys(self.values.province_of_district))

    def _columns(self) -> Iterator[ProofColumn]:
        yield self._column("district", 22)
        yield self._column("district_code", 12)
        for tier in self.tiers:
            for part in ("tier_certain", "tier_possible", "tier_state"):
                width = 22 if part == "tier_state" else 12
                yield self._column(f"{part}:{tier}", width)
        for name in ("certain", "possible", "short"):
            yield self._column(name)
        yield self._column("status", 24)
        for name in self._compared:
            program = text("proof.program", self.lang, what=self._label(name))
            yield ProofColumn(f"program:{name}", program, 16)
        yield self._column("agrees", 12)

    @property
    def _compared(self) -> list[str]:
        of_tiers = [f"tier_state:{tier}" for tier in self.tiers]
        return [*of_tiers, *_COUNTS, *_OF_QUOTA]

    def _label(self, name: str) -> str:
        part, _, tier = name.partition(":")
        number_of_tier = int(tier) + 1 if tier else 0
        return text(f"proof.column.{part}", self.lang, tier=number_of_tier)

    def _column(
        self,
        name: str,
        width: int = 12,
    ) -> ProofColumn:
        return ProofColumn(name, self._label(name), width)

    def open_tiers(self, units: Units) -> None:
        """Write which tiers each district needs, from the counts of the tiers before. units: what the quota counts."""
        for row in self.districts:
            cells = self.table.rows[row]
            rows = units.rows_of.get(row)
            for tier in self.tiers:
                conditions = [("tier", number(tier + 1))]
                possible = _count(
                    units,
                    rows,
                    conditions,
                )
                cells[f"tier_possible:{tier}"] = possible
                conditions.append(("sure", number(1)))
                cells[f"tier_certain:{tier}"] = _count(
                    units,
                    rows,
                    conditions,
                )
        for row in self.districts:
            for tier in self.tiers:
                state = self._state(row, tier)
                self.table.rows[row][f"tier_state:{tier}"] = state

    def states(self) -> dict[int, list[Term]]:
        """By position of a district the cells of its tiers' states."""
        return {
            row: [self.table.far(row, f"tier_state:{tier}") for tier in self.tiers]
            for row in self.districts
        }

    def _state(
        self,
        row: int,
        tier: int,
    ) -> Term:
        """Closed where the certain groups of earlier tiers reach the quota, open where even the possible do not."""
        if self.values.missing_tiers[tier]:
            return self.letter.cell("tier_state:unavailable")
        is_open = self.letter.cell("tier_state:open")
        if tier == 0:
            return is_open
        if self.values.has_province_quota:
            return self._state_for_province(row, tier)
        quota, certain, possible = self._against_quota(row, tier)
        cases = [
            (at_most(quota, certain), self.letter.cell("tier_state:closed")),
            (is_below(possible, quota), is_open),
        ]
        return first_of(cases, self.letter.cell("tier_state:maybe"))

    def _state_for_province(self, row: int, tier: int) -> Term:
        """Closed where the certain groups before leave it unneeded, open where it is needed for all the possible."""
        is_alone = self.values.letter.choices.insufficient == "certain-only"
        part = "tier_certain" if is_alone else "tier_possible"
        is_unneeded = same(self._is_needed(row, tier, "tier_certain"), truth(False))
        cases = [
            (is_unneeded, self.letter.cell("tier_state:closed")),
            (self._is_needed(row, tier, part), self.letter.cell("tier_state:open")),
        ]
        return first_of(cases, self.letter.cell("tier_state:maybe"))

    def _is_needed(self, row: int, tier: int, part: str) -> Term:
        """With the groups of earlier tiers a district lacks its own least, or the province its number."""
        count = self._in_earlier_tiers(row, tier, part)
        of_province = self._nameable_of_province(row, tier, part)
        is_short = is_below(of_province, self.letter.cell("per_province"))
        if self.values.letter.choices.insufficient != "per-province":
            is_short = either([is_below(count, self.letter.cell("quota")), is_short])
        if self.values.letter.most_per_district is None:
            return is_short
        return every([is_short, is_below(count, self.letter.cell("most"))])

    def _nameable_of_province(self, row: int, tier: int, part: str) -> Term:
        """The groups of earlier tiers that the districts of a province can name."""
        if self.values.letter.most_per_district is None:
            return self._in_province(row, tier, part)
        most = self.letter.cell("most")
        counts = [
            least(self._in_earlier_tiers(each, tier, part), most)
            for each in self._province_of(row)
        ]
        return reduce(plus, counts)

    def _against_quota(self, row: int, tier: int) -> tuple[Term, Term, Term]:
        """A quota and the certain and possible groups of earlier tiers that count, as the letter chooses."""
        quota = self.letter.cell("quota")
        match self.values.letter.choices.insufficient:
            case "per-province":
                quota = times(quota, number(len(self._province_of(row))))
                certain = self._in_province(row, tier, "tier_certain")
                return quota, certain, self._in_province(row, tier, "tier_possible")
            case "certain-only":
                certain = self._in_earlier_tiers(row, tier, "tier_certain")
                return quota, certain, certain
            case _:
                certain = self._in_earlier_tiers(row, tier, "tier_certain")
                possible = self._in_earlier_tiers(row, tier, "tier_possible")
                return quota, certain, possible

    def _province_of(self, row: int) -> list[int]:
        """The rows of the districts of a district's province."""
        provinces = self.values.run.screening.districts["province"]
        is_of_province = provinces == provinces.loc[row]
        rows: list[int] = provinces.index[is_of_province].tolist()
        return rows

    def _in_province(
        self,
        row: int,
        tier: int,
        part: str,
    ) -> Term:
        """The groups of earlier tiers of all districts of a province, which stand together."""
        rows = self._province_of(row)
        columns = [f"{part}:{earlier}" for earlier in range(tier)]
        block = range(rows[0], rows[-1] + 1)
        blocks = [self.table.block(block, column) for column in columns]
        counts = [self.table.value(each, column) for each in rows for column in columns]
        return Term(f"SUM({','.join(blocks)})", sum(counts))

    def _in_earlier_tiers(
        self,
        row: int,
        tier: int,
        part: str,
    ) -> Term:
        total = self.table.near(row, f"{part}:0")
        for earlier in range(1, tier):
            total = plus(total, self.table.near(row, f"{part}:{earlier}"))
        return total

    def compare(self, units: Units) -> None:
        """Write what stands against each quota, and whether the program says the same. units: what the quota counts."""
        listed = self.letter.cell("outcome:listed")
        sure = self.letter.cell("certainty:certain")
        quota = self.letter.cell("quota")
        on_list = [("outcome", listed)]
        for row in self.districts:
            cells = self.table.rows[row]
            rows = units.rows_of.get(row)
            cells["possible"] = _count(units, rows, on_list)
            cells["certain"] = _count(units, rows, [*on_list, ("certainty", sure)])
            if self.values.has_least_of_district:
                self._add_status(row, quota)
            self._add_states_of_program(row)
        screening = self.values.run.screening
        compared = self._compared
        if not self.values.has_least_of_district:
            compared = [name for name in compared if name not in _OF_QUOTA]
        for row, decided in enumerate(each_row(screening.districts)):
            self._add_program(row, decided, compared)
        provinces = screening.provinces
        if provinces is not None:
            for position, decided in enumerate(each_row(provinces)):
                self._compare_province(position, decided)

    def _compare_province(self, position: int, decided: Any) -> None:
        """What the districts of a province can name against its quota. position: of the province."""
        row = self.districts.stop + position
        cells = self.table.rows[row]
        for part in _COUNTS:
            cells[part] = self._sum_of_province(self._provinces()[position], part)
        self._add_status(row, self.letter.cell("per_province"))
        self._add_program(row, decided, [*_COUNTS, *_OF_QUOTA])

    def _sum_of_province(self, province: str, part: str) -> Term:
        """Of each district of a province no more than it can name."""
        provinces = self.values.province_of_district
        counts = [
            self.table.near(row, part)
            for row in self.districts
            if provinces[row] == province
        ]
        if self.values.letter.most_per_district is not None:
            most = self.letter.cell("most")
            counts = [least(count, most) for count in counts]
        return reduce(plus, counts)

    def _add_status(self, row: int, quota: Term) -> None:
        """What is short of a quota, in a number and in a word."""
        cells = self.table.rows[row]
        met, confirm, short = self.letter.words_of("status")
        certain = self.table.near(row, "certain")
        possible = self.table.near(row, "possible")
        cells["short"] = minus(quota, least(possible, quota))
        cases = [
            (at_most(quota, certain), met),
            (at_most(quota, possible), confirm),
        ]
        cells["status"] = first_of(cases, short)

    def _add_states_of_program(self, row: int) -> None:
        tiers = self.values.run.screening.tiers
        states = tiers.loc[tiers["district_ix"] == row, "state"]
        for tier, state in enumerate(states):
            word = self.letter.word_of("tier_state", str(state))
            self.table.rows[row][f"program:tier_state:{tier}"] = word

    def _add_program(
        self,
        row: int,
        decided: Any,
        compared: Sequence[str],
    ) -> None:
        """What the program says of a district or a province, and whether it is the same. decided: its row there."""
        cells = self.table.rows[row]
        for name in _COUNTS:
            cells[f"program:{name}"] = plain(getattr(decided, name))
        if "status" in compared:
            word = self.letter.word_of("status", str(decided.status))
            cells["program:short"] = plain(decided.shortfall)
            cells["program:status"] = word
        cells["agrees"] = agrees(self.table, row, compared, self.letter)


def _count(
    units: Units,
    rows: range | None,
    conditions: list[tuple[str, Term]],
) -> Term:
    """How many units of a district hold these values in these columns."""
    if rows is None:
        return number(0)
    parts = []
    for column, term in conditions:
        parts += [units.table.block(rows, column), term.text]
    count = sum(
        all(units.table.value(row, column) == term.value for column, term in conditions)
        for row in rows
    )
    return Term(f"COUNTIFS({','.join(parts)})", count)
