// Where the next key is meant. Streamlit draws a page again in pieces after each press, and whatever
// stood there under the same key is often another element: the keyboard's focus is given back to it,
// or to what is nearest to it where it is gone. It leans on keys as Streamlit 1.67 writes them.

"use strict";

(() => {
  const KEYED = '[class*="st-key-"]';
  const FOCUSABLE = 'button:not(:disabled), input:not(:disabled):not([type="hidden"]), textarea:not(:disabled), select:not(:disabled), a[href], summary';
  const DIALOG = '[role="dialog"]';
  const NOTE = ".st-key-note_mine textarea";
  const ENTRY = ".st-key-entry_form :is(textarea, input)";
  const STATE = "data-test-script-state";

  const isFree = () => !document.activeElement || document.activeElement === document.body;
  const isSeen = (element) => element.getClientRects().length > 0;
  const keysOf = (element) => {
    const found = [];
    for (let each = element.closest?.(KEYED); each; each = each.parentElement?.closest(KEYED)) {
      found.push([...each.classList].find((name) => name.startsWith("st-key-")));
    }
    return found;
  };
  const within = (key) => [...document.querySelectorAll(`.${CSS.escape(key)} :is(${FOCUSABLE})`)].filter(isSeen);

  // ---------------------------------------------------------------- what has the focus

  // The keys around it, the innermost first, and which one it is of those with its tag in there.
  let held = null;
  const hold = (element) => {
    const keys = keysOf(element);
    if (!keys.length) return null;
    const alike = within(keys[0]).filter(({ tagName }) => tagName === element.tagName);
    return { element, keys, tag: element.tagName, place: alike.indexOf(element), isMoved: false };
  };
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && target !== document.body) held = hold(target);
  }, true);
  // Whoever presses beside everything means to let go; any press of a key or a button may move it.
  document.addEventListener("pointerdown", ({ target }) => {
    if (!(target instanceof Element) || !target.closest(`${FOCUSABLE}, label, [tabindex], [role="option"], [role="dialog"], [data-baseweb]`)) held = null;
  }, true);

  const give = (element) => {
    element.focus({ preventScroll: isSeen(element) && isInSight(element) });
    if (element.matches("textarea, input:not([type])") && element.value !== undefined && element.matches(NOTE)) {
      element.setSelectionRange(element.value.length, element.value.length);
    }
    [300, 900].forEach((wait) => setTimeout(bringBack, wait, element));
  };
  // What is drawn above it, or a fold that is still opening around it, moves it out of sight.
  const bringBack = (element) => {
    if (document.activeElement === element && !isInSight(element)) element.scrollIntoView({ block: "nearest" });
  };
  const isInSight = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  };

  // The same control again, else the nearest one in what stood around it.
  const again = () => {
    if (!held || !isFree() || document.querySelector("main.told")) return;
    const same = within(held.keys[0]).filter(({ tagName }) => tagName === held.tag);
    const found = same[held.place] ?? same[0];
    if (found) give(found);
    else if (!isRunning()) {
      const near = held.keys.slice(1).map(within).find((ones) => ones.length)?.[0] ?? heading();
      held = null;
      if (near) give(near);
    }
  };
  const heading = () => {
    const first = document.querySelector('[data-testid="stMain"] h1');
    if (first) first.tabIndex = -1;
    return first;
  };

  // ---------------------------------------------------------------- a dialog, and back from it

  let opener = null; // what had the focus when the dialog came
  let isInDialog = false;
  const watchDialog = () => {
    const isThere = Boolean(document.querySelector(DIALOG));
    if (isThere && !isInDialog) opener = held && !held.element.closest(DIALOG) ? held : opener;
    if (!isThere && isInDialog && opener) {
      held = opener;
      opener = null;
    }
    isInDialog = isThere;
  };
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("button");
    if (button && !button.closest(DIALOG)) opener = hold(button) ?? opener;
  }, true);

  // ---------------------------------------------------------------- at the meeting

  // The next item, or one that was chosen: the note is what is written in next. The form for a
  // decision or an action point takes the writer along, and brings her back when it closes.
  let wanted = ""; // where she goes once it is drawn
  let entry = null;
  let folded = ""; // what is to be unfolded on the way, once the question before it is gone
  const lead = () => {
    const field = document.querySelector(ENTRY);
    if (field !== entry) {
      if (field || entry) wanted = field ? ENTRY : NOTE;
      entry = field;
    }
    if (folded && !isRunning() && !document.querySelector(DIALOG)) {
      const fold = document.querySelector(folded);
      if (fold || document.querySelector(wanted)) folded = "";
      fold?.click();
    }
    if (folded) return;
    const target = wanted && (wanted === ENTRY || !isRunning()) && document.querySelector(wanted);
    if (!target) return;
    give(target);
    if (!isRunning() && document.activeElement === target) wanted = "";
  };
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest('.st-key-b_next, [class*="st-key-go_to_"]')) wanted = NOTE;
    // What the guard has found is rewritten in the item that opens, its title in the title's form.
    const place = target.closest('[class*="st-key-rewrite_"]');
    const item = place?.className.match(/rewrite_agenda_item_(\d+)/)?.[1];
    if (item) [wanted, folded] = [`.st-key-title_of_${item} input`, `.st-key-title_of_${item} details:not([open]) > summary`];
    else if (place) wanted = NOTE;
  }, true);
  const turnsAway = (event) => {
    if (event.isTrusted && !event.altKey && !(event.target instanceof Element && event.target.closest(".st-key-b_next, [class*='st-key-go_to_']"))) wanted = folded = "";
  };
  for (const press of ["pointerdown", "keydown"]) document.addEventListener(press, turnsAway, true);

  // ---------------------------------------------------------------- after each drawing

  const isRunning = () => document.querySelector(`[${STATE}]`)?.getAttribute(STATE) !== "notRunning";
  let timer = 0;
  const look = () => {
    watchDialog();
    lead();
    again();
  };
  new MutationObserver(() => {
    lead();
    clearTimeout(timer);
    timer = setTimeout(look, 60);
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: [STATE, "disabled"] });
})();
