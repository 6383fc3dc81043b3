import type { Seed } from "../../emulator";
import type { Client } from "./client";
import { echo, fileValue, flow, seed, tool } from "./seed";

/** What would be a script, an attribute or a handler if it got out of its place. */
export const hostile = {
  script: "<script>window.broken=1</script>",
  image: '<img src="http://elsewhere.invalid/x.png" onerror="window.broken=1">',
  attribute: '" onmouseover="window.broken=1" x="',
  single: "' onfocus='window.broken=1' autofocus='",
  closing: "</main></table></title></style><b>broken</b><!--",
  link: "javascript:window.broken=1",
  turned: "invoice\u202Egnp.exe",
  long: "W".repeat(300),
};

const project = 'ada/"><b>&x';
export const hostileFile = "5678000000000000000000ff";
export const hostilePath = `/projects/ada/${encodeURIComponent('"><b>&x')}`;

/** Every name that somebody can give is hostile. */
export const hostileSeed: Seed = {
  ...seed,
  projects: [...(seed.projects ?? []), { id: project, name: hostile.script }],
  files: [
    ...(seed.files ?? []),
    {
      project,
      id: hostileFile,
      name: `${hostile.image.replaceAll("/", "")}/${hostile.attribute}`,
      metadata: {
        [hostile.attribute]: hostile.script,
        sample_id: hostile.image,
        long: hostile.long,
        turned: hostile.turned,
      },
      tags: [hostile.closing],
    },
  ],
  apps: [
    ...(seed.apps ?? []),
    {
      id: `${project}/<i>`,
      cwl: {
        ...tool,
        inputs: [...tool.inputs, { id: hostile.single, type: "string?" }],
        outputs: [{ id: hostile.closing, type: "string" }],
      },
    },
    { id: `${project}/flow`, cwl: flow },
    { id: `${project}/echo`, cwl: echo },
  ],
};

/** Hostile tasks: a draft with errors, and a batch that has ended. Answers with their ids. */
export const hostileTasks = async (client: Client): Promise<{ draft: string; batch: string }> => {
  const draft = await client.task({
    project,
    app: `${project}/<i>`,
    name: hostile.closing,
    description: hostile.image,
    inputs: {
      mode: hostile.attribute,
      reads: [{ class: "File", path: hostile.script, name: hostile.image }],
      limits: { note: hostile.link, [hostile.image]: hostile.single },
    },
    execution_settings: { instance_type: hostile.script },
    output_location: { main_location: hostile.link },
  });
  await client.control("POST", `/tasks/${draft}`, {
    errors: [{ title: hostile.script, description: hostile.image, input: hostile.attribute }, hostile],
  });
  const batch = await client.task(
    {
      project,
      app: `${project}/flow`,
      name: hostile.script,
      inputs: { bams: [fileValue(hostileFile)] },
    },
    "?action=run",
  );
  await client.advance(5000);
  return { draft, batch };
};
