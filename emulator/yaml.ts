import { parse } from "yaml";
import { deeperThan, MAX_DEPTH } from "./json";

/** YAML reads JSON too. What comes out is JSON: YAML's references can make a value that contains itself. */
export const readYaml = (text: string): unknown => {
  const value: unknown = JSON.parse(JSON.stringify(parse(text)));
  if (deeperThan(MAX_DEPTH, value)) throw new Error("It is nested too deeply.");
  return value;
};
