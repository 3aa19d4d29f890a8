// Filters apply themselves. No choice is lost: not one made before this page's script had loaded, nor one made
// while the answer to an earlier choice is on its way, which would put the form as it was in its place.
"use strict";

(() => {
  const FILTERS = "form[hx-sync]";
  const FIND = "input[name=find]";

  const given = (field) => {
    if (!field.matches("select")) return field.defaultValue;
    return ([...field.options].find((option) => option.defaultSelected) || field.options[0]).value;
  };
  const isTouched = (field) => field.value !== given(field) || field.checked !== field.defaultChecked;
  const hasChoice = (form) => [...form.elements].some((field) => field.matches("input, select") && isTouched(field));

  // A box in which values are looked for stands among the filters, and is none.
  document.addEventListener("change", (event) => {
    if (event.target.matches(FIND)) event.stopPropagation();
  }, true);

  document.addEventListener("change", (event) => {
    const form = event.target.closest(FILTERS);
    if (!form) return;
    htmx.trigger(form, "htmx:abort");
    for (const box of form.querySelectorAll(FIND)) htmx.trigger(box, "htmx:abort");
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { requestConfig, target } = event.detail;
    if (requestConfig.elt.matches(FIND) && hasChoice(target.closest(FILTERS))) event.detail.shouldSwap = false;
  });

  // What was opened stays open, and keeps the focus: what is swapped in is closed, where nothing takes it.
  let opened = [], focused = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const isSent = event.detail.requestConfig.triggeringEvent?.type === "submit"; // a menu that is done with
    opened = isSent ? [] : [...document.querySelectorAll("details[open][id]")].map((details) => details.id);
    focused = document.activeElement?.id;
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    const field = focused && document.getElementById(focused);
    if (field && document.activeElement !== field) field.focus({ preventScroll: true });
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll(FILTERS)) if (hasChoice(form)) htmx.trigger(form, "change");
  });
})();
