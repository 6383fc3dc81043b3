"""Task: create, read, change, run, abort, clone, delete (API digest 3, 5)."""

from sevenbridges.errors import BadRequest, Forbidden, NotFound, SbgError, TaskValidationError
from sevenbridges.models.file import File
from sevenbridges.models.task import TaskBulkRecord
from support import *

reads = seeded_reads()
genome = named("genome.fa")
LOCATION = {
    "main_location": "/Analysis/<task_id>/",
    "nodes_override": True,
    "nodes_location": {"bam": {"output_location": "/bam"}},
}
SETTINGS = {"instance_type": "c4.2xlarge;ebs-gp2;2000", "max_parallel_instances": 2, "use_elastic_disk": True}


def on_wire(file):
    return {"class": "File", "path": file.id}


@check
def create_a_draft_with_every_argument():
    with asked() as requests:
        task = api.tasks.create(
            name="every",
            project=api.projects.get(id=PROJECT),
            app=api.apps.get(id=ECHO),
            revision=0,
            batch_input="one",
            batch_by={"type": "item"},
            inputs={"message": "hi", "one": [reads[0]]},
            description="words",
            run=False,
            disable_batch=False,
            interruptible=True,
            execution_settings=SETTINGS,
            output_location=LOCATION,
            api=api,
        )
    equal(
        requests[-1],
        (
            "POST",
            "/tasks",
            {},
            {
                "name": "every",
                "project": PROJECT,
                # revision=0 is as good as none to the client: it takes the app's own.
                "app": ECHO + "/1",
                "batch_input": "one",
                "batch_by": {"type": "item"},
                "inputs": {"message": "hi", "one": [on_wire(reads[0])]},
                "description": "words",
                "use_interruptible_instances": True,
                "execution_settings": SETTINGS,
                "output_location": LOCATION,
            },
        ),
    )
    seen = wire(f"/tasks/{task.id}")
    equal(
        {key: it for key, it in whole(task).items() if key != "inputs"},
        {
            "href": f"{URL}/tasks/{task.id}",
            "id": task.id,
            "name": "every",
            "status": "DRAFT",
            "description": "words",
            "project": PROJECT,
            "app": ECHO + "/1",
            "type": "v2",
            "created_by": "ada",
            "executed_by": None,
            "start_time": seen["start_time"],
            "created_time": seen["start_time"],
            "end_time": None,
            "batch": True,
            "batch_by": {"type": "ITEM"},
            "batch_group": None,
            "batch_input": "one",
            "parent": None,
            "execution_status": None,
            "errors": [],
            "warnings": [],
            "price": None,
            "outputs": {"text": None},
            "execution_settings": {**SETTINGS, "use_memoization": False},
            "output_location": LOCATION,
            "use_interruptible_instances": True,
            "origin": None,
        },
    )
    equal(task.inputs["message"], "hi")
    equal(task.inputs["one"], [reads[0]])


@check
def create_with_an_older_revision():
    task = api.tasks.create("old", PROJECT, ECHO + "/0")
    equal((task.app, task.name), (ECHO + "/0", "old"))
    equal(api.tasks.create("new", PROJECT, ECHO, revision=1).app, ECHO + "/1")


@check
def create_from_an_app_takes_the_revision_that_it_shows():
    equal(api.tasks.create("old", PROJECT, api.apps.get_revision(ECHO, 0)).app, ECHO + "/0")


@check
def create_with_words_of_every_script():
    words = 'Größe, 漢字, 🧬 & <b>"\\\n'
    task = echo(name=words, description=words, inputs={"message": words})
    seen = api.tasks.get(task.id)
    equal((seen.name, seen.description, seen.inputs["message"]), (words,) * 3)


@check
def create_and_run():
    with asked() as requests:
        task = draft(run=True)
    equal(requests[-1][:3], ("POST", "/tasks", {"action": "run"}))
    equal((task.status, task.executed_by, task.errors), ("QUEUED", "ada", []))


@check
def create_with_errors_and_run_raises_with_the_draft():
    error = raised(TaskValidationError, draft, inputs={"reads": reads, "wrong": 1}, run=True)
    equal((error.status, error.code, error.more_info), (-1, -1, None))
    equal(error.message, "Unable to run task! Task contains errors.")
    task = api.tasks.get(error.task.id)
    equal((error.task.status, error.task.errors), ("DRAFT", task.errors))
    equal(
        task.errors,
        [
            {
                "code": 90003,
                "title": "Unknown input",
                "description": "The app has no input wrong.",
                "input": "wrong",
            },
            {
                "code": 7012,
                "title": "Missing required input",
                "description": "Input genome is required.",
                "input": "genome",
            },
        ],
    )


@check
def create_with_errors_without_run_is_a_draft_that_does_not_start():
    task = draft(inputs={})
    equal([it["input"] for it in task.errors], ["reads", "genome"])
    refused(BadRequest, 400, 7024, task.run)
    equal(api.tasks.get(task.id).status, "DRAFT")


