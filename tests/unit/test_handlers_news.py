"""News as people ask for it: what was told by whom, what of it holds, and what others may see."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import ACTION_LIMIT, Reply
from bot.errors import FeedError
from bot.feeds.news.newsstand import Newsstand
from bot.feeds.news.page import Text
from bot.market.events import Article
from handlers.answering import Answerer
from handlers.news import LINES
from handlers.newsdesk import Names
from tests.builders import Watched, a_bot, a_call, a_quote, a_watchlist
from tests.claimed import an_article
from tests.recorded_news import a_newsroom
from tests.watched import instant

ROOM, OTHER = "discord:1", "discord:2"
RALLY = (
    "IREN led with a gain of 4% before the bell after Thursday's 25% jump, and is up 520% this"
    " year. TeraWulf added 9%. Bitcoin miners could be worth more than $5 billion by the end of the"
    " year."
)
LOUD = "IREN is flying another 4% after Thursday's 25% jump, an unreal 520% this year! Wow!"


def told(*articles: Article, at: str = "2025-10-10T13:00Z") -> Watched:
    """A bot that has read these articles, and knows IREN at 104 and WULF at 105."""
    bot = a_bot(watchlists=[a_watchlist(members="IREN WULF")])
    bot.sees(a_quote("IREN", 104, at="2025-10-10T12:01Z"))
    bot.sees(a_quote("WULF", 105, at="2025-10-10T12:02Z"))
    newsroom = a_newsroom(bot.market)
    bot.pipeline.newsroom = newsroom
    for article in articles:
        bot.market.turn_to(article.seen)
        newsroom.take(article)
    bot.market.turn_to(instant(at))
    return bot


def rally(**changed: object) -> Article:
    return replace(an_article(RALLY, title="Miners rally before the bell"), **changed)  # type: ignore[arg-type]  # its own fields


def fan(**changed: object) -> Article:
    article = an_article(
        LOUD, title="Miners are ON FIRE!!!", outlet="Fan Daily", id="fan", at="2025-10-10T12:40Z"
    )
    return replace(article, **changed)  # type: ignore[arg-type]  # likewise


def weather(**changed: object) -> Article:
    article = an_article(
        "Rain is due in the harbour until noon.", title="Rain", outlet="Ledger", id="rain"
    )
    return replace(article, **changed)  # type: ignore[arg-type]  # likewise


async def asked(bot: Watched, text: str, owner: str = "") -> str:
    reply = await bot.asks(text, owner=owner)
    return "\n".join(filter(None, [reply.title, reply.body, *facts(reply)]))


def facts(reply: Reply) -> list[str]:
    return [f"{fact.label}: {fact.value}" for fact in reply.facts]


def the_story(bot: Watched, number: int = 0) -> str:
    return bot.desk.news.names.all[number]


async def test_without_news_it_is_said_that_there_is_none():
    assert "No news yet\nFeeds are listed by /feed list." == await asked(told(), "/news")


async def test_a_bot_that_reads_no_news_has_none():
    assert "No news yet\nFeeds are listed by /feed list." == await asked(a_bot(), "/news")


async def test_a_story_is_a_line_with_all_that_marks_it():
    """The plainest headline is shown, whoever told it."""
    bot = told(rally(), fan())

    line = (await asked(bot, "/news")).splitlines()[1]

    assert [
        f"{the_story(bot)[:5]} Miners rally before the bell",
        "08:40:00 EDT",
        "2 outlets",
        "IREN, WULF",
        "loud",
        "4 claims do not fit",
    ] == [part.partition(" (")[0] for part in line.split("; ")]


async def test_the_newest_story_comes_first():
    bot = told(rally(), weather(seen=instant("2025-10-10T12:50Z")))

    assert ["Rain", "Miners"] == [
        line.split()[1].rstrip(";") for line in (await asked(bot, "/news")).splitlines()[1:3]
    ]


@pytest.mark.parametrize(
    ("text", "stories"),
    [
        ("/news", 2),
        ("/news IREN", 1),
        ("/news iren", 1),
        ("/news $WULF", 1),
        ("/news WULF IREN", 1),
        ("/news miners", 1),
        ("/news rain harbour", 1),
        ("/news ledger", 1),
        ("/news rain rally", 0),
        ("/news nothing of the sort", 0),
    ],
)
async def test_news_is_asked_for_by_what_it_is_about(text: str, stories: int):
    bot = told(rally(), weather())
    answer = (await asked(bot, text)).splitlines()

    assert stories == sum(line.startswith(tuple(_names(bot))) for line in answer)


def _names(bot: Watched) -> list[str]:
    return [one[:5] for one in bot.desk.news.names.all]


async def test_no_news_about_something_says_about_what():
    assert (await asked(told(rally()), "/news weather")).startswith("No news about weather")


async def test_a_long_list_says_how_much_is_left_out():
    articles = [
        an_article(f"Entry {n} of many, which tells of matter {n}.", id=str(n), title=f"Matter {n}")
        for n in range(LINES + 3)
    ]

    assert "and 3 more" in await asked(told(*articles), "/news")


async def test_a_story_is_told_with_each_outlet_and_why_they_are_one():
    bot = told(rally(), fan())

    answer = await asked(bot, f"/story {the_story(bot)[:5]}")

    assert [True] * 6 == [
        said in answer
        for said in (
            "08:20:00 EDT Miner Desk began it: ",
            "https://miner-desk.example/one",
            "08:40:00 EDT Fan Daily tells it too: same story as Miner Desk's of 12:20 UTC",
            "https://fan-daily.example/fan",
            "Outlets: Miner Desk, Fan Daily",
            "About: IREN, WULF",
        )
    ]


async def test_what_does_not_fit_comes_before_what_does():
    bot = told(rally(), fan())
    answer = (await asked(bot, f"/story {the_story(bot)}")).splitlines()

    signs = "".join(line[0] for line in answer if line[0] in "✗…?✓")

    assert signs == "".join(sorted(signs, key="✗…?✓".index))


async def test_a_correction_says_what_was_wrong_before():
    fixed = RALLY.replace("520%", "108%").replace("9%", "3%")
    bot = told(rally(), rally(text=fixed, seen=instant("2025-10-10T12:50Z")))

    answer = await asked(bot, f"/story {the_story(bot)}")
    before = answer.partition("What it said before it was corrected:")[2]

    assert ("Miner Desk corrects itself" in answer, "said +520%" in before) == (True, True)


@given(st.lists(st.text("0123456789abcdef", min_size=8, max_size=9), unique=True, max_size=30))
def test_a_short_name_is_that_of_one_story(ids: list[str]):
    """However alike the others are, what is shown is enough to type."""
    whole = [one for one in ids if not any(two != one and two.startswith(one) for two in ids)]
    names = Names(whole)

    assert [[one] for one in whole] == [
        [two for two in whole if two.startswith(names.short(one))] for one in whole
    ]


@pytest.mark.parametrize("typed", ["zzzzz", "x"])
async def test_a_story_that_is_not_there_is_not_guessed(typed: str):
    answer = await asked(told(rally()), f"/story {typed}")

    assert f"There is no story {typed}; /news lists what there is." == answer


async def test_buttons_of_a_story_fit_every_platform():
    bot = told(rally())
    reply = await bot.asks(f"/story {the_story(bot)}")

    assert (["IREN", "WULF", "Ask again", "News"], True) == (
        [action.label for action in reply.actions],
        all(len(action.text.encode()) <= ACTION_LIMIT for action in reply.actions),
    )


async def test_a_rooms_own_news_is_its_own():
    bot = told(rally(), weather(owner=ROOM))

    assert ["2 stories", "1 story", "2 stories"] == [
        (await asked(bot, "/news", owner)).splitlines()[0] for owner in (ROOM, OTHER, "")
    ]


async def test_what_a_rooms_own_feed_adds_to_a_story_is_its_own():
    """Another room sees neither the outlet, nor its headline, nor its claims."""
    bot = told(rally(), fan(owner=ROOM))
    name = the_story(bot)

    assert [True, False] == [
        "Fan Daily" in await asked(bot, f"/story {name}", owner) for owner in (ROOM, OTHER)
    ]


async def test_a_rooms_own_story_cannot_be_asked_for_by_others():
    bot = told(weather(owner=ROOM))
    name = the_story(bot)

    assert (await asked(bot, f"/story {name}", OTHER)).startswith("There is no story")


async def test_a_rooms_own_mismatches_and_predictions_are_its_own():
    bot = told(rally(owner=ROOM))

    assert [True, False] == [
        "$5B by 2025-12-31" in await asked(bot, "/claims", owner) for owner in (ROOM, OTHER)
    ]


async def test_what_only_another_room_watches_is_not_told_to_be_watched():
    """That somebody watches it is theirs alone, whatever a text says of it."""
    bot = told()
    bot.market.enlist(a_watchlist(f"mine@{ROOM}", "HUT CIFR"))
    bot.sees(a_quote("CIFR", 20, at="2025-10-10T13:01Z"))

    answers = [await asked(bot, "/claims $CIFR trades at $20", owner) for owner in (ROOM, OTHER)]

    assert ["✓ CIFR price: said $20", "? CIFR: nobody here watches it."] == [
        answer.splitlines()[1].partition(",")[0] for answer in answers
    ]


async def test_a_text_is_held_to_our_figures():
    assert [
        "2 claims, held to our figures",
        (
            "✗ IREN this year: said +520%, ours +108.0% (from 50.00, the close of 2024-12-31, at"
            " 08:01:00 EDT): off by 412.00 points; as if from 16.77."
        ),
        (
            "✓ IREN before the bell: said +4%, ours +4.0% (from 100.00, the close of 2025-10-09, at"
            " 08:01:00 EDT): confirmed."
        ),
    ] == (
        await asked(told(), "/claims $IREN rose 4% before the bell and is up 520% this year")
    ).splitlines()


async def test_a_text_that_was_asked_about_is_kept_nowhere():
    bot = told()
    await asked(bot, "/claims Bitcoin miners could be worth $5 billion by the end of the year")

    assert ((), []) == (bot.desk.news.names.all, bot.desk.news.predictions)


async def test_a_text_without_a_claim_is_told_what_one_looks_like():
    answer = await asked(told(), "/claims what a lovely day")

    assert (True, True) == (
        answer.startswith("No claim is read in that"),
        "IREN rose 4% before the bell" in answer,
    )


async def test_without_a_text_it_is_told_what_did_not_fit():
    """And what is predicted, with how far it is."""
    bot = told(rally())
    name = the_story(bot)[:5]

    answer = await asked(bot, "/claims")

    assert [True] * 3 == [
        said in answer
        for said in (
            "3 claims do not fit",
            f"[Miner Desk, {name}]",
            "… miners market value: over $5B by 2025-12-31 is predicted",
        )
    ]


async def test_where_all_fits_it_is_said():
    answer = await asked(told(an_article("$IREN rose 4% before the bell.")), "/claims")

    assert answer.startswith("Every claim that could be checked fits")


async def test_how_far_a_prediction_is_is_told_as_of_now():
    """What it was when it was made is no news."""
    bot = told(an_article("$IREN could reach $208 by the end of the year."))
    bot.market.take(a_quote("IREN", 160, at="2025-10-10T13:01Z"))

    assert "ours is $160.00 now, +30.0% away" in await asked(bot, "/claims")


async def test_what_several_outlets_say_is_told_once():
    """By the figure that was ours when the last of them said it."""
    bot = told(rally(), fan())
    answer = await asked(bot, f"/story {the_story(bot)}")

    assert [True] == [
        line.endswith("[Miner Desk, Fan Daily]")
        for line in answer.splitlines()
        if "IREN this year: said +520%" in line
    ]


async def test_predictions_whose_day_is_over_are_told_with_what_became_of_them():
    bot = told(an_article("$IREN could reach $120 by Monday."))
    newsroom = bot.pipeline.newsroom
    for at in ("2025-10-13T14:00Z", "2025-10-13T19:59Z"):
        bot.market.turn_to(instant(at))
        bot.market.take(a_quote("IREN", 110, at=at))
    bot.market.turn_to(instant("2025-10-14T00:00Z"))
    newsroom.tick(bot.market.now)

    answer = (await asked(bot, "/claims")).partition("Predictions whose day is over:\n")[2]

    assert answer.startswith("✗ IREN price, 2025-10-13: said $120, ours $110.00")


class Page(Newsstand):
    """Has one page, or none."""

    def __init__(self, text: Text | None) -> None:
        super().__init__()
        self._text = text

    async def article(self, url: str) -> Text:
        if self._text is None:
            raise FeedError(f"{url} answered 404")
        return self._text


async def of_a_page(text: Text | None) -> str:
    bot = told()
    desk = replace(bot.desk, newsstand=Page(text))
    reply = await Answerer(desk).answer(a_call("/claims https://example.com/rally"))
    return f"{reply.title}\n{reply.body}"


async def test_a_page_is_read_and_held_to_our_figures():
    page = Text(title="Miners rally", text="$IREN rose 4% before the bell.")

    assert (await of_a_page(page)).startswith(
        "1 claim, held to our figures\nMiners rally\n✓ IREN before the bell: said +4%"
    )


async def test_a_page_that_cannot_be_read_is_said():
    assert (
        "That page could not be read: https://example.com/rally answered 404.\n"
        == await of_a_page(None)
    )


async def test_while_a_recording_is_played_no_page_is_asked_for():
    answer = await asked(told(), "/claims https://example.com/rally")

    assert "nothing is asked of the web" in answer


async def test_everything_that_is_told_is_one_line_a_thing():
    """A stranger's headline is no way to write lines of one's own."""
    bot = told(rally(title="Miners\nall is lost\n18d52 rise", outlet="De\nsk" * 40))

    answer = await asked(bot, "/news")

    assert 3 == len(answer.splitlines())


def test_stories_are_suggested_while_people_type():
    bot = told(rally())
    answerer = Answerer(bot.desk)

    found = answerer.suggest(a_call("/story"), "story", "name", "mi")

    assert [the_story(bot)] == [choice.value for choice in found]


def test_what_news_can_be_about_is_suggested():
    answerer = Answerer(told().desk)

    found = answerer.suggest(a_call("/news"), "news", "about", "ai")

    assert "ai-hpc" in [choice.value for choice in found]


def test_the_desk_makes_no_news_of_its_own():
    """Whoever looks changes nothing."""
    bot = told(rally())
    bot.pipeline.newsroom.changes()

    asyncio.run(asked(bot, "/news"))

    assert [] == list(bot.pipeline.newsroom.changes())
