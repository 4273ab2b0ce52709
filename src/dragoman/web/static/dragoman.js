// Adds to pages that work without it: keys, and the tie between a record and its words.
"use strict";

const KEYS = [
  ["/", "search"], ["j", "next in the list"], ["k", "the one before"], ["Enter", "open it"], ["n", "next page"], ["a r s c", "in a review: accept, reject, skip, correct"], ["?", "these keys"],
];

function rows() {
  return [...document.querySelectorAll("main .row, main .card")].filter((row) => row.offsetParent !== null);
}

function select(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("selected"));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (at >= 0) all[at].classList.remove("selected");
  next.classList.add("selected");
  next.scrollIntoView({ block: "nearest" });
  const link = next.querySelector("a[href]");
  if (link) link.focus({ preventScroll: true });
}

function help() {
  let box = document.querySelector("dialog.keys");
  if (!box) {
    box = document.createElement("dialog");
    box.className = "keys";
    const heading = document.createElement("h2");
    heading.textContent = "Keys";
    const list = document.createElement("dl");
    for (const [key, meaning] of KEYS) {
      const term = document.createElement("dt");
      const kbd = document.createElement("kbd");
      kbd.textContent = key;
      term.append(kbd);
      const told = document.createElement("dd");
      told.textContent = meaning;
      list.append(term, told);
    }
    const form = document.createElement("form");
    form.method = "dialog";
    const close = document.createElement("button");
    close.textContent = "Close";
    form.append(close);
    box.append(heading, list, form);
    document.body.append(box);
  }
  box.showModal();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    const box = document.querySelector('main input[type="search"], .find input');
    if (box) { box.focus(); event.preventDefault(); }
  } else if (event.key === "j") select(1);
  else if (event.key === "k") select(-1);
  else if (event.key === "n") document.querySelector("a[rel=next]")?.click();
  else if (event.key === "?") help();
  else if ("arcs".includes(event.key)) document.querySelector(`.decide [data-key="${event.key}"]`)?.click();
});

// In the text of a report: the words of a record light up with its card, and the other way round.
function light(id, on) {
  if (!id) return;
  document.getElementById(id)?.classList.toggle("lit", on);
  for (const span of document.querySelectorAll(`.passage [data-records~="${CSS.escape(id)}"]`)) span.classList.toggle("lit", on);
}
for (const card of document.querySelectorAll(".card[id]")) {
  for (const [kind, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    card.addEventListener(kind, () => light(card.id, on));
  }
}
for (const span of document.querySelectorAll(".passage [data-records]")) {
  const ids = span.dataset.records.split(" ").filter(Boolean);
  span.addEventListener("mouseenter", () => ids.forEach((id) => document.getElementById(id)?.classList.add("lit")));
  span.addEventListener("mouseleave", () => ids.forEach((id) => document.getElementById(id)?.classList.remove("lit")));
}

// Narrow screens begin with the filters folded.
if (matchMedia("(max-width: 60rem)").matches) document.querySelectorAll(".fold").forEach((fold) => { fold.open = false; });
