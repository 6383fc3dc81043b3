"""Batch tasks, their children, BatchBy and BatchGroup (API digest 6)."""

from sevenbridges.errors import BadRequest, SbgError
from support import *

BY_SAMPLE = {"type": "criteria", "criteria": ["metadata.sample_id"]}
ITEM = {"type": "item"}


def batch(**more):
    return draft(**{"batch_input": "reads", "batch_by": BY_SAMPLE, **more})


def shown(task):
    return task.batch, task.batch_input, task.batch_by


@check
def create_by_criteria():
    task = batch()
    equal(shown(task), (True, "reads", {"type": "CRITERIA", "criteria": ["metadata.sample_id"]}))
    equal(
        (task.batch_by["type"], task.batch_by["nothing"], str(task.batch_by)),
        ("CRITERIA", None, str(dict(task.batch_by))),
    )
    equal((task.parent, task.batch_group, task.warnings), (None, None, []))


@check
def create_by_item():
    equal(shown(batch(batch_by=ITEM)), (True, "reads", {"type": "ITEM"}))


@check
def create_by_the_default_of_the_app():
    task = api.tasks.create("count", PROJECT, COUNT, inputs={"bams": seeded_reads()})
    equal(shown(task), (True, "bams", {"type": "CRITERIA", "criteria": ["metadata.sample_id"]}))


@check
def create_with_batching_disabled():
    with asked() as requests:
        task = batch(disable_batch=True, run=True)
    equal(requests[-1][2], {"batch": "False", "action": "run"})
    equal((shown(task), task.status), ((False, None, None), "QUEUED"))
    equal(raised(SbgError, task.get_batch_children).message, "This task is not a batch task.")


@check
def batching_is_only_disabled_with_a_run():
    refused(BadRequest, 400, 7021, batch, disable_batch=True)


@check
def half_a_batching_is_none_to_the_client():
    with asked() as requests:
        task = draft(batch_input="reads")
    equal(("batch_input" in requests[-1][3], shown(task)), (False, (False, None, None)))


@check
def what_is_wrong_with_a_batching_is_refused():
    refused(BadRequest, 400, 7018, batch, batch_input="nothing")
    refused(BadRequest, 400, 7019, batch, batch_by={"type": "criteria", "criteria": []})
    refused(BadRequest, 400, 7020, batch, batch_by={"type": "colour"})


@check
def files_without_the_metadata_are_warned_of():
    task = batch(inputs={"reads": [*seeded_reads(), named("bare.fastq")], "genome": named("genome.fa")})
    bare = named("bare.fastq")
    equal(
        (task.errors, task.warnings),
        (
            [],
            [
                {
                    "code": 5006,
                    "title": "Missing metadata",
                    "description": f"File bare.fastq ({bare.id}) has no metadata.sample_id.",
                    "input": "reads",
                }
            ],
        ),
    )


@check
def children_by_criteria():
    task = batch(run=True)
    equal((task.status, list(task.get_batch_children())), ("CREATING", []))
    later(3)
    children = list(task.get_batch_children(order="asc").all())
    equal(
        [
            (it.name, it.batch, it.parent, whole(it.batch_group), [f.name for f in it.inputs["reads"]])
            for it in children
        ],
        [
            (
                "align - s1",
                False,
                task.id,
                {"value": "s1", "fields": {"metadata.sample_id": "s1"}},
                ["s1_1.fastq", "s1_2.fastq"],
            ),
            (
                "align - s2",
                False,
                task.id,
                {"value": "s2", "fields": {"metadata.sample_id": "s2"}},
                ["s2_1.fastq"],
            ),
        ],
    )
    equal([shown(it) for it in children], [(False, None, None)] * 2)
    equal(str(children[0].batch_group), "<Batch group>")


@check
def children_by_two_criteria():
    task = batch(
        batch_by={"type": "criteria", "criteria": ["metadata.library_id", "metadata.lane"]}, run=True
    )
    later(3)
    equal(
        [whole(it.batch_group) for it in task.get_batch_children(order="asc")],
        [
            {"value": "l1, 1", "fields": {"metadata.library_id": "l1", "metadata.lane": "1"}},
            {"value": "l1, 2", "fields": {"metadata.library_id": "l1", "metadata.lane": "2"}},
        ],
    )


@check
def children_by_item():
    task = batch(batch_by=ITEM, run=True)
    later(3)
    equal(
        [whole(it.batch_group) for it in task.get_batch_children(order="asc")],
        [{"value": name, "fields": {}} for name in ("s1_1.fastq", "s1_2.fastq", "s2_1.fastq")],
    )


@check
def children_with_every_filter():
    task = batch(run=True)
    later(3)
    control("POST", f"/tasks/{task.id}", {"children": {"s1": "FAILED"}})
    with asked() as requests:
        task.get_batch_children(
            status="FAILED",
            created_from="2020-01-01",
            created_to="2120-01-02",
            started_from="2020-01-03",
            started_to="2120-01-04",
            ended_from="2020-01-05",
            ended_to="2120-01-06",
            order_by="name",
            order="asc",
            offset=0,
            limit=10,
            api=api,
        )
    equal(
        requests[-1][2],
        {
            "parent": task.id,
            "status": "FAILED",
            "created_from": "2020-01-01",
            "created_to": "2120-01-02",
            "started_from": "2020-01-03",
            "started_to": "2120-01-04",
            "ended_from": "2020-01-05",
            "ended_to": "2120-01-06",
            "order_by": "name",
            "order": "asc",
            "offset": "0",
            "limit": "10",
            "fields": "_all",
        },
    )
    ended(task)
    names = lambda **more: [it.name for it in task.get_batch_children(order_by="name", order="asc", **more)]
    equal((names(status="FAILED"), names(status="COMPLETED")), (["align - s1"], ["align - s2"]))
    equal(names(ended_from="2020-01-01", ended_to="2120-01-01"), ["align - s1", "align - s2"])
    equal(
        (names(ended_to="2020-01-01"), names(offset=1), names(limit=1)), ([], ["align - s2"], ["align - s1"])
    )


