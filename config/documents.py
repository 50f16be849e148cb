"""Documents that rooms own, held to what the settings file would take for the same thing."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pydantic import BaseModel, ValidationError

from bot.alerts.quiet import QuietHours
from bot.belongings import BESIDES
from bot.errors import UserError
from bot.market.watchlists import Watchlist
from bot.owners import owned
from bot.rules.model import Rule
from config import market_values as market
from config.alerting import QuietEntry
from config.entries import RuleEntry, WatchlistEntry
from config.environment import Environment
from config.nodes import Plain
from config.rule_checks import RuleCheck
from config.tree import Tree
from config.written import Written


class _Named(BaseModel):
    name: market.WatchlistName


class Documents:
    """Tells what is wrong with watchlists and rules, written as in the settings file.

    `watchlists` names those there are; one that was looked at is one of them from then on.
    """

    def __init__(self, watchlists: Iterable[str]) -> None:
        self._watchlists = set(watchlists)

    def watchlist(self, name: str, body: Mapping[str, object]) -> Iterator[str]:
        self._watchlists.add(name)
        yield from _refused(WatchlistEntry, _as_written(body))

    def rule(self, name: str, body: Mapping[str, object]) -> Iterator[str]:
        rule = _as_rule(name, body)
        yield from _refused(RuleEntry, rule)
        tree = Tree(name, json.dumps({"rules": [rule]}).encode())
        written = Written(tree, Environment.read({}))
        for way, values in written.sections("rules"):
            check = RuleCheck(rule=values, way=way, watchlists=self._watchlists, written=written)
            for fault in check.faults():
                yield "; ".join(filter(None, (fault.what, fault.write)))


def watchlist_of(owner: str, name: str, body: Mapping[str, object]) -> Watchlist:
    """Make the watchlist of an owner. Raises UserError with every fault there is."""
    written = _as_written(body)
    _raise((*_refused(_Named, {"name": name}), *_refused(WatchlistEntry, written)))
    made = WatchlistEntry.model_validate(written).watchlist(name)
    return replace(made, name=owned(name, owner))


def rule_of(
    owner: str, name: str, body: Mapping[str, object], *, watchlists: Iterable[str]
) -> Rule:
    """Make the rule of an owner who sees these watchlists. Raises UserError with every fault."""
    _raise(Documents(watchlists).rule(name, body))
    made = RuleEntry.model_validate(_as_rule(name, body)).rule()
    return replace(made, name=owned(name, owner))


def quiet_hours_of(body: Mapping[str, object]) -> QuietHours:
    """Make quiet hours of some rooms. Raises UserError with every fault there is."""
    written = _as_written(body)
    _raise(_refused(QuietEntry, written))
    return QuietEntry.model_validate(written).hours()


def _raise(faults: Iterable[str]) -> None:
    if found := list(dict.fromkeys(faults)):
        raise UserError("\n".join(found))


def _refused(entry: type[BaseModel], values: Plain) -> Iterator[str]:
    try:
        entry.model_validate(values)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_input=False):
            where = ".".join(map(str, found["loc"]))
            yield f"{where}: {found.get('ctx', {}).get('error') or found['msg']}"


def _as_rule(name: str, body: Mapping[str, object]) -> Plain:
    said = {key: value for key, value in body.items() if key not in BESIDES}
    return _as_written({**said, "name": name})


# A file holds text, and settings are read from text; JSON has numbers and truths of its own.
def _as_written(value: object) -> Plain:
    if isinstance(value, Mapping):
        return {str(key): _as_written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_written(inner) for inner in value]
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