@check
def create_without_what_is_required_is_refused():
    refused(BadRequest, 400, 3012, api.tasks.create, "t", "nonsense", ECHO)
    refused(NotFound, 404, 3002, api.tasks.create, "t", "ada/none", ECHO)
    refused(BadRequest, 400, 6011, api.tasks.create, "t", PROJECT, "nonsense")
    refused(NotFound, 404, 6002, api.tasks.create, "t", PROJECT, "ada/lab/none")
    refused(NotFound, 404, 6002, api.tasks.create, "t", PROJECT, ECHO, revision=7)
    equal(raised(SbgError, api.tasks.create, "t", None, ECHO).message, "Project is required!")
    equal(raised(SbgError, api.tasks.create, "t", PROJECT, None).message, "App is required!")


@check
def get_by_id_and_by_task():
    task = draft()
    equal(whole(api.tasks.get(id=task.id)), whole(task))
    equal(whole(api.tasks.get(task)), whole(task))
    refused(NotFound, 404, 7002, api.tasks.get, NO_TASK_ID)
    refused(BadRequest, 400, 7005, api.tasks.get, "nonsense")
    equal(raised(SbgError, api.tasks.get, "").message, "Invalid id value!")


@check
def read_an_ended_task_whole():
    task = draft(run=True, interruptible=False)
    control("POST", f"/tasks/{task.id}", {"requeue": False})
    ended(task)
    seen = wire(f"/tasks/{task.id}")
    read = whole(task)
    equal(
        {
            key: read[key]
            for key in (
                "status",
                "executed_by",
                "created_time",
                "start_time",
                "end_time",
                "batch",
                "price",
                "execution_status",
            )
        },
        {
            "status": "COMPLETED",
            "executed_by": "ada",
            "created_time": seen["created_time"],
            "start_time": seen["start_time"],
            "end_time": seen["end_time"],
            "batch": False,
            "price": {
                "currency": "USD",
                "amount": 0.11,
                "breakdown": {"storage": "0.01", "computation": "0.10", "data_transfer": "0"},
            },
            "execution_status": {
                "steps_completed": 1,
                "steps_total": 1,
                "message": "Completed",
                "message_code": None,
                "queued": None,
                "running": None,
                "completed": None,
                "failed": None,
                "aborted": None,
                "system_limit": False,
                "account_limit": False,
                "instance_init": False,
                "queued_duration": 2000,
                "running_duration": 8000,
                "execution_duration": 8000,
                "duration": 10000,
            },
        },
    )
    equal(str(task.price), "<Price: currency=USD, amount=0.11>")


@check
def reload_sees_the_task_move():
    task = draft(run=True)
    seen = [task.status]
    for seconds in (3, 10):
        later(seconds)
        assert task.reload() is task
        seen.append(task.status)
    equal(seen, ["QUEUED", "RUNNING", "COMPLETED"])


@check
def reload_of_what_is_gone_says_so():
    task = draft()
    task.delete()
    error = raised(SbgError, task.reload)
    equal(error.message, "Resource can not be refreshed due to an error: Requested task does not exist.")


@check
def wait_until_the_end_and_call_back():
    task = draft(run=True)
    later(20)
    equal(task.wait(period=0, callback=lambda *it, **more: (it, more), args=1), ((), {"args": 1}))
    equal((task.status, task.wait()), ("COMPLETED", None))


@check
def run_in_place():
    task = draft()
    with asked() as requests:
        assert task.run() is task
    equal(requests, [("POST", f"/tasks/{task.id}/actions/run", {}, None)])
    equal(task.status, "QUEUED")
    refused(Forbidden, 403, 7007, task.run)


@check
def run_aside():
    task = draft()
    started = task.run(inplace=False)
    equal((task.status, started.status, started.id, started is task), ("DRAFT", "QUEUED", task.id, False))


@check
def run_without_batching_on_spot():
    task = draft(batch_input="reads", batch_by={"type": "item"}, interruptible=False)
    equal(task.use_interruptible_instances, False)
    with asked() as requests:
        task.run(batch=False, interruptible=True)
    equal(requests[0][2], {"batch": "False", "use_interruptible_instances": "True"})
    equal((task.batch, task.batch_input, task.batch_by), (False, None, None))
    equal((task.use_interruptible_instances, task.status), (True, "QUEUED"))


@check
def run_off_spot():
    task = draft(interruptible=True)
    task.run(interruptible=False)
    equal((task.use_interruptible_instances, task.status), (False, "QUEUED"))


@check
def abort_in_place_and_aside():
    task = draft(run=True)
    aborting = task.abort(inplace=False)
    equal((task.status, aborting.status), ("QUEUED", "ABORTING"))
    later(5)
    equal(api.tasks.get(task.id).status, "ABORTED")
    refused(BadRequest, 400, 7011, task.abort)
    other = draft(run=True)
    with asked() as requests:
        assert other.abort() is other
    equal(requests, [("POST", f"/tasks/{other.id}/actions/abort", {}, None)])
    equal(other.status, "ABORTING")
    refused(BadRequest, 400, 7011, draft().abort)


