"""What the client fetches by itself when an attribute is not there (API digest 2.3)."""

from sevenbridges.models.file import File
from sevenbridges.models.task import Task
from support import *


def listed(task, **more):
    """The task as a list shows it that is asked for other fields than the client asks for."""
    response = api.get("/tasks", params={"project": PROJECT, **more})
    return next(Task(api=api, **it) for it in response.json()["items"] if it["id"] == task.id)


GET = lambda task: ("GET", f"/tasks/{task.id}", {}, None)


@check
def an_item_of_a_list_with_few_fields_fetches_the_rest_once():
    task = draft(description="words")
    item = listed(task)
    with asked() as requests:
        equal((item.id, item.name, item.project, item.status), (task.id, "align", PROJECT, "DRAFT"))
    equal(requests, [])
    with asked() as requests:
        equal(
            (item.description, item.app, item.batch, item.inputs["threads"]),
            ("words", ALIGN + "/0", False, 4),
        )
    equal(requests, [GET(task)])
    equal(whole(item), whole(task))


@check
def an_item_without_its_href_is_fetched_by_its_id():
    task = draft()
    item = listed(task, fields="id,name")
    with asked() as requests:
        equal((item.href, item.status), (f"{URL}/tasks/{task.id}", "DRAFT"))
    equal(requests, [GET(task)])


@check
def an_item_with_everything_but_one_field_fetches_it():
    task = draft()
    item = listed(task, fields="_all,!inputs")
    with asked() as requests:
        equal((item.app, item.created_by), (task.app, "ada"))
    equal(requests, [])
    with asked() as requests:
        equal(item.inputs["threads"], 4)
    equal(requests, [GET(task)])


@check
def nested_fields_are_as_they_were_asked_for():
    task = draft(batch_input="reads", batch_by={"type": "item"}, interruptible=False, run=True)
    later(3)
    ended(task)
    response = api.get(
        f"/tasks/{task.id}", params={"fields": "id,price.amount,execution_status.completed,!id"}
    )
    equal(response.json(), {"price": {"amount": 0.33}, "execution_status": {"completed": 3}})
    item = Task(api=api, **response.json())
    with asked() as requests:
        equal((item.execution_status.completed, item.execution_status.message), (3, None))
    equal(requests, [])


@check
def what_a_task_has_not_is_looked_for_once():
    task = api.tasks.get(draft().id)
    with asked() as requests:
        equal(
            (task.price, task.parent, task.end_time, task.output_location, task.execution_status), (None,) * 5
        )
    equal(requests, [GET(task)])


@check
def what_is_fetched_is_of_now():
    task = draft(run=True)
    equal(task.status, "QUEUED")
    later(20)
    # A missing price brings the whole task.
    equal((task.price.amount, task.status), (0.11, "COMPLETED"))


@check
def after_run_and_abort_it_looks_again():
    task = draft()
    equal(task.price, None)
    with asked() as requests:
        task.run()
        equal((task.price, task.price), (None, None))
    equal(
        [it[:2] for it in requests], [("POST", f"/tasks/{task.id}/actions/run"), ("GET", f"/tasks/{task.id}")]
    )


@check
def all_of_a_query_is_there_at_once():
    task = ended(draft(run=True))
    [item] = [it for it in api.tasks.query(project=PROJECT, status="COMPLETED") if it.id == task.id]
    with asked() as requests:
        seen = {
            key: getattr(item, key)
            for key in ("app", "end_time", "batch", "use_interruptible_instances", "warnings")
        }
        equal((item.price.amount, item.outputs["verdict"], item.inputs["threads"]), (0.11, "pass", 4))
    equal((requests, seen), ([], {key: getattr(task, key) for key in seen}))


@check
def an_app_of_a_list_fetches_its_cwl():
    [app] = api.apps.query(id=[ECHO])
    with asked() as requests:
        equal((app.id, app.name, app.project), (ECHO, "Echo", PROJECT))
    equal(requests, [])
    with asked() as requests:
        equal((app.revision, app.raw["class"]), (1, "CommandLineTool"))
    equal(requests, [("GET", f"/apps/{ECHO}/1", {}, None)])


@check
def a_file_of_an_input_fetches_what_the_task_does_not_say():
    read = draft().inputs["genome"]
    with asked() as requests:
        equal((read.id, read.name, read.type), (named("genome.fa").id, "genome.fa", "file"))
    with asked() as requests:
        equal((read.size, read.project, read.tags), (100, PROJECT, ["reference"]))
    equal(requests, [("GET", f"/files/{read.id}", {}, None)])


@check
def a_file_with_nothing_but_its_id_is_fetched():
    genome = named("genome.fa")
    file = File(id=genome.id, api=api)
    with asked() as requests:
        equal(whole(file), whole(genome))
    equal(requests, [("GET", f"/files/{genome.id}", {}, None)])


@check
def a_project_of_a_plain_list_fetches_its_settings():
    from sevenbridges.models.project import Project

    items = api.get("/projects").json()["items"]
    equal([sorted(it) for it in items], [["href", "id", "name"]] * 2)
    project = Project(api=api, **items[0])
    with asked() as requests:
        equal((project.settings["use_interruptible_instances"], project.type), (False, "v2"))
    equal(requests, [("GET", f"/projects/{PROJECT}", {}, None)])


@check
def a_change_that_is_not_saved_is_lost_when_something_is_fetched():
    task = listed(draft())
    task.name = "unsaved"
    equal((task.description, task.name), (None, "align"))
