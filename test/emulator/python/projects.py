"""Project: query, get, create, and what is in one (API digest 8.3)."""

from sevenbridges.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    ResourceNotModified,
    SbgError,
)
from support import *

lab = api.projects.get(PROJECT)


def ids(**more):
    return [it.id for it in api.projects.query(**more).all()]


@check
def query_all_and_by_owner_and_name():
    equal(
        (ids(), ids(owner="ada"), ids(owner="division"), ids(owner="bob")),
        ([PROJECT, "division/shared"], [PROJECT], ["division/shared"], []),
    )
    equal((ids(name="Lab"), ids(name="none"), ids(owner="ada", name="lab")), ([PROJECT], [], [PROJECT]))


@check
def query_by_pages():
    page = api.projects.query(limit=1)
    equal(
        (page.total, [it.id for it in page], [it.id for it in page.next_page()]),
        (2, [PROJECT], ["division/shared"]),
    )
    equal([it.id for it in api.projects.query(offset=1)], ["division/shared"])


@check
def query_asks_for_everything():
    with asked() as requests:
        [project] = api.projects.query(owner="ada")
        equal(
            (project.settings["use_interruptible_instances"], project.root_folder, project.type),
            (False, lab.root_folder, "v2"),
        )
    equal(requests, [("GET", "/projects/ada", {"fields": "_all"}, None)])


@check
def get_a_project():
    seen = wire(f"/projects/{PROJECT}")
    equal(
        whole(lab),
        {
            "href": f"{URL}/projects/{PROJECT}",
            "id": PROJECT,
            "name": "Lab",
            "billing_group": seen["billing_group"],
            # The client has the key, the API leaves out what is not set.
            "description": None,
            "type": "v2",
            "tags": [],
            "settings": seen["settings"],
            "root_folder": seen["root_folder"],
            "created_by": seen["created_by"],
            "created_on": seen["created_on"],
            "modified_on": seen["modified_on"],
            "category": "PRIVATE",
        },
    )
    equal(
        (str(lab), lab.settings["nothing"], whole(api.projects.get(lab))),
        (f"<Project: id={PROJECT}>", None, whole(lab)),
    )
    refused(NotFound, 404, 3002, api.projects.get, "ada/none")
    refused(Forbidden, 403, 3001, api.projects.get, "bob/private")


@check
def create_with_every_argument():
    group = lab.billing_group
    with asked() as requests:
        made = api.projects.create(
            "My Study",
            billing_group=group,
            description="words",
            tags=["a", "b"],
            settings={"use_interruptible_instances": True},
        )
    sent = {
        "name": "My Study",
        "billing_group": group,
        "description": "words",
        "tags": ["a", "b"],
        "settings": {"use_interruptible_instances": True},
    }
    equal(requests, [("POST", "/projects", {}, sent)])
    equal(
        (
            made.id,
            made.name,
            made.billing_group,
            made.description,
            made.tags,
            made.settings["use_interruptible_instances"],
            made.created_by,
        ),
        ("ada/my-study", "My Study", group, "words", ["a", "b"], True, "ada"),
    )
    equal(whole(api.projects.get(made.id)), whole(made))
    refused(Conflict, 409, 3003, api.projects.create, "My Study")


@check
def create_with_a_name_only():
    made = api.projects.create("Bare")
    equal((made.id, made.description, made.tags), ("ada/bare", None, []))
    refused(BadRequest, 400, 3007, api.projects.create, " ")
    equal(raised(SbgError, api.projects.create, None).message, "Project name is required!")


@check
def files_apps_and_tasks_of_a_project():
    task = echo()
    equal([it.id for it in lab.get_apps()], [ALIGN, COUNT, ECHO])
    equal(len(lab.get_apps(offset=1, limit=1)), 1)
    equal(
        sorted(it.name for it in lab.get_files()),
        ["bare.fastq", "genome.fa", "old", "s1_1.fastq", "s1_2.fastq", "s2_1.fastq"],
    )
    equal(len(lab.get_files(offset=1, limit=2)), 2)
    equal(
        (
            list(lab.get_tasks()),
            list(lab.get_tasks(status="COMPLETED")),
            list(lab.get_tasks(offset=1, limit=5)),
        ),
        ([task], [], []),
    )


@check
def create_a_task_in_a_project():
    with asked() as requests:
        task = lab.create_task(
            "t",
            api.apps.get(ECHO),
            revision=None,
            batch_input="one",
            batch_by={"type": "item"},
            inputs={"one": seeded_reads()},
            description="words",
            run=False,
            disable_batch=False,
            execution_settings={"instance_type": "c4.2xlarge"},
        )
    equal(requests[-1][3]["use_interruptible_instances"], True)
    equal(
        (task.project, task.app, task.batch, task.description, task.use_interruptible_instances),
        (PROJECT, ECHO + "/1", True, "words", True),
    )
    equal(lab.create_task("t", ECHO, interruptible=False, run=True).status, "QUEUED")


@check
def a_project_that_is_not_changed_is_not_saved():
    raised(ResourceNotModified, api.projects.get(PROJECT).save)


@check
def projects_are_equal_by_id():
    equal(
        (
            lab == api.projects.get(PROJECT),
            lab == api.projects.get("division/shared"),
            lab == PROJECT,
            lab.equals(lab),
        ),
        (True, False, False, True),
    )


@check
def reload_and_copy_of_the_object():
    project = api.projects.get(PROJECT)
    equal(
        (whole(project.reload()), whole(project.deepcopy()), project.field("id")),
        (whole(lab), whole(lab), PROJECT),
    )
    settings = project.settings
    equal(
        (settings.equals(project.settings), settings.equals({}), str(settings)),
        (True, False, str(dict(settings.items()))),
    )
