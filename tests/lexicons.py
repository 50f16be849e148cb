"""A lexicon to try names on: miners, larger companies, coins, and tickers that are words."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from bot.market.instruments import Symbol
from bot.news.entities import Company, Found, Group, Name, Theme
from bot.news.names.lexicon import Lexicon
from bot.news.words import Words

THE_DAY = date(2025, 10, 10)

_WORDS = frozenset(
    {"RIOT", "HUT", "HIVE", "CAN", "APP", "GAP", "ON", "IT", "NOW", "ARM", "COIN", "LOW"}
)
_NAMES: dict[str, list[str | tuple[str, date | None, date | None]]] = {
    "IREN": ["IREN Limited", "IREN", ("Iris Energy", None, date(2024, 11, 28))],
    "WULF": ["TeraWulf Inc."],
    "CIFR": ["Cipher Mining Inc."],
    "CLSK": ["CleanSpark, Inc."],
    "BITF": ["Bitfarms Ltd."],
    "MARA": [
        ("MARA Holdings", date(2024, 8, 23), None),
        ("Marathon Digital", date(2021, 3, 1), date(2024, 8, 23)),
    ],
    "RIOT": ["Riot Platforms, Inc.", ("Riot Blockchain", None, date(2023, 1, 3))],
    "CORZ": ["Core Scientific"],
    "HUT": ["Hut 8 Corp."],
    "HIVE": ["HIVE Digital Technologies Ltd."],
    "BTDR": ["Bitdeer Technologies Group"],
    "APLD": ["Applied Digital Corporation"],
    "BTBT": ["Bit Digital"],
    "CAN": ["Canaan Inc."],
    "ABTC": ["American Bitcoin Corp."],
    "GLXY": ["Galaxy Digital"],
    "MSFT": ["Microsoft"],
    "AAPL": ["Apple"],
    "F": ["Ford"],
    "TGT": ["Target"],
    "GAP": ["Gap"],
    "XYZ": ["Block", ("Square", None, date(2021, 12, 10))],
    "ON": ["ON Semiconductor", "onsemi"],
    "IT": ["Gartner"],
    "APP": ["AppLovin"],
    "NOW": ["ServiceNow"],
    "ARM": ["Arm Holdings"],
    "BKNG": ["Booking.com"],
    "MTCH": ["Match Group, Inc."],
    "META": ["Meta Platforms"],
    "JPM": ["JPMorgan Chase"],
    "JNJ": ["Johnson & Johnson"],
    "GS": ["Goldman Sachs"],
    "AMZN": ["Amazon.com", "Amazon"],
    "LOW": ["Lowe's"],
    "COIN": ["Coinbase Global"],
    "BRK.B": ["Berkshire Hathaway"],
    "MSTR": [("Strategy Inc", date(2025, 2, 5), None), ("MicroStrategy", None, date(2025, 2, 5))],
    "BTC-USD": ["Bitcoin"],
    "ETH-USD": ["Ether", "Ethereum"],
}
_GROUPS = (
    Group(name="miners", names=("bitcoin miners", "mining stocks", "Listed bitcoin miners")),
)
_THEMES = (
    Theme(name="ai-hpc", title="AI and HPC", words=("AI", "HPC", "data centers")),
    Theme(name="capacity", title="Capacity", words=("MW", "GW")),
)


def a_company(symbol: str, *names: str | tuple[str, date | None, date | None]) -> Company:
    """Make a company; a name may come with its first day, and the day from which it is former."""
    return Company(symbol=Symbol(symbol), names=tuple(map(_name, names)), word=symbol in _WORDS)


@cache
def a_lexicon() -> Lexicon:
    return Lexicon(
        [a_company(symbol, *names) for symbol, names in _NAMES.items()], _GROUPS, _THEMES
    )


def found(title: str, text: str = "", *, on: date = THE_DAY, tickers: Iterable[str] = ()) -> Found:
    """Read an article of a day."""
    tags = [Symbol(ticker) for ticker in tickers]
    return a_lexicon().read(Words.of(title, text), on, tags)


def named(title: str, text: str = "", *, on: date = THE_DAY, tickers: Iterable[str] = ()) -> str:
    """Name whom an article names, in the order it does."""
    return " ".join(found(title, text, on=on, tickers=tickers).symbols)


def _name(written: str | tuple[str, date | None, date | None]) -> Name:
    if isinstance(written, str):
        return Name(text=written)
    text, since, until = written
    return Name(text=text, since=since, until=until)
