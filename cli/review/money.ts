import { joinWithAnd } from "../../provider/shared/text";
import type { Price } from "./model";

const amountText = (amount: number): string => {
  const digits = amount > 0 && amount < 0.01 ? 6 : 2;
  return amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: digits });
};

/** `0.08 USD`. A dollar sign would open a formula where a line has two of them. */
export const money = (prices: readonly Price[]): string =>
  joinWithAnd(
    prices.map(({ amount, currency }) => `${amountText(amount)} ${currency.replace(/[^A-Za-z]/g, "")}`),
  );
