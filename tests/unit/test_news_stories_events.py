"""Events: the market's answer to one belongs to it; another day and a roundup do not."""

import pytest

from bot.news.shelving.events import (
    answering,
    other_day,
    parties,
    same_round,
    scattered,
    strangers,
)
from bot.news.shelving.facts import Facts, facts_of
from bot.news.shelving.likeness import Filed, Held, Likeness
from bot.news.shelving.rarity import Rarity
from tests.told import MORNING, a_piece, later, placed, steps, told_together
from tests.watched import Time

NAMES = {
    "IREN": "IREN",
    "TeraWulf": "WULF",
    "Cipher Mining": "CIFR",
    "Hut 8": "HUT",
    "Microsoft": "MSFT",
    "Dell": "DELL",
    "Bitcoin": "BTC-USD",
    "Ether": "ETH-USD",
}
CONTRACT = (
    "IREN signs contract with Microsoft",
    "IREN will serve Microsoft for five years in a contract worth $9.7 billion. Dell delivers.",
)
SHARES = ("IREN shares open up 22%", "IREN leapt 22% at the open after its Microsoft contract.")


def facts(title: str, text: str = "", at: Time = MORNING) -> Facts:
    """Read the facts of an article."""
    return facts_of(a_piece(title, text, at=at, names=NAMES))


def likeness(one: tuple[str, str], other: tuple[str, str]) -> Likeness:
    """Hold an article beside one that was filed before."""
    rarity = Rarity()
    before, now = (Held(facts(*told), rarity) for told in (one, other))
    return now.beside(Filed(before))


def shared(one: Facts, other: Facts) -> tuple[str, ...]:
    """Say whom both name."""
    return tuple(fact for fact in one.who.facts if fact in other.who.facts)


def answered(effect: tuple[str, str], cause: tuple[str, str]) -> float:
    """Say how surely the one tells what the market made of the other."""
    one, other = facts(*effect), facts(*cause)
    return answering(one, other, shared(one, other))


def scatter(told: tuple[str, str], beside: tuple[str, str]) -> float:
    """Say how much of what is told has nothing to do with the other one."""
    one, other = facts(*told), facts(*beside)
    return scattered(one, shared(one, other))


def test_what_a_share_did_after_an_event_answers_it():
    assert 1 == answered(SHARES, CONTRACT)


def test_it_is_the_same_whichever_came_first():
    assert answered(SHARES, CONTRACT) == answered(CONTRACT, SHARES)


def test_a_move_that_names_another_reason_answers_nothing():
    fine = ("IREN falls 5%", "IREN shares fell 5% after a court fined it.")

    assert 0 == answered(fine, CONTRACT)


def test_the_move_of_somebody_else_answers_nothing():
    """Who loses by an event has a story of his own."""
    rival = ("Hut 8 slips 3% as Microsoft picks a rival", "Hut 8 lost 3% after the contract.")

    assert 0 == answered(rival, CONTRACT)


def test_two_moves_answer_none_another():
    assert 0 == answered(SHARES, ("IREN gains 4% after Microsoft contract", ""))


def test_a_report_of_many_prices_answers_no_single_event():
    market = (
        "IREN leads miners higher after contract",
        "IREN added 11%. TeraWulf rose 4%. Cipher Mining gained 3%. Hut 8 was flat.",
    )

    assert 0.3 > answered(market, CONTRACT)


def test_what_a_share_did_joins_the_story_of_the_event():
    event = a_piece(*CONTRACT, names=NAMES)
    move = a_piece(*SHARES, outlet="Ticker Talk", names=NAMES, at=later(2))

    assert ["new", "update"] == steps(event, move)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IREN rises 4% on Monday", "IREN rises 4% on Tuesday"),
        ("IREN gained on Thursday", "IREN dropped on Friday"),
    ],
)
def test_a_price_moves_anew_each_day(one: str, other: str):
    assert 1 == other_day(facts(one), facts(other))


def test_a_move_without_a_weekday_is_of_the_day_it_was_told():
    assert 1 == other_day(facts("IREN rises"), facts("IREN rises", at=later(24)))


def test_moves_of_one_day_can_be_one():
    assert 0 == other_day(facts("IREN rises"), facts("IREN gains on Friday", at=later(3)))


def test_a_day_that_is_looked_back_on_is_not_the_report_s_own():
    """`Miners give back part of Tuesday's gains` is of Wednesday."""
    tuesday = facts("IREN rises 4% on Tuesday", at="2025-10-07T12:00Z")
    wednesday = facts(
        "IREN falls, giving back Tuesday's gains",
        "IREN fell 2% on Wednesday.",
        at="2025-10-08T12:00Z",
    )

    assert 1 == other_day(tuesday, wednesday)


