"""How long an answer says that it stays as it is."""

from datetime import timedelta

import pytest

from bot.feeds.web.verdict import fresh_for


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=300"}, 300),
        ({"Cache-Control": "public, max-age=300, must-revalidate"}, 300),
        ({"Cache-Control": "PUBLIC,MAX-AGE=300"}, 300),
        ({"Cache-Control": "max-age=300", "Age": "120"}, 180),
        ({"Cache-Control": "max-age=300", "Age": "900"}, None),
        ({"Cache-Control": "max-age=300", "Age": "soon"}, 300),
        ({"Cache-Control": "max-age=0"}, None),
        ({"Cache-Control": "no-cache, max-age=300"}, None),
        ({"Cache-Control": "no-store"}, None),
        ({"Cache-Control": "s-maxage=300"}, None),
        ({"Cache-Control": "max-age=-1"}, None),
        ({"Cache-Control": "max-age=" + "9" * 400}, None),
        ({"Cache-Control": "max-age="}, None),
    ],
)
def test_what_is_said_in_earnest_is_read(headers: dict[str, str], seconds: int | None):
    assert (None if seconds is None else timedelta(seconds=seconds)) == fresh_for(headers)