@check
def children_end_by_themselves_and_can_be_run_again():
    task = batch(run=True)
    later(3)
    control("POST", f"/tasks/{task.id}", {"children": {"s1": "FAILED"}})
    ended(task)
    failed, completed = task.get_batch_children(order="asc")
    equal((task.status, failed.status, completed.status), ("FAILED", "FAILED", "COMPLETED"))
    again = failed.clone()
    equal(
        (again.status, again.parent, again.batch_group, again.inputs["reads"]),
        ("QUEUED", None, None, failed.inputs["reads"]),
    )


@check
def change_the_criteria_in_place():
    task = batch()
    task.batch_by["criteria"] = ["metadata.lane"]
    with asked() as requests:
        task.save()
    equal(requests, [("PATCH", f"/tasks/{task.id}", {}, {"batch_by": {"criteria": ["metadata.lane"]}})])
    equal(shown(task), (True, "reads", {"type": "CRITERIA", "criteria": ["metadata.lane"]}))


@check
def change_the_criteria_whole():
    task = batch()
    task.batch_by = {"type": "CRITERIA", "criteria": ["metadata.lane"]}
    with asked() as requests:
        task.save()
    # What did not change is left out.
    equal(requests, [("PATCH", f"/tasks/{task.id}", {}, {"batch_by": {"criteria": ["metadata.lane"]}})])
    equal(shown(task), (True, "reads", {"type": "CRITERIA", "criteria": ["metadata.lane"]}))


@check
def change_the_criteria_with_update():
    task = batch(batch_by=ITEM)
    task.batch_by.update({"type": "ITEM"}, criteria=[])
    task.batch_by.update(type="criteria", criteria=["metadata.lane"])
    with asked() as requests:
        task.save()
    equal(requests[0][3], {"batch_by": {"type": "criteria", "criteria": ["metadata.lane"]}})
    equal(shown(task), (True, "reads", {"type": "CRITERIA", "criteria": ["metadata.lane"]}))
    by = task.batch_by
    equal((by.equals(by), by.equals({})), (True, False))


@check
def change_from_criteria_to_item():
    task = batch()
    task.batch_by = ITEM
    task.save()
    equal(shown(task), (True, "reads", {"type": "ITEM"}))


@check
def change_the_input_alone():
    task = draft(batch_input="reads", batch_by=ITEM)
    task.batch_input = "genome"
    task.inputs["genome"] = [named("genome.fa")]
    with asked() as requests:
        task.save()
    equal((requests[0][3]["batch_input"], "batch_by" in requests[0][3]), ("genome", False))
    equal((shown(task), task.inputs["genome"]), ((True, "genome", {"type": "ITEM"}), [named("genome.fa")]))


@check
def make_a_plain_task_a_batch():
    task = draft()
    task.batch = True
    task.batch_input = "reads"
    task.batch_by = BY_SAMPLE
    with asked() as requests:
        task.save()
    equal(requests[0][3], {"batch": True, "batch_input": "reads", "batch_by": BY_SAMPLE})
    equal(shown(task), (True, "reads", {"type": "CRITERIA", "criteria": ["metadata.sample_id"]}))


@check
def make_a_batch_a_plain_task():
    task = batch()
    task.batch = False
    with asked() as requests:
        task.save()
    equal(requests[0][3], {"batch": False})
    equal(shown(task), (False, None, None))


@check
def take_input_and_criteria_away():
    task = batch()
    task.batch_input = None
    task.batch_by = None
    with asked() as requests:
        task.save()
    equal(requests[0][3], {"batch_input": None, "batch_by": None})
    equal(shown(task), (False, None, None))


@check
def half_a_batching_is_refused():
    task = draft()
    task.batch_input = "reads"
    refused(BadRequest, 400, 7023, task.save)
    task = batch()
    task.batch_by = None
    refused(BadRequest, 400, 7023, task.save)


@check
def rename_a_batch():
    task = batch(batch_by=ITEM)
    task.name = "renamed"
    with asked() as requests:
        task.save()
    equal(requests[0][3], {"name": "renamed"})
    equal((task.name, shown(task)), ("renamed", (True, "reads", {"type": "ITEM"})))


@check
def clone_a_batch():
    equal(
        shown(batch().clone(run=False)),
        (True, "reads", {"type": "CRITERIA", "criteria": ["metadata.sample_id"]}),
    )


@check
def abort_a_batch_with_its_children():
    task = batch(run=True)
    later(3)
    task.abort()
    later(10)
    equal(
        (task.reload().status, [it.status for it in task.get_batch_children()]),
        ("ABORTED", ["ABORTED", "ABORTED"]),
    )


@check
def abort_a_batch_that_is_creating_its_children():
    task = batch(run=True)
    equal((task.status, task.abort().status), ("CREATING", "ABORTING"))
    later(10)
    equal((task.reload().status, list(task.get_batch_children())), ("ABORTED", []))


@check
def a_draft_and_its_children_to_come():
    task = batch()
    equal((list(task.get_batch_children()), task.get_batch_children().total), ([], 0))
