"""A case of each command there is, in an order in which they can be asked one after the other."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

Ask = Callable[[str], Awaitable[str]]
"""Asks a command, and returns all that people read of the answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """A command as it is typed, and what its answer says, there too where it is another.

    `{incident}`, `{silence}` and `{news}` are the first that were listed before.
    """

    text: str
    says: str
    telegram: str | None = None
    desk: str | None = None

    def on(self, platform: str) -> str:
        """Return what is said on a platform."""
        there = {"telegram": self.telegram, "desk": self.desk}.get(platform)
        return self.says if there is None else there

    def command(self, names: list[str]) -> str:
        """Return the name of the command that it asks."""
        typed = self.text.removeprefix("/")
        found = [n for n in names if f"{typed} ".startswith(f"{n} ")]
        return max(found, key=len)


OPERATORS = "The operator's rooms have this from the settings file."
ROLES = "Roles are Discord's"
NOBODY = "nobody is known by an account"

LOOKS = (
    Case("/quote IREN", "IREN Limited"),
    Case("/chart IREN", "IREN"),
    Case("/movers miners", "miners"),
    Case("/session IREN", "regular session"),
    Case("/calendar", "2025"),
    Case("/sector show miners", "$90.05B"),
    Case("/sector cap miners", "$90.05B"),
    Case("/sector members miners", "WULF"),
    Case("/sector breadth miners", "15"),
    Case("/sector attribution miners", "IREN"),
    Case("/sector milestones miners", "$90B"),
    Case("/sector history miners", "$84.90B"),
    Case("/sector projection 2026-12-31 100B miners", "$100B"),
)
WATCHLISTS = (
    Case("/watchlist show miners", "Listed bitcoin miners"),
    Case("/watchlist create mine IREN WULF CIFR", "mine"),
    Case("/watchlist add mine CLSK", "CLSK"),
    Case("/watchlist remove mine CIFR", "CIFR"),
    Case("/watchlist milestones mine 10B 20B", "$20B"),
    Case("/watchlist share mine", "mine is shared as"),
    Case("/watchlist import theirs IREN, WULF", "theirs"),
    Case("/watchlist rename theirs others", "others"),
    Case("/watchlist export mine", "IREN"),
    Case("/watchlist delete others", "others"),
)
ALERTS = (
    Case("/alert create dips IREN change < -5% for 60s", "dips"),
    Case("/alert quick WULF > 70", "WULF"),
    Case("/alert list", "dips"),
    Case("/alert show dips", "IREN change < -5%"),
    Case("/alert edit dips for 5m", "for 5m"),
    Case("/alert clone dips deeper", "deeper"),
    Case("/alert pause dips", "paused"),
    Case("/alert resume dips", "dips"),
    Case("/alert stats dips", "dips"),
    Case("/alert export dips", "when:"),
    Case("/alert test IREN premarket > 4%", "IREN"),
    Case("/alert delete deeper yes", "deeper"),
)
INCIDENTS = (
    Case("/alerts", "sector-90B"),
    Case("/why sector-90B", "miners.cap crosses above 90B"),
    Case("/incidents", "sector-90B"),
    Case("/ack {incident}", "Acked by"),
    Case("/unack {incident}", "Acked by nobody"),
    Case("/snooze {incident} 1h", "Snoozed"),
    Case("/mute HUT 1h", "HUT is muted"),
    Case("/silence severity=info 1h lunch", "silent"),
    Case("/silences", "lunch"),
    Case("/unsilence {silence}", "No longer silent"),
    Case("/resolve {incident}", "Resolved"),
)
ROOMS = (
    Case("/subscribe miners", "miners", desk=OPERATORS),
    Case("/subscriptions", "miners", desk="subscribed to nothing"),
    Case("/unsubscribe miners", "miners", desk=OPERATORS),
    Case("/quiet hours 22:00-07:00 mon-fri Berlin", "22:00", desk=OPERATORS),
    Case("/quiet show", "22:00", desk="quiet"),
    Case("/quiet off", "quiet"),
    Case("/digest show", "Nothing"),
    Case("/digest now", "Nothing"),
    Case("/route add severity=critical here", "severity=critical", desk=OPERATORS),
    Case("/route list", "severity=critical", desk=""),
    Case("/route remove 1", "severity=critical", desk=OPERATORS),
    Case("/settings show", "Time zone"),
    Case("/settings timezone Berlin", "Europe/Berlin"),
    Case("/settings language en", "English"),
    Case("/settings channel here", "here", desk=OPERATORS),
    Case("/settings brief 08:45 miners", "08:45", desk=OPERATORS),
    Case("/settings mention 123456789012345678", "123456789012345678", telegram=ROLES, desk=ROLES),
    Case("/settings roles 123456789012345678", "123456789012345678", telegram=ROLES, desk=ROLES),
)
FEEDS = (
    Case("/feed add https://example.com/feed.xml wire", "wire is followed", desk=OPERATORS),
    Case("/feed list", "example.com/feed.xml", desk="feed"),
    Case("/feed show wire", "example.com/feed.xml", desk="no feed"),
    Case("/feed pause wire", "wire is paused", desk="no feed"),
    Case("/feed resume wire", "wire is followed", desk="no feed"),
    Case("/feed remove wire", "wire is removed", desk="no feed"),
)
NEWS = (
    Case("/news miners", "miners"),
    Case("/story {news}", "story"),
    Case("/claims IREN rose 4% before the bell", "IREN"),
)
BRIEF = (Case("/brief miners", "$90.05B"),)
"""Its picture is a message of its own on Telegram, after which nothing may be asked."""

BOT = (
    Case("/mydata show", "own", desk=""),
    Case("/mydata delete", "Delete what is kept", desk=NOBODY),
    Case("/status", "Prebell"),
    Case("/health", "well"),
    Case("/help why", "/why RULE"),
    Case("/admin show", "rooms"),
    Case("/admin enable discord:123456789012345678", "discord:123456789012345678"),
    Case("/audit 5", "last 5 entries"),
    Case("/backup", "backup"),
    Case("/reload", "settings"),
)
SECTIONS = ((*LOOKS, *NEWS, *BRIEF), WATCHLISTS, ALERTS, INCIDENTS, (*ROOMS, *FEEDS), BOT)
"""What can be asked by different people at once; a section in its order."""


LISTS = {"/incidents": "incident", "/silences": "silence", "/news miners": "news"}
"""What is listed, and what the first of it is called in the cases after it."""


async def ask_all(platform: str, *asks: Ask) -> dict[str, str]:
    """Ask every case; return those whose answer does not say what it should, with that.

    Six people ask a section each, the fourth where incidents are heard of; one alone asks all.
    """
    if len(asks) > 1:
        found = await asyncio.gather(*map(partial(_ask, platform), SECTIONS, asks))
    else:
        found = [await _ask(platform, cases, asks[0]) for cases in SECTIONS]
    return {text: answer for wrong in found for text, answer in wrong.items()}


async def _ask(platform: str, cases: tuple[Case, ...], ask: Ask) -> dict[str, str]:
    names: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for case in cases:
        answer = await ask(case.text.format_map(names))
        if case.on(platform) not in answer:
            wrong[case.text] = answer[:300]
        if (named := LISTS.get(case.text)) is not None:
            listed = re.search(r"^([\w-]{5,}) ", answer, re.MULTILINE)
            names[named] = listed[1] if listed else "none"
    return wrong
