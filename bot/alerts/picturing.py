"""Picturing: which picture goes with an alert, and at which figure in it the rule rang."""

import re
from decimal import Decimal

from bot.alerts.external import is_external
from bot.alerts.model import Alert
from bot.chat import Drawing, Picture
from bot.market.instruments import SYMBOL

_EXACT = Decimal("0.00001")  # points: percents are kept to a millionth of one
_MILLION = 10**6  # no cap that anybody watches is less, and no count of members is more
_CAP = re.compile(r"\bcap\b")
_CHANGE_ALONE = re.compile(r"(?:\S+\.)?change (?!.*\b(?:and|or|then)\b).*")


def picture_of(alert: Alert) -> Picture | None:
    """Return the picture that shows when and where an alert turned; None where there is none.

    Of an instrument it is the day's prices, of a watchlist its market value. The level a rule
    watched is in it where that is a price, or comes to one.
    """
    if is_external(alert):
        return None  # who knows what another program means by its subject
    sector = alert.subject == alert.watchlist
    if not sector and not SYMBOL.fullmatch(alert.subject):
        return None
    return Picture(
        drawing=Drawing.CAP if sector else Drawing.SESSION,
        subject=alert.subject,
        at=alert.updated,
        level=_cap(alert) if sector else _price(alert),
        marked=True,
    )


# A percent says a price only where it is the percent by which that price is away from its base.
def _price(alert: Alert) -> Decimal | None:
    value, price, threshold = alert.value, alert.price, alert.threshold
    if value is None or price is None or threshold is None:
        return None
    if not alert.baseline:
        return threshold if value == price else None
    percent = (price / alert.baseline - 1) * 100
    exact = abs(percent - value) <= _EXACT
    return _after(alert.baseline, threshold) if exact else None


# A rule on a list says no price; what its figure is stands in its words.
def _cap(alert: Alert) -> Decimal | None:
    value, threshold = alert.value, alert.threshold
    if value is None or threshold is None:
        return None
    if alert.baseline:
        told = _CHANGE_ALONE.fullmatch(alert.condition)
        return _after(alert.baseline, threshold) if told else None
    return threshold if _CAP.search(alert.condition) and min(value, threshold) >= _MILLION else None


def _after(baseline: Decimal, percent: Decimal) -> Decimal:
    return baseline * (100 + percent) / 100
