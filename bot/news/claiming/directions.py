"""Directions: the verbs, nouns and small words of market news that say which way it went."""

UP = """
    rise rises rose risen rising gain gains gained gaining add adds added adding jump jumps
    jumped jumping climb climbs climbed climbing soar soars soared soaring surge surges surged
    surging advance advances advanced advancing rally rallies rallied rallying spike spikes
    spiked spiking leap leaps leaped leapt leaping pop pops popped popping rocket rockets
    rocketed rocketing skyrocket skyrockets skyrocketed skyrocketing fly flies flew flying
    vault vaults vaulted vaulting rebound rebounds rebounded rebounding bounce bounces bounced
    bouncing recover recovers recovered recovering increase increases increased increasing
    strengthen strengthens strengthened appreciate appreciates appreciated zoom zooms zoomed
    zooming explode explodes exploded exploding rip rips ripped ripping blast blasts blasted
    blasting uptick upswing run return returns returned regain regains regained regaining
    double triple quadruple moonshot moonshots firmed firms perked balloon ballooned catapulted
    hurtled sprinted galloped swell swells swelled swelling sprang roared
"""
"""Verbs and nouns of a rise."""

UP_PHRASES = """
    bid up | won back | wins back | clawed back | claws back | put on | puts on | putting on |
    tacked on | tacks on | tacking on | tack on | picked up | picks up | picking up |
    pick up | shot up | shoots up | shooting up | shot higher | run up | piled on | piles on |
    piling on | shoot up | racked up | racks up | racking up | a plus
"""

DOWN = """
    fall falls fell fallen falling drop drops dropped dropping slide slides slid sliding sink
    sinks sank sunk sinking tumble tumbles tumbled tumbling plunge plunges plunged plunging
    plummet plummets plummeted plummeting lose loses lost losing loss losses shed sheds
    shedding slip slips slipped slipping dip dips dipped dipping decline declines declined
    declining decrease decreases decreased retreat retreats retreated retreating slump slumps
    slumped slumping crash crashes crashed crashing dive dives dived dove diving crater
    craters cratered cratering skid skids skidded skidding weaken weakens weakened weakening
    ease eases eased easing sag sags sagged sagging tank tanks tanked tanking nosedive
    nosedives nosedived collapse collapses collapsed collapsing pullback selloff drawdown
    surrender surrendered ceded cede depreciated backtracked bled bleeding swooned swoon
    stumble stumbles stumbled whacked hammered walloped slammed clobbered battered pummelled
    pummeled
"""
"""Verbs and nouns of a fall."""

DOWN_PHRASES = """
    gave up | gives up | giving up | give up | given up | gave back | gives back |
    giving back | give back | sell off | sold off | sells off | selling off | pull back |
    pulled back | pulls back | came off | handed back | hands back | handing back |
    knocked off | shaved off | coughed up | coughs up | coughing up | cough up |
    gave way | gives way | giving way | give way | given way | a minus
"""

SIDES = {
    **dict.fromkeys(
        ("up", "higher", "firmer", "stronger", "ahead", "upward", "dearer", "pricier", "better"), 1
    ),
    **dict.fromkeys(
        ("down", "lower", "softer", "weaker", "off", "downward", "cheaper", "worse"), -1
    ),
}
SIDE_PHRASES = {
    **dict.fromkeys(("in the green", "in positive territory", "to the good"), 1),
    **dict.fromkeys(
        ("in the red", "in negative territory", "under water", "in the hole", "to the bad"), -1
    ),
}
CARRIES = {
    **dict.fromkeys(
        ("lift", "lifts", "lifted", "lifting", "boost", "boosts", "boosted", "boosting"), 1
    ),
    **dict.fromkeys(("knock", "knocks", "knocked", "knocking"), -1),
}
