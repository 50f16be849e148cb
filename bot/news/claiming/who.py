"""Who: the subject that a verb, or a number without one, belongs to."""

from bot.news.claiming import asides
from bot.news.claiming.line import CLEAR, Line, Who
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Ref, Token
from bot.news.claims import Holder
from bot.news.counting.kinds import Kind

_FINITE = frozenset(
    (Part.MOVE, Part.AUX, Part.MOTION, Part.SIDE, Part.BECOME, Part.VERB, Part.MODAL, Part.NOT)
)
_THINGS = frozenset((Part.BUSINESS, Part.WORD, Part.TAKEN, Part.SOME))
_NUMBERS = CLEAR | {Part.QUANTITY}
_OWNED = frozenset((Part.BUSINESS, Part.TAKEN))
_OPENS = frozenset((Part.MODAL, Part.NOT))
_FARTHEST = 45
_NOUNS = frozenset(
    (
        "rise",
        "gain",
        "gains",
        "fall",
        "drop",
        "jump",
        "climb",
        "advance",
        "decline",
        "rally",
        "loss",
        "losses",
    )
)
_ALONE = frozenset(("only", "first", "sole"))
_SOON = 3
_WENT_ON = frozenset(("continued", "went", "managed", "helped", "continues", "helping", "goes"))


def of_verb(line: Line, anchor: int) -> Who | None:
    """Find the subject of the verb at `anchor`; None where that is nothing that has a price."""
    k, doubt = anchor - 1, False
    while k >= 0:
        token = line.tokens[k]
        if token.part in _OPENS:
            doubt = True
        elif token.part is Part.SHUT:
            k = _opening(line, k)
        elif token.part in {Part.NAME, Part.WORD} and k and line.tokens[k - 1].text in {"in", "on"}:
            k -= 1
        elif token.part is Part.WORD and (maker := asides.maker(line, k)) is not None:
            k = maker
            break
        elif token.part not in CLEAR and token.part not in {Part.MOTION, Part.QUANTITY}:
            break
        k -= 1
    found = _at(line, k, anchor)
    if found is None:
        return None
    return Who(refs=found.refs, open=doubt or found.open)


def of_name(line: Line, at: int) -> Who | None:
    """Find who was named last before `at`, whatever it is the clause is about."""
    for k in range(at - 1, -1, -1):
        if line.tokens[k].part is Part.SUBJECT and line.tokens[k].refs:
            return Who(refs=line.tokens[k].refs)
    return Who(refs=line.memory.topic)


def of_clause(line: Line, at: int) -> Who | None:
    """Find whom the clause before `at` is about; None where that has no price."""
    weak = None
    for k in range(at, max(-1, at - _FARTHEST), -1):
        token = line.tokens[k]
        if token.part is Part.SUBJECT and (token.stock or token.text not in {"its", "their"}):
            if not line.is_object(k):
                return _who(line, k, at)
            weak = k if weak is None else weak
        elif token.part is Part.STOCK and line.at(k - 1).text == "whose":
            return _shares(line, k)
        elif (related := asides.related(line, k, at)) is not None:
            return _who(line, related, at)
        elif token.part is Part.NAME and _acts(line, k):
            return Who(refs=(Ref(token.text, Holder.NOBODY),))
        elif token.part in _THINGS and _is_subject(line, k):
            return None
    return _fronted(line, at) if weak is None else _of_object(line, weak, at)


# `That made it a loss of 4 %`, `a dull day at Acme: a gain of 1 %`.
def _of_object(line: Line, weak: int, at: int) -> Who | None:
    told = any(token.text == ":" for token in line.tokens[weak : at + 1])
    return Who(refs=line.refs(weak)) if told or line.tokens[weak].text == "it" else None


