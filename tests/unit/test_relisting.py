"""Rules follow the edits of the lists they read, and none rings because of one."""

from decimal import Decimal

import pytest

from bot.rules.engine import Stage
from bot.rules.model import Initial
from tests.builders import Watched, a_bot, a_quote, a_reference, a_rule, a_watchlist, at
from tests.relisted import edits, put

MOVER = a_rule("premarket > 4%", name="mover", for_each="miners")
FOUR = "IREN WULF CIFR CLSK"


def a_morning(*rules: object, lists: str = "IREN WULF CIFR", at_first: int = 101) -> Watched:
    """Make a bot of four known miners, of which the list has these; all are up a little."""
    references = [a_reference(symbol) for symbol in FOUR.split()]
    bot = a_bot(
        rules=rules,  # type: ignore[arg-type]  # rules, or their texts
        watchlists=[a_watchlist(members=lists)],
        references=references,
    )
    for second, symbol in enumerate(FOUR.split()):
        bot.sees(a_quote(symbol, at_first, at=f"2025-10-10T12:00:{second:02}Z"))
    return bot


def test_a_new_member_has_the_rules_of_its_list():
    """Whoever adds a stock expects to hear of it."""
    bot = a_morning(MOVER)

    edits(bot, FOUR)
    bot.trades("CLSK", 105, "2025-10-10T12:05Z")

    assert [("mover", "CLSK", "firing")] == bot.told


def test_what_a_new_member_did_before_is_no_news():
    """It was up already when it came."""
    bot = a_morning(MOVER, at_first=106, lists="IREN")
    before = len(bot.told)

    edits(bot, "IREN CLSK")
    bot.trades("CLSK", 107, "2025-10-10T12:05Z")

    assert before == len(bot.told)


def test_a_rule_that_fires_at_its_first_reading_is_quiet_about_whoever_comes_later():
    """`initial: fire` speaks of those there were when the rule was made."""
    rule = a_rule("premarket > 4%", name="mover", for_each="miners", initial=Initial.FIRE)
    bot = a_morning(rule, at_first=106, lists="IREN")

    edits(bot, "IREN CLSK")

    assert {"IREN"} == {subject for _, subject, _ in bot.told}


def test_the_alert_of_a_member_that_goes_is_over_with_a_reason():
    """Nobody would end it any more."""
    bot = a_morning(MOVER)
    bot.trades("IREN", 105, "2025-10-10T12:05Z")

    edits(bot, "WULF CIFR")

    over = bot.alerts[-1]
    assert ("IREN", "resolved", "it was taken off miners") == (
        over.subject,
        over.state.value,
        over.because,
    )


def test_members_that_stay_keep_their_alerts():
    """An edit is no reason to ring again, nor to be over."""
    bot = a_morning(MOVER)
    bot.trades("IREN", 105, "2025-10-10T12:05Z")
    before = [(i.subject, i.stage, i.since) for i in bot.engine.instances if i.subject == "IREN"]

    edits(bot, "IREN CLSK")

    after = [(i.subject, i.stage, i.since) for i in bot.engine.instances if i.subject == "IREN"]
    assert (before, ["firing"]) == (after, [state for _, _, state in bot.told])


@pytest.mark.parametrize(
    "rule",
    [
        "miners.cap > 3.5B",
        "miners.cap crosses above 3.5B",
        "miners.cap crosses 3.5B",
        "miners.cap rises 5% within 15m",
        "miners.cap at new high over 1m",
        "at least 4 of miners have price > 100",
        "all of miners have price < 90 or miners.cap > 3.5B",
        "miners.leader > 3%",
    ],
)
def test_an_edit_fires_no_rule_on_the_list_itself(rule: str):
    """The sector did not rally; somebody else is counted."""
    bot = a_morning(rule)
    bot.trades("CLSK", 105, "2025-10-10T12:04Z")
    bot.turns_to("2025-10-10T12:05Z")

    edits(bot, FOUR)
    bot.trades("IREN", 101, "2025-10-10T12:06Z")

    assert [] == bot.told


