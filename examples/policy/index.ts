// Rules for all tasks of a stack, in every program. Copy this file and PulumiPolicy.yaml into a folder `rules`, run
// `npm init -y && npm install @pulumi/policy @pulumi/pulumi pulumi-sevenbridges` there, then, in the Pulumi project,
// `pulumi preview --policy-pack rules`.
import { PolicyPack, validateResourceOfType } from "@pulumi/policy";
import * as sb from "pulumi-sevenbridges";

new PolicyPack("sevenbridges", {
  policies: [
    {
      name: "spot-only",
      description: "Tasks run on spot (interruptible) instances.",
      enforcementLevel: "mandatory",
      validateResource: validateResourceOfType(sb.DraftTask, (task, _, reportViolation) => {
        if (task.useInterruptibleInstances !== true)
          reportViolation("Set useInterruptibleInstances to true.");
      }),
    },
    {
      name: "bounded-runs",
      description: "A run waits for a limited time.",
      enforcementLevel: "advisory",
      validateResource: validateResourceOfType(sb.TaskRun, (run, _, reportViolation) => {
        if (run.timeout === undefined) reportViolation('Set timeout, like "24h".');
      }),
    },
  ],
});
