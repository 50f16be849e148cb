"""Coins: whether a coin is meant, or something that is named after it."""

import re

from bot.news.names.plain_words import words_of
from bot.news.names.surroundings import Neighbour, Surroundings

_NAMED = words_of(
    """
    miner miners mining mined etf etfs etp etps fund funds trust trusts treasury treasuries
    company companies firm firms stock stocks share shares equity equities sector industry corp
    corporation inc depot bank lender lenders broker brokerage producer producers operator
    operators operations host hosting conference magazine cash sv gold core knots atm atms kiosk
    kiosks machine machines rig rigs hardware chip chips asic asics linked related exposed
    focused proxy proxies network hashrate hash difficulty farm farms business businesses group
    standard site sites facility facilities plant plants production output halving startup
    startups play plays developer developers infrastructure exchange exchanges native centric
    farming data specialist pioneer giant titan datacenter datacenters center centers centre
    centres digger diggers prospector prospectors vault vaults
    """
)
"""What is called after a coin, and is none."""

_CALLED = words_of("american wrapped swan river grayscale ishares bitwise")
_PAIR = re.compile(
    r"\s?(?:and|or|/|&|,)\s?(?:ether|ethereum|crypto|solana|xrp|ai|gold|btc|eth)[\s-](\w+)",
    re.IGNORECASE,
)
_TRADED = re.compile(r"[\s-](?:spot|exchange[\s-]traded|futures[\s-]etf)", re.IGNORECASE)
_HYPHENS = {" ", "-", "\u2010"}


def meant(around: Surroundings, said: str, start: int, end: int) -> bool:
    """Whether the coin itself is, and neither who mines it nor a company or fund of its name."""
    before = around.before(start)
    if before.gap in _HYPHENS and before.low in _CALLED:
        return False
    after = around.after(end)
    if after.owns:
        return True
    if after.gap in _HYPHENS and (after.low in _NAMED or _TRADED.match(around.rest(end))):
        return False
    pair = _PAIR.match(around.rest(end))
    if pair and pair[1].casefold() in _NAMED:
        return False
    return not _part(around, said, after, start)


# `Bitcoin Depot`: two capitals in a line that gives no word one for nothing.
def _part(around: Surroundings, said: str, after: Neighbour, start: int) -> bool:
    longer = after.close and after.capital and not after.word.isupper()
    return longer and said[0].isupper() and not said.isupper() and not around.titled(start)
