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
  let pause = 0;
  let composing = false;

  // Streamlit sends a field when Enter (in a text area Ctrl+Enter) is pressed in it. Pressing it
  // for the writer sends the text and leaves focus, caret and selection where they are. In a form
  // the same key would submit the form, so fields there wait for their button.
  const send = (field) => {
    if (field.isConnected && (field.disabled || !isInContact())) { // again when the server is back
      clearTimeout(pause);
      pause = setTimeout(sendAll, TYPING_PAUSE);
      return;
    }
    unsent.delete(field);
    if (!field.isConnected || field.closest(FORM)) return;
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
    if (form) {
      unsentForms.add(form);
      return;
    }
    unsent.add(field);
    clearTimeout(pause);
    // One-line fields are sent by Enter or on leaving them, as everywhere; only longer text is
    // sent while it grows.
    if (field.matches(TEXT)) pause = setTimeout(() => composing || sendAll(), TYPING_PAUSE);
  }, true);
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  document.addEventListener("compositionend", () => { composing = false; }, true);
  document.addEventListener("focusout", (event) => {
    if (!event.target.disabled) unsent.delete(event.target); // Streamlit sends it
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
  window.addEventListener("pagehide", sendAll);
  window.addEventListener("beforeunload", (event) => {
    sendAll();
    if ([...unsentForms].some((form) => form.isConnected)) event.preventDefault(); // "Leave the page?"
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

  // What was written while the server was away is still in its fields. When it is back the page is
  // run once, which sends every field's text; otherwise it would wait for the next press of a key.
  let isLost = false;
  let wasThere = false;
  new MutationObserver((changes) => {
    for (const change of changes) {
      const isHere = change.target.getAttribute(CONTACT) === "CONNECTED";
      if (isHere && isLost) refresh();
      wasThere ||= isHere;
      isLost = wasThere && !isHere;
    }
  }).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: [CONTACT] });

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
    "Press Enter to submit form": "Enter skickar",
    "Press Ctrl+Enter to submit form": "Ctrl+Enter skickar",
    "Press ⌘+Enter to submit form": "⌘+Enter skickar",
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
      "Samordnaren svarar inte. Det du har skrivit finns kvar på sidan. Hör av dig till den som sköter driften.",
    "Page not found": "Sidan finns inte",
    "Error": "Fel",
    "Script execution error": "Något gick fel hos oss.",
    "Your app is having trouble loading the component.": "En del av sidan kunde inte visas.",
  }));

  const PARTS = { year: "år", month: "månad", day: "dag", hour: "timme", minute: "minut", second: "sekund" };
  const MONTHS = {
    January: "januari", February: "februari", March: "mars", April: "april", May: "maj", June: "juni", July: "juli",
    August: "augusti", September: "september", October: "oktober", November: "november", December: "december",
  };
  const PATTERNS = [
    [/^(\d[\d.,]*)\s?([KMG]?B) per file(.*)$/, (_all, size, unit, rest) => `Högst ${size} ${unit} per fil${rest}`],
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
    [/^(.+) files are not allowed\.?$/, (_all, type) => `Filer av typen ${type} tas inte emot.`],
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

  // The uploader says both that it is nothing and what it is called; a group may have a name.
  const nameUploaders = () => document.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]')
    .forEach((zone) => zone.setAttribute("role", "group"));

  // A search hit leads to its paragraph: it comes into sight once for each address.
  let landed = "";
  const land = () => {
    const found = document.querySelector('[class*="st-key-found_"]');
    if (!found || landed === location.search) return;
    landed = location.search;
    found.scrollIntoView({ block: "center" });
  };

  // The form for a decision or an action point takes the writer along, whatever had the focus, and
  // brings her back to the note when it closes. The page is drawn in pieces: a field that is drawn
  // anew drops the focus, which is given back until she turns to something else herself.
  let entry = null;
  let isFollowed = true;
  const follow = () => {
    const field = document.querySelector(".st-key-entry_form :is(textarea, input)");
    if (field !== entry) isFollowed = false;
    else if (isFollowed || document.activeElement !== document.body) return;
    entry = field;
    (field || document.querySelector(".st-key-note_mine textarea"))?.focus();
  };
  const leadsHerself = (event) => { if (event.isTrusted) isFollowed = true; }; // send() presses keys too
  for (const press of ["pointerdown", "keydown", "click"]) document.addEventListener(press, leadsHerself, true);

  let later = 0;
  new MutationObserver((changes) => {
    follow();
    clearTimeout(later);
    later = setTimeout(() => { sayChanges(); nameUploaders(); land(); }, 300);
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
