import type { Row } from "../row";
import { refusal, type StandIn } from "../standIn";

const namesOfLimit = /^x-ratelimit-/i;

const silent: StandIn = {
  name: "no headers of the rate limit",
  behavior: () => async (asked, forward) => {
    const answer = await forward(asked);
    return {
      ...answer,
      headers: Object.fromEntries(
        Object.entries(answer.headers).filter(([name]) => !namesOfLimit.test(name)),
      ),
    };
  },
};

const limit = 100;
const window = 60_000;

const narrow: StandIn = {
  name: "100 calls a minute",
  behavior: () => {
    let reset = 0;
    let left = limit;
    return async (asked, forward) => {
      if (Date.now() >= reset) {
        reset = Date.now() + window;
        left = limit;
      }
      const refused = left === 0;
      left = Math.max(0, left - 1);
      const answer = refused ? refusal(429, 1000, "Rate limit exceeded.") : await forward(asked);
      return {
        ...answer,
        headers: {
          ...answer.headers,
          "x-ratelimit-limit": String(limit),
          "x-ratelimit-remaining": String(left),
          "x-ratelimit-reset": String(Math.ceil(reset / 1000)),
        },
      };
    };
  },
};

export const rateLimitRows: readonly Row[] = [
  { standIn: silent, meets: "works", demanded: {} },
  { standIn: narrow, meets: "works, slower", demanded: {} },
];
