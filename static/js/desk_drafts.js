// What is typed at the desk is kept in this window for each statement, until it is saved or let go.
"use strict";

(() => {
  const KEPT = new Set(["csrfmiddlewaretoken", "version", "was", "text_sha256", "at", "do"]);
  const name = (box) => `draft:${box.dataset.article}:${box.dataset.statement}`;
  const box = () => document.getElementById("_desk_form");
  const form = () => document.getElementById("entry");

  const entries = (of) => [...of.elements]
    .filter((field) => field.name && !KEPT.has(field.name) && field.type !== "submit")
    .map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);

  let given = "[]"; // what the form held when it came
  const begin = () => { given = form() ? JSON.stringify(entries(form())) : "[]"; };

  const clock = (moment) => new Date(moment).toTimeString().slice(0, 5);
  const tell = (moment) => {
    const line = document.getElementById("draft_line");
    if (!line) return;
    line.textContent = moment ? `draft kept ${clock(moment)} ` : "";
    if (!moment) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "bare";
    button.dataset.letGo = "";
    button.textContent = "let it go";
    line.append(button);
  };

  const read = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(key) || "null");
    } catch {
      return null;
    }
  };

  const keep = () => {
    if (!form()) return;
    const now = JSON.stringify(entries(form()));
    if (now === given) return letGo(name(box()));
    const moment = Date.now();
    try {
      sessionStorage.setItem(name(box()), JSON.stringify({ moment, fields: now, query: location.search }));
      tell(moment);
    } catch {
      document.getElementById("draft_line").textContent = "this browser keeps no drafts";
    }
  };

  const letGo = (key) => {
    sessionStorage.removeItem(key);
    if (box() && key === name(box())) tell(0);
  };

  // A row of the form that the draft has and the page has not.
  const addRows = (fields) => {
    for (const kind of ["speaker", "position"]) {
      const total = fields.find(([field]) => field === `${kind}-TOTAL_FORMS`)?.[1] ?? 0;
      while (Number(form().elements[`${kind}-TOTAL_FORMS`].value) < Number(total)) api.addRow(kind);
    }
  };

  const restore = () => {
    const kept = form() && read(name(box()));
    if (!kept || kept.fields === given) return false;
    const fields = JSON.parse(kept.fields);
    addRows(fields);
    for (const [field, value] of fields) {
      const element = form().elements[field];
      if (!element || element.length > 1 && !element.options) continue;
      if (element.type === "checkbox") element.checked = value;
      else element.value = value;
    }
    tell(kept.moment);
    return true;
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-let-go]")) return;
    letGo(name(box()));
    location.reload();
  });
  document.addEventListener("input", (event) => { if (event.target.form === form()) keep(); });
  document.addEventListener("change", (event) => { if (event.target.form === form()) keep(); });

  const api = { begin, keep, restore, letGo, name: () => (box() ? name(box()) : ""), addRow: () => {} };
  globalThis.deskDrafts = api;
})();
