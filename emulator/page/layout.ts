import { createHash } from "node:crypto";
import { Html, html } from "./html";
import { liveScript } from "./live";
import { style } from "./style";
import { duration } from "./words";

/** What a page says, without what is around it. */
export interface Page {
  readonly title: string;
  readonly body: Html;
}

/** A main part as it is sent, and what tells it from another: the nonce and the rest of the document do not count. */
export interface Main {
  readonly markup: Html;
  readonly version: string;
  readonly title: string;
}

export const mainOf = ({ title, body }: Page, clockOffset: number): Main => {
  const inner = html`${body}${foot(clockOffset)}`;
  const version = createHash("sha256")
    .update(JSON.stringify([title, inner.text]))
    .digest("hex")
    .slice(0, 32);
  return {
    title: `${title} · Seven Bridges emulator`,
    version,
    markup: html`<main id="main" tabindex="-1" data-version="${version}">${inner}</main>`,
  };
};

const foot = (clockOffset: number): Html =>
  html`<p class="foot">Times are UTC, by the emulator's clock${
    clockOffset === 0 ? "" : `, which was moved ${duration(clockOffset)} ahead`
  }.</p>`;

export const documentOf = ({ title, markup }: Main, nonce: string, here: string): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${icon}">
<style nonce="${nonce}">${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<div class="bar"><a class="brand" href="/">${logo} Seven Bridges emulator</a>
<p id="live" role="status"><a href="${here}">Reload</a> to see what has changed.</p></div>
<p class="notice"><strong>This is the emulator, not the platform: nothing is executed.</strong>
Tasks move by the clock, their outputs are made up.</p>
</header>
${markup}
<script nonce="${nonce}">${new Html(liveScript)}</script>
</body>
</html>
`.text;

/** What the script takes. It has no style: the policy of the open page knows another nonce. */
export const partOf = ({ title, markup }: Main): string =>
  html`<!doctype html><title>${title}</title>${markup}`.text;

/** Two piers and a deck on cables. */
const shapes =
  "<path d='M2 23h28M8 27V9M24 27V9' fill='none' stroke='currentColor' stroke-width='2.6' stroke-linecap='round'/>" +
  "<path d='M2 19Q6 16 8 9q8 16 16 0 2 7 6 10' fill='none' stroke='currentColor' stroke-width='2.2' stroke-linecap='round'/>";

const logo = new Html(`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">${shapes}</svg>`);

const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32' color='#0b5cad'>${shapes}</svg>`,
)}`;
