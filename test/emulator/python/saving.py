"""What the client sends when a task is saved: dirty tracking of fields and inputs (API digest 5.4)."""

from sevenbridges.errors import BadRequest, Forbidden, ReadOnlyPropertyError, ValidationError
from support import *

reads = seeded_reads()
genome = named("genome.fa")
bare = named("bare.fastq")


def on_wire(file):
    return {"class": "File", "path": file.id}


def saved(task):
    """The bodies that a save sends."""
    with asked() as requests:
        task.save()
    bodies = [it[3] for it in requests]
    equal(requests, [("PATCH", f"/tasks/{task.id}", {}, it) for it in bodies])
    return bodies


@check
def nothing_changed_sends_nothing():
    task = draft()
    equal((saved(task), task.save() is task), ([], True))


@check
def rename():
    task = draft()
    task.name = "renamed"
    equal(saved(task), [{"name": "renamed"}])
    equal((task.name, api.tasks.get(task.id).name, saved(task)), ("renamed", "renamed", []))


@check
def rename_while_it_runs_and_after():
    task = draft(run=True)
    later(3)
    task.reload()
    task.name = "while"
    task.save()
    equal((task.name, task.status), ("while", "RUNNING"))
    ended(task)
    task.name = "after"
    task.save()
    equal((task.name, task.status), ("after", "COMPLETED"))
    task.description = "too late"
    refused(Forbidden, 403, 7026, task.save)


@check
def every_field_that_can_be_written():
    task = draft()
    task.name = "n"
    task.description = "d"
    task.use_interruptible_instances = True
    equal(saved(task), [{"name": "n", "description": "d", "use_interruptible_instances": True}])
    equal((task.name, task.description, task.use_interruptible_instances), ("n", "d", True))
    task.use_interruptible_instances = False
    task.description = None
    equal(saved(task), [{"use_interruptible_instances": False, "description": None}])
    equal((task.description, task.use_interruptible_instances), (None, False))


@check
def app_and_project_of_a_task_stay():
    task = echo()
    task.app = ECHO + "/0"
    refused(BadRequest, 400, 90000, task.save)
    task = echo()
    task.project = "division/shared"
    refused(BadRequest, 400, 90000, task.save)


@check
def the_same_value_is_no_change():
    task = draft()
    task.name = task.name
    task.inputs["threads"] = 4
    task.inputs["genome"] = genome
    equal(saved(task), [{"inputs": {"genome": on_wire(genome)}}])
    equal(saved(task), [])


@check
def save_aside():
    task = draft()
    task.name = "renamed"
    new = task.save(inplace=False)
    equal((new is task, new.name, new.id, new == task), (False, "renamed", task.id, True))


@check
def one_input():
    task = draft()
    task.inputs["threads"] = 8
    equal(saved(task), [{"inputs": {"threads": 8}}])
    equal((task.inputs["threads"], task.inputs["reads"], task.inputs["genome"]), (8, reads, genome))


@check
def an_input_that_was_not_set():
    task = draft()
    task.inputs["mode"] = "slow"
    task.inputs["limits"] = {"depth": 1, "note": "n"}
    equal(saved(task), [{"inputs": {"mode": "slow", "limits": {"depth": 1, "note": "n"}}}])
    equal((task.inputs["mode"], task.inputs["limits"]), ("slow", {"depth": 1, "note": "n"}))


@check
def clear_an_input():
    task = draft()
    task.inputs["threads"] = None
    equal(saved(task), [{"inputs": {"threads": None}}])
    equal((task.inputs["threads"], task.errors), (None, []))
    task.inputs["reads"] = None
    task.save()
    equal((task.inputs["reads"], [it["input"] for it in task.errors]), (None, ["reads"]))


@check
def a_list_goes_whole():
    task = draft()
    task.inputs["reads"] = [*task.inputs["reads"], bare]
    equal(saved(task), [{"inputs": {"reads": [on_wire(it) for it in [*reads, bare]]}}])
    equal(task.inputs["reads"], [*reads, bare])
    task.inputs["reads"] = task.inputs["reads"][:1]
    equal(saved(task), [{"inputs": {"reads": [on_wire(reads[0])]}}])
    equal(task.inputs["reads"], reads[:1])


@check
def a_list_that_is_changed_in_place_is_not_seen():
    task = draft()
    task.inputs["reads"].append(bare)
    equal((saved(task), task.inputs["reads"]), ([], reads))


