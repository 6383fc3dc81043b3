import { writeSync } from "node:fs";

/** On a disk that is filling up, a write may take a part and say so only by its count. */
export const writeAll = (file: number, bytes: Buffer, position: number): void => {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
};
