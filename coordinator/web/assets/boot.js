// Runs before Streamlit's own code, on the office pages only. It mends what cannot be set from
// Python: built-in English words, the first day of the week, single-key shortcuts, text that has
// been typed but not sent, copying, and changes that must be read aloud.
// It leans on element names and keys as Streamlit 1.67 has them.

"use strict";

(() => {
  const language = document.documentElement.lang === "en" ? "en" : "sv";

  // Calendars, weekday names and the first day of the week follow navigator.language. The page's
  // language decides, not the browser's: Monday comes first in both.
  const locale = language === "en" ? "en-GB" : "sv-SE";
  Object.defineProperty(Navigator.prototype, "language", { get: () => locale, configurable: true });
  Object.defineProperty(Navigator.prototype, "languages", { get: () => [locale], configurable: true });

  // Streamlit guesses on each address where its server is, and leaves two failed requests behind.
  window.__streamlit = { BACKEND_BASE_URL: `${location.origin}/` };

  // ---------------------------------------------------------------- typed text

  const TYPING_PAUSE = 1000; // milliseconds
  const TEXT = '[data-testid="stTextArea"] textarea';
  const LINE = '[data-testid="stTextInput"] input';
  const FORM = '[data-testid="stForm"]';
  const unsent = new Set(); // fields with text the server has not seen
  const CONTACT = "data-test-connection-state"; // Streamlit says here whether the server answers
  const isInContact = () => document.querySelector(`[${CONTACT}]`)?.getAttribute(CONTACT) === "CONNECTED";
  const unsentForms = new Set(); // forms with text that only their own button sends
  const typed = new Map(); // fields with text that no run is known to have taken, and their labels
  let pause = 0;
  let composing = false;

  // Streamlit sends a field when Enter (in a text area Ctrl+Enter) is pressed in it. Pressing it
  // for the writer sends the text and leaves focus, caret and selection where they are. In a form
  // the same key would submit the form, so fields there wait for their button.
  const send = (field) => {
    if (over || (field.isConnected && (field.disabled || !isInContact()))) { // again when the server is back
      clearTimeout(pause);
      pause = setTimeout(sendAll, TYPING_PAUSE);
      return;
    }
    unsent.delete(field);
    handOver(field);
  };
  const handed = new WeakMap(); // what a field has sent last, and what before that
  const handOver = (field) => {
    if (!field.isConnected || field.disabled || field.closest(FORM)) return;
    const [last, before] = handed.get(field) ?? [];
    handed.set(field, [field.value, last === field.value ? before : last]);
    const enter = { key: "Enter", code: "Enter", keyCode: 13, bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent("keydown", { ...enter, ctrlKey: field.matches(TEXT) }));
    field.dispatchEvent(new KeyboardEvent("keyup", enter)); // or Streamlit believes it is still held
  };
  const sendAll = () => {
    clearTimeout(pause);
    [...unsent].forEach(send);
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof Element) || !field.matches(`${TEXT}, ${LINE}`)) return;
    const form = field.closest(FORM);
    typed.set(field, field.getAttribute("aria-label") || field.labels?.[0]?.textContent.trim());
    if (form) {
      unsentForms.add(form);
      return;
    }
    unsent.add(field);
    clearTimeout(pause);
    if (isLost) setTimeout(() => composing || keep(field)); // when Streamlit has seen the new text, too
    // One-line fields are sent by Enter or on leaving them, as everywhere; only longer text is
    // sent while it grows.
    if (field.matches(TEXT)) pause = setTimeout(() => composing || sendAll(), TYPING_PAUSE);
  }, true);
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  document.addEventListener("compositionend", () => { composing = false; }, true);
  document.addEventListener("focusout", (event) => {
    if (!event.target.disabled && isInContact()) unsent.delete(event.target); // Streamlit sends it
  });

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest('[data-testid="stFormSubmitButton"] button');
    if (button) unsentForms.delete(button.closest(FORM));
  }, true);
  // A page that is being closed may be gone before the server has read its last word, so the text
  // is sent at the first sign of leaving: the pointer or the window's focus goes, or a command such
  // as Ctrl+W begins.
  document.documentElement.addEventListener("mouseleave", sendAll);
  window.addEventListener("blur", sendAll);
  window.addEventListener("keydown", (event) => (event.key === "Control" || event.key === "Meta") && sendAll(), true);
  document.addEventListener("visibilitychange", () => document.hidden && sendAll());
  // Leaving by an address or a bookmark can close the connection before the last word is through:
  // a note goes to the server once more beside it.
  const MOST_TOGETHER = 15000; // characters: a browser takes 64 kB along when a page is left
  const lastWords = () => {
    for (const line of document.querySelectorAll("[data-note]")) {
      const { item, group, token } = JSON.parse(line.dataset.note);
      const field = [...typed.keys()].find((one) => one.isConnected && one.closest(`.st-key-note_${item}`));
      const base = line.closest(".st-key-note_unseen")?.querySelector("input")?.value;
      if (!field || base === undefined) continue;
      const text = field.value;
      const before = (handed.get(field) ?? []).find((one) => one !== undefined && one !== text) ?? "";
      const words = { form_token: token, group, item, base, text };
      navigator.sendBeacon("/last-words", new URLSearchParams(text.length + before.length > MOST_TOGETHER ? words : { ...words, before }));
    }
  };
  window.addEventListener("pagehide", () => {
    sendAll();
    if (!over) lastWords();
  });
  window.addEventListener("beforeunload", (event) => {
    sendAll();
    const isWaiting = over ? over !== "again" && typedTexts().length > 0 : [...unsentForms].some((form) => form.isConnected && !form.dataset.kept);
    if (isWaiting) event.preventDefault(); // "Leave the page?"
  });

  // ---------------------------------------------------------------- keys

  const OURS = { KeyB: "b_decision", KeyA: "b_action", KeyN: "b_next" }; // with Alt, at a meeting
  const isField = (target) => target instanceof Element
    && (target.matches("input, textarea, select") || target.isContentEditable || Boolean(target.closest('[contenteditable="true"]')));
  const isPlain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

  const keyed = (key) => document.querySelector(`.st-key-${key} button:not(:disabled)`);

  window.addEventListener("keydown", (event) => {
    if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && OURS[event.code]) {
      const button = keyed(OURS[event.code]);
      if (!button) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      sendAll();
      setTimeout(() => button.click()); // after the text: the button may move on to the next item
    } else if (event.key === "/" && isPlain(event) && !isField(event.target)) {
      const search = document.querySelector(".st-key-q input");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    }
  }, true);

  // Streamlit reruns the page on r and clears its cache on c, without a modifier: speech input and
  // a slip of the hand set them off (WCAG 2.1.4). Its listeners sit on the document, after ours.
  let isOurs = false; // the key is pressed by refresh() below
  document.addEventListener("keydown", (event) => {
    if (!isOurs && isPlain(event) && /^[rc]$/i.test(event.key) && !isField(event.target)) event.stopImmediatePropagation();
  });
  const refresh = () => {
    isOurs = true;
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "r", code: "KeyR", keyCode: 82, bubbles: true }));
    isOurs = false;
  };

  // ---------------------------------------------------------------- contact lost and found

  const SAID = language === "en" ? {
    signedOut: ["You are not signed in.", "You have been signed out, here or in another tab, or it was too long ago. Sign in in a new tab, and this page goes on where you were.", "Sign in in a new tab"],
    notYours: ["This page is not open to you any more.", "What you may do has changed. Nothing more is saved from here.", "To your page"],
    again: ["This page has to be opened again.", "Somebody else is signed in in this browser now.", "Open the page again"],
    away: "No contact with Samordnaren. What you type stays here and is saved when the contact is back.",
    restart: "Samordnaren is starting again. What you have typed is still here, and the page goes on by itself.",
    back: "The contact is back.",
    typed: "This is what you had typed. It is not saved.",
    field: "Text", copy: "Copy", copied: "Copied",
  } : {
    signedOut: ["Du är inte inloggad.", "Du har loggat ut, här eller i en annan flik, eller så var det för länge sedan. Logga in i en ny flik, så fortsätter den här sidan där du var.", "Logga in i en ny flik"],
    notYours: ["Den här sidan är inte öppen för dig längre.", "Det du får göra har ändrats. Inget mer sparas härifrån.", "Till din sida"],
    again: ["Sidan behöver öppnas på nytt.", "Någon annan är inloggad i den här webbläsaren nu.", "Öppna sidan på nytt"],
    away: "Ingen kontakt med Samordnaren. Det du skriver finns kvar och sparas när kontakten är tillbaka.",
    restart: "Samordnaren startar om. Det du har skrivit finns kvar, och sidan fortsätter av sig själv.",
    back: "Kontakten är tillbaka.",
    typed: "Det här hade du skrivit. Det är inte sparat.",
    field: "Text", copy: "Kopiera", copied: "Kopierat",
  };
  const STYLE = `
    .told { box-sizing: border-box; max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem; font: 1.0625rem/1.55 "Source Sans", system-ui, sans-serif;
      color: light-dark(#1B2A2F, #E6ECEA); color-scheme: light dark; }
    .told h1 { margin: 0 0 .75rem; font-size: 1.875rem; line-height: 1.2; }
    .told h1:focus { outline: none; }
    .told h2 { margin: 2rem 0 .5rem; font-size: 1.125rem; }
    .told a, .told button { display: inline-block; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid light-dark(#0F5863, #86CBC8); border-radius: .5rem;
      background: none; color: light-dark(#0F5863, #86CBC8); font: inherit; cursor: pointer; box-sizing: border-box; }
    .told label { display: block; margin-top: 1rem; font-weight: 600; }
    .told textarea { display: block; box-sizing: border-box; width: 100%; margin: .25rem 0 .5rem; padding: .5rem; border: 1px solid light-dark(#84908E, #6B7A7A);
      border-radius: .5rem; background: light-dark(#FFFFFF, #1B2528); color: inherit; font: inherit; font-weight: 400; }
    .told.beside { position: fixed; inset: auto 0 0; z-index: 1000000; max-width: none; max-height: 60vh; overflow: auto; padding: 1rem 1.25rem;
      border-top: 1px solid light-dark(#84908E, #6B7A7A); background: light-dark(#F8F9F6, #12191B); }
    .told.beside p { margin: 0; }
    body:has(> main.told) > :not(.told, .only-heard) { display: none !important; }`;

  // The server closes a page's socket on purpose with a code: the session has ended, the page is
  // not the reader's any more (coordinator/web/sockets.py), or the server starts again (RFC 6455).
  const WHY = { 4401: "signedOut", 4403: "notYours" };
  const RESTART = 1012;
  const reader = document.documentElement.dataset.reader; // whom this page was drawn for

  let told = null; // what stands instead of the page, or beside it
  let over = ""; // why the page is put away
  let away = null; // the page's place while it is put away
  let page = null;
  let fine = 0; // how often the page could be had, and its socket could not

  const element = (name, text, about = {}) => Object.assign(document.createElement(name), { textContent: text }, about);

  const typedTexts = () => {
    const parts = [...typed].filter(([field]) => field.value.trim()).flatMap(([field, label]) => {
      const text = element("textarea", field.value, { readOnly: true, rows: Math.min(12, field.value.split("\n").length + 2) });
      const caption = element("label", label || SAID.field);
      caption.append(text);
      const copy = element("button", SAID.copy, { type: "button" });
      copy.addEventListener("click", async () => { if (await written(text.value)) copy.textContent = SAID.copied; });
      return [caption, copy];
    });
    return parts.length ? [element("h2", SAID.typed), ...parts] : [];
  };

  const tell = (place, ...parts) => {
    told?.remove();
    told = element(place === "instead" ? "main" : "div", "", { className: `told ${place}`, lang: language });
    if (place === "beside") told.setAttribute("role", "status");
    told.append(element("style", STYLE), ...parts);
    document.body.append(told);
  };

  // What stood on the page is the group's and goes out of sight. It is put away whole, with every
  // field and what is in it, and comes back when the same person has signed in again.
  const isOver = (why) => {
    if (over === why) return;
    over = why;
    const [title, text, way] = SAID[why];
    const next = encodeURIComponent(location.pathname + location.search);
    const link = element("a", way, { href: { signedOut: `/sign-in?next=${next}`, notYours: "/", again: location.href }[why] });
    if (why === "signedOut") Object.assign(link, { target: "_blank", rel: "noopener" });
    const heading = element("h1", title, { tabIndex: -1 });
    const lead = element("p");
    lead.append(link);
    // Somebody else may sit here now: what was typed is not theirs to read.
    tell("instead", heading, element("p", text), lead, ...(why === "again" ? [] : typedTexts()));
    const root = document.getElementById("root");
    if (root) {
      page = root;
      away = document.createComment("the page");
      root.replaceWith(away);
      contact.observe(root, WATCHED); // out of the document it is not seen from there
    }
    heading.focus();
  };

  const isBack = () => {
    fine = 0;
    if (page) away.replaceWith(page);
    told?.remove();
    told = page = away = null;
    over = "";
  };

  const lookWhy = async () => {
    let answer;
    try {
      answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
    } catch {
      return; // no contact at all
    }
    if (answer.type === "opaqueredirect") {
      fine = 0;
      if (over !== "notYours") isOver("signedOut");
    } else if (answer.ok && ++fine > 2) isOver("again"); // the second time it may be a matter of moments
  };

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(address, protocols) {
      const tab = document.documentElement.dataset.tab; // this window's name, see drafts.js
      const marks = [reader && `reader.${reader}`, tab && `tab.${tab}`].filter(Boolean);
      super(address, marks.length ? [...[protocols ?? []].flat(), ...marks] : protocols);
      let wasOpen = false;
      this.addEventListener("open", () => { wasOpen = true; });
      this.addEventListener("close", ({ code }) => {
        if (WHY[code]) isOver(WHY[code]);
        else if (code === RESTART) tellContact(SAID.restart);
        else if (!wasOpen) lookWhy();
      });
    }
  };

  // While the server is away Streamlit switches its fields off: what is in them could not even be
  // marked and copied. They stay open, and what is written in them is sent when it is back.
  // A note is handed to Streamlit at once, which sends it with the first run when the server is back:
  // what it does not know of by then is drawn over by what others have saved meanwhile.
  const keep = (field) => field.matches(TEXT) && handOver(field);
  const keepOpen = (field) => {
    if (!isLost || !field.matches(`${TEXT}, ${LINE}`)) return;
    field.disabled = false;
    if (field === inHand && (document.activeElement === document.body || !document.activeElement)) field.focus();
  };
  // A field that is switched off drops the focus before it is open again: whoever writes goes on.
  let inHand = null;
  document.addEventListener("focusin", ({ target }) => { inHand = target; }, true);
  document.addEventListener("pointerdown", ({ target }) => { if (target !== inHand) inHand = null; }, true);

  // What was written while the server was away is still in its fields. When it is back the page is
  // run once, which sends every field's text; otherwise it would wait for the next press of a key.
  let isLost = false;
  let wasThere = false;
  const STATE = "data-test-script-state";
  const WATCHED = { subtree: true, attributes: true, attributeFilter: [CONTACT, STATE, "disabled"] };
  const contact = new MutationObserver((changes) => {
    for (const { target, attributeName } of changes) {
      if (attributeName === "disabled") keepOpen(target);
      else if (attributeName === STATE) {
        if (target.getAttribute(STATE) === "notRunning" && !over && isInContact()) isDone();
      } else {
        const isHere = target.getAttribute(CONTACT) === "CONNECTED";
        const isFound = isHere && isLost;
        wasThere ||= isHere;
        isLost = wasThere && !isHere;
        tellContact();
        if (isFound) {
          isBack();
          refresh();
        } else if (isLost) {
          document.querySelectorAll(`${TEXT}, ${LINE}`).forEach(keepOpen);
          unsent.forEach(keep);
        }
      }
    }
  });
  contact.observe(document.documentElement, WATCHED);

  // Said in words, in a band that moves nothing on the page, once it is more than a blink; gone when
  // the contact is back. A socket may look open for minutes after the net has gone.
  // Streamlit's own window about it stands in the way of the text that is being written: its words
  // are said in the band, and it is closed, which it remembers.
  const CONTACT_WINDOW = /^(Connection error|Ingen kontakt)$/;
  const closeContactWindow = () => {
    for (const dialog of document.querySelectorAll('[role="dialog"]')) {
      const [title, close] = ["h1, h2, h3, [data-testid='stHeading']", "button[aria-label='Close'], button[aria-label='Stäng']"]
        .map((each) => dialog.querySelector(each));
      if (CONTACT_WINDOW.test((title ?? dialog.firstElementChild)?.textContent.trim() ?? "")) close?.click();
    }
  };
  const BLINK = 1200; // milliseconds
  let band = null;
  let blink = 0;
  let why = ""; // what is known of it
  const tellContact = (known = "") => {
    clearTimeout(blink);
    const isAway = known || isLost || !navigator.onLine;
    why = known || (isAway ? why : "");
    blink = setTimeout(() => {
      if (over) return;
      if (isAway) {
        if (!band) {
          band = element("div", "", { className: "contact-lost", lang: language });
          band.setAttribute("role", "status");
          document.body.append(band);
        }
        band.textContent = why || SAID.away;
      } else if (band) {
        band.remove();
        band = null;
        say(SAID.back);
      }
    }, isAway && !known ? BLINK : 0);
  };
  window.addEventListener("offline", () => tellContact());
  window.addEventListener("online", () => tellContact());

  // After a run the server has what was sent. Where it says that the page is not the reader's, what
  // had been typed there is shown beside its words.
  const isDone = () => {
    if (document.querySelector(".st-key-do_sign_in, .st-key-do_choose_group")) {
      const parts = typedTexts();
      if (parts.length && !told) tell("beside", ...parts);
      return;
    }
    for (const field of typed.keys()) if (!unsent.has(field) && !unsentForms.has(field.closest(FORM))) typed.delete(field);
  };

  // ---------------------------------------------------------------- copying

  const written = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch { /* not allowed here: the older way below */ }
    }
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.style.cssText = "position:fixed;top:0;opacity:0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("button[data-copy]");
    if (!button || !(await written(button.dataset.copy))) return;
    button.focus();
    const [icon, words] = button.children;
    if (!button.dataset.label) button.dataset.label = words.textContent;
    icon.textContent = "check";
    words.textContent = button.dataset.copied;
    say(button.dataset.copied);
    setTimeout(() => {
      icon.textContent = "content_copy";
      words.textContent = button.dataset.label;
    }, 2500);
  });

  // ---------------------------------------------------------------- read aloud

  let voice = null;
  let lastSaid = "";
  const say = (text) => {
    if (!voice) {
      voice = document.createElement("div");
      voice.setAttribute("aria-live", "polite");
      voice.className = "only-heard";
      document.body.append(voice);
    }
    voice.textContent = text;
  };
  const sayChanges = () => {
    const text = [...document.querySelectorAll("[data-say]")]
      .map((element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim())
      .join(" ");
    if (text === lastSaid) return;
    lastSaid = text;
    if (text) say(text);
  };

  // ---------------------------------------------------------------- words

  const SWEDISH = new Map(Object.entries({
    "Skip to main content": "Hoppa till innehållet",
    "Sidebar": "Meny",
    "App pages": "Sidor",
    "App Logo": "Samordnaren",
    "Sidebar Logo": "Samordnaren",
    "Header Logo": "Samordnaren",
    "Logo": "Samordnaren",
    "Navigate to home page": "Till startsidan",
    "Expand sidebar": "Visa menyn",
    "Collapse sidebar": "Dölj menyn",
    "View less": "Visa färre",
    "Main menu": "Fler val",
    "Rerun": "Uppdatera",
    "Always rerun": "Uppdatera alltid",
    "Stop": "Stoppa",
    "Stopping...": "Stoppar …",
    "Running...": "Arbetar …",
    "Print": "Skriv ut",
    "Theme": "Utseende",
    "System": "Som datorn",
    "Use system setting": "Som datorn",
    "Light": "Ljust",
    "Dark": "Mörkt",
    "Custom Theme Auto": "Som datorn",
    "Custom Theme Light": "Ljust",
    "Custom Theme Dark": "Mörkt",
    "Record screen": "Spela in skärmen",
    "Record a screencast": "Spela in skärmen",
    "Settings": "Inställningar",
    "About": "Om",
    "Close": "Stäng",
    "Cancel": "Avbryt",
    "Copy": "Kopiera",
    "Copied": "Kopierat",
    "Copied!": "Kopierat",
    "Copy to clipboard": "Kopiera",
    "Try again": "Försök igen",
    "Retry": "Försök igen",
    "Link to heading": "Länk till rubriken",
    "Scroll tabs left": "Bläddra flikarna åt vänster",
    "Scroll tabs right": "Bläddra flikarna åt höger",
    "Fullscreen": "Helskärm",
    "Close fullscreen": "Stäng helskärm",
    "Choose an option": "Välj",
    "Choose options": "Välj en eller flera",
    "Choose or add an option": "Välj eller lägg till",
    "Choose or add options": "Välj eller lägg till flera",
    "Add an option": "Lägg till",
    "Add options": "Lägg till",
    "No results": "Inga träffar",
    "No options": "Inga val",
    "No options to select": "Det finns inget att välja",
    "No options to select.": "Det finns inget att välja.",
    "Select all": "Välj alla",
    "Selected values": "Valda",
    "Selectbox options": "Val",
    "Multiselect options": "Val",
    "Open": "Öppna",
    "Clear all": "Töm",
    "Clear value": "Töm",
    "Clear entry": "Töm",
    "Clear date": "Töm datumet",
    "Clear dates": "Töm datumen",
    "Clear time": "Töm tiden",
    "Clear date and time": "Töm datum och tid",
    "Choose date": "Välj datum",
    "Choose date range": "Välj första och sista dag",
    "Choose date and time": "Välj datum och tid",
    "Date range": "Första och sista dag",
    "yyyy": "åååå",
    "Start date": "Första dag",
    "End date": "Sista dag",
    "Previous month": "Föregående månad",
    "Next month": "Nästa månad",
    "Time": "Tid",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.":
      "Gå mellan dagarna med piltangenterna. Välj med Enter, stäng med Escape.",
    "Use arrow keys to navigate. Enter to select. Tab to switch between calendar and time. Escape to close.":
      "Gå med piltangenterna. Välj med Enter, byt mellan kalender och tid med Tabb, stäng med Escape.",
    "End date must be >= start date": "Sista dagen får inte komma före den första.",
    "Invalid time format. Please use HH:MM.": "Skriv tiden så här: 13:30.",
    "Increment": "Öka",
    "Decrement": "Minska",
    "Number is above the allowed range.": "Talet är för stort.",
    "Number is below the allowed range.": "Talet är för litet.",
    "Show password": "Visa lösenordet",
    "Hide password": "Dölj lösenordet",
    "This field is required.": "Fyll i det här.",
    "Invalid input.": "Det här går inte att använda.",
    "Invalid value.": "Det här går inte att använda.",
    "Press Enter to apply": "Tryck på Enter",
    "Press Enter to submit form": "Enter sparar",
    "Press Ctrl+Enter to submit form": "Ctrl+Enter sparar",
    "Press ⌘+Enter to submit form": "⌘+Enter sparar",
    "Upload": "Välj fil",
    "file upload": "filer",
    "Upload directories": "Välj mapp",
    "Add files": "Lägg till filer",
    "Drag and drop a file here": "Släpp filen här",
    "Drag and drop files here": "Släpp filerna här",
    "Only one file is allowed.": "Välj bara en fil.",
    "Too many files": "För många filer",
    "Upload failed": "Filen kunde inte laddas upp",
    "Click to retry upload": "Försök ladda upp igen",
    "File size is too small.": "Filen är tom.",
    "Unexpected error. Please try again.": "Något gick fel hos oss. Försök igen.",
    "Network error": "Ingen kontakt",
    "Download as CSV": "Hämta som CSV",
    "Download as PNG": "Hämta som bild",
    "Show/hide columns": "Visa eller dölj kolumner",
    "Search": "Sök",
    "Type to search": "Skriv för att söka",
    "Close Search": "Stäng sökningen",
    "Next Result": "Nästa träff",
    "Previous Result": "Föregående träff",
    "Add row": "Lägg till rad",
    "Delete row(s)": "Ta bort rader",
    "Clear selection": "Avmarkera",
    "Sort ascending": "Sortera stigande",
    "Sort descending": "Sortera fallande",
    "Hide column": "Dölj kolumnen",
    "Pin column": "Lås kolumnen",
    "Unpin column": "Lås upp kolumnen",
    "Copy column name": "Kopiera kolumnens namn",
    "Dataframe column menu": "Kolumnens meny",
    "Automatic": "Automatiskt",
    "No data": "Inget att visa",
    "Empty": "Tomt",
    "empty": "tomt",
    "Show data": "Visa siffrorna",
    "Show chart": "Visa diagrammet",
    "Scrollable table": "Tabell",
    "Previous page": "Föregående sida",
    "Next page": "Nästa sida",
    "Pagination": "Sidor",
    "Connection error": "Ingen kontakt",
    "Connecting to Streamlit server": "Söker kontakt",
    "CONNECTING": "SÖKER KONTAKT",
    "Connecting": "Söker kontakt",
    "Connection lost. Please wait for the app to reconnect, then try again.":
      "Kontakten är bruten. Vänta tills den är tillbaka och försök igen.",
    "Reconnected to server.": "Kontakten är tillbaka.",
    "Streamlit server is not responding. Are you connected to the internet?":
      "Samordnaren svarar inte. Det du har skrivit finns kvar på sidan. Har du kontakt med nätet?",
    "Connection timed out.": "Samordnaren svarar inte.",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "Samordnaren svarar inte. Det du har skrivit finns kvar på sidan. Hör av dig till den som sköter systemet.",
    "Page not found": "Sidan finns inte",
    "Error": "Fel",
    "Error:": "Fel:",
    "Script execution error": "Något gick fel hos oss.",
    "Your app is having trouble loading the component.": "En del av sidan kunde inte visas.",
  }));

  const PARTS = { year: "år", month: "månad", day: "dag", hour: "timme", minute: "minut", second: "sekund" };
  const MONTHS = {
    January: "januari", February: "februari", March: "mars", April: "april", May: "maj", June: "juni", July: "juli",
    August: "augusti", September: "september", October: "oktober", November: "november", December: "december",
  };
  // "38.0", "B" is 38 byte; "1.1", "KB" is 1,1 kB.
  const fileSize = (size, unit) =>
    `${size.replace(/\.0$/, "").replace(".", ",")}\u00a0${unit === "B" ? "byte" : unit.replace("K", "k")}`;
  const PATTERNS = [
    [/^(\d[\d.,]*)\s?([KMG]?B) per file(.*)$/, (_all, size, unit, rest) => `Högst ${size} ${unit} per fil${rest}`],
    [/^(\d+(?:\.\d+)?)([KMG]?B)$/, (_all, size, unit) => fileSize(size, unit)],
    [/^(.+), (\d+(?:\.\d+)?)([KMG]?B)$/, (_all, name, size, unit) => `${name}, ${fileSize(size, unit)}`],
    [/^(year|month|day|hour|minute|second), (.+)$/, (_all, part, label) => `${PARTS[part]}, ${label}`],
    [/^(\d+) – ([A-Z][a-z]+)$/, (all, number, month) => (MONTHS[month] ? `${number} – ${MONTHS[month]}` : all)],
    [/^Choose date( range)?, (.+)$/, (_all, range, month) => `${range ? "Välj första och sista dag" : "Välj datum"}, ${month}`],
    [/^(\d+) options? available\.$/, (_all, n) => `${n} val.`],
    [/^(.+), selected$/, (_all, name) => `${name}, valt`],
    [/^Remove (.+)$/, (_all, name) => `Ta bort ${name}`],
    [/^Add: (.+)$/, (_all, name) => `Lägg till: ${name}`],
    [/^Cancel upload of (.+)$/, (_all, name) => `Avbryt uppladdningen av ${name}`],
    [/^Select (\d+) matches$/, (_all, n) => `Välj ${n} träffar`],
    [/^Shortcut (.+)$/, (_all, keys) => `Kortkommando ${keys}`],
    [/^Help for (.+)$/, (_all, label) => `Hjälp om ${label}`],
    [/^View (\d+) more$/, (_all, n) => `Visa ${n} till`],
    [/^Page (\d+)$/, (_all, n) => `Sida ${n}`],
    [/^You can only select up to (\d+) .*$/, (_all, n) => `Du kan välja högst ${n}. Ta bort ett val först.`],
    [/^Number is .*less than or equal to (.+)\.$/, (_all, n) => `Skriv ett tal som är högst ${n}.`],
    [/^Number is .*greater than or equal to (.+)\.$/, (_all, n) => `Skriv ett tal som är minst ${n}.`],
    [/^Number is .*between (.+) and (.+)\.$/, (_all, least, most) => `Skriv ett tal från ${least} till ${most}.`],
    [/^File is larger than (.+)\.?$/, (_all, size) => `Filen är större än ${size}`],
    [/^File must be (.+) or smaller\.?$/, (_all, size) => `Filen får vara högst ${size}.`],
    // What a browser calls a type of file, application/x-zip, says nothing to people.
    [/^(.+) files are not allowed\.?$/, (_all, type) => `Filer av ${type.includes("/") ? "den här typen" : `typen ${type}`} tas inte emot.`],
    [/^You have requested page .*$/, () => "Sidan finns inte. Du är på startsidan i stället."],
    [/^The page that you have requested does not seem to exist.*$/, () => "Sidan finns inte. Du är på startsidan i stället."],
  ];

  const inSwedish = (text) => {
    const bare = text.trim();
    if (bare.length < 2 || bare.length > 160) return null;
    const word = SWEDISH.get(bare);
    if (word !== undefined) return text.replace(bare, () => word);
    for (const [pattern, words] of PATTERNS) if (pattern.test(bare)) return bare.replace(pattern, words);
    return null;
  };

  // What people wrote is never translated: not in our own HTML, headings, running text or tables.
  const WRITTEN = '.stHtml, .stMarkdown, .stHeading, .stText, .stTable, textarea, script, style, [data-testid="stMetric"]';
  const ATTRIBUTES = ["aria-label", "placeholder", "title", "alt", "aria-description", "aria-valuetext"];

  const translateText = (node) => {
    const swedish = node.parentElement && !node.parentElement.closest(WRITTEN) && inSwedish(node.data);
    if (swedish && swedish !== node.data) node.data = swedish;
  };
  const translateAttributes = (element) => {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      const swedish = value && !element.closest(".stHtml") && inSwedish(value);
      if (swedish && swedish !== value) element.setAttribute(name, swedish);
    }
  };
  const translateTree = (root) => {
    if (root.nodeType === Node.TEXT_NODE) {
      translateText(root);
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    translateAttributes(root);
    root.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join()).forEach(translateAttributes);
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) translateText(texts.currentNode);
  };

  // What Streamlit leaves out for those who listen:
  // - The uploader says both that it is nothing and what it is called; a group may have a name.
  // - A part of a date that nobody has written has no value, which its role must have; what is read
  //   aloud is its text, "empty".
  // - Markdown knows no language: people's own words, which are Swedish, stand on English pages in
  //   the one colour that nothing else has (coordinator/ui/text.py).
  const MENDED = [
    ['[data-testid="stFileUploaderDropzone"][role="presentation"]', "role", "group"],
    ['[role="spinbutton"]:not([aria-valuenow])', "aria-valuenow", "0"],
    ['html[lang="en"] .stMarkdownColoredText:not([lang])', "lang", "sv"],
  ];
  const mend = () => {
    MENDED.forEach(([which, name, value]) => document.querySelectorAll(which)
      .forEach((element) => element.setAttribute(name, value)));
    // An example address in a sentence about what is wrong is nobody to write to.
    document.querySelectorAll('[data-testid="stAlert"] a[href^="mailto:"]').forEach((link) => link.removeAttribute("href"));
    nameButtons();
  };

  // Buttons that say the same in every row of a list, or at every field, are named for their row or
  // field as well: nine times "Change" is nothing to choose from.
  const ROW = ["row", "item", "found", "proposal", "entry"].map((kind) => `[class*="st-key-${kind}_"]`).join();
  const FIELD = ["Selectbox", "MultiSelect", "NumberInput", "DateInput", "TimeInput"].map((kind) => `[data-testid="st${kind}"]`).join();
  const THINGS = ["h1, h2, h3, .line strong", ".labelled .chip"]; // what a row is about
  const LONGEST_NAME = 90; // letters of it that are repeated
  const said = (element) => (element?.textContent || "").replace(/[\u00ad\u2060]/g, "").trim();
  const nameButton = (button, own, thing) => {
    const name = own && thing && !thing.startsWith(own) && !own.includes(thing) ? `${own}: ${thing}` : "";
    if (name && button.getAttribute("aria-label") !== name) button.setAttribute("aria-label", name);
  };
  const nameButtons = () => {
    for (const button of document.querySelectorAll(`:is(${ROW}) :is(button, a)`)) {
      const row = button.closest(ROW);
      const own = said(button.querySelector('[data-testid="stMarkdownContainer"]'));
      const thing = row.querySelector(THINGS[0]) || row.querySelector(THINGS[1])?.lastChild;
      const more = said(row.querySelector(".line .quiet")).split(" · ")[0]; // two breaks may bear one name
      const isHit = row.matches('[class*="st-key-row_hit_"]');
      nameButton(button, own, isHit ? said(row.querySelector(".quiet")) : [said(thing).slice(0, LONGEST_NAME), more].filter(Boolean).join(", "));
    }
    for (const button of document.querySelectorAll(`:is(${FIELD}) button[aria-label]`)) {
      const [own] = button.getAttribute("aria-label").split(": ");
      const box = button.closest('[data-testid="stExpander"], [class*="st-key-card_"]')?.querySelector("summary p, h2, h3");
      nameButton(button, own, [said(button.closest(FIELD).querySelector("label")), said(box)].filter(Boolean).join(", "));
    }
  };

  // A search hit leads to its paragraph: it comes into sight once for each address.
  let landed = "";
  const land = () => {
    const found = document.querySelector('[class*="st-key-found_"]');
    if (!found || landed === location.search) return;
    landed = location.search;
    found.scrollIntoView({ block: "center" });
  };

  let later = 0;
  new MutationObserver((changes) => {
    if (isLost) closeContactWindow();
    clearTimeout(later);
    later = setTimeout(() => { sayChanges(); mend(); land(); }, 300);
    if (language !== "sv") return;
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(translateTree);
      else if (change.type === "characterData") translateText(change.target);
      else translateAttributes(change.target);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
})();
