// Links in our own HTML from one office page to another: the page is drawn by the run that is asked
// for, and nothing is loaded again. Streamlit is told as when the reader goes back or forward. Without
// contact to the server, and with a key that opens another window, the browser does what it always does.
// It leans on how Streamlit 1.67 listens to "popstate".

"use strict";

(() => {
  const LINK = "a.to-page";
  const CONTACT = '[data-test-connection-state="CONNECTED"]';

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(LINK);
    const isPlain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || event.defaultPrevented || !document.querySelector(CONTACT)) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  });

  // The menu is drawn once and keeps the focus; which of its pages stands open is told here.
  const tell = () => document.querySelectorAll(`.menu ${LINK}`).forEach((link) => {
    const isHere = link.pathname === location.pathname;
    if (isHere !== link.hasAttribute("aria-current")) {
      if (isHere) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  });
  new MutationObserver(tell).observe(document.documentElement, { subtree: true, childList: true });
})();
