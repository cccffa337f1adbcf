"""What can be wrong, and every text for people. Refuses to know who raises a finding."""

from kbo_screen.findings.finding import (
    SEVERITIES,
    Finding,
    InputError,
    KboScreenError,
    Place,
    Severity,
    UsageError,
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
    "make_finding",
]
