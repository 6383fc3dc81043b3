"""The smoke list of the API digest, 10.4: what the official Python client must be able to do.

Prints one JSON line per check: {"name": …, "ok": …, "error": …}. Arguments: base URL, token, control URL.
"""

import json
import sys
import traceback
import urllib.request

import sevenbridges as sbg
from sevenbridges.errors import NotFound, TaskValidationError

url, token, control = sys.argv[1:4]
api = sbg.Api(url=url, token=token, debug=True)  # debug: the client refuses http otherwise
PROJECT, ALIGN, COUNT, ECHO = "ada/lab", "ada/lab/align", "ada/lab/count", "ada/lab/echo"

failed = False


def check(body):
    """Runs a check at once, named by its function."""
    global failed
    line = {"name": body.__name__.replace("_", " "), "ok": True}
    try:
        body()
    except Exception:
        failed = True
        line.update(ok=False, error=traceback.format_exc())
    print(json.dumps(line), flush=True)
    return body


def ask(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(control + path, data=data, method=method)
    return json.load(urllib.request.urlopen(request))


def later(seconds):
    ask("POST", "/clock", {"advance": seconds})


reads = [f for f in api.files.query(project=PROJECT).all() if f.name.endswith(".fastq") and f.name != "bare.fastq"]
genome = api.files.query(project=PROJECT, names=["genome.fa"])[0]


def draft(**more):
    arguments = dict(name="align", project=PROJECT, app=ALIGN, inputs={"reads": reads, "genome": genome, "threads": 4})
    arguments.update(more)
    return api.tasks.create(**arguments)


def equal(was, expected):
    assert was == expected, f"{was!r} is not {expected!r}"


@check
def create_a_draft():
    task = draft()
    equal((task.status, task.app, task.batch, task.errors, task.warnings), ("DRAFT", ALIGN + "/0", False, [], []))
    equal(task.inputs["threads"], 4)
    equal([f.name for f in task.inputs["reads"]], [f.name for f in reads])


@check
def create_and_run():
    equal(draft(run=True).status, "QUEUED")


@check
def create_with_errors_and_run_raises():
    try:
        draft(inputs={"reads": reads}, run=True)
    except TaskValidationError as error:
        equal(error.task.status, "DRAFT")
        equal([e["input"] for e in error.task.errors], ["genome"])
    else:
        raise AssertionError("no TaskValidationError")


@check
def create_a_batch():
    task = draft(batch_input="reads", batch_by={"type": "criteria", "criteria": ["metadata.sample_id"]})
    equal((task.batch, task.batch_input, task.batch_by["type"]), (True, "reads", "CRITERIA"))


@check
def create_with_batching_disabled():
    task = draft(batch_input="reads", batch_by={"type": "item"}, disable_batch=True, run=True)
    equal((task.batch, task.status), (False, "QUEUED"))


@check
def get():
    task = draft()
    equal(api.tasks.get(id=task.id).name, "align")
    equal(api.tasks.get(id=task.id), task)


@check
def reload():
    task = draft()
    task.run()
    later(20)
    task.reload()
    equal(task.status, "COMPLETED")


@check
def list_with_all():
    for _ in range(5):
        api.tasks.create(name="listed", project=PROJECT, app=ECHO)
    found = list(api.tasks.query(project=PROJECT, status="DRAFT", limit=2).all())
    assert len([t for t in found if t.name == "listed"]) == 5
    equal(len({t.id for t in found}), api.tasks.query(project=PROJECT, status="DRAFT").total)


@check
def get_batch_children():
    task = draft(batch_input="reads", batch_by={"type": "criteria", "criteria": ["metadata.sample_id"]}, run=True)
    equal(task.status, "CREATING")
    later(3)
    children = list(task.get_batch_children(order="asc").all())
    equal([c.batch_group.value for c in children], ["s1", "s2"])
    equal([c.batch_group.fields for c in children], [{"metadata.sample_id": "s1"}, {"metadata.sample_id": "s2"}])
    equal([len(c.inputs["reads"]) for c in children], [2, 1])
    equal([c.parent for c in children], [task.id, task.id])


@check
def change_one_input_and_save():
    task = draft()
    ask("DELETE", "/journal")
    task.inputs["threads"] = 8
    task.save()
    equal(ask("GET", "/journal")[-1]["body"], {"inputs": {"threads": 8}})
    equal((task.inputs["threads"], len(task.inputs["reads"])), (8, 3))


@check
def rename_and_save():
    task = draft()
    task.name = "renamed"
    task.save()
    equal(api.tasks.get(id=task.id).name, "renamed")
    task.run()
    later(5)
    task.reload()
    task.name = "renamed again"
    task.save()
    equal((task.name, task.status), ("renamed again", "RUNNING"))


@check
def rename_a_batch_and_save():
    task = draft(batch_input="reads", batch_by={"type": "item"})
    task.name = "renamed"
    task.save()
    equal((task.name, task.batch, task.batch_input), ("renamed", True, "reads"))


@check
def run_without_batching_on_spot():
    task = draft(batch_input="reads", batch_by={"type": "item"}, interruptible=False)
    equal(task.use_interruptible_instances, False)
    task.run(batch=False, interruptible=True)
    equal((task.batch, task.use_interruptible_instances, task.status), (False, True, "QUEUED"))


@check
def abort():
    task = draft(run=True)
    task.abort()
    equal(task.status, "ABORTING")
    later(5)
    equal(api.tasks.get(id=task.id).status, "ABORTED")


@check
def clone_without_running():
    task = draft(run=True)
    copy = task.clone(run=False)
    equal((copy.status, copy.app, copy.inputs["threads"], copy.id != task.id), ("DRAFT", ALIGN + "/0", 4, True))
    equal(task.clone().status, "QUEUED")


@check
def delete():
    task = draft()
    task.delete()
    try:
        api.tasks.get(id=task.id)
    except NotFound:
        return
    raise AssertionError("still there")


@check
def bulk_get_with_one_bad_id():
    task = draft()
    good, bad = api.tasks.bulk_get([task.id, "00000000-0000-4000-8000-000000000000"])
    equal((good.valid, good.resource.id), (True, task.id))
    equal((bad.valid, bad.error.code, bad.error.status), (False, 7002, 404))


@check
def execution_details_jobs():
    equal(list(draft().get_execution_details().jobs), [])
    task = draft(run=True)
    later(20)
    job = task.get_execution_details().jobs[0]
    equal((job.name, job.status, job.instance.provider), ("Align", "DONE", "AWS"))
    equal(job.logs["stderr"].name, "stderr.log")


@check
def outputs_with_secondary_files_and_a_directory():
    task = draft(run=True)
    later(20)
    task.reload()
    bam, logs = task.outputs["bam"], task.outputs["logs"]
    equal((bam.type, bam.name[-4:], [f.name[-8:] for f in bam.secondary_files]), ("file", ".bam", [".bam.bai"]))
    equal(api.files.get(bam.id).origin.task, task.id)
    equal((logs.type, logs.is_folder(), [f.name for f in logs.list_files()]), ("folder", True, ["listing.txt"]))
    equal([f.type for f in task.outputs["parts"]], ["file", "file"])
    equal((task.outputs["stats"], task.outputs["verdict"]), ({"mapped": 42, "rate": 0.5}, "pass"))


@check
def price_breakdown():
    task = draft(run=True)
    equal(task.price, None)
    later(20)
    task.reload()
    price = task.price
    equal((price.currency, price.amount), ("USD", 0.11))
    equal((price.breakdown.computation, price.breakdown.storage), ("0.10", "0.01"))


@check
def remaining_requests():
    api.users.me()
    assert 0 < int(api.remaining) < int(api.limit)


@check
def rate_limit():
    limit = api.rate_limit.get()
    equal((limit.rate.limit, limit.instance_limit.limit, limit.instance_limit.remaining), (int(api.limit), -1, 2**63 - 1))


@check
def unknown_task_is_not_found_7002():
    try:
        api.tasks.get(id="00000000-0000-4000-8000-000000000000")
    except NotFound as error:
        equal((error.code, error.status), (7002, 404))
    else:
        raise AssertionError("found")


@check
def change_copy_move_and_delete_files_and_folders():
    fast = sbg.Api(url=url, token=token, debug=True, advance_access=True)
    folder = api.files.create_folder("results", project="division/shared")
    inner = api.files.create_folder("inner", parent=folder)
    copied = genome.copy_to_folder(folder, "copy.fa")
    equal((copied.name, copied.parent, copied.project), ("copy.fa", folder.id, "division/shared"))
    moved = copied.move_to_folder(inner)
    equal((moved.id, moved.parent, api.files.get(inner.id).list_files()[0].id), (copied.id, inner.id, copied.id))
    moved.name, moved.tags = "renamed.fa", ["t"]
    moved.metadata["quality"] = "good"
    moved.save()
    equal((moved.name, moved.tags, dict(moved.metadata)), ("renamed.fa", ["t"], {"species": "human", "quality": "good"}))
    moved.metadata = {"only": "this"}
    moved.save()
    equal(dict(api.files.get(moved.id).metadata), {"only": "this"})
    root = api.files.get(api.projects.get(PROJECT).root_folder)
    equal((root.is_folder(), root.parent), (True, None))
    listed = [f.id for f in root.list_files().all()]
    equal([f.id for f in fast.files.query(project=PROJECT, cont_token="init", limit=2).all()], listed)
    equal([f.id for f in fast.files.get(root.id).list_files(cont_token="init", limit=3).all()], listed)
    results = api.actions.bulk_copy_files([genome.id], "division/shared")
    made = results[genome.id]
    equal((made["status"], made["new_file_name"]), ("OK", "genome.fa"))
    second = api.files.get(made["new_file_id"])
    second.name = "bulk.fa"
    second.tags = []
    equal([r.resource.name for r in api.files.bulk_update([second])], ["bulk.fa"])
    equal([r.resource.tags for r in api.files.bulk_edit([second])], [[]])
    deleted = api.files.bulk_delete([folder, moved, inner, folder, second])
    equal([r.error.code if r.error else r.resource.id for r in deleted], [5021, moved.id, inner.id, folder.id, second.id])


@check
def download_a_file():
    equal((len(genome.content()), sum(len(part) for part in genome.stream())), (genome.size, genome.size))


@check
def apps_files_projects_and_the_user():
    equal(api.users.me().username, "ada")
    equal([p.id for p in api.projects.query().all()], ["ada/lab", "division/shared"])
    app = api.apps.get(id=ECHO)
    equal((app.id, app.revision, app.raw["class"]), (ECHO, 1, "CommandLineTool"))
    made = api.apps.install_app(id="ada/lab/new", raw={"class": "CommandLineTool", "inputs": [], "outputs": []})
    equal((made.id, made.revision), ("ada/lab/new", 0))
    made = api.apps.create_revision(id="ada/lab/new", revision=1, raw={"class": "CommandLineTool", "inputs": [], "outputs": []})
    equal(made.revision, 1)
    equal([f.name for f in api.files.query(project=PROJECT, metadata={"sample_id": ["s1"], "lane": "2"})], ["s1_2.fastq"])
    reads[0].metadata["quality"] = "good"
    reads[0].save()
    equal(api.files.get(reads[0].id).metadata["quality"], "good")
    equal([r.resource.name for r in api.files.bulk_get([genome.id])], ["genome.fa"])


sys.exit(1 if failed else 0)
