import { isSameUser } from "../../../provider/model/values/sameUser";

describe("two names are of one user", () => {
  test.each([
    ["ada", "ada", "lab/p"],
    ["ADA", "ada", "lab/p"],
    ["lab/ada", "ada", "lab/p"],
    ["Lab/Ada", "ada", "lab/p"],
    ["ada", "lab/ada", "lab/p"],
    ["lab/ada", "lab/ada", "other/p"],
    ["LAB/ada", "lab/ada", "other/p"],
    ["lab/ada", "ada", "Lab/p"],
  ])("%s and %s in %s", (one, other, project) => {
    expect(isSameUser(one, other, project)).toBe(true);
  });
});

describe("two names are of two users", () => {
  test.each([
    ["bob", "ada", "lab/p"],
    ["other/ada", "ada", "lab/p"],
    ["lab/ada", "other/ada", "lab/p"],
    ["/ada", "ada", "lab/p"],
    ["", "ada", "lab/p"],
    ["lab/ada", "ada", "ada/p"],
    [undefined, "ada", "lab/p"],
    [null, "ada", "lab/p"],
    [undefined, "undefined", "lab/p"],
  ])("%j and %j in %s", (one, other, project) => {
    expect(isSameUser(one, other, project)).toBe(false);
  });
});
