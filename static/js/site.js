// A menu that was opened closes when something else is clicked, and with Escape, which leaves the focus on it.
// A slash leads to the search box from anywhere but where something is typed.
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

  // A button that copies needs this script; without it there is none.
  const showCopies = () => document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
  document.addEventListener("DOMContentLoaded", showCopies);
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      button.textContent = button.dataset.copied;
    } catch {
      button.textContent = button.dataset.failed;
    }
  });

  // A day that is picked goes into the field beside the calendar, where any other way to write a date may stand.
  document.addEventListener("input", (event) => {
    const field = event.target.dataset.picks && document.getElementById(event.target.dataset.picks);
    if (field && event.target.value) field.value = event.target.value;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const box = [...document.querySelectorAll(".find input[type=search]")].find((field) => field.checkVisibility());
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // What was sent could not be done; what was typed still stands in its form.
  document.addEventListener("unavailable", (event) => {
    document.querySelector(".unavailable")?.remove();
    const note = document.createElement("p");
    note.className = "note bad unavailable";
    note.setAttribute("role", "alert");
    note.textContent = `${event.detail.value} ${document.getElementById("told")?.dataset.kept ?? ""}`;
    document.getElementById("content")?.prepend(note);
    note.scrollIntoView({ block: "nearest" });
  });
})();
