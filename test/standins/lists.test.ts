import type { Answer, Asked } from "./standIn";
import { atOnce } from "./standIns/lists";

const asked: Asked = {
  method: "GET",
  path: "/tasks",
  query: new URLSearchParams({ project: "ada/lab" }),
  headers: {},
  body: undefined,
};

test.each<Partial<Answer>>([
  { text: "" },
  { text: "{}" },
  { text: '{ "items": [' },
  { text: "<html>" },
  { status: 503, text: "" },
])("a list that is none goes on as it is: %j", async (part) => {
  const answer = { status: 200, headers: {}, text: "", ...part };
  expect(await atOnce(0).behavior()(asked, async () => answer)).toStrictEqual(answer);
});
