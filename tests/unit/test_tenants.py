"""Tenants: whose a room is, as its platform says, as was kept, and as it was before it moved."""

from bot.tenants import Tenants
from tests.dispatches import a_room

CHANNEL, OLD, NEW = a_room("discord:55"), a_room("telegram:1"), a_room("telegram:-1001")


def test_a_room_of_which_nobody_has_said_is_its_own_chat_s():
    assert "telegram:1" == Tenants().owner(a_room("telegram:1:7"))


def test_what_an_owner_has_kept_says_whose_a_room_is_until_its_platform_does():
    tenants = Tenants()
    claimed = tenants.claim(CHANNEL, "discord:9")
    before = tenants.owner(CHANNEL)
    tenants.learn(CHANNEL, "discord:8")

    assert (True, "discord:9", "discord:8") == (claimed, before, tenants.owner(CHANNEL))


def test_nobody_claims_what_is_another_s():
    tenants = Tenants()
    tenants.learn(CHANNEL, "discord:9")

    assert (False, "discord:9") == (tenants.claim(CHANNEL, "discord:8"), tenants.owner(CHANNEL))


def test_a_chat_that_has_moved_is_kept_under_the_name_it_had():
    """Its platform knows it by the new one alone, and says so each time somebody asks there."""
    tenants = Tenants()
    tenants.follow(OLD, NEW)
    tenants.learn(NEW, "telegram:-1001")

    topic = a_room("telegram:-1001:7")
    assert ("telegram:1", "telegram:1", "telegram:1:7") == (
        tenants.owner(NEW),
        tenants.name("telegram:-1001"),
        str(tenants.room(topic)),
    )


def test_a_chat_that_moves_twice_is_kept_under_the_first_name():
    tenants = Tenants()
    tenants.follow(OLD, NEW)
    tenants.follow(NEW, a_room("telegram:-2002"))

    assert ("telegram:1", OLD) == (
        tenants.owner(a_room("telegram:-2002")),
        tenants.room(a_room("telegram:-2002")),
    )
