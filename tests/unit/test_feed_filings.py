"""The SEC's feed is read filing by filing: who, what form, about what."""

import pytest

from bot.feeds.news.filings import filings
from bot.feeds.news.item import Item
from tests.feed_documents import atom, told

ACCESSION = "0001083743-25-000042"


def an_entry(
    title: str = "8-K - TERAWULF INC. (0001083301) (Filer)",
    *,
    accession: str = ACCESSION,
    items: str = "",
) -> str:
    named = "".join(f"&lt;br&gt;Item {item}: as it is called" for item in items.split())
    return (
        f"<title>{title}</title><id>urn:tag:sec.gov,2008:accession-number={accession}</id>"
        f'<link rel="alternate" href="https://sec.example/{title[-8:-1]}/{accession}-index.htm"/>'
        '<summary type="html">&lt;b&gt;Filed:&lt;/b&gt; 2025-10-10 &lt;b&gt;AccNo:&lt;/b&gt; '
        f"{accession} &lt;b&gt;Size:&lt;/b&gt; 4 MB{named}</summary>"
        "<updated>2025-10-10T08:30:00-04:00</updated>"
        '<category scheme="https://sec.example/" label="form type" term="8-K"/>'
    )


def filed(*entries: str) -> tuple[Item, ...]:
    return filings(told(atom(*entries)).items)


def the_title(*entries: str) -> str:
    (item,) = filed(*entries)
    return item.title


def test_a_filing_says_what_it_is_about():
    """Its number names it, whichever party it is listed for."""
    (item,) = filed(an_entry(items="1.01 9.01"))

    assert ACCESSION == item.id
    assert "TERAWULF INC. files an 8-K: entry into a material definitive agreement" == item.title
    assert (
        "Form 8-K, filed with the SEC on 2025-10-10: TERAWULF INC. (filer). It has item 1.01,"
        " entry into a material definitive agreement; item 9.01, financial statements and exhibits."
    ) == item.text
    assert ("8-K", "1.01", "9.01", "cik:1083301") == item.labels
    assert item.updated == item.published is not None


def test_a_filing_of_several_parties_is_one():
    """Whom it is about comes first, and its page is theirs."""
    several = [
        an_entry("SC 13D - A Fund (0000000007) (Filed by)"),
        an_entry("SC 13D - IREN Ltd (0001878848) (Subject)"),
    ]
    (item,) = filed(*several)

    assert "IREN Ltd files form SC 13D" == item.title
    assert ("SC 13D", "cik:1878848", "cik:7") == item.labels
    assert "IREN Ltd (subject) and A Fund (filed by)" in item.text
    assert "Subject" in item.url


@pytest.mark.parametrize(
    ("title", "items", "says"),
    [
        ("6-K - IREN Ltd (0001878848) (Filer)", "", "IREN Ltd files a 6-K"),
        ("8-K/A - A B - C /DE/ (0000000001) (Filer)", "", "A B - C amends an 8-K"),
        (
            "8-K - A (0000000001) (Filer)",
            "9.01",
            "A files an 8-K: financial statements and exhibits",
        ),
        ("8-K - A (0000000001) (Filer)", "9.99", "A files an 8-K: item 9.99"),
        (
            "8-K - A (0000000001) (Filer)",
            "7.01 5.01 7.01",
            "A files an 8-K: changes in control of registrant; Regulation FD disclosure",
        ),
    ],
)
def test_a_title_names_the_form_and_what_is_in_it(title: str, items: str, says: str):
    """Exhibits come with everything, and are said only where there is nothing else."""
    assert says == the_title(an_entry(title, items=items))


def test_several_who_file_together_are_named():
    """The first three of them."""
    together = [an_entry(f"8-K - Company {n} (000000000{n}) (Filer)") for n in range(1, 6)]

    assert "Company 1, Company 2, Company 3 and 2 more file an 8-K" == the_title(*together)


def test_each_filing_stands_where_it_first_stood():
    """The newest first, as it was."""
    other = an_entry(accession="0001083743-25-000043")

    assert [ACCESSION, "0001083743-25-000043"] == [
        item.id for item in filed(an_entry(), other, an_entry())
    ]


def test_what_is_no_filing_stays_as_it_is():
    """A note of the SEC's own, or a title that is written in another way."""
    note, odd = "<id>urn:note</id><title>Closed</title>", an_entry("An odd title")

    assert told(atom(note, odd)).items == filed(note, odd)
