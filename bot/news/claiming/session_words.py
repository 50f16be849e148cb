"""The words of the sessions in market news: before the bell, after it, by the clock."""

_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_TRADING = "trading|trade|hours|session|dealings|deals|dealing|action|market|moves"
_KIND = (
    "u\\.s\\.|us|american|new york|wall street|nyse|nasdaq|regular|official|main|normal|cash|stock"
    "|equity|equities"
)
_HOUSE = (
    rf"(?:(?:the |today['’]s )?(?:(?:{_KIND})(?:['’]s)? ){{0,3}}"
    r"(?:markets?|trading day|trading|trade|session|exchanges?|business|dealings?|bourse)"
    r"(?: in new york| on wall street| in the u\.s\.)?"
    r"|wall street|new york|u\.s\. stocks|us stocks|nyse|the nyse|the nasdaq)"
)
_AUX = "(?:(?:had|has|have|even|was|were|is|are|officially|due to) ){0,2}"
_OPENS = (
    rf"{_AUX}(?:open(?:s|ed)?|beg[au]n|begins|start(?:s|ed)?|resume[sd]?|got going|got under way)\b"
)
_SHUTS = rf"{_AUX}(?:closed|closes|end(?:s|ed)|finish(?:ed|es)|shut|done|over|stopped|ceased)\b"
# `After Wall Street closed lower` says how, and not when.
_HOW = (
    r"(?! (?:lower|higher|up|down|mixed|flat|sharply|slightly|little|modestly|in the (?:red|green)"
    r"|at (?:a|its|new|record)|out|with))"
)
_OPEN = (
    rf"(?:(?:{_DAYS}|today)['’]s )?(?:(?:{_KIND})(?:['’]s)? |market['’]s ){{0,3}}"
    r"(?:opening bell|bell|open\b"
    r"|opening\b(?! of (?!trading|business|the market|new york|wall street))"
    r"|market open(?:ing)?\b|start\b(?= (?:of (?:the )?(?:regular |cash |official )?"
    r"(?:trading|session|dealings|business|day)|on (?:wall street|the new york)|in new york))"
    r"(?: of (?:the )?(?:[a-z]+ )?(?:trading|session|dealings|business|day)\b)?"
    r"|(?<=york )start\b|(?<=street )start\b|(?<=market )start\b)"
)
_CLOSE = (
    rf"(?:(?:{_KIND})(?:['’]s)? |market['’]s ){{0,3}}(?:closing bell|bell|close|closing)\b"
    r"(?! of (?!trading|business|the market|regular))(?: of (?:regular )?(?:trading|business)\b)?"
)

_SESSION = rf"(?:the |(?:{_DAYS}|today)['’]s )(?:(?:{_KIND}) )?session\b"
_END = (
    rf"(?:the )?(?:end|close|finish) of (?:the )?(?:(?:{_KIND}) )?"
    r"(?:trading|session|dealings|business)\b"
)
_RANG = r"the (?:closing |final )?bell (?:rang|sounded|went)\b"
_RUNG = r"the (?:closing |final )?bell (?:had )?(?:rang|rung|sounded|gone)\b"
_LAST = (
    rf"the end of (?:the )?(?:(?:{_KIND}) )?"
    r"(?:trading day|trading|session|dealings|business|play)\b"
)
_FINISH = (
    rf"(?:the )?(?:(?:{_KIND}|market)(?:['’]s)? )?(?:close|closing bell|final bell|finish)\b"
    r"(?! of (?!trading|business|play|the (?:market|session)))"
)
_OPENING = (
    rf"(?:the )?(?:(?:{_KIND})(?:['’]s)? )?"
    r"(?:opening bell|open\b|opening\b(?! of)|start of trading\b)"
)
_COURSE = (
    r"(?:midday|noon|lunchtime|lunch|mid[ -]?(?:morning|afternoon|session)|late morning"
    r"|early afternoon)\b"
)

