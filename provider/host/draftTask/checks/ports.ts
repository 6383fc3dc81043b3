import * as TE from "fp-ts/TaskEither";
import { nothingFound, type Part } from "./part";

/** The values against the ports of the app. */
export const ports: Part = {
  what: "inputs against the ports of their apps",
  look: () => TE.right(nothingFound),
};
