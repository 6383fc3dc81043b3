"""The error classes, by what causes them: real refusals, and trouble that is ordered (API digest 9)."""

import os
import tempfile

import requests
from sevenbridges import errors
from sevenbridges.errors import *
from sevenbridges.errors import AdvanceAccessError, NonJSONResponseError, URITooLong
from support import *


@check
def bad_request():
    equal(refused(BadRequest, 400, 7005, api.tasks.get, "nonsense"), "Task ID must be a valid UUID.")


@check
def unauthorized():
    equal(refused(Unauthorized, 401, 90001, client(token="x").users.me), "Unauthorized.")


@check
def forbidden():
    other = client(token=OTHER_TOKEN)
    for code, call, one in ((3001, other.projects.get, PROJECT), (6001, other.apps.get, ECHO)):
        refused(Forbidden, 403, code, call, one)
    assert api.users.me().username == "ada"


@check
def not_found():
    refused(NotFound, 404, 7002, api.tasks.get, NO_TASK_ID)
    refused(NotFound, 404, 6002, api.apps.get, "ada/lab/none")
    refused(NotFound, 404, 5002, api.files.get, "0" * 24)
    refused(NotFound, 404, 3002, api.projects.get, "ada/none")
    refused(NotFound, 404, 2002, api.users.get, "nobody")


@check
def conflict():
    raw = {"class": "CommandLineTool", "inputs": [], "outputs": []}
    refused(Conflict, 409, 6003, api.apps.install_app, ECHO, raw)
    refused(Conflict, 409, 3003, api.projects.create, "Lab")


@check
def too_many_requests():
    control("POST", "/rate-limit", {"remaining": 2})
    api.users.me()
    refused(TooManyRequests, 429, 1000, api.users.me)
    equal(api.remaining, 0)
    control("POST", "/rate-limit", {"remaining": 1000})


@check
def each_status_that_is_ordered():
    for kind, status, code in (
        (BadRequest, 400, 90000),
        (Unauthorized, 401, 90001),
        (Forbidden, 403, 90002),
        (NotFound, 404, 90003),
        (Conflict, 409, 90007),
        (TooManyRequests, 429, 1000),
        (ServerError, 500, 90004),
        (ServiceUnavailable, 503, 90005),
    ):
        trouble(status=status)
        equal(refused(kind, status, code, api.users.me), "Ordered by a test.")
        trouble(status=status, code=7999, message="Of another code.")
        equal(refused(kind, status, 7999, api.users.me), "Of another code.")


@check
def method_not_allowed_and_request_timeout():
    trouble(status=405, code=90006)
    refused(MethodNotAllowed, 405, 90006, api.users.me)
    trouble(status=408, code=90000)
    refused(RequestTimeout, 408, 90000, api.users.me)


@check
def statuses_without_a_class_of_their_own():
    for status, code in ((415, 90008), (501, 90004), (502, 90004), (504, 90004)):
        trouble(status=status, code=code)
        refused(SbgError, status, code, api.users.me)


@check
def a_refusal_that_is_no_json():
    trouble("malformed", effect="after", path="/tasks/")
    error = raised(NonJSONResponseError, api.tasks.get, NO_TASK_ID)
    equal(
        (error.status, error.code, error.more_info, error.message[:14]), (404, None, None, '{"status":404,')
    )


@check
def a_list_that_is_no_json():
    trouble("malformed", effect="after", path="/tasks$")
    error = raised(NonJSONResponseError, api.tasks.query, project=PROJECT)
    equal((error.status, error.code, error.more_info, error.message[:8]), (200, None, None, '{"href":'))


@check
def a_resource_that_is_no_json_is_an_error_of_the_http_library():
    trouble("malformed", effect="after", path="/users/ada$")
    raised(requests.exceptions.JSONDecodeError, api.users.me)


@check
def a_dropped_connection_is_an_error_where_the_call_is_not_repeated():
    trouble("drop", method="POST")
    error = raised(SbgError, echo)
    equal(
        (error.status, error.code, error.more_info, "Connection aborted" in error.message),
        (None, None, None, True),
    )


@check
def task_validation_error():
    error = raised(TaskValidationError, draft, inputs={}, run=True)
    equal(
        (error.status, error.code, error.message, error.task.status),
        (-1, -1, "Unable to run task! Task contains errors.", "DRAFT"),
    )


@check
def read_only_property_error():
    error = raised(ReadOnlyPropertyError, setattr, api.users.me(), "username", "x")
    equal((error.status, error.code, str(error)), (-1, -1, "Property username is marked as read only!"))


@check
def validation_error():
    error = raised(ValidationError, setattr, draft(), "name", 5)
    equal((error.status, error.code, str(error)), (-1, -1, "5 is not a valid value for StringField"))


@check
def pagination_error():
    error = raised(PaginationError, api.projects.query().next_page)
    equal((error.status, error.code, str(error)), (-1, -1, "No more entries."))


@check
def resource_not_modified():
    for one in (named("genome.fa"), api.projects.get(PROJECT)):
        error = raised(ResourceNotModified, one.save)
        equal((error.status, error.code), (-1, -1))


@check
def local_file_already_exists():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "there")
        open(path, "w", encoding="utf-8").close()
        error = raised(LocalFileAlreadyExists, named("genome.fa").download, path)
        equal((error.status, error.code, error.message), (-1, None, path))


@check
def uri_too_long():
    error = raised(URITooLong, api.files.query, project=PROJECT, names=["n" * 100] * 60)
    equal(
        (error.status, error.message),
        (414, "Request url too large, likely too many query parameters provided."),
    )


@check
def what_is_not_emulated_says_so():
    equal(refused(SbgError, 501, 90004, api.get, "/nothing"), "The emulator has no such route.")


@check
def every_class_of_errors_is_in_one_of_these_checks():
    known = {name for name, it in vars(errors).items() if isinstance(it, type) and issubclass(it, SbgError)}
    # The client itself raises these two nowhere.
    equal(known - raised_kinds, {AdvanceAccessError.__name__, ExecutionDetailsInvalidTaskType.__name__})
