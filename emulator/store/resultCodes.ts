import { isObject } from "../json";

/** SQLite's result codes (https://sqlite.org/rescode.html); the upper bits say more. */
const hasCode =
  (code: number) =>
  (error: unknown): boolean =>
    isObject(error) && typeof error.errcode === "number" && (error.errcode & 0xff) === code;

export const isBusy = hasCode(5);
export const isDiskFull = hasCode(13);
export const isNoDatabase = hasCode(26);

/** SQLite itself has a result for it. */
export const isOfSqlite = (error: unknown): boolean => isObject(error) && typeof error.errcode === "number";
