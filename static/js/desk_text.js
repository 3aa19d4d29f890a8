// The text of the desk: which place is where on the page, which words are marked, and the ends of the chosen words.
// Places count whole characters, as the server does, not the halves of them that a script counts.
"use strict";

(() => {
  const NEAR = 600; // characters in which the next word is looked for
  const pane = () => document.querySelector(".text");
  const holder = () => document.getElementById("text_pane");

  // One walk over the text: its stretches in their order, each with the one piece of text that it holds.
  let stretches = null;
  const index = () => {
    if (stretches) return stretches;
    stretches = [];
    for (const element of pane()?.querySelectorAll("[data-start]") ?? []) {
      let node = element;
      while (node.firstChild) node = node.firstChild;
      if (node.nodeType === Node.TEXT_NODE) stretches.push({ start: Number(element.dataset.start), node, element });
    }
    return stretches;
  };
  const forget = () => { stretches = null; };

  const isWide = (text) => /[\ud800-\udbff]/.test(text);
  const length = (text) => (isWide(text) ? [...text].length : text.length);
  const units = (text, characters) => {
    if (!isWide(text)) return characters;
    return [...text].slice(0, characters).join("").length;
  };

  // The stretch in which a place lies; of a place between two stretches the one that begins there.
  const at = (place) => {
    const all = index();
    let low = 0, high = all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (all[middle].start <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  const point = (place, isEnd) => {
    const all = index();
    let n = at(place);
    if (isEnd && n > 0 && all[n].start === place) n -= 1;
    const { start, node } = all[n];
    return [node, Math.min(units(node.data, place - start), node.data.length)];
  };

  const range = ([start, end]) => {
    const found = document.createRange();
    found.setStart(...point(start, false));
    found.setEnd(...point(end, true));
    return found;
  };

  const words = (fragments) => fragments.map(([start, end]) => {
    const all = index();
    const told = [];
    for (let n = at(start); n < all.length && all[n].start < end; n += 1) {
      const { start: first, node, element } = all[n];
      const from = units(node.data, Math.max(0, start - first)), to = units(node.data, end - first);
      if (n > at(start) && element.closest("p") !== all[n - 1].element.closest("p")) told.push(" ");
      told.push(node.data.slice(from, to));
    }
    return told.join("");
  }).join(" … ");

  // From a point of the page to a place; of a point beside the text the next place of the text before or after it.
  const place = (node, offset, isEnd) => {
    const own = (node.nodeType === Node.TEXT_NODE ? node.parentElement : null)?.closest("[data-start]");
    if (own && pane()?.contains(own)) return Number(own.dataset.start) + length(node.data.slice(0, offset));
    const here = document.createRange();
    here.setStart(node, offset);
    const all = index();
    let low = 0, high = all.length; // the first stretch that does not lie before the point
    while (low < high) {
      const middle = (low + high) >> 1;
      if (here.comparePoint(all[middle].node, 0) < 0) low = middle + 1;
      else high = middle;
    }
    if (!isEnd) return low < all.length ? all[low].start : null;
    const last = all[low - 1];
    return last ? last.start + length(last.node.data) : null;
  };

  const marked = () => {
    const selection = getSelection();
    if (!selection.rangeCount || !pane()) return null;
    const chosen = selection.getRangeAt(0);
    if (selection.isCollapsed || !chosen.intersectsNode(pane())) return null;
    const start = place(chosen.startContainer, chosen.startOffset, false);
    const end = place(chosen.endContainer, chosen.endOffset, true);
    return start === null || end === null || start >= end ? null : [start, end];
  };

  // Where the cursor was put by a click in the text, without marking anything.
  const cursor = () => {
    const selection = getSelection();
    if (!selection.rangeCount || !pane()?.contains(selection.anchorNode)) return null;
    return place(selection.anchorNode, selection.anchorOffset, false);
  };

  // Ends of words near a place. A script without spaces has its words told by the browser.
  const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "word" });
  const JOINED = /[\p{L}\p{N}\p{M}_]+(?:['’.\-][\p{L}\p{N}\p{M}_]+)*/gu;
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/;

  const spans = (text) => {
    const found = [];
    for (const match of text.matchAll(/\S+/g)) found.push([match.index, match.index + match[0].length]);
    for (const match of text.matchAll(JOINED)) found.push([match.index, match.index + match[0].length]);
    if (segmenter && UNSPACED.test(text)) {
      for (const { index: start, segment, isWordLike } of segmenter.segment(text)) {
        if (isWordLike) found.push([start, start + segment.length]);
      }
    }
    return found;
  };

  // The text of some stretches around a place, with the place of its first character.
  const around = (center) => {
    const all = index();
    let first = at(center), last = first;
    const size = (n) => all[n].node.data.length;
    for (let held = 0; first > 0 && held < NEAR; held += size(first)) first -= 1;
    for (let held = 0; last + 1 < all.length && held < NEAR; held += size(last)) last += 1;
    const pieces = [];
    for (let n = first; n <= last; n += 1) {
      const { start, node } = all[n];
      let text = node.data, from = start;
      if (text.length > 2 * NEAR && !isWide(text)) { // one endless paragraph
        const low = Math.max(0, center - start - NEAR);
        text = text.slice(low, low + 2 * NEAR);
        from += low;
      }
      const before = pieces.at(-1);
      if (before && before.from + length(before.text) === from) before.text += text;
      else pieces.push({ from, text });
    }
    return pieces;
  };

  const stops = (center, side) => {
    const found = new Set();
    for (const { from, text } of around(center)) {
      for (const span of spans(text)) found.add(from + length(text.slice(0, span[side])));
    }
    return [...found].sort((a, b) => a - b);
  };

  // One end of a fragment a word on (1) or back (-1), never past the other end.
  const moved = (fragments, edge, step, which) => {
    const side = edge === "start" ? 0 : 1;
    const n = which ?? (edge === "start" ? 0 : fragments.length - 1);
    const here = fragments[n][side], other = fragments[n][1 - side];
    const beyond = stops(here, side).filter((stop) => (stop - here) * step > 0);
    const there = step > 0 ? beyond[0] : beyond.at(-1);
    return there === undefined ? fragments : withEnd(fragments, n, side, there, other);
  };

  // The end of the last fragment at the end of the clause before (-1) or after (1).
  const CLAUSE = /[,;:.!?،؛。，；：！？—–]|$/gu;
  const clause = (fragments, step) => {
    const n = fragments.length - 1, [start, here] = fragments[n];
    const found = around(here).flatMap(({ from, text }) => [...text.matchAll(CLAUSE)].flatMap((match) => {
      const there = from + length(text.slice(0, match.index));
      return match[0] === "" || /\s|["”’»)\]]|$/u.test(text.slice(match.index + 1, match.index + 2)) ? [there] : [];
    }));
    const beyond = found.filter((stop) => (stop - here) * step > 0 && stop > start).sort((a, b) => a - b);
    const there = step > 0 ? beyond[0] : beyond.at(-1);
    return there === undefined ? fragments : withEnd(fragments, n, 1, there, start);
  };

  const withEnd = (fragments, n, side, there, other) => {
    if (side === 0 ? there >= other : there <= other) return fragments;
    if (side === 0 && n > 0 && there < fragments[n - 1][1]) return fragments;
    if (side === 1 && n + 1 < fragments.length && there > fragments[n + 1][0]) return fragments;
    const copy = fragments.map((span) => [...span]);
    copy[n][side] = there;
    return copy;
  };

  const snapped = (there, side) => {
    const near = stops(there, side);
    return near.reduce((best, stop) => (Math.abs(stop - there) < Math.abs(best - there) ? stop : best), near[0] ?? there);
  };

  const including = (fragments, [start, end]) => {
    const apart = fragments.filter(([a, b]) => b < start || a > end);
    const touched = fragments.filter(([a, b]) => !(b < start || a > end));
    const joined = [Math.min(start, ...touched.map(([a]) => a)), Math.max(end, ...touched.map(([, b]) => b))];
    return [...apart, joined].sort((a, b) => a[0] - b[0]);
  };

  const whole = ([start, end]) => {
    const inside = spansNear(start).find(([a, b]) => a < start && start < b);
    const last = spansNear(end).find(([a, b]) => a < end && end < b);
    const text = words([[start, end]]);
    const lead = length(text) - length(text.trimStart()), tail = length(text) - length(text.trimEnd());
    return [inside ? inside[0] : start + lead, last ? last[1] : end - tail];
  };

  const spansNear = (center) => around(center).flatMap(({ from, text }) => {
    const found = [];
    for (const match of text.matchAll(JOINED)) {
      if (!UNSPACED.test(match[0])) found.push([from + length(text.slice(0, match.index)), 0, match[0]]);
    }
    return found.map(([start, , word]) => [start, start + length(word)]);
  });

  // What is chosen is painted over the text, which itself stays as it is: so a key costs the same in any text.
  const paint = globalThis.CSS?.highlights ? new Highlight() : null;
  if (paint) CSS.highlights.set("chosen-words", paint);

  let shown = [];
  const show = (fragments) => {
    shown = fragments;
    paint?.clear();
    const ranges = fragments.map(range);
    for (const one of ranges) paint?.add(one);
    drawGrips(ranges);
  };

  const grips = () => {
    let layer = document.getElementById("grips");
    if (!layer && holder()) {
      layer = document.createElement("div");
      layer.id = "grips";
      holder().append(layer);
    }
    return layer;
  };

  const NAMES = ["Start of the words: left and right arrow move it by a word", "End of the words: left and right arrow move it by a word"];
  const drawGrips = (ranges) => {
    const layer = grips();
    if (!layer) return;
    while (layer.children.length > 2 * ranges.length) layer.lastChild.remove();
    while (layer.children.length < 2 * ranges.length) {
      const grip = document.createElement("button");
      const side = layer.children.length % 2;
      grip.type = "button";
      grip.className = side ? "grip to1" : "grip";
      grip.append(document.createElement("span"));
      grip.setAttribute("aria-label", NAMES[side]);
      layer.append(grip);
    }
    const frame = holder().getBoundingClientRect();
    const x0 = holder().scrollLeft - frame.left, y0 = holder().scrollTop - frame.top;
    ranges.forEach((one, n) => {
      const [first, last] = [letterBox(one, false), letterBox(one, true)];
      if (!first || !last) return;
      put(layer.children[2 * n], x0 + (first.isRight ? first.box.right : first.box.left), y0 + first.box.top, first.box.height);
      put(layer.children[2 * n + 1], x0 + (last.isRight ? last.box.left : last.box.right), y0 + last.box.top, last.box.height);
    });
  };

  // The first or the last letter of a range, and whether it is written from the right.
  const RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/, LEFT = /[\p{L}\p{N}]/u;
  const letterBox = (one, isEnd) => {
    const node = isEnd ? one.endContainer : one.startContainer;
    const at = isEnd ? one.endOffset - 1 : one.startOffset;
    const letter = document.createRange();
    letter.setStart(node, Math.max(0, at));
    letter.setEnd(node, Math.min(node.data.length, at + 1));
    const box = [...letter.getClientRects()].at(isEnd ? -1 : 0);
    const drawn = letter.toString();
    const isRight = RIGHT.test(drawn) || (!LEFT.test(drawn) && getComputedStyle(node.parentElement).direction === "rtl");
    return box && { box, isRight };
  };

  const put = (grip, left, top, height) => {
    grip.style.left = `${left}px`;
    grip.style.top = `${top}px`;
    grip.style.height = `${height}px`;
  };

  const under = (x, y) => {
    if (document.caretPositionFromPoint) {
      const found = document.caretPositionFromPoint(x, y);
      return found && pane().contains(found.offsetNode) ? place(found.offsetNode, found.offset, false) : null;
    }
    const found = document.caretRangeFromPoint?.(x, y);
    return found && pane().contains(found.startContainer) ? place(found.startContainer, found.startOffset, false) : null;
  };

  // A grip that is dragged, by mouse or finger; the words follow it word by word.
  let dragged = null;
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.(".grip");
    if (!grip) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    const n = [...grip.parentElement.children].indexOf(grip);
    dragged = { which: n >> 1, side: n % 2 };
    grip.focus({ preventScroll: true });
  });
  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const layer = grips();
    layer.classList.add("dragging");
    const there = under(event.clientX, event.clientY);
    layer.classList.remove("dragging");
    if (there === null) return;
    const { which, side } = dragged;
    const fragments = withEnd(shown, which, side, snapped(there, side), shown[which][1 - side]);
    if (fragments !== shown) api.changed(fragments);
  });
  const drop = () => { dragged = null; };
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);

  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.(".grip");
    if (!grip || !/^Arrow(Left|Right)$/.test(event.key)) return;
    event.preventDefault();
    const n = [...grip.parentElement.children].indexOf(grip);
    const isRight = pane() && getComputedStyle(pane()).direction === "rtl";
    const step = (event.key === "ArrowRight") === !isRight ? 1 : -1;
    api.changed(moved(shown, n % 2 ? "end" : "start", step, n >> 1));
  });

  let wait = 0;
  const redraw = () => {
    cancelAnimationFrame(wait);
    wait = requestAnimationFrame(() => { if (shown.length && pane()) drawGrips(shown.map(range)); });
  };
  addEventListener("resize", redraw);
  document.addEventListener("toggle", redraw, true);

  const api = { forget, words, marked, cursor, moved, clause, including, whole, show, index, changed: show };
  globalThis.deskText = api;
})();
