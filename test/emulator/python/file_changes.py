"""File: rename, tag, copy, move, delete, folders, scrolls (API digest 8.2)."""

from sevenbridges.errors import BadRequest, Conflict, NotFound, SbgError
from support import *

genome = named("genome.fa")
SHARED = "division/shared"
# The platform scrolls for those only who ask for what is not settled yet.
advance = client(advance_access=True)


def names(folder):
    return [it.name for it in folder.list_files().all()]


@check
def rename():
    file = named("bare.fastq")
    file.name = "renamed.fastq"
    with asked() as requests:
        assert file.save() is file
    equal(requests, [("PATCH", f"/files/{file.id}", {}, {"name": "renamed.fastq"})])
    equal(
        (file.name, api.files.get(file.id).name, named("renamed.fastq")),
        ("renamed.fastq", "renamed.fastq", file),
    )
    file.name = "genome.fa"
    refused(Conflict, 409, 5003, file.save)


@check
def tag():
    file = api.files.get(genome.id)
    file.tags = ["reference", "human"]
    with asked() as requests:
        file.save()
    equal(
        requests,
        [
            ("PUT", f"/files/{file.id}/tags", {}, ["reference", "human"]),
            ("GET", f"/files/{file.id}", {}, None),
        ],
    )
    equal(
        (file.tags, [it.id for it in api.files.query(project=PROJECT, tags=["human"])]),
        (["reference", "human"], [file.id]),
    )
    file.tags = []
    file.save()
    equal(api.files.get(file.id).tags, [])


@check
def name_tags_and_metadata_in_one_save():
    file = named("s2_1.fastq")
    was = dict(file.metadata.items())
    file.name = "s2.fastq"
    file.tags = ["t"]
    file.metadata["quality"] = "good"
    with asked() as requests:
        file.save()
    equal(
        [(it[0], it[1].rsplit("/", 1)[-1], it[3]) for it in requests],
        [
            ("PATCH", "metadata", {"quality": "good"}),
            ("PUT", "tags", ["t"]),
            ("PATCH", file.id, {"name": "s2.fastq"}),
            ("GET", file.id, None),
        ],
    )
    equal(
        (file.name, file.tags, dict(file.metadata.items())), ("s2.fastq", ["t"], {**was, "quality": "good"})
    )


@check
def save_aside():
    file = named("s1_1.fastq")
    file.tags = ["aside"]
    new = file.save(inplace=False)
    equal((new.tags, new == file), (["aside"], True))


@check
def create_a_folder_in_a_project_and_in_a_folder():
    with asked() as requests:
        folder = api.files.create_folder("results", project=api.projects.get(PROJECT))
        inner = api.files.create_folder("inner", parent=folder)
    equal(
        [it[3] for it in requests if it[0] == "POST"],
        [
            {"name": "results", "type": "folder", "project": PROJECT},
            {"name": "inner", "type": "folder", "parent": folder.id},
        ],
    )
    equal(
        (folder.type, folder.is_folder(), folder.project, folder.parent),
        ("folder", True, PROJECT, api.projects.get(PROJECT).root_folder),
    )
    equal((inner.parent, names(folder), api.files.get(inner.id).name), (folder.id, ["inner"], "inner"))


@check
def create_a_folder_wrongly():
    api.files.create_folder("twice", project=PROJECT)
    refused(Conflict, 409, 5030, api.files.create_folder, "twice", project=PROJECT)
    refused(BadRequest, 400, 5022, api.files.create_folder, "x", parent=genome)
    refused(NotFound, 404, 3002, api.files.create_folder, "x", project="ada/none")
    equal(raised(SbgError, api.files.create_folder, "x").message, "Parent or project must be provided")
    equal(
        raised(SbgError, api.files.create_folder, "x", parent=genome, project=PROJECT).message,
        'Providing both "parent" and "project" is not allowed',
    )


@check
def copy_to_a_project():
    with asked() as requests:
        copy = genome.copy(project=SHARED)
    equal(requests, [("POST", f"/files/{genome.id}/actions/copy", {}, {"project": SHARED})])
    equal(
        (copy.name, copy.project, dict(copy.metadata.items()), copy.size, copy == genome),
        ("genome.fa", SHARED, {"species": "human"}, 100, False),
    )
    equal(genome.copy(project=api.projects.get(SHARED), name="other.fa").name, "other.fa")
    # A name that is taken is changed, one that was asked for is refused.
    equal(genome.copy(project=SHARED).name, "1_genome.fa")
    refused(Conflict, 409, 5003, genome.copy, SHARED, name="other.fa")