# The subject at or before `k`, by what stands there.
def _at(line: Line, k: int, anchor: int) -> Who | None:
    token = line.at(k)
    if k < 0:
        return _fronted(line, anchor)
    if token.part is Part.WHO:
        k -= 1 + (line.at(k - 1).part is Part.COMMA)
        if line.at(k).part is Part.STOCK and line.at(k - 1).text == "a":
            return of_name(line, k)  # `holders get a stock that has slipped`
        related = token.text == "which" and line.at(k).part is Part.SUBJECT
        return (
            _who(line, k, anchor)
            if related and _is_group_or_free(line, k)
            else _at(line, k, anchor)
        )
    if token.part in {Part.OPEN, Part.STOP} and line.at(k - 1).part is Part.SUBJECT:
        return _who(line, k - 1, anchor)
    if token.text == "to":
        return _infinitive(line, k, anchor)
    return _named(line, k, anchor)


# Whom a word names, or stands for.
def _named(line: Line, k: int, anchor: int) -> Who | None:
    token = line.at(k)
    if token.part is Part.SUBJECT:
        # `Followed it down` says nothing of it; `said it was down` does.
        led = line.at(k + 1).part is Part.SIDE and line.at(k - 1).part is Part.VERB
        # `A newsletter had Riot up 15 %` says only what somebody thought.
        had = line.at(anchor).part is Part.SIDE and line.at(k - 1).text in {"has", "had", "have"}
        # `A fund that tracks Acme fell`: the fund did.
        tracked = line.at(k - 2).part is Part.WHO and line.at(k - 1).part is Part.WORD
        spoken_of = had or tracked or (led and not token.refs) or _belongs(line, k)
        return None if spoken_of else _who(line, k, anchor)
    noun = token.part is Part.MOVE and token.text in _NOUNS  # `losses rose`
    if noun or asides.is_stranger(line, k):
        return None
    if token.part is Part.NAME:
        return Who(refs=(Ref(token.text, Holder.NOBODY),))
    if token.part in {Part.STOCK, Part.VALUE}:
        return _shares(line, k)
    if token.part is Part.COMMA:
        return _across_comma(line, k)
    return None if token.part in _THINGS | {Part.OF} else of_clause(line, k)


# `Up 5 % today, IREN …` names its subject after the comma; other sentences go on about the last.
def _fronted(line: Line, anchor: int) -> Who | None:
    for k in range(max(anchor, 0) + 1, min(anchor + 8, len(line.tokens) - 1)):
        if line.tokens[k].part is Part.COMMA and line.tokens[k + 1].part is Part.SUBJECT:
            return _who(line, k + 1, anchor)
    return Who(refs=line.memory.topic) if line.memory.topic else None


# `Shares` alone are those of whom the sentence is about, or the one before.
def _shares(line: Line, k: int) -> Who | None:
    if k and line.tokens[k - 1].part in _THINGS | {Part.NAME}:
        return None
    if line.at(k - 1).text == "whose":
        owner = k - 2 - (line.at(k - 2).part is Part.COMMA)
        return Who(refs=line.refs(owner)) if line.at(owner).part is Part.SUBJECT else None
    return of_clause(line, k - 1) if k else Who(refs=line.memory.topic)


# What stands between two commas is skipped: `IREN, which rents power, rose`.
def _across_comma(line: Line, k: int) -> Who | None:
    beside = line.at(k - 1)
    priced = _with_price(line, k - 1)
    if priced or (beside.part is Part.SUBJECT and beside.refs and not line.is_object(k - 1)):
        return Who(refs=priced or beside.refs)
    for p in range(k - 1, max(0, k - _FARTHEST), -1):
        if line.tokens[p].part is not Part.COMMA:
            continue
        before, after = line.tokens[p - 1], line.tokens[p + 1]
        if before.part is Part.SUBJECT and asides.opens(line, p + 1) and not line.is_object(p - 1):
            return Who(refs=line.refs(p - 1))
        if before.part in _OWNED and (asides.describes(after) or after.quantity is not None):
            return None  # `rents, we hear, rose`, `the target, $66, is higher`
        if before.part in _THINGS and after.part is Part.NAME:
            return None  # `a rival, Acme, fell`
        if before.part is Part.NAME and asides.describes(after):
            return Who(refs=(Ref(before.text, Holder.NOBODY),))
    return of_clause(line, k - 1)


