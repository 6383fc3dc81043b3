import * as fc from "fast-check";

/** For mutation testing: properties get the same values in each run, so that a mutant does not survive by luck. */
fc.configureGlobal({ seed: 1 });
