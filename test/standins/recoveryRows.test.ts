import { testTogether } from "./row";
import { recoveryRows } from "./standIns";

testTogether(recoveryRows);
