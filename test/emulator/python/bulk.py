"""The bulk calls of File and their records (API digest 5.11, 8.2); those of Task are in tasks.py."""

from sevenbridges.errors import BadRequest
from sevenbridges.models.file import FileBulkRecord
from support import *

genome = named("genome.fa")


@check
def get_files_with_one_bad_id_and_one_of_somebody_else():
    [secret] = client(token=OTHER_TOKEN).files.query(project="bob/private")
    good, bad, closed = api.files.bulk_get([genome, "0" * 24, secret.id])
    equal(
        (good.valid, whole(good.resource), good.error, str(good)),
        (True, whole(genome), None, "<FileBulkRecord valid=True>"),
    )
    equal(
        (bad.valid, bad.resource, whole(bad.error), str(bad.error)),
        (
            False,
            None,
            {
                "status": 404,
                "code": 5002,
                "message": "Requested file does not exist.",
                "more_info": MORE_INFO,
            },
            "<Error: status=404, code=5002>",
        ),
    )
    equal((closed.valid, closed.error.code), (False, 5001))


@check
def get_sends_the_ids_in_their_order():
    files = seeded_reads()
    with asked() as requests:
        found = api.files.bulk_get(files[::-1])
    equal(requests, [("POST", "/bulk/files/get", {}, {"file_ids": [it.id for it in files[::-1]]})])
    equal([it.resource for it in found], files[::-1])


@check
def get_takes_a_hundred_and_no_more():
    equal({it.resource.id for it in api.files.bulk_get([genome] * 100)}, {genome.id})
    refused(BadRequest, 400, 90000, api.files.bulk_get, [genome] * 101)
    refused(BadRequest, 400, 90000, api.files.bulk_get, [])


@check
def records_are_read_off_an_answer():
    response = api.post("/bulk/files/get", data={"file_ids": [genome.id]})
    [record] = FileBulkRecord.parse_records(response, api=api)
    equal((record.resource, record.valid, record.field("resource")["name"]), (genome, True, "genome.fa"))
    equal(record.equals(record), True)
