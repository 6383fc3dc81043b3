"""What the checks of this folder share: the client under test, the emulator's control routes, the words to compare with.

A file of checks is run by itself, against a separate emulator: `<file>.py BASE_URL TOKEN OTHER_USERS_TOKEN CONTROL_URL`.
It prints one JSON line per check, {"name": …, "ok": …, "error": …}, and one at its end, {"exercised": […]}: which methods,
properties and fields of the client its checks have used.
"""

import atexit
import contextlib
import datetime
import json
import pprint
import sys
import traceback
import urllib.error
import urllib.request

import sevenbridges as sbg
import usage
from sevenbridges.meta.comp_mutable_dict import CompoundMutableDict
from sevenbridges.meta.fields import Field
from sevenbridges.meta.resource import Resource

URL, TOKEN, OTHER_TOKEN, CONTROL = sys.argv[1:5]
PROJECT, ALIGN, COUNT, ECHO = "ada/lab", "ada/lab/align", "ada/lab/count", "ada/lab/echo"
NO_TASK_ID = "00000000-0000-4000-8000-000000000000"
MORE_INFO = "https://docs.cancergenomicscloud.org/docs/api-status-codes"


def client(**more):
    """debug: the client refuses http otherwise."""
    return sbg.Api(**{"url": URL, "token": TOKEN, "debug": True, **more})


api = client()


def check(body):
    """Runs a check at once, named by its function."""
    line = {"name": body.__name__.replace("_", " "), "ok": True}
    try:
        with usage.watched():
            body()
    except Exception:
        line.update(ok=False, error=traceback.format_exc())
    print(json.dumps(line), flush=True)
    return body


atexit.register(lambda: print(json.dumps({"exercised": sorted(usage.used)}), flush=True))


def control(method, path, body=None):
    return plain(method, CONTROL + path, body, {})


def later(seconds):
    control("POST", "/clock", {"advance": seconds})


def trouble(kind="status", method=None, path="", **more):
    """Orders a fault for requests to come."""
    match = {"path": path} if method is None else {"method": method, "path": path}
    control("POST", "/faults", {"match": match, "kind": kind, **more})


def plain(method, url, body=None, headers=None):
    """The answer's JSON, past the client: what it makes of an answer is held against this."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"X-SBG-Auth-Token": TOKEN} if headers is None else headers
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    return json.load(urllib.request.urlopen(request))


def wire(path):
    return plain("GET", URL + path)


@contextlib.contextmanager
def asked():
    """The requests to the API in the meantime, as (method, path, query, body); the statuses are in `asked().statuses`."""
    found = Requests()
    control("DELETE", "/journal")
    yield found
    for it in control("GET", "/journal"):
        found.append((it["method"], it["path"].removeprefix("/v2"), it["query"], it["body"]))
        found.statuses.append(it["status"])


class Requests(list):
    def __init__(self):
        super().__init__()
        self.statuses = []


def equal(was, expected):
    assert was == expected, f"was\n{pprint.pformat(was)}\nexpected\n{pprint.pformat(expected)}"


raised_kinds = set()


def raised(kind, call, /, *args, **kwargs):
    """The error of exactly this kind that a call raises."""
    try:
        given = call(*args, **kwargs)
    except Exception as error:
        if type(error) is not kind:
            raise
        raised_kinds.add(kind.__name__)
        return error
    raise AssertionError(f"no {kind.__name__}, but {given!r}")


def refused(kind, status, code, call, /, *args, **kwargs):
    """Raises this error, with everything that the API says of a refusal; gives back the sentence."""
    error = raised(kind, call, *args, **kwargs)
    equal((error.status, error.code, error.more_info), (status, code, MORE_INFO))
    assert isinstance(error.message, str) and str(error) == error.message and error.message != ""
    return error.message


def whole(value):
    """Everything the client reads of a resource: its declared fields, and those of what is in them."""
    if isinstance(value, CompoundMutableDict):
        return {key: whole(it) for key, it in value.items()}
    if isinstance(value, Resource) and not isinstance(value, dict):
        fields = {
            key: it
            for one in reversed(type(value).__mro__)
            for key, it in vars(one).items()
            if isinstance(it, Field)
        }
        return {key: whole(getattr(value, key)) for key in fields if not key.startswith("_")}
    if isinstance(value, dict):
        return {key: whole(it) for key, it in value.items()}
    if isinstance(value, (list, tuple)):
        return [whole(it) for it in value]
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def named(name, project=PROJECT):
    """A file of the seed."""
    return api.files.query(project=project, names=[name])[0]


def seeded_reads():
    return [named(name) for name in ("s1_1.fastq", "s1_2.fastq", "s2_1.fastq")]


def draft(**more):
    """A task that could run."""
    inputs = {"reads": seeded_reads(), "genome": named("genome.fa"), "threads": 4}
    return api.tasks.create(**{"name": "align", "project": PROJECT, "app": ALIGN, "inputs": inputs, **more})


def echo(**more):
    return api.tasks.create(**{"name": "echo", "project": PROJECT, "app": ECHO, **more})


def ended(task):
    later(20)
    task.reload()
    return task
