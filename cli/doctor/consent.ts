import { createInterface } from "node:readline/promises";
import { UsageError } from "../usage";
import { priceClass } from "./spend/names";

/** Asks whether money may be spent: on a terminal, where nobody has said so already. */
export const askToSpend = async (isSure: boolean): Promise<boolean> => {
  if (isSure) return true;
  if (process.stdin.isTTY !== true)
    throw new UsageError("--spend asks first, and there is no terminal: add --yes to agree.");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // After Ctrl-C or Ctrl-D nobody answers, and not every Node says so.
  const controller = new AbortController();
  terminal.once("close", () => controller.abort());
  try {
    const answer = await terminal
      .question(`This costs money: ${priceClass}. Go on? (yes/no) `, { signal: controller.signal })
      .catch(() => "no");
    return answer.trim().toLowerCase() === "yes";
  } finally {
    terminal.close();
  }
};
