import { runOperations } from "./runOperations";
import { describeMatrix } from "./suite";

describeMatrix("runs", runOperations);
