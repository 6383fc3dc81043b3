import { testTogether } from "./row";
import { messageRows } from "./standIns";

testTogether(messageRows);
