import type { Row } from "../row";
export const messageRows: readonly Row[] = [];
