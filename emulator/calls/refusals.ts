/**
 * Every refusal the emulator answers with: HTTP status, code and sentence (API digest 9.2). Where the digest infers the
 * status, it is that of the vendor's own table of codes (docs.sevenbridges.com/reference/api-status-codes): 403 for 7007
 * and 7026, 404 for 5026. The sentences are worded along the vendor's lines; nothing may match on them. One handler (`answers.ts`) turns them into bodies.
 */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

const refusal = (status: number, code: number, message: string): Refusal => ({ status, code, message });

export const RATE_LIMIT = refusal(429, 1000, "Rate limit exceeded! Check response headers.");

export const NO_USER = refusal(404, 2002, "Requested user does not exist.");

export const PROJECT_PRIVILEGES = refusal(
  403,
  3001,
  "Insufficient privileges to access the requested project.",
);
export const NO_PROJECT = refusal(404, 3002, "Requested project does not exist.");
export const PROJECT_EXISTS = refusal(409, 3003, "Project already exists.");
export const MEMBER_EXISTS = refusal(409, 3003, "Project member already exists.");
export const NO_MEMBER = refusal(404, 3002, "Requested project member does not exist.");
/** 3004 to 3013 are one row in the digest: which is which is in the vendor's own list. */
export const MEMBER_NAME = refusal(400, 3005, "Member username must not be null or an empty string.");
export const NO_PROJECT_ID = refusal(400, 3006, "Project id must not be null or an empty string.");
export const PROJECT_NAME = refusal(400, 3007, "Project name must not be null or an empty string.");
export const NO_BILLING_GROUP_ID = refusal(
  400,
  3008,
  "Billing group id must not be null or an empty string.",
);
export const NO_PROJECT_TYPE = refusal(400, 3009, "Project type must not be null or an empty string.");
export const PROJECT_TYPE = refusal(400, 3010, "Project type can only be v2 here.");
export const NO_PERMISSIONS = refusal(400, 3011, "Project permissions must not be null or empty.");
export const PROJECT_ID = refusal(400, 3012, "Malformed project id. Expecting owner/project.");
export const ALL_PERMISSIONS = refusal(
  400,
  3013,
  "All of the permissions write, read, copy, execute and admin must be given.",
);

export const BILLING_PRIVILEGES = refusal(
  403,
  4001,
  "Insufficient privileges to access the requested billing group.",
);
export const NO_BILLING_GROUP = refusal(404, 4002, "Requested billing group does not exist.");
export const BILLING_GROUP_ID = refusal(400, 4005, "Billing group id must be a valid UUID.");

export const FILE_PRIVILEGES = refusal(403, 5001, "Insufficient privileges to access the requested file.");
export const NO_FILE = refusal(404, 5002, "Requested file does not exist.");
export const FILE_PROJECT = refusal(
  400,
  5005,
  "Malformed project query parameter. Expecting ?project=owner/project.",
);
export const FILE_METADATA = refusal(400, 5006, "File metadata validation failed.");
/** The codes around folders have no row of their own in the digest: their sentences are the vendor's, shortened. */
export const FILE_EXISTS = refusal(409, 5003, "Requested file already exists.");
export const FILE_ID = refusal(400, 5004, "File id must not be null or an empty string.");
export const COPY_PRIVILEGES = refusal(403, 5014, "Insufficient privileges to copy the requested file.");
export const MOVE_PRIVILEGES = refusal(403, 5032, "Insufficient privileges to move the requested file.");
export const FOLDER_TYPE = refusal(400, 5012, "Invalid type supplied. Allowed values: [folder].");
export const OTHER_PROJECT = refusal(400, 5015, "Moving files between projects is not supported.");
export const FOLDER_DOWNLOAD = refusal(400, 5017, "Downloading folders is not supported.");
export const FOLDER_COPY = refusal(400, 5018, "Copying folders is not supported.");
export const FOLDER_FULL = refusal(400, 5021, "Deleting non-empty folders is not supported.");
export const NO_FOLDER = refusal(400, 5022, "The parent specified is not a folder.");
export const FOLDER_DETAILS = refusal(400, 5023, "Updating folder details is not supported.");
export const FILE_NAME = refusal(400, 5024, "Invalid name parameter.");
export const FOLDER_METADATA = refusal(400, 5025, "Updating folder metadata is not supported.");
export const NO_DESTINATION = refusal(404, 5026, "Destination folder is not found.");
export const FOLDER_TAGS = refusal(400, 5027, "Updating folder tags is not supported.");
export const FILES_WHERE = refusal(400, 5029, "One of project and parent is required.");
export const FOLDER_EXISTS = refusal(409, 5030, "Requested folder already exists.");
export const FILES_BOTH = refusal(400, 5031, "Only one of project and parent may be given.");
export const FILE_REQUEST = refusal(400, 5033, "Invalid request.");

