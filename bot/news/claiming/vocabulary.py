"""The vocabulary of market news, by the part that each word plays.

Of two tables that have a word the first counts.
"""

from bot.news.claiming.parts import Part

VERGES = """
    knocking on the door of | knocks on the door of | closing in on | closes in on |
    closed in on | within a whisker of | within touching distance of |
    within striking distance of | a whisker from | a whisker away from
"""
"""Phrases that say that a level is close."""

PHRASES: dict[Part, str] = {
    Part.BECOME: VERGES,
    Part.MOTION: """
        little changed | last seen | changed hands | changing hands | changes hands |
        change hands | last traded | was indicated | treading water |
        spent the weekend | spent the week | spent the day | spent the night |
        spent the session | spent the morning
    """,
    Part.VALUE: """
        a value of | market value | market cap | market caps | market capitalization |
        market capitalisation | combined value | sector value | equity value | group value |
        aggregate value | total value | combined worth | stock market value | total worth |
        market worth
    """,
    Part.VERB: """
        makes up | make up | made up | making up | set up | sets up | signed up | start up |
        tied up | bought up | lined up | backed up | ended up with | catch up | caught up |
        cut down | shut down | laid off | paid off | paid down | pay down | stepped up |
        ramp up | ramped up | ramping up | scaled up | up to speed | up front | up in smoke
    """,
    Part.NAME: """
        new york | new mexico | new jersey | new zealand | new delhi | new orleans
    """,
    Part.WORTH: """
        valued at | priced at | worth of
    """,
    Part.STOCK: """
        share price | share prices | stock price | stock prices | american depositary shares |
        depositary receipts | common stock | common shares | class a shares |
        ordinary shares | spot price | market price | last sale | last trade
    """,
    Part.BUSINESS: """
        hash rate | hash price | market share | short interest | net loss | net losses |
        operating loss | gross margin | trading volume | interest rate | power price |
        power prices | electricity prices | energy prices | same store | operating costs |
        chip prices | rig prices | gas prices | oil prices | price target | net income |
        target price | order book | quarterly loss | annual loss | net gain | realised gain |
        realized gain | fair value | funding rate | open interest | implied volatility |
        quarterly profit | fair values | price targets | target prices | loss per share |
        earnings per share | gain on | loss on | book value | asset value | face value |
        upside of | downside of | contract value | total contract value | deal value |
        enterprise value | power capacity
    """,
    Part.NOT: """
        no longer | rather than | instead of | far from | nowhere near | stopped short
    """,
    Part.IF: """
        even if | in case | as if | on the condition | were to
    """,
    Part.MODAL: """
        set to | on course to | on track to | on pace to | en route to | poised to | due to |
        likely to | has to | have to | going to | looks certain | look certain |
        within reach | in sight | in reach
    """,
    Part.AND: """
        as well as | along with | together with
    """,
    Part.BREAK: """
        even as | ahead of | on top of | adding to | building on | compared with |
        in contrast
    """,
    Part.FILLER: """
        as a group | as a whole | on the whole | taken together | as much as | as many as |
        as high as | as low as | up to | more than | less than | close to | at least |
        no less than | a total of | north of | or so | in all | so far | at one point |
        shy of | short of | south of | an eye watering | at the time | of late | in total |
        per cent | about to |
        on the verge of | on the cusp of | on the brink of | for now | on course for |
        on track for | on pace for | headed for | heading for | set for | bound for |
        in early | such as | a combined | on aggregate | as a bunch | as a sector | as a pack |
        by comparison | by contrast | on the other hand | in turn | for its part |
        for example | as recently as | in aggregate | at last check | of as much as | the day |
        the session | no fewer than | if you ask me | the trading session | the trading day |
        the recent trading session | the latest trading session | the latest session
    """,
    Part.LEAD: """
        biggest gainer | top gainer | best performer | top performer | strongest performer |
        largest gainer | biggest riser | top riser | biggest winner | biggest loser |
        biggest decliner | worst hit | biggest faller | steepest decliner | biggest advancer |
        biggest gain | largest gain | steepest fall | biggest drop | biggest mover |
        top mover | steepest drop | best performing | sharpest gain | strongest gain |
        front runner | top dog | best of | best of the | best of them all | pick of the |
        star of the |
        did best | fared best | does best | faring best | fared worst | faring worst |
        did worst | fares best |
        ahead of the pack | more than any other | more than anybody else |
        more than anyone else | more than everybody else | more than everyone else |
        ahead of everybody else | ahead of everyone else | ahead of anybody else |
        ahead of anyone else | out in front | set the pace | sets the pace | setting the pace |
        made the pace | beating every other | beating all other | ahead of every other |
        beat every other | beats every other | ahead of all other |
        top of the class | top of the table | on top of the board | on top of the pack |
        on top of the pile | on top of the list | on top of the table | on top of the heap |
        on top of the leaderboard | top of the board | top of the pile | top of the list |
        top of the leaderboard |
        the most in | the most among | the most of | highest of | flew highest | rose most |
        rose the most | gained most | gained the most | climbed most | climbed the most |
        jumped most | jumped the most | rose furthest | was the largest | was the biggest |
        was the strongest | was the steepest
    """,
}
PLAIN: dict[Part, str] = {
    Part.MOTION: """
        trade trades traded trading close closes closed closing end ends ended ending finish
        finishes finished finishing settle settles settled settling open opens opened opening
        edge edges edged edging inch inches inched inching tick ticks ticked ticking move
        moves moved moving start starts started starting go goes went gone swing swings swung
        turn turns turned turning drift drifts drifted drifting creep creeps crept creeping
        nudge nudges nudged hover hovers hovered hovering hold holds held holding sit sits sat
        sitting stand stands stood standing stay stays stayed staying remain remains remained
        quoted indicated changed unchanged flat steady mixed push pushes pushed march marched
        marches grind grinds ground head heads headed heading reopen reopens reopened reopening
        limp limps limped limping cling clings clung clinging linger lingers lingered lingering
        languish languishes languished languishing sneak sneaks sneaked sneaking zip zips zipped
        zipping scream screams screamed screaming squeak squeaks squeaked squeaking wobble
        wobbles wobbled wobbling teeter teeters teetered teetering
    """,
    Part.BECOME: """
        hit hits hitting reach reaches reached reaching top tops topped topping cross crosses
        crossed crossing pass passes passed passing touch touches touched touching break
        breaks broke broken breaking exceed exceeds exceeded exceeding surpass surpasses
        surpassed surpassing approach approaches approached approaching near nears neared
        nearing clear clears cleared clearing eclipse eclipses eclipsed reclaim reclaims
        reclaimed reclaiming breach breaches breached breaching fetch fetches fetched smash
        smashes smashed smashing storm stormed storms burst bursts bursting test tests tested
        testing
    """,
    Part.AUX: """
        is are was were be been being am has have had having 's 're 've did does do got gets
        get getting
    """,
    Part.VERB: """
        said says say signs sign plans plan posts sees see saw wins win won raises extends
        expands reports notes note tells told made makes make took takes take taken taking
        kept keeps keep began begins begin came comes come brought brings bring sold sells
        buys bought built builds gives gave give giving became becomes become shows show
        showed shown outperforms lags lag put puts set sets following followed follows left
        leaves leave leaving logs log notches notch books marks scored scores paid pays owns
        own runs ran beat beats beaten enjoy enjoys enjoyed wrote writes announces unveils secures
        launches files filed buying selling extending posting notching logging marking booking
        sealing capping caps building bringing making raising
    """,
    Part.MODAL: """
        could may might would should can will shall must expect expects expected expecting
        forecast forecasts forecasting predict predicts predicted predicting likely possible
        potential potentially possibly perhaps maybe hope hopes hoped hoping aim aims aimed
        estimate estimates projected projects projecting envisage envisages foresee foresees
        wants need needs ought hypothetical whether imagine imply implies implied implying
        unlikely
    """,
    Part.NOT: """
        not never no without neither nor cannot didn't doesn't don't wasn't weren't isn't
        aren't hasn't haven't hadn't won't wouldn't couldn't can't fails failed fail denied
        denies deny avoided avoid didn’t doesn’t don’t wasn’t weren’t isn’t aren’t hasn’t
        haven’t hadn’t won’t wouldn’t couldn’t can’t false falsely untrue denying rumour rumor
    """,
    Part.IF: """
        if unless provided assuming suppose
    """,
    Part.STOCK: """
        shares stock share stocks scrip scrips equity equities adrs ads adr price prices token coin
    """,
    Part.VALUE: """
        valuation valuations capitalisation capitalization cap marketcap
    """,
    Part.WORTH: """
        worth valued valuing values value
    """,
    Part.BUSINESS: """
        revenue revenues sales income earnings ebitda profit profits margin margins output
        notes debentures production hashrate hash difficulty capacity cost costs expenses spending
        capex volume
        volumes yield yields coupon interest rate rates stake ownership debt guidance backlog
        orders bookings demand supply inflows outflows holdings reserves treasury fees fee
        hashprice shipments deliveries users customers headcount workforce payroll eps cash
        assets budget consumption electricity power generation utilisation utilization uptime
        efficiency growth dominance probability odds chance chances dilution premium discount
        turnover outlook results inflation gdp unemployment payrolls tariffs tariff tax taxes
        levy loan loans bonds borrowings employment usage traffic emissions rent rents leasing
        contracts deployment blocks rewards reward mined produced producing bill bills fleet
        rigs energy network transactions liquidity receipts takings investment leverage
        exposure allocation weighting
    """,
    Part.TAKEN: """
        target targets targeted offering offered placement priced conversion convertible
        exercise strike warrant warrants dividend dividends buyout takeover bid tender acquire
        acquires acquired acquisition merger deal contract contracted agreement lease leases
        order financing funding raise raised proceeds fine fined settlement lawsuit penalty
        spend spent spends invest invests invested average averaging averaged mine mining pay
        paying payment budgeted insider grant options option call underwriters repurchase
        buyback buy purchase purchased purchases sell issue issued issuing subscription rights
        facility bond refinancing support resistance upside downside
    """,
    Part.UNDO: """
        pare pares pared paring erase erases erased erasing trim trims trimmed trimming
        reverse reverses reversed reversing wipe wiped wipes wiping snap snaps snapped
        snapping recoup recoups recouped recouping halved offset offsets undo undid retraced
        retrace
    """,
    Part.LEAD: """
        led leads leading lead paced paces pacing leader
    """,
    Part.CARRY: """
        sent sends sending pushing drove drives driving pulled pulls pulling dragged drags
        dragging propelled propels propelling carried carrying
    """,
    Part.AND: """
        and & or plus
    """,
    Part.BREAK: """
        but while whereas as after before though although because when amid despite then yet
        whilst once until so compared versus vs than
    """,
    Part.WHO: """
        which who that whose whom
    """,
    Part.PREPOSITION: """
        with from to for by at against like behind including via on alongside between over in
        into among within under above below beneath around about through past towards toward
        onto across beyond
    """,
    Part.OF: """
        of
    """,
    Part.FILLER: """
        a an the more much another further some roughly nearly almost again already still even
        just now also too very quite only least most all each both its their his approximately
        respectively whopping unreal massive stunning hefty modest slight solid sharp steep
        big huge strong cool staggering mere full combined total aggregate new fresh early
        late last well additional extra overall ever far later earlier meanwhile together net
        itself themselves alone current latest hardest fastest furthest fast further' there eye
        watering jaw whole monster wild insane crazy incredible astonishing
        cumulative better bigger smaller larger brief quick initial overnight lofty first
        second third time afterwards currently recently briefly little back bit shy
        nonetheless nevertheless however along chg
    """,
    Part.SOME: """
        several many few other rival half none two three four five
    """,
}
CROSSED = """
    topped tops top topping pass cross exceed surpass eclipse surpassed surpasses exceeded exceeds
    crossed crosses passed passes
    cleared clears broke breaks smashed smashes smash eclipsed through past
"""
"""Words that say that a level is behind."""
