"""Units: how what a number counts is spelt, and what it comes to."""

from decimal import Decimal

from bot.news.counting.kinds import Kind

_ONE = Decimal(1)
_UNITS: dict[str, tuple[Kind, str, Decimal]] = {
    **dict.fromkeys(("%", "percent", "per cent", "pct", "pc"), (Kind.PERCENT, "", _ONE)),
    **dict.fromkeys(("percentage", "per centage"), (Kind.PERCENT, "", _ONE)),
    **dict.fromkeys(("percentage point", "percentage points"), (Kind.PERCENT, "", _ONE)),
    **dict.fromkeys(("percent point", "percent points"), (Kind.PERCENT, "", _ONE)),
    **dict.fromkeys(("basis point", "basis points"), (Kind.PERCENT, "", Decimal("0.01"))),
    **dict.fromkeys(("bp", "bps"), (Kind.PERCENT, "", Decimal("0.01"))),
    **dict.fromkeys(("kw", "kilowatt", "kilowatts"), (Kind.POWER, "", Decimal("0.001"))),
    **dict.fromkeys(("mw", "megawatt", "megawatts"), (Kind.POWER, "", _ONE)),
    **dict.fromkeys(("gw", "gigawatt", "gigawatts"), (Kind.POWER, "", Decimal(1_000))),
    **dict.fromkeys(("tw", "terawatt", "terawatts"), (Kind.POWER, "", Decimal(1_000_000))),
    **dict.fromkeys(("th", "th/s"), (Kind.HASHRATE, "", Decimal("0.000001"))),
    **dict.fromkeys(("ph", "ph/s"), (Kind.HASHRATE, "", Decimal("0.001"))),
    **dict.fromkeys(("eh", "eh/s", "exahash", "exahashes"), (Kind.HASHRATE, "", _ONE)),
    **dict.fromkeys(("zh", "zh/s"), (Kind.HASHRATE, "", Decimal(1_000))),
    **dict.fromkeys(("bitcoin", "bitcoins", "btc"), (Kind.COIN, "BTC", _ONE)),
    **dict.fromkeys(("ether", "eth"), (Kind.COIN, "ETH", _ONE)),
    **dict.fromkeys(("dollar", "dollars", "us dollars", "us dollar"), (Kind.MONEY, "USD", _ONE)),
    **dict.fromkeys(("u.s. dollars", "u.s. dollar", "usd"), (Kind.MONEY, "USD", _ONE)),
    **dict.fromkeys(("canadian dollars", "canadian dollar", "cad"), (Kind.MONEY, "CAD", _ONE)),
    **dict.fromkeys(("australian dollars", "australian dollar", "aud"), (Kind.MONEY, "AUD", _ONE)),
    **dict.fromkeys(("hong kong dollars", "hong kong dollar", "hkd"), (Kind.MONEY, "HKD", _ONE)),
    **dict.fromkeys(("new zealand dollars", "new zealand dollar"), (Kind.MONEY, "NZD", _ONE)),
    **dict.fromkeys(("singapore dollars", "singapore dollar"), (Kind.MONEY, "SGD", _ONE)),
    **dict.fromkeys(("euro", "euros", "eur"), (Kind.MONEY, "EUR", _ONE)),
    **dict.fromkeys(("pound", "pounds", "gbp"), (Kind.MONEY, "GBP", _ONE)),
    **dict.fromkeys(("swiss franc", "swiss francs", "chf"), (Kind.MONEY, "CHF", _ONE)),
    **dict.fromkeys(("franc", "francs"), (Kind.MONEY, "CHF", _ONE)),
    **dict.fromkeys(("danish crown", "danish crowns"), (Kind.MONEY, "DKK", _ONE)),
    **dict.fromkeys(("danish krone", "danish kroner"), (Kind.MONEY, "DKK", _ONE)),
    **dict.fromkeys(("swedish crown", "swedish crowns"), (Kind.MONEY, "SEK", _ONE)),
    **dict.fromkeys(("swedish krona", "swedish kronor", "kronor"), (Kind.MONEY, "SEK", _ONE)),
    **dict.fromkeys(("norwegian crown", "norwegian crowns"), (Kind.MONEY, "NOK", _ONE)),
    **dict.fromkeys(("norwegian krone", "norwegian kroner"), (Kind.MONEY, "NOK", _ONE)),
    **dict.fromkeys(("rupee", "rupees"), (Kind.MONEY, "INR", _ONE)),
    **dict.fromkeys(("yen",), (Kind.MONEY, "JPY", _ONE)),
    **dict.fromkeys(("cent", "cents"), (Kind.MONEY, "USD", Decimal("0.01"))),
    **dict.fromkeys(("pence", "p"), (Kind.MONEY, "GBP", Decimal("0.01"))),
    "times": (Kind.MULTIPLE, "", _ONE),
}


def read(unit: str) -> tuple[Kind, str, Decimal] | None:
    """Say what a unit in lower case counts, of what, and how many of the kind's own unit it is."""
    return _UNITS.get(unit)
