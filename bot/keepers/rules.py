"""Rules of rooms: each is followed like the operator's, and rings in its owner's rooms alone."""

from collections.abc import Callable

from bot.errors import SetupError, UserError
from bot.holdings import Body
from bot.owners import owned
from bot.pipeline import Pipeline
from bot.rules.faults import RuleFault
from bot.rules.model import Rule

RuleOf = Callable[[str, str, Body], Rule]
"""Makes the rule of an owner that a name and a document say. Raises UserError."""

PAUSED = "paused"
"""What a document says of a rule that is left unread; the rest of it is as in the settings."""


class Rules:
    """Has the engine follow rules, and ends the alerts of those it follows no more."""

    def __init__(self, pipeline: Pipeline, rule_of: RuleOf) -> None:
        self._pipeline = pipeline
        self._engine = pipeline.engine
        self._rule_of = rule_of
        self._known: dict[str, Rule] = {}

    def take(self, owner: str, name: str, body: Body) -> None:
        document = dict(body)
        paused = bool(document.pop(PAUSED, False))
        rule = self._rule_of(owner, name, document)
        before = self._known.get(rule.name)
        if before != rule:
            self._follow(rule, before)
        if paused:
            self._engine.pause(rule.name)
        else:
            self._engine.resume(rule.name)

    def drop(self, owner: str, name: str) -> None:
        self._forget(owned(name, owner))

    def _follow(self, rule: Rule, before: Rule | None) -> None:
        if before is not None:
            self._forget(before.name)
        try:
            self._engine.add(rule)
        except (RuleFault, SetupError) as error:
            if before is not None:
                self._engine.add(before)
            raise UserError(str(error)) from error
        self._known[rule.name] = rule

    def _forget(self, name: str) -> None:
        self._known.pop(name, None)
        self._engine.drop(name)
