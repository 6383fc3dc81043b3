/**
 * Every refusal the emulator answers with: HTTP status, code and sentence (API digest 9.2). The sentences are worded
 * along the vendor's lines; nothing may match on them. One handler (`answers.ts`) turns them into bodies.
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
/** 3004 to 3011 are one row in the digest; which of them is the name's is our choice. */
export const PROJECT_NAME = refusal(400, 3007, "Project name must not be empty.");
export const PROJECT_ID = refusal(400, 3012, "Malformed project id. Expecting owner/project.");

export const FILE_PRIVILEGES = refusal(403, 5001, "Insufficient privileges to access the requested file.");
export const NO_FILE = refusal(404, 5002, "Requested file does not exist.");
export const FILE_PROJECT = refusal(
  400,
  5005,
  "Malformed project query parameter. Expecting ?project=owner/project.",
);
export const FILE_METADATA = refusal(400, 5006, "File metadata validation failed.");
export const FILES_WHERE = refusal(400, 5029, "One of the query parameters project and parent is required.");
export const FILES_BOTH = refusal(
  400,
  5031,
  "Only one of the query parameters project and parent may be given.",
);

export const APP_PRIVILEGES = refusal(403, 6001, "Insufficient privileges to access the requested app.");
export const NO_APP = refusal(404, 6002, "Requested app or app revision does not exist.");
export const APP_EXISTS = refusal(409, 6003, "App or app revision already exists.");
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
export const ONLY_DRAFT = refusal(400, 7007, "This action is only available for DRAFT tasks.");
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
  400,
  7026,
  "Tasks can only be edited in DRAFT. RUNNING and COMPLETED tasks can only be renamed.",
);

export const BAD_REQUEST = refusal(400, 90000, "Bad request.");
/** The code of this refusal was not seen: our choice (API digest 9.2). */
export const INVALID_JSON = refusal(400, 90000, "Invalid JSON input");
export const UNAUTHORIZED = refusal(401, 90001, "Unauthorized.");
export const UNEXPECTED = refusal(500, 90004, "Unexpected error.");
export const METHOD_NOT_ALLOWED = refusal(405, 90006, "Method not allowed.");
export const UNSUPPORTED = refusal(415, 90008, "Unsupported Media Type.");
export const UNDECODABLE = refusal(400, 90009, "Error while decoding the request content.");
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
