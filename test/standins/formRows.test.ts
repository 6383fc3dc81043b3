import { testTogether } from "./row";
import { formRows } from "./standIns";

testTogether(formRows);
