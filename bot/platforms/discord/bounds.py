"""Bounds: what Discord takes, each with the page that says so."""

from datetime import timedelta

from bot.delivery.limits import Limits, Window

# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
TITLE = 256
DESCRIPTION = 4096
FACTS = 25
FACT_LABEL = 256
FACT_VALUE = 1024
ALL_EMBEDS = 6000
"""Characters of all embeds of a message together."""
EMBEDS = 10

# https://docs.discord.com/developers/components/reference
ROWS = 5
IN_A_ROW = 5
BUTTON_LABEL = 80
CUSTOM_ID = 100
FORM_TITLE = 45
FORM_LINES = 5
LINE_LABEL = 45
LINE_HINT = 100

# https://docs.discord.com/developers/interactions/application-commands
COMMANDS = 100
DESCRIPTION_OF_A_COMMAND = 100
CHOICES = 25
CHOICE = 100

# https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel
POST_NAME = 100

SECOND = timedelta(seconds=1)

ANSWER_WITHIN = timedelta(seconds=1)
"""After that an interaction is acknowledged first; it is void after 3 seconds without an answer.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

DRAW_WITHIN = timedelta(seconds=1.5)
"""After that a message goes without its picture: ours, for an alert is worth more than a chart."""

LIMITS = Limits(
    # It allows 50 in all: https://docs.discord.com/developers/topics/rate-limits#global-rate-limit.
    # What we ask besides messages (posts, edits, channels) has the rest.
    overall=(Window(45, SECOND),),
    # Seen to be so for years and written nowhere; the headers of each answer correct it.
    chat=(Window(5, 5 * SECOND),),
    threads_apart=True,
)
