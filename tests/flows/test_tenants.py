"""Tenants that share a bot: whatever each asks, and however often, each has its own and no more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Right
from handlers import COMMANDS
from tests.proofs import cases
from tests.tenanted import (
    OPERATOR,
    SYMBOLS,
    TENANTS,
    House,
    Tenant,
    a_house,
    call,
    said,
)

STEPS = 60
"""What happens in one life, commands for the most part; half of it after a restart."""

NAMES = ("dips", "mover", "miners", "mine", "deep", "ours", "x", "settings")
"""One pool for all, so that everybody's are called the same, some of them as the operator's."""

ASKED: dict[str, Sequence[str]] = {
    "quote": ["{symbol}"],
    "chart": ["{symbol}", "{name}"],
    "sector show": ["{name}", ""],
    "sector cap": ["{name}", ""],
    "sector members": ["{name}", ""],
    "sector breadth": ["{name}"],
    "sector attribution": ["{name}"],
    "sector milestones": ["{name}"],
    "sector history": ["{name}"],
    "movers": ["{name}", ""],
    "news": ["", "IREN", "{word}", "{name}"],
    "story": ["{story}"],
    "claims": ["", "{own} rose {level}% today"],
    "brief": ["", "{name}"],
    "feed list": [""],
    "feed add": ["https://{word}.example/{own}.xml {name}"],
    "feed show": ["{name}"],
    "feed pause": ["{name}"],
    "feed resume": ["{name}"],
    "feed remove": ["{name}"],
    "settings brief": ["", "off", "09:00 {name}"],
    "watchlist show": ["{name}", ""],
    "watchlist export": ["{name}"],
    "sector projection": ["2030-12-31 100B {name}"],
    "watchlist create": ["{name} {own} IREN", "{name} WULF IREN"],
    "watchlist add": ["{name} {own}", "{name} CIFR"],
    "watchlist remove": ["{name} {symbol}"],
    "watchlist rename": ["{name} {other}"],
    "watchlist milestones": ["{name} {level}B 90B"],
    "watchlist share": ["{name}"],
    "watchlist import": ["{name} IREN, {own}", "{guess}", "{name} {guess}"],
    "watchlist delete": ["{name}"],
    "alerts": [""],
    "alert list": [""],
    "alert show": ["{name}", ""],
    "alert create": [
        "{name} IREN > {level} message '{word}'",
        "{name} {other} change > {level}%",
        "{name} {symbol} > {level}",
    ],
    "alert quick": ["{symbol} > {level}", "IREN < {level}", "news about IREN"],
    "alert clone": ["{name} {other}"],
    "alert edit": ["{name} {symbol} < {level}", "{name} message '{word}'", "{name}"],
    "alert pause": ["{name}"],
    "alert resume": ["{name}"],
    "alert delete": ["{name} yes", "{name}"],
    "alert test": ["IREN premarket > 4%"],
    "alert stats": ["{name}", ""],
    "alert export": ["{name}", ""],
    "why": ["{name} {symbol}", "{name}"],
    "incidents": [""],
    "ack": ["{id}"],
    "unack": ["{id}"],
    "resolve": ["{id}"],
    "unsilence": ["{id}"],
    "snooze": ["{id} 1h"],
    "mute": ["{symbol} 1h"],
    "silence": ["rule={name} 1h {word}", "severity=critical 2h {word}"],
    "silences": [""],
    "subscribe": ["{name}", "{symbol}"],
    "unsubscribe": ["{name}", "{symbol}"],
    "subscriptions": [""],
    "quiet hours": ["22:00-07:00 mon-fri Berlin", "12:00-12:30"],
    "quiet show": [""],
    "quiet off": [""],
    "digest show": [""],
    "digest now": [""],
    "route add": ["rule={name} here", "severity=critical {room}", "subject={own} here"],
    "route list": [""],
    "route remove": ["1", "2"],
    "session": ["{symbol}"],
    "calendar": [""],
    "settings show": [""],
    "settings timezone": ["Berlin", "Tokyo"],
    "settings language": ["de", "en"],
    "settings channel": ["here", "{room}"],
    "settings mention": ["123456789012345678"],
    "settings roles": ["123456789012345678"],
    "mydata show": [""],
    "mydata delete": ["", "yes"],
    "status": [""],
    "health": [""],
    "help": ["why", ""],
    "admin show": [""],
    "admin enable": ["{room}"],
    "audit": ["20", "20 {symbol}"],
    "backup": [""],
    "reload": [""],
}
"""What may be asked after each command's name."""

MAKING = ("watchlist create", "alert create", "alert quick", "silence", "route add", "subscribe")
"""Asked more often than the others: without them there would be nothing to read."""


