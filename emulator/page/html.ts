/** Markup that may be sent as it is. Everything else that gets into a page is escaped on its way. */
export class Html {
  constructor(readonly text: string) {}
}

export type Part = Html | string | number | false | undefined | readonly Part[];

/** Names, ids and metadata are whatever a client has sent: no value gets into a page but through here. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((text, string, index) => `${text}${render(parts[index - 1])}${string}`));

const render = (part: Part): string => {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  return part.map(render).join("");
};

/** For text and for attributes in double quotes, which are the only ones that pages write. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (it) => entities[it] ?? it);

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const join = (parts: readonly Part[], between: Part): Html =>
  html`${parts.map((it, index) => (index === 0 ? it : [between, it]))}`;
