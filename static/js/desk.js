// The review desk: its keys, the fields that ask to be checked, and what comes back from the server.
// Each key presses a button, follows a link or enters a field that bears its data-key.
"use strict";

(() => {
  const text = globalThis.deskText, drafts = globalThis.deskDrafts;
  const desk = () => document.getElementById("review_desk");
  const box = () => document.getElementById("_desk_form");
  const form = () => document.getElementById("entry") || desk()?.querySelector("form.entry-form");
  const isField = (element) => element.matches("input:not([type=checkbox], [type=radio]), select, textarea");
  const say = (words) => { const line = document.getElementById("status_line"); if (line) line.textContent = words; };

  // --- The words of the chosen statement -----------------------------------------------------------------
  const read = (value) => (value ? value.split(",").map((span) => span.split("-").map(Number)) : []);
  const fragments = () => read(form()?.elements.fragments?.value);

  const paint = () => {
    if (!form()?.elements.fragments || !text.index().length) return;
    const place = fragments();
    text.show(place);
    const shown = place.length ? text.words(place) : "";
    for (const id of ["words_shown", "dock_words"]) {
      const quote = document.getElementById(id);
      if (quote && shown) quote.textContent = shown.length > 600 ? `${shown.slice(0, 599)}…` : shown;
    }
  };

  const setPlace = (place) => {
    const field = form()?.elements.fragments;
    if (!field) return;
    field.value = place.map((span) => span.join("-")).join(",");
    paint();
    drafts.keep();
  };
  text.changed = setPlace;

  const ENDS = { "start:-1": ["start", -1], "start:1": ["start", 1], "end:-1": ["end", -1], "end:1": ["end", 1] };
  const UNMARKED = "Nothing is marked: mark the words in the text first, with the mouse, a finger or Shift and the arrows.";

  const useMarked = (what) => {
    const marked = text.marked();
    if (!marked) return say(UNMARKED);
    if (!form()) return say("No statement is chosen: press n for a new one.");
    const whole = text.whole(marked);
    setPlace(what === "here" ? [whole] : text.including(fragments(), whole));
    getSelection().removeAllRanges();
    return undefined;
  };

  // --- Fields to check -----------------------------------------------------------------------------------
  let lastField = null; // whose answers the digits mean when nothing is left to check
  const answered = new Set(); // names of the fields of this statement that were looked at
  const groups = () => [...(box()?.querySelectorAll("[data-check]") ?? [])];
  const open = () => groups().filter((group) => !answered.has(group.dataset.field));
  const current = () => box()?.querySelector(".fl.at");
  const nameOf = (group) => group.querySelector("label, [id^=l-]").textContent.replace(/check.*/, "").trim();
  const number = () => document.getElementById("h-form")?.textContent.match(/\d+/)?.[0] ?? "";

  const stand = (group) => {
    for (const one of box().querySelectorAll(".fl.at")) one.classList.remove("at");
    for (const hint of box().querySelectorAll(".alts kbd")) hint.remove();
    if (!group) return;
    group.classList.add("at");
    group.querySelectorAll(".alts button").forEach((button, n) => {
      const key = document.createElement("kbd");
      key.textContent = n + 1;
      button.prepend(key, " ");
    });
    group.focus({ preventScroll: true });
    group.scrollIntoView({ block: "nearest", behavior: "instant" });
  };

  const choices = (group) => {
    const most = group.querySelectorAll(".alts button").length;
    return most > 1 ? `1 to ${most}` : "1 to keep it";
  };

  const ask = (words) => {
    const left = open();
    const line = document.getElementById("ask_line"), dock = document.getElementById("acc3");
    const told = left.length ? `${left.length} to check first` : "Nothing to check.";
    if (line) line.textContent = left.length ? `${told}.` : told;
    if (dock) dock.textContent = left.length ? told : "";
    if (!left.length) {
      stand(null);
      document.getElementById("h-form")?.focus({ preventScroll: true });
      return say(`${words} Nothing to check: a accepts statement ${number()}.`);
    }
    const nth = groups().indexOf(left[0]) + 1;
    stand(left[0]);
    return say(`${words} ${nameOf(left[0])}, ${nth} of ${groups().length}: ${choices(left[0])}, or Enter to type.`);
  };

  const setField = (name, value) => {
    const field = form().elements[name];
    if (!field) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const rows = (kind) => Number(form().elements[`${kind}-TOTAL_FORMS`].value);
  const takePosition = (slug, stance, title) => {
    if (!slug) {
      for (let n = 0; n < rows("position"); n += 1) {
        setField(`position-${n}-issue`, "");
        setField(`position-${n}-stance`, "");
      }
      return "no position";
    }
    const free = (n) => ["", title].includes(form().elements[`position-${n}-issue`].value);
    const same = [...Array(rows("position")).keys()];
    let row = same.find((n) => form().elements[`position-${n}-issue`].value === title) ?? same.find(free);
    if (row === undefined) {
      row = rows("position");
      addRow("position");
    }
    setField(`position-${row}-issue`, title);
    setField(`position-${row}-stance`, stance);
    form().elements[`position-${row}-issue`].closest(".fl").classList.remove("spare");
    return `${form().elements[`position-${row}-stance`].selectedOptions[0].textContent} ${title}`;
  };

  const answer = (button) => {
    const group = button.closest(".fl");
    const [kind, ...rest] = button.value.split(":");
    const name = nameOf(group);
    let told = `${name} stays.`;
    if (kind === "set") {
      for (const [field, value] of new URLSearchParams(rest.join(":"))) setField(field, value);
      told = `${name} is ${button.textContent.replace(/^\d\s*/, "")}.`;
    } else if (kind === "position" || kind === "only") {
      if (kind === "only") takePosition("");
      const label = button.lastChild.textContent.trim().replace(/^only /, "");
      const stance = rest[1] || "";
      const said = [...form().elements["position-0-stance"].options].find((option) => option.value === stance);
      told = `${name} is ${takePosition(rest[0], stance, label.slice(said?.textContent.length ?? 0).trim())}.`;
    }
    if (group.dataset.field) answered.add(group.dataset.field);
    lastField = group.dataset.field === "position" ? group : lastField;
    if (button.matches(".ditto")) {
      answered.add("said");
      told = `Speaker and day are ${button.firstChild.textContent.trim()}.`;
    }
    ask(told);
  };

  // The day known to the month, then to the year, then the day again.
  const coarser = () => {
    const field = form()?.elements.said;
    if (!field) return;
    const pieces = field.value.split("-");
    if (pieces.length === 3) field.dataset.whole = field.value;
    const next = pieces.length === 1 ? field.dataset.whole ?? field.value : pieces.slice(0, -1).join("-");
    setField("said", next);
    answered.add("said");
    ask(`Said is ${next}.`);
  };

  const accept = (button) => {
    const left = open();
    if (!left.length || !box()) return button.click();
    return ask(current() === left[0] ? `${nameOf(left[0])} is still to check.` : `Not accepted: ${left.length} to check.`);
  };

  // What is still asked stays as the form shows it, and the statement is accepted: of questions that were in sight.
  const seen = new Set(); // rows of this statement's form of which value and question were in sight
  const isInSight = (row) => {
    const { left, top } = row.getBoundingClientRect();
    const { bottom } = (row.querySelector(".why") ?? row).getBoundingClientRect();
    const pane = row.closest(".fields").getBoundingClientRect();
    const isWithin = top >= Math.max(0, pane.top) - 1 && bottom <= Math.min(innerHeight, pane.bottom) + 1;
    return isWithin && row.contains(document.elementFromPoint(left + 5, (top + bottom) / 2));
  };
  const rowsOf = (group) => [group, ...box().querySelectorAll(`[data-row="${group.dataset.field}"]:not(.spare)`)];
  const look = () => {
    for (const row of open().flatMap(rowsOf)) if (isInSight(row)) seen.add(row);
  };
  // As many questions as there is room for, the first above all.
  const showQuestions = () => {
    for (const group of [...open()].reverse()) (group.querySelector(".why") ?? group).scrollIntoView({ block: "nearest", behavior: "instant" });
    open()[0]?.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  const acceptAsShown = () => {
    look();
    const unseen = open().flatMap(rowsOf).find((row) => !seen.has(row));
    if (unseen) {
      unseen.scrollIntoView({ block: "nearest", behavior: "instant" });
      seen.add(unseen); // also where the window is too low for it
      const name = nameOf(unseen.dataset.row ? document.getElementById(`g-${unseen.dataset.row}`) : unseen);
      return say(`Not accepted: ${name} was out of sight. Look at it, then y again.`);
    }
    for (const group of open()) answered.add(group.dataset.field);
    say(`Statement ${number()} is sent.`);
    return desk().querySelector("[data-default]").click();
  };

  // --- Rows that a form may have more of ----------------------------------------------------------------
  const addRow = (kind) => {
    const last = rows(kind) - 1;
    const field = form().elements[kind === "position" ? `position-${last}-issue` : `speaker-${last}-name`];
    const row = field.closest(".fl");
    if (row.classList.contains("spare")) {
      row.classList.remove("spare");
      return field;
    }
    const copy = row.cloneNode(true);
    for (const element of copy.querySelectorAll("[name], [id], [for]")) {
      for (const attribute of ["name", "id", "for"]) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(`${kind}-${last}-`, `${kind}-${last + 1}-`));
      }
      if (element.name) element.value = "";
      element.removeAttribute("data-key");
    }
    for (const extra of copy.querySelectorAll(".alts, .why, .conf, .alias, .error")) extra.remove();
    for (const attribute of ["id", "data-check", "data-field", "role", "tabindex", "aria-labelledby", "aria-describedby"]) copy.removeAttribute(attribute);
    copy.classList.remove("ask1", "at");
    copy.querySelector("[id^=l-]")?.removeAttribute("id");
    copy.querySelector("label").textContent = "and";
    row.after(copy);
    form().elements[`${kind}-TOTAL_FORMS`].value = last + 2;
    htmx.process(copy);
    return copy.querySelector("input:not([type=hidden])");
  };
  drafts.addRow = addRow;

  // --- The list beside the text --------------------------------------------------------------------------
  const filterList = (name) => {
    for (const row of document.querySelectorAll(".list tr[data-show]")) {
      row.hidden = !row.dataset.show.split(" ").includes(name);
    }
    for (const link of document.querySelectorAll("[data-filter]")) {
      if (link.dataset.filter === name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const shownFilter = () => document.querySelector("[data-filter][aria-current]")?.dataset.filter ?? "all";

  const recount = () => {
    const listed = [...document.querySelectorAll(".list tr[data-show]")];
    for (const link of document.querySelectorAll("[data-filter]")) {
      const { filter } = link.dataset;
      const size = listed.filter((row) => row.dataset.show.split(" ").includes(filter)).length;
      link.lastElementChild.textContent = size;
      link.hidden = !size && !["all", "ask", shownFilter()].includes(filter);
    }
    for (const link of document.querySelectorAll(".progress a")) {
      const row = document.getElementById(`row-${link.dataset.s}`);
      if (!row) continue;
      const shows = row.dataset.show.split(" ");
      link.className = shows.includes("done") ? "done" : shows.includes("ask") ? "ask" : "";
    }
    filterList(shownFilter());
  };

  const isBroad = () => matchMedia("(min-width: 56.01rem)").matches; // text and form stand side by side

  // That a printed name means somebody is offered once another speaker was written for it.
  const offerAliases = () => {
    for (const box of document.querySelectorAll(".alias")) {
      const field = document.getElementById(box.dataset.for);
      box.classList.toggle("due", Boolean(field) && field.value !== field.defaultValue);
    }
  };
  document.addEventListener("input", () => { if (desk()) offerAliases(); });

  const choose = (key) => {
    for (const one of document.querySelectorAll(".st.on, .margin .on, .list .on")) one.classList.remove("on");
    for (const one of document.querySelectorAll(".progress [aria-current]")) one.removeAttribute("aria-current");
    for (const one of document.querySelectorAll(`.margin [data-s="${key}"], .list [data-s="${key}"], .st[data-s="${key}"]`)) one.classList.add("on");
    document.querySelector(`.progress [data-s="${key}"]`)?.setAttribute("aria-current", "true");
    if (isBroad()) document.getElementById(`row-${key}`)?.scrollIntoView({ block: "nearest", behavior: "instant" });
  };

  // --- A form that has come, with the page or after it ---------------------------------------------------
  const arrive = (isFirst) => {
    if (!desk()) return;
    answered.clear();
    seen.clear();
    lastField = null;
    const isCoding = !box();
    document.body.classList.add("scripted");
    offerAliases();
    for (const line of desk().querySelectorAll(".adding, [data-as-shown]")) line.hidden = false;
    if (form()) {
      const isRefused = form().querySelector(".error, .errors");
      if (!isRefused) drafts.begin();
      if (!isCoding && !isRefused) drafts.restore();
      if (!isCoding && isRefused) drafts.keep();
    }
    if (!isCoding) choose(box().dataset.statement);
    paint();
    const place = document.querySelector(".st.on, .margin .on");
    if (place && isBroad()) place.scrollIntoView({ block: "center", behavior: "instant" });
    else if (place && (!isFirst || location.search)) place.scrollIntoView({ block: "center", behavior: "instant" });
    if (isCoding) return;
    if (isBroad()) showQuestions();
    look();
    const bad = form()?.querySelector("[aria-invalid], .errors");
    if (bad) (isField(bad) ? bad : document.getElementById("h-form")).focus({ preventScroll: true });
    else if (!isFirst) document.getElementById("h-form")?.focus({ preventScroll: true });
  };

  // --- To the server and back ------------------------------------------------------------------------------
  let sent = null; // the draft that an answer may settle
  document.addEventListener("htmx:configRequest", (event) => {
    if (!desk() || !box() || !event.detail.elt.closest?.("#review_desk")) return;
    if (event.detail.target?.id === "_desk_form") event.detail.headers["Desk-Since"] = box().dataset.since;
    const { elt, verb, parameters, triggeringEvent } = event.detail;
    const isEntry = verb === "post" && elt.id === "entry";
    const submitter = triggeringEvent?.submitter;
    if (isEntry && submitter?.name) parameters[submitter.name] = submitter.value; // it may stand outside of the form
    sent = isEntry ? drafts.name() : null;
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (!desk() || !["_desk_form", "review_desk"].includes(target?.id)) return;
    if (!/id="(_desk_form|review_desk)"/.test(xhr.responseText)) {
      event.detail.shouldSwap = false;
      return signedOut(xhr);
    }
    const isRefused = xhr.status >= 400 || /class="errors"|class="error"/.test(xhr.responseText);
    if (sent && !isRefused) drafts.letGo(sent);
    sent = null;
  });

  const signedOut = (xhr) => {
    const isLogin = /\/login\//.test(xhr.responseURL || "");
    if (!isLogin) return say(`Not done: the site answered ${xhr.status}. What you typed is kept here; try again.`);
    say("You were signed out. What you typed is kept in this browser; nothing was sent. ");
    const link = document.createElement("a");
    link.href = `${new URL(xhr.responseURL).pathname}?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = "Sign in and go on";
    link.dataset.key = "Enter";
    document.getElementById("status_line").append(link);
    return undefined;
  };
  document.addEventListener("htmx:sendError", () => {
    if (desk()) say("Not done: the site does not answer. What you typed is kept in this browser; try again.");
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (!desk() || !["_desk_form", "review_desk"].includes(event.detail.target?.id ?? event.target?.id)) return;
    text.forget();
    recount();
    arrive(false);
  });

  // --- Mouse and touch -------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    if (!desk()) return;
    const filter = event.target.closest("[data-filter]");
    if (filter) {
      event.preventDefault();
      event.stopPropagation();
      return filterList(filter.dataset.filter);
    }
    const adder = event.target.closest("[data-add]");
    if (adder) return addRow(adder.dataset.add).focus();
    const button = event.target.closest("button");
    const isInForm = button && (button.form === form()) && box();
    if (isInForm && button.closest(".alts, .ditto")) {
      event.preventDefault();
      event.stopPropagation();
      return answer(button);
    }
    if (isInForm && button.value in ENDS) {
      event.preventDefault();
      event.stopPropagation();
      return setPlace(text.moved(fragments(), ...ENDS[button.value]));
    }
    if (isInForm && button.value.startsWith("clause:")) {
      event.preventDefault();
      event.stopPropagation();
      return setPlace(text.clause(fragments(), Number(button.value.slice(7))));
    }
    if (isInForm && ["here", "more"].includes(button.value) && (text.marked() || !form().elements.words.value.trim())) {
      event.preventDefault();
      event.stopPropagation();
      return useMarked(button.value);
    }
    if (button?.form?.elements.at) button.form.elements.at.value = markedPlace(button);
    if (button?.closest(".marking") || button?.matches("[data-as-shown]")) return useKey(button.dataset.key);
    return pick(event);
  }, true);

  const markedPlace = (button) => {
    const marked = text.marked();
    if (marked) return marked.join("-");
    const cursor = button.value === "split" ? text.cursor() : null;
    return cursor === null ? "" : `${cursor}-${cursor + 1}`;
  };

  // A click on words chooses their statement; where several lie over one another, the next of them.
  const pick = (event) => {
    const mark = event.target.closest?.(".text .st");
    if (!mark || !box() || !getSelection().isCollapsed) return;
    const over = [];
    for (let one = mark; one; one = one.parentElement.closest(".text .st")) over.push(one.dataset.s);
    const next = over[(over.indexOf(box().dataset.statement) + 1) % over.length];
    if (next === box().dataset.statement) return;
    document.querySelector(`.list [data-s="${next}"] a, .margin [data-s="${next}"] a`)?.click();
  };

  const marking = () => {
    const bar = document.getElementById("marking");
    if (bar) bar.hidden = !text.marked();
  };
  document.addEventListener("selectionchange", marking);
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.(".marking, .ends, [data-key=n], [data-key=r], [data-key=t]")) event.preventDefault(); // keeps what is marked
  });

  // --- Keys -------------------------------------------------------------------------------------------------
  const MODE = "desk:keys", DECIDING = /^[ayxsu0-9]$/;
  const mode = () => localStorage.getItem(MODE) || "on";
  document.addEventListener("change", (event) => {
    if (event.target.name === "key_mode") localStorage.setItem(MODE, event.target.value);
  });
  const showModes = () => {
    const modes = document.getElementById("key_modes");
    if (!modes) return;
    modes.hidden = false;
    for (const radio of modes.querySelectorAll("input")) radio.checked = radio.value === mode();
  };

  const moveDay = (field, days) => {
    const day = new Date(`${field.value || field.dataset.day}T00:00:00Z`);
    if (Number.isNaN(day.getTime())) return;
    day.setUTCDate(day.getUTCDate() + days);
    setField(field.name, day.toISOString().slice(0, 10));
  };

  const inField = (event, field) => {
    if (event.key === "Escape") {
      field.blur();
      field.closest(".fl")?.focus?.({ preventScroll: true });
    }
    if ("day" in field.dataset && /^Arrow(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      moveDay(field, event.key === "ArrowUp" ? 1 : -1);
    }
    if (event.key !== "Enter" || field.matches("textarea") || !field.form?.matches(".entry-form")) return;
    event.preventDefault();
    const group = field.closest("[data-field]") ?? field.closest(".fl");
    if (group?.dataset.field) answered.add(group.dataset.field);
    field.blur(); // or htmx would give its focus to the same field of the next statement
    if (!box()) return void field.form.querySelector("[data-default]").click();
    if (open().length) return void ask(`${nameOf(group)} is ${field.value || "empty"}.`);
    desk().querySelector("[data-default]").click();
  };

  const reasons = () => document.querySelector("[data-reject][open]");
  const digit = (n) => {
    const menu = reasons();
    const group = current() ?? open()[0] ?? lastField ?? document.getElementById("g-position");
    const buttons = [...(menu ?? group)?.querySelectorAll(menu ? ".why4 button" : ".alts button") ?? []];
    buttons[n - 1]?.click();
  };

  const use = (element) => {
    if (isField(element)) {
      element.focus();
      if (element.select) element.select();
    } else if (element.matches("summary")) {
      const menu = element.parentElement;
      menu.open = !menu.open;
      if (menu.matches("[data-reject]") && menu.open) say("Not rejected yet: why? 1 to 4, or Esc.");
    } else element.click();
  };

  const useKey = (key) => {
    if (key === "m" && box()) return coarser() ?? true;
    const named = [...desk().querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((one) => !one.closest(".marking"));
    if (!named) return false;
    if (key === "a" && box()) accept(named);
    else if (key === "y" && box()) acceptAsShown();
    else if (key === "n" && !text.marked()) say(UNMARKED);
    else if ((key === "r" || key === "t") && (text.marked() || !form()?.elements.words?.value.trim())) useMarked(key === "r" ? "here" : "more");
    else {
      if (key === "n") named.form.elements.words.value = "";
      use(named);
    }
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (!desk() || event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (isField(event.target)) return inField(event, event.target);
    if (event.key === "Escape") {
      const menu = reasons() ?? document.querySelector("[data-help][open]");
      if (menu) menu.open = false;
      if (menu?.matches("[data-reject]")) say("Left as it was.");
      return;
    }
    if (event.target.closest?.("a, button, summary, [type=checkbox], [type=radio]") && event.key === "Enter") return;
    if (event.key === "Enter") {
      const field = (current() ?? event.target.closest?.(".fl"))?.querySelector("input:not([type=hidden], [type=checkbox])");
      if (!field) return;
      event.preventDefault();
      return use(field);
    }
    if (mode() === "off" || (mode() === "alt") !== event.altKey) return;
    if (event.repeat && DECIDING.test(event.key)) return void event.preventDefault(); // a key that is held decides once
    if (/^[0-9]$/.test(event.key)) {
      event.preventDefault();
      return digit(Number(event.key));
    }
    if (useKey(event.key)) event.preventDefault();
  });

  const start = () => {
    if (!desk()) return;
    showModes();
    arrive(true);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-accept]");
    if (!button || !open().length || !box()) return;
    event.preventDefault();
    event.stopPropagation();
    location.hash = "#h-form";
    ask(`Not accepted: ${open().length} to check.`);
  }, true);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
