import * as E from "fp-ts/Either";
import { readOrphanSearch } from "../../provider/config/finding";

/* `sevenbridges:ownerLine`: a salt, or a switch by the words true and false alone. */

const found = (ownerLine: string) =>
  readOrphanSearch((key) => (key === "sevenbridges:ownerLine" ? ownerLine : undefined));
const rule =
  "sevenbridges:ownerLine must be true, false or a salt of at most 64 letters, digits, dots, dashes and underscores";

test.each(["true", "True", " true ", ""])("%j is the default: tags without a salt", (text) => {
  expect(found(text)).toStrictEqual(E.right({ on: true, salt: undefined, days: 7 }));
});

test.each(["false", "False", "FALSE "])("%j switches tags off", (text) => {
  expect(found(text)).toStrictEqual(E.right({ on: false, salt: undefined, days: 7 }));
});

test.each([
  ...["off", "Off", "no", "none", "never", "0", "n", "f", "disabled", "flase"].map((text) => [text, "false"]),
  ...["on", "ON", "yes", "1", "y", "t", "enabled", "ture"].map((text) => [text, "true"]),
])("%s looks like a switch: it is refused, with the word to write", (text, meant) => {
  expect(found(text)).toStrictEqual(
    E.left({ _tag: "SettingsProblem", reason: `${rule}: did you mean ${meant}?` }),
  );
});

test.each(["red", "blue", "online", "notes", "tree", "default", "lab-2.b", "10", "constructor"])(
  "%s is a salt",
  (text) => {
    expect(found(text)).toStrictEqual(E.right({ on: true, salt: text, days: 7 }));
  },
);
