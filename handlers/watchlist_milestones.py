"""Milestones of a watchlist: caps worth a word, on the way there and past them."""

from dataclasses import replace

from bot import figures
from bot.chat import Call, Fact, Reply, Right
from bot.texts import counted, said
from handlers import ledger, listing
from handlers.base import command
from handlers.desk import Desk
from handlers.listed import Amounts
from handlers.words import ListName


@command(
    "watchlist milestones",
    "Set the caps of a watchlist of yours that are worth a word, or none",
    example="/watchlist milestones mine 80B 90B 100B",
    right=Right.CHANGE,
)
async def milestones(call: Call, desk: Desk, name: ListName, levels: Amounts) -> Reply:
    """Answer with the next one and the last, and how far away they are."""
    own, body = listing.own(name, call, desk)
    document = {**body, listing.MILESTONES: list(levels)}
    made = await listing.put(call, desk, own, document, "changed")
    if not levels:
        return listing.reply(said("{name} has no milestones now", name=own), made, desk)
    stands = ledger.standing(made, desk.now)
    title = counted(len(levels), "{name} has {n} milestone", "{name} has {n} milestones", name=own)
    answer = listing.reply(title, made, desk, said("What is crossed from now on is news."))
    return replace(
        answer,
        facts=(
            Fact(said("Milestones"), ", ".join(map(figures.level, made.watchlist.milestones))),
            *answer.facts,
            Fact(said("Next milestone"), ledger.step(stands.ahead)),
            Fact(said("Previous milestone"), ledger.step(stands.behind)),
        ),
        actions=listing.actions(
            (said("Milestones"), f"/sector milestones {name}"),
            (said("Sector"), f"/sector show {name}"),
        ),
    )
