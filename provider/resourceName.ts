/** The name of a resource, out of its URN: whatever comes after stack, project and type, a `::` included. */
export const resourceNameIn = (urn: string): string => urn.split("::").slice(3).join("::") || urn;
