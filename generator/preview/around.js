// Shows the page that the address names behind its #, and loads it anew when its version is another one: the answer to a
// question for that waits until it is.
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

const show = () => {
  const page = wanted(state.pages);
  problems.textContent = state.problems;
  problems.hidden = !state.problems;
  frame.hidden = Boolean(state.problems) || !page;
  nav.replaceChildren(...(state.pages.length > 1 ? state.pages.map((name) => link(name, page)) : []));
  if (!page || state.problems) return;
  // The same page stays where its reader has scrolled to, with what is chosen in it.
  if (page === shown) return frame.contentWindow.location.reload();
  if (shown) chosen.set(shown, frame.contentWindow.location.hash);
  shown = page;
  frame.src = `/pages/${encodeURIComponent(page)}${chosen.get(page) ?? ""}`;
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
frame.addEventListener("load", () => {
  document.title = frame.contentDocument?.title || "budget";
});
look();
setInterval(offer, EVERY);
