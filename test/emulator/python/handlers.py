"""The client's error handlers against trouble, and the repeats of the HTTP library below it (API digest 9.4)."""

from unittest import mock

from sevenbridges.errors import (
    SbgError,
    ServerError,
    ServiceUnavailable,
    TooManyRequests,
)
from sevenbridges.http.error_handlers import (
    general_error_sleeper,
    maintenance_sleeper,
    rate_limit_sleeper,
)
from support import *


def sleepless():
    """Instead of sleeping, it is written down for how long."""
    return mock.patch("time.sleep")


"""A call for the user that is repeated, and sent on."""
WHO_AGAIN = [("GET", path, {}, None) for path in ("/user", "/user", "/users/ada")]


def slept(sleep):
    return [it.args for it in sleep.call_args_list]


@check
def rate_limit_sleeper_waits_for_the_reset():
    one = client(error_handlers=[rate_limit_sleeper])
    trouble(status=429, seconds=1)
    with asked() as requests:
        equal(one.users.me().username, "ada")
    equal((requests, requests.statuses), (WHO_AGAIN, [429, 307, 200]))


@check
def rate_limit_sleeper_waits_out_a_window_that_is_used_up():
    one = client(error_handlers=[rate_limit_sleeper])
    control("POST", "/rate-limit", {"remaining": 0})
    reset = wire("/rate_limit")["rate"]["reset"]
    with sleepless() as sleep, mock.patch("time.time", return_value=reset - 100), asked() as requests:
        sleep.side_effect = lambda _: later(300)
        equal(one.users.me().username, "ada")
    equal((slept(sleep), requests.statuses), ([(100,)], [429, 307, 200]))


@check
def rate_limit_sleeper_repeats_until_it_is_let_in():
    one = client(error_handlers=[rate_limit_sleeper])
    trouble(status=429, times=3)
    with sleepless() as sleep, asked() as requests:
        task = one.tasks.create("once", PROJECT, ECHO)
    equal((requests.statuses, len(slept(sleep)), task.name), ([429, 429, 429, 201], 3, "once"))


@check
def without_the_rate_limit_sleeper_it_raises():
    trouble(status=429)
    with asked() as requests:
        refused(TooManyRequests, 429, 1000, api.users.me)
    equal(requests.statuses, [429])


@check
def maintenance_sleeper_is_always_on():
    trouble(status=503, code=0, message="Under maintenance.", times=2)
    with sleepless() as sleep, asked() as requests:
        equal(api.users.me().username, "ada")
    equal((slept(sleep), requests.statuses), ([(300,), (300,)], [503, 503, 307, 200]))


@check
def maintenance_sleeper_repeats_a_creation_with_its_body():
    trouble(status=503, code=0, method="POST")
    with sleepless() as sleep, asked() as requests:
        task = api.tasks.create("after maintenance", PROJECT, ECHO, inputs={"message": "hi"})
    equal((slept(sleep), requests.statuses), ([(300,)], [503, 201]))
    equal(requests[0], requests[1])
    equal((task.name, task.inputs["message"]), ("after maintenance", "hi"))
    equal(
        [it.name for it in api.tasks.query(project=PROJECT) if it.name == "after maintenance"],
        ["after maintenance"],
    )


@check
def maintenance_sleeper_leaves_other_503s_alone():
    trouble(status=503)
    with sleepless() as sleep, asked() as requests:
        refused(ServiceUnavailable, 503, 90005, api.users.me)
    equal((slept(sleep), requests.statuses), ([], [503]))


@check
def general_error_sleeper_repeats_every_server_error():
    one = client(error_handlers=[general_error_sleeper])
    for status in (500, 502, 503, 504):
        trouble(status=status, times=2)
        with sleepless() as sleep, asked() as requests:
            equal(one.users.me().username, "ada")
        equal((slept(sleep), requests.statuses), ([(300,), (300,)], [status, status, 307, 200]))