PREMARKET = rf"""
pre(?=[,.;!)])
|pre[ -]?mkt
|pre[ -]?market(?: (?:{_TRADING})\b)?
|pre[ -](?:bell|open(?:ing)?)\b(?: (?:{_TRADING})\b)?
|before (?:(?:the )?{_OPEN}|{_HOUSE} {_OPENS}{_HOW}|{_SESSION}|(?:{_KIND}) (?:trading|dealings)\b)
|ahead of (?:(?:the )?{_OPEN}|{_SESSION}|(?:{_KIND}) (?:trading|dealings)\b)
|prior to (?:the )?{_OPEN}
|until (?:(?:the )?{_OPEN}|{_HOUSE} {_OPENS}{_HOW})
|with {_HOUSE} (?:still closed|yet to open|not yet open)\b
"""
"""Before the open of the regular session."""

POSTMARKET = rf"""
after[ -](?:hours|market)\b(?: (?:{_TRADING})\b)?
|after (?:(?:the )?{_CLOSE}|{_HOUSE} {_SHUTS}{_HOW}|{_END}
|(?:regular|normal)(?: trading| market)? (?:hours|trading)\b)
|following (?:(?:the )?{_CLOSE}|{_END})
|once (?:{_HOUSE} {_SHUTS}{_HOW}|{_RUNG})
|when {_HOUSE} (?:had|was|were) {_SHUTS}{_HOW}
|since (?:the closing bell\b|{_HOUSE} {_SHUTS}{_HOW})
|post[ -]?(?:market|close|bell)\b(?: (?:{_TRADING})\b)?
|extended(?:[ -]hours)? (?:{_TRADING})\b
|extended[ -]hours
|late (?:electronic )?(?:trading|trade|dealings|deals)\b
|evening (?:trading|session|dealings)\b
|ah(?=[,.;!)])
"""
"""After the close of it."""

REGULAR = (
    r"(?:since|from|above|below) (?:the|its|their) (?:(?:opening )?(?:bell\b|price\b)"
    r"|open(?:ing)?(?: bell| price)?\b)"
)
"""Measured from its open."""

SETTLED = rf"""
(?:regular|normal|cash)(?:[ -]hours)? (?:trading|trade|hours|session|dealings|deals|action|day)\b
|at (?:{_FINISH}|{_LAST}|{_COURSE})
|by (?:{_FINISH}|{_LAST}|{_COURSE})
|by the time (?:{_HOUSE} (?:closed|ended|finished|shut)\b{_HOW}|{_RANG})
|around {_COURSE}
|when (?:{_HOUSE} (?:closed|ended|finished|shut)\b{_HOW}|{_RANG})
|after (?:{_HOUSE} {_OPENS}{_HOW}|{_OPENING})
|before {_FINISH}|ahead of {_FINISH}|into (?:{_FINISH}|{_LAST})|towards? (?:{_FINISH}|{_LAST})
|in a day\b|during (?:the day|the regular session|market hours|trading hours)\b
"""
"""In the course of it, or at its end."""

_ZONE = (
    "et|edt|est|eastern(?: (?:standard |daylight )?time)?|new york(?: time\\b|(?! [a-z]+s\\b))"
    "|in new york|on wall street"
)
_ELSEWHERE = (
    "gmt|utc|bst|cet|cest|pt|pst|pdt|ct|cst|cdt|mt|jst|hkt|sgt|ist|aest|aedt|pacific|central"
    "|mountain|[a-z]+ (?:standard |daylight )?time|local|in (?!new york)[a-z]+"
)
CLOCK = rf"""
(?:before|by|until|after|since|past|as of|at|around|about|as at)
 (?:about |around |just |roughly |shortly before |just before |shortly after |just after )?
(?P<hour>[01]?[0-9]|2[0-3])(?:
[:.]?(?P<minute>[0-5][0-9])(?: (?P<zoned>[ap]\.?m\.?+))? (?:{_ZONE})\b(?! al\b)
|(?:[:.](?P<minutes>[0-5][0-9]))? ?(?P<half>[ap]\.?m\b\.?+)(?! \(?(?:{_ELSEWHERE})\b))
"""
"""By the clock of New York."""
