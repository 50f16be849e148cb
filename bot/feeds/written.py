"""Figures as pages write them: dollar signs, thousands set apart, words where there is none."""

import re
from decimal import Decimal

_FIGURE = re.compile(r"([+-]?)\$?([0-9][0-9,]{0,20}(?:\.[0-9]{1,10})?|\.[0-9]{1,10})", re.ASCII)


def figure(text: str | None) -> Decimal | None:
    """Read `$1,267.10` or `-0.81`; None where it is no number, as `N/A`, `UNCH` and `4.9%` are."""
    found = _FIGURE.fullmatch(text.strip()) if text else None
    return Decimal(found[1] + found[2].replace(",", "")) if found else None
