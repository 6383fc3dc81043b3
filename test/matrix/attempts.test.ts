import { attemptOperations } from "./runOperations";
import { describeMatrix } from "./suite";

describeMatrix("attempts", attemptOperations);
