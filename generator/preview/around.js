// Shows the page that the address names behind its #, and writes into it what is another when its version is another one:
// the answer to a question for that waits until it is.
"use strict";

const EVERY = 150;
const [nav, frame, dialog] = ["nav", "iframe", "dialog"].map((name) => document.querySelector(name));
const [write, problems, question, lines, refusal, agree, leave] = [
  "write", "problems", "question", "lines", "refusal", "agree", "leave",
].map((id) => document.getElementById(id));
let version = null;
let state = null;
// The page in the frame, and what was chosen in the others, which stands behind their #.
let shown = null;
const chosen = new Map();

const wanted = (pages) => {
  const name = decodeURIComponent(location.hash.slice(1));
  return pages.includes(name) ? name : pages[0];
};

const link = (name, current) => {
  const made = document.createElement("a");
  made.href = `#${encodeURIComponent(name)}`;
  made.textContent = name;
  if (name === current) made.setAttribute("aria-current", "page");
  return made;
};

const title = () => {
  document.title = frame.contentDocument?.title || "budget";
};

const show = () => {
  const page = wanted(state.pages);
  problems.textContent = state.problems;
  problems.hidden = !state.problems;
  frame.hidden = Boolean(state.problems) || !page;
  nav.replaceChildren(...(state.pages.length > 1 ? state.pages.map((name) => link(name, page)) : []));
  if (!page || state.problems) return;
  // The same page stays where its reader has scrolled to, with what is chosen in it.
  if (page === shown) return renew();
  if (shown) chosen.set(shown, frame.contentWindow.location.hash);
  shown = page;
  frame.src = `${addressOf(page)}${chosen.get(page) ?? ""}`;
};

const addressOf = (name) => `/pages/${encodeURIComponent(name)}`;

// The page in the frame becomes what is made of the input now. One that computes does so itself; what cannot is loaded.
const renew = async () => {
  const [asked, name] = [version, shown];
  const text = await fetch(addressOf(name)).then((answer) => (answer.ok ? answer.text() : ""), () => null);
  if (text === null || version !== asked || shown !== name) return;
  const page = frame.contentWindow;
  if (!isWritten(page, new DOMParser().parseFromString(text, "text/html"))) page.location.reload();
  title();
};

const isWritten = (page, next) => {
  try {
    if (page.document.readyState !== "complete" || !next.title) return false;
    if (next.scripts.length) return page.become(next);
    become(page.document.documentElement, next.documentElement);
    return true;
  } catch {
    return false;
  }
};

// Makes a part of the page what it is on the next one. What is the same stays, and is not set again.
const become = (part, next) => {
  if (part.isEqualNode(next)) return;
  if (part.nodeName !== next.nodeName || part.nodeType !== Node.ELEMENT_NODE) return part.replaceWith(next);
  for (const { name } of [...part.attributes]) if (!next.hasAttribute(name)) part.removeAttribute(name);
  for (const { name, value } of next.attributes)
    if (part.getAttribute(name) !== value) part.setAttribute(name, value);
  const [before, after] = [[...part.childNodes], [...next.childNodes]];
  let end = null;
  while (before.length && after.length && before[0].isEqualNode(after[0])) before.shift(), after.shift();
  while (before.length && after.length && before.at(-1).isEqualNode(after.at(-1))) (end = before.pop()), after.pop();
  const common = Math.min(before.length, after.length);
  for (const more of after.slice(common)) part.insertBefore(more, end);
  for (const less of before.slice(common)) less.remove();
  for (let at = 0; at < common; at++) become(before[at], after[at]);
};

const look = async () => {
  try {
    state = await (await fetch(`/state?known=${version}`)).json();
    if (state.version !== version) {
      version = state.version;
      dialog.close();
      show();
    }
    look();
  } catch {
    version = null;
    setTimeout(look, EVERY);
  }
};

const offer = () => {
  const writing = state?.writing;
  write.hidden = version === null || frame.hidden || shown !== writing?.page || !changed().length;
  write.textContent = writing?.write ?? "";
};

// What was changed on the page in the frame, as its address says.
const changed = () =>
  [...new URLSearchParams(frame.contentWindow.location.hash.slice(1).replaceAll("+", "%2B"))];

const ask = async (agreed) => {
  const values = Object.fromEntries(changed().map(([key, value]) => [key, Number(value)]));
  const answer = await fetch("/write", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Token": state.writing.token },
    body: JSON.stringify({ version, values, agreed }),
  });
  return answer.ok ? answer.json() : { lines: [], refusal: await answer.text() };
};

const tell = (answer) => {
  const { writing } = state;
  question.textContent = answer.lines.length || answer.refusal ? writing.question : writing.nothing;
  lines.textContent = answer.lines.join("\n");
  refusal.textContent = answer.refusal;
  agree.hidden = Boolean(answer.refusal) || !answer.lines.length;
  agree.textContent = writing.agree;
  leave.textContent = writing.leave;
  if (!dialog.open) dialog.showModal();
};

write.addEventListener("click", async () => tell(await ask(false)));
leave.addEventListener("click", () => dialog.close());
agree.addEventListener("click", async () => {
  const answer = await ask(true);
  if (answer.refusal) return tell(answer);
  // What was changed stands in the file now: the page that is loaded next begins with it.
  const page = frame.contentWindow;
  page.history.replaceState(null, "", page.location.pathname);
  dialog.close();
});
addEventListener("hashchange", () => state && show());
frame.addEventListener("load", title);
look();
setInterval(offer, EVERY);