ROUND = ("IREN and TeraWulf up", "IREN is up 4% and TeraWulf up 3% before the bell.")
CLOSE = ("IREN and TeraWulf end the day", "IREN closed up 6%, and TeraWulf finished down 1%.")


def test_what_rose_before_the_bell_is_another_matter_by_the_close():
    assert 1 == other_day(facts(*ROUND), facts(*CLOSE, at=later(8)))


def test_what_prices_did_is_known_by_the_session_where_no_word_says_so():
    """A headline need not say up or down: percents and the session tell."""
    told = facts("Dear reader, what a morning", "$IREN has 4% more premarket, TeraWulf 3%.")

    assert (False, True) == (told.moves, told.reports)


def test_an_event_that_was_answered_in_two_sessions_is_one():
    before = facts(
        "IREN jumps on contract", "IREN rose 4% before the bell and Dell 2%, on its contract."
    )
    after = facts("IREN jumps on contract", "IREN closed up 6% and Dell at 2%, on its contract.")

    assert 0 == other_day(before, after)


def test_what_a_price_did_is_half_apart_from_what_is_told_on_another_day():
    report, note = facts(*CLOSE), facts("Note on IREN", "We like it.", at=later(24))

    assert 0.5 == other_day(report, note)


def test_two_who_tell_of_one_session_tell_one_round():
    other = facts("Before the bell: TeraWulf", "TeraWulf has 3.1% premarket, IREN 4%.")

    assert 1 == same_round(facts(*ROUND), other, ("IREN", "WULF"))


@pytest.mark.parametrize(
    ("told", "shared"),
    [
        (facts(*CLOSE), ("IREN", "WULF")),
        (facts(*ROUND, at=later(24)), ("IREN", "WULF")),
        (facts(*ROUND), ("IREN",)),
        (facts(*ROUND), ("@miners", "BTC-USD")),
    ],
    ids=["another session", "another day", "one name", "nobody's own"],
)
def test_what_is_of_another_round(told: Facts, shared: tuple[str, ...]):
    assert 0 == same_round(facts(*ROUND), told, shared)


def test_trading_that_is_halted_is_halted_once_a_day():
    halt = facts("Trading halt: IREN", "Trading in IREN has been halted, news pending.")
    why = facts("IREN wins order", "IREN, whose trading was halted, has won it.", at=later(1))

    assert parties(halt, why)
    assert not parties(halt, facts("Trading halt: IREN", at=later(24)))
    assert not parties(halt, facts("Trading halt: TeraWulf"))


def test_what_is_headed_by_whom_both_name_is_about_them():
    """Micron jumps, and drags friends along: it is of Micron all the same."""
    told = (
        "IREN jumps after contract",
        "IREN rose 22% and has $9.7 billion to come. TeraWulf added 4%. Hut 8 is 3% up.",
    )
    roundup = ("Shares jump", told[1])

    assert likeness(told, CONTRACT).scattered < likeness(roundup, CONTRACT).scattered


def test_an_event_is_still_news_on_the_next_day():
    """Monday's contract is told on Tuesday too."""
    tuesday = facts("The contract of IREN", "It was signed on Monday.", at=later(24))

    assert 0 == other_day(facts("IREN signs contract on Friday"), tuesday)


def test_a_roundup_is_mostly_of_others():
    roundup = (
        "Before the bell",
        "IREN signed. TeraWulf hired. Cipher Mining borrowed. Hut 8 sold a plant.",
    )

    assert 0.75 == scatter(roundup, ("IREN signs", ""))


def test_companies_that_an_event_brings_together_are_no_roundup():
    deal = (
        "IREN buys servers",
        "IREN signed with Microsoft. Microsoft had asked Dell. Dell delivers.",
    )

    assert 0 == scatter(deal, ("IREN signs", ""))


def test_a_coin_holds_no_roundup_together():
    roundup = (
        "Morning board",
        "Bitcoin rose, and IREN with Bitcoin. Bitcoin helped TeraWulf. Hut 8 likes Bitcoin.",
    )

    assert 0.6 < scatter(roundup, ("IREN and Bitcoin", ""))


@pytest.mark.parametrize(
    "title",
    [
        "Three things to know before the bell",
        "5 things for Tuesday",
        "Morning roundup",
        "Wall Street wrap: chips crushed",
        "What mattered this week",
        "ICYMI: stories you missed",
        "The week ahead",
    ],
)
def test_a_digest_says_so(title: str):
    """Whom it is of may be on no list, so that its companies cannot be counted."""
    assert 0.5 <= scatter((title, "Lisbon has a tram. IREN signed."), ("IREN signs", ""))


@pytest.mark.parametrize(
    "title",
    [
        "IREN keeps its plans under wraps",
        "Cipher Mining files a legal brief",
        "Hut 8 hires three executives",
        "A week in Childress with IREN",
    ],
)
def test_a_report_is_no_digest_for_a_word_in_its_title(title: str):
    assert not facts(title).digest


