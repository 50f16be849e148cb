"""Silences are made, listed and ended by command, and whoever asks is told what mutes an alert."""

from datetime import time

import pytest

from bot.alerts.budget import PingBudget
from bot.alerts.inhibition import Inhibition
from bot.alerts.plan import Plan
from bot.alerts.quiet import QuietHours
from handlers.words import short
from tests.acted import RULES, a_room_that_was_told, acted, asks
from tests.builders import a_bot
from tests.dispatches import matching
from tests.scenes import shown


async def test_a_silence_is_made_listed_and_ended():
    it = a_room_that_was_told()
    made = await asks(it, "/silence subject=WULF rule~mov* 2h earnings   today")
    (silence,) = it.bot.desk.acting.silencing.all
    listed = await asks(it, "/silences")
    ended = shown(await it.bot.asks(f"/unsilence {silence.id[:5].upper()}"))

    assert [
        "subject=WULF, rule~mov* is silent until 10:01:00 EDT",
        f"It takes 1 alert that fires. /unsilence {silence.id[:5]} ends it.",
    ] == made.splitlines()
    assert (
        f"{silence.id[:5]} subject=WULF, rule~mov* until 10:01:00 EDT, by ann on test since"
        " 08:01:00 EDT: earnings today"
    ) == listed.splitlines()[1]
    assert ("No longer silent: subject=WULF, rule~mov*\n", "Nothing is silent\n") == (
        ended,
        await asks(it, "/silences"),
    )
    assert ["silenced", "no longer silenced"] == [deed for _, deed, _ in it.acts]


async def test_what_was_silent_and_still_fires_is_told_as_the_silence_is_ended():
    """Not with the next quote: there may be none, as at the end of a recording."""
    it = acted(a_bot(rules=RULES[:1]))
    await asks(it, "/mute IREN until open")
    it.bot.trades("IREN", 100, "2025-10-10T12:00:10Z")
    it.bot.trades("IREN", 106, "2025-10-10T12:00:20Z")
    it.bot.turns_to("2025-10-10T12:10Z")
    before = list(it.said)

    await asks(it, f"/unsilence {it.bot.desk.acting.silencing.all[0].id}")

    assert ([], 2) == (before, len(it.said))


async def test_a_silence_that_takes_nothing_says_what_labels_there_are():
    """It may be meant for what is to come; it may also be misspelt."""
    answer = await asks(a_room_that_was_told(), '/silence symbol=IREN team="a b" until open x')

    assert "symbol=IREN, team=a b is silent until 09:30:00 EDT" in answer
    assert "Nothing that fires matches it now; labels are rule, subject, list, severity" in answer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/ack", "/ack needs ID, an incident, as /incidents names it."),
        ("/ack xyzzy", "There is no incident xyzzy; /incidents lists those that live."),
        ("/ack ID now", "/ack does not know what to do with now."),
        ("/unsilence xyzzy", "There is no silence xyzzy; /silences lists what there is."),
        ("/snooze ID", "/snooze needs TIME, how long, such as 1h, `until open` or `until it res"),
        ("/snooze ID soon", "`soon` is no time to wait; write one like 1h, `until open` or `unt"),
        ("/snooze ID 0s", "`0s` is no time to wait"),
        ("/snooze ID 99999w", "`99999w` is no time to wait"),
        ("/snooze ID until the cows", "`until the cows` is no time to wait"),
        ("/snooze ID \u202e\x1b[31m", "`··[31m` is no time to wait"),
        ("/mute XXXXX 1h", "I don't know XXXXX; there is IREN, WULF, CIFR."),
        ("/silence", "/silence needs MATCHER… TIME WHY, labels such as severity=info"),
        ("/silence WULF 1h x", "`WULF` compares nothing; write a label, a sign and a text"),
        ("/silence rule>mover 1h x", "`rule>mover` compares nothing"),
        ("/silence rule=mover", "Say for how long after the matchers: 1h, `until open`"),
        ("/silence rule=mover 1h", "Say why at the end: others will want to know."),
        ("/silence rule=mover why not", "`why` is no time to wait"),
        ("/silence rule=none until it resolves x", "nothing that matches rule=none fires"),
    ],
)
async def test_a_wrong_word_is_answered_with_what_to_type(text: str, said: str):
    it = a_room_that_was_told()

    assert said in await asks(it, text)
    assert [] == it.acts


MUTES: list[tuple[Plan, str, str]] = [
    (Plan(), "/snooze ID 1h", "snoozed by ann on test until 09:01:00 EDT"),
    (Plan(), "/mute IREN 1h", "silenced by ann on test until 09:01:00 EDT (subject=IREN)"),
    (
        Plan(),
        "/silence severity=warning 1h dull",
        "silenced by ann on test until 09:01:00 EDT (severity=warning): dull",
    ),
    (Plan(), "/resolve ID", "its incident was resolved by ann on test"),
    (
        Plan(
            inhibitions=(Inhibition(source=matching("rule=level"), target=matching("rule=mover")),)
        ),
        "/incidents",
        "inhibited by level on IREN, which fires",
    ),
    (
        Plan(quiet_hours=(QuietHours(start=time(7), end=time(9)),)),
        "/incidents",
        "held from web:desk until 09:00:00 EDT: quiet hours until 09:00:00 EDT",
    ),
    (
        Plan(budget=PingBudget(pings_a_day=0)),
        "/incidents",
        "held from telegram:1 until 16:30:00 EDT: over the 0 pings this room gets a day",
    ),
]


@pytest.mark.parametrize(("plan", "text", "why"), MUTES, ids=[why for _, _, why in MUTES])
async def test_why_and_alerts_say_what_mutes_an_alert_now(plan: Plan, text: str, why: str):
    it = a_room_that_was_told(plan, rules=2)
    await asks(it, text.replace("ID", short(it.of("mover"), it.names)))

    alerts, told = await asks(it, "/alerts"), await asks(it, "/why mover IREN")

    assert why in next(line for line in alerts.splitlines() if "mover IREN" in line)
    assert why in next(line for line in told.splitlines() if line.startswith("Muted by: "))


async def test_what_waits_for_its_group_says_until_when():
    it = acted(a_bot(rules=RULES[:1]))
    it.bot.trades("IREN", 100, "2025-10-10T12:00:10Z")
    it.bot.trades("IREN", 106, "2025-10-10T12:00:20Z")

    answer = await asks(it, "/alerts")

    assert (
        f"[incident {it.names[0][:5]}; waits for others of its group until 08:00:50 EDT]" in answer
    )


async def test_why_says_what_would_mute_a_rule_that_is_quiet():
    """Else it would promise a bell that nobody will hear."""
    it = a_room_that_was_told()
    await asks(it, "/mute CIFR 1h")
    await asks(it, "/silence list=miners session=pre severity=warning 1h dull")

    answer = await asks(it, "/why mover CIFR")

    assert "Muted by: silenced by ann on test until 09:01:00 EDT (subject=CIFR)" in answer
    await asks(it, f"/unsilence {it.bot.desk.acting.silencing.all[0].id}")
    assert "(list=miners, session=pre, severity=warning): dull" in await asks(it, "/why mover CIFR")


async def test_why_names_the_incident_and_who_has_it():
    it = a_room_that_was_told()
    await asks(it, "/ack ID")

    answer = await asks(it, "/why mover IREN")

    assert f"Incident: {it.names[0][:5]}, acked by ann on test\nMuted by: nothing" in answer
