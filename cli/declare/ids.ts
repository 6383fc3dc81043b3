import { taskId } from "../../provider/model/codecs/ids";
import { isSameEndpoint, platforms } from "../../provider/shared/platforms";
import { joinWithAnd } from "../../provider/shared/text";
import { UsageError } from "../usage";

/** A task as it is named on the command line: by its id, or by the address of its page or in the API, which says the platform. */
interface Named {
  readonly id: string;
  readonly endpoint: string | undefined;
}

/** The emulator's page of a task: at its own address, and at the one that the platforms would have. */
const isPage = ({ pathname }: URL, id: string): boolean =>
  /^(\/u\/[^/]+\/[^/]+)?$/.test(pathname.split(`/tasks/${id}`)[0] ?? "");

/** The API behind an address, where it is one of a task. */
const endpointOf = (url: URL, id: string, endpoint: string): string | undefined => {
  const platform = Object.values(platforms).find(({ web }) => web === url.origin);
  if (platform !== undefined) return platform.api;
  if (isPage(url, id) && url.origin === new URL(endpoint).origin) return endpoint;
  const [before, after] = url.pathname.split(`/tasks/${id}`);
  return before !== undefined && after !== undefined ? `${url.origin}${before}` : undefined;
};

const idNamed = (text: string, ours: string): Named => {
  if (taskId.is(text)) return { id: text.toLowerCase(), endpoint: undefined };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [, id] = /\/tasks\/([0-9a-fA-F-]{36})\/?$/.exec(url?.pathname ?? "") ?? [];
  const endpoint = url === undefined || id === undefined ? undefined : endpointOf(url, id, ours);
  if (id === undefined || endpoint === undefined || !taskId.is(id))
    throw new UsageError(`${text} is neither the id of a task (a UUID) nor the address of its page.`);
  return { id: id.toLowerCase(), endpoint };
};

/** Each id once. A task on another platform than the settings name is refused: there it would look gone. */
export const idsFrom = (texts: readonly string[], endpoint: string): readonly string[] => {
  const tasks = texts.map((text) => idNamed(text, endpoint));
  const elsewhere = tasks.flatMap((task) =>
    task.endpoint === undefined || isSameEndpoint(task.endpoint, endpoint) ? [] : [task.endpoint],
  );
  if (elsewhere.length > 0)
    throw new UsageError(
      `Some of the tasks are at ${joinWithAnd([...new Set(elsewhere)])}, but the settings are for ${endpoint}: declare the tasks of each platform by themselves, with --platform or --endpoint.`,
    );
  return [...new Set(tasks.map(({ id }) => id))];
};
