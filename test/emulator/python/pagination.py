"""Collections: pages, totals, orders and filters of lists (API digest 2.4, 5.3)."""

import datetime

from sevenbridges.errors import BadRequest, Forbidden, NotFound, PaginationError
from sevenbridges.models.link import Link
from support import *

# Ten seconds apart, so that their times tell them apart.
made = []
for number in range(7):
    made.append(api.tasks.create(f"task {number}", PROJECT, ECHO))
    later(10)
names = [it.name for it in made]
newest_first = names[::-1]


def listed(**more):
    return [it.name for it in api.tasks.query(project=PROJECT, **more)]


@check
def the_first_page_and_its_links():
    page = api.tasks.query(project=PROJECT, limit=3)
    equal(
        ([it.name for it in page], page.total, page.href),
        (newest_first[:3], 7, f"{URL}/tasks?project={PROJECT}&limit=3&fields=_all&offset=0"),
    )
    equal(
        [whole(it) for it in page.links],
        [
            {
                "href": f"{URL}/tasks?project={PROJECT}&limit=3&fields=_all&offset=3",
                "rel": "next",
                "method": "GET",
            }
        ],
    )
    equal((repr(page), type(page.links[0])), ("<Collection: total=7, available=3>", Link))
    equal(str(page.links[0]), f"<Link: method=GET, rel=next, href={page.links[0].href}>")


@check
def next_and_previous_page():
    first = api.tasks.query(project=PROJECT, limit=3)
    second = first.next_page()
    third = second.next_page()
    equal(
        [[it.name for it in page] for page in (first, second, third)],
        [newest_first[:3], newest_first[3:6], newest_first[6:]],
    )
    equal(([it.rel for it in second.links], [it.rel for it in third.links]), (["next", "prev"], ["prev"]))
    back = third.previous_page()
    equal(
        ([it.name for it in back], [it.name for it in back.previous_page()]),
        (newest_first[3:6], newest_first[:3]),
    )
    equal({page.total for page in (first, second, third, back)}, {7})


@check
def past_the_ends_is_an_error():
    page = api.tasks.query(project=PROJECT)
    for call in (page.next_page, page.previous_page):
        error = raised(PaginationError, call)
        equal((error.status, error.code, error.message), (-1, -1, "No more entries."))


@check
def all_goes_through_the_pages():
    with asked() as requests:
        found = [it.name for it in api.tasks.query(project=PROJECT, limit=2).all()]
    equal(found, newest_first)
    equal([it[2].get("offset") for it in requests], [None, "0", "2", "4", "6"])


@check
def all_of_nothing():
    page = api.tasks.query(project="division/shared")
    equal((list(page), page.total, page.links, list(page.all())), ([], 0, [], []))


@check
def all_starts_over_from_a_middle_page():
    equal([it.name for it in api.tasks.query(project=PROJECT, offset=2, limit=2).all()], newest_first[2:])


@check
def offset_and_limit():
    equal(
        (listed(offset=5), listed(offset=5, limit=1), listed(offset=7)),
        (newest_first[5:], newest_first[5:6], []),
    )
    with asked() as requests:
        equal(listed(limit=0), newest_first)
        equal(listed(limit=-3), newest_first)
        equal(listed(limit=100000), newest_first)
    equal([it[2]["limit"] for it in requests], ["100", "100", "100000"])
    refused(BadRequest, 400, 90000, api.tasks.query, offset=-1)


@check
def order():
    equal((listed(), listed(order="desc"), listed(order="asc")), (newest_first, newest_first, names))
    refused(BadRequest, 400, 90000, api.tasks.query, order="up")


@check
def order_by():
    for by in ("created_time", "start_time", "name", "end_time", "created_by"):
        equal((listed(order_by=by, order="asc"), listed(order_by=by, order="desc")), (names, newest_first))
    refused(BadRequest, 400, 90000, api.tasks.query, order_by="colour")


