"""Joins of comparisons: and, or, not, counting, and one thing after another.

`and`, `or` and `not` follow Kleene: an unknown part leaves the whole unknown unless the others
settle it. Every part is read every time, because each remembers its own way back.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from bot.market.instruments import Symbol
from bot.rules.leaves import SOON, Holds, Leaf
from bot.rules.memories import OfJoin, OfMember, OfSequence, pairs
from bot.rules.sources import reads, sectors


class Negation:
    """Holds where its part does not."""

    def __init__(self, part: "Part") -> None:
        self.part = part
        self.text: str = f"not {part.text}"

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:
        holds = self.part.read(now, changed)
        return None if holds is None else not holds

    def forget_sides(self, changed: Collection[Symbol] | None) -> None:
        self.part.forget_sides(changed)

    def memory(self) -> object:
        return self.part.memory()

    def recall(self, memory: object) -> None:
        self.part.recall(memory)

    def wake(self, now: datetime) -> datetime | None:
        return self.part.wake(now)

    @property
    def timed(self) -> bool:
        return self.part.timed

    @property
    def anew(self) -> bool:
        return False  # what begins once more in there has not ended here

    def leaves(self) -> Iterator[Leaf]:
        return self.part.leaves()

    def deciding(self) -> "Leaf | Tally":
        return self.part.deciding()


class Join:
    """Joins parts: `settles` is the answer that one part is enough to give (`or`: True)."""

    def __init__(self, parts: tuple["Part", ...], *, settles: bool) -> None:
        self.parts = parts
        self.settles = settles
        self.text: str = f" {self.word} ".join(p.text for p in parts)
        self._deciding: Part = parts[0]
        self.holds: Holds = None

    @property
    def word(self) -> str:
        return "or" if self.settles else "and"

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:
        answers = [p.read(now, changed) for p in self.parts]
        self.holds = not self.settles
        for answer in (self.settles, None):
            if answer in answers:
                self._deciding = self.parts[answers.index(answer)]
                self.holds = answer
                break
        return self.holds

    def forget_sides(self, changed: Collection[Symbol] | None) -> None:
        for part in self.parts:
            part.forget_sides(changed)

    def memory(self) -> OfJoin:
        return OfJoin(self.parts.index(self._deciding), [part.memory() for part in self.parts])

    def recall(self, memory: object) -> None:
        deciding, parts = msgspec.convert(memory, OfJoin)
        for part, known in pairs(self.parts, parts):
            part.recall(known)
        self._deciding = self.parts[deciding]

    def wake(self, now: datetime) -> datetime | None:
        return _earliest(self.parts, now)

    @property
    def timed(self) -> bool:
        return any(part.timed for part in self.parts)

    @property
    def anew(self) -> bool:
        return bool(self.holds) and any(part.anew for part in self.parts)

    def leaves(self) -> Iterator[Leaf]:
        for part in self.parts:
            yield from part.leaves()

    def deciding(self) -> "Leaf | Tally":
        return self._deciding.deciding()


class Tally:
    """Counts the members of the watchlist `listed` for whom its part holds; it takes `least`.

    A member is read anew only when something it reads has changed, may have aged, or is due.
    """

    def __init__(
        self, members: dict[Symbol, "Part"], least: int, text: str, *, listed: str = ""
    ) -> None:
        self.text = text
        self.listed = listed
        self._answers: dict[Symbol, Holds] = dict.fromkeys(members)
        self._due: dict[Symbol, datetime] = {}
        self.relist(members, least)

    def relist(self, members: dict[Symbol, "Part"], least: int) -> None:
        """Count among these members from now on; what is known of those that stay goes on."""
        self.members = members
        self.least = least
        self._unread = [member for member in members if member not in self._answers]
        self._answers = {member: self._answers.get(member) for member in members}
        self._due = {member: at for member, at in self._due.items() if member in members}
        self._aging = [member for member, part in members.items() if sectors(part)]
        self._timed = {member: part for member, part in members.items() if part.timed}
        self._readers: dict[Symbol, list[Symbol]] = {}
        for member, part in members.items():
            for symbol in reads(part):
                self._readers.setdefault(symbol, []).append(member)

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:
        for member in self._to_read(now, changed):
            self._answers[member] = self.members[member].read(now, changed)
        self._unread = []
        return self.holds

    @property
    def holding(self) -> tuple[Symbol, ...]:
        """The members that hold, in the order of the list."""
        return tuple(s for s, answer in self._answers.items() if answer)

    @property
    def unknown(self) -> int:
        """How many members cannot be told."""
        return sum(answer is None for answer in self._answers.values())

    @property
    def holds(self) -> Holds:
        """What the count came to; unknown members settle nothing while they could tip it."""
        answers = list(self._answers.values())
        holding = answers.count(True)
        if holding >= self.least:
            return True
        return None if holding + answers.count(None) >= self.least else False

    def _to_read(self, now: datetime, changed: Collection[Symbol] | None) -> Collection[Symbol]:
        if changed is None:
            return self.members
        concerned = (m for symbol in changed for m in self._readers.get(symbol, ()))
        due = (member for member, at in self._due.items() if at <= now)
        return dict.fromkeys([*concerned, *self._aging, *due, *self._unread])

    def forget_sides(self, changed: Collection[Symbol] | None) -> None:
        for part in self.members.values():
            part.forget_sides(changed)

    def memory(self) -> list[OfMember]:
        answers, due, members = self._answers, self._due, self.members.items()
        return [OfMember(m, answers[m], due.get(m), part.memory()) for m, part in members]

    def recall(self, memory: object) -> None:
        known = msgspec.convert(memory, list[OfMember])
        for (member, part), one in pairs(self.members.items(), known):
            if one.name != member:
                message = f"{one.name} was counted where {member} is"
                raise msgspec.ValidationError(message)
            self._answers[member] = one.answer
            part.recall(one.part)
        self._due = {Symbol(one.name): one.due for one in known if one.due is not None}

    def wake(self, now: datetime) -> datetime | None:
        wakes = ((member, part.wake(now)) for member, part in self._timed.items())
        self._due = {member: at for member, at in wakes if at is not None}
        return min(self._due.values(), default=None)

    @property
    def timed(self) -> bool:
        return bool(self._timed)

    @property
    def anew(self) -> bool:
        """Whether, of those one of whom is enough, one began once more."""
        return self.least == 1 and any(part.anew for part in self.members.values())

    def leaves(self) -> Iterator[Leaf]:
        for part in self.members.values():
            yield from part.leaves()

    def deciding(self) -> "Leaf | Tally":
        return self


class Sequence:
    """Holds from when the second part begins to, at most `span` after the first began to.

    A part that held already when it was first read has not begun.
    """

    timed = True

    def __init__(self, first: "Part", second: "Part", span: timedelta, text: str) -> None:
        self.first = first
        self.second = second
        self.span = span
        self.text = text
        self._held = self._again = False
        self._began: datetime | None = None
        self._before: dict[str, Holds] = {"first": None, "second": None}
        self._reads = self._read_by_each()

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:
        first = self._begins("first", self.first.read(now, changed), self.first)
        second = self.second.read(now, changed)
        began = self._begins("second", second, self.second)
        if first:
            self._began = now
        if self._began is not None and now - self._began > self.span:
            self._began = None
        if second is None:
            return None if self._held or self._began is not None else False
        self._again = began and self._began is not None
        self._held = second and (self._held or self._again)
        return self._held

    def forget_sides(self, changed: Collection[Symbol] | None) -> None:
        self.first.forget_sides(changed)
        self.second.forget_sides(changed)
        for which, read in self._reads.items():
            if changed is None or not read.isdisjoint(changed):
                self._before[which] = None

    def relist(self, *, first: bool, second: bool) -> None:
        """Take what either of them comes to next for where it came in, as its list is another."""
        self._reads = self._read_by_each()
        for which, relisted in (("first", first), ("second", second)):
            if relisted:
                self._before[which] = None

    def memory(self) -> OfSequence:
        parts = (self.first.memory(), self.second.memory())
        return OfSequence(self._held, self._began, self._before, *parts)

    def recall(self, memory: object) -> None:
        self._held, self._began, before, first, second = msgspec.convert(memory, OfSequence)
        self._before = {which: before.get(which) for which in self._reads}
        self.first.recall(first)
        self.second.recall(second)

    def wake(self, now: datetime) -> datetime | None:
        due = _earliest((self.first, self.second), now)
        # The span's last instant is still in it.
        ends = self._began + self.span + SOON if self._began is not None else None
        return min(filter(None, (due, ends if ends and ends > now else None)), default=None)

    def leaves(self) -> Iterator[Leaf]:
        yield from self.first.leaves()
        yield from self.second.leaves()

    def deciding(self) -> "Leaf | Tally":
        return self.second.deciding()

    @property
    def holds(self) -> bool:
        return self._held

    def _read_by_each(self) -> dict[str, set[Symbol]]:
        return {"first": reads(self.first), "second": reads(self.second)}

    @property
    def anew(self) -> bool:
        return self._held and self._again

    def _begins(self, which: str, holds: Holds, part: "Part") -> bool:
        before = self._before[which]
        if holds is not None:
            self._before[which] = holds
        return bool(holds) and (before is False or part.anew)


Part = Leaf | Negation | Join | Tally | Sequence


def _earliest(parts: Iterable[Part], now: datetime) -> datetime | None:
    return min((w for p in parts if (w := p.wake(now)) is not None), default=None)
