// A menu that was opened closes when something else is clicked, and with Escape, which leaves the focus on it.
"use strict";

(() => {
  const opened = () => document.querySelectorAll("details.menu-of[open]");

  document.addEventListener("click", (event) => {
    for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.menu-of[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
