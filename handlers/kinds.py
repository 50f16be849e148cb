"""Kinds of words: how a usage line names each, what it is, how it is read, what may be meant."""

from collections.abc import Mapping
from datetime import timedelta

from bot.market.instruments import Symbol
from bot.rules.model import Rule
from bot.texts import unsaid
from handlers import alert_words as alert
from handlers import listed, meant, named
from handlers.brief_words import Wanted, wanted
from handlers.feed_words import FeedAddress, FeedName, NewFeed, address, feed, feeds, new_feed
from handlers.heard import instruments
from handlers.kind import Kind
from handlers.lasting import Hush, Lasting, hush, lasting
from handlers.locales import LocaleName, locale, locales
from handlers.news_words import About, Pasted, StoryName, about, stories, story, subjects
from handlers.night import Night, night
from handlers.roles import Role, Roles, role, roles
from handlers.wanted import Going, What, choices, going, what
from handlers.words import (
    Cause,
    CommandName,
    IncidentName,
    ListName,
    RoomName,
    RuleName,
    SilenceName,
    Subject,
    command_name,
)
from handlers.zones import Zone, zone, zones

KINDS: Mapping[object, Kind] = {
    Symbol: Kind(
        word="SYM",
        meaning=unsaid("an instrument such as IREN"),
        read=named.instrument,
        suggest=meant.symbols,
    ),
    ListName: Kind(
        word="LIST",
        meaning=unsaid("a watchlist such as miners"),
        read=named.watchlist,
        suggest=meant.lists,
    ),
    listed.Symbols: Kind(
        word="SYM…",
        meaning=unsaid("symbols with spaces between them, such as IREN WULF CIFR"),
        read=lambda text, desk: listed.symbols(text, instruments(desk)),
        greedy=True,
        several=True,
        suggest=meant.symbols,
    ),
    listed.NewName: Kind(
        word="NAME",
        meaning=unsaid("a name for a list, such as mine"),
        read=lambda text, _desk: listed.new_name(text),
    ),
    listed.Amounts: Kind(
        word="LEVEL…",
        meaning=unsaid("caps in USD, such as 80B 90B 100B, or none"),
        read=lambda text, _desk: listed.amounts(text),
        greedy=True,
    ),
    listed.Pasted: Kind(
        word="NAME LIST",
        meaning=unsaid("a name and a list such as mine IREN, WULF, or the code of a shared one"),
        read=lambda text, _desk: listed.Pasted(text),
        greedy=True,
    ),
    Rule: Kind(
        word="RULE",
        meaning=unsaid("a rule such as IREN premarket > 4%, or the name of one there is"),
        read=named.rule,
        greedy=True,
    ),
    RuleName: Kind(
        word="RULE", meaning=unsaid("the name of a rule"), read=named.rule_name, suggest=meant.rules
    ),
    Cause: Kind(
        word="RULE",
        meaning=unsaid("the name of a rule, or an incident as /incidents names it"),
        read=named.cause,
        suggest=lambda desk: [*meant.incidents(desk), *meant.rules(desk)],
    ),
    alert.OwnRule: Kind(
        word="NAME",
        meaning=unsaid("an alert of yours such as dips"),
        read=named.own_rule,
        suggest=meant.own_rules,
    ),
    alert.NewRule: Kind(
        word="NAME", meaning=unsaid("a name for it such as dips or sector-90B"), read=alert.new_rule
    ),
    alert.RuleText: Kind(
        word="RULE",
        meaning=unsaid("when it rings and how, such as IREN premarket > 4% for 60s reset 1%"),
        read=lambda text, _desk: text,
        greedy=True,
        suggest=alert.starts,
    ),
    alert.Held: Kind(
        word="TIME",
        meaning=unsaid("how long it must hold before it rings, such as 60s"),
        read=lambda text, _desk: text,
        suggest=lambda _desk: alert.as_they_are(alert.HELD),
    ),
    alert.Back: Kind(
        word="BACK",
        meaning=unsaid("how far the figure must come back before it may ring anew, such as 1%"),
        read=lambda text, _desk: text,
        suggest=lambda _desk: alert.as_they_are(alert.BACK),
    ),
    alert.Weight: Kind(
        word="SEVERITY",
        meaning=unsaid("how much it matters"),
        read=lambda text, _desk: text,
        choices=alert.SEVERITIES,
    ),
    alert.Headline: Kind(
        word="TEXT",
        meaning=unsaid("what it is to say, with figures in braces such as {symbol} or {price}"),
        read=lambda text, _desk: text,
    ),
    alert.Sure: Kind(
        word=alert.SURE,
        meaning=unsaid("that you mean it"),
        read=alert.sure,
        choices=(alert.SURE,),
    ),
    Subject: Kind(
        word="SYM",
        meaning=unsaid("an instrument or a watchlist it is about"),
        read=named.subject,
        suggest=lambda desk: [*meant.lists(desk), *meant.symbols(desk)],
    ),
    IncidentName: Kind(
        word="ID",
        meaning=unsaid("an incident, as /incidents names it"),
        read=named.incident,
        suggest=meant.incidents,
    ),
    About: Kind(
        word="ABOUT",
        meaning=unsaid("what it is to be about: a list, symbols, a theme such as ai-hpc, or words"),
        read=about,
        greedy=True,
        suggest=subjects,
    ),
    StoryName: Kind(
        word="ID", meaning=unsaid("a story, as /news names it"), read=story, suggest=stories
    ),
    Pasted: Kind(
        word="TEXT",
        meaning=unsaid("a text that claims something, or the address of a page"),
        read=lambda text, _desk: Pasted(text),
        greedy=True,
    ),
    SilenceName: Kind(
        word="ID",
        meaning=unsaid("a silence, as /silences names it"),
        read=named.silence,
        suggest=meant.silences,
    ),
    Lasting: Kind(
        word="TIME",
        meaning=unsaid("how long, such as 1h, `until open` or `until it resolves`"),
        read=lambda text, _desk: lasting(text),
        greedy=True,
    ),
    Hush: Kind(
        word="MATCHER… TIME WHY",
        meaning=unsaid("labels such as severity=info rule~sector-*, how long, and why"),
        read=lambda text, _desk: hush(text),
        greedy=True,
    ),
    What: Kind(
        word="WHAT",
        meaning=unsaid(
            "everything, critical, a list, a rule, a symbol, or labels such as severity=info"
        ),
        read=lambda text, desk: what(text, desk, instruments(desk)),
        greedy=True,
        suggest=lambda desk: [*choices(desk), *meant.symbols(desk)],
    ),
    Going: Kind(
        word="MATCHER… ROOM",
        meaning=unsaid(
            "labels such as severity=critical, and then where to: `here` or a room of yours"
        ),
        read=lambda text, _desk: going(text),
        greedy=True,
    ),
    Night: Kind(
        word="HOURS",
        meaning=unsaid(
            "from when to when, and if you like the days, a zone and `strict`:"
            " 22:00-07:00 mon-fri Berlin"
        ),
        read=lambda text, _desk: night(text),
        greedy=True,
    ),
    Wanted: Kind(
        word="TIME… LIST…",
        meaning=unsaid("times of New York, and then lists if you like; or `off`, or `usual`"),
        read=wanted,
        greedy=True,
    ),
    Zone: Kind(
        word="ZONE",
        meaning=unsaid("a time zone such as Berlin, New York or ET"),
        read=lambda text, _desk: zone(text),
        greedy=True,
        suggest=lambda desk: zones(desk.present),
    ),
    LocaleName: Kind(
        word="LANGUAGE",
        meaning=unsaid("a language such as de, pt-BR or English"),
        read=lambda text, _desk: locale(text),
        greedy=True,
        suggest=lambda _desk: locales(),
    ),
    Role: Kind(
        word="ROLE",
        meaning=unsaid("a role, or none"),
        read=lambda text, _desk: role(text),
        greedy=True,
    ),
    Roles: Kind(
        word="ROLE…",
        meaning=unsaid("one role or some, or none"),
        read=lambda text, _desk: roles(text),
        greedy=True,
    ),
    FeedAddress: Kind(
        word="URL",
        meaning=unsaid("the address of an RSS, Atom or JSON feed"),
        read=address,
    ),
    NewFeed: Kind(
        word="NAME", meaning=unsaid("a name for a feed, such as hashrate"), read=new_feed
    ),
    FeedName: Kind(
        word="NAME",
        meaning=unsaid("a feed of yours, as /feed list names it"),
        read=feed,
        suggest=feeds,
    ),
    RoomName: Kind(
        word="ROOM",
        meaning=unsaid("a room such as telegram:-100123"),
        read=named.room,
        suggest=meant.rooms,
    ),
    CommandName: Kind(
        word="COMMAND",
        meaning=unsaid("the name of a command"),
        read=lambda text, _desk: command_name(text),
        greedy=True,
    ),
    int: Kind(
        word="NUMBER", meaning=unsaid("a whole number such as 10"), read=named.number, whole=True
    ),
    timedelta: Kind(
        word="TIME", meaning=unsaid("a duration such as 15m or 4h"), read=named.duration
    ),
    str: Kind(word="TEXT", meaning=unsaid("a text"), read=lambda text, _desk: text, greedy=True),
}
"""What a command may ask for, by the type in its signature."""