@check
def clone_without_running():
    task = draft(run=True, execution_settings=SETTINGS, output_location=LOCATION, description="words")
    with asked() as requests:
        copy = task.clone(run=False)
    equal(requests, [("POST", f"/tasks/{task.id}/actions/clone", {}, None)])
    kept = (
        "name",
        "app",
        "project",
        "description",
        "inputs",
        "execution_settings",
        "output_location",
        "use_interruptible_instances",
    )
    was, now = whole(task), whole(copy)
    equal({key: now[key] for key in kept}, {key: was[key] for key in kept})
    equal((copy.status, copy.executed_by, copy.id == task.id), ("DRAFT", None, False))


@check
def clone_and_run():
    task = draft()
    with asked() as requests:
        copy = task.clone()
    equal(requests, [("POST", f"/tasks/{task.id}/actions/clone", {"action": "run"}, None)])
    equal((task.status, copy.status), ("DRAFT", "QUEUED"))


@check
def clone_with_errors_stays_a_draft():
    equal(draft(inputs={}).clone().status, "DRAFT")


@check
def delete_a_draft():
    task = draft()
    with asked() as requests:
        equal(task.delete(), None)
    equal((requests, requests.statuses), ([("DELETE", f"/tasks/{task.id}", {}, {})], [204]))
    refused(NotFound, 404, 7002, api.tasks.get, task.id)
    refused(NotFound, 404, 7002, task.delete)


@check
def delete_of_what_was_started_is_refused():
    task = draft(run=True)
    refused(Forbidden, 403, 7007, task.delete)
    refused(Forbidden, 403, 7007, ended(task).delete)


@check
def execution_status_counts_and_price_of_a_batch():
    task = draft(batch_input="reads", batch_by={"type": "item"}, run=True)
    control("POST", f"/tasks/{task.id}", {"children": {"s1_1.fastq": "FAILED"}})
    later(3)
    first, second, third = task.get_batch_children(order="asc").all()
    second.abort()
    later(2)
    task.reload()
    counts = ("queued", "running", "completed", "failed", "aborted")
    equal([getattr(task.execution_status, it) for it in counts], [0, 2, 0, 0, 1])
    ended(task)
    equal([getattr(task.execution_status, it) for it in counts], [0, 0, 1, 1, 1])
    equal((task.status, task.execution_status.steps_total, task.price.currency), ("FAILED", None, "USD"))
    equal(task.price.amount, sum(it.reload().price.amount for it in (first, third)))
    equal((first.status, third.status), ("FAILED", "COMPLETED"))


@check
def bulk_get_with_one_bad_id_and_one_of_somebody_else():
    task = draft()
    good, bad, odd = api.tasks.bulk_get([task, NO_TASK_ID, "nonsense"])
    equal((good.valid, whole(good.resource), good.error), (True, whole(task), None))
    equal(
        (bad.valid, bad.resource, whole(bad.error)),
        (
            False,
            None,
            {
                "status": 404,
                "code": 7002,
                "message": "Requested task does not exist.",
                "more_info": MORE_INFO,
            },
        ),
    )
    equal((odd.valid, odd.error.status, odd.error.code), (False, 400, 7005))
    equal([str(it) for it in (good, bad)], ["<TaskBulkRecord valid=True>", "<TaskBulkRecord valid=False>"])
    other = client(token=OTHER_TOKEN)
    [closed] = other.tasks.bulk_get([task.id])
    equal((closed.valid, closed.error.status, closed.error.code), (False, 403, 7001))


@check
def bulk_get_takes_a_hundred_and_no_more():
    task = echo()
    equal({it.resource.id for it in api.tasks.bulk_get([task] * 100)}, {task.id})
    refused(BadRequest, 400, 90000, api.tasks.bulk_get, [task] * 101)
    refused(BadRequest, 400, 90000, api.tasks.bulk_get, [])


@check
def bulk_records_are_read_off_an_answer():
    task = echo()
    response = api.post("/bulk/tasks/get", data={"task_ids": [task.id]})
    equal([it.resource for it in TaskBulkRecord.parse_records(response, api=api)], [task])


@check
def tasks_are_equal_by_id():
    task = echo()
    other = api.tasks.get(task.id)
    equal(
        (task == other, task == echo(), task == task.id, task.equals(task), task.equals(other)),
        (True, False, False, True, False),
    )
    equal((str(task), repr(task)), (f"<Task: id={task.id}>",) * 2)


@check
def a_deep_copy_is_the_same_task():
    task = draft()
    copy = task.deepcopy()
    equal((copy is task, copy == task, whole(copy)), (False, True, whole(task)))


@check
def a_task_of_somebody_else_is_closed():
    task = draft()
    other = client(token=OTHER_TOKEN)
    for call in (
        other.tasks.get,
        lambda it: other.post(f"/tasks/{it}/actions/run"),
        lambda it: other.delete(f"/tasks/{it}"),
    ):
        refused(Forbidden, 403, 7001, call, task.id)
    # To touch `api` makes it the client of all models again.
    assert isinstance(api.files.get(genome.id), File)
