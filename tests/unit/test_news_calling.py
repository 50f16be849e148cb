"""A listing's name is what a lawyer wrote; news leave most of it out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.names.calling import called, shortened


@pytest.mark.parametrize(
    ("listing", "name"),
    [
        ("TeraWulf Inc.", "TeraWulf"),
        ("Riot Platforms, Inc.", "Riot Platforms"),
        ("IREN Limited", "IREN"),
        ("Hut 8 Corp.", "Hut 8"),
        ("HIVE Digital Technologies Ltd.", "HIVE Digital Technologies"),
        ("Bitdeer Technologies Group", "Bitdeer Technologies"),
        ("MARA Holdings, Inc.", "MARA"),
        ("Canaan Inc. American Depositary Shares", "Canaan"),
        ("Alphabet Inc. - Class A Common Stock", "Alphabet"),
        ("The Home Depot, Inc.", "Home Depot"),
        ("Tiffany & Co.", "Tiffany"),
        ("Bitcoin USD", "Bitcoin"),
        ("Microsoft Corporation", "Microsoft"),
        ("Nebius Group N.V.", "Nebius"),
        ("Match Group, Inc.", "Match Group"),
        ("Southern Company", "Southern Company"),
        ("Limited", "Limited"),
        ("Common", "Common"),
    ],
)
def test_what_a_name_ends_in_by_law_is_left_out(listing: str, name: str):
    assert name == called(listing)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Riot Platforms", ("Riot",)),
        ("HIVE Digital Technologies", ("HIVE Digital", "HIVE")),
        ("Bitdeer Technologies", ("Bitdeer",)),
        ("Hut 8 Mining", ("Hut 8",)),
        ("Hut 8", ()),
        ("Core Scientific", ()),
        ("American Bitcoin", ()),
        ("TeraWulf", ()),
    ],
)
def test_a_name_is_short_where_its_beginning_says_whose_it_is(name: str, short: tuple[str, ...]):
    assert short == shortened(name)


@given(st.text())
def test_any_listing_has_a_name_or_none(listing: str):
    assert shortened(called(listing)) is not None
