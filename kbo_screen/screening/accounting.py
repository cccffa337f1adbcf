"""The sums that prove nothing was lost: every row and every product went somewhere."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kbo_screen.findings import KboScreenError, make_finding
from kbo_screen.screening.screening import Accounting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbo_screen.registry.registry import Registry
    from kbo_screen.registry.side_list import ListAccount


class AccountingError(KboScreenError):
    """The sums do not add up: a fault of the program, never of the file."""

    exit_code = 4


def account_for(registry: Registry, outcomes: Mapping[str, int]) -> Accounting:
    """Count rows by kind, beside the products by outcome. Raises AccountingError when the sums do not add up."""
    files = [file for file in registry.inputs if file.role == "registry"]
    screened = len(registry.products)
    unusable = len(registry.unusable)
    accounting = Accounting(
        rows_read=sum(file.rows for file in files),
        rows=_rows_by_kind(registry),
        products=screened + registry.out_of_scope + unusable,
        listed=outcomes["listed"],
        not_needed=outcomes["not_needed"],
        not_listed=outcomes["not_listed"],
        out_of_scope=registry.out_of_scope,
        unusable=unusable,
        repeated=len(registry.repeated),
    )
    check_sums(accounting)
    return accounting


def _rows_by_kind(registry: Registry) -> dict[str, int]:
    rows: Counter[str] = Counter()
    for table in registry.tables:
        rows.update(table.rows)
    return dict(rows)


def check_list_sums(account: ListAccount) -> None:
    """Raise AccountingError unless every row of a side list went somewhere."""
    rows, *parts = account
    _require_sum("list rows", rows, sum(parts))


def check_sums(accounting: Accounting) -> None:
    """Raise AccountingError unless the sums add up.

    Rows are data and the rest; products are the sum of where they went; a row of data is a product or states one again.
    """
    rows = accounting.rows
    products = accounting.products
    _require_sum("rows", accounting.rows_read, sum(rows.values()))
    _require_sum("products", products, sum(accounting.products_by_outcome.values()))
    _require_sum("data rows", rows.get("data", 0), products + accounting.repeated)


def _require_sum(what: str, whole: int, parts: int) -> None:
    """Raise AccountingError unless the parts add up to the whole."""
    if whole != parts:
        finding = make_finding(
            "internal.accounting",
            what=what,
            whole=whole,
            parts=parts,
        )
        raise AccountingError(finding)
