import { isObject, isString, type JsonObject, strings } from "../json";

/**
 * Beside `sbg:batchBy`, a draft-2 app says on the input itself what it is batched by: `batchType: ["metadata.sample_id"]`
 * (API digest, section 12). Later versions of CWL have no such key.
 */
export const withBatchType = (cwl: JsonObject): JsonObject => {
  const { inputs, "sbg:batchInput": input, "sbg:batchBy": by } = cwl;
  const criteria = isObject(by) && strings(by.criteria) ? by.criteria : [];
  const isDraft2 = cwl.cwlVersion === undefined || cwl.cwlVersion === "sbg:draft-2";
  if (!isDraft2 || !Array.isArray(inputs) || !isString(input) || criteria.length === 0) return cwl;
  return {
    ...cwl,
    inputs: inputs.map((it: unknown) =>
      isObject(it) && isString(it.id) && bare(it.id) === bare(input) ? { batchType: criteria, ...it } : it,
    ),
  };
};

const bare = (id: string): string => id.replace(/^#/, "");