@check
def a_record_that_is_changed_in_place_goes_by_its_changed_fields():
    task = draft()
    task.inputs["limits"] = {"depth": 1, "note": "n"}
    task.save()
    task.inputs["limits"]["depth"] = 2
    equal(saved(task), [{"inputs": {"limits": {"depth": 2}}}])
    # Inputs merge by port: what a port has is replaced whole (API digest 5.4).
    equal(task.inputs["limits"], {"depth": 2})


@check
def another_file():
    task = draft()
    task.inputs["genome"] = bare
    equal(saved(task), [{"inputs": {"genome": on_wire(bare)}}])
    equal((task.inputs["genome"], task.inputs["genome"].name, task.errors), (bare, "bare.fastq", []))


@check
def another_file_as_a_dictionary_goes_without_its_class():
    """The client's own: it sends of a dictionary what differs. A file is a File object to it."""
    task = draft()
    task.inputs["genome"] = on_wire(bare)
    equal(saved(task), [{"inputs": {"genome": {"path": bare.id}}}])
    equal([it["description"] for it in task.errors], ["genome must be a File."])


@check
def another_file_is_lost_beside_another_input():
    """The client's own: a file in place of a file is no difference to it, and differences are sent in place of what was set."""
    task = draft()
    task.inputs["genome"] = bare
    task.inputs["threads"] = 8
    equal(saved(task), [{"inputs": {"threads": 8}}])
    equal((task.inputs["genome"], task.inputs["threads"]), (genome, 8))


@check
def several_inputs_with_update():
    task = draft()
    task.inputs.update({"threads": 8, "mode": "fast"}, fraction=0.5, paired=None)
    equal(saved(task), [{"inputs": {"threads": 8, "mode": "fast", "fraction": 0.5}}])


@check
def all_inputs_at_once_add_to_what_there_is():
    task = draft()
    task.inputs = {"threads": 2, "mode": "fast"}
    equal(saved(task), [{"inputs": {"threads": 2, "mode": "fast"}}])
    equal((task.inputs["threads"], task.inputs["mode"], task.inputs["reads"]), (2, "fast", reads))


@check
def name_and_input_together():
    task = draft()
    task.name = "renamed"
    task.inputs["threads"] = 8
    equal(saved(task), [{"name": "renamed", "inputs": {"threads": 8}}])


@check
def read_only_fields_raise():
    task = draft()
    read_only = (
        "href",
        "id",
        "status",
        "type",
        "created_by",
        "executed_by",
        "start_time",
        "created_time",
        "end_time",
        "batch_group",
        "parent",
        "execution_status",
        "errors",
        "warnings",
        "price",
        "outputs",
        "execution_settings",
        "output_location",
    )
    for name in read_only:
        error = raised(ReadOnlyPropertyError, setattr, task, name, "x")
        equal((error.status, error.code, error.message), (-1, -1, f"Property {name} is marked as read only!"))
    equal(
        raised(ReadOnlyPropertyError, setattr, task, "origin", "x").message,
        "Property origin_id is marked as read only!",
    )
    equal(saved(task), [])


@check
def values_of_a_wrong_kind_raise():
    task = draft()
    for name, value in (
        ("name", 5),
        ("description", ["x"]),
        ("batch", "yes"),
        ("use_interruptible_instances", 1),
    ):
        error = raised(ValidationError, setattr, task, name, value)
        equal((error.status, error.code), (-1, -1))
    equal(saved(task), [])


@check
def settings_changed_in_place_are_never_sent():
    task = draft(execution_settings={"instance_type": "c4.2xlarge"})
    task.execution_settings["instance_type"] = "m5.large"
    equal(saved(task), [])
    equal(api.tasks.get(task.id).execution_settings["instance_type"], "c4.2xlarge")


@check
def reload_forgets_what_was_not_saved():
    task = draft()
    task.name = "unsaved"
    task.inputs["threads"] = 8
    task.reload()
    equal((task.name, task.inputs["threads"], saved(task)), ("align", 4, []))


@check
def a_field_can_be_read_as_it_came():
    task = draft()
    equal((task.field("name"), task.field("price"), task.field("nothing")), ("align", None, None))
    task.name = "renamed"
    task.update_old()
    # What is held for old is not sent.
    equal((task.field("name"), saved(task)), ("renamed", [{"name": "renamed"}]))


@check
def inputs_of_what_was_started_can_not_be_saved():
    task = draft(run=True)
    task.inputs["threads"] = 8
    refused(Forbidden, 403, 7026, task.save)
    equal(api.tasks.get(task.id).inputs["threads"], 4)