@check
def copy_to_a_folder():
    folder = api.files.create_folder("copies", project=PROJECT)
    with asked() as requests:
        copy = genome.copy_to_folder(folder, name="copy.fa")
    equal(
        requests[-1],
        ("POST", f"/files/{genome.id}/actions/copy", {}, {"parent": folder.id, "name": "copy.fa"}),
    )
    equal((copy.name, copy.parent, names(folder)), ("copy.fa", folder.id, ["copy.fa"]))
    equal(genome.copy_to_folder(parent=folder.id).name, "genome.fa")
    equal(raised(SbgError, folder.copy_to_folder, folder).message, "Copying folders is not supported")


@check
def move_to_a_folder():
    folder = api.files.create_folder("moves", project=PROJECT)
    file = genome.copy(project=PROJECT, name="to move.fa")
    with asked() as requests:
        moved = file.move_to_folder(folder, name="moved.fa")
    equal(
        requests[-1],
        ("POST", f"/files/{file.id}/actions/move", {}, {"parent": folder.id, "name": "moved.fa"}),
    )
    equal((moved.id, moved.name, moved.parent, names(folder)), (file.id, "moved.fa", folder.id, ["moved.fa"]))
    equal(raised(SbgError, folder.move_to_folder, folder).message, "Moving folders is not supported")
    refused(BadRequest, 400, 5015, moved.move_to_folder, api.projects.get(SHARED).root_folder)


@check
def delete_a_file_and_an_empty_folder():
    folder = api.files.create_folder("to delete", project=PROJECT)
    file = genome.copy_to_folder(folder)
    refused(BadRequest, 400, 5021, folder.delete)
    with asked() as requests:
        equal((file.delete(), folder.delete()), (None, None))
    equal(requests.statuses, [204, 204])
    refused(NotFound, 404, 5002, api.files.get, file.id)
    refused(NotFound, 404, 5002, folder.delete)


@check
def scroll_a_project_and_a_folder():
    project = api.projects.get(PROJECT)
    root = api.files.get(project.root_folder)
    equal((root.is_folder(), root.parent), (True, None))
    expected = [it.id for it in api.files.query(project=PROJECT).all()]
    page = advance.files.query(project=PROJECT, cont_token="init", limit=2)
    with asked() as requests:
        equal(([it.id for it in page.all()], page.total), (expected, len(expected)))
    equal({it[1] for it in requests}, {"/files/scroll"})
    equal([it.id for it in advance.files.query(parent=root.id, cont_token="init", limit=3).all()], expected)
    page = advance.files.get(root.id).list_files(cont_token="init", limit=2)
    with asked() as requests:
        equal([it.id for it in page.all()], expected)
    equal({it[1] for it in requests}, {f"/files/{root.id}/scroll"})


@check
def scroll_without_advance_access_or_with_a_wrong_token():
    refused(BadRequest, 400, 90000, client().files.query, project=PROJECT, cont_token="init")
    refused(
        BadRequest, 400, 5033, client(advance_access=True).files.query, project=PROJECT, cont_token="nonsense"
    )
    # The client that is touched last is the one of all models.
    equal(api.users.me().username, "ada")


@check
def add_files_to_a_project():
    project = api.projects.create("Added")
    project.add_files(seeded := [named("genome.fa"), named("s1_2.fastq")])
    equal(sorted(it.name for it in project.get_files()), sorted(it.name for it in seeded))


@check
def copy_several_files_at_once():
    project = api.projects.create("Copied")
    results = api.actions.bulk_copy_files([genome, "0" * 24], project.id)
    made = results[genome.id]
    equal(
        (made, api.files.get(made["new_file_id"]).project),
        ({"status": "OK", "new_file_id": made["new_file_id"], "new_file_name": "genome.fa"}, project.id),
    )
    equal((results["0" * 24]["status"], results["0" * 24]["error"]["code"]), ("FAILED", 5002))


@check
def download_all_of_a_file():
    equal((len(genome.content()), sum(len(it) for it in genome.stream())), (genome.size, genome.size))
