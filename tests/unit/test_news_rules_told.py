"""What rooms are told of news: a story once, what it adds as answers, and no word of its end."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.alerts.digest import Item
from bot.alerts.model import Alert
from bot.alerts.plan import Plan
from bot.alerts.record import alert_line, message_line
from bot.alerts.telling import of_digest
from bot.chat import ACTION_LIMIT, Message, Severity
from bot.delivery.parcel import Manner, Parcel
from bot.news.claims import Figure
from bot.news.developments import Development
from bot.news.findings import Verdict
from bot.news.stories import Step
from tests.builders import a_bot, a_rule
from tests.dispatches import Driven, a_plan, a_receiver, a_room
from tests.reported import HEADLINE, Papers, a_finding, a_piece, rung
from tests.watched import instant

NOON = "2025-10-10T12:00Z"
WAIT = 30  # seconds in which a group gathers
LEAD = "Miner Desk: The company leases sites to an AI customer."


class Newsroom:
    """A bot and the stages of its way out, at one time."""

    def __init__(self, *when: str, plan: Plan | None = None, **about: object) -> None:
        names = [f"r{number}" for number in range(len(when))]
        rules = [a_rule(text, name=n, **about) for text, n in zip(when, names, strict=True)]  # type: ignore[arg-type]  # what a test names fits
        self.bot = a_bot(rules=rules)
        self.out = Driven(plan)
        self.papers = Papers()
        self._noted = 0

    def hears(self, development: Development) -> None:
        self.reaches(development.article.seen.isoformat())
        bot = self.bot
        bot.pipeline.turned(bot.engine.reported(development))
        self._note([*self._turned(), *bot.book.developed(development)])

    def reaches(self, when: str) -> None:
        until = instant(when)
        while (due := min(self.bot.pipeline.next_due(), until)) < until:
            self._reaches(due)
        self._reaches(until)

    def _reaches(self, when: datetime) -> None:
        self.out.reaches(when)
        self.bot.turns_to(when)
        self._note(self._turned())

    def passes(self, seconds: int) -> None:
        self.reaches((self.out.now + timedelta(seconds=seconds)).isoformat())

    def restart(self) -> None:
        self.out.restart()

    def _turned(self) -> list[Alert]:
        alerts = self.bot.alerts[self._noted :]
        self._noted += len(alerts)
        return alerts

    def _note(self, alerts: list[Alert]) -> None:
        for alert in alerts:
            self.out.dispatch.note(alert, self.bot.market.now)
        self.out.turn_in()

    @property
    def said(self) -> list[tuple[str, str]]:
        return self.out.said

    @property
    def parcels(self) -> list[Parcel]:
        return self.out.parcels

    @property
    def last(self) -> Message:
        told = [p.message for p in self.parcels if p.manner is not Manner.EDIT]
        return told[-1]

    def facts(self) -> dict[str, str]:
        return {fact.label: fact.value for fact in self.last.facts}


@pytest.fixture
def room() -> Newsroom:
    """A room that was told of one story by the Miner Desk, at noon."""
    made = Newsroom("news about IREN")
    made.hears(made.papers.tell(a_piece(at=NOON), findings=[a_finding()]))
    made.passes(WAIT)
    return made


def test_a_story_is_told_by_its_headline(room: Newsroom):
    assert [("first", HEADLINE)] == room.said


def test_who_says_so_is_told_with_the_articles_first_words(room: Newsroom):
    assert LEAD == room.last.body


def test_the_headline_leads_to_the_article(room: Newsroom):
    assert "https://miner-desk.example/1" == room.last.link


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "https://a b", "ftp://a.example/1"])
def test_what_is_no_address_of_the_web_is_no_link(url: str):
    room = Newsroom("news about IREN")
    room.hears(room.papers.tell(a_piece(url=url)))
    room.passes(WAIT)

    assert room.last.link is None


def test_outlets_claims_and_the_story_stand_beside_it(room: Newsroom):
    facts = room.facts()

    assert ("Miner Desk", "a") == (facts["Outlets"], facts["Story"])
    assert "IREN before the bell +6%: off, ours +4.1%" == facts["Claims"]


def test_claims_that_do_not_fit_come_first_and_three_are_told():
    sure = [a_finding("WULF", number, "5", verdict=Verdict.CONFIRMED) for number in range(1, 5)]
    room = Newsroom("news about IREN")
    room.hears(room.papers.tell(a_piece(), findings=[*sure, a_finding("IREN", -6, "-4")]))
    room.passes(WAIT)

    assert [
        "IREN before the bell -6%: off, ours -4.0%",
        "WULF before the bell +1%: confirmed, ours +5.0%",
        "WULF before the bell +2%: confirmed, ours +5.0%",
    ] == room.facts()["Claims"].split("; ")


def test_claims_that_nobody_can_check_are_left_out():
    room = Newsroom("news about IREN")
    vague = a_finding(ours=None, verdict=Verdict.UNVERIFIABLE)
    room.hears(room.papers.tell(a_piece(), findings=[vague]))
    room.passes(WAIT)

    assert "Claims" not in room.facts()


def test_the_story_can_be_asked_for(room: Newsroom):
    (action,) = [action for action in room.last.actions if action.label == "Story"]

    assert "/story a" == action.text
    assert ACTION_LIMIT >= len(action.text.encode())


def test_news_of_nobody_in_particular_can_be_muted_by_no_symbol():
    room = Newsroom('news mentions "AI"')
    room.hears(room.papers.tell(a_piece("")))
    room.passes(WAIT)

    assert [] == [a.text for a in room.last.actions if a.text.startswith(("/mute", "/chart"))]


def test_that_news_is_no_longer_new_is_told_to_nobody(room: Newsroom):
    room.reaches("2025-10-10T13:30Z")

    assert [("first", HEADLINE)] == room.said
    assert not room.out.dispatch.people.all()


def test_what_stands_in_a_room_stays_as_it_was(room: Newsroom):
    """Its buttons go when it is no longer new, and its headline stays."""
    room.reaches("2025-10-10T13:30Z")

    edits = [p.message for p in room.parcels if p.manner is Manner.EDIT]
    assert {HEADLINE} == {message.title for message in edits}
    assert not any(fact.label in {"Over", "Lasted"} for m in edits for fact in m.facts)


def test_news_that_counts_for_long_is_not_repeated():
    room = Newsroom("news about IREN within 2d")
    room.hears(room.papers.tell(a_piece(at=NOON)))
    room.reaches("2025-10-11T11:00Z")

    assert [("first", HEADLINE)] == room.said


def test_another_story_is_told_as_well(room: Newsroom):
    room.hears(room.papers.tell(a_piece(at="2025-10-10T12:02Z", title="Else", item="2"), "b"))
    room.reaches("2025-10-10T12:20Z")

    assert [("first", HEADLINE), ("new member", "Else")] == room.said


def test_an_update_answers_what_was_told(room: Newsroom):
    adds = a_piece(at="2025-10-10T12:05Z", outlet="Grid Wire", item="2", text="For Microsoft.")
    room.hears(room.papers.tell(adds, step=Step.UPDATE, fresh=("MSFT", "2 GW")))
    room.reaches("2025-10-10T12:12Z")

    assert [("first", HEADLINE), ("updated", f"Updated: {HEADLINE}")] == room.said
    assert "Grid Wire adds MSFT, 2 GW. For Microsoft." == room.last.body
    assert Manner.REPLY is room.parcels[-1].manner or Manner.EDIT is room.parcels[-1].manner


def test_a_correction_is_told_however_late_it_comes(room: Newsroom):
    """Whoever was told what was wrong is told that it was."""
    text = "The company leases sites to an AI customer. It is one gigawatt."
    right = a_piece(at="2025-10-10T14:00Z", title="Miner signs for one gigawatt", text=text)
    room.hears(room.papers.tell(right, step=Step.CORRECTION, fresh=("1 GW",)))
    room.reaches("2025-10-10T14:10Z")

    assert ("corrected", "Corrected: Miner signs for one gigawatt") == room.said[-1]
    assert "Miner Desk has corrected it: 1 GW. It is one gigawatt." == room.last.body
    assert not room.out.dispatch.people.all()


def test_an_update_is_told_by_the_sentence_that_is_new(room: Newsroom):
    text = "The company leases sites. Two gigawatts are for Microsoft. More is planned."
    adds = a_piece(at="2025-10-10T12:05Z", outlet="Grid Wire", item="2", text=text)
    room.hears(room.papers.tell(adds, step=Step.UPDATE, fresh=("Microsoft",)))
    room.reaches("2025-10-10T12:12Z")

    assert "Grid Wire adds Microsoft. Two gigawatts are for Microsoft." == room.last.body


def test_the_headline_is_the_plainest_there_is():
    room = Newsroom("news about IREN")
    room.hears(room.papers.tell(a_piece(at=NOON, title="Miner SOARS on INSANE deal!!!")))
    room.passes(WAIT)
    plain = a_piece(at="2025-10-10T12:05Z", outlet="Grid Wire", item="2")
    room.hears(room.papers.tell(plain, step=Step.UPDATE))
    room.reaches("2025-10-10T12:12Z")

    assert ("updated", f"Updated: {HEADLINE}") == room.said[-1]


def test_what_another_outlet_repeats_is_told_to_nobody(room: Newsroom):
    room.hears(room.papers.tell(a_piece(at="2025-10-10T12:05Z", item="2"), step=Step.JOINED))
    room.reaches("2025-10-10T12:30Z")

    assert [("first", HEADLINE)] == room.said


def test_the_article_that_rang_does_not_amend_itself():
    """It was the first of its story that says what is asked for, and an update of the story."""
    room = Newsroom('news about IREN mentions "Microsoft"')
    room.hears(room.papers.tell(a_piece(at=NOON)))
    adds = a_piece(at="2025-10-10T12:05Z", item="2", text="For Microsoft.")
    room.hears(room.papers.tell(adds, step=Step.UPDATE))
    room.reaches("2025-10-10T12:30Z")

    assert [("first", HEADLINE)] == room.said


def test_what_was_told_by_an_article_is_not_amended_by_it():
    room = Newsroom('news about IREN mentions "Microsoft"')
    room.hears(room.papers.tell(a_piece(at=NOON)))
    adds = a_piece(at="2025-10-10T12:05Z", item="2", text="For Microsoft.")
    development = room.papers.tell(adds, step=Step.UPDATE)
    room.hears(development)

    assert [] == room.bot.book.developed(development)


def test_what_a_feed_had_when_it_was_first_read_amends_nothing(room: Newsroom):
    old = a_piece(at="2025-10-10T12:05Z", item="2", backlog=True)

    assert [] == room.bot.book.developed(room.papers.tell(old, step=Step.UPDATE))


def test_a_rules_own_message_stays_when_the_story_is_corrected():
    room = Newsroom("news about IREN", message="News of {symbol}")
    room.hears(room.papers.tell(a_piece(at=NOON)))
    room.passes(WAIT)
    room.hears(room.papers.tell(a_piece(at="2025-10-10T12:05Z", title="X"), step=Step.CORRECTION))
    room.reaches("2025-10-10T12:12Z")

    assert ("corrected", "Corrected: News of IREN") == room.said[-1]


def test_one_of_a_list_that_moves_on_the_news_is_told_by_the_news():
    room = Newsroom("any of miners have (news and price > 100)")
    room.bot.trades("IREN", 105, NOON)
    room.hears(room.papers.tell(a_piece(at="2025-10-10T12:01Z")))
    room.passes(WAIT)

    assert LEAD == room.last.body


def test_a_story_of_which_a_room_knows_nothing_is_not_amended_there():
    room = Newsroom("news about IREN")
    room.hears(room.papers.tell(a_piece("WULF", at=NOON)))
    room.hears(room.papers.tell(a_piece("WULF", at="2025-10-10T12:05Z"), step=Step.CORRECTION))
    room.reaches("2025-10-10T12:30Z")

    assert [] == room.said


def test_several_updates_are_told_as_the_last():
    """They gather as long as all news of an incident does."""
    room = Newsroom("news about IREN")
    room.hears(room.papers.tell(a_piece(at=NOON)))
    room.passes(WAIT)
    for minute in (1, 2):
        adds = a_piece(at=f"2025-10-10T12:0{minute}Z", item=str(minute), text=f"Part {minute}.")
        room.hears(room.papers.tell(adds, step=Step.UPDATE))
    room.reaches("2025-10-10T12:10Z")

    assert ["first", "updated"] == [reason for reason, _ in room.said]
    assert "Miner Desk adds to it. Part 2." == room.last.body


def test_an_update_that_comes_before_the_story_was_told_is_told_with_it():
    room = Newsroom("news about IREN")
    room.hears(room.papers.tell(a_piece(at=NOON)))
    adds = a_piece(at="2025-10-10T12:00:10Z", outlet="Grid Wire", item="2")
    room.hears(room.papers.tell(adds, step=Step.UPDATE))
    room.reaches("2025-10-10T12:10Z")

    assert [("first", HEADLINE)] == room.said
    assert "Miner Desk, Grid Wire" == room.facts()["Outlets"]


def test_a_private_update_reaches_no_rule_of_others(room: Newsroom):
    secret = a_piece(at="2025-10-10T12:05Z", outlet="Secret canary", item="2", owner="discord:1")
    room.hears(room.papers.tell(secret, step=Step.UPDATE))
    open_ = a_piece(at="2025-10-10T12:06Z", outlet="Grid Wire", item="3")
    room.hears(room.papers.tell(open_, step=Step.UPDATE))
    room.reaches("2025-10-10T12:30Z")

    assert ["first", "updated"] == [reason for reason, _ in room.said]
    assert "canary" not in str(room.parcels)


def test_one_story_about_five_is_one_message():
    room = Newsroom("news", for_each="miners")
    room.hears(room.papers.tell(a_piece("WULF IREN CIFR")))
    room.reaches("2025-10-10T13:00Z")

    assert [("first", HEADLINE)] == room.said
    assert "CIFR, IREN, WULF" == room.facts()["About"]
    assert 3 == len(room.last.fingerprints)


def test_its_update_is_one_message_too():
    room = Newsroom("news", for_each="miners")
    room.hears(room.papers.tell(a_piece("WULF IREN", at=NOON)))
    room.passes(WAIT)
    adds = a_piece("WULF IREN", at="2025-10-10T12:05Z", item="2")
    room.hears(room.papers.tell(adds, step=Step.UPDATE, fresh=("2 GW",)))
    room.reaches("2025-10-10T12:30Z")

    assert [("first", HEADLINE), ("updated", f"Updated: {HEADLINE}")] == room.said


def test_two_stories_of_one_wait_are_listed_by_their_headlines():
    room = Newsroom("news about IREN")
    room.hears(room.papers.tell(a_piece(at=NOON), "a"))
    room.hears(room.papers.tell(a_piece(at="2025-10-10T12:00:05Z", title="Else", item="2"), "b"))
    room.passes(WAIT)

    assert [("first", "2 alerts of r0")] == room.said
    assert f"{HEADLINE}\nElse" == room.last.body


def test_a_rules_own_message_is_its_headline():
    room = Newsroom("news about IREN", message="{symbol}: {because}")
    room.hears(room.papers.tell(a_piece()))
    room.passes(WAIT)

    assert [("first", f"IREN: {LEAD}")] == room.said


def test_a_move_on_the_news_says_both():
    room = Newsroom("news about IREN and IREN.premarket > 4%")
    room.hears(room.papers.tell(a_piece(at=NOON)))
    room.bot.trades("IREN", 101, "2025-10-10T12:01Z")
    room.bot.trades("IREN", 105, "2025-10-10T12:02Z")
    room.reaches("2025-10-10T12:02Z")
    room.passes(WAIT)

    assert [("first", HEADLINE)] == room.said
    assert room.last.body.startswith("IREN premarket +5.00% at 105.00, over 4%")
    assert room.last.body.endswith(f"; {LEAD}")


def test_a_mismatch_says_what_does_not_fit():
    room = Newsroom("claim mismatch")
    sure = a_finding("WULF", 5, "5.2", verdict=Verdict.CONFIRMED)
    room.hears(room.papers.tell(a_piece(), findings=[sure, a_finding()]))
    room.passes(WAIT)

    assert [("first", HEADLINE)] == room.said
    assert "Miner Desk: IREN before the bell +6%: off, ours +4.1%" == room.last.body


def test_that_somebody_else_led_is_told_in_a_sentence():
    room = Newsroom("claim mismatch")
    why = "IREN as the leader before the bell: ours +3.3%, WULF ahead with +5.4%."
    led = replace(a_finding("IREN", 4, "3.3", figure=Figure.LEADER), why=why)
    room.hears(room.papers.tell(a_piece(), findings=[led]))
    room.passes(WAIT)

    assert f"Miner Desk: {why.rstrip('.')}" == room.last.body


def test_stories_that_were_counted_are_told_as_a_count():
    room = Newsroom("stories about IREN >= 2 within 1h")
    room.hears(room.papers.tell(a_piece(at=NOON), "a"))
    room.hears(room.papers.tell(a_piece(at="2025-10-10T12:01Z", item="2", title="Else"), "b"))
    room.reaches("2025-10-10T14:00Z")

    title = (
        "2 stories within 60 min: stories about IREN >= 2 within 1h; the last: Else (Miner Desk)"
    )
    assert [("first", title)] == room.said


def test_news_is_told_before_what_was_counted():
    room = Newsroom("stories about IREN >= 1 within 1h or news about IREN")
    room.hears(room.papers.tell(a_piece(at=NOON)))
    room.passes(WAIT)

    assert [("first", HEADLINE)] == room.said


def test_a_correction_of_the_last_of_a_count_is_not_told():
    room = Newsroom("stories about IREN >= 1 within 1h")
    room.hears(room.papers.tell(a_piece(at=NOON)))
    room.hears(room.papers.tell(a_piece(at="2025-10-10T12:10Z", title="X"), step=Step.CORRECTION))
    room.reaches("2025-10-10T14:00Z")

    assert ["first"] == [reason for reason, _ in room.said]


def test_critical_news_waits_for_nothing():
    room = Newsroom("news about IREN", severity=Severity.CRITICAL)
    room.hears(room.papers.tell(a_piece(at=NOON)))
    room.hears(room.papers.tell(a_piece(at=NOON, title="X", item="1"), step=Step.CORRECTION))

    assert ["first", "corrected"] == [reason for reason, _ in room.said]


def test_a_restart_of_the_way_out_repeats_nothing(room: Newsroom):
    room.restart()
    room.reaches("2025-10-10T12:40Z")
    room.restart()
    room.hears(room.papers.tell(a_piece(at="2025-10-10T12:41Z", title="X"), step=Step.CORRECTION))
    room.reaches("2025-10-10T13:00Z")

    assert ["first", "corrected"] == [reason for reason, _ in room.said]


def test_no_end_is_told_where_ends_are():
    """An incident of a figure and of news tells the end of the one."""
    plan = a_plan(a_receiver("all", "test:desk"), group_by=("list",))
    both = Newsroom("news about IREN", "IREN.premarket > 4%", plan=plan)
    both.hears(both.papers.tell(a_piece(at=NOON)))
    for price, second in ((101, 1), (105, 2), (101, 45)):
        both.bot.trades("IREN", price, f"2025-10-10T12:00:{second:02}Z")
        both.reaches(f"2025-10-10T12:00:{second:02}Z")
    both.reaches("2025-10-10T12:40Z")

    assert ["first", "resolved"] == [reason for reason, _ in both.said]
    assert "Over: r1 IREN" == both.said[-1][1]


def test_a_reminder_of_a_figure_says_nothing_of_news_beside_it():
    plan = a_plan(a_receiver("all", "test:desk"), group_by=("list",))
    both = Newsroom("news about IREN within 2d", "IREN.price > 104", plan=plan)
    both.hears(both.papers.tell(a_piece(at=NOON)))
    for price, second in ((101, 1), (105, 2)):
        both.bot.trades("IREN", price, f"2025-10-10T12:00:{second:02}Z")
    both.reaches("2025-10-10T12:00:02Z")
    both.reaches("2025-10-10T16:30Z")

    assert ["first", "repeat due"] == [reason for reason, _ in both.said]
    assert 1 == len(both.last.fingerprints)


def test_a_digest_says_of_news_when_it_came_and_not_whether_it_holds(room: Newsroom):
    now = instant(NOON)
    item = Item(room=a_room("test:desk"), incident="i", alert=room.bot.alerts[0], why="q", due=now)

    assert f"{HEADLINE} (08:00:00 EDT)" == of_digest([item], now).body


def test_an_alert_on_news_has_a_line_for_programs(room: Newsroom):
    line = alert_line(room.bot.alerts[0])

    assert '"value":null,"baseline":null,"threshold":null,"session":"pre"' in line


def test_what_a_room_hears_has_a_line_for_programs(room: Newsroom):
    assert '"reason":"first"' in message_line(room.last, a_room("test:desk"))


def test_strange_words_of_outlets_are_harmless():
    """One line, and no longer than people read."""
    room = Newsroom("news about IREN")
    odd = a_piece(title="A\u202eB\nC" + "x" * 500, outlet="O\n" + "y" * 500, text="Z" * 5000)
    room.hears(room.papers.tell(odd))
    room.passes(WAIT)

    told = [room.last.title, room.last.body, *room.facts().values()]
    assert all("\n" not in text and "\u202e" not in text for text in told)
    assert all(len(text) <= 310 for text in told)


def test_the_longest_wait_of_a_story_is_bounded():
    """After three days nobody is told of a correction any more."""
    room = Newsroom("news about IREN")
    room.hears(room.papers.tell(a_piece(at=NOON)))
    room.hears(room.papers.tell(a_piece(at="2025-10-14T12:00Z", item="2"), "b"))
    room.hears(room.papers.tell(a_piece(at="2025-10-14T12:05Z", title="X"), step=Step.CORRECTION))
    room.reaches("2025-10-14T13:00Z")

    room.reaches("2025-10-14T13:00Z")

    assert ["first", "first"] == [reason for reason, _ in room.said]


def test_what_rang_is_what_is_told(room: Newsroom):
    assert [("r0", "IREN", "a")] == rung(room.bot.alerts)
    assert instant(NOON) == room.bot.alerts[0].updated