@check
def times_as_datetimes():
    third = made[2].created_time
    second = datetime.timedelta(seconds=1)
    with asked() as requests:
        found = listed(created_from=third - second, created_to=third + second)
    equal(found, names[2:3])
    query = requests[0][2]
    equal(
        (query["created_from"], query["created_to"]),
        ((third - second).isoformat(), (third + second).isoformat()),
    )
    # Both ends are within, parts of a second are left out.
    equal(listed(created_from=third, created_to=third.replace(microsecond=999999)), names[2:3])
    equal(listed(started_from=made[5].start_time), newest_first[:2])
    equal(listed(started_to=made[1].start_time), names[:2][::-1])
    equal((listed(ended_from=third), listed(ended_to=third)), ([], []))


@check
def times_as_strings():
    equal((listed(created_from="2020-01-01"), listed(created_to="2020-01-01")), (newest_first, []))
    equal(listed(created_from="2020-01-01T10:00:00+02:00", created_to="2120-01-01T00:00:00"), newest_first)
    refused(BadRequest, 400, 90000, api.tasks.query, created_from="yesterday")


@check
def project_as_an_id_or_an_object():
    equal([it.name for it in api.tasks.query(project=api.projects.get(PROJECT))], newest_first)
    refused(NotFound, 404, 3002, api.tasks.query, project="ada/none")
    refused(BadRequest, 400, 3012, api.tasks.query, project="nonsense")
    refused(Forbidden, 403, 3001, api.tasks.query, project="bob/private")


@check
def every_project_without_one():
    other = api.tasks.create("elsewhere", "division/shared", ECHO)
    equal([it.name for it in api.tasks.query()], ["elsewhere", *newest_first])
    other.delete()


@check
def batch_parent_and_status():
    batch = draft(name="batch", batch_input="reads", batch_by={"type": "item"}, run=True)
    later(3)
    equal((listed(batch=True), listed(batch=False)), (["batch"], newest_first))
    children = [f"batch - {it}" for it in ("s1_1.fastq", "s1_2.fastq", "s2_1.fastq")]
    equal((listed(parent=batch, order="asc"), listed(parent=batch.id, limit=1)), (children, children[-1:]))
    equal(
        (listed(status="DRAFT"), listed(status="draft"), listed(status="ABORTED")),
        (newest_first, newest_first, []),
    )
    refused(BadRequest, 400, 7006, api.tasks.query, status="DONE")
    refused(NotFound, 404, 7002, api.tasks.query, parent=NO_TASK_ID)


@check
def no_task_comes_from_an_automation_run():
    with asked() as requests:
        equal(listed(origin="9c1d1e6c-6d9b-4b3c-8f0a-1f0d6a5b7c11"), [])
    equal(requests[0][2]["origin_id"], "9c1d1e6c-6d9b-4b3c-8f0a-1f0d6a5b7c11")


@check
def every_argument_at_once():
    with asked() as requests:
        api.tasks.query(
            project=PROJECT,
            status="DRAFT",
            batch=False,
            parent=None,
            created_from="2020-01-01",
            created_to="2120-01-01",
            started_from="2020-01-01",
            started_to="2120-01-01",
            ended_from="2020-01-01",
            ended_to="2120-01-01",
            offset=1,
            limit=2,
            order_by="name",
            order="asc",
            origin=None,
            api=api,
        )
    equal(
        (requests[0][2], requests.statuses),
        (
            {
                "project": PROJECT,
                "status": "DRAFT",
                "batch": "False",
                "created_from": "2020-01-01",
                "created_to": "2120-01-01",
                "started_from": "2020-01-01",
                "started_to": "2120-01-01",
                "ended_from": "2020-01-01",
                "ended_to": "2120-01-01",
                "offset": "1",
                "limit": "2",
                "order_by": "name",
                "order": "asc",
                "fields": "_all",
            },
            [200],
        ),
    )


@check
def a_link_is_no_resource_of_its_own():
    link = api.tasks.query(project=PROJECT, limit=1).links[0]
    equal((link.rel, link.method, whole(link.deepcopy()) == whole(link)), ("next", "GET", True))
