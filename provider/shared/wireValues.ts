import { unknownValue } from "./unknown";

/**
 * What Pulumi's engine and SDK treat as one of their special values, at any depth: `plugin.UnmarshalPropertyValue`
 * and `resource.SigKey` of the Go SDK, `runtime/rpc.ts` and `utils.isInstance` of the Node.js SDK.
 */

/** The key of an object that makes it a secret, an asset, an archive, a resource or an output; with any other value, an error. */
export const signatureKey = "4dabf18193072939515e22adb298388d";

export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";

/** The engine's marks of an unknown boolean, number, array, asset, archive and object. Args come with that of a text only. */
const otherUnknowns: ReadonlySet<string> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Whether the engine drops a text, in an update, as a value that is not known. */
export const isUnknownMark = (text: string): boolean => text === unknownValue || otherUnknowns.has(text);

/** Whether it is one that no preview sends in the place of an arg. */
export const isOtherUnknownMark = (text: string): boolean => otherUnknowns.has(text);

/** Protocol buffers take no half of a character: of a lone surrogate the SDK makes nothing, or bytes that the engine refuses. */
export const hasLoneSurrogate = (text: string): boolean => /\p{Surrogate}/u.test(text);

/** Pulumi's JavaScript writes a value under its key with `object[key] = value`, which for this one sets the prototype. */
export const prototypeKey = "__proto__";

/** So begin the keys by which the SDK knows its own objects: `__pulumiOutput`, `__pulumiAsset`. */
const sdkKeys = "__pulumi";

/** Whether a key means something to Pulumi, or cannot be carried by it. */
export const isWireKey = (key: string): boolean =>
  key === signatureKey || key === prototypeKey || key.startsWith(sdkKeys) || hasLoneSurrogate(key);

/** One of these is in every text that means something to Pulumi, but for half of a character. */
export const wireTraces: readonly string[] = [
  unknownValue,
  ...otherUnknowns,
  signatureKey,
  prototypeKey,
  sdkKeys,
];

/** Whether an object is what the SDK sends for an asset or an archive. */
export const isAsset = (value: object): boolean =>
  Object.hasOwn(value, signatureKey) &&
  [assetSignature, archiveSignature].includes(String(Reflect.get(value, signatureKey)));
