"""Cues: what near a name says that a company is meant, or that none is."""

import re

from bot.news.names import business
from bot.news.names.calling import SUFFIXES
from bot.news.names.plain_words import words_of
from bot.news.names.surroundings import Neighbour, Surroundings

_HELD = words_of(
    "shares stock stake ceo cfo chief chairman unit units owner parent maker acquisition"
)
_INTRODUCE = business.IS | words_of(
    "shares stock symbol ticker versus vs including excluding acquire acquired buys bought"
)
_OURS = words_of("miner miners rival rivals peer peers hyperscaler symbol ticker shares stock")
_VENUES = frozenset({"NASDAQ", "Nasdaq", "NYSE", "TSX", "ticker", "symbol"})
_TAGS = frozenset({"NASDAQ", "NYSE", "AMEX", "CBOE", "TSX"})
_TAGGED = re.compile(r"(?: ?:|[ -]listed\b|[ -]traded\b)")
_DAYS = words_of(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may"
    " june july august september october november december today yesterday"
)
_AROUND = _DAYS | words_of(
    "bitcoin nasdaq nyse and or but the a an in on for with at by from after as to of while when"
    " shares like both unlike meanwhile is can will does did has are was could should would may"
    " than then only even where who what also still now here some other others fellow smaller"
    " larger elsewhere separately earlier later because until before among amid against between"
    " over under into out via per plus minus buy sell hold holding watch meet trade trading crypto"
    " ai us uk chinese american canadian australian texas-based bitmain however since although"
    " though inside why how if york london street toronto sydney frankfurt tokyo kong europe asia"
)
_FOLLOWS = (
    SUFFIXES
    | business.HAS
    | _DAYS
    | words_of("class reports q1 q2 q3 q4 director analyst ceos vice senior head common")
)
_LEADS = _AROUND | _FOLLOWS | _INTRODUCE
_ELSEWHERE = words_of("spa ag sa se nv ab asa oyj gmbh kgaa")  # endings of the law of others
_ENDINGS = SUFFIXES - _ELSEWHERE
_GOES_ON = business.DOES | business.AMID | _FOLLOWS
_DONE = words_of(
    "found set put cut hit held led ended closed opened missed shut laid crossed run moved passed"
    " picked beat lost built sold ordered listed named halted"
)  # what was done to something as often as what it did
_HOW = words_of("by in at on for after from as with to near over during amid")
_PARTS = words_of(
    "new north south east west old great saint st mount mt port lake fort upper lower little"
    " masai maasai royal national san santa los las el la de operation project camp point cape the"
    " beach"
)
_ARTICLES = words_of(
    "the a an this that our their his her its every each any no my your these those"
)
_FIRM = re.compile(
    r",\s(?:an?|the|which|whose|one of|formerly|previously|once)\b[^.;]{0,60}?\b(?:compan(?:y|ies)"
    r"|miners?|maker|firms?|operator|provider|holder|business|retailer|chipmaker|platform|exchange"
    r"|lender|developer|bank|stock|owner|producer|manufacturer|seller|traded|listed|shares)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    rf"(?:,? which)?\s+(?:{business.MOVES})\b[^.;:!?]{{0,32}}?[\s$(]\d[\d.,]*\s?(?:%|per ?cent)?",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",\s(?:(?:which|whose)\s[^,.;:]{3,60}|by contrast|meanwhile|however|for its part|in turn"
    r"|on the other hand|too|though),"
)
_DOING = re.compile(
    rf"\s(?:did|does|has|had)(?: not|n['\u2019]t| also)? (?:{business.WENT})\b"
    r"|\s(?:is|are|was|were|has been) (?:said|set|due|in talks|close to|buying|selling|planning"
    r"|considering|weighing|expected|mulling|building|raising|hiring|adding|seeking|paying"
    r"|recalling|cutting|selling|launching|spending|shipping|suing|expanding|investing|issuing"
    r"|borrowing|leasing|acquiring|reporting|struggling)\b"
    rf"|\s(?:to|will|may|could|would|can|plans to|aims to|wants to) (?:{business.WILL})\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r",\s(?:Ala|Alaska|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Georgia|Hawaii|Idaho|Ill|Ind|Iowa|Kan|Kent|Ky"
    r"|La|Maine|Mary|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|N\.?[HJMYCD]\b|New |North |South |Ohio"
    r"|Okla|Ore|Pa\b|Penn|Rhode|R\.?I\b|S\.?[CD]\b|Tenn|Tex|Utah|Vt|Vermont|Va\b|Virginia|Wash"
    r"|West |W\.Va|Wis|Wyo|Kenya|Israel)"
)


def stranger(around: Surroundings, start: int, end: int) -> bool:
    """Whether capitals beside a name make a longer one of it, that is somebody else's."""
    before = around.before(start)
    if before.close and before.capital and before.low in _PARTS:
        return True
    return not around.titled(start) and (_begun(before) or _continued(around.after(end)))


def tags(around: Surroundings, said: str, end: int) -> bool:
    """Whether a name is a venue's that tells where somebody is listed: `(Nasdaq: MSTR)`."""
    return said.upper() in _TAGS and _TAGGED.match(around.rest(end)) is not None


def begun(around: Surroundings, start: int) -> bool:
    """Whether the word before may be a first name, or the first half of a longer name."""
    return _begun(around.before(start))


# `Harrison Ford` is a man, `Retailer Target` is not.
def _begun(before: Neighbour) -> bool:
    return before.close and before.capital and before.low not in _LEADS


# `Riot Games` is another company, `Riot CEO` is not; nor is `Iren SpA` IREN.
def _continued(after: Neighbour) -> bool:
    if not after.close or not after.capital:
        return False
    return after.low in _ELSEWHERE or (not after.word.isupper() and after.low not in _FOLLOWS)


def elsewhere(around: Surroundings, start: int, end: int) -> bool:
    """Whether it is a place, Canaan, Connecticut, or one of many: the strategy."""
    if _PLACE.match(around.rest(end)):
        return True
    return around.before(start).low in _ARTICLES and not around.loud(start)


def strong(around: Surroundings, start: int, end: int, ticker: str) -> bool:
    """Whether what stands beside a name makes it a company's, whatever else it may mean."""
    after = around.after(end)
    if after.gap in {" ", ", "} and after.low in _ENDINGS and after.capital:
        return True
    if after.gap.strip() == "(" and (after.word in _VENUES or after.word == ticker):
        return True
    if (after.gap == " " and after.low in business.SHARES) or _introduced(around, start, _OURS):
        return True
    return not after.owns and _MOVED.match(around.rest(_past_aside(around, end))) is not None


def described(around: Surroundings, start: int, end: int) -> bool:
    """Whether what stands beside a name says that some company is called so."""
    return _FIRM.match(around.rest(end)) is not None or _introduced(around, start, _INTRODUCE)


# `shares of Riot`, `the miner Riot`, `the symbol "CAN"`.
def _introduced(around: Surroundings, start: int, by: frozenset[str]) -> bool:
    before = around.before(start)
    if before.owns or before.gap.strip() not in {"", '"', "\u201c", "'", "\u2018"}:
        return False
    if before.low in by:
        return True
    return before.low in {"of", "in", "at"} and around.before(before.at).low in _HELD


def acts(around: Surroundings, end: int) -> bool:
    """Whether a name does what companies do: says, signs, raises; or is to do something."""
    end = _past_aside(around, end)
    after = around.after(end)
    if not after.close:
        return False
    if after.low in _DONE:
        return around.after(after.at + len(after.word)).low not in _HOW
    return after.low in business.DOES or _DOING.match(around.rest(end)) is not None


# `Ford, which reports tonight, was up 2 %`.
def _past_aside(around: Surroundings, end: int) -> int:
    aside = _ASIDE.match(around.rest(end))
    return end + aside.end() if aside else end


def fair(around: Surroundings, end: int) -> bool:
    """Whether a headline goes on behind a name as it does behind companies' names."""
    after = around.after(end)
    if not after.close or not after.word:
        return True
    return after.low in _GOES_ON or after.word[0].isdigit()


def within(around: Surroundings, start: int) -> bool:
    """Whether a capital says that this is a name: no line or sentence gives it one."""
    return not around.titled(start) and not around.opens(start)
