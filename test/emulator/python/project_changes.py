"""Project and Member: save, delete, members and their permissions (API digest 8.3)."""

from sevenbridges.errors import (
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    ReadOnlyPropertyError,
)
from support import *

READER = {"write": False, "read": True, "copy": False, "execute": False, "admin": False}
EVERYTHING = dict.fromkeys(READER, True)


def member(username, permissions, project):
    return {
        "href": f"{URL}/projects/{project.id}/members/{username}",
        "id": username,
        "username": username,
        "email": f"{username}@example.com",
        "type": "USER",
        "permissions": permissions,
    }


@check
def save_what_was_changed():
    project = api.projects.create("Saved")
    project.name = "Renamed"
    project.description = "words"
    project.tags = ["a"]
    project.settings["use_interruptible_instances"] = not project.settings["use_interruptible_instances"]
    spot = project.settings["use_interruptible_instances"]
    with asked() as requests:
        assert project.save() is project
    equal(
        requests,
        [
            (
                "PATCH",
                "/projects/ada/saved",
                {},
                {
                    "name": "Renamed",
                    "description": "words",
                    "tags": ["a"],
                    "settings": {"use_interruptible_instances": spot},
                },
            )
        ],
    )
    seen = api.projects.get("ada/saved")
    equal(
        (seen.name, seen.description, seen.tags, seen.settings["use_interruptible_instances"]),
        ("Renamed", "words", ["a"], spot),
    )
    equal(whole(project), whole(seen))


@check
def save_aside():
    project = api.projects.create("Aside")
    project.name = "Other"
    new = project.save(inplace=False)
    equal((new.name, new == project, new is project), ("Other", True, False))


@check
def settings_with_update():
    project = api.projects.create("Settings")
    was = dict(project.settings.items())
    project.settings.update({"locked": True, "use_memoization": True})
    project.save()
    equal(
        dict(api.projects.get(project.id).settings.items()), {**was, "locked": True, "use_memoization": True}
    )


@check
def what_is_not_to_be_changed():
    project = api.projects.create("Fixed")
    for name in ("href", "id", "root_folder", "created_by", "created_on", "modified_on"):
        raised(ReadOnlyPropertyError, setattr, project, name, "x")
    project.type = "v1"
    refused(BadRequest, 400, 3010, project.save)


@check
def query_by_tags_and_category():
    project = api.projects.create("Tagged", tags=["one", "two"])
    with asked() as requests:
        equal([it.id for it in api.projects.query(tags=["two"])], [project.id])
    equal(requests[0][2], {"tags": "two", "fields": "_all"})
    equal(list(api.projects.query(tags=["three"])), [])
    equal(
        (list(api.projects.query(category="PUBLIC")), project in api.projects.query(category="PRIVATE")),
        ([], True),
    )


@check
def delete_a_project():
    project = api.projects.create("Deleted")
    with asked() as requests:
        equal(project.delete(), None)
    equal((requests, requests.statuses), ([("DELETE", "/projects/ada/deleted", {}, {})], [204]))
    refused(NotFound, 404, 3002, api.projects.get, project.id)
    refused(NotFound, 404, 3002, project.delete)


@check
def add_a_member_who_may_read():
    project = api.projects.create("Members")
    other = client(token=OTHER_TOKEN)
    refused(Forbidden, 403, 3001, other.projects.get, project.id)
    with asked() as requests:
        made = project.add_member("bob", permissions={"read": True})
    equal(
        requests,
        [
            (
                "POST",
                f"/projects/{project.id}/members",
                {},
                {"username": "bob", "type": "USER", "permissions": {"read": True}},
            )
        ],
    )
    equal((whole(made), str(made)), (member("bob", READER, project), "<Member: username=bob>"))
    equal(other.projects.get(project.id).name, "Members")
    refused(Forbidden, 403, 3001, other.delete, f"/projects/{project.id}")
    refused(Conflict, 409, 3003, project.add_member, "bob", {})