@pytest.mark.parametrize("rule", ["miners.cap < 2.5B", "miners.cap crosses below 2.5B"])
def test_taking_somebody_off_fires_nothing_either(rule: str):
    """Less is added up; nothing fell."""
    bot = a_morning(rule)

    edits(bot, "IREN WULF")
    bot.trades("IREN", 101, "2025-10-10T12:06Z")

    assert [] == bot.told


def test_an_edit_may_end_an_alert():
    """What is no longer so must not stand on the board."""
    bot = a_morning("miners.cap > 3.1B")
    bot.trades("IREN", 115, "2025-10-10T12:05Z")

    edits(bot, "IREN WULF")

    assert ["firing", "resolved"] == [state for *_, state in bot.told]


def test_a_count_is_of_the_members_there_are_now():
    """Three of four are up 4 %, and one of them has come since."""
    bot = a_morning("at least 3 of miners have change > 4%", lists="IREN WULF")
    edits(bot, FOUR)

    for minute, symbol in enumerate(("IREN", "CIFR", "CLSK")):
        bot.trades(symbol, 105, f"2025-10-10T12:0{minute + 1}Z")

    assert ["firing"] == [state for *_, state in bot.told]


def test_a_share_of_the_members_is_one_of_those_there_are_now():
    """60 % of five are three; of three they were two."""
    bot = a_morning("60% of miners have change > 4%")

    edits(bot, f"{FOUR} BTC-USD")

    [instance] = bot.engine.instances
    assert (3, 5) == (instance.cause.least, len(instance.cause.members))  # type: ignore[union-attr]  # a count


def test_what_a_member_is_remembered_for_in_a_count_stays():
    """It crossed before the edit, and holds until it is back."""
    bot = a_morning("at least 2 of miners have price crosses above 104", lists="IREN WULF")
    bot.trades("IREN", 105, "2025-10-10T12:01Z")

    edits(bot, "IREN WULF CLSK")
    bot.trades("CLSK", 105, "2025-10-10T12:02Z")

    assert ["firing"] == [state for *_, state in bot.told]


def test_what_is_first_heard_of_a_new_member_fires_no_rule_on_its_list():
    """Until then the list could not be told; what it comes to is where it comes in."""
    bot = a_morning("miners.cap > 3.5B", "miners.leader > 10%", "any of miners have change > 10%")

    edits(bot, "IREN WULF CIFR MSFT")
    bot.sees(a_reference("MSFT", at="2025-10-10T12:01Z"))
    bot.trades("MSFT", 115, "2025-10-10T12:02Z")
    bot.trades("MSFT", 116, "2025-10-10T12:03Z")

    assert [] == bot.told


def test_what_is_first_heard_of_one_of_many_members_fires_no_rule_on_its_list():
    """Of twenty-one members twenty are enough to speak of a leader; the last one came up 15 %."""
    many = " ".join(f"M{n}" for n in range(20))
    known = [a_reference(symbol) for symbol in (*many.split(), "MSFT")]
    lists = [a_watchlist(members=many)]
    bot = a_bot(rules=["miners.leader > 10%"], watchlists=lists, references=known)
    for second, symbol in enumerate(many.split()):
        bot.sees(a_quote(symbol, 101, at=f"2025-10-10T12:00:{second:02}Z"))

    edits(bot, f"{many} MSFT")
    bot.trades("MSFT", 115, "2025-10-10T12:02Z")
    bot.trades("M1", 102, "2025-10-10T12:03Z")

    assert ([], Stage.HOLDING) == (bot.told, bot.engine.instances[0].stage)


def test_what_an_edit_seemed_to_cross_counts_for_nothing_later():
    """The other half of the rule comes true in its own time, and the first was no crossing."""
    bot = a_morning("miners.cap crosses above 3.5B and IREN.price > 104")

    edits(bot, FOUR)
    bot.trades("IREN", 105, "2025-10-10T12:05Z")

    assert [] == bot.told


