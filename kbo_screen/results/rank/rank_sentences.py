"""What a shortlist says in words: on what a group stands, which projects keep groups out, how the sums add up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kbo_screen.findings.catalogue import text
from kbo_screen.registry.frame_values import value_at
from kbo_screen.results.rows import plain
from kbo_screen.screening.excluding import EXCLUDING_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbo_screen.desk.run import Run
    from kbo_screen.screening.screening import Accounting


def standing_words(run: Run, group: Any) -> str:
    """What a group stands on, in a word or two."""
    preference = run.letter.preference
    words = _star_or_quadrant(run, group)
    if group.prefers and preference and plain(group.preference_value):
        value = f"{preference.field}.{group.preference_value}"
        words += f" {text(f'terminal.preferred.{value}', run.lang)}"
    return words


def _star_or_quadrant(run: Run, group: Any) -> str:
    products = run.registry.products
    return star_or_quadrant(
        value_at(products, group.product, "star"),
        value_at(products, group.product, "quadrant"),
        by_star=run.letter.tier(group.tier).orders_by_star,
        lang=run.lang,
    )


def star_or_quadrant(
    star: Any,
    quadrant: Any,
    *,
    by_star: bool,
    lang: str,
) -> str:
    """The star or the quadrant that a group stands by."""
    if not by_star:
        return text("terminal.quadrant", lang, quadrant=plain(quadrant) or "?")
    if not plain(star):
        return text("terminal.star_unknown", lang)
    return text("terminal.star", lang, star=plain(star))


def excluding_projects(run: Run) -> list[str]:
    """Every word that keeps groups out as another project, with how many, the costliest first."""
    return [
        text(
            "terminal.excluding_part",
            run.lang,
            project=project,
            groups=f"{count:,}",
        )
        for project, count in _groups_by_project(run).most_common()
    ]


def _groups_by_project(run: Run) -> Counter[str]:
    """How many groups each word keeps out."""
    groups: Counter[str] = Counter()
    for finding in run.findings:
        if finding.code == EXCLUDING_CODE:
            project = finding.fields["project"]
            words = project[run.lang] if isinstance(project, dict) else project
            groups[words] += finding.fields["groups"]
    return groups


def accounting_lines(run: Run) -> list[str]:
    """How rows and products add up."""
    lang, accounting = run.lang, run.screening.accounting
    product_parts = [
        f"{text(f'words.outcome.{outcome}', lang)} {count:,}"
        for outcome, count in accounting.products_by_outcome.items()
    ]
    rows_read, products = f"{accounting.rows_read:,}", f"{accounting.products:,}"
    rows = " + ".join(rows_in_words(accounting.rows, lang))
    parts = " + ".join(product_parts)
    lines = [
        text("terminal.rows", lang, total=rows_read, parts=rows),
        text("terminal.products", lang, total=products, parts=parts),
    ]
    if accounting.repeated:
        lines.append(_repeated_line(accounting, lang))
    return lines


def rows_in_words(counts: Mapping[str, int], lang: str) -> Iterator[str]:
    """How many rows there are of each kind."""
    for kind, count in counts.items():
        yield f"{text(f'terminal.row.{kind}', lang)} {count:,}"


def _repeated_line(accounting: Accounting, lang: str) -> str:
    return text(
        "terminal.repeated",
        lang,
        data=f"{accounting.rows['data']:,}",
        products=f"{accounting.products:,}",
        repeated=f"{accounting.repeated:,}",
    )
