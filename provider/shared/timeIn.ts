/**
 * A time of the API's, in milliseconds; NaN where it is none. One without a zone is in UTC (API digest, 2.5), which `Date.parse`
 * would take for local time.
 */
export const timeIn = (text: string | null | undefined): number =>
  Date.parse(
    text === null || text === undefined
      ? ""
      : /T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text)
        ? `${text}Z`
        : text.replace(/ ?([+-]\d\d)(\d\d)$/, "$1:$2"),
  );
