"""The metrics there are; help, menus and errors derive from this list."""

from typing import Any

from bot.rules.measure import Metric, Scope
from bot.rules.metrics import (
    beta,
    cap,
    halted,
    indicator,
    members,
    outlook,
    percent,
    price,
    traded,
    watchlist,
)

METRICS: tuple[Metric[Any], ...] = (
    price.price,
    percent.change,
    percent.premarket,
    percent.regular,
    percent.postmarket,
    percent.gap,
    percent.yesterday,
    percent.ytd,
    price.volume,
    traded.rvol,
    cap.cap,
    indicator.high,
    indicator.low,
    indicator.sma,
    indicator.ema,
    indicator.rsi,
    indicator.atr,
    traded.vwap,
    price.age,
    halted.halted,
    beta.beta,
    beta.residual,
    cap.sector_cap,
    watchlist.change,
    members.mean,
    members.median,
    members.breadth,
    members.leader,
    members.laggard,
    watchlist.concentration,
    outlook.required,
    outlook.projected,
)


def find(name: str, scope: Scope) -> Metric[Any] | None:
    """Return the metric of that name and scope, if there is one."""
    return next((m for m in METRICS if m.name == name and m.scope is scope), None)


def names(scope: Scope) -> list[str]:
    """Return the names people may use for `scope`, in the order of the list."""
    return [m.name for m in METRICS if m.scope is scope]
