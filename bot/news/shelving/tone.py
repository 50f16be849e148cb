"""Tone: how loudly an article is written, so that the plainest headline can be shown."""

import re
from collections.abc import Iterable
from functools import cache

from bot.news.pieces import Piece
from bot.news.words import Words

_HYPE = """
    amazing astonishing blast blasts blasting blistering bloodbath bombshell boom booms bonkers
    brutal carnage crazy crush crushes crushing epic explode explodes exploding explosive fireworks
    flying frenzy gamechanger game-changing gigantic huge hype incredible insane insanely
    jaw-dropping juggernaut legendary lambo mad madness mania massive mega meltup mindblowing
    mind-blowing monster moonshot mooning nuke nukes obliterates parabolic ripping rips rocketing
    rockets savage screaming shocking shocker skyrocket skyrockets skyrocketing slams smash smashes
    smashed smashing soar soars spectacular stunning stunner supercharged unbelievable unreal
    unstoppable wow whopping yolo
    """
_PHRASES = (
    "all in on", "buckle up", "can't stop", "don't miss", "hold on to your", "just getting started",
    "last chance", "looks certain", "must see", "must-see", "next leg", "no brainer", "no-brainer",
    "on fire", "this is huge", "through the roof", "to the moon", "what a day", "what a morning",
    "within reach", "won't stop", "you won't believe",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_LOUD = re.compile(r"[!?]+")
_PICTURE = re.compile(r"[\U0001f300-\U0001faff☀-➿]")
_LONGER = 4  # letters of a word that is more often a word than an abbreviation
_WHOLE = 0.8  # of the longer words in capitals: the whole is written so, as some wires write
_SHOUT = 2  # marks of what is written in capitals as a whole


def tone(words: Words) -> int:
    """Count what shouts in an article: hype words, exclamation marks, pictures, capitals."""
    return _marks(words.title) + _marks(words.text)


def plainest(pieces: Iterable[Piece]) -> str:
    """Return the headline that shouts least; of equal ones the plainest article's, or the first."""
    titled = [piece.words for piece in pieces if piece.words.title]
    best = min(titled, key=lambda words: (_marks(words.title), tone(words)), default=None)
    return best.title if best else ""


def _marks(text: str) -> int:
    found = _WORD.findall(text)
    lower = text.lower().replace("’", "'")
    hype = sum(word.lower() in _hype() for word in found)
    phrases = sum(lower.count(phrase) for phrase in _PHRASES)
    loud = sum("!" in mark or len(mark) > 1 for mark in _LOUD.findall(text))
    return hype + phrases + loud + len(_PICTURE.findall(text)) + _capitals(found)


@cache
def _hype() -> frozenset[str]:
    return frozenset(_HYPE.split())


# A word in capitals is mostly a symbol or an abbreviation; a whole headline in them shouts.
def _capitals(found: list[str]) -> int:
    longer = [word for word in found if len(word) >= _LONGER]
    loud = sum(word.isupper() for word in longer)
    return _SHOUT if loud > _WHOLE * len(longer) else 0
