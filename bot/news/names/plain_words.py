"""Plain words: what companies and tickers are called that means something else besides."""


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


ACRONYMS = words_of(
    """
    ai api app ar arm ars asic atm aum bi btc cad car cbdc cd cdc ceo cex cfo coo cpi cpu cto dao
    dc defi dei dex dlt dna ebit eps er esg etf eth eu eur ev fda fed fx gas gdp gpu gw hpc hr ipo
    it kw llc llm ltd mr mw nav nft ngo ny nyse nz oil ok otc pc pe phd plc ppa ppi pr q qe ram roi
    rpo sa sec spac tsx tv uk un us usa usd vc vpn vr wto yoy
    """
)
"""What stands in capitals in any text, and is hardly ever a ticker there."""

PLACES = words_of(
    """
    aspen aurora austin boston cambridge canaan charlotte columbia dallas denver essex franklin
    georgia grace hamilton houston hudson iris jack jackson john jordan kelly kent lincoln maasai
    madison manhattan mara marathon morgan orlando oxford phoenix richmond robin roger ross salem
    simon sparta strategy taylor troy victoria washington
    """
)
"""What has a capital, and is a company only where something near says so."""

GENERIC = words_of(
    """
    advanced air alliance allied america american americas applied asia asset atlantic auto bank
    best better big bio bit bitcoin black block blue bright british build business canada canadian
    capital car care cash central chain china city clean clear cloud coin commercial common
    community compute computer consolidated consumer core credit crypto data deep digital direct
    discount dollar dynamic eagle east eastern eco electric electronic energy enterprise essential
    europe european fidelity financial first five fresh full future general global gold golden good
    grand great green group growth health healthcare high home hyper independent india industrial
    infinite innovative integrated intelligent interactive international internet investors japan
    key land liberty life light live local lone main major marine market master media medical metro
    micro mid mining mobile modern money mutual national natural net network new next nine north
    northern nova ocean old omega one open optimum orange pacific peoples perfect physical pioneer
    planet plus polar power precision premier prime principal pro public pure quantum rapid real
    red regional renewable republic rich rock royal safe science sea secure select senior service
    seven silver simply six skill smart social solar solid sound south southern space special
    standard star state sterling stone summit sun super supreme sure ten texas third three total
    trade trans tri true trust two ultra union united universal urban us value vital warner water
    west western white wide wild wind world york young zero
    """
)
"""Words that say nothing of whose name they begin."""