def test_a_count_that_an_edit_made_true_begins_nothing():
    """What follows it in time does not follow it in the rule."""
    bot = a_morning("at least 4 of miners have price > 100 then IREN.price > 104 within 30m")

    edits(bot, FOUR)
    bot.trades("IREN", 105, "2025-10-10T12:05Z")

    assert [] == bot.told


def test_a_rule_of_somebody_else_on_a_new_member_hears_of_it_as_ever():
    """Another's edit in the night must not swallow a gap at the first print."""
    rule = a_rule("premarket > 4%", name="theirs", subject="MSFT")
    known = [a_reference(symbol, at="2025-10-10T07:00Z") for symbol in ("IREN", "MSFT")]
    lists = [a_watchlist(members="IREN")]
    bot = a_bot(rules=[rule], watchlists=lists, references=known, at="2025-10-10T07:30Z")

    edits(bot, "IREN MSFT")
    bot.trades("MSFT", 106, "2025-10-10T08:01Z")

    assert [("theirs", "MSFT", "firing")] == bot.told


def test_a_cap_that_an_edit_made_untold_comes_in_anew():
    """Whoever was added has not traded for long; when it does, nothing has been crossed."""
    bot = a_morning("miners.cap > 3.5B")
    for minute in (20, 40):
        for symbol in ("IREN", "WULF", "CIFR"):
            bot.trades(symbol, 101, f"2025-10-10T12:{minute}Z")

    edits(bot, FOUR)
    bot.trades("CLSK", 101, "2025-10-10T12:41Z")

    assert ([], Stage.HOLDING) == (bot.told, bot.engine.instances[0].stage)


def test_an_edit_is_recorded_as_a_rebase_with_who_came_and_went():
    """Whoever reads the series later must know where it means something else."""
    bot = a_morning()

    edits(bot, "IREN WULF CLSK")

    [rebase] = bot.market.sectors["miners"].rebases
    assert ("CLSK added, CIFR removed", Decimal(3_030_000_000), Decimal(3_030_000_000)) == (
        rebase.why,
        rebase.before,
        rebase.after,
    )


def test_the_ledger_goes_on_so_that_a_rule_made_before_reads_the_new_members():
    """A crossing after the edit is a crossing."""
    bot = a_morning("miners.cap crosses above 4.1B")
    edits(bot, FOUR)

    bot.trades("CLSK", 115, "2025-10-10T12:05Z")

    assert ["firing"] == [state for *_, state in bot.told]


def test_a_paused_rule_stays_paused_about_new_members():
    """Nobody has asked to hear of it."""
    bot = a_morning(MOVER)
    bot.engine.pause("mover")

    edits(bot, FOUR)
    bot.trades("CLSK", 110, "2025-10-10T12:05Z")

    assert [] == bot.told


def test_a_list_that_no_rule_needs_is_dropped_and_its_members_are_watched_no_more():
    """Only what lists and rules read is asked for."""
    bot = a_morning()
    put(bot, a_watchlist("mine", "MSFT"))

    bot.engine.lists.delist("mine")

    assert (["miners"], False) == (list(bot.market.sectors), "MSFT" in bot.market.listed)


def test_an_edit_changes_nothing_about_when_time_next_turns_something():
    """A pending alert of a member that stays fires when it is due."""
    bot = a_morning(a_rule("premarket > 4%", name="held", for_each="miners", hold="60s"))
    bot.trades("IREN", 105, "2025-10-10T12:05Z")

    edits(bot, "IREN CLSK")
    bot.turns_to("2025-10-10T12:06Z")

    assert (["pending", "firing"], at("2025-10-10T12:06Z")) == (
        [state for *_, state in bot.told],
        bot.alerts[-1].updated,
    )
