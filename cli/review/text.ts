import { stripVTControlCharacters } from "node:util";
import { safeText } from "../../provider/shared/safeText";

/**
 * Everything from a program or a platform is text in a comment: no table, link, mention or tag.
 * GitHub's Markdown accepts numeric entities for any character, and takes none of them for markup.
 */

const longest = 100;

const entity = (character: string): string => `&#${character.codePointAt(0)};`;

/** One line, not too long; what turns the direction of writing or cannot be seen is written out. */
export const line = (text: string, most = longest): string => {
  const plain = safeText(stripVTControlCharacters(text).replace(/\s+/g, " ").trim());
  const characters = [...plain];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : plain;
};

const markup = /[&<>|`*_[\]\\~$@#]/gu;
/** What makes a list, a heading or a rule of a line that starts with it. */
const opening = /^(?:[-+=:]|\d+[.)])/;

/** Addresses are no links: a program wrote them. */
const escapeMarkup = (text: string): string =>
  text
    .replace(markup, entity)
    .replace(/:\/\//g, "&#58;//")
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}&#46;`);

/** GitHub looks for mentions when entities have become characters again; one that nobody sees keeps a name apart. */
const withoutMentions = (text: string): string => text.replaceAll(entity("@"), `${entity("@")}&#8288;`);

/** Text in a sentence, a list item or a cell. */
export const prose = (text: string, most?: number): string =>
  // An entity starts with none of these.
  withoutMentions(escapeMarkup(line(text, most))).replace(opening, (start) =>
    start.replace(/[-+=:.)]/, (sign) => entity(sign)),
  );

/** A name, an id or a value. */
export const code = (text: string, most?: number): string => {
  const shown = line(text, most);
  if (shown === "") return "<code> </code>";
  // Between backticks entities are not read, and a pipe would end the cell.
  return /[&<>|`\\$@]/u.test(shown) ? `<code>${escapeMarkup(shown)}</code>` : `\`${shown}\``;
};

const withTabs = (text: string): string => text.split("\t").map(safeText).join("\t");

/** A text of several lines as it is; what cannot be seen is written out. */
export const fenced = (text: string, most: number): string => {
  const lines = stripVTControlCharacters(text).trimEnd().split(/\r?\n/).map(withTabs);
  const shown = [...lines.slice(0, most).map((it) => it.slice(0, 500))];
  if (lines.length > most) shown.push(`… ${lines.length - most} more lines`);
  const ticks = Math.max(2, ...shown.flatMap((it) => [...it.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(ticks + 1);
  return [`${fence}text`, ...shown, fence].join("\n");
};

/** A label of Mermaid's, between double quotes: all but letters, digits and a few signs as its own entities. */
export const label = (text: string, most = 40): string =>
  line(text, most).replace(/[^\p{L}\p{N} .,/:×+…▶_-]/gu, (character) => `#${character.codePointAt(0)};`);

export const formatCount = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
