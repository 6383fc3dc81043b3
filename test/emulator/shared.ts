import type { Seed } from "../../emulator";
import { echo, seed, tool } from "./seed";

/** The laboratory with more people: bob and carol are members of Ada's team, and there is a project for everybody. */
export const carol = "c".repeat(32);

export const shared: Seed = {
  ...seed,
  users: [...(seed.users ?? []), { username: "carol", token: carol }],
  projects: [
    ...(seed.projects ?? []),
    {
      id: "ada/team",
      name: "Team",
      members: [
        { username: "bob", permissions: { write: true } },
        { username: "carol", permissions: { admin: true } },
      ],
    },
    { id: "library/public-apps", name: "Public Apps", public: true },
    { id: "ada/published", name: "Published", public: true },
  ],
  files: [...(seed.files ?? []), { project: "library/public-apps", name: "reference.fa" }],
  apps: [
    ...(seed.apps ?? []),
    { id: "ada/team/echo", cwl: echo },
    { id: "library/public-apps/align", cwl: { ...tool, label: "Align 1" } },
    {
      id: "library/public-apps/align",
      cwl: { ...tool, label: "Align 2", "sbg:revisionNotes": "Faster", "sbg:toolkit": "BWA" },
    },
    { id: "ada/published/echo", cwl: echo },
  ],
};
