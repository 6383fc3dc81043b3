import { type Refusal, refusalOf } from "./codes";

/**
 * Every refusal that rules and routes answer with, by its code; status and sentence are those of the table of codes, but for
 * what is said here. One handler (`answers.ts`) turns them into bodies.
 */
const refusal = (code: number, message?: string): Refusal => {
  const found = refusalOf(code);
  if (found === undefined) throw new Error(`${code} is not in the table of codes`);
  return message === undefined ? found : { ...found, message };
};

export const RATE_LIMIT = refusal(1000);

export const NO_DIVISION = refusal(2105);
export const NO_USER = refusal(2002);

export const PROJECT_PRIVILEGES = refusal(3001);
export const NO_PROJECT = refusal(3002, "Requested project does not exist.");
export const PROJECT_EXISTS = refusal(3003, "Project already exists.");
export const MEMBER_EXISTS = refusal(3003, "Project member already exists.");
export const NO_MEMBER = refusal(3002, "Requested project member does not exist.");
/** 3004 to 3013 are one row (API digest 9.2): which is which is in the vendor's own list. */
export const MEMBER_NAME = refusal(3005);
export const NO_PROJECT_ID = refusal(3006);
export const PROJECT_NAME = refusal(3007);
export const NO_BILLING_GROUP_ID = refusal(3008);
export const NO_PROJECT_TYPE = refusal(3009);
export const PROJECT_TYPE = refusal(3010);
export const NO_PERMISSIONS = refusal(3011);
export const PROJECT_ID = refusal(3012);
export const ALL_PERMISSIONS = refusal(3013);

export const BILLING_PRIVILEGES = refusal(4001);
export const NO_BILLING_GROUP = refusal(4002);
export const BILLING_GROUP_ID = refusal(4005);

export const FILE_PRIVILEGES = refusal(5001);
export const NO_FILE = refusal(5002);
export const FILE_PROJECT = refusal(5005);
export const FILE_METADATA = refusal(5006);
/** The codes around folders have no row each (API digest 9.2): their sentences are the vendor's, shortened. */
export const FILE_EXISTS = refusal(5003);
export const FILE_ID = refusal(5004);
export const COPY_PRIVILEGES = refusal(5014);
export const MOVE_PRIVILEGES = refusal(5032);
export const FOLDER_TYPE = refusal(5012);
export const OTHER_PROJECT = refusal(5015);
export const FOLDER_DOWNLOAD = refusal(5017);
export const FOLDER_COPY = refusal(5018);
export const FOLDER_FULL = refusal(5021);
export const NO_FOLDER = refusal(5022);
export const FOLDER_DETAILS = refusal(5023);
export const FILE_NAME = refusal(5024);
export const FOLDER_METADATA = refusal(5025);
export const NO_DESTINATION = refusal(5026);
export const FOLDER_TAGS = refusal(5027);
export const FILES_WHERE = refusal(5029);
export const FOLDER_EXISTS = refusal(5030);
export const FILES_BOTH = refusal(5031);
export const FILE_REQUEST = refusal(5033);

export const APP_PRIVILEGES = refusal(6001);
export const NO_APP = refusal(6002);
export const APP_EXISTS = refusal(6003);
export const NO_APP_NAME = refusal(6004);
export const NO_APP_OWNER = refusal(6006);
export const NO_APP_PROJECT = refusal(6007);
export const NO_APP_REVISION = refusal(6008);
export const NO_APP_TARGET = refusal(6009);
export const NO_APP_SOURCE = refusal(6010);
export const APP_ID = refusal(6011);
export const APP_VISIBILITY = refusal(6012);

export const TASK_PRIVILEGES = refusal(7001);
export const NO_TASK = refusal(7002);
export const NO_TASK_ID = refusal(7004);
export const TASK_ID = refusal(7005);
export const TASK_STATUS = refusal(7006);
export const ONLY_DRAFT = refusal(7007);
export const NOT_ABORTABLE = refusal(7011);
export const TASK_ACTION = refusal(7013);
export const NO_TASK_ACTION = refusal(7014);
export const NO_APP_ID = refusal(7015);
export const BATCH_INPUT = refusal(7018);
export const BATCH_CRITERIA = refusal(7019);
export const BATCH_TYPE = refusal(7020);
export const BATCH_DISABLE = refusal(7021);
export const BATCH_PAIR = refusal(7023);
export const NOT_VALID = refusal(7024);
export const NOT_EDITABLE = refusal(7026);

export const BAD_REQUEST = refusal(90000);
/** The code of this refusal was not seen: our choice (API digest 9.2). */
export const INVALID_JSON = refusal(90000, "Invalid JSON input");
export const UNAUTHORIZED = refusal(90001);
export const NOT_FOUND = refusal(90003);
export const UNEXPECTED = refusal(90004);
export const METHOD_NOT_ALLOWED = refusal(90006);
export const CONFLICT = refusal(90007);
export const UNDECODABLE = refusal(90009);
/** The sentence is the platform's (API digest 1.2); the code was not seen: our choice. */
export const ADVANCE_ACCESS = refusal(
  90000,
  "Advance access feature needs X-SBG-Advance-Access: advance header.",
);
/** Not of the API: what the emulator says where it has no route. */
export const NOT_EMULATED = { ...refusal(90004), status: 501, message: "The emulator has no such route." };

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