export const APP_PRIVILEGES = refusal(403, 6001, "Insufficient privileges to access the requested app.");
export const NO_APP = refusal(404, 6002, "Requested app or app revision does not exist.");
export const APP_EXISTS = refusal(409, 6003, "App or app revision already exists.");
export const NO_APP_NAME = refusal(400, 6004, "App name must not be null or an empty string.");
export const NO_APP_OWNER = refusal(400, 6006, "Project owner must not be null or an empty string.");
export const NO_APP_PROJECT = refusal(400, 6007, "Project must not be null or an empty string.");
export const NO_APP_REVISION = refusal(400, 6008, "App revision must not be null or an empty string.");
export const NO_APP_TARGET = refusal(400, 6009, "Destination project must not be null or an empty string.");
export const NO_APP_SOURCE = refusal(400, 6010, "Source app must not be null or an empty string.");
export const APP_ID = refusal(400, 6011, "Malformed app id. Expecting owner/project/app_name/revision.");
export const APP_VISIBILITY = refusal(400, 6012, "Invalid visibility. Allowed: [PUBLIC, PRIVATE].");

export const TASK_PRIVILEGES = refusal(403, 7001, "Insufficient privileges to access the requested task.");
export const NO_TASK = refusal(404, 7002, "Requested task does not exist.");
export const TASK_ID = refusal(400, 7005, "Task ID must be a valid UUID.");
export const TASK_STATUS = refusal(
  400,
  7006,
  "Invalid task status. Allowed values: [QUEUED, DRAFT, RUNNING, COMPLETED, ABORTED, ABORTING, FAILED].",
);
export const ONLY_DRAFT = refusal(403, 7007, "This action is only available for DRAFT tasks.");
export const NOT_ABORTABLE = refusal(
  400,
  7011,
  "Invalid task action. Only tasks in the states CREATING, RUNNING or QUEUED can be aborted.",
);
export const TASK_ACTION = refusal(400, 7013, "Invalid task action.");
export const NO_APP_ID = refusal(400, 7015, "App Id must not be null or empty.");
export const BATCH_INPUT = refusal(
  400,
  7018,
  "Batch input must reference an input identifier or be omitted; empty is not allowed.",
);
export const BATCH_CRITERIA = refusal(400, 7019, "Missing batch criteria.");
export const BATCH_TYPE = refusal(
  400,
  7020,
  "Invalid batch type supplied. Allowed values: [criteria, item].",
);
export const BATCH_DISABLE = refusal(
  400,
  7021,
  "Batching can only be disabled if the task is submitted for execution.",
);
export const BATCH_PAIR = refusal(
  400,
  7023,
  "Missing batch_by or batch_input fields. They must be included together.",
);
export const NOT_VALID = refusal(400, 7024, "Task can not be started due to validation errors.");
export const NOT_EDITABLE = refusal(
  403,
  7026,
  "Tasks can only be edited in DRAFT. RUNNING and COMPLETED tasks can only be renamed.",
);

export const BAD_REQUEST = refusal(400, 90000, "Bad request.");
/** The code of this refusal was not seen: our choice (API digest 9.2). */
export const INVALID_JSON = refusal(400, 90000, "Invalid JSON input");
export const UNAUTHORIZED = refusal(401, 90001, "Unauthorized.");
export const NOT_FOUND = refusal(404, 90003, "Not found.");
export const UNEXPECTED = refusal(500, 90004, "Unexpected error.");
export const METHOD_NOT_ALLOWED = refusal(405, 90006, "Method not allowed.");
export const CONFLICT = refusal(409, 90007, "Conflict.");
export const UNSUPPORTED = refusal(415, 90008, "Unsupported Media Type.");
export const UNDECODABLE = refusal(400, 90009, "Error while decoding the request content.");
/** The sentence is the platform's (API digest 1.2); the code was not seen: our choice. */
export const ADVANCE_ACCESS = refusal(
  400,
  90000,
  "Advance access feature needs X-SBG-Advance-Access: advance header.",
);
/** Not of the API: what the emulator says where it has no route. */
export const NOT_EMULATED = refusal(501, 90004, "The emulator has no such route.");

/** Thrown by rules and routes, caught in one place. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;
  constructor(refusal: Refusal, message = refusal.message) {
    super(message);
    this.refusal = { ...refusal, message };
  }
}

export const refuse = (refusal: Refusal, message?: string): never => {
  throw new Refused(refusal, message);
};
