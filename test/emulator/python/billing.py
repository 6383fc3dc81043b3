"""BillingGroup, as far as projects need it, and the users of a division."""

from sevenbridges.errors import BadRequest, NotFound, SbgError
from support import *

GROUP = api.projects.get(PROJECT).billing_group


@check
def billing_groups():
    groups = api.billing_groups.query()
    equal(
        ([it.id for it in groups.all()], groups.total),
        ([GROUP, api.projects.get("division/shared").billing_group], 2),
    )
    equal(len(api.billing_groups.query(offset=1, limit=1)), 1)
    group = api.billing_groups.get(GROUP)
    equal(
        whole(group),
        {
            "href": f"{URL}/billing/groups/{GROUP}",
            "id": GROUP,
            "owner": "ada",
            "name": "Pilot Funds (ada)",
            "type": "free",
            "pending": False,
            "disabled": False,
            "balance": {"currency": "USD", "amount": 300.0, "breakdown": None},
        },
    )
    equal(
        (str(group), group == groups[0], group == groups[1], group == GROUP, group.equals(group)),
        (f"<BillingGroup: id={GROUP}>", True, False, False, True),
    )
    equal(
        (whole(group.reload()), whole(group.deepcopy()), group.field("owner")),
        (whole(group), whole(group), "ada"),
    )
    refused(NotFound, 404, 4002, api.billing_groups.get, "9c1d1e6c-6d9b-4b3c-8f0a-1f0d6a5b7c11")
    refused(BadRequest, 400, 4005, api.billing_groups.get, "nonsense")
    equal(raised(SbgError, group.delete).message, "Resource can not be deleted!")


@check
def a_project_is_made_for_a_billing_group():
    group = api.billing_groups.get(GROUP)
    equal(api.projects.create("Paid", billing_group=group).billing_group, GROUP)
    refused(
        NotFound,
        404,
        4002,
        api.projects.create,
        "Unpaid",
        billing_group="9c1d1e6c-6d9b-4b3c-8f0a-1f0d6a5b7c11",
    )


@check
def users_of_a_division():
    with asked() as requests:
        found = api.users.query("division", role="member", offset=0, limit=10)
    equal(
        requests,
        [("GET", "/users", {"division": "division", "role": "member", "offset": "0", "limit": "10"}, None)],
    )
    equal(
        ([(it.username, it.role) for it in found], found.total), ([("ada", "MEMBER"), ("bob", "MEMBER")], 2)
    )
    equal(list(api.users.query("division", role="admin")), [])
    refused(NotFound, 404, 90003, api.users.query, "nothing")
