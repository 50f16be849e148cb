"""Vocabulary: words told apart by what they do for a story, and brought to one form."""

from functools import cache, lru_cache

ACT = "="
"""What the sense of a word for something that happens begins with: `=deal`."""

LONGEST = 6
"""Letters of a word that tell it from others, once its ending is off: `produc`, `conver`."""

_LITTLE = """
    a about above according across after again against ago all almost along already also although
    always am among an and another any are around as asked at away back be became because become
    been before began behind being below between both but by call came can could day did do does
    done down during each early either else end even ever every few first following for former from
    further get give given go goes going gone got had has have having he her here him his how
    however i if in including instead into is it its just last late later latest least less like
    made make makes making many may me might more most much must my near nearly new next no not now
    of off often on once one only onto or other others our out over own part per put rather really
    said same saw say saying says second see seen set several she should show showed shows since so
    some soon still such take taken than that the their them then there these they thing this those
    though three through time to today together told tomorrow too took toward two under until up
    five six seven eight nine ten dozen hundred thousand half story stories thing things four
    upon us use used using very via want was way we week well went were what when where whether
    which while who whole whose why will with within without would year yesterday yet you your
    """
_COMMON = """
    american analyst announced announcement article bank based big billion bitcoin blockchain
    business capital cash ceo chief coin company companies corp crypto cryptocurrency current
    customer data digital dollar energy executive expect expected figure financial firm global good
    group half high higher inc industry investor large largest level long low lower ltd major market
    may million mine miner miners mining month monday tuesday wednesday thursday friday saturday
    sunday morning nasdaq news number officer operator operation people percent plan planned plans
    plc point power president price priced program project public publicly quarter record release
    report reported reporting reuters sector services share shareholder shares small spokesman
    spokesperson statement stock stocks street system tech technology told total trade traded trader
    trading trillion wall world work
    january february march april june july august september october november december
    """
# What happens to companies and markets, each by the words of those who tell it.
_ACTS = {
    "deal": """deal agreement contract pact sign inks inked lease leasing leases tenant lessee
        hosting accord rent rents rented renting landlord partnership
        partner teams colocation memorandum""",
    "raise": """raise raising notes convertible convert offering debt bond bonds loan financing
        finance placement facility proceeds borrow lender upsize coupon maturity maturing credit
        secures refinance borrow borrows borrowed lends lenders priced pricing senior
        issuance dilution""",
    "buy": """acquire acquisition acquisitions buy buys buying buyout bought takeover merger merge
        merged bid snaps purchase purchases purchasing stake suitor""",
    "sell": """sell sells selling sold sale divest divestment dispose disposal offload unload
        dumps""",
    "results": """earnings results revenue revenues profit loss losses quarterly ebitda eps guidance
        outlook forecast margin sales adjusted""",
    "output": """produce produced production mined output hashrate exahash monthly operational
        uptime difficulty""",
    "people": """names named poaches treasurer appoint appointed appoints hires hire resign
        resigned resigns departs
        depart successor succeed retire retired retirement""",
    "build": """build building builds construction campus site sites facility energize energise
        complete completed opens opening expansion expand expands breaks groundbreaking deploy
        install installation megawatt gigawatt substation interconnection""",
    "halt": """outage halt halted halts pause paused pauses shutdown shut suspend suspended offline
        curtail curtailed curtailment fire flood storm blackout disruption disrupted""",
    "law": """court judge lawsuit sue sues sued suing settle settlement fraud complaint plaintiff
        ruling appeal jury litigation attorney alleged""",
    "rule": """regulator regulators regulation regulatory commission bill senate lawmaker lawmakers
        lawmaking law legislature governor ban moratorium rule rules approve approval approved
        permit tax tariff tariffs sanctions policy exempt congress vote""",
    "view": """upgrade upgraded downgrade downgraded rating rated initiate coverage
        overweight underweight outperform underperform neutral""",
    "up": """rise rises rose risen rising gain gains gained gaining climb climbed climbing jump
        jumped jumps jumping surge surged surging soar soared soaring rally rallied rallies
        rallying advance advanced leap leapt spike rocket rocketed higher skyrocket added adds
        rebound rebounded recover""",
    "down": """fall falls fell fallen falling drop dropped drops dropping slide slid slides sliding
        decline declined declines declining slump slumped tumble tumbled plunge plunged sank sink
        sinks lower loses lost shed plummet crash selloff retreat retreated slip slipped slips""",
    "payout": """dividend buyback repurchase repurchases payout split""",
    "staff": """layoff layoffs laid workforce jobs staff redundancies headcount""",
    "breach": """hack hacked hackers breach breached exploit stolen theft ransomware""",
    "delay": """delay delayed delays postpone postponed slower setback later pushes""",
    "hold": """treasury holdings hodl hoard accumulate accumulates stash""",
    "flow": """inflow inflows outflow outflows redemptions subscriptions""",
    "strike": """strike strikes union unions walkout picket pickets mechanics""",
    "order": """order orders ordered""",
    "short": """shortage shortages scarce scarcity shortfall constraint constraints constrained""",
}
_SPELLINGS = {"centre": "center", "centres": "center", "datacenter": "center"}


@lru_cache(maxsize=50_000)
def form(word: str) -> str:
    """Bring a lower-case word to the form it shares with its plural, its tenses and its noun."""
    word = _SPELLINGS.get(word, word)
    for ending in ("ies", "ied"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return f"{word[: -len(ending)]}y"[:LONGEST]
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    return word[:LONGEST]


@lru_cache(maxsize=50_000)
def sense(word: str) -> str:
    """Say what a lower-case word stands for: its form, `=deal` for an act, "" for nothing."""
    if len(word) == 1 or word in little():
        return ""
    reduced = form(word)
    return acts().get(reduced) or reduced


@cache
def little() -> frozenset[str]:
    """Return the words that every text has."""
    return frozenset(_LITTLE.split())


@cache
def common() -> frozenset[str]:
    """Return the forms of the words that every text about markets has."""
    return frozenset(form(word) for word in _COMMON.split())


@cache
def acts() -> dict[str, str]:
    """Map the form of each word for something that happens to that, marked as such: `=deal`."""
    told: dict[str, str] = {}
    for act, words in _ACTS.items():
        for word in words.split():
            told.setdefault(form(word), f"{ACT}{act}")
    return told
