/**
 * The platforms by their usual short names: API digest, section 1.1. `web` is where people log in, as the platforms'
 * own documentation links it; it only makes a task's `url`.
 */
export const platforms = {
  cgc: { api: "https://cgc-api.sbgenomics.com/v2", web: "https://cgc.sbgenomics.com" },
  "aws-us": { api: "https://api.sbgenomics.com/v2", web: "https://igor.sbgenomics.com" },
  "aws-eu": { api: "https://eu-api.sbgenomics.com/v2", web: "https://eu.sbgenomics.com" },
  cavatica: { api: "https://cavatica-api.sbgenomics.com/v2", web: "https://cavatica.sbgenomics.com" },
  bdc: {
    api: "https://api.sb.biodatacatalyst.nhlbi.nih.gov/v2",
    web: "https://platform.sb.biodatacatalyst.nhlbi.nih.gov",
  },
  "ali-cn": { api: "https://api.sevenbridges.cn/v2", web: "https://platform.sevenbridges.cn" },
} as const;
export type Platform = keyof typeof platforms;
export const isPlatform = (name: string): name is Platform => Object.hasOwn(platforms, name);
export const isSameEndpoint = (a: string, b: string): boolean =>
  a.replace(/\/+$/, "") === b.replace(/\/+$/, "");

/** Whether an address is on this machine: that of the emulator, on which no platform runs. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
