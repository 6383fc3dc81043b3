import { testTogether } from "./row";
import { taglessRows } from "./standIns";

testTogether(taglessRows);