PLAIN = (
    ACRONYMS
    | PLACES
    | GENERIC
    | words_of(
        """
        able ace act active add affirm again age agent aid aim album alert all alpha alphabet also
        alto amazon amber amp anchor and angel ant any ape apollo apple apps aqua arc arcade arch
        archer are area argo aries ark armour array arrow art ash ask associated at atlas autumn
        avalanche avenue away axe axis axon badger baker ball band banner bar bark barn base basic
        bat bath bay beacon bead beam bear beat bed bee bell bend berry beta bid bike bill bird
        bite blast blend blink bliss bloom board boat body bold bolt bond book boom boost boot
        border boss bottle bow box brain brand brave bread break breeze brick bridge broad brook
        brown bud buff bull bumble burn bus buy buzz cable cake call calm camp can cap
        carbon card cardinal carnival carrier cart carter cat catch cava cement chart charter chase
        chat check chef chemistry cherry chip choice cipher circle citizen citizens claw clay
        clearway clip clover club coach coast cola comfort compass concord condor consensus
        constellation cook cool copper coral corner corsair cost cottage could courier cove cracker
        crane cream creek crescent crest cross crown cruise crystal cube cue cups curve cut cyber
        dare dash date dave dawn day days deal deck deliver dell delta dent depot design desk
        diamond did dime dingo discover discovery dish disney do dog dollars door dot dove dow
        draft dragon draw dream dress drive drone duck duke duo dusk dust each earn earth ease easy
        eat echo edge edison egg eight elastic elect element elf elite else ember emerald emerge
        empire encore end endurance envision epic equal era escape esperance essence ether even
        ever evergreen every evolve exact express extra eye fair faith falcon fame far farm fast
        fate fathom feather federal fiber field fifth fig fin find fine fire fit fix flag flame
        flash fleet flex flight float floor flow flower fly focus food foot for ford forest forge
        fort fortune forward fossil found founder foundry four fox frame free freedom freight
        frontier frost fuel fun fund fusion gain galaxy gale game games gap garden gate gates
        gateway gem gen genesis genius genuine get giant gift glacier glass globe glory go goat
        golf gone goods gossamer grab graham grain grant graph graphite grass gravity grid grind
        grocery grove gryphon guardian guess guide gulf guru hack had hall hand harbor hard harmony
        has hat have haven hawk he head hear heart hearth heat heavy help her here heritage hero
        hess hexagon hi hide hill hint hit hive hog holdings holly honest honey hood hook hope
        horizon horn host hot hour house how hub hum human humble hunt hunter hut ice icon idea
        ideal if image impact in indeed independence infinity ink innovation insight inspire intact
        invitation iron is island item ivory jade jaguar jam jet job joint journey joy jump juniper
        just keep kernel kin kind kinetic king kingdom kirby kite knight knot know kraken lab lad
        lake lamb lands lantern laser last late latitude laurel law lazard lead leaf league lean
        learn legacy legend lemon lemonade level lever lift lightning like lily line lion list lit
        lithium load loan lodge loop loss lot love low lowe loyalty lucid lucky lumber lumen luna
        lunar lush made magic magnet magnolia mail make mammoth man many map maple marble march
        mark marker marsh mass mast match mate matter may maya me mean medallion meet mega melon
        men mercer merchants mercury mercy merit mesa meta meteor method might mill mind mine miner
        mint mirror miss mission mist model molecular moment monarch monday mongo monitor monro
        monster moody moon more morning mosaic most motion mount mountain mountaineer move movie
        much murphy music must name nation nature nautilus near nebula neo nest neuron nexus nice
        nio noble noise northeast northwest not note noted novel now nucleus nut oak oasis odyssey
        off olympus omni on once onto opal oracle orbit orchard orchid order origin orion oscar
        other our out outset over owl own pace pacer pack page paladin palm pan panther par
        paradigm paramount park parker part party pass path patrick patriot pay paycheck payments
        peabody peak peanut pear pearl peg pelican pen penguin people per perform perspective pet
        pick pier pilgrim pilot pin pine pinnacle pipe pitch pixel place plains plan plant
        platforms play plaza plug plum point pool pop popular port portal portfolio post premium
        press prestige prince priority profile progress progressive project promise prospect
        prosper prosperity protagonist proto provident pulse puma pump purple purpose quaker
        quality quarry quest quick quiet rabbit race radiant radius rail rain raven ray reach read
        ready realty redwood reed relay reliance remedy rent reserve resolute resources rest result
        revolve rex rhodium ride rig rigel right rim ring rio riot rise river road roam rocket root
        rope rose round rover row rubicon ruby rule run rush sabre saga sage sail saint salt sand
        savannah save saw say scale scholar school scientific scoop scout scroll seal season seat
        second see seed sense sentinel sequoia serve sesame set shake shape share shark shell
        shepherd sherwin shield shift ship shoe shop shore show side sierra sight sigma sign signal
        signet silk simple sirius site sketch sky sleep slide slim smith smoke snap snow snowflake
        so sofi sol solo sonic source southeast southwest spark spartan spear spectrum speed sphere
        spin spire spirit splash sport spot spring sprout square stable stack staff stag stage
        stake stamp stand stanley staple stars start stay steel stellar stem step stitch stock
        stoke storage store storm story strategic stream street stride strive strong stronghold
        structure stub studio surf surge swan sweet swift switch sylvan symbol synergy table tag
        take talent talon tandem tango tap target task teach team tech tell tempest tempo tenet
        term terra tesla test tether the thor thorn thread thrive thunder tide tiger tile tilly
        timber time times titan toast today toll tomorrow tool top topaz torch toro touch tower
        town toy track tracker tractor trail train traveler travelers treasure tree trek trend
        tribune trim trinity trip triumph tron tropic trove truck trump tug tungsten turn turtle
        tutor twin twist under unicorn unison unity up upland urgent valley valor van vanguard vast
        vault vector velvet venture ventures vera verge veritas vertex verve vest via victory view
        viking villa village vine vintage vinyl viper virgin virtue visa vision vista vita vivid
        voice volt voyager vulcan wag walk wall war was watch wave wax way we wealth wear weave web
        wedge well wells wendy whale wharf what wheel when who will win winter wise wish wit wolf
        wonder wood woods woodward word work workhorse works wrap writer x xenia yard year yes
        yield you your zebra zen zenith zephyr zeta zinc zion zone zoom
        """
    )
)
"""Words, and names of people and places, that alone are no sign of a company."""
