/** What runs in the browser: puts changed sections into the page, filters messages, opens their texts. */
export const PAGE_SCRIPT = String.raw`
"use strict";
const byId = (id) => document.getElementById(id);

/* Makes the children of one element those of another, and leaves alone what is the same: what is open stays open. */
function adopt(present, wanted) {
  const byKey = new Map();
  for (const child of present.children) if (child.id) byKey.set(child.id, child);
  let next = present.firstChild;
  for (const node of [...wanted.childNodes]) {
    let match = (node.id ? byKey.get(node.id) : next) ?? undefined;
    if (match && (match.nodeName !== node.nodeName || (!node.id && match.id))) match = undefined;
    if (match === undefined) {
      present.insertBefore(node, next);
      continue;
    }
    if (match === next) next = next.nextSibling;
    else present.insertBefore(match, next);
    update(match, node);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

function update(present, wanted) {
  if (present.nodeType !== Node.ELEMENT_NODE) {
    if (present.nodeValue !== wanted.nodeValue) present.nodeValue = wanted.nodeValue;
    return;
  }
  for (const { name } of [...present.attributes]) {
    if (!wanted.hasAttribute(name) && name !== "open" && name !== "hidden") present.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (present.getAttribute(name) !== value) present.setAttribute(name, value);
  }
  if (!present.classList.contains("texts")) adopt(present, wanted);
}

function show({ name, markup }) {
  const wanted = document.createElement(byId(name).nodeName);
  wanted.innerHTML = markup;
  adopt(byId(name), wanted);
  if (name === "traffic" || name === "transactions") filter();
}

function filter() {
  const transaction = byId("transactions").value;
  const words = byId("search").value.toLowerCase();
  const refusals = byId("refusals").checked;
  for (const row of document.querySelectorAll(".pairs > li")) {
    row.hidden = (transaction !== "" && row.dataset.transaction !== transaction) ||
      (refusals && row.dataset.refused !== "yes") ||
      !row.firstElementChild.firstElementChild.textContent.toLowerCase().includes(words);
  }
}

async function open(details) {
  const texts = details.querySelector(".texts");
  const answer = await fetch("/pairs/" + details.dataset.pair).catch(() => undefined);
  const lines = answer && answer.ok ? (await answer.json()).texts : ["The page does not remember this message."];
  texts.replaceChildren(...lines.map((line) => {
    const block = document.createElement("pre");
    block.tabIndex = 0;
    block.textContent = line;
    return block;
  }));
}

document.querySelector(".filters").addEventListener("input", filter);
document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.dataset.pair) open(event.target);
}, true);

const changes = new EventSource("/changes");
const live = (text, state) => {
  byId("live").textContent = text;
  byId("live").className = state;
};
changes.addEventListener("section", (event) => show(JSON.parse(event.data)));
changes.onopen = () => live("live", "on");
changes.onerror = () => live("not live: OCPP201 page has ended or is busy", "off");
filter();
`;
