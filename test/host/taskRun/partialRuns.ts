import type { Kept, Properties } from "../provider";

type Listed = readonly Readonly<Record<string, unknown>>[];

const without = (item: Readonly<Record<string, unknown>> | undefined, ...keys: string[]): Properties =>
  Object.fromEntries(Object.entries(item ?? {}).filter(([key]) => !keys.includes(key)));

/** A run whose second attempt has completed, as 0.1.0 stored it: seen with that version, by a kill in that attempt. */
export const storedInPart = <A extends Kept>({ outs, ...kept }: A): Omit<A, "outs"> & Pick<Kept, "outs"> => {
  const { __attemptsRead: _, ...rest } = outs;
  const [first, second] = outs.attempts as Listed;
  const children = outs.children as Listed;
  const [a, b] = children;
  const price = { price: (first as { price: unknown }).price };
  const attempts = { attempts: [first, without(second, "price")] };
  if (children.length === 0)
    return {
      ...kept,
      outs: {
        ...rest,
        ...attempts,
        ...price,
        outputs: { bam: null, rate: null },
        missingOutputs: ["bam", "rate"],
      },
    };
  const { bam, rate } = outs.childOutputs as Readonly<Record<string, readonly unknown[]>>;
  return {
    ...kept,
    outs: {
      ...rest,
      ...attempts,
      ...price,
      children: [a, { ...without(b, "price"), missingOutputs: ["bam", "rate"] }],
      childOutputs: { bam: [bam?.[0], null], rate: [rate?.[0], null] },
    },
  };
};
