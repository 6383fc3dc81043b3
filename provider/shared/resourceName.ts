/** The name of a resource, out of its URN: whatever comes after stack, project and type, a `::` included. */
export const resourceNameIn = (urn: string): string =>
  /\burn:pulumi:.*?::.*?::.*?::(.+)$/s.exec(urn)?.[1] ?? urn.split("::").at(-1) ?? urn;
