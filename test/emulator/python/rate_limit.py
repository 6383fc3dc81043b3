"""RateLimit (API digest 9.3)."""

from sevenbridges.errors import SbgError
from support import *


@check
def the_limits():
    control("POST", "/rate-limit", {"limit": 1000, "remaining": 900})
    found = api.rate_limit.get()
    equal(
        (
            found.rate.limit,
            found.rate.remaining,
            found.instance_limit.limit,
            found.instance_limit.remaining,
            found.instance_limit.reset,
        ),
        (1000, 900, 25, 25, None),
    )
    equal(found.rate.field("reset"), wire("/rate_limit")["rate"]["reset"])
    equal(
        (str(found.rate), str(found.instance_limit)),
        ("<Rate: limit=1000, remaining=900>", "<Rate: limit=25, remaining=25>"),
    )


@check
def the_reset_is_a_number_and_the_client_expects_a_text():
    """Seconds, as the documentation shows it: the client's own property can't read it."""
    raised(TypeError, lambda: api.rate_limit.get().rate.reset)


@check
def to_ask_for_it_costs_nothing():
    control("POST", "/rate-limit", {"remaining": 10})
    equal([api.rate_limit.get().rate.remaining for _ in range(3)], [10, 10, 10])
    api.users.me()
    equal(api.rate_limit.get(id="anything").rate.remaining, 8)


@check
def it_can_be_asked_for_when_nothing_is_left():
    control("POST", "/rate-limit", {"remaining": 0})
    equal(api.rate_limit.get().rate.remaining, 0)
    control("POST", "/rate-limit", {"remaining": 1000})


@check
def each_user_has_limits_of_their_own():
    api.users.me()
    other = client(token=OTHER_TOKEN)
    before = other.rate_limit.get().rate.remaining
    api.users.me()
    equal(other.rate_limit.get().rate.remaining, before)


@check
def a_window_ends_after_five_minutes():
    api.users.me()
    later(301)
    equal(api.rate_limit.get().rate.remaining, 1000)


@check
def it_has_no_id_to_be_reloaded_or_deleted_by():
    found = api.rate_limit.get()
    assert raised(SbgError, found.reload).message.startswith("Resource can not be refreshed")
    equal(raised(SbgError, found.delete).message, "Resource can not be deleted!")
    equal(
        (found.equals(found), found.equals(found.deepcopy()), whole(found.deepcopy().instance_limit)),
        (True, False, whole(found.instance_limit)),
    )
    equal(found.field("instance_limit"), {"limit": 25, "remaining": 25})
