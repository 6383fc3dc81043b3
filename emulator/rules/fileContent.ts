import { Readable } from "node:stream";

/**
 * What is in a file: as many bytes as its size says, made up of one sentence over and over. It is never held as a whole:
 * a size may be 31 GB.
 */
const sentence = "Made up by the emulator: nothing was executed, so there is no content.\n";
const block = Buffer.alloc(sentence.length * 1024, sentence);

/** The bytes from the first to the last, both included. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

export const contentOf = ({ first, last }: Range): Readable =>
  Readable.from(pieces(first, last + 1), { objectMode: false });

function* pieces(from: number, to: number): Generator<Buffer> {
  for (let at = from; at < to; ) {
    const start = at % block.length;
    const piece = block.subarray(start, start + Math.min(block.length - start, to - at));
    yield piece;
    at += piece.length;
  }
}

/**
 * A `Range` header as RFC 9110 reads it: one range of bytes, its end cut to the size (the Python client asks for whole
 * parts). Undefined for anything else: then the whole is served. "outside": there is no such byte.
 */
export const readRange = (header: string | undefined, size: number): Range | "outside" | undefined => {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  if (from === "") {
    const count = Math.min(Number(to), size);
    return count === 0 ? "outside" : { first: size - count, last: size - 1 };
  }
  const first = Number(from);
  if (to !== "" && Number(to) < first) return undefined;
  if (first >= size) return "outside";
  return { first, last: to === "" ? size - 1 : Math.min(Number(to), size - 1) };
};
