"""Which public methods, properties and fields of the client the checks use, and which there are.

What is used is read off Python's own profiler, so that the client runs as it was published. Only what a check itself
calls counts, not what the client calls by itself.
"""

import contextlib
import importlib
import inspect
import os
import pkgutil
import sys
import threading

import sevenbridges
from sevenbridges.config import UserProfile
from sevenbridges.http import error_handlers
from sevenbridges.meta.collection import Collection
from sevenbridges.meta.fields import Field
from sevenbridges.meta.resource import Resource, ResourceMeta

PACKAGE = os.path.dirname(sevenbridges.__file__)
used = set()


def models():
    """Every resource of the client, and the parts of resources."""
    for it in pkgutil.walk_packages([PACKAGE], "sevenbridges."):
        module = importlib.import_module(it.name)
        yield from (it for it in vars(module).values() if isinstance(it, ResourceMeta) and it is not Resource)


classes = sorted({sevenbridges.Api, UserProfile, Collection, *models()}, key=lambda it: it.__name__)
handlers = {name: it for name, it in vars(error_handlers).items() if name.endswith("_sleeper")}


def members(cls):
    """Name → the function behind it, or None for a field. What every dict or list has is Python's."""
    found = {}
    for one in reversed(cls.__mro__):
        if one not in (object, dict, list):
            found.update(vars(one))
    public = {name: it for name, it in found.items() if not name.startswith("_")}
    return {
        name: behind(it) for name, it in public.items() if isinstance(it, Field) or behind(it) is not None
    }


def behind(member):
    function = getattr(member, "fget", None) or getattr(member, "__func__", member)
    if not inspect.isfunction(function):
        return None
    # The client's `inplace_reload` keeps what it decorates in its closure only.
    return function.__closure__[0].cell_contents if function.__name__ == "wrapped" else function


names = {it.__code__: name for cls in classes for name, it in members(cls).items() if it is not None}
of_handlers = {it.__code__: name for name, it in handlers.items()}
getters = {it.__get__.__code__ for it in (Field, *Field.__subclasses__()) if "__get__" in vars(it)}


def profile(frame, event, _argument):
    if event != "call":
        return
    code = frame.f_code
    if code in of_handlers:
        used.add(f"error_handlers.{of_handlers[code]}")
    elif code in names and by_check(frame):
        first = frame.f_locals.get(code.co_varnames[0])
        used.add(f"{(first if isinstance(first, type) else type(first)).__name__}.{names[code]}")
    elif code in getters and by_check(frame):
        cls = type(frame.f_locals["instance"])
        field = frame.f_locals["self"]
        # What it is called on its class is not always what it is called on the wire.
        name = next(name for one in cls.__mro__ for name, it in vars(one).items() if it is field)
        used.add(f"{cls.__name__}.{name}")


def by_check(frame):
    """A decorator in between is not a separate caller, and neither is the getter that another one calls."""
    caller = frame.f_back
    while caller is not None and (caller.f_code.co_name == "wrapped" or caller.f_code in getters):
        caller = caller.f_back
    return caller is not None and not caller.f_code.co_filename.startswith(PACKAGE)


@contextlib.contextmanager
def watched():
    threading.setprofile(profile)
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
