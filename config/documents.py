"""Documents that rooms own, held to what the settings file would take for the same thing."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pydantic import BaseModel, ValidationError

from bot.errors import UserError
from bot.market.watchlists import Watchlist
from bot.owners import owned
from bot.rules.model import Rule
from config.entries import RuleEntry, WatchlistEntry
from config.environment import Environment
from config.nodes import Plain
from config.rule_checks import RuleCheck
from config.tree import Tree
from config.written import Written


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
        rule = _as_written({**body, "name": name})
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
    _raise(_refused(WatchlistEntry, written))
    return WatchlistEntry.model_validate(written).watchlist(owned(name, owner))


def rule_of(
    owner: str, name: str, body: Mapping[str, object], *, watchlists: Iterable[str]
) -> Rule:
    """Make the rule of an owner who sees these watchlists. Raises UserError with every fault."""
    _raise(Documents(watchlists).rule(name, body))
    made = RuleEntry.model_validate(_as_written({**body, "name": name})).rule()
    return replace(made, name=owned(name, owner))


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


# A file holds text, and settings are read from text; JSON has numbers and truths of its own.
def _as_written(value: object) -> Plain:
    if isinstance(value, Mapping):
        return {str(key): _as_written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_written(inner) for inner in value]
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
