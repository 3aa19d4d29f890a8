// Filters apply themselves. No choice is lost: not one made before this page's script had loaded, nor one made
// while the answer to an earlier choice is on its way, which would put the form as it was in its place.
"use strict";

(() => {
  const FILTERS = "form[hx-sync]";

  const given = (field) => {
    if (!field.matches("select")) return field.defaultValue;
    return ([...field.options].find((option) => option.defaultSelected) || field.options[0]).value;
  };
  const isTouched = (field) => field.value !== given(field) || field.checked !== field.defaultChecked;

  document.addEventListener("change", (event) => {
    const form = event.target.closest(FILTERS);
    if (form) htmx.trigger(form, "htmx:abort");
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll(FILTERS)) {
      if ([...form.querySelectorAll("input, select")].some(isTouched)) htmx.trigger(form, "change");
    }
  });
})();
