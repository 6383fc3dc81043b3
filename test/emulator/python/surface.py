"""Everything public of the client's classes, and what of it no check uses, with the reason.

Prints one JSON line: {"surface": [Class.member, …], "left": {Class.member: why}}. The suite holds it against what the checks
have used: nothing of the client is passed over silently.
"""

import json

import usage
from sevenbridges.meta.resource import Resource

NOT_EMULATED = "not emulated: its calls answer 501, see not_served.py"
PART = "a part of another resource or an answer: it has no address, so there is nothing to call"

# Not emulated as a whole, and what only they consist of.
models_not_emulated = (
    "Automation AutomationMember AutomationPackage AutomationRun DRSImportBulk Dataset Export ExportBulkRecord Import "
    "ImportBulkRecord ImportDestination Invoice InvoicePeriod Marker MarkerPosition Measurement StorageCost Team TeamMember "
    "Volume VolumeFile VolumeLink VolumeObject VolumePrefix VolumeProperties VolumeService "
    "AsyncFileBulkRecord FileImportResult AnalysisCost AnalysisCostBreakdown EgressCost SearchResponse"
).split()

left_by_name = {
    "BulkRecord": "what the records of tasks and of files are made of; those are used",
    "ProjectBreakdown": "nothing in the client uses it",
    "TaskBreakdown": "nothing in the client uses it",
}

inherited = {name for name in usage.members(Resource)} | {"equals", "deepcopy"}


def why(cls, name):
    if cls.__name__ in models_not_emulated:
        return NOT_EMULATED
    if cls.__name__ in left_by_name:
        return left_by_name[cls.__name__]
    # Member and the breakdowns of bills have addresses, but no call to get one by.
    if name in inherited and "get" not in (getattr(cls, "_URL", None) or {}):
        return PART
    return None


found = {f"{cls.__name__}.{name}": why(cls, name) for cls in usage.classes for name in usage.members(cls)}
found.update({f"error_handlers.{name}": None for name in usage.handlers})
print(json.dumps({"surface": sorted(found), "left": {key: it for key, it in found.items() if it is not None}}))
