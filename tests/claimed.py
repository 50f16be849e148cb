"""Claims and articles made by hand, and what a market says of them."""

from datetime import date
from decimal import Decimal

from bot.market.events import Article
from bot.market.state import Market
from bot.news.checking import check
from bot.news.claims import Claim, Figure, Holder
from bot.news.counting.kinds import Bound
from bot.news.findings import Finding
from bot.reckoning import Reckoning
from tests.watched import Number, Time, instant


def a_claim(  # noqa: PLR0913 (what may vary is the point of a builder)
    subject: str = "IREN",
    figure: Figure = Figure.CHANGE,
    value: Number | None = 4,
    *,
    bound: Bound = Bound.EXACT,
    upper: Number | None = None,
    step: Number = 1,
    on: str | None = None,
    due: str | None = None,
    currency: str = "USD",
    session: Figure | None = None,
    start: int = 0,
) -> Claim:
    """Make a claim; one of a name in lower case is about a watchlist. Days are written out."""
    return Claim(
        subject=subject,
        holder=Holder.WATCHLIST if subject.islower() else Holder.INSTRUMENT,
        figure=figure,
        value=None if value is None else Decimal(value),
        bound=bound,
        start=start,
        end=start + 2,
        upper=None if upper is None else Decimal(upper),
        step=Decimal(step),
        currency=currency,
        on=date.fromisoformat(on) if on else None,
        due=date.fromisoformat(due) if due else None,
        session=session,
    )


def an_article(  # noqa: PLR0913 (what may vary is the point of a builder)
    text: str = "IREN rose 4% before the bell.",
    *,
    title: str = "Miners rise",
    id: str = "one",  # noqa: A002 (an article's own word)
    outlet: str = "Miner Desk",
    at: Time = "2025-10-10T12:20Z",
    published: Time | None = None,
    owner: str = "",
) -> Article:
    """Make an article, seen as it is published unless `published` is earlier."""
    return Article(
        id=id,
        outlet=outlet,
        url=f"https://{outlet.lower().replace(' ', '-')}.example/{id}",
        title=title,
        text=text,
        published=instant(published or at),
        seen=instant(at),
        owner=owner,
    )


def found(market: Market, *claims: Claim, published: Time | None = None) -> list[Finding]:
    """Hold claims to a market as it is, made just now unless they were `published` before."""
    at = instant(published) if published else market.now
    return list(check(claims, Reckoning(market), published=at, now=market.now))


def verdicts(market: Market, *claims: Claim, published: Time | None = None) -> list[str]:
    """Return what became of claims, in a word each."""
    return [finding.verdict.name for finding in found(market, *claims, published=published)]
