"""User (API digest 8.3)."""

from sevenbridges.errors import NotFound, SbgError
from support import *

ADA = {
    "href": f"{URL}/users/ada",
    "username": "ada",
    "email": "ada@example.com",
    "first_name": "ada",
    "last_name": "",
    "affiliation": "",
    "phone": "",
    "address": "",
    "city": "",
    "state": "",
    "zip_code": "",
    "country": "",
    "role": "MEMBER",
}


@check
def me():
    me = api.users.me()
    equal((whole(me), str(me)), (ADA, "<User: username=ada>"))


@check
def get_by_name_and_by_user():
    equal(whole(api.users.get("ada")), ADA)
    equal(whole(api.users.get(user=api.users.me())), ADA)
    equal(api.users.get("bob").email, "bob@example.com")
    refused(NotFound, 404, 2002, api.users.get, "nobody")
    equal(raised(SbgError, api.users.get, None).message, "User is required!")


@check
def users_are_equal_by_name():
    me = api.users.me()
    equal(
        (me == api.users.get("ada"), me == api.users.get("bob"), me == "ada", me.equals(me)),
        (True, False, False, True),
    )


@check
def reload_and_copy():
    me = api.users.me()
    equal((whole(me.reload()), whole(me.deepcopy()), me.field("role")), (ADA, ADA, "MEMBER"))


@check
def a_user_is_not_deleted():
    equal(raised(SbgError, api.users.me().delete).message, "Resource can not be deleted!")
