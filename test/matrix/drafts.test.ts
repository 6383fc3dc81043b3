import { draftOperations } from "./draftOperations";
import { describeMatrix } from "./suite";

describeMatrix("drafts", draftOperations);
