"""The sums that prove nothing was lost: every row and every product went somewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple
from typing import TYPE_CHECKING

from kbo_screen.findings import KboScreenError, make_finding
from kbo_screen.screening.screening import Accounting

if TYPE_CHECKING:
    import pandas as pd

    from kbo_screen.registry.registry import Registry
    from kbo_screen.registry.side_list import ListAccount


class AccountingError(KboScreenError):
    """The sums do not add up: a fault of the program, never of the file."""

    exit_code = 4


def account_for(registry: Registry, outcome: pd.Series[str]) -> Accounting:
    """Count rows by kind and products by outcome. Raises AccountingError when the sums do not add up."""
    rows: Counter[str] = Counter()
    for table in registry.tables:
        rows.update(table.rows)
    outcomes = outcome.value_counts()
    accounting = Accounting(
        rows_read=sum(file.rows for file in registry.inputs if file.role == "registry"),
        rows=dict(rows),
        products=len(registry.products)
        + registry.out_of_scope
        + len(registry.unusable),
        listed=int(outcomes.get("listed", 0)),
        not_needed=int(outcomes.get("not_needed", 0)),
        not_listed=int(outcomes.get("not_listed", 0)),
        out_of_scope=registry.out_of_scope,
        unusable=len(registry.unusable),
        repeated=len(registry.repeated),
    )
    check_sums(accounting)
    return accounting


def check_list_sums(account: ListAccount) -> None:
    """Raise AccountingError unless every row of a side list went somewhere."""
    rows, *parts = astuple(account)
    if rows != sum(parts):
        raise AccountingError(
            make_finding(
                "internal.accounting",
                what="list rows",
                whole=rows,
                parts=sum(parts),
            )
        )


def check_sums(accounting: Accounting) -> None:
    """Raise AccountingError unless the sums add up.

    Rows are data and the rest; products are the sum of where they went; a row of data is a product or states one again.
    """
    went = sum(accounting.products_by_outcome.values())
    sums = {
        "rows": (accounting.rows_read, sum(accounting.rows.values())),
        "products": (accounting.products, went),
        "data rows": (
            accounting.rows.get("data", 0),
            accounting.products + accounting.repeated,
        ),
    }
    for name, (total, parts) in sums.items():
        if total != parts:
            raise AccountingError(
                make_finding(
                    "internal.accounting",
                    what=name,
                    whole=total,
                    parts=parts,
                )
            )
