"""What the emulator does not serve: each call answers 501 with the reason. Not one is passed over silently."""

import os
import tempfile

from sevenbridges.errors import SbgError
from sevenbridges.models.async_jobs import AsyncJob
from sevenbridges.models.division import Division
from support import *

genome = named("genome.fa")
lab = api.projects.get(PROJECT)


def refuses(reason, *calls):
    for call, *args in calls:
        equal(refused(SbgError, 501, 90004, call, *args), f"The emulator has no such route. {reason}")


@check
def volumes_imports_and_exports():
    refuses(
        "There is no cloud storage to reach.",
        (api.volumes.query,),
        (api.volumes.get, "ada/v"),
        (api.imports.query,),
        (api.imports.get, "x"),
        (api.exports.query,),
        (api.exports.get, "x"),
        (lab.get_imports,),
    )
    refuses("There is no DRS server to import from.", (api.drs_imports.get, "x"))
    # The client's own: it asks with an argument that its query does not take.
    raised(TypeError, lab.get_exports)


@check
def uploads():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write("x")
        handle = api.files.upload(path, project=PROJECT, wait=False)
        with asked() as requests:
            error = raised(SbgError, handle.run)
    reason = "Files have no content: seed a file, or make one with `POST /_emulator/seed`."
    equal(
        (error.message, [it[:2] for it in requests], requests.statuses),
        (
            f"Unable to initialize upload! Failed to get upload id! Reason: The emulator has no such route. {reason}",
            [("POST", "/upload/multipart")],
            [501],
        ),
    )


@check
def searches():
    refuses("Its query language is not emulated; list files by folder.", (api.files.search, "in: ada/lab"))


@check
def automations():
    refuses(
        "Code is not executed, automations are code.",
        (api.automations.query,),
        (api.automations.get, "x"),
        (api.automation_runs.query,),
        (api.automation_runs.get, "x"),
        (api.automation_packages.get, "x"),
    )


@check
def datasets_and_markers():
    refuses("There are no datasets.", (api.datasets.query,), (api.datasets.get, "x"))
    refuses("There is no genome browser.", (api.markers.query, "x"), (api.markers.get, "x"))


@check
def invoices_and_breakdowns_of_bills():
    group = api.billing_groups.query()[0]
    refuses(
        "Nothing costs money: a task's `price` is made up, and on no bill.",
        (api.invoices.query,),
        (api.invoices.get, "x"),
        (group.analysis_breakdown,),
        (group.storage_breakdown,),
        (group.egress_breakdown,),
    )


@check
def divisions_and_teams():
    division = Division(id="division", name="Division", href=f"{URL}/divisions/division", api=api)
    reason = "A division is but a name here, and there are no teams."
    refuses(
        reason,
        (api.divisions.query,),
        (api.divisions.get, "x"),
        (division.get_teams,),
        (api.teams.query, "division"),
        (api.teams.get, "x"),
    )
    refuses("Users come from the seed, and stay.", (api.users.get("bob").disable,))
    equal([it.username for it in division.get_members(role="member")], ["ada", "bob"])


@check
def jobs_that_go_on_by_themselves():
    jobs = api.async_jobs
    refuses(
        "Use the calls that answer at once.",
        (jobs.list_file_jobs,),
        (jobs.get_file_copy_job, "x"),
        (jobs.get_file_move_job, "x"),
        (jobs.get_file_delete_job, "x"),
        (jobs.file_bulk_copy, [{"file": genome.id}]),
        (jobs.file_bulk_move, [{"file": genome.id}]),
        (jobs.file_bulk_delete, [{"file": genome.id}]),
    )
    equal(AsyncJob(api=api).get_result(), [])


@check
def feedback():
    refuses("Nobody would read it.", (api.actions.send_feedback,))
