import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copied, examples, stepsOf, workflow } from "./workflows";

/* The files that a user copies, and the script that posts the comment, with a GitHub that only remembers. */

describe("the workflow", () => {
  const files = ["review.yml", "comment.yml"] as const;

  test("names, where it runs files, those that are copied beside it", () => {
    const named = files.flatMap((file) =>
      stepsOf(file).flatMap(({ run = "", with: given = {} }) =>
        [...`${run} ${given.script ?? ""}`.matchAll(/[\w./-]*\.(?:sh|cjs|js|mjs)\b/g)].map(([path]) => path),
      ),
    );
    expect([...new Set(named)]).toStrictEqual([
      ".github/workflows/review.sh",
      "./.github/workflows/comment.cjs",
    ]);
    expect(readdirSync(examples).filter((name) => !/^comment\.(md|png)$/.test(name))).toStrictEqual(
      [...copied].sort(),
    );
  });

  test("hands on what it needs under the names that the other half looks for", () => {
    const upload = stepsOf("review.yml").find(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
    const download = stepsOf("comment.yml").find(({ uses }) =>
      uses?.startsWith("actions/download-artifact@"),
    );
    expect([upload?.if, upload?.with?.path]).toStrictEqual([
      "always()",
      "review/comment.md\nreview/number\n",
    ]);
    expect(download?.with).toMatchObject({ name: upload?.with?.name, path: "review" });
    expect(workflow("comment.yml").on).toStrictEqual({
      workflow_run: { workflows: [workflow("review.yml").name], types: ["completed"] },
    });
  });

  test("may write only where no code of a pull request runs", () => {
    expect(files.map((file) => workflow(file).permissions)).toStrictEqual([
      { contents: "read" },
      { actions: "read", contents: "read", "pull-requests": "write" },
    ]);
    const jobs = files.flatMap((file) => Object.values(workflow(file).jobs));
    expect(jobs.map((job) => job.permissions)).toStrictEqual([undefined, undefined]);
    expect(Object.keys(workflow("review.yml").on)).toStrictEqual(["pull_request"]);
    const checkouts = files.flatMap((file) =>
      stepsOf(file).filter(({ uses }) => uses?.includes("/checkout@")),
    );
    // No ref: the default branch after workflow_run.
    expect(checkouts.map((step) => step.with)).toStrictEqual([
      { "persist-credentials": false },
      { "persist-credentials": false },
    ]);
    expect(stepsOf("comment.yml").filter(({ run }) => run !== undefined)).toStrictEqual([]);
  });

  test("puts nothing that a pull request says into a script", () => {
    const scripts = files.flatMap((file) =>
      stepsOf(file).flatMap(({ run, with: given }) => [run ?? "", String(given?.script ?? "")]),
    );
    expect(scripts.filter((text) => text.includes("${{"))).toStrictEqual([]);
  });

  test("gives secrets to the one step that a fork's pull request does not reach", () => {
    const own = "github.event.pull_request.head.repo.full_name == github.repository";
    const steps = files.flatMap(stepsOf);
    const secret = steps.filter((step) => JSON.stringify(step).includes("secrets."));
    expect(secret.map((step) => [step.name, step.if])).toStrictEqual([["Preview", own]]);
    for (const { env } of Object.values(workflow("review.yml").jobs))
      expect(JSON.stringify(env)).not.toContain("secrets.");
    expect(steps.find(({ env }) => env?.EMULATED === "true")).toStrictEqual({
      name: "Preview on the emulator",
      if: own.replace("==", "!="),
      run: secret[0]?.run,
      env: { EMULATED: "true" },
    });
  });
});

interface Comment {
  readonly id: number;
  readonly body: string | null;
  readonly user: { readonly login: string } | null;
}
const post: (given: object) => Promise<void> = createRequire(__filename)(join(examples, "comment.cjs"));

const marker = "<!-- pulumi-sevenbridges review: lab/dev -->";
const bot = { login: "github-actions[bot]" };

describe("the comment", () => {
  const folder = mkdtempSync(join(tmpdir(), "sb-post-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A pull request with these comments; what is written on it stays, as on GitHub. */
  const pullRequest = (comments: Comment[] = [], sha = "abc") => {
    const calls: unknown[] = [];
    const listComments = (): void => undefined;
    const github = {
      paginate: async (route: unknown, given: object) => {
        calls.push([route === listComments ? "listComments" : "?", given]);
        return comments;
      },
      rest: {
        pulls: {
          get: async (given: object) => {
            calls.push(["pulls.get", given]);
            return { data: { head: { sha } } };
          },
        },
        issues: {
          listComments,
          createComment: async (given: { readonly body: string }) => {
            calls.push(["createComment", given]);
            comments.push({ id: 900 + comments.length, body: given.body, user: bot });
          },
          updateComment: async (given: object) => {
            calls.push(["updateComment", given]);
          },
        },
      },
    };
    const handed = async (number: string, body: string): Promise<readonly unknown[]> => {
      writeFileSync(join(folder, "number"), number);
      writeFileSync(join(folder, "comment.md"), body);
      calls.length = 0;
      await post({
        github,
        context: { repo: { owner: "ada", repo: "lab" }, payload: { workflow_run: { head_sha: "abc" } } },
        core: { notice: (text: string) => calls.push(["notice", text]) },
        folder,
      });
      return calls;
    };
    return { handed, calls };
  };

  const at = { owner: "ada", repo: "lab" };
  const looked = [
    ["pulls.get", { ...at, pull_number: 7 }],
    ["listComments", { ...at, issue_number: 7, per_page: 100 }],
  ];
  const created = (body: string) => [...looked, ["createComment", { ...at, issue_number: 7, body }]];
  const updated = (id: number, body: string) => [
    ...looked,
    ["updateComment", { ...at, comment_id: id, body }],
  ];
  const text = (what: string, mark = marker): string => `${what}\n\n${mark}\n`;

  test("is posted once, then updated", async () => {
    const { handed } = pullRequest();
    expect(await handed("7\n", text("first"))).toStrictEqual(created(text("first")));
    expect(await handed("7\n", text("second"))).toStrictEqual(updated(900, text("second")));
  });

  test("is not taken for another author's, nor for that of another stack", async () => {
    const others: Comment[] = [
      { id: 1, body: text("mine"), user: { login: "mallory" } },
      { id: 2, body: text("gone"), user: null },
      { id: 3, body: null, user: bot },
      { id: 4, body: text(`quotes ${marker}`, "<!-- pulumi-sevenbridges review: lab/prod -->"), user: bot },
    ];
    expect(await pullRequest(others).handed("7", text("new"))).toStrictEqual(created(text("new")));
  });

  test("is not posted where the pull request has moved on", async () => {
    expect(await pullRequest([], "def").handed("7", text("old"))).toStrictEqual([
      looked[0],
      ["notice", "Pull request 7 is not at abc: this review is not about what it is now."],
    ]);
  });

  test.each(["", "0", "-1", "1.5", "seven", "7; rm -rf /", "../7"])(
    "is refused for the number %j",
    async (it) => {
      const { handed, calls } = pullRequest();
      await expect(handed(it, text("new"))).rejects.toThrow("review/number is no number of a pull request");
      expect(calls).toStrictEqual([]);
    },
  );

  test.each([
    ["no marker", "text"],
    ["a text that is longer than a comment may be", text("x".repeat(65_000))],
  ])("is refused with %s", async (_, body) => {
    const { handed, calls } = pullRequest();
    await expect(handed("7", body)).rejects.toThrow("review/comment.md is not what `review` prints");
    expect(calls).toStrictEqual([looked[0]]);
  });
});
