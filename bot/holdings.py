"""Holdings: what rooms own, at work; every change is kept with who made it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import msgspec

from bot.belongings import Belonging, Entry, Kind
from bot.chat import Destination
from bot.errors import UserError

MOST = {
    Kind.WATCHLIST: 50,
    Kind.RULE: 500,
    Kind.ROUTE: 50,
    Kind.RECEIVER: 50,
    Kind.QUIET_HOURS: 20,
    Kind.SUBSCRIPTION: 100,
    Kind.PREFERENCES: 10,
    Kind.SHARE: 50,
    Kind.FEED: 50,
}
"""How much of a kind one server or chat may own: so that none takes the bot from the others."""

Body = Mapping[str, object]
"""A document as JSON would have it."""

Keep = Callable[[Belonging, Entry], None]
"""Has a change written with this instant."""


class Keeper(Protocol):
    """Puts documents of one kind to work."""

    def take(self, owner: str, name: str, body: Body) -> None:
        """Put a document to work, in the place of the one of its name.

        Raises UserError where it cannot be, and has changed nothing then.
        """
        ...

    def drop(self, owner: str, name: str) -> None:
        """Let go of a document. Raises UserError where something else needs it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changes something, where and when, and what they do, in a word: `created`."""

    by: str
    room: Destination
    at: datetime
    action: str


class Holdings:
    """Keeps what rooms own. A kind without a keeper is only remembered."""

    def __init__(self, keepers: Mapping[Kind, Keeper], keep: Keep) -> None:
        self._keepers = keepers
        self._keep = keep
        self._all: dict[tuple[str, Kind], dict[str, Belonging]] = {}

    def of(self, owner: str, kind: Kind) -> list[Belonging]:
        """List what there is of a kind, as it was made."""
        return list(self._all.get((owner, kind), {}).values())

    def find(self, owner: str, kind: Kind, name: str) -> Belonging | None:
        return self._all.get((owner, kind), {}).get(name)

    def everything(self, owner: str) -> list[Belonging]:
        """List all that somebody owns, kind by kind."""
        return [belonging for kind in Kind for belonging in self.of(owner, kind)]

    def owners(self) -> list[str]:
        """Name everybody who owns something."""
        return sorted({owner for (owner, _), things in self._all.items() if things})

    def resign(
        self, entries: Iterable[Entry], name: str, owner: Callable[[Destination], str]
    ) -> None:
        """Put a name in the place of that of whoever made something, by what the audit says.

        `owner` tells whose a room is: two may have made what is called the same at one instant.
        """
        theirs = {
            (owner(Destination.parse(entry.room)), entry.at, entry.about): entry.person
            for entry in entries
        }
        for things in self._all.values():
            for one in list(things.values()):
                if theirs.get((one.owner, one.made, one.name)) == one.made_by:
                    things[one.name] = replace(one, made_by=name)

    def put(self, owner: str, kind: Kind, name: str, body: Body, change: Change) -> Belonging:
        """Make something, or put it in the place of what it was. Raises UserError."""
        before = self.find(owner, kind, name)
        if before is None and len(self.of(owner, kind)) >= MOST[kind]:
            raise UserError(f"There is room for {MOST[kind]} of these here; delete one first.")
        if (keeper := self._keepers.get(kind)) is not None:
            keeper.take(owner, name, body)
        made = Belonging(
            owner=owner,
            kind=kind,
            name=name,
            body=msgspec.json.encode(body, order="deterministic").decode(),
            made=before.made if before else change.at,
            made_by=before.made_by if before else change.by,
            changed=change.at,
        )
        self._all.setdefault((owner, kind), {})[name] = made
        self._note(made, change, made.body)
        return made

    def drop(self, owner: str, kind: Kind, name: str, change: Change) -> None:
        """Do away with something. Raises UserError where it is not there, or is needed."""
        gone = self.find(owner, kind, name)
        if gone is None:
            raise UserError(f"there is no {kind.value} {name} here")
        if (keeper := self._keepers.get(kind)) is not None:
            keeper.drop(owner, name)
        del self._all[owner, kind][name]
        self._note(replace(gone, body="", changed=change.at), change, gone.body)

    def restore(self, documents: Iterable[Belonging]) -> list[tuple[Belonging, str]]:
        """Take up what was kept, lists before rules; return what could not be, and why not.

        What rooms had first keeps its name, though everybody has something of that name since.
        """
        refused: list[tuple[Belonging, str]] = []
        order = {kind: place for place, kind in enumerate(Kind)}
        for one in sorted(
            documents, key=lambda one: (order[one.kind], not one.owner, one.made, one.name)
        ):
            self._all.setdefault((one.owner, one.kind), {})[one.name] = one
            if (keeper := self._keepers.get(one.kind)) is not None:
                try:
                    keeper.take(one.owner, one.name, read(one))
                except UserError as error:
                    refused.append((one, str(error)))
        return refused

    def _note(self, belonging: Belonging, change: Change, body: str) -> None:
        entry = Entry(
            at=change.at,
            person=change.by,
            room=str(change.room),
            action=f"{belonging.kind.value} {change.action}",
            about=belonging.name,
            body=body,
        )
        self._keep(belonging, entry)


def read(belonging: Belonging) -> dict[str, object]:
    """Return what a document says."""
    body = msgspec.json.decode(belonging.body)
    return body if isinstance(body, dict) else {}
