"""App: query, get, revisions, install (API digest 8.1)."""

from sevenbridges.errors import BadRequest, Conflict, Forbidden, NotFound, SbgError
from support import *

RAW = {
    "class": "CommandLineTool",
    "cwlVersion": "v1.2",
    "label": "New",
    "inputs": [{"id": "x", "type": "int?"}],
    "outputs": [],
}


def ids(**more):
    return [it.id for it in api.apps.query(**more).all()]


@check
def query_by_project():
    equal((ids(project=PROJECT), ids(project=api.projects.get(PROJECT))), ([ALIGN, COUNT, ECHO],) * 2)
    equal(ids(project="division/shared"), [])
    refused(NotFound, 404, 3002, api.apps.query, project="ada/none")
    refused(Forbidden, 403, 3001, api.apps.query, project="bob/private")


@check
def query_by_visibility():
    equal(
        (ids(project=PROJECT, visibility="private"), ids(visibility="private")), ([ALIGN, COUNT, ECHO],) * 2
    )
    refused(BadRequest, 400, 6012, api.apps.query, visibility="hidden")


@check
def query_by_words_and_ids():
    equal((ids(q=["ali"]), ids(q=["lab", "echo"]), ids(q=["nothing"])), ([ALIGN], [ECHO], []))
    equal(
        (ids(id=[ECHO, ALIGN]), ids(id=[ECHO + "/1"]), ids(id=["ada/lab/none"])), ([ALIGN, ECHO], [ECHO], [])
    )


@check
def query_by_pages():
    page = api.apps.query(project=PROJECT, limit=2)
    equal(
        (page.total, [it.id for it in page], [it.id for it in page.next_page()]), (3, [ALIGN, COUNT], [ECHO])
    )
    equal([it.id for it in api.apps.query(project=PROJECT, offset=1, limit=1)], [COUNT])


@check
def get_the_newest_revision():
    app = api.apps.get(ECHO)
    equal(
        whole(app),
        {
            "href": f"{URL}/apps/{ECHO}/1",
            "project": PROJECT,
            "name": "Echo",
            "revision": 1,
            "raw": wire(f"/apps/{ECHO}/1/raw"),
        },
    )
    equal(
        (app.id, str(app), app.raw["sbg:id"], app.raw["label"]),
        (ECHO, f"<App: id={ECHO} rev=1>", ECHO + "/1", "Echo"),
    )


@check
def get_a_revision():
    for app in (
        api.apps.get_revision(ECHO, 0),
        api.apps.get_revision(id=ECHO, revision="0"),
        api.apps.get(ECHO + "/0"),
    ):
        equal((app.id, app.revision, app.name, app.raw["sbg:latestRevision"]), (ECHO, 0, "echo", 1))
    equal(str(api.apps.get_revision(ECHO, 0)), f"<App: id={ECHO}")
    refused(NotFound, 404, 6002, api.apps.get_revision, ECHO, 9)
    refused(BadRequest, 400, 6011, api.apps.get, "no/app")


@check
def install_and_revise():
    app = api.apps.install_app(id="ada/lab/new", raw=RAW)
    equal(
        (app.id, app.revision, app.name, {key: app.raw[key] for key in RAW}), ("ada/lab/new", 0, "New", RAW)
    )
    app = api.apps.create_revision(id="ada/lab/new", revision=1, raw={**RAW, "label": "Newer"})
    equal((app.id, app.revision, app.name), ("ada/lab/new", 1, "Newer"))
    refused(Conflict, 409, 6003, api.apps.create_revision, "ada/lab/new", 1, RAW)
    refused(NotFound, 404, 6002, api.apps.create_revision, "ada/lab/new", 7, RAW)
    equal(api.tasks.create("t", PROJECT, app).app, "ada/lab/new/1")


@check
def install_what_is_no_app():
    refused(BadRequest, 400, 90009, api.apps.install_app, "ada/lab/odd", {"inputs": []})
    refused(Forbidden, 403, 3001, api.apps.install_app, "bob/private/new", RAW)
    equal(
        raised(SbgError, api.apps.install_app, "ada/lab/odd", RAW, raw_format="xml").message,
        'Unsupported raw data format: "xml".',
    )


@check
def install_in_json_by_name():
    equal(api.apps.install_app("ada/lab/json", RAW, raw_format="JSON").revision, 0)


@check
def apps_are_equal_by_id():
    app = api.apps.get(ECHO)
    equal(
        (app == api.apps.get_revision(ECHO, 0), app == api.apps.get(ALIGN), app == ECHO, app.equals(app)),
        (True, False, False, True),
    )


@check
def reload_and_copy_of_the_object():
    app = api.apps.get_revision(ECHO, 0)
    equal((app.reload().revision, whole(app.deepcopy()), app.field("revision")), (0, whole(app), 0))


@check
def an_app_is_not_deleted():
    equal(raised(SbgError, api.apps.get(ECHO).delete).message, "Resource can not be deleted!")
