import { testTogether } from "./row";
import { cloneRows } from "./standIns";

testTogether(cloneRows);
