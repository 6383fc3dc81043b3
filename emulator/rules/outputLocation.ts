import { isObject, isString, own } from "../json";
import type { Task } from "../store/model";

/**
 * The folders that an output goes to, from the top of its project (API digest 3.5). A location on a volume is taken, and
 * the file goes to the top: there are no volumes, our choice.
 */
export const foldersOf = (task: Task, port: string): readonly string[] => {
  const location = locationOf(task, port);
  if (location === undefined || location.startsWith("volumes://")) return [];
  return location
    .split("/")
    .map((it) => withTokens(task, it))
    .filter((it) => !/^(\s*|\.\.?)$/.test(it));
};

/** An output that is not named by itself goes with all others, if there is where. */
const locationOf = ({ outputLocation }: Task, port: string): string | undefined => {
  const { nodes_override: single, nodes_location: nodes, main_location: main } = outputLocation ?? {};
  const node = single === true && isObject(nodes) ? own(nodes, port) : undefined;
  return [isObject(node) ? node.output_location : undefined, main]
    .filter(isString)
    .find((it) => it.trim() !== "");
};

/**
 * These three are known; others stay as they are, and a slash in a value is no boundary between folders but becomes
 * `_`: our choice.
 */
const withTokens = (task: Task, part: string): string =>
  part.replace(/<(\w+)>/g, (token, name: string) => {
    const value = own({ task_id: task.id, task_name: task.name, project_id: task.project }, name);
    return value === undefined ? token : value.replaceAll("/", "_");
  });
