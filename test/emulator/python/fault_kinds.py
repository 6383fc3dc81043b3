"""The error classes and handlers against the kinds of trouble that only a gateway or a network makes (API digest 9.4)."""

from unittest import mock

import requests as http
from sevenbridges.errors import (
    BadRequest,
    MethodNotAllowed,
    NonJSONResponseError,
    SbgError,
    TooManyRequests,
)
from sevenbridges.http.error_handlers import general_error_sleeper, rate_limit_sleeper
from support import *


def slept(sleep):
    return [it.args for it in sleep.call_args_list]


@check
def a_rate_limit_lasts_as_long_as_it_says():
    one = client(error_handlers=[rate_limit_sleeper])
    trouble("rateLimit", seconds=600)
    refused(TooManyRequests, 429, 1000, api.users.me)
    with mock.patch("time.sleep", side_effect=lambda _: later(300)), asked() as requests:
        equal(one.users.me().username, "ada")
    equal(requests.statuses, [429, 429, 307, 200])


@check
def a_rate_limit_without_headers_is_nothing_to_wait_for():
    one = client(error_handlers=[rate_limit_sleeper])
    trouble("rateLimit", headers=False)
    raised(TypeError, one.users.me)


@check
def a_maintenance_is_slept_through():
    trouble("maintenance", times=2)
    with mock.patch("time.sleep") as sleep, asked() as requests:
        equal(api.users.me().username, "ada")
    equal((slept(sleep), requests.statuses), ([(300,), (300,)], [503, 503, 307, 200]))


@check
def a_maintenance_that_lasts_ends_with_the_clock():
    trouble("maintenance", seconds=600)
    with mock.patch("time.sleep", side_effect=later) as sleep:
        equal(api.tasks.create("after", PROJECT, ECHO).name, "after")
    equal(set(slept(sleep)), {(300,)})


@check
def a_page_of_a_gateway_is_no_json():
    for status, kind in (
        (502, NonJSONResponseError),
        (503, NonJSONResponseError),
        (404, NonJSONResponseError),
    ):
        trouble("contentType", status=status)
        error = raised(kind, api.users.me)
        equal((error.status, error.code, error.message[:15]), (status, None, "<!DOCTYPE html>"))
    trouble("contentType", status=200)
    raised(http.exceptions.JSONDecodeError, api.users.me)
    trouble("contentType", status=200)
    equal(raised(NonJSONResponseError, api.tasks.query, project=PROJECT).status, 200)


@check
def an_empty_answer_is_no_json():
    trouble("empty", status=502)
    error = raised(NonJSONResponseError, api.users.me)
    equal((error.status, error.message), (502, ""))
    trouble("empty", status=200)
    raised(http.exceptions.JSONDecodeError, api.users.me)


@check
def a_gateway_is_slept_through():
    one = client(error_handlers=[general_error_sleeper])
    trouble("contentType", status=502)
    trouble("empty", status=504)
    with mock.patch("time.sleep") as sleep, asked() as requests:
        equal(one.users.me().username, "ada")
    equal((slept(sleep), requests.statuses), ([(300,), (300,)], [502, 504, 307, 200]))


@check
def a_connection_that_is_reset_is_repeated_for_a_get_only():
    trouble("reset", path="/user$")
    equal(api.users.me().username, "ada")
    trouble("reset", method="POST")
    raised(SbgError, api.tasks.create, "reset", PROJECT, ECHO)
    equal([it.name for it in api.tasks.query(project=PROJECT) if it.name == "reset"], [])


@check
def an_answer_that_is_cut_off_is_an_error():
    trouble("truncated", path="/users/ada$")
    raised(SbgError, api.users.me)
    equal(api.users.me().username, "ada")


@check
def a_method_that_a_path_has_not_is_not_allowed():
    refused(MethodNotAllowed, 405, 90006, api.put, f"/tasks/{echo().id}")


@check
def a_code_brings_its_status_along():
    trouble(code=7024)
    equal(refused(BadRequest, 400, 7024, api.users.me), "Task can not be started due to validation errors.")
