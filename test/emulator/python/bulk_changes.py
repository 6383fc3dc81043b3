"""The bulk calls of File that change and delete (API digest 8.2)."""

from sevenbridges.errors import BadRequest, NotFound, SbgError
from support import *

genome = named("genome.fa")


def copies(*names):
    return [genome.copy(project=PROJECT, name=it) for it in names]


@check
def delete_files_with_one_bad_id():
    first, second = copies("first.fa", "second.fa")
    with asked() as requests:
        records = api.files.bulk_delete([first, "0" * 24, second.id])
    equal(requests, [("POST", "/bulk/files/delete", {}, {"file_ids": [first.id, "0" * 24, second.id]})])
    equal(
        [(it.valid, it.error and it.error.code) for it in records],
        [(True, None), (False, 5002), (True, None)],
    )
    refused(NotFound, 404, 5002, api.files.get, first.id)
    refused(BadRequest, 400, 90000, api.files.bulk_delete, [])


@check
def update_files_whole():
    [file] = copies("update.fa")
    file.name = "updated.fa"
    file.tags = ["t"]
    file.metadata = {"only": "this"}
    with asked() as requests:
        [record] = api.files.bulk_update([file])
    equal(
        requests,
        [
            (
                "POST",
                "/bulk/files/update",
                {},
                {
                    "items": [
                        {"id": file.id, "name": "updated.fa", "tags": ["t"], "metadata": {"only": "this"}}
                    ]
                },
            )
        ],
    )
    seen = api.files.get(file.id)
    equal((seen.name, seen.tags, dict(seen.metadata.items())), ("updated.fa", ["t"], {"only": "this"}))
    equal((record.valid, whole(record.resource)), (True, whole(seen)))


@check
def edit_files():
    [file] = copies("edit.fa")
    file.name = "edited.fa"
    file.tags = []
    file.metadata = {"more": "this"}
    [record] = api.files.bulk_edit([file])
    seen = api.files.get(file.id)
    equal(
        (seen.name, seen.tags, dict(seen.metadata.items())),
        ("edited.fa", [], {"species": "human", "more": "this"}),
    )
    equal(whole(record.resource), whole(seen))


@check
def one_that_can_not_be_changed_does_not_concern_the_others():
    good, bad = copies("good.fa", "bad.fa")
    bad.delete()
    good.tags = ["new"]
    for call in (api.files.bulk_update, api.files.bulk_edit):
        records = call([bad, good])
        equal([(it.valid, it.error and it.error.code) for it in records], [(False, 5002), (True, None)])
    equal(api.files.get(good.id).tags, ["new"])


@check
def nothing_to_change_is_an_error_of_the_client():
    for call in (api.files.bulk_update, api.files.bulk_edit):
        equal(raised(SbgError, call, []).message, "Files are required.")
