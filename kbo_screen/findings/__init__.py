"""What can be wrong, where, and every text for people."""

from kbo_screen.findings.finding import (
    SEVERITIES,
    Finding,
    InputError,
    KboScreenError,
    Place,
    Severity,
    UsageError,
    each_once,
    errors_among,
    make_finding,
)

__all__ = [
    "SEVERITIES",
    "Finding",
    "InputError",
    "KboScreenError",
    "Place",
    "Severity",
    "UsageError",
    "each_once",
    "errors_among",
    "make_finding",
]
