import type { Row } from "../row";
export const redirectRows: readonly Row[] = [];
