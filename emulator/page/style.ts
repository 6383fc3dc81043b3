/** All of the page's looks. Letters and their grounds have a contrast of 4.5 or more in both schemes; a test measures it. */
export const style = `
:root { color-scheme: light dark;
  --ground: #f5f6f8; --card: #fff; --ink: #18202c; --soft: #535e6d; --line: #dfe3e9; --link: #0b57a4; --bar: #0b5cad; --track: #e2e7ee;
  --notice: #fff4d6; --notice-ink: #573f00;
  --gray: #e9edf2; --gray-ink: #3f4957; --amber: #fdeebf; --amber-ink: #664700; --blue: #dbeafe; --blue-ink: #0b4485;
  --orange: #fde3d0; --orange-ink: #7a3300; --green: #d6f2df; --green-ink: #0c5630; --red: #fddede; --red-ink: #8d1414;
  --violet: #eae2f6; --violet-ink: #4b2f78; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #0e131a; --card: #161d27; --ink: #e7ecf3; --soft: #a4b0c0; --line: #2a3442; --link: #85bcff; --bar: #6aaeff; --track: #2b3645;
  --notice: #2e2610; --notice-ink: #f0d898;
  --gray: #2a333f; --gray-ink: #c8d1dd; --amber: #3b3010; --amber-ink: #f5d67d; --blue: #14315a; --blue-ink: #aed3ff;
  --orange: #44260f; --orange-ink: #ffc196; --green: #123a25; --green-ink: #96e3b4; --red: #4a1b1d; --red-ink: #ffb8b8;
  --violet: #35274d; --violet-ink: #d9c4f8; } }
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", sans-serif;
  -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .18em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--bar); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
code { font: .9375em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
.skip { position: absolute; left: -100vw; top: .5rem; z-index: 1; padding: .5rem 1rem; background: var(--card); }
.skip:focus { left: 1rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

header { background: var(--card); border-bottom: 1px solid var(--line); }
.bar, .notice, main { max-width: 76rem; margin: 0 auto; padding-left: max(1rem, env(safe-area-inset-left)); padding-right: max(1rem, env(safe-area-inset-right)); }
.bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25rem 1.5rem; padding-top: .75rem; padding-bottom: .75rem; }
.brand { display: inline-flex; align-items: center; gap: .5rem; color: var(--ink); font-weight: 650; text-decoration: none; }
.brand:hover { text-decoration: underline; }
.logo { width: 1.5rem; height: 1.5rem; color: var(--bar); flex: none; }
#live { margin: 0; font-size: .875rem; color: var(--soft); }
#live.on::before, #live.off::before { content: ""; display: inline-block; width: .5rem; height: .5rem; margin-right: .5rem; border-radius: 50%; background: #1a9c55; }
#live.off { padding: .125rem .625rem; border-radius: .5rem; background: var(--red); color: var(--red-ink); }
#live.off::before { background: currentColor; border-radius: 0; }
.notice { max-width: none; margin: 0; padding-top: .5rem; padding-bottom: .5rem; background: var(--notice); color: var(--notice-ink); font-size: .9375rem;
  padding-left: max(1rem, calc((100vw - 76rem) / 2 + 1rem)); }

main { padding-top: 1.25rem; padding-bottom: 3rem; }
h1 { margin: 0 0 .5rem; font-size: clamp(1.5rem, 1.2rem + 1.5vw, 2rem); line-height: 1.2; letter-spacing: -.015em; }
h2 { margin: 0 0 .75rem; font-size: 1.1875rem; line-height: 1.3; }
section { margin-top: 2.25rem; }
.lead { margin: 0; color: var(--soft); }
.lead code { color: var(--ink); }
.unset, .sub, .note, .foot, .empty { color: var(--soft); }
.sub { display: block; font-size: .875rem; font-weight: 400; }
.text { white-space: pre-wrap; }
.empty { margin: 0; padding: 1.25rem 1rem; border: 1px dashed var(--line); border-radius: .625rem; }
.note { margin: .5rem 0 0; font-size: .875rem; }
.foot { margin: 2.5rem 0 0; font-size: .875rem; }

.crumbs { margin-bottom: .75rem; font-size: .875rem; }
.crumbs ol { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .5rem; margin: 0; padding: 0; list-style: none; }
.crumbs li:not(:first-child)::before { content: "/"; margin-right: .5rem; color: var(--soft); }
.crumbs [aria-current] { color: var(--soft); }
.crumbs a { display: inline-block; }

.chip { display: inline-block; padding: .1875rem .625rem; border-radius: 1rem; background: var(--gray); color: var(--gray-ink);
  font-size: .875rem; line-height: 1.35; font-weight: 600; letter-spacing: .015em; white-space: nowrap; font-variant-numeric: tabular-nums; }
.queued, .creating { background: var(--amber); color: var(--amber-ink); }
.running { background: var(--blue); color: var(--blue-ink); }
.aborting { background: var(--orange); color: var(--orange-ink); }
.completed { background: var(--green); color: var(--green-ink); }
.failed { background: var(--red); color: var(--red-ink); }
.aborted { background: var(--violet); color: var(--violet-ink); }
.draft { background: none; box-shadow: inset 0 0 0 1px currentColor; }
.tally { display: flex; flex-wrap: wrap; gap: .375rem; margin: 0; padding: 0; list-style: none; }
section > .tally { margin-bottom: .75rem; gap: .5rem; }
a.chip { padding: .375rem .75rem; text-decoration: none; }
a.chip:hover { text-decoration: underline; }
a.chip[aria-current] { box-shadow: inset 0 0 0 2px currentColor; }
.label { display: inline-block; padding: 0 .375rem; border: 1px solid var(--line); border-radius: .25rem; color: var(--soft); font-size: .875rem; font-weight: 400; line-height: 1.35; }

.standing { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; margin: 0; color: var(--soft); font-variant-numeric: tabular-nums; }
progress { appearance: none; width: 4rem; height: .5rem; border: 0; border-radius: 1rem; overflow: hidden; background: var(--track); vertical-align: middle; }
progress::-webkit-progress-bar { background: var(--track); border-radius: 1rem; }
progress::-webkit-progress-value { background: var(--bar); border-radius: 1rem; }
progress::-moz-progress-bar { background: var(--bar); border-radius: 1rem; }
.progress { display: inline-flex; flex-wrap: wrap; align-items: center; gap: .125rem .625rem; font-variant-numeric: tabular-nums; }
.standing progress { width: 8rem; }

.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 1rem 1.5rem; margin: 1.5rem 0 0; padding: 1.125rem 1.25rem;
  background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
.facts > div > dt, .record dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0; }
time { font-variant-numeric: tabular-nums; }
.record, .values { margin: 0; padding: 0; list-style: none; }
.record > div { display: flex; flex-wrap: wrap; gap: 0 .5rem; align-items: baseline; }
.record > div > dd { min-width: 0; }
.values li + li { margin-top: .125rem; }
.beside { padding-left: .75rem; color: var(--soft); font-size: .875rem; }
details > summary { cursor: pointer; color: var(--link); }
details[open] > summary { margin-bottom: .375rem; }

table { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
th, td { padding: .625rem 1rem; text-align: left; vertical-align: top; font-variant-numeric: tabular-nums; }
thead th { color: var(--soft); font-size: .875rem; font-weight: 600; border-bottom: 1px solid var(--line); white-space: nowrap; }
tbody th { font-weight: 600; min-width: 12rem; }
.pairs thead th:first-child { width: 30%; }
tbody tr:not(:last-child) > * { border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; white-space: nowrap; }
td time { white-space: nowrap; }
.findings { margin: 0; padding: 0; list-style: none; border-radius: .75rem; overflow: hidden; }
.findings li { padding: .75rem 1.25rem; background: var(--red); color: var(--red-ink); }
.findings.warnings li { background: var(--amber); color: var(--amber-ink); }
.findings li + li { border-top: 1px solid var(--card); }
.findings .unset { color: inherit; }
.pager { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; margin-top: .75rem; font-variant-numeric: tabular-nums; }
.pager > a, .pager > .unset { padding: .375rem .875rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); text-decoration: none; }
.pager > .unset { background: none; }

@media (max-width: 47.9375rem) {
  table, thead, tbody, tr, th, td, caption { display: block; }
  table { background: none; border: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody { display: grid; gap: .75rem; }
  tbody tr { padding: .875rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
  tbody tr > *, tbody tr:not(:last-child) > * { padding: .1875rem 0; border: 0; min-width: 0; }
  tbody th { margin-bottom: .1875rem; font-size: 1.0625rem; }
  tbody td { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: .75rem; align-items: baseline; }
  tbody td::before { content: attr(data-label); color: var(--soft); font-size: .875rem; }
  tbody td > * { justify-self: start; }
  td.number { text-align: left; }
  .pairs tbody { gap: 0; padding: .5rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
  .pairs tbody tr { padding: .5rem 0; background: none; border: 0; border-radius: 0; }
  .pairs tbody tr:not(:last-child) { border-bottom: 1px solid var(--line); }
  .pairs tbody tr > *, .pairs tbody tr:not(:last-child) > * { display: block; padding: 0; }
  .pairs tbody th { margin: 0; color: var(--soft); font-size: .875rem; }
  .pairs tbody td::before { content: none; }
  .facts { gap: .375rem; padding: .875rem 1rem; }
  .facts > div { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: .75rem; align-items: baseline; }
  .crumbs a, .pager a { padding-top: .25rem; padding-bottom: .25rem; }
}
@media (prefers-reduced-motion: no-preference) { progress::-webkit-progress-value { transition: width .4s; } }
`;
