/**
 * Runs in the browser, as its own source text, so it uses nothing from outside of itself. It asks for the page again
 * about every second while somebody can see it, and puts what is different into the page that is there, node by node:
 * scrolling, focus, selected text and what was unfolded stay.
 */
const live = (): void => {
  const EVERY = 1_000;
  const PATIENCE = 15_000;
  const main = document.querySelector("main");
  const state = document.getElementById("live");
  if (main === null || state === null) return;
  let timer: number | undefined;
  let asking = false;

  const say = (kind: string, words: string): void => {
    // Said aloud by screen readers, so only when it is news.
    if (state.textContent === words) return;
    state.textContent = words;
    state.className = kind;
  };

  const keyOf = (node: Node): string | undefined =>
    node instanceof HTMLElement ? node.dataset.key : undefined;

  const alike = (a: Node, b: Node): boolean => a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

  const patchAttributes = (from: Element, to: Element): void => {
    for (const { name } of [...from.attributes]) {
      // Whether it is unfolded is the reader's business.
      const theirs = name === "open" && from.nodeName === "DETAILS";
      if (!theirs && !to.hasAttribute(name)) from.removeAttribute(name);
    }
    for (const { name, value } of [...to.attributes]) {
      if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    }
  };

  const patchChildren = (from: Node, to: Node): void => {
    const keyed = new Map<string, ChildNode>();
    const wanted = new Set<string>();
    for (const it of from.childNodes) keyed.set(keyOf(it) ?? "", it);
    for (const it of to.childNodes) wanted.add(keyOf(it) ?? "");
    let here = from.firstChild;
    for (const next of [...to.childNodes]) {
      const key = keyOf(next);
      // Nodes that are gone must not be in the way of those that stay: what stays is not moved.
      while (here !== null && keyOf(here) !== undefined && !wanted.has(keyOf(here) ?? "")) {
        const gone: ChildNode = here;
        here = here.nextSibling;
        gone.remove();
      }
      if (here !== null && alike(here, next)) {
        patch(here, next);
        here = here.nextSibling;
        continue;
      }
      const moved = key === undefined ? undefined : keyed.get(key);
      if (moved !== undefined && moved.parentNode === from && alike(moved, next)) {
        from.insertBefore(moved, here);
        patch(moved, next);
        continue;
      }
      from.insertBefore(document.importNode(next, true), here);
      // Without a key, what is here is another thing at the same place.
      if (key === undefined && here !== null && keyOf(here) === undefined) {
        const replaced: ChildNode = here;
        here = here.nextSibling;
        replaced.remove();
      }
    }
    while (here !== null) {
      const gone: ChildNode = here;
      here = here.nextSibling;
      gone.remove();
    }
  };

  const patch = (from: Node, to: Node): void => {
    if (from.isEqualNode(to)) return;
    if (from instanceof Element && to instanceof Element) {
      patchAttributes(from, to);
      patchChildren(from, to);
    } else if (from.nodeValue !== to.nodeValue) {
      from.nodeValue = to.nodeValue;
    }
  };

  /** Answers with what is wrong, if anything is. */
  const ask = async (): Promise<string | undefined> => {
    // Not location.href: with a name and a password in it, fetch refuses.
    const response = await fetch(`${location.origin}${location.pathname}${location.search}`, {
      headers: { Accept: "text/html", "X-Part": "main", "If-None-Match": `"${main.dataset.version}"` },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 304) return undefined;
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = next.querySelector("main");
    if (fresh === null) return `answers with ${response.status}`;
    document.title = next.title;
    patch(main, fresh);
    return undefined;
  };

  const turn = async (): Promise<void> => {
    clearTimeout(timer);
    if (asking || document.hidden) return;
    asking = true;
    const wrong = await ask().catch(() => "can not be reached");
    if (wrong === undefined) say("on", "Live: changes show by themselves.");
    else say("off", `The emulator ${wrong}: this is what it said last. Trying again.`);
    asking = false;
    timer = window.setTimeout(turn, EVERY);
  };

  document.addEventListener("visibilitychange", turn);
  turn();
};

export const liveScript = `(${live.toString()})();`;