def test_a_digest_does_not_join_what_it_tells_of():
    event = a_piece(*CONTRACT, names=NAMES)
    digest = a_piece(
        "Three things to know about the week",
        "Microsoft signed with IREN. Lisbon has a new tram. The Senate wrote a bill.",
        outlet="Capitol Notes",
        names=NAMES,
        at=later(20),
    )

    assert 2 == len(told_together(event, digest))


def test_companies_that_never_meet_are_strangers():
    assert 1 == strangers(facts("IREN gets a loan").who, facts("TeraWulf gets a loan").who)


def test_a_counterparty_is_no_stranger():
    one, other = facts("IREN signs Microsoft"), facts("Microsoft rents from IREN")

    assert 0 == strangers(one.who, other.who)


def test_other_coins_prove_less_than_other_companies():
    assert 0.25 == strangers(facts("Bitcoin rises").who, facts("Ether rises").who)


def test_a_price_of_the_day_is_no_other_number_than_that_of_the_deal():
    """The report of the day's trading has percents and prices that nobody else could know."""
    close = ("IREN ends up 11.4% at $58.30", "IREN rose after the contract with Microsoft.")

    assert 0 == likeness(CONTRACT, close).differing


def test_two_deals_have_other_sums():
    notes = ("IREN sells notes", "IREN sold $900 million of notes to a bank.")

    assert 0 < likeness(CONTRACT, notes).differing


def test_yesterdays_words_with_other_numbers_are_of_another_day():
    """A feed that fills in a form each day has the same company, place and words each time."""
    form = "IREN produced {} bitcoin at Childress and sold {}. Power credits came to ${} million."
    days = [
        a_piece("IREN daily output", form.format(*numbers), id=str(day), at=later(24 * day))
        for day, numbers in enumerate([(211, 105, 1.3), (198, 160, 2.7)])
    ]

    assert 2 == len({placing.story.id for placing in placed(*days)})


def test_events_that_share_numbers_do_not_fall_apart_overnight():
    bare = ("IREN signs contract with Microsoft", "")
    held, loose = likeness(CONTRACT, CONTRACT), likeness(bare, bare)
    later_on = Held(facts(*CONTRACT, at=later(20)), Rarity())
    loosely = Held(facts(*bare, at=later(20)), Rarity())
    with_numbers = later_on.beside(Filed(Held(facts(*CONTRACT), Rarity()))).later
    without = loosely.beside(Filed(Held(facts(*bare), Rarity()))).later

    assert (0, 0) == (held.later, loose.later)
    assert with_numbers < without


def test_a_name_counts_once():
    """A place that both name would else be a word that both have as well."""
    told = facts("A plant in Harwood", "They build at Harwood with IREN.")

    assert "harwood" in told.who.facts
    assert "harwoo" not in told.what.facts


def test_what_has_a_capital_within_is_a_name_wherever_it_stands():
    assert "openai" in facts("OpenAI leaves its patron", "").who.facts


def test_the_sum_of_a_deal_says_more_than_a_round_price():
    deal, price = (facts("x", f"IREN said {sum_}.").numbers[0] for sum_ in ("$2 billion", "$2"))

    assert deal.worth > price.worth


def test_never_more_is_promised_than_can_be_kept():
    """Else what is worth comparing with would be passed over."""
    rarity = Rarity()
    texts = [CONTRACT, SHARES, ("IREN sells notes", "IREN sold $900 million of notes.")]
    pairs = [
        (Held(facts(*a), rarity), Filed(Held(facts(*b), rarity))) for a in texts for b in texts
    ]

    assert all(one.promise(other) >= one.beside(other).score for one, other in pairs)


def test_a_deal_of_the_same_two_is_one_whatever_it_is_said_to_be_worth():
    """An outlet that got the sum wrong tells the same deal, and corrects itself later."""
    wrong = a_piece(*CONTRACT, names=NAMES)
    right = a_piece(
        "Microsoft and IREN agree on AI cloud contract",
        "Microsoft has signed a contract worth $7.9 billion with IREN, a filing showed.",
        outlet="Grid Wire",
        at=later(minutes=25),
        names=NAMES,
    )
    assert 1 == len(told_together(wrong, right))


def test_two_companies_are_parties_by_an_act_between_them():
    assert parties(facts(*CONTRACT), facts("Microsoft contract for IREN is signed"))


@pytest.mark.parametrize(
    "title",
    [
        "IREN signs contract with Dell",
        "IREN, Microsoft and Dell sign contract",
        "IREN signs contract",
        "IREN and Microsoft fall",
        "IREN fined at site near Microsoft's",
    ],
)
def test_others_and_other_acts_are_of_other_parties(title: str):
    assert not parties(facts(*CONTRACT), facts(title))
