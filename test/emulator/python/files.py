"""File: query, get, metadata, folders as lists, download (API digest 8.2)."""

import os
import tempfile
import urllib.request

from sevenbridges.errors import (
    BadRequest,
    Forbidden,
    NotFound,
    ResourceNotModified,
    SbgError,
)
from support import *

genome = named("genome.fa")


def names(**more):
    return [it.name for it in api.files.query(**{"project": PROJECT, **more}).all()]


@check
def query_by_project_and_by_parent():
    top = ["s1_1.fastq", "s1_2.fastq", "s2_1.fastq", "bare.fastq", "genome.fa", "old"]
    equal(sorted(names()), sorted(top))
    project = api.projects.get(PROJECT)
    equal(
        (sorted(names(project=project)), sorted(names(project=None, parent=project.root_folder))),
        (sorted(top),) * 2,
    )
    old = named("old")
    equal((names(project=None, parent=old), names(project=None, parent=old.id)), (["run 1"],) * 2)


@check
def query_by_names_tags_and_metadata():
    equal(sorted(names(names=["s1_1.fastq", "genome.fa", "none"])), ["genome.fa", "s1_1.fastq"])
    equal(
        (names(names=[]), names(tags=["reference"]), names(tags=["none", "reference"])),
        ([], ["genome.fa"], ["genome.fa"]),
    )
    equal(names(metadata={"sample_id": ["s1"], "lane": "2"}), ["s1_2.fastq"])
    equal(sorted(names(metadata={"sample_id": ["s1", "s2"], "lane": 1})), ["s1_1.fastq", "s2_1.fastq"])
    equal((names(metadata={"sample_id": "s9"}), names(metadata={"nothing": "s1"})), ([], []))


@check
def query_by_origin():
    task = ended(draft(run=True))
    found = api.files.query(project=PROJECT, origin={"task": task.id})
    equal({it.origin.task for it in found}, {task.id})
    equal(sorted(it.id for it in found if it.type == "folder"), [task.outputs["logs"].id])
    equal(names(origin={"task": NO_TASK_ID}), [])


@check
def query_without_or_with_two_places():
    equal(raised(SbgError, api.files.query).message, "Project, dataset or parent must be provided.")
    equal(
        raised(SbgError, api.files.query, project=PROJECT, parent="x").message,
        "Only one out of project, parent or dataset must be provided.",
    )
    for more in ({"offset": 1}, {"metadata": {"a": "b"}}):
        raised(SbgError, api.files.query, project=PROJECT, cont_token="init", **more)
    refused(NotFound, 404, 5002, api.files.query, parent="0" * 24)
    refused(NotFound, 404, 3002, api.files.query, project="ada/none")
    refused(BadRequest, 400, 5005, api.files.query, project="nonsense")
    refused(Forbidden, 403, 3001, api.files.query, project="bob/private")


@check
def query_by_pages():
    page = api.files.query(project=PROJECT, limit=2, names=["s1_1.fastq", "s1_2.fastq", "s2_1.fastq"])
    equal(
        (page.total, len(page), [it.name for it in page.all()]),
        (3, 2, [it.name for it in page] + [it.name for it in page.next_page()]),
    )
    equal(len(api.files.query(project=PROJECT, offset=1, limit=1)), 1)


@check
def get_a_file():
    seen = wire(f"/files/{genome.id}")
    file = api.files.get(genome.id)
    equal(
        whole(file),
        {
            "href": f"{URL}/files/{genome.id}",
            "id": genome.id,
            "type": "file",
            "name": "genome.fa",
            "size": 100,
            "parent": api.projects.get(PROJECT).root_folder,
            "project": PROJECT,
            "created_on": seen["created_on"],
            "modified_on": seen["modified_on"],
            "origin": {"task": None},
            "storage": {"type": "PLATFORM", "volume": None, "location": None},
            "metadata": {"species": "human"},
            "tags": ["reference"],
        },
    )
    equal((str(file), file.is_folder(), file.secondary_files), (f"<File: id={genome.id}>", False, None))
    equal(
        (str(file.origin), str(file.storage)),
        ("<FileOrigin: task=None>", "<FileStorage: type=PLATFORM, volume=None>"),
    )
    equal(whole(api.files.get(id=file)), whole(file))
    refused(NotFound, 404, 5002, api.files.get, "0" * 24)


@check
def get_a_file_of_somebody_else():
    [secret] = client(token=OTHER_TOKEN).files.query(project="bob/private")
    refused(Forbidden, 403, 5001, api.files.get, secret.id)


