import type { ListedTask } from "../../../provider/api/endpoints/schemas";
import {
  type Candidate,
  type Claim,
  candidateFor,
  matchCandidate,
  matchCandidates,
} from "../../../provider/host/recovery/matchCandidate";
import { idInTag } from "../../../provider/host/session/ownership";
import { newSession, type Session } from "../../../provider/host/session/session";
import { type OwnerTag, ownerTagText } from "../../../provider/model/tags/ownerTag";
import { resourceIdOf } from "../../../provider/model/tags/resourceId";
import { type Bound, withTag } from "../../../provider/model/tags/tag";
import { bodyHashes, withOwnerTag } from "../../../provider/model/task/bodyHash";
import { taskId, wireTask } from "../../support/builders";
import { args, others, own, seeker, session } from "../../support/seekers";

/* What a resource without a task may do with a task that it finds by its tag. A wrong answer pays twice, or takes another's task. */

const starter: Candidate = { ...seeker, run: true };

const sent: Bound = { proof: "Sent" };
const held: Bound = { proof: "Held", taskId, isWitness: false };
const begun: Bound = { proof: "Started", taskId, isWitness: false };

const tagged = (
  status: string,
  { bound = sent, body = args, id = own }: { bound?: Bound; body?: typeof args; id?: string } = {},
  given: Parameters<typeof wireTask>[0] = {},
): ListedTask =>
  wireTask({ status, description: withOwnerTag(body, id, session, bound).description, ...given });

const claim = (task: ListedTask, by: Candidate = seeker, ended: readonly string[] = []): Claim =>
  matchCandidate(task, by, new Set(ended));

const goingOn = ["CREATING", "QUEUED", "RUNNING", "SOME_NEW_STATUS"];
const spent = ["FAILED", "ABORTED", "ABORTING", "DELETED"];
const all = ["DRAFT", ...goingOn, "COMPLETED", ...spent];

describe("a task that was sent, and that no state is known to hold,", () => {
  test.each<[string, readonly string[], Claim, Claim]>([
    ["a draft: adopted, or edited first", ["DRAFT"], "Adopt", "Patch"],
    ["one that goes on: adopted, or only named", goingOn, "Adopt", "Name"],
    ["one that has ended badly: left alone", spent, "None", "None"],
  ])("%s", (_, statuses, same, other) => {
    for (const by of [seeker, starter])
      for (const status of statuses) {
        expect([status, claim(tagged(status), by)]).toStrictEqual([status, same]);
        expect([status, claim(tagged(status, { body: others }), by)]).toStrictEqual([status, other]);
      }
  });

  test("one that has completed: adopted by a resource that wants it started, and from the same body only", () => {
    expect(claim(tagged("COMPLETED"), starter)).toBe("Adopt");
    expect(claim(tagged("COMPLETED"), seeker)).toBe("None");
    expect(claim(tagged("COMPLETED", { body: others }), starter)).toBe("None");
  });
});

describe.each<[string, Bound, readonly string[]]>([
  ["its tag says that a state held it", held, []],
  ["its tag says that a state held it, and the whole session", { ...held, isWitness: true }, []],
  ["its tag says that a stack was about to start it", begun, []],
  ["its session came to its end", sent, ["00000001", session]],
])("a task that a state has held, as %s,", (_, bound, ended) => {
  test("is never edited, nor adopted while it may go on", () => {
    for (const by of [seeker, starter])
      for (const body of [args, others]) {
        expect(claim(tagged("DRAFT", { bound, body }), by, ended)).toBe("Held");
        for (const status of [...goingOn, ...spent])
          expect([status, claim(tagged(status, { bound, body }), by, ended)]).toStrictEqual([status, "None"]);
      }
  });

  test("is adopted once it has completed, from the same body and by a resource that wants it started", () => {
    expect(claim(tagged("COMPLETED", { bound }), starter, ended)).toBe("Adopt");
    expect(claim(tagged("COMPLETED", { bound }), seeker, ended)).toBe("None");
    expect(claim(tagged("COMPLETED", { bound, body: others }), starter, ended)).toBe("None");
  });

  test("is the resource's own where its state has held it", () => {
    const by = { ...starter, isKnown: (id: string) => id === taskId };
    expect(claim(tagged("DRAFT", { bound }), by, ended)).toBe("Adopt");
    expect(claim(tagged("DRAFT", { bound, body: others }), by, ended)).toBe("Patch");
    expect(claim(tagged("RUNNING", { bound }), by, ended)).toBe("Adopt");
  });
});

test("a session that has not ended holds nothing", () => {
  expect(claim(tagged("RUNNING"), seeker, ["00000001"])).toBe("Adopt");
});

