import { isRecord } from "../../provider/model/codec";

/** In place of what is not to be read; the engine's own word for it. */
export const hidden = "[secret]";

/** How a secret is marked in a state: `specialSigKey` of Pulumi's SDK. Its ciphertext is nobody's to read either. */
const mark = "4dabf18193072939515e22adb298388d";

/** A value without the secrets in it. */
export const unsealed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(unsealed);
  if (!isRecord(value)) return value;
  return mark in value
    ? hidden
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unsealed(item)]));
};

export const containsHidden = (value: unknown): boolean =>
  (typeof value === "string" && value.includes(hidden)) ||
  (typeof value === "object" && value !== null && Object.values(value).some(containsHidden));
