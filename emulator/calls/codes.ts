export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

const rows: readonly (readonly [status: number, code: number, message: string])[] = [
  [503, 0, "The platform is under maintenance."],

  [429, 1000, "Rate limit exceeded! Check response headers."],

  [503, 2000, "The user service is unavailable."],
  [403, 2001, "Insufficient privileges to access the requested user."],
  [404, 2002, "Requested user does not exist."],
  [409, 2003, "User already exists."],
  [400, 2105, "The division must be given, to list its users."],

  [503, 3000, "The project service is unavailable."],
  [403, 3001, "Insufficient privileges to access the requested project."],
  [404, 3002, "Requested project or member does not exist."],
  [409, 3003, "Project or member already exists."],
  [400, 3004, "The owner's username must not be empty."],
  [400, 3005, "Member username must not be null or an empty string."],
  [400, 3006, "Project id must not be null or an empty string."],
  [400, 3007, "Project name must not be null or an empty string."],
  [400, 3008, "Billing group id must not be null or an empty string."],
  [400, 3009, "Project type must not be null or an empty string."],
  [400, 3010, "Project type can only be v2 here."],
  [400, 3011, "Project permissions must not be null or empty."],
  [400, 3012, "Malformed project id. Expecting owner/project."],
  [400, 3013, "All of the permissions write, read, copy, execute and admin must be given."],

  [503, 4000, "The billing service is unavailable."],
  [403, 4001, "Insufficient privileges to access the requested billing group."],
  [404, 4002, "Requested billing group does not exist."],
  [409, 4003, "Billing group or invoice already exists."],
  [400, 4004, "Billing group id must not be empty."],
  [400, 4005, "Billing group id must be a valid UUID."],
  [403, 4006, "The user is no member of this billing group."],
  [400, 4007, "Invoice id must not be empty."],

  [503, 5000, "The file service is unavailable."],
  [403, 5001, "Insufficient privileges to access the requested file."],
  [404, 5002, "Requested file does not exist."],
  [409, 5003, "Requested file already exists."],
  [400, 5004, "File id must not be null or an empty string."],
  [400, 5005, "Malformed project query parameter. Expecting ?project=owner/project."],
  [400, 5006, "File metadata validation failed."],
  [400, 5007, "The file could not be copied."],
  [403, 5008, "The file can not be renamed."],
  [403, 5009, "The file's metadata can not be modified."],
  [503, 5010, "The metadata service is unavailable."],
  [403, 5011, "The file's tags can not be modified."],
  [400, 5012, "Invalid type supplied. Allowed values: [folder]."],
  [403, 5014, "Insufficient privileges to copy the requested file."],
  [400, 5015, "Moving files between projects is not supported."],
  [400, 5017, "Downloading folders is not supported."],
  [400, 5018, "Copying folders is not supported."],
  [400, 5019, "Folders can not be archived."],
  [400, 5020, "Folders can not be restored."],
  [400, 5021, "Deleting non-empty folders is not supported."],
  [400, 5022, "The parent specified is not a folder."],
  [400, 5023, "Updating folder details is not supported."],
  [400, 5024, "Invalid name parameter."],
  [400, 5025, "Updating folder metadata is not supported."],
  [404, 5026, "Destination folder is not found."],
  [400, 5027, "Updating folder tags is not supported."],
  [400, 5029, "One of project and parent is required."],
  [409, 5030, "Requested folder already exists."],
  [400, 5031, "Only one of project and parent may be given."],
  [403, 5032, "Insufficient privileges to move the requested file."],
  [400, 5033, "Invalid request."],

  [503, 6000, "The app service is unavailable."],
  [403, 6001, "Insufficient privileges to access the requested app."],
  [404, 6002, "Requested app or app revision does not exist."],
  [409, 6003, "App or app revision already exists."],
  [400, 6004, "App name must not be null or an empty string."],
  [400, 6006, "Project owner must not be null or an empty string."],
  [400, 6007, "Project must not be null or an empty string."],
  [400, 6008, "App revision must not be null or an empty string."],
  [400, 6009, "Destination project must not be null or an empty string."],
  [400, 6010, "Source app must not be null or an empty string."],
  [400, 6011, "Malformed app id. Expecting owner/project/app_name/revision."],
  [400, 6012, "Invalid visibility. Allowed: [PUBLIC, PRIVATE]."],

  [503, 7000, "The task service is unavailable."],
  [403, 7001, "Insufficient privileges to access the requested task."],
  [404, 7002, "Requested task does not exist."],
  [409, 7003, "Task already exists."],
  [400, 7004, "Task ID must not be empty."],
  [400, 7005, "Task ID must be a valid UUID."],
  [
    400,
    7006,
    "Invalid task status. Allowed values: [QUEUED, DRAFT, RUNNING, COMPLETED, ABORTED, ABORTING, FAILED].",
  ],
  [403, 7007, "This action is only available for DRAFT tasks."],
  [403, 7008, "This action is only available for RUNNING tasks."],
  [400, 7009, "Invalid task action. Only DRAFT and RUNNING tasks have it."],
  [400, 7010, "Invalid task action. Only DRAFT tasks have it."],
  [400, 7011, "Invalid task action. Only tasks in the states CREATING, RUNNING or QUEUED can be aborted."],
  [400, 7012, "Missing inputs."],
  [400, 7013, "Invalid task action."],
  [400, 7014, "Action must not be null or empty."],
  [400, 7015, "App Id must not be null or empty."],
  [400, 7016, "Invalid app url."],
  [400, 7017, "Only CWL tasks are supported."],
  [400, 7018, "Batch input must reference an input identifier or be omitted; empty is not allowed."],
  [400, 7019, "Missing batch criteria."],
  [400, 7020, "Invalid batch type supplied. Allowed values: [criteria, item]."],
  [400, 7021, "Batching can only be disabled if the task is submitted for execution."],
  [400, 7022, "Batching can only be disabled for batch tasks."],
  [400, 7023, "Missing batch_by or batch_input fields. They must be included together."],
  [400, 7024, "Task can not be started due to validation errors."],
  [403, 7026, "Tasks can only be edited in DRAFT. RUNNING and COMPLETED tasks can only be renamed."],

  [400, 90000, "Bad request."],
  [401, 90001, "Unauthorized."],
  [403, 90002, "Forbidden."],
  [404, 90003, "Not found."],
  [500, 90004, "Unexpected error."],
  [503, 90005, "Service unavailable."],
  [405, 90006, "Method not allowed."],
  [409, 90007, "Conflict."],
  [415, 90008, "Unsupported Media Type."],
  [400, 90009, "Error while decoding the request content."],
];

/**
 * The API's codes with their HTTP status (API digest 9.2), worded along the vendor's lines; nothing may match on a
 * sentence. Where the digest infers the status, it is that of the vendor's own table of codes
 * (docs.sevenbridges.com/reference/api-status-codes): 403 for 7007 and 7026, 404 for 5026. Rules answer with some of them (`refusals.ts`); the others are there for faults that name a code. Numbers that are not here the vendor skips;
 * those of uploads and volumes (8xxx, 9xxx) belong to calls that the emulator lacks.
 */
export const statusCodes: readonly Refusal[] = rows.map(([status, code, message]) => ({
  status,
  code,
  message,
}));

const byCode = new Map(statusCodes.map((it) => [it.code, it]));

export const refusalOf = (code: number): Refusal | undefined => byCode.get(code);

/** The code of a refusal that has nothing but an HTTP status. */
export const genericCode = (status: number): number =>
  status === 429 ? 1000 : (statusCodes.find((it) => it.status === status && it.code >= 90000)?.code ?? 90000);
