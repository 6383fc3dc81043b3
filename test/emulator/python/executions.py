"""ExecutionDetails: jobs, instances, logs (API digest 5.10)."""

import re

from sevenbridges.errors import ReadOnlyPropertyError, SbgError
from support import *


@check
def a_draft_has_no_jobs():
    task = draft()
    equal(
        whole(task.get_execution_details()),
        {
            "href": f"{URL}/tasks/{task.id}/execution_details",
            "start_time": None,
            "end_time": None,
            "status": "DRAFT",
            "message": None,
            "jobs": [],
        },
    )


@check
def a_batch_has_no_jobs():
    task = draft(batch_input="reads", batch_by={"type": "item"}, run=True)
    equal(task.get_execution_details().jobs, [])
    equal(ended(task).get_execution_details().jobs, [])


@check
def the_job_of_a_tool_that_has_ended():
    task = ended(draft(run=True, execution_settings={"instance_type": "m5.large;ebs-gp2;500"}))
    details = task.get_execution_details()
    [seen] = wire(f"/tasks/{task.id}/execution_details")["jobs"]
    equal(
        whole(details),
        {
            "href": f"{URL}/tasks/{task.id}/execution_details",
            "start_time": whole(task)["start_time"],
            "end_time": whole(task)["end_time"],
            "status": "COMPLETED",
            "message": "Execution completed.",
            "jobs": [
                {
                    "name": "Align",
                    "start_time": seen["start_time"],
                    "end_time": whole(task)["end_time"],
                    "status": "DONE",
                    "command_line": "Align --made-up-by-the-emulator",
                    "retried": False,
                    "instance": {
                        "id": seen["instance"]["id"],
                        "type": "m5.large",
                        "provider": "AWS",
                        "disk": {"size": 500, "unit": "GB", "type": "EBS"},
                    },
                    "docker": {"checksum": seen["docker"]["checksum"]},
                    "logs": {"stderr": whole(api.files.get(seen["logs"]["stderr"].split("/")[-2]))},
                }
            ],
        },
    )
    assert re.fullmatch(r"i-[0-9a-f]{17}", seen["instance"]["id"])
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", seen["docker"]["checksum"])
    equal(
        (str(details), str(details.jobs[0]), str(details.jobs[0].instance)),
        (
            "<Execution Details>",
            "<Job: name=Align, status=DONE>",
            f"<Instance id={seen['instance']['id']}, type=m5.large, provider=AWS>",
        ),
    )


@check
def the_log_of_a_job_is_a_file():
    [job] = ended(draft(run=True)).get_execution_details().jobs
    log = job.logs["stderr"]
    equal((log.name, log.project, log.is_folder()), ("stderr.log", PROJECT, False))
    equal((job.logs["nothing"], [name for name, _ in job.logs.items()]), (None, ["stderr"]))
    equal(
        raised(ReadOnlyPropertyError, job.logs.update, stderr="x").message,
        "Can not modify read only properties.",
    )
    equal(job.logs.equals(job.logs), True)


@check
def the_type_of_an_instance_may_be_a_list_of_one():
    settings = {"instance_type": ["c5.9xlarge;ebs-gp2;700"], "max_parallel_instances": 1}
    task = ended(draft(run=True, execution_settings=settings))
    equal(task.execution_settings, {**settings, "use_memoization": False})
    [job] = task.get_execution_details().jobs
    equal(
        (job.instance.type, whole(job.instance.disk)),
        ("c5.9xlarge", {"size": 700, "unit": "GB", "type": "EBS"}),
    )


@check
def a_job_that_runs_has_no_end():
    task = draft(run=True)
    later(3)
    [job] = task.get_execution_details().jobs
    equal((job.status, job.end_time, whole(job.logs)), ("RUNNING", None, {"stderr": None}))


@check
def the_job_in_which_a_task_fails_or_is_aborted_is_failed():
    for end in ("FAILED", "ABORTED"):
        task = draft(run=True)
        control("POST", f"/tasks/{task.id}", {"outcome": end})
        details = ended(task).get_execution_details()
        equal((details.status, [it.status for it in details.jobs]), (end, ["FAILED"]))


@check
def a_workflow_has_a_job_per_step():
    task = ended(api.tasks.create("count", PROJECT, COUNT, inputs={"bams": seeded_reads()}, run=True))
    child = task.get_batch_children()[0]
    equal(
        [(it.name, it.status) for it in child.get_execution_details().jobs],
        [("sort", "DONE"), ("count", "DONE")],
    )


@check
def details_are_reloaded_by_their_href():
    task = draft(run=True)
    details = task.get_execution_details()
    copy = details.deepcopy()
    equal((details.field("status"), details.equals(copy), copy.status), ("QUEUED", False, "QUEUED"))
    ended(task)
    equal((details.reload().status, len(details.jobs)), ("COMPLETED", 1))


@check
def details_have_no_id_to_be_got_or_deleted_by():
    details = draft().get_execution_details()
    equal(raised(SbgError, type(details).get, "x", api=api).message, "Unable to retrieve resource!")
    equal(raised(SbgError, details.delete).message, "Resource can not be deleted!")
