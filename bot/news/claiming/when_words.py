"""The words of time in market news, as one pattern; each alternative begins with a plain letter.

What may stand before them (`so far`, `in`, `on`) is found afterwards, which is far quicker.
"""

import re

from bot.news.claiming.session_words import CLOCK, POSTMARKET, PREMARKET, REGULAR, SETTLED

WEEKDAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH = rf"(?:{MONTHS}|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
_FEW = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|few|several"
    "|[0-9]{1,3}"
)
_GAIN = (
    "gain|rally|rise|advance|loss|drop|decline|run|slide|surge|jump|return|slump|retreat|streak"
    "|winning|losing"
)
_LAST = r"(?:past|last|previous|prior|trailing|preceding|same)"
_TRADING = "trading|trade|hours|session|dealings|deals|action"
_OF = "(?:['’]s)?"
_COURSE = "(?:the course of )?"
_OF_YEAR = r"(?:,? (?P<inmonthof>20[0-9][0-9])\b)?"
_WHERE = "(?:where (?:it|they) (?:stood|traded|was|were) |(?:its|their|the) levels? (?:of )?)?"

_YTD = rf"""
the year['’]s(?! (?:end|close))
|this year{_OF}
|(?:the )?year[ -]to[ -]date
|(?:than|from|above|below) (?:at )?the (?:start|beginning|turn) of (?:the|this) year
|on the year\b|for the year\b|ytd\b
|since (?:the )?(?:start|beginning|turn|dawn) of (?:the year|january|this year|20[0-9][0-9])
|since (?:january(?: 1(?:st)?)?\b|new year|year[ -]end|last year['’]s (?:close|end))
|since (?:the year (?:began|started)|december 31(?:st)?|31 december)
|since the (?:end|close) of (?:last year|20[0-9][0-9])
|(?:from|above|below|than) where (?:it|they) (?:began|started) the year\b
"""
_BEGUN = "since the (?:start|beginning|turn) of (?:the|this)"
_WEEK = rf"""
week(?=:? [+−-][0-9])|(?<=% )week(?=[.,;]|$)
|(?<=[eds][dse] )the week\b|the week['’]s|a week in which
|this week{_OF}|{_BEGUN} week\b|on the week|for the week|week[ -]to[ -]date|weekly
|(?:(?:from|than|versus|above|below) )?{_WHERE}a week (?:ago|earlier)\b
|(?:over|in|during) {_COURSE}(?:(?:the|a) )?(?:{_LAST} )?(?:week|seven days|7 days)\b
|monday (?:to|through|until) friday\b
"""
_MONTHLY = rf"""
month(?=:? [+−-][0-9])|(?<=% )month(?=[.,;]|$)
|(?<=[eds][dse] )the month\b|the month['’]s|a month in which
|this month{_OF}|{_BEGUN} month\b|on the month|for the month
|month[ -]to[ -]date|mtd\b|monthly
|(?:(?:from|than|versus|above|below) )?{_WHERE}a month (?:ago|earlier)\b
|(?:over|in|during) {_COURSE}(?:the|a) (?:{_LAST} )?(?:month|30 days)\b
"""
_QUARTERLY = rf"""
this quarter{_OF}|{_BEGUN} quarter\b|on the quarter|for the quarter|quarter[ -]to[ -]date
|quarterly|(?:over|in|during) the {_LAST} quarter\b
|(?:over|during|in) the quarter\b(?! (?:to|that|which|ended|ending))
"""
_YEARLY = rf"""
(?:over|in|during|for) {_COURSE}(?:the |a )?(?:{_LAST} )?(?:year|12 months|twelve months|52 weeks)\b
|(?:from|than|on|versus|above|below) {_WHERE}a year (?:ago|earlier|before)|a year (?:ago|earlier)
|year[ -](?:on|over)[ -]year|yoy\b|(?:12|twelve)[ -]month\b|one[ -]year\b
|(?:past|previous|prior|trailing|preceding) (?:year|12 months|twelve months)
|last (?:12|twelve) months
"""
_BASELINE = rf"""
(?:from|than|versus|vs\.?|against|over|compared with|above|below|beneath|under)
 (?:where (?:it|they) (?:stood|traded|was|were|closed|ended) )?(?:on |its |the )?
(?:yesterday|day before|a day (?:earlier|ago|before)|{_LAST} (?:day|session|close)
|(?P<from>{WEEKDAYS})){_OF}
(?: (?:regular |closing )?(?:close|price|level|finish|settlement|at this time))?\b
"""
_YESTERDAY = rf"""
yesterday{_OF}|the {_LAST}(?: trading)? (?:session|day)\b{_OF}|the day before\b
|(?:a|one) day (?:earlier|before|after)\b
"""
_TODAY = rf"""
today{_OF}|(?:on|for) the (?:day|session)\b|intraday|daily
|(?:in|over|within|during) (?:the {_LAST} )?(?:24|twenty-four) hours|(?:in|over) the {_LAST} day
|24[ -]hours?|{_LAST} 24 hours
|(?:that|the same) (?:day|session|morning|afternoon|evening)\b{_OF}
|one[ -]day\b|single[ -]day\b
|(?:this|in the|by late|late|early|mid)[ -]
(?:morning|afternoon|evening(?! (?:session|trading|dealings))|session)\b
|(?:morning|early|midday|afternoon|thin|choppy|volatile|heavy) (?:{_TRADING})\b|early going\b
|(?:in|during) the session|at the (?:open|opening bell)\b
"""
_WEEKDAY = rf"""
(?P<weekday>{WEEKDAYS})(?P<of>['’]s)?
(?: (?:morning|afternoon|evening|night|trading|trade|session)\b){{0,2}}
(?P<lastweek> (?:of )?(?:last|the previous|the prior) week\b)?
"""
_FROM_DATE = rf"""
(?P<since>(?:since|from|after) (?:(?:the|its|their) (?:low|high|peak|record|close) of )?
(?={_MONTH} [0-9]|[0-9]{{1,2}}(?:st|nd|rd|th)? {_MONTH}))?
"""
_DATED = rf"""
(?:(?P<month1>{_MONTH}) (?P<day1>[0-9]{{1,2}})(?:st|nd|rd|th)?\b
|(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)? (?P<month2>{_MONTH}))
(?:,? (?P<dated>20[0-9][0-9])\b)?(?P<ofdate>['’]s)?
"""
_SPAN = rf"""
(?:over|in|within|during|for|across|of) (?:(?:the|its|about|just|only|under|over) ){{0,2}}
(?:{_LAST} )?(?:a |the )?(?:{_FEW})
 (?:[a-z]+ )?(?:days|weeks|months|years|sessions|hours|quarters|trading days)\b
|(?:{_FEW})[ -](?:day|session|week|month|year)(?:[ -](?:winning|losing))?(?= (?:{_GAIN})\b)
|from (?:{WEEKDAYS}) (?:to|through|until) (?:{WEEKDAYS})
|last (?:week|month|quarter|year)\b{_OF}|(?:over|during|across|at) the weekend
|(?:a|the) weekend (?:in|on|when)(?: which)?\b
|(?:above|below|from|than) where (?:it|they) (?:stood|traded|was|were|began|started)
 (?:(?:at|in|on|before|the|start|end|beginning|of|early|late|mid)[ -]){{1,6}}(?:{MONTHS})\b
|in the (?:quarter|month|week|year) (?:(?:that|which) )?(?:ended|ending|to)
 (?:(?:in|on|at|the|end|of) ){{0,3}}(?:{MONTHS})\b
|in the (?:(?:first|second|third|fourth) half|(?P<quarterno>first|second|third|fourth) quarter)
(?: of (?:the|this|last) year)?
|(?:from|off|since|below|above|under) (?:its|the|their|an?|last (?:week|month|year)['’]s)
 (?:[a-z0-9-]+['’]?s? ){{0,3}}
(?:lows?|highs?|records?|peak|bottom|trough|ipo|listing|debut|halving|average)\b
"""
_SAME = r"""
(?:over|in|during|for|across|within) (?:the same|that|those|these|this same) (?:[a-z]+ )?
(?:period|stretch|span|time|timeframe|spell|window|interval|days|weeks|months|sessions)\b
"""
_SINCE = r"""
since (?:(?:the|its|their|an?|early|late|mid|last|then)[ -]){0,2}[a-z]+(?:['’]s [a-z]+)?
(?: 20[0-9][0-9])?
"""


