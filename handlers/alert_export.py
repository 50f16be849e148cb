"""Exporting alerts: rules and the watchlists they name, as a settings file would have them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from bot import figures, owners
from bot.chat import Attachment, Call, Reply
from bot.errors import UserError
from bot.market.watchlists import Watchlist
from bot.rules.documents import document
from bot.rules.model import Rule
from bot.texts import counted, said
from handlers.base import command
from handlers.desk import Desk
from handlers.words import RuleName

FILE = "prebell-alerts.yaml"

_WORD = re.compile(r"[a-z][a-z0-9-]*")


@command(
    "alert export",
    "Your alerts as a settings file, with the watchlists they name",
    example="/alert export dips",
)
async def export(call: Call, desk: Desk, rule: RuleName | None = None) -> Reply:
    """Answer with a file that `prebell check` accepts: one's own rules, or the one named."""
    if rule is None:
        mine = {n: r for n, r in desk.rules.items() if owners.owner_of(r.name) == call.viewer}
    else:
        mine = {name: it for name, it in desk.rules.items() if it.name == rule}
    if not mine:
        raise UserError(said("There is no alert of yours yet; /alert export NAME takes any other."))
    named = [desk.lists[name].watchlist for name in _lists(mine.values(), desk)]
    text = "\n".join([*_watchlists(named), *_rules(mine)]) + "\n"
    lists = ", ".join(owners.plain(w.name) for w in named) or said("none")
    lines = [
        said("`prebell check FILE` reads it, and so does a bot whose settings it stands in."),
        said("Watchlists in it: {lists}.", lists=lists),
    ]
    return Reply(
        title=counted(len(mine), "{n} alert in {file}", "{n} alerts in {file}", file=FILE),
        body="\n".join(lines),
        attachment=Attachment(name=FILE, content=text.encode()),
    )


# By the names that stand in the rules; a word that happens to be one does no harm.
def _lists(rules: Iterable[Rule], desk: Desk) -> list[str]:
    words = {
        word
        for rule in rules
        for text in (rule.when, rule.for_each, rule.subject)
        for word in _WORD.findall(text or "")
    }
    return [name for name in desk.lists if name in words]


def _watchlists(lists: Iterable[Watchlist]) -> Iterator[str]:
    for place, one in enumerate(lists):
        if place == 0:
            yield "watchlists:"
        yield f"  {owners.plain(one.name)}:"
        yield from _lines(_as_written(one), "    ")


def _as_written(one: Watchlist) -> dict[str, object]:
    document_: Mapping[str, object] = {
        "title": one.title,
        "members": list(one.members),
        "benchmark": one.benchmark,
        "milestones": [figures.plain(level) for level in one.milestones] or None,
    }
    return {key: value for key, value in document_.items() if value is not None}


def _rules(rules: Mapping[str, Rule]) -> Iterator[str]:
    yield "rules:"
    for rule in rules.values():
        yield f"  - name: {_value(owners.plain(rule.name))}"
        yield from _lines(document(rule), "    ")


def _lines(body: Mapping[str, object], before: str) -> Iterator[str]:
    yield from (f"{before}{key}: {_value(value)}" for key, value in body.items())


# What JSON writes, YAML reads, and all that stands in a settings file is text.
def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
