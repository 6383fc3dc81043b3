import { lookupOperations } from "./lookupOperations";
import { describeMatrix } from "./suite";

describeMatrix("lookups", lookupOperations);
