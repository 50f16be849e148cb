"""Calling: what a company is called in the news, from the name that its listing has."""

import re

from bot.news.names.plain_words import GENERIC, PLAIN, words_of

SUFFIXES = words_of(
    """
    inc incorporated corp corporation co company cos limited ltd llc llp lp plc sa s.a ag se nv
    n.v ab asa oyj spa s.p.a gmbh pty holdings holding group trust bancorp sab kk bv b.v
    """
)
"""What a company's name ends in by law or by habit, and news leave out."""

DESCRIPTORS = words_of(
    """
    technologies technology platforms platform mining miners digital energy blockchain networks
    network systems software global international pharmaceuticals therapeutics semiconductor
    semiconductors micro motors motor airlines financial markets entertainment infrastructure
    interactive communications labs compute computing industries resources brands stores
    wholesale retail foods airways railway petroleum solar biosciences medical insurance automotive
    aerospace steel materials chemicals realty properties hotels resorts studios games gaming
    apparel cloud security robotics devices software pharma bio energies infrastructures
    """
)
"""What a company's name says of its business; short of it the company is still called."""

_LISTING = re.compile(
    r"[\s,(-]*\b(?:Class [A-Z]|Common|Ordinary|American Depositary|Depositary|Subordinate|ADS|ADR"
    r"|Shares|USD)\b.*$"
)
_ENDS = " ,.;()"
_KEPT = frozenset({"group", "trust", "company", "co", "bancorp"})
_PAIR = 2  # words of a name, and letters of one that nobody is called by


def called(listing: str) -> str:
    """Return the name of a listing as news write it: `Riot Platforms, Inc.` is Riot Platforms."""
    name = _LISTING.sub("", listing).strip(_ENDS) or listing.strip(_ENDS)
    words = name.split()
    if len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    while len(words) > 1 and _left_out(words):
        words.pop()
    while len(words) > 1 and words[-1] in {"&", "and"}:
        words.pop()
    return " ".join(words).strip(_ENDS)


# Match Group is not called Match, as anything may be; MARA Holdings is MARA.
def _left_out(words: list[str]) -> bool:
    last = words[-1].strip(_ENDS).lower()
    needed = last in _KEPT and len(words) == _PAIR and words[0].lower() in PLAIN
    return last in SUFFIXES and not needed


def shortened(name: str) -> tuple[str, ...]:
    """Return what a company is called for short, the longer first; nothing for most.

    HIVE Digital Technologies is HIVE Digital as well, and HIVE once it was named in full. Core
    Scientific is no Core, for anything may be.
    """
    words = name.split()
    less = words[:-1] if len(words) > _PAIR and words[-1].lower() in DESCRIPTORS else []
    alone = len(words) >= _PAIR and _begins(words[0]) and not words[1][0].isdigit()
    return tuple(filter(None, (" ".join(less), words[0] if alone else "")))


# Whether a name's first word says whose it is.
def _begins(word: str) -> bool:
    return word.lower() not in GENERIC and len(word) > _PAIR
