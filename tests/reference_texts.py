"""Random comparisons, as text, with levels where the prices of random scenes are."""

from random import Random

SYMBOLS = ("IREN", "WULF", "BTC-USD")
LISTS = {"miners": 2, "mixed": 2}
SPANS = ("30s", "60s", "60s", "10m", "2h")

PERCENTS = ("change", "premarket", "regular", "postmarket", "gap", "yesterday", "ytd")
BARS = ("(1, 1m)", "(2, 1m)", "(2, 5m)", "(3, 1h)", "(1)", "(2)")
FIGURES = {
    "percent": (*PERCENTS, "change", "change", "residual(BTC-USD, 2)", "residual(WULF, 2)"),
    "share": tuple(f"rsi{bars}" for bars in BARS),
    "price": (
        *("price",) * 8,
        *("vwap",) * 2,
        *(f"{name}{bars}" for name in ("sma", "ema", "high", "low") for bars in BARS),
    ),
    "range": tuple(f"atr{bars}" for bars in BARS),
    "cap": ("cap",),
    "volume": ("volume",),
    "ratio": ("rvol", "beta(BTC-USD, 2)", "beta(WULF, 2)"),
    "age": ("age", "age", "halted"),
}
KINDS = (*("percent", "price") * 4, "share", "range", "cap", "volume", "ratio", "age")
OF_LISTS = {
    "percent": (
        *("change", "leader", "laggard", "mean(change)", "median(change)"),
        *("mean(premarket)", "median(regular)", "mean(postmarket)", "mean(gap)"),
        "required(2B, 2025-12-31)",
    ),
    "share": ("breadth", "breadth(premarket)", "breadth(gap)", "mean(rsi)", "concentration"),
    "cap": ("cap", "cap", "cap", "projected(2026-06-30)"),
}
SIGNS = (">", ">=", "<", "<=", "=", "!=")
FORMS = (
    *("compares", "compares", "crosses above", "crosses below", "crosses", "within"),
    *("channel", "moves", "extreme"),
)
CHANNELS = {
    "percent": ["-1%..1%", "0.5%..2%", "-3%..-1%"],
    "share": ["30%..60%", "34%..50%"],
    "price": ["99..101", "100..103"],
    "range": ["1..2"],
    "volume": ["500..1000"],
    "ratio": ["0.5x..1.5x"],
    "age": ["30s..5m", "1m..1h"],
    "cap": ["990M..1B", "1B..1.02B"],
    "list cap": ["1.98B..2.01B", "1.97B..2.01B"],
}
AMOUNTS = {
    "percent": [f"{half / 2}%" for half in range(-6, 7)],
    "share": ["0%", "34%", "50%", "50.5%", "100%"],
    "price": [str(price) for price in range(97, 104)],
    "range": ["0", "1", "2", "4"],
    "volume": ["0", "500", "1000", "2000"],
    "ratio": ["0x", "0.5x", "1x", "1.5", "2x"],
    "age": ["0s", "30s", "1m", "5m", "15m", "1h"],
    "cap": [f"{ten}M" for ten in range(980, 1030, 10)],
    "list cap": [f"{2 * ten}M" for ten in range(980, 1030, 10)],
}
# A distance in percent is points of a percent, and of any other figure that much of it.
WIDTHS = {
    "percent": ["0.5%", "1%", "2%"],
    "price": ["$1", "$2", "1%"],
    "range": ["$1", "50%"],
    "ratio": ["0.5x", "20%"],
    "age": ["30s", "1m", "50%"],
}


def a_comparison(random: Random, own: str | None) -> str:
    """Draw a comparison; `own` is what a metric alone belongs to: a "symbol", a "list" or none."""
    if random.random() < 0.06:
        span = random.choice(SPANS)
        alone = own == "symbol" and random.random() < 0.7
        return f"no data for {span}" if alone else f"no data of {_symbol(random)} for {span}"
    if own == "list" or random.random() < 0.25:
        kind = random.choice(["percent", "percent", "share", "cap", "cap"])
        left, *others = (_of_a_list(random, kind, own) for _ in range(2))
        kind = "list cap" if kind == "cap" else kind
    else:
        kind = random.choice(KINDS)
        left, *others = (_of_one(random, kind, own) for _ in range(2))
    left, kind = _calculated(random, left, kind, others[0])
    rest = others if kind not in {"age", "ratio", "list cap"} else []
    right = random.choice([*random.choices(AMOUNTS[kind], k=2), *rest])
    return _compared(random, left, right, kind)


def _compared(random: Random, left: str, right: str, kind: str) -> str:
    width = random.choice(WIDTHS.get(kind, WIDTHS["percent"]))
    form = random.choice(FORMS if kind != "age" else FORMS[:-2])
    match form:
        case "compares":
            return f"{left} {random.choice(SIGNS)} {right}"
        case "within":
            # Near to nothing there is no percent of anything.
            level = right if kind in {"percent", "price", "cap", "list cap"} else AMOUNTS[kind][-1]
            return f"{left} within {width} {random.choice(['below', 'above', 'of'])} {level}"
        case "channel":
            where = random.choice(["inside", "outside", "enters", "leaves"])
            return f"{left} {where} {_channel(random, kind)}"
        case "moves":
            way = random.choice(["rises", "falls", "moves"])
            return f"{left} {way} {width} within {random.choice(SPANS)}"
        case "extreme":
            end = random.choice(["high", "low"])
            return f"{left} at new {end} over {random.choice(SPANS)}"
    return f"{left} {form} {right}"


def _channel(random: Random, kind: str) -> str:
    if kind == "price" and random.random() < 0.3:
        symbol, bars = _symbol(random), random.choice(BARS)
        return f"{symbol}.low{bars}..{symbol}.high{bars}"
    return random.choice(CHANNELS[kind])


# Of two figures of a kind one may be made; a quotient is a figure of another kind.
def _calculated(random: Random, left: str, kind: str, other: str) -> tuple[str, str]:
    chance = random.random()
    if chance < 0.1 and kind in {"percent", "share"}:
        return f"{left} {random.choice('+-')} {other}", kind
    if chance < 0.1 and kind == "price":
        return f"({left} + {other}) / 2", kind
    if chance < 0.15 and kind in {"price", "cap", "list cap", "volume"}:
        return f"{left} / {other}", "ratio"
    if chance < 0.2 and kind != "age":
        return f"{left} {random.choice(['* 1.01', '/ 2 * 2', '* 0.99'])}", kind
    return left, kind


def _of_one(random: Random, kind: str, own: str | None) -> str:
    figure = random.choice(FIGURES[kind])
    alone = own == "symbol" and random.random() < 0.6
    return figure if alone else f"{_symbol(random)}.{figure}"


def _of_a_list(random: Random, kind: str, own: str | None) -> str:
    figure = random.choice(OF_LISTS[kind])
    alone = own == "list" and random.random() < 0.5
    return figure if alone else f"{random.choice(list(LISTS))}.{figure}"


def _symbol(random: Random) -> str:
    return random.choice(SYMBOLS)
