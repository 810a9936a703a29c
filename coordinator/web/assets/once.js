// A form is sent once until its run is over. Whoever presses twice, or again because nothing seems
// to happen, would save twice: Streamlit breaks off the run that is saving and presses again in the
// next one. The same goes for the main button of a page or of a question. Tiles, arrows and the like
// are pressed as often as somebody likes.
// It leans on element names as Streamlit 1.67 has them.

"use strict";

(() => {
  const FORM = '[data-testid="stForm"]';
  const SENDS = '[data-testid="stFormSubmitButton"] button, [data-testid="stBaseButton-primary"]';
  const FIELD = '[data-testid="stTextArea"] textarea, [data-testid="stTextInput"] input, [data-testid="stNumberInput"] input';
  const STATE = "data-test-script-state";
  const PAUSE = 100; // milliseconds after a run: one that follows at once belongs to it
  const LONGEST = 3000; // until a press that no run has answered may be tried again

  let sent = null; // the form, or the button, that was sent last and whose run is not over
  let release = 0;
  const letGo = (pause) => {
    clearTimeout(release);
    release = setTimeout(() => { sent = null; }, pause);
  };

  // Whether this press is one too many; a first one is remembered.
  const isAgain = (what) => {
    if (sent === what && what.isConnected) return true;
    sent = what;
    letGo(LONGEST);
    return false;
  };
  const stop = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  window.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest(SENDS);
    if (button && isAgain(button.closest(FORM) ?? button)) stop(event);
  }, true);
  window.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || !event.isTrusted || !(field instanceof Element) || !field.matches(FIELD)) return;
    const form = field.closest(FORM);
    const isSending = field.matches("input") || event.ctrlKey || event.metaKey;
    if (form && isSending && isAgain(form)) stop(event);
  }, true);

  new MutationObserver((changes) => {
    if (!sent) return;
    const { target } = changes[changes.length - 1];
    if (target.getAttribute(STATE) === "notRunning") letGo(PAUSE);
    else clearTimeout(release);
  }).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: [STATE] });
})();
