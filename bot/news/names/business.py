"""Business: the words by which news tell that a name is a company's."""

from bot.news.names.plain_words import words_of

SHARES = words_of(
    """
    shares share stock stocks shareholders shareholder stockholders ceo cfo coo cto chairman
    chairwoman spokesman spokeswoman spokesperson earnings revenue revenues
    """
)
"""What only companies have."""

HAS = SHARES | words_of(
    "chief chair president founder co-founder executive executives results guidance bonds notes"
    " investors management board"
)
"""What companies have, and others too."""

IS = words_of(
    """
    miner miners maker makers company companies firm firms rival rivals peer peers giant
    chipmaker retailer operator operators provider developer owner parent lender holder
    competitor competitors exchange platform carmaker automaker drugmaker bank supplier unit
    startup brokerage landlord hyperscaler neocloud group business producer manufacturer seller
    host subsidiary heavyweight
    """
)
"""What companies are."""

DOES = words_of(
    """
    said says announced announces reported signed signs bought buys acquired acquires sold sells
    raised raises unveiled unveils launched launches secured secures completed completes expects
    expected planned plans posted posts priced prices won wins landed lands inked inks builds
    built expanded expands closed closes agreed agrees appointed appoints named names filed files
    cut cuts lifted lifts hiked hikes beat beats missed misses topped tops swung swings eyes
    sought seeks got gets added adds took takes mulls mulling warned warns joined joins opened
    opens began begins started starts hired hires energized energizes energised boosted boosts
    doubled doubles tripled triples tapped taps borrowed borrows issued issues upsized upsizes
    proposed proposes explores nears targeted targets led leads leased leases delivered delivers
    stockpiles holds held mined mines produced produces rose rises fell falls gained gains lost
    loses jumped jumps climbed climbs dropped drops slid slides surged surges soared soars tumbled
    tumbles advanced advances rallied rallies sank sinks slipped slips shed sheds plunged plunges
    popped pops spiked spikes leapt leaps declined declines traded trades rocketed rockets
    skyrocketed skyrockets outperformed outperforms extended extends erased erases turned turns
    found finds ordered orders hosts hosted owns owned runs ran operates operated pays paid repaid
    repays refinanced refinances converted converts scrapped scraps delayed delays dismissed
    dismisses denied denies confirmed confirms disclosed discloses published publishes guided
    guides forecast forecasts received receives partnered partners teamed teams bets bet pivoted
    pivots gave gives put puts set sets spent spends switched switches sent sends slumped slumps
    crashed crashes edged edges inched inches ticked ticks invested invests poured pours picked
    picks chose chooses rents rented supplied supplies ended ends finished finishes powered powers
    shipped ships deployed deploys installed installs recalled recalls halted halts resumed
    resumes paused pauses sued sues settled settles scored scores snapped snaps slashed slashes
    trimmed trims scaled scales ramped ramps bolstered bolsters widened widens narrowed narrows
    returned returns unveiling replaced replaces renewed renews rejected rejects accepted accepts
    offered offers approved approves scrapping merged merges listed lists delisted moved moves
    retired retires revised revises reaffirmed reaffirms reiterated maintained maintains suspended
    suspends withdrew withdraws reached reaches crossed crosses passed passes hit hits neared
    weighs weighed considers considered discussed discusses shuts shut lays laid fired fires
    upgraded upgrades downgraded promotes promoted elects elected lent lends recorded records
    booked books earned earns generated generates mothballed idled restarted restarts connected
    connects grew grows hoarded hoards
    """
)
"""What companies do, as news put it."""

MOVES = (
    "rose|fell|gained|lost|jumped|climbed|dropped|slid|surged|soared|tumbled|added|advanced|rallied"
    "|sank|slipped|shed|plunged|popped|spiked|leapt|leaped|declined|rises|falls|gains|loses|jumps"
    "|climbs|drops|slides|surges|soars|tumbles|adds|advances|rallies|sinks|slips|sheds|plunges"
    "|pops|spikes|leaps|declines|rising|falling|gaining|losing|jumping|climbing|dropping|sliding"
    "|surging|soaring|tumbling|adding|up|down|is up|is down|was up|was down|traded|trades|closed"
    "|ended|slumped|slumps|edged|inched|ticked|outperformed|rocketed|skyrocketed"
)
"""What shares do, for a pattern."""

WENT = (
    "rise|risen|fall|fallen|gain|gained|lose|lost|climb|climbed|drop|dropped|slide|slid|slip|slipped"
    "|jump|jumped|rally|rallied|add|added|shed|advance|advanced|decline|declined|tumble|tumbled"
    "|surge|surged|soar|soared|sink|sunk|trade|traded|outperform|outperformed"
)
"""What shares did or did not, or have done, for a pattern."""

AMID = words_of(
    "to is has was will of in on for with at by from after as and or could may a an now today still"
    " again just really up down over off out near vs deal deals campus site sites lease stake"
    " offering convertible merger takeover bid loss profit outlook rally downgrade upgrade quarter"
)
"""Words that a headline goes on with behind a name."""

WILL = (
    "invest|expand|buy|sell|build|raise|close|cut|add|open|acquire|offer|issue|launch|report|host"
    "|lease|hire|spend|pay|borrow|join|leave|supply|rent|cease|move|take|start|begin|end|use|merge"
    "|split|list|delist|convert|mine|power|get|make|give|pause|resume|halt|shut|double|triple|ship"
    "|deploy|install|announce|post|hold|keep|become|receive|provide|develop|operate|own|replace|idle"
    "|trade|rise|fall"
)
"""What companies are to do, for a pattern."""