# `With bitcoin below $102,000, down 19 %`: whose price it is; nobody for other sums.
def _with_price(line: Line, k: int) -> tuple[Ref, ...]:
    priced = line.left(k - 1, _NUMBERS | {Part.PREPOSITION}) if _is_money(line.at(k)) else -1
    return line.at(priced).refs if line.at(priced - 1).text == "with" else ()


# `Is expected to rise` is no rise; `went on to rise` and `was the only one to rise` are.
def _infinitive(line: Line, k: int, anchor: int) -> Who | None:
    found = of_clause(line, k - 1)
    if found is None:
        return None
    before = line.tokens[max(0, k - _SOON) : k]
    went_on = (
        Part.MOTION in {line.tokens[anchor].part, line.tokens[k + 1].part}
        or any(t.text in _WENT_ON for t in before[-2:])
        or any(t.text in _ALONE for t in before)
    )
    foretold = line.at(k - 1).part is Part.MODAL
    return Who(refs=found.refs, open=found.open or foretold or not went_on)


# `A rough day for carriers, which lost 2 %`, but not `sales at Riot, which fell`.
def _is_group_or_free(line: Line, k: int) -> bool:
    head = line.left(k - 1, frozenset((Part.FILLER, Part.PREPOSITION, Part.OF)))
    return line.at(head).part not in {Part.BUSINESS, Part.TAKEN}


# A subject as it is; some of a group are not the group.
def _who(line: Line, k: int, at: int) -> Who | None:
    named = any(ref.holder is Holder.INSTRUMENT for ref in line.tokens[k].refs)
    if k and line.tokens[k - 1].part is Part.SOME and not named:
        return None
    # `Failed to hold $4,500 and slid`: a second verb is not denied with the first.
    goes_on = line.at(at).part is Part.AND or line.at(at).text.endswith("ing")
    opens = {Part.MODAL} if goes_on else _OPENS
    # `Acme isn't stopping: +6 %`: what is denied before a colon is not what follows.
    colon = next((p for p in range(at, k, -1) if line.at(p).text == ":"), k)
    doubt = any(t.part in opens for t in line.tokens[colon + 1 : at])
    return Who(refs=line.refs(k), open=doubt)


# `Sales at Riot`, `the chief of IREN`: the subject is only whom something belongs to.
def _belongs(line: Line, k: int) -> bool:
    if not line.is_object(k):
        return False
    j = k - 1
    while j >= 0 and line.tokens[j].part in {Part.FILLER, Part.PREPOSITION, Part.OF}:
        if line.tokens[j].text == "with":
            return False
        j -= 1
    thing = line.at(j).part in _THINGS | {Part.NAME, Part.QUANTITY}
    return j >= 0 and (thing or line.at(j).text == "losses")


# Whether a name does something here.
def _acts(line: Line, k: int) -> bool:
    follows = line.tokens[k + 1 : k + 2]
    free = k == 0 or line.tokens[k - 1].part in {
        Part.COMMA,
        Part.AND,
        Part.BREAK,
        Part.STOP,
        Part.FILLER,
    }
    return bool(follows) and follows[0].part in _FINITE and free


# Whether a thing is what a clause is about: `revenue rose`, `revenue was`.
def _is_subject(line: Line, k: int) -> bool:
    follows = line.tokens[k + 1 : k + 2]
    if not follows or line.is_object(k):
        return False
    verb = follows[0]
    noun = line.tokens[k].part is not Part.BUSINESS and verb.text in _NOUNS
    led = line.tokens[k].part is Part.WORD and verb.text in {"led", "leads"}
    return led or verb.part is Part.AUX or (verb.part is Part.MOVE and not noun)


def _is_money(token: Token) -> bool:
    return token.quantity is not None and token.quantity.kind is Kind.MONEY


def _opening(line: Line, k: int) -> int:
    while k > 0 and line.tokens[k].part is not Part.OPEN:
        k -= 1
    return k
