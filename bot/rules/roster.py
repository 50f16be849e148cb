"""The roster: every rule about every subject, by number, in the order they were made.

Most rules there are compare one figure with one level. Each of those is a row (a rule, a level, a
byte for where it stands), and an Instance only for as long as somebody looks at it.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from bot.market.sessions import Calendar
from bot.rules.bound import Fixed
from bot.rules.comparisons import Level
from bot.rules.edges import Series, edges_at, edges_of
from bot.rules.instance import Instance, Turn
from bot.rules.joins import Part, Tally
from bot.rules.leaves import Leaf
from bot.rules.measure import Measure
from bot.rules.model import Rule
from bot.rules.report import Report
from bot.rules.shapes import MOST, Shape, Standings, Step, key_of

LEARNED, TURNED = 1, 2
"""What has become of an instance since it was last written down; 0 is nothing."""


class Reading(NamedTuple):
    """What a row found: the figure of its shape, held against its own level."""

    shape: Shape
    rule: Rule
    level: Decimal
    measure: Measure


class Edge(NamedTuple):
    """Says that a rule turned about a subject, when, and on what evidence."""

    rule: Rule
    subject: str
    turn: Turn
    at: datetime
    evidence: Leaf | Tally | Reading
    report: Report | None = None
    """The news that was heard last of all that holds, where its condition speaks of news."""

    @property
    def cause(self) -> Leaf | Tally:
        """The comparison or count that best explains it, as it was last read."""
        found = self.evidence
        if isinstance(found, Reading):
            return found.shape.comparison(found.rule, found.level, found.measure)
        return found


class Roster:
    """Holds every instance there is; those that are rows are made anew when asked for.

    `rows` holds the shape of each row, and None for each instance that is none; `changed` a 1 for
    each that may know another thing than it did when somebody last wrote a 0 there. `edition`
    counts those that came and went.
    """

    def __init__(self) -> None:
        self.rows: list[Shape | None] = []
        self.changed = bytearray()
        self.edition = 0
        self._rules: list[Rule | None] = []
        self._forgotten = 0
        self._levels: list[Decimal] = []
        self._standing = bytearray()
        self._since: dict[int, datetime] = {}
        self._whole: dict[int, Instance] = {}
        self._shapes: dict[Hashable, Shape] = {}
        self._standings = Standings()

    def __len__(self) -> int:
        return len(self._rules) - self._forgotten

    def __iter__(self) -> Iterator[Instance]:
        return (self[number] for number, rule in enumerate(self._rules) if rule is not None)

    def __getitem__(self, number: int) -> Instance:
        """Return the instance of that number, counted from 0. Raises KeyError where it is gone."""
        return self._whole.get(number) or self._made(number)

    def is_row(self, number: int) -> bool:
        return self.rows[number] is not None

    def numbers(self, name: str | None = None, subject: str | None = None) -> list[int]:
        """Return the numbers of all there are, of the rules of one name, and about one subject."""
        rules = enumerate(self._rules)
        found = [n for n, r in rules if r is not None and name in {None, r.name}]
        return [n for n in found if subject in {None, self._subject(n)}] if subject else found

    def rules(self) -> dict[str, Rule]:
        """Return the rules there are by their names; it takes 10 ms for 100,000 of them."""
        return {rule.name: rule for rule in self._rules if rule is not None}

    def of(self, names: Collection[str]) -> dict[str, list[int]]:
        """Return the numbers of all there are of the rules of some names, in one go."""
        found: dict[str, list[int]] = {name: [] for name in names}
        for number, rule in enumerate(self._rules):
            if rule is not None and rule.name in found:
                found[rule.name].append(number)
        return found

    def owners(self) -> Iterator[tuple[int, Rule, str]]:
        """Walk all there are: the number, the rule, and the subject it is about."""
        rules = enumerate(self._rules)
        return ((n, rule, self._subject(n)) for n, rule in rules if rule is not None)

    def by_rule(self, test: Callable[[Rule], bool]) -> list[tuple[Rule, list[int]]]:
        """Return each rule that is such, with the numbers of all that are of it."""
        found: dict[int, list[int] | None] = {}
        rules: list[tuple[Rule, list[int]]] = []
        for number, rule in enumerate(self._rules):
            if rule is None:
                continue
            if id(rule) not in found:
                numbers: list[int] | None = [] if test(rule) else None
                found[id(rule)] = numbers
                if numbers is not None:
                    rules.append((rule, numbers))
            numbers = found[id(rule)]
            if numbers is not None:
                numbers.append(number)
        return rules

    @property
    def parts(self) -> list[Part]:
        """Every condition there is, that of rows of one shape once."""
        shapes = {id(shape): shape for shape in self.rows if shape is not None}.values()
        return [*(i.part for i in self._whole.values()), *(shape.leaf for shape in shapes)]

    def where(self, test: Callable[[str, Part], bool]) -> list[int]:
        """Return the numbers of all whose subject and condition are such, in order."""
        whole = [n for n, i in self._whole.items() if test(i.subject, i.part)]
        shapes = {id(s) for s in self._shapes.values() if test(s.subject, s.leaf)}
        rows = [n for n, s in enumerate(self.rows) if id(s) in shapes] if shapes else []
        return sorted([*whole, *rows])

    def _subject(self, number: int) -> str:
        shape = self.rows[number]
        return shape.subject if shape is not None else self._whole[number].subject

    def forget(self, number: int) -> None:
        """Forget an instance; its number is not given again."""
        self.rows[number] = self._rules[number] = None
        self._whole.pop(number, None)
        self._since.pop(number, None)
        self.changed[number] = 0
        self._forgotten += 1
        self.edition += 1

    def add(self, rule: Rule, subject: str, part: Part, calendar: Calendar) -> Instance:
        """Take a bound rule in, unread, and return it."""
        number, self.edition = len(self._rules), self.edition + 1
        instance = Instance(rule, subject, part, calendar, number)
        shape, level = self._shape(instance), Decimal(0)
        if shape is not None and isinstance(part, Level) and isinstance(part.right, Fixed):
            level = part.right.value
        else:
            self._whole[number] = instance
        self.rows.append(shape)
        self._rules.append(rule)
        self._levels.append(level)
        self._standing.append(self._standings.number(instance) if shape else 0)
        self.changed.append(0)
        return instance

    def keep(self, instance: Instance) -> None:
        """Take an instance for what it is now; a row was only lent."""
        number = instance.number
        if self.rows[number] is not None:
            self._standing[number] = self._standings.number(instance)
            if instance.since is not None:
                self._since[number] = instance.since

    def edges(self, number: int, series: Series, now: datetime) -> Iterable[Decimal]:
        """Return the values of a series that it reads at which an instance may turn."""
        shape = self.rows[number]
        if shape is None:
            return edges_of(self._whole[number].part, series, now)
        return set(edges_at(shape.leaf, shape.points(self._levels[number]), now))

    def turn(
        self, number: int, shape: Shape, now: datetime, round_: int, *, quietly: bool
    ) -> Edge | None:
        """Read a row of that shape, and say what that turned."""
        shape.measure(now, round_)
        level = self._levels[number]
        before = self._standing[number]
        name = (shape.where(level) * MOST + before) * 2 + quietly
        step = shape.steps.get(name)
        if step is None:
            step = shape.steps[name] = self._worked_out(number, now, quietly=quietly)
        after, turn = step
        if after != before:
            self._standing[number] = after
            self.changed[number] = LEARNED if turn is None else TURNED
        if turn is None:
            return None
        if turn is Turn.FIRED:
            self._since[number] = now
        elif turn is Turn.RESOLVED:
            self._since.pop(number, None)
        rule = self._rules[number]
        if rule is None:
            raise KeyError(number)
        return Edge(rule, shape.subject, turn, now, Reading(shape, rule, level, shape.kept))

    def _worked_out(self, number: int, now: datetime, *, quietly: bool) -> Step:
        instance = self._made(number)
        turned = instance.turn(now, None if quietly else (), quietly=quietly)
        return Step(self._standings.number(instance), turned)

    def _made(self, number: int) -> Instance:
        shape, rule, level = self.rows[number], self._rules[number], self._levels[number]
        if shape is None or rule is None:
            raise KeyError(number)
        instance = shape.instance(rule, number, level, self._standing[number])
        instance.since = self._since.get(number)
        return instance

    def _shape(self, instance: Instance) -> Shape | None:
        part = instance.part
        if not isinstance(part, Level):
            return None
        key = key_of(instance.rule, instance.subject, part)
        if key is None:
            return None
        shape = self._shapes.get(key)
        if shape is None:
            shape = Shape(instance.subject, part, instance.calendar, self._standings)
            self._shapes[key] = shape
        return shape
