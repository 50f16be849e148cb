"""The SEC: what companies must tell at once, on Form 8-K, and those abroad on Form 6-K."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.feeds.asked import signed
from bot.feeds.news.filings import filings
from bot.feeds.news.pace import Span
from bot.feeds.news.presets.base import Preset, Wanted
from bot.feeds.news.publication import Page, Publication
from bot.feeds.news.sieve import Bounds
from bot.feeds.providers.sec_issuers import SecIssuers
from bot.feeds.web.request import Kind, Request
from bot.market.instruments import Symbol

NAME, OUTLET = "sec-filings", "SEC"
FORMS = ("8-K", "6-K")
PATH = "/cgi-bin/browse-edgar?action=getcurrent&type={form}&owner=include&count=100&output=atom"
BUSY = 400
"""Filings in a minute that are told: just after the close a hundred come at once."""


def publication(wanted: Wanted) -> Publication:
    """Ask for both forms; raises SetupError where nobody answers for our questions."""
    headers = signed(wanted.contact)
    urls = [wanted.url + PATH.format(form=form) for form in FORMS]
    pages = tuple(Page(request=Request(url, headers=headers, kind=Kind.XML)) for url in urls)

    def both(_symbols: Sequence[Symbol], _now: datetime) -> Sequence[Page]:
        return pages

    return Publication(
        name=NAME,
        outlet=OUTLET,
        pages=both,
        span=Span.every(wanted.every),
        bounds=Bounds(a_minute=BUSY),
        shaped=filings,
        issuers=SecIssuers(contact=wanted.contact, url=wanted.url),
    )


PRESET = Preset(
    name=NAME,
    outlet=OUTLET,
    url="https://www.sec.gov",
    every=timedelta(minutes=1),
    publication=publication,
)
