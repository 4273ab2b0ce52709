// Adds to pages that work without it: keys, the tie between a record and its words, and a closer look at maps.
"use strict";

const KEYS = [
  ["/", "search"], ["j", "next in the list"], ["k", "the one before"], ["Enter", "open it"], ["n", "next page"], ["a r s c", "in a review: accept, reject, skip, correct"], ["+ − 0", "on the map: closer, farther, whole"], ["?", "these keys"],
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

// A map can be looked at closely: the picture grows inside its frame, which scrolls; dragging moves it.
const CLOSEST = 16, STEP = 1.5;

function zoomable(figure) {
  const link = figure.querySelector("a"), picture = figure.querySelector("img");
  if (!link || !picture) return;
  const frame = document.createElement("div");
  frame.className = "frame";
  link.replaceWith(frame);
  frame.append(picture);
  picture.draggable = false;
  let scale = 1;

  function zoom(wanted, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
    const next = Math.min(Math.max(wanted, 1), CLOSEST);
    if (scale === 1 && next > 1) frame.style.height = `${frame.clientHeight}px`;
    const [left, top] = [(frame.scrollLeft + x) / scale, (frame.scrollTop + y) / scale];
    scale = next;
    picture.style.width = `${100 * scale}%`;
    if (scale === 1) frame.style.height = "";
    frame.scrollTo(left * scale - x, top * scale - y);
    frame.classList.toggle("close", scale > 1);
    for (const [button, off] of [[closer, scale >= CLOSEST], [farther, scale <= 1], [whole, scale <= 1]]) button.disabled = off;
  }

  function button(label, meaning, act) {
    const one = document.createElement("button");
    one.type = "button";
    one.textContent = label;
    one.setAttribute("aria-label", meaning);
    one.title = meaning;
    one.addEventListener("click", act);
    return one;
  }
  const closer = button("+", "Closer (+)", () => zoom(scale * STEP));
  const farther = button("−", "Farther (−)", () => zoom(scale / STEP));
  const whole = button("Whole", "The whole map (0)", () => zoom(1));
  const bar = document.createElement("p");
  bar.className = "zoom";
  bar.append(closer, farther, whole);
  figure.prepend(bar);
  zoom(1);

  const within = (event) => [event.clientX - frame.getBoundingClientRect().left, event.clientY - frame.getBoundingClientRect().top];
  frame.addEventListener("dblclick", (event) => zoom(scale * STEP, ...within(event)));
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(scale * (event.deltaY < 0 ? STEP : 1 / STEP), ...within(event));
  }, { passive: false });
  frame.addEventListener("pointerdown", (event) => {
    if (scale === 1 || event.pointerType !== "mouse") return;
    frame.setPointerCapture(event.pointerId);
    const move = (at) => frame.scrollBy(-at.movementX, -at.movementY);
    frame.addEventListener("pointermove", move);
    frame.addEventListener("pointerup", () => frame.removeEventListener("pointermove", move), { once: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom(scale * STEP);
    else if (event.key === "-") zoom(scale / STEP);
    else if (event.key === "0") zoom(1);
  });
}
document.querySelectorAll("figure.zoomed").forEach(zoomable);

// Narrow screens begin with the filters folded, and with the name of the page in sight.
document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
if (matchMedia("(max-width: 60rem)").matches) document.querySelectorAll(".fold").forEach((fold) => { fold.open = false; });
