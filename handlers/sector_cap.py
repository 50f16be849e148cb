"""The cap of a sector, term by term: which price, how many shares, from where, and how old."""

from bot import figures
from bot.chat import Call, Fact, Reply, Table
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.texts import said
from handlers import ledger
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName

ROWS = 30


@command(
    "sector cap",
    "What a sector's cap is added up of: prices, share counts, and how old they are",
    example="/sector cap miners",
)
async def cap(call: Call, desk: Desk, name: ListName | None = None) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with each term of the sum, largest first, and what has changed its meaning."""
    asked, default = ledger.asked_for(desk, name)
    stands, order = ledger.standing(asked, desk.now), ledger.by_cap(asked)
    largest = said("The largest {rows} of {number} members:", rows=ROWS, number=len(order))
    more = largest if len(order) > ROWS else ""
    return Reply(
        title=f"{asked.watchlist.title}: {figures.money(stands.cap)}",
        body="\n".join(filter(None, [default, more])),
        facts=(
            *ledger.worth(asked, desk),
            Fact(said("Coverage"), ledger.covered(asked, desk)),
            Fact(said("Next milestone"), ledger.step(stands.ahead)),
            Fact(said("Previous milestone"), ledger.step(stands.behind)),
            *_rebased(asked, desk),
        ),
        table=Table(
            _headings(),
            tuple(_row(symbol, asked, desk) for symbol in order[:ROWS]),
        ),
        actions=ledger.buttons(asked, desk, "members", "attribution", "history"),
    )


def _headings() -> tuple[str, ...]:
    worth = (said("Cap"), said("Price"), said("Shares"))
    return (said("Symbol"), *worth, said("Counted"), said("Age"), said("Source"))


def _row(symbol: Symbol, asked: Sector, desk: Desk) -> tuple[str, ...]:
    term = asked.terms.get(symbol)
    if term is None:
        return (symbol, *[figures.UNKNOWN] * 5, ledger.lacks(symbol, desk))
    return (
        symbol,
        figures.money(term.value),
        figures.price(term.price),
        figures.count(term.shares),
        figures.day(term.shares_as_of) if term.shares_as_of else figures.UNKNOWN,
        said("last close") if term.at is None else figures.age(desk.now - term.at),
        term.source,
    )


def _rebased(asked: Sector, desk: Desk) -> list[Fact]:
    if not asked.rebases:
        return []
    last = asked.rebases[-1]
    told = said(
        "{why} at {when}, {before} to {after}; no move of the market",
        why=last.why,
        when=figures.moment(last.at, desk.now),
        before=figures.money(last.before),
        after=figures.money(last.after),
    )
    return [Fact(said("Last rebase"), told)]