test("a task of version 0.1.0 is recognized by its hash, which includes the name", () => {
  const { owner, hashes } = seeker;
  const of = (hash: string, status: string): ListedTask =>
    wireTask({ status, description: `text\n\n[pulumi ${owner} ${hash}]` });
  const by = { ...seeker, id: resourceIdOf(owner) };
  expect([hashes.oldHash, hashes.hash].map((hash) => claim(of(hash, "DRAFT"), by))).toStrictEqual([
    "Adopt",
    "Patch",
  ]);
});

describe("never touched, whatever its status:", () => {
  const never = (task: (status: string) => ListedTask, by: Partial<Candidate> = {}): void => {
    for (const status of all)
      expect([status, claim(task(status), { ...starter, ...by })]).toStrictEqual([status, "None"]);
  };

  test("a task without a tag", () => {
    for (const description of [undefined, null, "", "Aligns reads.", "see [pulumi docs]"])
      never((status) => wireTask({ status, ...(description === undefined ? {} : { description }) }));
  });
  test("another resource's", () => never((status) => tagged(status, { id: `${own.slice(0, -1)}0` })));
  test("another user's", () => never((status) => tagged(status, {}, { created_by: "somebody" })));
  test("one of an unknown user", () => never((status) => tagged(status, {}, { created_by: null })));
  test("a clone of one that was held", () =>
    never((status) => tagged(status, { bound: held }, { id: "00000000-0000-4000-8000-0000000000c1" })));
  test("one that another resource lives on", () =>
    never((status) => tagged(status), { isTaken: (id) => id === taskId }));
  test("one of a resource that has had this name before", () =>
    never((status) => tagged(status), { isSharers: (tag) => tag.session === session }));
});

test("users are matched by their names in any case, in the division that owns the project", () => {
  expect(claim(tagged("DRAFT", {}, { created_by: "RFranklin" }))).toBe("Adopt");
  expect(claim(tagged("DRAFT", {}, { created_by: "rfranklin/rfranklin" }))).toBe("Adopt");
  expect(claim(tagged("DRAFT", {}, { created_by: "lab/rfranklin" }))).toBe("None");
});

describe("while a task is being replaced, which was created at noon,", () => {
  const by = { ...starter, since: Date.UTC(2026, 6, 3, 12) };
  const at = (status: string, created_time: string | null): Claim =>
    claim(tagged(status, {}, { created_time }), by);

  test.each(["RUNNING", "COMPLETED"])("one that is %s is adopted unless it is older", (status) => {
    expect(at(status, "2026-07-03T11:59:59Z")).toBe("None");
    expect(at(status, "2026-07-03T12:00:00Z")).toBe("Adopt");
    expect(at(status, "2026-07-03T12:00:01Z")).toBe("Adopt");
  });

  test("one of unknown age is adopted rather than created twice, and a draft of any age is", () => {
    expect(at("RUNNING", null)).toBe("Adopt");
    expect(at("RUNNING", "yesterday")).toBe("Adopt");
    expect(at("DRAFT", "2026-07-03T11:59:59Z")).toBe("Adopt");
  });
});

test("many tasks are sorted by what may be done with them, the oldest first: a clone copies the tag of its source", () => {
  const numbered = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
  const of = (n: number, status: string, time: string, body = args, bound: Bound = sent): ListedTask =>
    tagged(status, { body, bound }, { id: numbered(n), created_time: time });
  const tasks = [
    of(1, "DRAFT", "2026-07-03T14:00:00Z"),
    of(2, "DRAFT", "2026-07-03T13:00:00Z"),
    of(3, "DRAFT", "2026-07-03T14:00:00Z", others),
    of(4, "DRAFT", "2026-07-03T13:59:00Z", others),
    of(5, "RUNNING", "2026-07-03T14:00:00Z", others),
    of(6, "QUEUED", "2026-07-03T13:00:00Z", others),
    of(7, "DRAFT", "2026-07-03T13:00:00Z", args, { proof: "Held", taskId: numbered(7), isWitness: false }),
    of(8, "FAILED", "2026-07-03T12:00:00Z"),
    wireTask({ id: numbered(9) }),
  ];
  const ids = (found: readonly ListedTask[]): readonly string[] => found.map(({ id }) => id.slice(-1));
  const { Adopt, Patch, Name, Held, ended } = matchCandidates(tasks, seeker);
  expect([Adopt, Patch, Name, Held].map(ids)).toStrictEqual([["2", "1"], ["4", "3"], ["6", "5"], ["7"]]);
  expect(ended).toStrictEqual(new Set());
});

test("a witness among many tells that all tasks of its session are held", () => {
  const witness = wireTask({
    description: withTag(
      "text",
      ownerTagText(
        { id: "0000000000000000000f", hash: "0f3c9a12", session },
        { proof: "Held", taskId, isWitness: true },
      ),
    ),
  });
  const other = tagged("DRAFT", {}, { id: "00000000-0000-4000-8000-0000000000c1" });
  expect(matchCandidates([witness, other], seeker)).toStrictEqual({
    Adopt: [],
    Patch: [],
    Name: [],
    Held: [other],
    ended: new Set([session]),
  });
});