# A pattern is written in lines; a line that begins with a blank goes on after one.
def _joined(pattern: str) -> str:
    return pattern.replace("\n", "")


_NAMED = (
    ("same", _SAME),
    ("premarket", PREMARKET),
    ("postmarket", POSTMARKET),
    ("regular", REGULAR),
    ("clock", CLOCK),
    ("ytd", _YTD),
    ("baseline", _BASELINE),
    ("today", _TODAY),
    ("week", _WEEK),
    ("month", _MONTHLY),
    ("quarter", _QUARTERLY),
    ("year", _YEARLY),
    ("settled", SETTLED),
    ("yesterday", _YESTERDAY),
)
_ALTERNATIVES = (
    *(f"(?P<{name}>{_joined(pattern)})" for name, pattern in _NAMED),
    _joined(_FROM_DATE + _DATED),
    rf"(?P<span>{_joined(_SPAN)})",
    _joined(_WEEKDAY),
    rf"(?:in|since the (?:start|beginning) of) (?P<inmonth>{MONTHS})\b{_OF_YEAR}",
    r"in (?P<inyear>20[0-9][0-9])\b",
    rf"(?P<yearof>20[0-9][0-9])(?:['’]s)?(?= (?:{_GAIN})\b)",
    rf"since the end of (?P<endof>{MONTHS})\b",
    rf"(?P<ever>{_joined(_SINCE)})",
)
WHEN = re.compile(rf"\b(?:{'|'.join(_ALTERNATIVES)})")
BEFORE = re.compile(
    r"(?<![a-z])(?:(?:so far|thus far|in|on|during|from|late|early|last|the|then|by)(?: |$)){1,3}$"
)
LONGEST_BEFORE = 20
