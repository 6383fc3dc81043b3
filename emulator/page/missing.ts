import { html } from "./html";
import type { Page } from "./layout";
import { crumbs } from "./parts";

export const missingPage: Page = {
  title: "Not found",
  body: html`${crumbs(html`<span aria-current="page">Not found</span>`)}
<h1>There is nothing here</h1>
<p>No project, task or file has this address. It may have been deleted since, or the emulator was restarted
without a state file. The <a href="/">overview</a> shows what there is.</p>`,
};
