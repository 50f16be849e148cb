"""Rules that are left at one moment and taken up at a later one, as by a restart."""

from collections.abc import Iterable
from datetime import timedelta

from bot.alerts.model import Alert
from bot.rules.model import Rule
from bot.storage import bodies
from tests.builders import Watched, a_bot, a_market, a_reference, a_rule, at

START = "2025-10-10T12:00Z"
LATER = "2025-10-10T12:30Z"
MOVER = a_rule("premarket > 4%", name="mover", for_each="miners", reset="1%")
LEVEL = a_rule("IREN.price crosses above 104", name="level")
CAP = a_rule("miners.cap > 3.1B", name="cap")


def a_morning(*rules: Rule, prices: Iterable[int] = ()) -> Watched:
    bot = a_bot(rules=rules, at=START)
    for minute, price in enumerate(prices, 1):
        bot.trades("IREN", price, at(START) + timedelta(minutes=minute))
    return bot


def begun_again(bot: Watched, *rules: Rule, when: str = LATER) -> Watched:
    """Begin again as a live bot does: of the market nothing is known, of rules what was kept."""
    again = Watched(a_market(at=when), rules=(), known=())
    for rule in rules:
        again.engine.add(rule)
    living = [bodies.written(alert) for alert in bot.book.living.values()]
    again.book.restore(bodies.read(body, Alert) for body in living)
    left = again.engine.restore(bot.engine.logbook.changes())
    again.alerts += again.book.abandon(left)
    again.pipeline.begin()
    return again


def sees(bot: Watched, price: int, when: str = "2025-10-10T12:31Z", symbol: str = "IREN") -> None:
    """See what a provider tells first of an instrument: what it is, and then its price."""
    bot.sees(a_reference(symbol, at=when))
    bot.trades(symbol, price, at(when) + timedelta(seconds=1))
    assert [] == bot.refused


def sees_all(bot: Watched, price: int) -> None:
    """See the same of each member, one after the other."""
    for second, symbol in enumerate(("IREN", "WULF", "CIFR")):
        sees(bot, price, str(at("2025-10-10T12:32Z") + timedelta(seconds=10 * second)), symbol)


def states(bot: Watched) -> list[str]:
    return [alert.state.value for alert in bot.alerts]
