import { testTogether } from "./row";
import { hiddenRows } from "./standIns";

testTogether(hiddenRows);