@dataclass(slots=True)
class Life:
    """What some tenants do with a bot, by chance."""

    house: House
    random: Random
    buttons: list[str] = field(default_factory=list)

    async def goes_on(self, steps: int) -> None:
        """Let so many things happen; after each, everybody has what is theirs alone."""
        for _ in range(steps):
            if self.random.random() < 0.1:
                await self.house.trades(self.random.choice(SYMBOLS), self.random.randint(85, 105))
            elif self.random.random() < 0.1:
                who = self.random.choice([*TENANTS, OPERATOR])
                await self.house.reads(who, self.random.randint(1, 40))
            else:
                await self._asks()
            assert [] == self.house.overheard()

    async def _asks(self) -> None:
        who = self.random.choices([*TENANTS, OPERATOR], weights=[4, 4, 4, 1])[0]
        right = self.random.choice([Right.CHANGE, Right.CHANGE, Right.CHANGE, Right.READ])
        text = self._text(who)
        safe = self._safe_from(who, right, text)
        before = [self.house.owns(one) for one in safe]
        reply = await self.house.asks(who, text, right)
        self.buttons += [action.text for action in reply.actions]
        assert [] == self.house.leaks(who, said(reply)), f"{who.owner}: {text}"
        assert before == [self.house.owns(one) for one in safe], f"{who.owner}: {text}"
        self._types(who, right)

    # The operator may change everybody's; whoever leaves takes their name along.
    def _safe_from(self, who: Tenant, right: Right, text: str) -> list[Tenant]:
        if who is OPERATOR:
            return []
        own = [who] if right is Right.READ and not text.startswith("/mydata delete") else []
        return [*own, *(one for one in (*TENANTS, OPERATOR) if one is not who)]

    def _text(self, who: Tenant) -> str:
        known = [text for text in self.buttons if not self.house.leaks(who, text)]
        if known and self.random.random() < 0.1:
            return self.random.choice(known)
        asked = [*ASKED, *MAKING * 6]
        name = self.random.choice(asked)
        return f"/{name} {self.random.choice(ASKED[name])}".format_map(self._words(who)).strip()

    def _words(self, who: Tenant) -> dict[str, str]:
        chance, name = self.random.choice, self.random.choice(NAMES)
        whose = chance(TENANTS) if self.random.random() < 0.15 else None  # another's full name
        own = who.symbol or "HUT"
        return {
            "name": f"{name}@{whose.owner}" if whose else name,
            "other": chance(NAMES),
            "symbol": chance([*SYMBOLS, own]),
            "own": own,
            "level": who.level or "60",
            "word": who.word or "lunch",
            "id": chance([*self.house.ids, "nothing"]),
            "story": chance([*self.house.stories, "nothing"]),
            "guess": "".join(chance("ABCDEFabcdef0123456789_-") for _ in range(12)),
            "room": chance([one.room for one in (*TENANTS, OPERATOR)]),
        }

    def _types(self, who: Tenant, right: Right) -> None:
        command = self.random.choice([one for one in COMMANDS if one.parameters])
        parameter = self.random.choice(command.parameters).name
        typed = self.random.choice(["", *"abcdmx9", *NAMES])
        asked = call(who, "", right)
        found = self.house.bot.service.suggest(asked, command.name, parameter, typed)
        told = " ".join(f"{choice.label} {choice.value}" for choice in found)
        assert [] == self.house.leaks(who, told), f"{who.owner}: {command.name} {parameter}={typed}"


def test_there_is_something_to_ask_of_every_command():
    """One that is not in the table would be asked by nobody."""
    assert {command.name for command in COMMANDS} == set(ASKED)


@cases(19, in_full=400)
@given(seed=st.integers(0, 1 << 32))
async def test_whatever_tenants_ask_nobody_reads_or_changes_what_is_another_s(seed: int):
    """60 things that happen, most of them commands, with a restart in the middle."""
    chance = Random(seed)  # noqa: S311 (chance is no secret)
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with a_house(folder) as house:
            life = Life(house, chance)
            await life.goes_on(STEPS // 2)
            left, now = [house.owns(one) for one in TENANTS], house.now
        async with a_house(folder, now) as house:
            found = [house.owns(one) for one in TENANTS]
            assert left == found
            await Life(house, chance, life.buttons).goes_on(STEPS // 2)


async def test_tenants_read_their_own(tmp_path: Path):
    """The looks above would pass on a bot that shows nothing, and rings in no room."""
    async with a_house(tmp_path) as house:
        for who in TENANTS:
            await house.asks(who, f"/watchlist create mine IREN {who.symbol}")
            await house.asks(who, f"/alert create ours IREN > {who.level} message '{who.word}'")
        await house.trades("IREN", 90)
        await house.trades("IREN", 95)
        await house.passes(timedelta(minutes=5))
        heard = [(room, text) for one in house.listeners for room, text in one.said]
        asked = ("/watchlist show mine", "/alert show ours")
        read = [" ".join([said(await house.asks(who, text)) for text in asked]) for who in TENANTS]

    assert [True] * 3 == [who.symbol in text for who, text in zip(TENANTS, read, strict=True)]
    assert [who.room for who in TENANTS] == [
        who.room for who in TENANTS if any(r == who.room and who.word in t for r, t in heard)
    ]
