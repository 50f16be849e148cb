"""Versions: what another version of an item is to the one before."""

import re

from bot.news.pieces import Piece
from bot.news.shelving.facts import Facts
from bot.news.shelving.novelty import WORTH, apart
from bot.news.stories import Step

_CORRECTS = re.compile(
    r"\b(?:correct(?:s|ed|ing|ion)|corrigendum|erratum|retract(?:s|ed|ion))\b", re.IGNORECASE
)
_UPDATES = re.compile(r"\A\W{0,3}update\b|\((?:updates|adds|recasts|writes)\b", re.IGNORECASE)


def step(before: Piece, after: Piece, then: Facts, now: Facts) -> Step:
    """Say whether a version adds to an item or corrects it, by its own word or by its facts.

    Where something was said that is said no more, and nobody says why, it is a correction; but for
    what prices did meanwhile, where the headline is another as well.
    """
    old, new = before.words, after.words
    if _CORRECTS.search(new.all) and not _CORRECTS.search(old.all):
        return Step.CORRECTION
    if _UPDATES.search(new.all):
        return Step.UPDATE
    anew = then.title != now.title
    dropped = apart(then, now, least=WORTH if anew else 0)
    return Step.UPDATE if not dropped and apart(now, then) else Step.CORRECTION
