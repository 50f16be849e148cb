"""Forms of alert commands: what is asked for a new alert, and for one that is to change."""

from dataclasses import replace

from bot.commands import Question
from bot.texts import unsaid
from handlers.alert_words import BACK, HELD, SEVERITIES

NEW = (
    Question(name="name", label=unsaid("Name"), hint=unsaid("dips")),
    Question(
        name="rule",
        label=unsaid("Rings when"),
        hint=unsaid("IREN premarket > 4%"),
        options=("IREN premarket > 4%", "IREN price > 70", "each of miners change > 5%"),
    ),
    Question(
        name="lasting",
        label=unsaid("Only once that has held for"),
        hint=unsaid("60s; at once if left out"),
        required=False,
        options=HELD,
    ),
    Question(
        name="reset",
        label=unsaid("May ring anew once it is back by"),
        hint=unsaid("1%"),
        required=False,
        options=BACK,
    ),
    Question(
        name="severity",
        label=unsaid("How much it matters"),
        hint=unsaid("info, warning or critical"),
        required=False,
        options=SEVERITIES,
        all_there_is=True,
    ),
)
"""What a form asks for a new alert: five lines, which is all that Discord's has."""

CHANGED = tuple(replace(one, required=one.name == "name") for one in NEW)
"""What a form asks to change an alert: what is left out stays as it is."""
