// The list under a search box, as the combobox pattern has it: the focus stays in the box, arrows choose.
"use strict";

(() => {
  const BOX = ".find input[name=q]";
  const listOf = (box) => box.form.querySelector(".suggest");
  const options = (box) => [...listOf(box).querySelectorAll("[role=option]")];

  const choose = (box, option) => {
    for (const one of options(box)) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  };

  const show = (box, isOpen) => {
    const list = listOf(box);
    list.hidden = !isOpen || !list.querySelector("[role=option]");
    box.setAttribute("aria-expanded", String(!list.hidden));
    choose(box, null);
  };

  const prepare = (box) => {
    if (box.hasAttribute("role")) return;
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", listOf(box).id);
    box.setAttribute("aria-expanded", "false");
  };

  const prepareAll = () => document.querySelectorAll(BOX).forEach(prepare);
  document.addEventListener("DOMContentLoaded", prepareAll);
  document.addEventListener("htmx:afterSwap", (event) => {
    const box = event.detail.requestConfig?.elt; // a page that history brings back has none
    if (!box?.matches(BOX)) return prepareAll();
    options(box).forEach((option, n) => { option.id = `${box.id}_option_${n}`; });
    show(box, box === document.activeElement && box.value.trim() !== "");
  });

  // An answer that comes after the box was emptied, left or sent is of no use.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const box = event.detail.requestConfig?.elt;
    if (box?.matches(BOX) && box !== document.activeElement) event.detail.shouldSwap = false;
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target;
    if (!box.matches(BOX) || event.isComposing) return;
    const isOpen = !listOf(box).hidden;
    const all = options(box);
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!all.length) return;
      event.preventDefault();
      if (!isOpen) show(box, true);
      const places = all.length + 1; // one of them is the box itself
      const next = (at + 1 + (event.key === "ArrowDown" ? 1 : -1) + places) % places;
      choose(box, all[next - 1] || null);
    } else if (event.key === "Enter" && isOpen && at >= 0) {
      event.preventDefault();
      all[at].click();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault(); // it would empty the box
      show(box, false);
    } else if (event.key === "Tab") {
      show(box, false);
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches(BOX) && !event.target.value.trim()) show(event.target, false);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches(BOX) && !event.relatedTarget?.closest(".suggest")) show(event.target, false);
  });
  // A press on an option must not take the focus from the box before it becomes a click.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".suggest")) event.preventDefault();
  });
})();