@check
def general_error_sleeper_makes_a_task_twice_when_the_first_was_made():
    one = client(error_handlers=[general_error_sleeper])
    trouble(status=500, effect="after", method="POST")
    with sleepless(), asked() as requests:
        task = one.tasks.create("twice", PROJECT, ECHO)
    equal(requests.statuses, [500, 201])
    found = [it.id for it in api.tasks.query(project=PROJECT) if it.name == "twice"]
    equal((len(found), found[0]), (2, task.id))


@check
def general_error_sleeper_raises_what_is_the_callers_fault():
    one = client(error_handlers=[general_error_sleeper])
    with sleepless() as sleep:
        refused(TooManyRequests, 429, 1000, lambda: trouble(status=429) or one.users.me())
    equal(slept(sleep), [])


@check
def all_handlers_together():
    one = client(error_handlers=[rate_limit_sleeper, general_error_sleeper])
    trouble(status=503, code=0)
    trouble(status=429)
    trouble(status=500)
    with sleepless() as sleep, asked() as requests:
        equal(one.users.me().username, "ada")
    equal((requests.statuses, [it[0] for it in slept(sleep)][::2]), ([503, 429, 500, 307, 200], [300, 300]))


@check
def handlers_are_added_and_removed():
    one = client(error_handlers=[rate_limit_sleeper, maintenance_sleeper])
    equal(one.error_handlers, [maintenance_sleeper, rate_limit_sleeper])
    one.add_error_handler(general_error_sleeper)
    one.add_error_handler(general_error_sleeper)
    one.remove_error_handler(rate_limit_sleeper)
    one.remove_error_handler(maintenance_sleeper)
    one.remove_error_handler(maintenance_sleeper)
    equal(one.error_handlers, [general_error_sleeper])
    trouble(status=429)
    raised(TooManyRequests, one.users.me)
    one.remove_error_handler(general_error_sleeper)
    trouble(status=503, code=0)
    refused(ServiceUnavailable, 503, 0, one.users.me)


@check
def a_handler_of_ones_own_sees_each_answer():
    seen = []

    def handler(one, response):
        seen.append((response.status_code, response.json()["username"]))
        return response

    client(error_handlers=[handler]).users.me()
    equal(seen, [(200, "ada")])


@check
def a_get_whose_connection_is_dropped_is_repeated():
    trouble("drop", path="/user$")
    with asked() as requests:
        equal(api.users.me().username, "ada")
    equal((requests, requests.statuses), (WHO_AGAIN, [None, 307, 200]))


@check
def a_deletion_whose_connection_is_dropped_is_repeated():
    task = echo()
    trouble("drop", method="DELETE")
    with asked() as requests:
        task.delete()
    equal(requests.statuses, [None, 204])


@check
def a_creation_whose_connection_is_dropped_is_not_repeated():
    trouble("drop", method="POST", effect="after")
    with asked() as requests:
        raised(SbgError, api.tasks.create, "dropped", PROJECT, ECHO)
    equal(requests.statuses, [None])
    equal([it.name for it in api.tasks.query(project=PROJECT) if it.name == "dropped"], ["dropped"])


@check
def a_change_whose_connection_is_dropped_is_not_repeated():
    task = echo()
    task.name = "renamed"
    trouble("drop", method="PATCH")
    with asked() as requests:
        raised(SbgError, task.save)
    equal(requests.statuses, [None])
    task.save()
    equal(api.tasks.get(task.id).name, "renamed")


@check
def as_many_times_as_the_client_was_told():
    one = client(retry_count=1)
    trouble("drop", times=2, path="/user$")
    with asked() as requests:
        raised(SbgError, one.users.me)
    equal(requests.statuses, [None, None])
    one = client(retry_count=2, backoff_factor=0.01)
    trouble("drop", times=2, path="/user$")
    equal(one.users.me().username, "ada")


@check
def a_slow_answer_is_waited_for():
    trouble("delay", seconds=0.2)
    equal(api.users.me().username, "ada")


@check
def a_server_error_is_raised():
    trouble(status=500)
    refused(ServerError, 500, 90004, api.users.me)
