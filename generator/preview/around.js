// Shows the page that the address names behind its #, and loads it anew when its version is another one.
"use strict";

const EVERY = 150;
const [nav, problems, frame] = ["nav", "pre", "iframe"].map((name) => document.querySelector(name));
let version = null;
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

const show = (state) => {
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
    const state = await (await fetch("/state")).json();
    if (state.version !== version) {
      version = state.version;
      show(state);
    }
  } catch {
    version = null;
  }
  setTimeout(look, EVERY);
};

addEventListener("hashchange", () => (version = null));
frame.addEventListener("load", () => {
  document.title = frame.contentDocument?.title || "budget";
});
look();
