"""What the emulator does not serve: each call answers 501, with the API's error body. Not one is passed over silently."""

from sevenbridges.errors import SbgError
from sevenbridges.models.async_jobs import AsyncJob
from sevenbridges.models.billing_group import BillingGroup
from sevenbridges.models.division import Division
from sevenbridges.models.file import File
from sevenbridges.models.member import Member

from support import *

UUID = "9c1d1e6c-6d9b-4b3c-8f0a-1f0d6a5b7c11"
genome = named("genome.fa")
lab = api.projects.get(PROJECT)


def refuses(*calls):
    for call, *args in calls:
        equal(refused(SbgError, 501, 90004, call, *args), "The emulator has no such route.")


@check
def volumes_imports_and_exports():
    refuses(
        (api.volumes.query,),
        (api.volumes.get, "ada/v"),
        (api.imports.query,),
        (api.imports.get, "x"),
        (api.exports.query,),
        (api.exports.get, "x"),
        (api.drs_imports.get, "x"),
        (lab.get_imports,),
        (lab.get_exports,),
    )


@check
def automations():
    refuses(
        (api.automations.query,), (api.automations.get, "x"), (api.automation_runs.query,), (api.automation_runs.get, "x"), (api.automation_packages.get, "x")
    )


@check
def datasets_markers_invoices_and_teams():
    refuses(
        (api.datasets.query,),
        (api.datasets.get, "x"),
        (lambda: api.markers.query("x"),),
        (api.markers.get, "x"),
        (api.invoices.query,),
        (api.invoices.get, "x"),
        (lambda: api.teams.query(division="x"),),
        (api.teams.get, "x"),
    )


@check
def divisions():
    division = Division(id="division", name="Division", href=f"{URL}/divisions/division", api=api)
    refuses(
        (api.divisions.query,), (api.divisions.get, "x"), (division.get_teams,), (division.get_members,)
    )
    equal((division.id, division.name, division.href), ("division", "Division", f"{URL}/divisions/division"))


@check
def jobs_that_go_on_by_themselves():
    jobs = api.async_jobs
    refuses(
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
    refuses((api.actions.send_feedback,))
