"""Standings: how far a rule has come with a subject, as text that outlives the process."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from bot.rules.instance import Instance, Stage
from bot.rules.joins import Join, Negation, Part, Sequence, Tally
from bot.rules.leaves import Leaf
from bot.rules.model import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a rule has come with one of its subjects, as text that only the engine reads.

    `rule` is its name and, after the last `#`, a digest of its condition and modifiers: two rules
    of one name are two, and one that was written anew begins anew. An empty `body` is no standing.
    """

    rule: str
    subject: str
    body: str

    @property
    def name(self) -> str:
        """The rule's name alone."""
        return self.rule.rpartition("#")[0]


class Unfit(Exception):
    """A standing is not one that its rule could have."""


class Left(NamedTuple):
    """Names a rule and a subject, of which nobody will end what they left behind."""

    rule: str
    subject: str


class Body(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What an instance knows; `cause` counts among what may decide its condition."""

    stage: str
    armed: bool
    memory: Any
    known: bool | None = None
    since: datetime | None = None
    ends: datetime | None = None
    rang: datetime | None = None
    alarm: datetime | None = None
    cause: int = 0
    paused: bool = False

    @property
    def lives(self) -> bool:
        """Whether an alert of it is pending or firing."""
        return self.stage in {Stage.PENDING.name, Stage.FIRING.name}


_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Body).decode


_MODIFIERS = (
    "hold",
    "reset",
    "initial",
    "keep_firing_for",
    "trigger",
    "cooldown",
    "expires_at",
    "fire_during",
    "no_data",
)
_PLAIN = Rule(name="", when="")


def key(rule: Rule) -> str:
    """Name a rule such that no other has its name: two of one text are one to everybody."""
    modifiers = ((name, getattr(rule, name), getattr(_PLAIN, name)) for name in _MODIFIERS)
    said = [f"{name}={_plain(value)}" for name, value, usual in modifiers if value != usual]
    digest = sha256("\x1f".join([rule.when, *said]).encode()).hexdigest()
    return f"{rule.name}#{digest[:16]}"


# A set has no order that would be the same in the next process.
def _plain(value: object) -> str:
    return repr(sorted(one.value for one in value) if isinstance(value, frozenset) else value)


def written(instance: Instance, *, paused: bool) -> str:
    """Write down what an instance knows."""
    body = Body(
        stage=instance.stage.name,
        armed=instance.armed,
        memory=instance.part.memory(),
        known=instance.known,
        since=instance.since,
        ends=instance.ends,
        rang=instance.rang,
        alarm=instance.alarm,
        cause=_deciders(instance.part).index(instance.cause),
        paused=paused,
    )
    return _encode(body).decode()


def read(text: str) -> Body:
    """Read what was written down. Raises Unfit where it is nothing of the kind."""
    try:
        return _decode(text)
    except msgspec.MsgspecError as error:
        raise Unfit(str(error)) from error


def take_up(instance: Instance, body: Body) -> None:
    """Have an unread instance go on from where one stood.

    Raises Unfit where that was of another condition; the instance is as it was then.
    """
    fresh = msgspec.to_builtins(instance.part.memory())
    try:
        instance.part.recall(body.memory)
        instance.stage, instance.cause = Stage[body.stage], _deciders(instance.part)[body.cause]
    except (msgspec.MsgspecError, LookupError) as error:
        instance.part.recall(fresh)
        raise Unfit(str(error)) from error
    instance.armed, instance.known = body.armed, body.known
    instance.since, instance.ends, instance.rang = body.since, body.ends, body.rang


# All that may come to decide what a part answers, in the order they were written.
def _deciders(part: Part) -> list[Leaf | Tally]:
    match part:
        case Negation():
            return _deciders(part.part)
        case Join():
            return [found for one in part.parts for found in _deciders(one)]
        case Sequence():
            return _deciders(part.second)
    return [part]
