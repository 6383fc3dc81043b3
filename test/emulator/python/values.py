"""What goes into inputs and comes out of outputs: files, folders, lists, records, enums (API digest 7)."""

from sevenbridges.errors import ReadOnlyPropertyError
from sevenbridges.models.file import File
from support import *

reads = seeded_reads()
genome = named("genome.fa")
folder = next(it for it in api.files.query(project=PROJECT) if it.name == "old")

NESTED = "ada/lab/nested"
api.apps.install_app(
    id=NESTED,
    raw={
        "class": "CommandLineTool",
        "cwlVersion": "v1.2",
        "label": "Nested",
        "inputs": [
            {"id": "lanes", "type": {"type": "array", "items": {"type": "array", "items": "File"}}},
            {
                "id": "numbers",
                "type": ["null", {"type": "array", "items": {"type": "array", "items": "int"}}],
            },
            {
                "id": "sample",
                "type": [
                    "null",
                    {
                        "type": "record",
                        "fields": [{"name": "read", "type": "File"}, {"name": "depth", "type": "int"}],
                    },
                ],
            },
        ],
        "outputs": [
            {"id": "folders", "type": "Directory[]"},
            {
                "id": "pair",
                "type": {
                    "type": "record",
                    "fields": [{"name": "left", "type": "File"}, {"name": "n", "type": "int"}],
                },
            },
            {"id": "none", "type": "File?"},
            {"id": "sizes", "type": "float[]"},
            {"id": "ok", "type": "boolean"},
        ],
    },
)


def on_wire(file):
    return {"class": "File", "path": file.id}


def sent(**inputs):
    """The inputs that the client sends for these, and the draft they make."""
    with asked() as requests:
        task = draft(inputs={"reads": reads, "genome": genome, **inputs})
    kept = {key: it for key, it in requests[-1][3]["inputs"].items() if key not in ("reads", "genome")}
    equal(task.errors, [])
    return kept, task


@check
def files_go_by_their_ids_and_come_back_as_files():
    with asked() as requests:
        task = draft(inputs={"reads": reads, "genome": genome})
    equal(requests[-1][3]["inputs"], {"reads": [on_wire(it) for it in reads], "genome": on_wire(genome)})
    equal((task.inputs["genome"], task.inputs["reads"]), (genome, reads))
    read = task.inputs["genome"]
    equal(
        (type(read), read.id, read.name, read.type, read.is_folder(), read.secondary_files),
        (File, genome.id, "genome.fa", "file", False, None),
    )
    # The rest is fetched when it is asked for.
    equal((read.project, read.metadata["species"], read.tags), (PROJECT, "human", ["reference"]))


@check
def a_folder_goes_and_comes_back_as_a_folder():
    kept, task = sent(scratch=folder)
    equal(kept, {"scratch": {"class": "Directory", "path": folder.id}})
    read = task.inputs["scratch"]
    equal((read, read.type, read.is_folder(), read.name), (folder, "folder", True, "old"))
    equal([it.name for it in read.list_files()], ["run 1"])


@check
def numbers_booleans_and_enums():
    kept, task = sent(threads=8, fraction=0.25, paired=False, mode="slow")
    equal(kept, {"threads": 8, "fraction": 0.25, "paired": False, "mode": "slow"})
    equal([task.inputs[it] for it in kept], [8, 0.25, False, "slow"])


@check
def what_is_not_set_is_none():
    _, task = sent()
    equal([task.inputs[it] for it in ("threads", "mode", "limits", "scratch", "no such port")], [None] * 5)


@check
def a_record():
    kept, task = sent(limits={"depth": 3, "note": "deep"})
    equal(kept, {"limits": {"depth": 3, "note": "deep"}})
    equal(task.inputs["limits"], {"depth": 3, "note": "deep"})


@check
def lists_in_lists_and_files_in_records():
    lanes = [reads[:2], reads[2:]]
    with asked() as requests:
        task = api.tasks.create(
            "nested",
            PROJECT,
            NESTED,
            inputs={"lanes": lanes, "numbers": [[1, 2], [3]], "sample": {"read": genome, "depth": 2}},
        )
    equal(
        requests[-1][3]["inputs"],
        {
            "lanes": [[on_wire(it) for it in lane] for lane in lanes],
            "numbers": [[1, 2], [3]],
            "sample": {"read": on_wire(genome), "depth": 2},
        },
    )
    equal((task.errors, task.inputs["lanes"], task.inputs["numbers"]), ([], lanes, [[1, 2], [3]]))
    # In a record the client leaves files as they come.
    read = {
        **on_wire(genome),
        "name": "genome.fa",
        "size": 100,
        "metadata": {"species": "human"},
        "contents": None,
        "checksum": None,
        "location": None,
        "dirname": "/Projects/ada/lab/",
    }
    equal(task.inputs["sample"], {"read": read, "depth": 2})


