// Keys of the review desk: each presses a button, follows a link or enters a field that bears its data-key.
"use strict";

(() => {
  const desk = () => document.getElementById("review_desk");
  const isField = (element) => element.matches("input:not([type=checkbox]), select, textarea");

  const use = (element) => {
    if (!isField(element)) return element.click();
    element.focus();
    if (element.select) element.select();
  };

  // Places are counted in whole characters, as the server does, not in halves of them.
  const place = (node, offset) => {
    const stretch = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!stretch) return null;
    const before = document.createRange();
    before.setStart(stretch, 0);
    before.setEnd(node, offset);
    return Number(stretch.dataset.start) + [...before.toString()].length;
  };

  // What is marked in the text goes along with every button that takes words.
  const marked = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return "";
    const range = selection.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset);
    const end = place(range.endContainer, range.endOffset);
    return start === null || end === null ? "" : `${start}-${end}`;
  };

  const moveDay = (field, days) => {
    const day = new Date(`${field.value || field.dataset.day}T00:00:00Z`);
    if (Number.isNaN(day.getTime())) return;
    day.setUTCDate(day.getUTCDate() + days);
    field.value = day.toISOString().slice(0, 10);
  };

  const inField = (event, field) => {
    if (event.key === "Escape") field.blur();
    if ("day" in field.dataset && event.key.startsWith("Arrow") && /Up|Down/.test(event.key)) {
      event.preventDefault();
      moveDay(field, event.key === "ArrowUp" ? 1 : -1);
    }
    if (event.key === "Enter" && field.form && field.form.matches(".entry")) {
      event.preventDefault();
      field.blur(); // or htmx would give its focus to the same field of the next statement
      field.form.querySelector("[data-default]").click();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (!desk() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isField(event.target)) return inField(event, event.target);
    if (event.key === "?") return desk().querySelector("[data-help]").toggleAttribute("open");
    const named = desk().querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!named) return;
    event.preventDefault();
    if (named.form && named.form.elements.at) named.form.elements.at.value = marked();
    use(named);
  });

  // On a narrow screen the form stands above the text, and scrolling to the mark would leave it.
  const show = () => {
    const chosen = desk() && desk().querySelector(".st.on");
    if (chosen && matchMedia("(min-width: 60.01rem)").matches) chosen.scrollIntoView({ block: "center" });
  };
  document.addEventListener("htmx:afterSettle", show);
  show();
})();
