// The bars of a chart of dates: dragging over several, or Shift and an arrow key, chooses from the first to the
// last. What is chosen is written into the two fields for dates, and sent with the other filters.
"use strict";

(() => {
  const CHART = ".months svg";
  let chart = null; // of the choice that is being made
  let start = 0; // the places of its first and of its last bar
  let end = 0;
  let dragged = false;

  const barsOf = (svg) => [...svg.querySelectorAll("a")];
  const barAt = (event) => event.target.closest?.(`${CHART} a`);
  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.altKey);
  const picked = () => barsOf(chart).slice(Math.min(start, end), Math.max(start, end) + 1);

  const mark = () => {
    const bars = picked();
    chart.classList.add("picking");
    for (const bar of barsOf(chart)) bar.classList.toggle("picked", bars.includes(bar));
    const [first, last] = [bars[0], bars.at(-1)].map((bar) => bar.getAttribute("aria-label").split(":")[0].trim());
    const { span } = chart.closest(".months").dataset;
    document.getElementById("told").textContent = first === last ? first : span.replace("{first}", first).replace("{last}", last);
  };

  const begin = (svg, place) => {
    forget();
    [chart, start, end] = [svg, place, place];
  };

  const extend = (place) => {
    end = place;
    mark();
  };

  const forget = () => {
    chart?.classList.remove("picking");
    chart = null;
  };

  const apply = (bars) => {
    const form = document.getElementById("filters");
    const [first, last] = [bars[0], bars.at(-1)].map((bar) => new URL(bar.href.baseVal, location.href).searchParams);
    form.elements.said_after.value = first.get("said_after");
    form.elements.said_before.value = last.get("said_before");
    forget();
    htmx.trigger(form, "change");
  };

  // The bar above or below a finger or the mouse, and the last one for what is beside the chart.
  const placeOf = (x) => {
    const bars = barsOf(chart);
    const [left, right] = [bars[0].getBoundingClientRect().left, bars.at(-1).getBoundingClientRect().right];
    return Math.max(0, Math.min(bars.length - 1, Math.floor(((x - left) / (right - left)) * bars.length)));
  };

  document.addEventListener("pointerdown", (event) => {
    dragged = false;
    const bar = event.button === 0 && isPlain(event) && !event.shiftKey && barAt(event);
    if (bar) begin(bar.ownerSVGElement, barsOf(bar.ownerSVGElement).indexOf(bar));
    else forget();
  });

  document.addEventListener("pointermove", (event) => {
    if (!chart || !event.buttons) return;
    const place = placeOf(event.clientX);
    if (place === end) return;
    dragged = true;
    extend(place);
  });

  document.addEventListener("pointerup", () => {
    if (chart && dragged) apply(picked());
    else forget();
  });
  document.addEventListener("pointercancel", forget);

  document.addEventListener("click", (event) => {
    const bar = barAt(event);
    if (!bar || event.shiftKey || !isPlain(event)) return;
    event.preventDefault();
    if (!dragged) apply([bar]);
  });

  document.addEventListener("dragstart", (event) => {
    if (barAt(event)) event.preventDefault(); // the link itself would be dragged
  });

  const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

  const move = (bar, event) => {
    const bars = barsOf(bar.ownerSVGElement);
    const here = bars.indexOf(bar);
    const place = Math.max(0, Math.min(bars.length - 1, here + STEPS[event.key]));
    if (!event.shiftKey) forget();
    else if (!chart) begin(bar.ownerSVGElement, here);
    if (chart) extend(place);
    reach(bars, bars[place]);
    bars[place].focus();
  };

  document.addEventListener("keydown", (event) => {
    const bar = barAt(event);
    if (!bar || !isPlain(event)) return;
    if (event.key in STEPS) move(bar, event);
    else if (event.key === "Enter" && (chart || !event.shiftKey)) apply(chart ? picked() : [bar]);
    else if (event.key === "Escape" && chart) forget();
    else return;
    event.preventDefault();
  });

  // The Tab key stops once in a chart: where one was last, else where the chosen period begins.
  const reach = (bars, there) => {
    for (const bar of bars) bar.setAttribute("tabindex", bar === there ? 0 : -1);
  };

  const prepare = () => {
    for (const svg of document.querySelectorAll(CHART)) {
      const bars = barsOf(svg);
      const isHere = (bar) => bar === document.activeElement;
      reach(bars, bars.find(isHere) || svg.querySelector(".chosen") || bars.at(-1));
    }
    for (const hint of document.querySelectorAll(".months .keys")) hint.hidden = false;
  };

  document.addEventListener("DOMContentLoaded", prepare);
  document.addEventListener("htmx:afterSettle", prepare);
})();