@check
def add_a_member_by_object_and_by_email():
    project = api.projects.create("By object")
    equal(project.add_member(api.users.get("bob"), {"write": True}).permissions["write"], True)
    project = api.projects.create("By email")
    with asked() as requests:
        made = project.add_member_email("bob@example.com", permissions={"copy": True})
    equal(requests[0][3], {"email": "bob@example.com", "permissions": {"copy": True}})
    equal(whole(made), member("bob", {**READER, "copy": True}, project))
    refused(NotFound, 404, 2002, api.projects.create("No email").add_member_email, "nobody@example.com")


@check
def teams_and_divisions_are_no_members_here():
    project = api.projects.create("Teams")
    for add, kind in ((project.add_member_team, "TEAM"), (project.add_member_division, "DIVISION")):
        with asked() as requests:
            refused(BadRequest, 400, 90000, add, "somebody", {"read": True})
        equal(requests[0][3], {"username": "somebody", "type": kind, "permissions": {"read": True}})


@check
def list_and_get_members():
    project = api.projects.create("Listed")
    project.add_member("bob", {})
    found = project.get_members()
    equal(
        (whole(list(found)), found.total),
        ([member("ada", EVERYTHING, project), member("bob", READER, project)], 2),
    )
    equal(
        (
            [it.username for it in project.get_members(limit=1).all()],
            [it.username for it in project.get_members(offset=1)],
        ),
        (["ada", "bob"], ["bob"]),
    )
    bob = project.get_member("bob")
    equal(
        (whole(bob), bob == found[1], bob == found[0], bob == "bob"),
        (member("bob", READER, project), True, False, False),
    )
    refused(NotFound, 404, 3002, project.get_member, "nobody")
    equal(
        (bob.equals(bob), bob.field("id"), whole(bob.deepcopy()), whole(bob.reload())),
        (True, "bob", whole(bob), whole(bob)),
    )


@check
def change_the_permissions_of_a_member():
    project = api.projects.create("Changed")
    project.add_member("bob", {})
    bob = project.get_member("bob")
    bob.permissions["write"] = True
    with asked() as requests:
        bob.save()
    equal(requests, [("PATCH", f"/projects/{project.id}/members/bob/permissions", {}, {"write": True})])
    bob.permissions.update({"copy": True})
    bob.save()
    equal(dict(project.get_member("bob").permissions.items()), {**READER, "write": True, "copy": True})
    permissions = project.get_member("bob").permissions
    equal(
        (permissions["nothing"], permissions.equals(permissions), permissions.equals({})), (None, True, False)
    )


@check
def remove_a_member():
    project = api.projects.create("Removed")
    project.add_member("bob", {})
    with asked() as requests:
        equal(project.remove_member("bob"), None)
    equal(requests, [("DELETE", f"/projects/{project.id}/members/bob", {}, {})])
    equal([it.username for it in project.get_members()], ["ada"])
    refused(NotFound, 404, 3002, project.remove_member, "bob")
    refused(Forbidden, 403, 3001, project.remove_member, "ada")


@check
def permissions_hold_for_what_is_in_the_project():
    project = api.projects.create("Held")
    task = api.tasks.create("held", project, ECHO)
    other = client(token=OTHER_TOKEN)
    project.add_member("bob", {})
    app = other.apps.install_app("bob/private/own", {"class": "CommandLineTool", "inputs": [], "outputs": []})
    equal([it.name for it in other.tasks.query(project=project.id)], ["held"])
    seen = other.tasks.get(task.id)
    seen.name = "renamed"
    refused(Forbidden, 403, 7001, seen.save)
    refused(Forbidden, 403, 7001, seen.run)
    refused(Forbidden, 403, 7001, seen.delete)
    refused(Forbidden, 403, 7001, other.tasks.create, "own", project.id, app)
    bob = client().projects.get(project.id).get_member("bob")
    bob.permissions.update({"write": True, "execute": True})
    bob.save()
    equal((seen.save().name, seen.run().status), ("renamed", "QUEUED"))
    equal(other.tasks.create("own", project.id, app).created_by, "bob")
    equal(api.users.me().username, "ada")
