// Small comforts only: every page works without this file.
"use strict";
// The filters fold behind a button on a phone, and stand open beside the results on a wide page.
const wide = window.matchMedia("(min-width: 46.01rem)");
function unfold() {
  document.querySelectorAll("details.fold").forEach((fold) => { if (wide.matches) fold.open = true; });
}
wide.addEventListener("change", unfold);
document.addEventListener("DOMContentLoaded", unfold);
document.addEventListener("htmx:afterSettle", unfold);
