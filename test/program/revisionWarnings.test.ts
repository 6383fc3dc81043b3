import { mixedRevisions, type Pinned } from "../../provider/program/revisionWarnings";

const app = "rfranklin/rnaseq/star-align";
const of = (
  count: number,
  revision: number,
  isNew = false,
  its = app,
  connection?: string,
): readonly Pinned[] => Array.from({ length: count }, () => ({ app: its, connection, revision, isNew }));
const line = (counts: string, its = app): string =>
  `${its.split("/").at(-1)}: ${counts} (the tasks of ${its} hold different revisions: each keeps the one that was the newest when it was made; write the revision into app to have one for all)`;

describe("mixed revisions", () => {
  test.each<[string, readonly Pinned[], readonly string[]]>([
    ["none of no task", [], []],
    ["none of one revision, old and new", [...of(3, 4), ...of(2, 4, true)], []],
    ["new ones first, with counts", [...of(200, 4), ...of(10, 7, true)], [line("10 new on /7, 200 on /4")]],
    [
      "newest first, new before old",
      [...of(1, 4), ...of(2, 7), ...of(1, 7, true), ...of(1, 5)],
      [line("1 new on /7, 2 on /7, 1 on /5, 1 on /4")],
    ],
    [
      "one line for each app",
      [
        ...of(1, 1),
        ...of(1, 2),
        ...of(2, 1, false, "a/b/sort"),
        ...of(1, 3, true, "a/b/sort"),
        ...of(9, 1, true, "a/b/c"),
      ],
      [line("1 on /2, 1 on /1"), line("1 new on /3, 2 on /1", "a/b/sort")],
    ],
    [
      "none of revisions on different platforms",
      [...of(2, 4, false, app, "us"), ...of(1, 7, true, app, "eu"), ...of(1, 9)],
      [],
    ],
    [
      "the connection, where it is not the stack's own",
      [...of(2, 4, false, app, "eu"), ...of(1, 7, true, app, "eu"), ...of(1, 9)],
      [line("1 new on /7, 2 on /4").replace(`tasks of ${app}`, `tasks of ${app} over connection eu`)],
    ],
  ])("%s", (_, tasks, lines) => expect(mixedRevisions(tasks)).toStrictEqual(lines));
});

test("an app that is a secret is not named", () => {
  const [text = ""] = mixedRevisions([...of(1, 1), ...of(1, 2)].map((one) => ({ ...one, isSecret: true })));
  expect(text).toContain("[secret]: 1 on /2, 1 on /1 (the tasks of [secret] hold");
  expect(text).not.toContain("star-align");
});
