// Posts review/comment.md to the pull request that review/number names, or updates the comment that is there.
// Both files come from the pull request's own code, which may be a stranger's: nothing of them is run or believed.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const longest = 65_000; // GitHub takes 65,536 characters
const author = "github-actions[bot]";

/** The last one: only what the command has written is at the end. */
const markerIn = (text) => text.match(/<!-- pulumi-sevenbridges review: [^>]* -->/g)?.at(-1);

module.exports = async ({ github, context, core, folder = "review" }) => {
  const { owner, repo } = context.repo;
  const { head_sha: sha } = context.payload.workflow_run;
  const number = Number(readFileSync(join(folder, "number"), "utf8"));
  if (!Number.isInteger(number) || number < 1)
    throw new Error("review/number is no number of a pull request");
  const { data: pull } = await github.rest.pulls.get({ owner, repo, pull_number: number });
  if (pull.head.sha !== sha) {
    core.notice(`Pull request ${number} is not at ${sha}: this review is not about what it is now.`);
    return;
  }
  const body = readFileSync(join(folder, "comment.md"), "utf8");
  const marker = markerIn(body);
  if (marker === undefined || body.length > longest)
    throw new Error("review/comment.md is not what `review` prints");
  const comments = await github.paginate(github.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  const posted = comments.find(
    ({ user, body: text }) => user?.login === author && markerIn(text ?? "") === marker,
  );
  if (posted === undefined)
    await github.rest.issues.createComment({ owner, repo, issue_number: number, body });
  else await github.rest.issues.updateComment({ owner, repo, comment_id: posted.id, body });
};
