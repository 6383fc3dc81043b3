import type { StandIn } from "../standIn";
import { accountRows } from "./account";
import { bulkRows } from "./bulk";
import { draftRows } from "./draft";
import { editRows } from "./edits";
import { historyRows } from "./history";
import { lifecycle } from "./lifecycle";
import { listRows } from "./lists";

/*
 * Which questions of `doctor` differ through which stand-in. Each question that no stand-in of the lifecycle answers otherwise has
 * one here, which only `doctor` meets. The files are those of cli/doctor/questions.
 */

const rows = [...accountRows, ...draftRows, ...listRows, ...bulkRows, ...historyRows, ...editRows];

export const ownStandIns: readonly StandIn[] = rows.map(([standIn]) => standIn);

/** By the stand-in's name. Complete: a stand-in without an entry fails. */
export const differencesOf: Readonly<Record<string, readonly string[]>> = {
  ...lifecycle,
  ...Object.fromEntries(rows.map(([{ name }, keys]) => [name, keys])),
};