@check
def get_a_folder_and_what_is_in_it():
    old = named("old")
    equal((old.type, old.is_folder(), old.size, old.parent), ("folder", True, 0, genome.parent))
    [run] = old.list_files()
    equal(([it.name for it in run.list_files()], run.list_files().total, run.parent), (["a.txt"], 1, old.id))
    equal((list(run.list_files(offset=1)), len(run.list_files(limit=1))), ([], 1))
    equal(raised(SbgError, genome.list_files).message, "genome.fa is not a folder")
    raised(SbgError, old.list_files, offset=1, cont_token="init")


@check
def metadata_in_place_is_merged():
    file = named("s1_1.fastq")
    was = dict(file.metadata.items())
    file.metadata["quality"] = "good"
    with asked() as requests:
        assert file.save() is file
    equal(
        requests,
        [
            ("PATCH", f"/files/{file.id}/metadata", {}, {"quality": "good"}),
            ("GET", f"/files/{file.id}", {}, None),
        ],
    )
    equal(dict(api.files.get(file.id).metadata.items()), {**was, "quality": "good"})
    equal((file.metadata["quality"], file.metadata["nothing"]), ("good", None))


@check
def metadata_with_update():
    file = named("s1_2.fastq")
    was = dict(file.metadata.items())
    file.metadata.update({"a": "1", "lane": "2"}, b="2")
    with asked() as requests:
        file.save()
    equal(requests[0][3], {"a": "1", "b": "2"})
    equal(dict(file.metadata.items()), {**was, "a": "1", "b": "2"})


@check
def metadata_that_is_set_is_replaced():
    file = named("bare.fastq")
    file.metadata = {"sample_id": "s3", "lane": "1"}
    with asked() as requests:
        file.save()
    equal(requests[0], ("PUT", f"/files/{file.id}/metadata", {}, {"sample_id": "s3", "lane": "1"}))
    file.metadata = {"lane": "2"}
    file.save()
    equal(dict(api.files.get(file.id).metadata.items()), {"lane": "2"})


@check
def metadata_are_taken_away_by_none():
    file = named("s2_1.fastq")
    was = dict(file.metadata.items())
    file.metadata["library_id"] = None
    file.save()
    equal(
        dict(api.files.get(file.id).metadata.items()),
        {key: it for key, it in was.items() if key != "library_id"},
    )


@check
def metadata_are_compared():
    file = api.files.get(genome.id)
    other = api.files.get(genome.id)
    equal((file.metadata == other.metadata, file.metadata == {"species": "human"}), (True, False))
    equal(
        (file.metadata.equals(other.metadata), file.metadata.equals({}), str(file.metadata)),
        (True, False, "{'species': 'human'}"),
    )


@check
def metadata_that_are_refused():
    file = api.files.get(genome.id)
    file.metadata["odd"] = {"nested": 1}
    refused(BadRequest, 400, 5006, file.save)
    file.reload()
    equal(dict(file.metadata.items()), {"species": "human"})


@check
def nothing_changed_is_an_error_unless_silent():
    file = api.files.get(genome.id)
    raised(ResourceNotModified, file.save)
    with asked() as requests:
        equal((file.save(silent=True) is file, requests), (True, []))


@check
def reload_and_copy_of_the_object():
    file = api.files.get(genome.id)
    file.metadata = {"species": "mouse"}
    equal(dict(file.reload().metadata.items()), {"species": "human"})
    equal(
        (file.deepcopy() == file, whole(file.deepcopy()), file.field("name")),
        (True, whole(file), "genome.fa"),
    )


@check
def files_are_equal_by_id():
    other = api.files.get(genome.id)
    equal(
        (genome == other, genome == named("old"), genome == genome.id, genome.equals(genome)),
        (True, False, False, True),
    )


@check
def download_info():
    info = genome.download_info()
    host = URL.removesuffix("/v2")
    equal(
        (info.url.startswith(host), str(info), info.field("url")),
        (True, f"<DownloadInfo: url={info.url}>", info.url),
    )
    equal((info.equals(info), info.deepcopy().url), (True, info.url))


@check
def download_stream_and_content():
    expected = urllib.request.urlopen(genome.download_info().url).read()
    assert len(expected) > 0
    equal((b"".join(genome.stream()), b"".join(genome.stream(part_size=7))), (expected, expected))
    equal(genome.content(), expected.decode())
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "genome.fa")
        equal((genome.download(path), open(path, "rb").read()), (None, expected))
        equal(genome.content(path=path), expected.decode())
        handle = genome.download(path, wait=False, overwrite=True)
        handle.start()
        handle.wait()
        equal((handle.path, handle.progress, open(path, "rb").read()), (path, 100, expected))
        equal(os.listdir(folder), ["genome.fa"])


@check
def the_log_of_a_task_can_be_read():
    [job] = ended(draft(run=True)).get_execution_details().jobs
    assert len(job.logs["stderr"].content()) > 0
