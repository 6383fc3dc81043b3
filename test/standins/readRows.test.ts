import { testTogether } from "./row";
import { readRows } from "./standIns";

testTogether(readRows);
