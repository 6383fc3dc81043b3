import { Platform } from "../support/platform";
import { project } from "../support/seed";
import { until } from "../support/until";
import { DoctorCommand } from "./doctorCommand";

/* Before it spends money, doctor asks on the terminal. */

const command = new DoctorCommand();
let platform: Platform;
beforeEach(async () => {
  platform = await Platform.start({ taskSeconds: 1 });
});
afterEach(() => platform.close());
afterAll(() => command.remove());

/** Types these keys when the question is there. */
const answer = async (keys: string): Promise<{ readonly code: number | null; readonly text: string }> => {
  const { text, type, stop, code } = command.beginOnTerminal(["--project", project, "--spend"], {
    SB_API_ENDPOINT: platform.url,
    SB_AUTH_TOKEN: platform.token,
  });
  try {
    await until(async () => text().includes("(yes/no) "));
    type(keys);
    return { code: await code, text: text() };
  } finally {
    stop();
  }
};

const starts = async (): Promise<number> =>
  (await platform.asked()).filter(({ path }) => path.endsWith("/actions/run")).length;

test.each([
  ["no", "no\r"],
  ["y alone", "y\r"],
  ["nothing", "\r"],
  ["Ctrl-D", "\u0004"],
  ["Ctrl-C", "\u0003"],
])("%s asks nothing of the platform, and ends the command with 2", async (_, keys) => {
  const { code, text } = await answer(keys);
  expect({ code, asked: await platform.asked() }).toStrictEqual({ code: 2, asked: [] });
  expect(text).toContain("Nothing was asked or started.");
});

test("yes starts the two tasks", async () => {
  const { code, text } = await answer("yes\r");
  expect({ code, starts: await starts() }).toStrictEqual({ code: 0, starts: 2 });
  expect(text).toContain("confirmed: run.abort");
});
