import { withoutTag } from "./tag";

/*
 * What a platform may have made of a description: whether it keeps one whole (its length, line breaks, `<`, `&`) is not established
 * (API digest, 12). Such a change is no edit of a person's. Pure.
 */

const entities: readonly (readonly [RegExp, string])[] = [
  [/&lt;/g, "<"],
  [/&gt;/g, ">"],
  [/&quot;/g, '"'],
  [/&(?:#0?39|#x27|apos);/gi, "'"],
  // Last: an encoded `&lt;` is `&amp;lt;`.
  [/&amp;/g, "&"],
];

const decodeEntities = (text: string): string =>
  entities.reduce((all, [entity, sign]) => all.replace(entity, sign), text);

const plainText = (text: string): string => text.replace(/\r\n?/g, "\n").trim();

/** A cut may be in the middle of a tag, or of an entity. */
const withoutRest = (text: string): string =>
  plainText(text.replace(/\s*\[pulumi [^\]]*$/, "").replace(/&[#\w]{0,5}$/, ""));

/** No platform is known to cut shorter texts: what lacks more, somebody has shortened. */
const shortestCut = 100;

/** Whether a description as the platform has it may be what it has kept of this text. */
export const isKeptFrom = (
  text: string,
  description: string | null | undefined,
  shortest = shortestCut,
): boolean => {
  const kept = withoutTag(description);
  const sent = plainText(text);
  if ([kept, decodeEntities(kept)].some((one) => plainText(one) === sent)) return true;
  const rest = withoutRest(kept);
  const whole = description ?? "";
  // Nothing is cut off where a tag is still at the end.
  const hasTagAtEnd = kept !== whole && !whole.trimStart().startsWith("[pulumi ");
  return (
    whole.length >= shortest &&
    !hasTagAtEnd &&
    (rest !== "" || shortest === 0) &&
    [rest, decodeEntities(rest)].some((one) => sent.startsWith(plainText(one)))
  );
};
