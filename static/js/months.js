// The bars of the chart: dragging over several, or Shift and an arrow key, chooses from the first to the last.
// What is chosen is written into the two fields for dates, and sent with the other filters.
"use strict";

(() => {
  const CHART = "#_months";
  let start = null; // the bar at which a choice begins, by its place
  let end = null;
  let dragged = false;

  const bars = () => [...document.querySelectorAll(`${CHART} svg a`)];
  const barOf = (event) => event.target.closest?.(`${CHART} svg a`);
  const ends = (bar) => new URL(bar.href.baseVal, location.href).searchParams;
  const picked = () => bars().slice(Math.min(start, end), Math.max(start, end) + 1);
  const say = (words) => (document.getElementById("told").textContent = words);

  const mark = () => {
    const chosen = start === null ? [] : picked();
    document.querySelector(CHART).classList.toggle("picking", chosen.length > 0);
    for (const bar of bars()) bar.classList.toggle("picked", chosen.includes(bar));
  };

  const announce = () => {
    const [first, last] = [picked()[0], picked().at(-1)].map((bar) => bar.getAttribute("aria-label"));
    say(first === last ? first : `From ${first.split(":")[0]} to ${last.split(":")[0]}; Enter applies`);
  };

  const forget = () => {
    start = end = null;
    if (document.querySelector(CHART)) mark();
  };

  const apply = (chosen) => {
    const form = document.getElementById("filters");
    form.elements.said_after.value = ends(chosen[0]).get("said_after");
    form.elements.said_before.value = ends(chosen.at(-1)).get("said_before");
    forget();
    htmx.trigger(form, "change");
  };

  // The bar below a finger or the mouse, also when it has left the chart to one side.
  const placeAt = (x) => {
    const all = bars();
    const [left, right] = [all[0].getBoundingClientRect().left, all.at(-1).getBoundingClientRect().right];
    return Math.max(0, Math.min(all.length - 1, Math.floor(((x - left) / (right - left)) * all.length)));
  };

  document.addEventListener("pointerdown", (event) => {
    dragged = false;
    const bar = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey) && barOf(event);
    if (bar) start = end = bars().indexOf(bar);
    else if (start !== null) forget();
  });

  document.addEventListener("pointermove", (event) => {
    if (start === null || !event.buttons || !document.querySelector(CHART)) return;
    const place = placeAt(event.clientX);
    dragged ||= place !== start;
    if (!dragged || place === end) return;
    end = place;
    mark();
    announce();
  });

  document.addEventListener("pointerup", () => {
    if (dragged && start !== null) apply(picked());
    else forget();
  });
  document.addEventListener("pointercancel", forget);

  document.addEventListener("click", (event) => {
    const bar = barOf(event);
    if (!bar || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!dragged && event.detail) apply([bar]); // Enter has its own way, below
  });

  document.addEventListener("dragstart", (event) => {
    if (barOf(event)) event.preventDefault(); // of the link
  });

  const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

  const move = (bar, event) => {
    const all = bars();
    const here = all.indexOf(bar);
    const place = Math.max(0, Math.min(all.length - 1, here + STEPS[event.key]));
    reach(all[place]);
    all[place].focus();
    if (!event.shiftKey) return forget();
    start ??= here;
    end = place;
    mark();
    announce();
  };

  document.addEventListener("keydown", (event) => {
    const bar = barOf(event);
    if (!bar || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in STEPS) move(bar, event);
    else if (event.key === "Enter") apply(start === null ? [bar] : picked());
    else if (event.key === "Escape" && start !== null) forget();
    else return;
    event.preventDefault();
  });

  // One stop of the Tab key for all bars: the one used last, the first of those chosen, or the last.
  const reach = (bar) => {
    for (const each of bars()) each.setAttribute("tabindex", each === bar ? 0 : -1);
  };

  const prepare = () => {
    const all = bars();
    if (all.length) reach(all.find((bar) => bar.classList.contains("chosen")) || all.at(-1));
  };

  document.addEventListener("DOMContentLoaded", prepare);
  document.addEventListener("htmx:afterSettle", prepare);
})();
