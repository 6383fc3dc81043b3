"""Everything public of the client's classes, and what of it no check uses, with the reason.

Prints one JSON line, {"surface": [Class.member, …], "named": {Class.member: why}}: the suite holds the checks against it, so
that nothing of the client is passed over silently.
"""

import json

import usage
from sevenbridges.meta.resource import Resource

# Not emulated as a whole, with what only they consist of: their calls answer 501, each with its reason (not_served.py).
NOT_EMULATED = set(
    """
    AnalysisCost AnalysisCostBreakdown AsyncFileBulkRecord AsyncJob Automation AutomationMember AutomationPackage
    AutomationRun BillingGroupAnalysisBreakdown BillingGroupEgressBreakdown BillingGroupStorageBreakdown DRSImportBulk
    Dataset Division EgressCost Export ExportBulkRecord FileImportResult Import ImportBulkRecord ImportDestination Invoice
    InvoicePeriod Marker MarkerPosition Measurement ProjectBreakdown SearchResponse StorageCost TaskBreakdown Team
    TeamMember Volume VolumeFile VolumeLink VolumeObject VolumePrefix VolumeProperties VolumeService
    """.split()
)

NAMED = {
    "BulkRecord": "what the records of tasks and of files are made of: those are used",
}

# What every resource has. Where one has no address to be got by, there is nothing for these to do.
INHERITED = {*usage.members(Resource), "deepcopy", "equals"}


def held(cls, name):
    if cls.__name__ in NOT_EMULATED:
        return False
    # The client's own bookkeeping, the same for every resource: saving.py does it on a task.
    if name == "update_old":
        return cls.__name__ == "Task"
    return name not in INHERITED or "get" in (getattr(cls, "_URL", None) or {})


surface = {
    f"{cls.__name__}.{name}" for cls in usage.classes for name in usage.members(cls) if held(cls, name)
}
surface |= {f"error_handlers.{name}" for name in usage.handlers}
named = {it: NAMED[it.split(".")[0]] for it in surface if it.split(".")[0] in NAMED}
print(json.dumps({"surface": sorted(surface), "named": named}))
