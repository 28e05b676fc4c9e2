// Renews the live part of a page each second while it is seen. Pages are complete without it.
"use strict";

(() => {
  const part = document.querySelector("[data-live]");
  const state = document.querySelector("[data-live-state]");
  if (!part) {
    return;
  }

  const pause = 1000;
  const longestPause = 15000;
  let failures = 0;
  let timer = 0;

  const tell = (text) => {
    if (state) {
      state.textContent = text;
    }
  };

  const renew = async () => {
    try {
      const response = await fetch(part.dataset.live, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (response.status === 401) {
        location.reload();
        return;
      }

      if (!response.ok) {
        throw new Error(`status ${response.status}`);
      }

      const text = await response.text();
      const focused = part.contains(document.activeElement);
      const selection = document.getSelection();
      // What is being read or copied stays until it is left.
      if (!focused && !(selection && !selection.isCollapsed && part.contains(selection.anchorNode))) {
        const scrolled = [...part.querySelectorAll(".wide")].map((box) => box.scrollLeft);
        part.innerHTML = text;
        part.querySelectorAll(".wide").forEach((box, index) => { box.scrollLeft = scrolled[index] || 0; });
      }

      failures = 0;
      tell("Renewed each second from this supervisor's /metrics.");
    } catch (error) {
      failures += 1;
      tell(`Not renewed: ${error.message}. Trying again.`);
    }

    plan();
  };

  const plan = () => {
    clearTimeout(timer);
    if (!document.hidden) {
      timer = setTimeout(renew, Math.min(pause * 2 ** failures, longestPause));
    }
  };

  document.addEventListener("visibilitychange", plan);
  plan();
})();