@check
def a_query_goes_as_a_list_of_its_files():
    found = api.files.query(project=PROJECT, metadata={"sample_id": "s1"})
    equal(draft(inputs={"reads": found, "genome": genome}).inputs["reads"], reads[:2])


@check
def what_does_not_fit_the_port_is_an_error_of_the_draft():
    task = draft(
        inputs={
            "reads": reads[0],
            "genome": folder,
            "threads": "many",
            "mode": "odd",
            "limits": {"depth": "x", "more": 1},
        }
    )
    equal(
        [(it["input"], it["description"]) for it in task.errors],
        [
            ("reads", "reads must be a list."),
            ("genome", "genome must be a File."),
            ("threads", "threads must be of type int."),
            ("mode", "mode must be one of fast, slow."),
            ("limits", "limits.more must be left out: the record has no such field."),
            ("limits", "limits.depth must be of type int."),
        ],
    )


@check
def all_inputs_can_be_looped_over():
    task = draft()
    ports = ("reads", "genome", "threads", "fraction", "mode", "limits", "paired", "scratch")
    equal(dict(task.inputs.items()), {it: task.inputs[it] for it in ports})
    equal(str(task.inputs), str({it: task.inputs[it] for it in ports}))
    equal((task.inputs.equals(api.tasks.get(task.id).inputs), task.inputs.equals({})), (True, False))


@check
def outputs_are_none_before_the_end():
    task = draft(run=True)
    equal(dict(task.outputs.items()), dict.fromkeys(("bam", "logs", "parts", "stats", "verdict")))


@check
def outputs_with_secondary_files_and_a_directory():
    task = ended(draft(run=True, name="one"))
    bam, logs, parts = task.outputs["bam"], task.outputs["logs"], task.outputs["parts"]
    equal(
        (bam.type, bam.name[-11:], [it.name[-15:] for it in bam.secondary_files]),
        ("file", "one.bam.bam", ["one.bam.bam.bai"]),
    )
    found = api.files.get(bam.id)
    equal(
        (found.origin.task, found.name, found.size, found.metadata["library_id"]),
        (task.id, bam.name, bam.size, "l1"),
    )
    equal(([it.type for it in bam.secondary_files], bam.secondary_files[0].origin.task), (["file"], task.id))
    equal(
        (logs.type, logs.is_folder(), [it.name for it in logs.list_files()]),
        ("folder", True, ["listing.txt"]),
    )
    equal([(it.type, it.secondary_files) for it in parts], [("file", None)] * 2)
    equal(
        (task.outputs["stats"], task.outputs["verdict"], task.outputs["no such port"]),
        ({"mapped": 42, "rate": 0.5}, "pass", None),
    )
    equal({it.origin.task for it in api.files.query(project=PROJECT, origin={"task": task.id})}, {task.id})


@check
def outputs_in_lists_and_records():
    control("POST", f"/apps/{NESTED}", {"optionalOutputs": {"none": "null"}})
    task = ended(api.tasks.create("nested", PROJECT, NESTED, inputs={"lanes": [reads]}, run=True))
    outputs = task.outputs
    equal([(type(it), it.is_folder()) for it in outputs["folders"]], [(File, True)] * 2)
    equal((outputs["none"], outputs["sizes"], outputs["ok"]), (None, [0.5, 0.5], True))
    left = outputs["pair"]["left"]
    equal((outputs["pair"]["n"], api.files.get(left["path"]).name), (42, left["name"]))


@check
def outputs_that_a_test_orders():
    task = draft(run=True)
    control("POST", f"/tasks/{task.id}", {"outputs": {"verdict": "fail", "parts": [], "bam": None}})
    ended(task)
    equal([task.outputs[it] for it in ("verdict", "parts", "bam")], ["fail", [], None])


@check
def outputs_can_not_be_set():
    task = ended(draft(run=True))
    equal(
        raised(ReadOnlyPropertyError, task.outputs.__setitem__, "bam", None).message,
        "Can not modify read only properties.",
    )
    error = raised(ReadOnlyPropertyError, setattr, task, "outputs", {})
    equal((error.status, error.code, error.message), (-1, -1, "Property outputs is marked as read only!"))
    equal(
        raised(ReadOnlyPropertyError, task.outputs.update, verdict="x").message,
        "Can not modify read only properties.",
    )
    equal(task.outputs.equals(api.tasks.get(task.id).outputs), True)
