// What is typed in a form and not saved yet. Forms that keep a draft carry a line with data-draft
// (coordinator/ui/drafts.py): their fields are handed to the server at each pause and at the first
// sign of leaving, without drawing the page. Other forms keep nothing outside the browser, because
// names and places are typed in them: whoever leaves them is asked first, and what was typed in one
// that is gone is shown once more. It leans on element names and keys as Streamlit 1.67 has them.

"use strict";

(() => {
  const SAID = document.documentElement.lang === "en" ? {
    kept: (time) => `Draft saved ${time}.`,
    waits: "Not saved yet. It is saved when the contact is back.",
    leave: "Something you have typed here is not saved. Leave it anyway?",
    gone: "You had typed this. It was not saved.",
    copy: "Copy", copied: "Copied", close: "Close",
  } : {
    kept: (time) => `Utkast sparat ${time}.`,
    waits: "Inte sparat än. Det sparas när kontakten är tillbaka.",
    leave: "Något du har skrivit här är inte sparat. Vill du lämna det ändå?",
    gone: "Det här hade du skrivit. Det sparades inte.",
    copy: "Kopiera", copied: "Kopierat", close: "Stäng",
  };
  const PAUSE = 800; // milliseconds after the last key
  const AGAIN = 3000; // until a text is tried again that nobody could be reached with
  const TYPED = '[data-testid="stTextArea"] textarea, [data-testid="stTextInput"] input';
  const FORM = '[data-testid="stForm"]';
  const KEY = /(?:^|\s)st-key-(\S+)/;
  const root = document.documentElement;

  // ---------------------------------------------------------------- this window's name

  const TAB = "coordinator-tab";
  const rename = () => {
    root.dataset.tab = [...crypto.getRandomValues(new Uint8Array(8))].map((one) => one.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem(TAB, root.dataset.tab);
  };
  root.dataset.tab = sessionStorage.getItem(TAB) || "";
  if (!root.dataset.tab) rename();
  // A copy of a window takes its name along: whoever had it first keeps it.
  const windows = new BroadcastChannel(TAB);
  windows.addEventListener("message", ({ data }) => {
    if (data.name !== root.dataset.tab) return;
    if (data.isAsked) windows.postMessage({ name: data.name });
    else rename();
  });
  windows.postMessage({ name: root.dataset.tab, isAsked: true });

  // ---------------------------------------------------------------- handing over

  const texts = new Map(); // by a field's key: what is known of its text
  let timer = 0;

  const keyOf = (field) => {
    for (let each = field; each; each = each.parentElement) {
      const found = typeof each.className === "string" && each.className.match(KEY);
      if (found) return found[1];
    }
    return "";
  };
  // The line of the draft that a field belongs to, and what it tells.
  const lineOf = (key) => {
    for (const line of document.querySelectorAll("[data-draft]")) {
      const about = JSON.parse(line.dataset.draft);
      if (Object.hasOwn(about.fields, key)) return { line, about };
    }
    return null;
  };
  const fieldOf = (one) => (one.field.isConnected ? one.field
    : [...document.querySelectorAll(TYPED)].find((field) => keyOf(field) === one.key) ?? null);
  const say = (one, said) => {
    one.said = said;
    const line = lineOf(one.key)?.line;
    if (line && line.textContent !== said) line.textContent = said;
  };

  // A page that is being left hears no answer: what it hands over then is sent on its way.
  const handOver = async (one, isLeaving) => {
    if (!one.about || one.isRefused || one.text === one.kept || (one.isOnTheWay && !isLeaving)) return;
    const text = one.text;
    const { form, base, round, group, token } = one.about;
    const body = new URLSearchParams({
      form_token: token, group, form, field: one.about.fields[one.key], tab: root.dataset.tab,
      base, round, text, page: location.pathname + location.search,
    });
    if (isLeaving) {
      navigator.sendBeacon("/drafts", body);
      return;
    }
    one.isOnTheWay = true;
    let answer = null;
    try {
      answer = await fetch("/drafts", { method: "POST", body, keepalive: true, redirect: "manual" });
    } catch { /* nobody was reached */ }
    one.isOnTheWay = false;
    const { kept = "", said = "" } = answer ? await answer.json().catch(() => ({})) : {};
    one.isFailed = !answer?.ok;
    if (answer?.ok) {
      one.kept = text;
      say(one, text.trim() ? SAID.kept(kept) : "");
    } else if (answer && [400, 403, 409].includes(answer.status)) {
      one.isRefused = true;
      say(one, said);
    } else say(one, SAID.waits);
    mark();
    if (one.text !== one.kept && !one.isRefused) later(one.isFailed ? AGAIN : PAUSE);
  };
  const handOverAll = () => {
    clearTimeout(timer);
    texts.forEach((one) => handOver(one));
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(handOverAll, pause);
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof Element) || !field.matches(TYPED)) return;
    const key = keyOf(field);
    const about = lineOf(key)?.about ?? null;
    const form = field.closest(FORM);
    if (!about && !form && !isLoose(field, key)) return;
    const before = texts.get(key);
    const one = before?.about?.form === about?.form ? before : { kept: "", said: "", isOnTheWay: false };
    texts.set(key, Object.assign(one ?? {}, {
      key, field, form, about, text: field.value, isRefused: false, isFailed: false, isSent: false,
    }));
    mark();
    if (about) later(PAUSE);
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button");
    const form = button?.closest('[data-testid="stFormSubmitButton"]')?.closest(FORM);
    if (form) isSent(form);
    else if (button?.closest('[data-testid="stMain"], [role="dialog"]')) looseAreSent();
    handOverAll();
  }, true);
  for (const [target, name] of [
    [root, "mouseleave"], [window, "blur"], [window, "online"],
  ]) target.addEventListener(name, handOverAll);
  window.addEventListener("pagehide", () => texts.forEach((one) => handOver(one, true)));
  document.addEventListener("visibilitychange", () => document.hidden && handOverAll());
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape") handOverAll();
    const field = event.target;
    if (event.key === "Enter" && event.isTrusted && field instanceof Element && field.matches(TYPED)
      && (field.matches("input") || event.ctrlKey || event.metaKey)) isSent(field.closest(FORM));
  }, true);

  // The server says which forms were saved. What was handed over of them, and may have come too
  // late, is taken back.
  let settled = 0;
  const settle = () => {
    const told = document.querySelector("[data-drafts-done]");
    const { number, forms } = told ? JSON.parse(told.dataset.draftsDone) : { number: settled, forms: [] };
    if (number === settled) return;
    settled = number;
    texts.forEach((one) => {
      if (!one.about || !forms.includes(one.about.form)) return;
      const isHandedOver = one.isOnTheWay || one.kept;
      Object.assign(one, { text: "", said: "" });
      if (!isHandedOver) texts.delete(one.key);
      else if (!one.isOnTheWay) handOver(one); // else when that has arrived
    });
  };

  // ---------------------------------------------------------------- forms that keep nothing

  // A line outside every form, such as a reason, counts as saved once a button of the page is
  // pressed. The search, filters and what is saved when it is left are none of them.
  const SAVED_WHEN_LEFT = /^(q|about|theme|dnr_.*)$/;
  const isLoose = (field, key) => field.matches("input") && field.closest('[data-testid="stMain"]')
    && key && !SAVED_WHEN_LEFT.test(key);
  const looseAreSent = () => texts.forEach((one) => { if (!one.about && !one.form) one.isSent = true; });

  // The form's own buttons, and the keys that press them: what stood in it is saved, or given up.
  // Where the fields stand there after the next run still, it was refused.
  let runs = 0;
  const isSent = (form) => texts.forEach((one) => {
    if (form && one.form === form) Object.assign(one, { isSent: true, sentIn: runs });
  });

  // Whether everything typed in a form is kept, for boot.js, which asks before the page is left.
  const mark = () => document.querySelectorAll(FORM).forEach((form) => {
    const mine = [...texts.values()].filter((one) => one.form === form);
    if (mine.length && mine.every((one) => one.about && !one.isFailed)) form.dataset.kept = "yes";
    else delete form.dataset.kept;
  });

  const isLeftBehind = (one) => !one.about && !one.isSent && one.text.trim();

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a.to-page");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const unsaved = [...texts.values()].filter((one) => isLeftBehind(one) && fieldOf(one));
    if (!unsaved.length) return;
    if (window.confirm(SAID.leave)) unsaved.forEach((one) => texts.delete(one.key));
    else {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  window.addEventListener("beforeunload", (event) => {
    if ([...texts.values()].some((one) => isLeftBehind(one) && fieldOf(one))) event.preventDefault();
  });

  const element = (name, text, about = {}) => Object.assign(document.createElement(name), { textContent: text }, about);
  const showGone = () => {
    if (document.querySelector("main.told")) return; // the page is put away whole, see boot.js
    const gone = [...texts.values()].filter((one) => isLeftBehind(one) && !fieldOf(one));
    if (!gone.length) return;
    gone.forEach((one) => texts.delete(one.key));
    document.querySelector(".typed-gone")?.remove();
    const bar = element("div", "", { className: "typed-gone" });
    bar.setAttribute("role", "status");
    const text = gone.map((one) => one.text.trim()).join("\n");
    const copy = element("button", "", { type: "button", className: "plain-button" });
    Object.assign(copy.dataset, { copy: text, copied: SAID.copied }); // boot.js copies
    copy.append(element("span", "content_copy", { className: "icon", ariaHidden: "true" }), element("span", SAID.copy));
    const close = element("button", SAID.close, { type: "button", className: "plain-button" });
    close.addEventListener("click", () => bar.remove());
    bar.append(element("p", SAID.gone), element("p", text, { className: "typed-text" }), copy, close);
    document.body.append(bar);
  };

  // ---------------------------------------------------------------- after each drawing

  let look = 0;
  const STATE = "data-test-script-state";
  new MutationObserver((changes) => {
    runs += changes.filter(({ attributeName, target }) => attributeName === STATE && target.getAttribute(STATE) === "notRunning").length;
    clearTimeout(look);
    look = setTimeout(() => {
      settle();
      texts.forEach((one) => {
        const field = fieldOf(one);
        if (field) one.field = field;
        if (field && runs > one.sentIn) one.isSent = false;
        if (one.said) say(one, one.said);
      });
      mark();
      showGone();
    }, 300);
  }).observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: [STATE, "data-drafts-done"] });
})();
