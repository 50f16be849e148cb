"""Rules of rooms: each is followed like the operator's, and rings in its owner's rooms alone."""

from collections.abc import Callable

from bot.belongings import PAUSED
from bot.errors import SetupError, UserError
from bot.holdings import Body
from bot.owners import EVERYBODY, owned, plain
from bot.pipeline import Pipeline
from bot.rules.faults import RuleFault
from bot.rules.model import Rule

RuleOf = Callable[[str, str, Body], Rule]
"""Makes the rule of an owner that a name and a document say. Raises UserError."""

CHANGED = "its rule was changed"
DROPPED = "its rule was deleted"
"""Why an alert is over that nothing would end any more."""


class Rules:
    """Has the engine follow rules, and ends the alerts of those it follows no more.

    A rule that came while the bot runs is read at once: what it finds then is where it came in.
    What is ended or turned by that is told with the change itself, once that is turned in.
    """

    def __init__(self, pipeline: Pipeline, rule_of: RuleOf) -> None:
        self._pipeline = pipeline
        self._engine = pipeline.engine
        self._rule_of = rule_of
        self._known: dict[str, Rule] = {}

    def take(self, owner: str, name: str, body: Body) -> None:
        rule = self._rule_of(owner, name, body)
        before = self._known.get(rule.name)
        # Only what is everybody's has a name that the settings file could have given.
        if before is None and owner == EVERYBODY and self._engine.instances.numbers(rule.name):
            raise UserError(f"{name} is a rule of the settings file; choose another name")
        paused = body.get(PAUSED) is True
        if before != rule:
            self._follow(rule, instead=before is not None, paused=paused)
            self._known[rule.name] = rule
        elif paused:
            self._engine.pause(rule.name)
        else:
            self._pipeline.turned(self._engine.resume(rule.name))

    def drop(self, owner: str, name: str) -> None:
        self._known.pop(owned(name, owner), None)
        self.leave(owned(name, owner))

    def follow(self, rule: Rule) -> None:
        """Follow a rule in the place of those of its name, whoever wrote those down.

        Raises UserError where it cannot be followed; the ones before go on as they stand then.
        """
        self._follow(rule, instead=True, paused=False)

    def leave(self, name: str) -> None:
        """Follow the rules of a name no more, whoever wrote them down."""
        self._engine.drop(name)
        self._end(name, DROPPED)

    def _follow(self, rule: Rule, *, instead: bool, paused: bool) -> None:
        try:
            self._engine.add(rule, instead=instead)
        except (RuleFault, SetupError) as error:
            raise UserError(str(error).replace(rule.name, plain(rule.name))) from error
        if instead:
            self._end(rule.name, CHANGED)
        if paused:
            self._engine.pause(rule.name)
        elif self._pipeline.begun:
            self._pipeline.turned(self._engine.begin(rule.name))

    def _end(self, name: str, why: str) -> None:
        book, herald = self._pipeline.book, self._pipeline.herald
        left = {(a.rule, a.subject) for a in book.living.values() if a.rule == name}
        herald.announce(book.abandon(left, why), whole=False)
