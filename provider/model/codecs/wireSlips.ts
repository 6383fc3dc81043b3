import {
  hasLoneSurrogate,
  isAsset,
  isOtherUnknownMark,
  isUnknownMark,
  isWireKey,
  prototypeKey,
  signatureKey,
} from "../../shared/wireValues";

/** What a program gives that Pulumi would take for one of its wire values, or cannot carry: the second half of a sentence. */

const halfCharacter =
  "half of a character (a lone surrogate), which Pulumi cannot carry: cut texts between characters";

/** A preview cannot tell a text that the engine has sent for an unknown value from the same text of the program. */
export const textSlip = (text: string, isPreview: boolean): string | undefined => {
  if (hasLoneSurrogate(text)) return `holds ${halfCharacter}`;
  return (isPreview ? isOtherUnknownMark(text) : isUnknownMark(text))
    ? "is not known, or is the text by which Pulumi marks what is not known: give another value"
    : undefined;
};

export const assetSlip = "is an asset: upload the file to the platform, and give its id with sb.file(id)";

const keySlip = (key: string): string => {
  if (hasLoneSurrogate(key)) return `has a key with ${halfCharacter}`;
  if (key === prototypeKey) return `has the key ${key}, which Pulumi cannot carry: choose another name`;
  return key === signatureKey
    ? `has the key ${key}, by which Pulumi marks assets and secrets: take it out; a secret is pulumi.secret(value)`
    : `has the key ${key}, by which Pulumi knows its own objects: take it out`;
};

/** Of an object of the program, without what is in it. */
export const objectSlip = (object: object): string | undefined => {
  if (isAsset(object)) return assetSlip;
  const key = Object.keys(object).find(isWireKey);
  return key === undefined ? undefined : keySlip(key);
};
