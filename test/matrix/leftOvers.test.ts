import { leftOverOperations } from "./runOperations";
import { describeMatrix } from "./suite";

describeMatrix("leftOvers", leftOverOperations);