describe("what one process knows of the others' tasks:", () => {
  const me = "acme/urn:pulumi:dev::lab::DraftTask::align";
  const another = "acme/urn:pulumi:dev::lab::DraftTask::count";
  const replacedTask = (id: string, createdTime?: unknown) => ({
    id,
    createdTime,
    isSure: true,
    isToldWithCost: true,
  });
  const sessionWith = (settings: Readonly<Record<string, string>> = {}): Session =>
    newSession({ config: () => (key) => settings[key], env: {}, say: () => undefined });
  const seekerOn = (note: (session: Session) => unknown, run = false): Candidate => {
    const host = sessionWith();
    note(host);
    return candidateFor(host, me, own, "rfranklin", { ...args, run });
  };

  test("a seeker has the hashes of its args, and whether it wants the task started", () => {
    const expected = { owner: me, id: own, user: "rfranklin", hashes: bodyHashes(args), since: undefined };
    expect(seekerOn(() => undefined)).toMatchObject({ ...expected, run: false });
    expect(seekerOn(() => undefined, true)).toMatchObject({ ...expected, run: true });
  });

  test.each<[string, (host: Session) => unknown, boolean, boolean]>([
    ["nobody has", () => undefined, false, false],
    ["it has itself", ({ ownership }) => ownership.tasks.set(me, taskId), false, true],
    ["another resource has", ({ ownership }) => ownership.tasks.set(another, taskId), true, false],
    [
      "is not the one that another resource has",
      ({ ownership }) => ownership.tasks.set(another, "x"),
      false,
      false,
    ],
    ["was deleted", ({ ownership }) => ownership.deleted.add(taskId), true, false],
    ["it is replacing", ({ ownership }) => ownership.replaced.set(me, replacedTask(taskId)), true, false],
    [
      "another one is replacing",
      ({ ownership }) => ownership.replaced.set(another, replacedTask(taskId)),
      false,
      false,
    ],
    [
      "another one imports",
      ({ ownership }) => ownership.importers.set(`task ${taskId}`, another),
      true,
      false,
    ],
    ["it imports itself", ({ ownership }) => ownership.importers.set(`task ${taskId}`, me), false, false],
  ])("a task that %s", (_, note, isTaken, isKnown) => {
    const found = seekerOn(note);
    expect([found.isTaken(taskId), found.isKnown(taskId)]).toStrictEqual([isTaken, isKnown]);
  });

  test("a task that is taken meanwhile is taken", () => {
    const host = sessionWith();
    const found = candidateFor(host, me, own, "rfranklin", args);
    host.ownership.tasks.set(another, taskId);
    expect(found.isTaken(taskId)).toBe(true);
  });

  test.each<[string, string, string, string | undefined, string | undefined, boolean]>([
    ["another resource with this id has held", another, own, session, session, true],
    ["another resource with this id may have held", another, own, undefined, session, true],
    ["names no session, of another resource with this id", another, own, session, undefined, true],
    ["another resource with this id has not held", another, own, "00000001", session, false],
    ["a resource with another id has held", another, "0000000000000000000f", session, session, false],
    ["the resource itself has held", me, own, session, session, false],
  ])("a task of a session that %s", (_, owner, id, heldSession, tagSession, expected) => {
    const found = seekerOn(({ ownership: { resourceIds, storedSessions } }) => {
      resourceIds.set(owner, id);
      storedSessions.set(owner, heldSession);
      // One of several is enough.
      storedSessions.set("acme/urn:pulumi:dev::lab::DraftTask::unrelated", session);
    });
    const tag: OwnerTag = { id: own, hash: "0f3c9a12", proof: "Sent", isWitness: false };
    expect(found.isSharers(tagSession === undefined ? tag : { ...tag, session: tagSession })).toBe(expected);
  });

  test.each<[unknown, number | undefined]>([
    ["2026-07-03T12:00:00Z", Date.UTC(2026, 6, 3, 12)],
    ["yesterday", undefined],
    [null, undefined],
    [5, undefined],
    [undefined, undefined],
  ])("what it replaces was created at %j", (createdTime, since) => {
    expect(
      seekerOn(({ ownership }) => ownership.replaced.set(me, replacedTask("x", createdTime))).since,
    ).toBe(since);
  });

  test("an id is in tags unless the settings switch them off, or cannot be read", () => {
    const hidden = { __id: own };
    expect(idInTag(sessionWith(), hidden)).toBe(own);
    expect(idInTag(sessionWith(), {})).toBeUndefined();
    for (const value of ["false", "off"])
      expect(idInTag(sessionWith({ "sevenbridges:ownerLine": value }), hidden)).toBeUndefined();
  });
});
