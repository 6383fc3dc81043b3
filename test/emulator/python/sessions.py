"""Api: how it is given its address and token, its requests, its headers, its threads (API digest 1)."""

import datetime
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import sevenbridges as sbg
from sevenbridges.config import Config, UserProfile
from sevenbridges.errors import SbgError, Unauthorized
from support import *

# A profile of the person who runs this is neither read nor written.
folder = tempfile.TemporaryDirectory()
UserProfile.CREDENTIALS = os.path.join(folder.name, "credentials")
UserProfile.CONFIG = os.path.join(folder.name, "config")
for name in ("SB_API_ENDPOINT", "SB_AUTH_TOKEN"):
    os.environ.pop(name, None)


def profile(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def who(one):
    return one.users.me().username


@check
def by_arguments():
    equal(
        (
            who(sbg.Api(url=URL, token=TOKEN, debug=True)),
            who(sbg.Api(url=URL, token=OTHER_TOKEN, debug=True)),
        ),
        ("ada", "bob"),
    )


@check
def with_a_slash_at_the_end_of_the_address():
    one = client(url=URL + "/")
    equal((one.url, who(one)), (URL, "ada"))


@check
def by_the_environment():
    with mock.patch.dict(os.environ, SB_API_ENDPOINT=URL, SB_AUTH_TOKEN=TOKEN):
        one = sbg.Api()
    equal((one.url, one.token, who(one)), (URL, TOKEN, "ada"))


@check
def by_the_default_profile():
    profile(
        UserProfile.CREDENTIALS,
        f"[default]\napi_endpoint = {URL}\nauth_token = {TOKEN}\n\n[bob]\napi_endpoint = {URL}/\nauth_token = {OTHER_TOKEN}\n",
    )
    equal(who(sbg.Api()), "ada")


@check
def by_a_named_profile():
    config = Config("bob")
    equal(
        (config.api_endpoint, config.auth_token, who(sbg.Api(config=config))), (URL + "/", OTHER_TOKEN, "bob")
    )
    found = UserProfile("bob")
    equal((found.api_endpoint, found.auth_token, found.advance_access), (URL + "/", OTHER_TOKEN, False))
    equal(found.proxies, {"http_proxy": None, "https_proxy": None})


@check
def by_a_profile_with_a_configuration():
    profile(UserProfile.CONFIG, "[mode]\nadvance_access = True\n")
    one = sbg.Api(config=Config("default"))
    equal((UserProfile("default").advance_access, one.aa, who(one)), ("True", "True", "ada"))
    equal(UserProfile("default").proxies, {})
    os.remove(UserProfile.CONFIG)


@check
def by_nothing_is_an_error():
    os.remove(UserProfile.CREDENTIALS)
    assert raised(SbgError, sbg.Api).message.startswith("URL is missing!")
    assert raised(SbgError, sbg.Api, url=URL, debug=True).message.startswith(
        "Required authorization model not selected!"
    )
    equal(
        raised(SbgError, sbg.Api, url=URL, token=TOKEN).message,
        f"Seven Bridges api client requires https, cannot initialize with url {URL}",
    )
    equal(raised(SbgError, Config, "none").message, "Missing credentials file.")


@check
def by_an_oauth_token():
    one = client(token=None, oauth_token=TOKEN)
    equal(
        (one.headers["Authorization"], "X-SBG-Auth-Token" in one.headers, who(one)),
        (f"Bearer {TOKEN}", False, "ada"),
    )
    refused(Unauthorized, 401, 90001, client(token=None, oauth_token="x" * 32).users.me)


@check
def by_a_token_that_nobody_has():
    refused(Unauthorized, 401, 90001, client(token="x" * 32).users.me)


@check
def by_a_session_which_nobody_has_here():
    one = client()
    one._session_id = "s"
    refused(Unauthorized, 401, 90001, one.users.me)
    equal(("X-SBG-Auth-Token" in one.headers, one.headers["X-SBG-Session-Id"]), (False, "s"))


@check
def with_advance_access():
    one = client(advance_access=True)
    equal((who(one), one.headers["X-Sbg-Advance-Access"]), ("ada", "Advance"))


@check
def the_list_of_addresses_needs_no_token():
    one = client(token="x" * 32)
    found = one.endpoints.get()
    paths = (
        "rate_limit",
        "user",
        "users",
        "billing",
        "projects",
        "files",
        "tasks",
        "apps",
        "action",
        "upload",
    )
    equal((whole(found), str(found)), ({f"{it}_url": f"{URL}/{it}" for it in paths}, "<Endpoints>"))
    equal(
        (found.field("user_url"), found.equals(found), whole(found.deepcopy())),
        (URL + "/user", True, whole(found)),
    )
    assert raised(SbgError, found.reload).message.startswith("Resource can not be refreshed")
    equal(raised(SbgError, found.delete).message, "Resource can not be deleted!")


@check
def every_verb_by_itself():
    task = echo()
    with asked() as requests:
        equal(api.get(f"/tasks/{task.id}", params={"fields": "name"}).json(), {"name": "echo"})
        equal(api.get(task.href, params={"fields": "name"}, append_base=False).json(), {"name": "echo"})
        equal(api.patch(f"/tasks/{task.id}", data={"name": "n"}).json()["name"], "n")
        equal(api.post(f"/tasks/{task.id}/actions/clone", data={}).json()["name"], "n")
        equal(
            api.put(f"/files/{named('genome.fa').id}/metadata", data={"species": "human"}).json(),
            {"species": "human"},
        )
        equal(api.delete(f"/tasks/{task.id}"), None)
    equal(
        [(it[0], it[3]) for it in requests if it[1] != "/files"],
        [
            ("GET", None),
            ("GET", None),
            ("PATCH", {"name": "n"}),
            ("POST", {}),
            ("PUT", {"species": "human"}),
            ("DELETE", {}),
        ],
    )
    equal(raised(SbgError, api.get, "").message, "Request url must be provided")


@check
def the_session_is_one_of_requests():
    response = api.session.get(URL + "/user", headers=api.headers)
    equal(
        (response.status_code, response.headers["Content-Type"], response.json()["username"]),
        (200, "application/json", "ada"),
    )


@check
def each_answer_has_an_id():
    one = client()
    equal(one.request_id, None)
    seen = {one.request_id for _ in range(3) if who(one)}
    equal((len(seen), all(isinstance(it, str) for it in seen)), (3, True))


@check
def limits_are_read_off_each_answer():
    control("POST", "/rate-limit", {"limit": 500, "remaining": 300})
    one = client()
    who(one)
    # To ask for them costs nothing.
    equal((one.limit, one.remaining, one.remaining), (500, 298, 298))
    who(one)
    equal((one.remaining, type(one.reset_time)), (296, datetime.datetime))
    equal(int(one.reset_time.timestamp()), wire("/rate_limit")["rate"]["reset"])
    control("POST", "/rate-limit", {"limit": 1000000, "remaining": 1000000})


@check
def an_answer_that_takes_too_long_is_an_error():
    one = client(timeout=0.3)
    task = echo()
    trouble("delay", seconds=2, path="/actions/clone$")
    assert "timed out" in raised(SbgError, lambda: one.post(f"/tasks/{task.id}/actions/clone")).message


@check
def ten_threads_at_once():
    tasks = [echo() for _ in range(10)]

    def work(task):
        mine = api.tasks.get(task.id)
        mine.name = f"of {task.id}"
        mine.save()
        mine.run()
        return [mine.reload().name, mine.status, api.tasks.query(project=PROJECT, limit=1).total >= 10]

    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(work, tasks))
    equal(found, [[f"of {it.id}", "QUEUED", True] for it in tasks])


@check
def two_requests_at_once_are_enough_to_be_throttled():
    one = client(max_parallel_requests=2)
    with ThreadPoolExecutor(10) as pool:
        equal(set(pool.map(lambda _: who(one), range(20))), {"ada"})
