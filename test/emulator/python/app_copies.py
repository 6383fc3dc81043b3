"""App: copy, sync, YAML, public ones (API digest 8.1)."""

from sevenbridges.errors import BadRequest, Conflict, NotFound
from support import *

SHARED = "division/shared"
YAML = "class: CommandLineTool\ncwlVersion: v1.2\nlabel: From YAML\ninputs: []\noutputs: []\n"


@check
def copy_an_app():
    app = api.apps.get(ECHO)
    with asked() as requests:
        copy = app.copy(project=api.projects.get(SHARED))
    equal(requests[-1], ("POST", f"/apps/{ECHO}/actions/copy", {}, {"project": SHARED, "strategy": "clone"}))
    equal((copy.id, copy.revision, copy.name, copy.project), (f"{SHARED}/echo", 1, "Echo", SHARED))
    equal(copy.raw["sbg:revisionNotes"], f"Copy of {ECHO}/1")
    refused(Conflict, 409, 6003, app.copy, SHARED)
    refused(NotFound, 404, 3002, app.copy, "ada/none")
    equal(api.tasks.create("t", SHARED, copy).app, f"{SHARED}/echo/1")


@check
def copy_by_every_strategy():
    app = api.apps.get(ECHO)
    found = {}
    for strategy in ("clone", "direct", "clone_direct", "transient"):
        copy = app.copy(SHARED, name=f"By {strategy}", strategy=strategy)
        found[strategy] = (copy.id, copy.name, copy.revision)
    equal(
        found,
        {
            "clone": (f"{SHARED}/by-clone", "By clone", 1),
            "direct": (f"{SHARED}/by-direct", "By direct", 0),
            "clone_direct": (f"{SHARED}/by-clone-direct", "By clone_direct", 1),
            "transient": (f"{SHARED}/by-transient", "By transient", 0),
        },
    )
    refused(BadRequest, 400, 90000, app.copy, SHARED, name="odd", strategy="odd")


@check
def copy_a_revision():
    app = api.apps.get_revision(ECHO, 0)
    with asked() as requests:
        copy = app.copy(SHARED, name="first", use_revision=True)
    equal(
        (requests[0][1], copy.revision, copy.raw["sbg:revisionNotes"]),
        (f"/apps/{ECHO}/0/actions/copy", 0, f"Copy of {ECHO}/0"),
    )


@check
def sync_a_copy():
    raw = {"class": "CommandLineTool", "label": "One", "inputs": [], "outputs": []}
    api.apps.install_app("ada/lab/source", raw)
    copy = api.apps.get("ada/lab/source").copy(SHARED)
    equal((copy.sync().revision, copy.name), (0, "One"))
    api.apps.create_revision("ada/lab/source", 1, {**raw, "label": "Two"})
    with asked() as requests:
        synced = copy.sync()
    equal(requests, [("POST", f"/apps/{SHARED}/source/actions/sync", {}, None)])
    equal((synced.id, synced.revision, synced.name), (f"{SHARED}/source", 1, "Two"))
    refused(BadRequest, 400, 6010, api.apps.get(ALIGN).sync)


@check
def install_from_yaml():
    with asked() as requests:
        app = api.apps.install_app("ada/lab/yaml", YAML, raw_format="yaml")
    # A text within JSON, and called JSON.
    equal(requests[0], ("POST", "/apps/ada/lab/yaml/raw", {}, YAML))
    equal(
        (app.id, app.revision, app.name, app.raw["class"]),
        ("ada/lab/yaml", 0, "From YAML", "CommandLineTool"),
    )


@check
def no_app_is_public_that_is_not_seeded_so():
    equal(list(api.apps.query(visibility="public")), [])
