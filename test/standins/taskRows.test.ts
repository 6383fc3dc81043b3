import { testTogether } from "./row";
import { taskRows } from "./standIns";

testTogether(taskRows);
