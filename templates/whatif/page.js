"use strict";
// The page: what is changed → every number computed anew by `compute` → what is seen. It holds no formula of the model.

const own = document.currentScript.textContent;
let data, say, numerals, inputs, places, base;
// What was changed, by place; everything else is as the packet has it.
const changed = new Map();

// An element with its attributes (those that begin with "on" listen) and what stands in it; texts stay texts.
function el(name, attributes = {}, ...inside) {
  const made = name.includes(":")
    ? document.createElementNS("http://www.w3.org/2000/svg", name.slice(4)) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...inside.filter(part => part !== null && part !== undefined));
  return made;
}
const filled = (text, parts) => text.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
// What each place says; only what is another is written.
const written = new WeakMap();
const put = (place, text) => {
  if (written.get(place) === text) return;
  written.set(place, text);
  place.textContent = text;
};

// Stated numbers, as people type them: a ratio in per cent.

const typed = (number, value) => numerals.exactly(number.percent ? value * 100 : value).replaceAll(",", "").replace(MINUS, "-");
const plain = (number, value) => typed(number, value) + (number.percent ? "%" : "");
const worded = (number, value) =>
  `${numerals.exactly(number.percent ? value * 100 : value)}${number.percent ? "%" : number.unit ? ` ${number.unit}` : ""}`;
const label = number => number.group && !number.label.startsWith(number.group) ? number.group + say.of + number.label : number.label;

// Also ×1.12 of what is stated, and, where no share is meant, +12% of it.
const NUMBER = /^(×?)([-+]?)(\d+\.?\d*|\.\d+)(%?)$/;
function read(number, text) {
  const [whole, times, sign, digits, share] = NUMBER.exec(text.replace(/[\s,]/g, "").replace(MINUS, "-").replace(/^[x*]/, "×")) ?? [];
  const stated = data.stated[number.at], said = +`${sign}${digits}`;
  if (whole === undefined || times && share) return null;
  if (times) return +(stated * said).toPrecision(15);
  if (number.percent) return +`${sign}${digits}e-2`;
  if (!share) return said;
  return sign ? +(stated * (1 + said / 100)).toPrecision(15) : null;
}

function refusal(number, value) {
  if (value === null || !Number.isFinite(value)) return say.no_number;
  if (number.choices && !number.choices.includes(value))
    return filled(say.choices, { choices: number.choices.map(choice => plain(number, choice)).join(", ") });
  if (number.whole && !Number.isInteger(value)) return say.whole;
  if (number.least !== undefined && (number.above ? value <= number.least : value < number.least))
    return filled(number.above ? say.above : say.least, { number: plain(number, number.least) });
  if (number.most !== undefined && value > number.most) return filled(say.most, { number: plain(number, number.most) });
  return "";
}

function set(at, value) {
  if (value === data.stated[at]) changed.delete(at);
  else changed.set(at, value);
}

// What a change of the state does to the page: the numbers at once, then, once these are seen, the pictures.
const views = [], pictures = [];
let due = 0;
function draw() {
  cancelAnimationFrame(due);
  for (const picture of pictures) picture();
}

function update() {
  const stated = data.stated.slice();
  for (const [at, value] of changed) {
    stated[at] = value;
    // As with --set: what lies beyond its range widens it.
    const [low, high] = ["low", "high"].map(end => places.get(`${data.keys[at]}.${end}`));
    if (low !== undefined) stated[low] = Math.min(stated[low], value);
    if (high !== undefined) stated[high] = Math.max(stated[high], value);
  }
  compute(stated);
  for (const view of views) view();
  cancelAnimationFrame(due);
  due = requestAnimationFrame(() => setTimeout(draw));
}

function changeTo(at, value) {
  set(at, value);
  const begun = performance.now();
  update();
  document.documentElement.dataset.milliseconds = (performance.now() - begun).toFixed(2);
  keep();
}

// The state in the address, and back.

const stateText = () => [...changed].map(([at, value]) => `${encodeURIComponent(data.keys[at])}=${value}`).join("&");
// Once a hand rests: a browser takes its time for an address, and refuses too many.
const REST = 200;
let kept = 0;
function keep() {
  clearTimeout(kept);
  kept = setTimeout(() => history.replaceState(null, "", addressed()), REST);
}
const addressed = () => changed.size ? `#${stateText()}` : location.pathname + location.search;

function recall() {
  const pairs = location.hash.slice(1).split("&").map(part => {
    const cut = part.lastIndexOf("=");
    try { return [decodeURIComponent(part.slice(0, cut)), parseFloat(part.slice(cut + 1))]; } catch { return ["", NaN]; }
  });
  restore(pairs);
}

// The packet's numbers but for these, by key; what is no number of the page, or beyond its limits, is left aside.
function restore(pairs) {
  changed.clear();
  for (const [key, value] of pairs) {
    const at = data.keys.indexOf(key), number = inputs.get(at);
    if (number && !refusal(number, value)) set(at, value);
  }
  update();
}

// Numbers that follow the state.

function shown(number, form = "withUnit") {
  const place = el("span", { "data-key": number.key, "data-form": form });
  views.push(() => {
    put(place, numerals[form](v[number.at], number.form));
    place.classList.toggle("gap", isGap(v[number.at]));
  });
  return place;
}

// What is not broken within.
const solid = said => said.replaceAll(" ", "\u00a0");
function difference(number) {
  const place = el("span", { class: "difference" });
  views.push(() => {
    const now = v[number.at], before = base[number.at];
    const moved = isGap(now) || isGap(before) ? now !== before : Math.abs(now - before) > 1e-9 * Math.max(1, Math.abs(before));
    place.classList.toggle("moved", moved);
    const was = solid(filled(say.before, { number: numerals.withUnit(before, number.form) }));
    if (!moved) put(place, changed.size ? say.unchanged : "");
    else if (isGap(now) || isGap(before)) put(place, was);
    else put(place, filled(say.moved, { difference: solid(numerals.withUnit(now - before, number.form, now > before ? "+" : "")), before: was }));
  });
  return place;
}

// The decision

function verdict() {
  const { level, feasible, payback, lost, texts, by } = data.verdict;
  const place = el("div", { class: "verdict", "aria-live": "polite" });
  let told = "";
  views.push(() => {
    const reached = v[level.at], names = ["reject", "assess", "recommend"];
    const key = isGap(reached) ? reached : names[reached];
    const waits = data.live !== null && !isGap(v[data.live]) && v[data.live] > 1;
    const facts = [feasible !== null && v[feasible] !== 1, payback !== undefined && isGap(v[payback]), lost !== undefined && !isGap(v[lost]), waits];
    const said = quoting(texts[by[`${key} ${facts.map(Number).join("")}`]] ?? "");
    const chosen = facts[0] ? "" : quoting(choice());
    if (place.className === `verdict ${key}` && told === said + chosen) return;
    told = said + chosen;
    place.className = `verdict ${key}`;
    place.replaceChildren(
      el("p", {}, ...said.split("**").map((part, at) => at % 2 ? el("strong", {}, part) : part)), el("p", {}, chosen));
  });
  return place;
}

// A sentence with its numbers.
const quoting = said => said.replace(/⟦([^⟧]*):(\w+)⟧/g, (_, key, form) => {
  const number = data.verdict.numbers[key];
  return number ? numerals[form](v[number.at], number.form) : "";
});

// What is said of the choice beside the best other option that serves the load.
function choice() {
  const { worth, unexplained, least, against } = data.choice;
  const able = against.filter(({ counted, feasible }) => !isGap(v[counted]) && (feasible === null || v[feasible] === 1));
  if (!able.length || isGap(v[worth])) return "";
  const best = able.reduce((one, other) => v[other.counted] < v[one.counted] ? other : one);
  const standing = v[worth] >= least ? "cheaper" : v[worth] <= -least ? "dearer" : "alike";
  const reasoned = unexplained === null || !(v[unexplained] <= -least);
  return best.by[`${standing} ${+reasoned}`];
}

const headline = () => el("dl", { class: "headline" }, ...data.headline.map(number =>
  el("div", {}, el("dt", {}, number.label), el("dd", {}, shown(number), difference(number)))));

// On a phone each stands beside the name of its column.
const cell = (column, number, form) =>
  el("td", { class: "number", "data-column": column }, number ? shown(number, form) : "—");

const OPTION_COLUMNS = ["capex", "tco", "present_value", "rank", "feasible"];
function options() {
  const columns = OPTION_COLUMNS.filter(name => data.options.some(option => option.numbers[name]));
  const head = el("tr", {}, el("th", { scope: "col" }, say.option),
    ...columns.map(name => el("th", { scope: "col", class: "number" }, say[name])));
  const rows = data.options.map(option => {
    const row = el("tr", { class: option.chosen && "chosen" },
      el("th", { scope: "row" }, option.name + (option.chosen ? say.chosen : "")),
      ...columns.map(name => cell(say[name], option.numbers[name], "show")));
    const { feasible } = option.numbers;
    if (feasible) views.push(() => row.classList.toggle("fails", v[feasible.at] !== 1));
    return row;
  });
  return el("div", { class: "frame" }, el("table", {}, el("caption", {}, filled(say.options, { unit: say.money })),
    el("thead", {}, head), el("tbody", {}, ...rows)));
}

// What each scenario gives with what was changed.
function scenarioTable() {
  if (!data.scenarioTable) return null;
  const [first, ...columns] = data.scenarioTable.columns;
  return el("div", { class: "frame" }, el("table", {}, el("caption", {}, filled(say.scenario_table, { unit: say.money })),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, first), ...columns.map(name => el("th", { scope: "col", class: "number" }, name)))),
    el("tbody", {}, ...data.scenarioTable.rows.map(({ name, numbers }) => el("tr", {}, el("th", { scope: "row" }, name),
      ...numbers.map((number, at) => cell(columns[at], number, number?.form.kind === "amount" ? "show" : "withUnit")))))));
}

// Charts

const WIDTH = 500, STEPS = [1, 2, 2.5, 5, 10];
function ticksOf(values, wanted) {
  const low = Math.min(0, ...values), high = Math.max(0, ...values, low === 0 ? 1e-9 : 0);
  const rough = (high - low) / wanted, power = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.find(step => step * power >= rough * (1 - 1e-9)) * power;
  const ticks = [];
  for (let at = Math.floor(low / step); at <= Math.ceil(high / step); at++) ticks.push(at * step);
  return ticks;
}
const tickText = (tick, ticks) => numerals.digits(tick, Math.max(0, -Math.floor(Math.log10(ticks[1] - ticks[0]) + 1e-9)));
const text = (x, y, said, attributes = {}) => el("svg:text", { x, y, ...attributes }, said);

// A name in lines of some letters (a Chinese character is as wide as two), around its place; what is left over is cut.
const LETTER = /[\u2e80-\u9fff\uff00-\uffef]/, CLOSING = /^[）」』”’、。，；：]$/, LEADING = 15;
function inLines(said, letters, most) {
  const lines = [""];
  let wide = 0;
  for (const word of said.match(/[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+/gu) ?? []) {
    const width = CLOSING.test(word) ? 0 : LETTER.test(word) ? 2 : word.length;
    if (wide && wide + width > letters) { lines.push(""); wide = 0; }
    if (wide || word.trim()) { lines[lines.length - 1] += word; wide += width; }
  }
  return lines.slice(0, most).map((line, at) =>
    lines.length > most && at === most - 1 || line.length > letters ? `${line.trim().slice(0, letters - 1)}…` : line.trim());
}
// As wide as a label is drawn in a wide font.
const widthOf = label => [...label].reduce((wide, letter) => wide + (LETTER.test(letter) ? 13.5 : 9), 0);

function name(x, y, said, letters, attributes) {
  const lines = inLines(said, letters, 2), top = y - LEADING * (lines.length - 1) / 2;
  return el("svg:text", attributes, ...lines.map((line, at) => el("svg:tspan", { x, y: top + LEADING * at }, line)));
}

function lines(chart) {
  const height = 280, right = WIDTH - 152, top = 56, bottom = height - 36;
  const drawing = el("svg:svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img" });
  const last = chart.categories.length - 1;
  pictures.push(() => {
    const values = chart.series.map(series => series.at.map(at => isGap(v[at]) ? null : numerals.scaled(v[at])));
    const ticks = ticksOf(values.flat().filter(value => value !== null), 4);
    const left = 8 + Math.max(64, ...ticks.map(tick => widthOf(tickText(tick, ticks))));
    const x = position => left + (right - left) * position / last;
    const y = value => bottom - (bottom - top) * (value - ticks[0]) / (ticks.at(-1) - ticks[0]);
    const parts = [text(0, 12, chart.unit, { class: "quiet" })];
    for (const tick of ticks) parts.push(
      el("svg:line", { x1: left, x2: right, y1: y(tick), y2: y(tick), class: tick === 0 ? "axis" : "grid" }),
      text(left - 8, y(tick) + 4, tickText(tick, ticks), { "text-anchor": "end", class: "quiet" }));
    const every = [1, 2, 3, 6, 12, 24].find(step => step * (right - left) / last >= 40) ?? 24;
    for (let at = 0; at <= last; at += every)
      parts.push(text(x(at), bottom + 16, chart.categories[at], { "text-anchor": "middle", class: "quiet" }));
    parts.push(text((left + right) / 2, height - 2, chart.along, { "text-anchor": "middle", class: "quiet" }));
    const ends = apart(values.map(line => y(line.at(-1) ?? 0)), 2 * LEADING + 2, top, bottom);
    values.forEach((line, number) => {
      const points = line.map((value, at) => value === null ? null : `${x(at).toFixed(1)},${y(value).toFixed(1)}`);
      const heavy = chart.chosen === null ? number === 0 : number === chart.chosen;
      parts.push(el("svg:polyline", { points: points.filter(Boolean).join(" "), class: `line series-${number % 6}${heavy ? " heavy" : ""}` }),
        name(right + 8, ends[number] + 4, chart.series[number].name, 16, { class: `name name-${number % 6}` }));
    });
    marksOf(chart).forEach(([position, label], row) => {
      // One that might not hold behind its line ends at the edge, which no font takes it beyond.
      const holds = x(position) + 4 + widthOf(label) <= WIDTH;
      parts.push(el("svg:line", { x1: x(position), x2: x(position), y1: 20 + 16 * row, y2: bottom, class: "mark" }),
        text(holds ? x(position) + 4 : WIDTH, 26 + 16 * row, label, { class: "label", "text-anchor": holds ? "start" : "end" }));
    });
    drawing.setAttribute("aria-label", [chart.title, ...marksOf(chart).map(([, label]) => label)].join(say.comma));
    drawing.replaceChildren(...parts);
  });
  return el("figure", {}, el("figcaption", {}, chart.title), drawing);
}

// Places at least `gap` from each other, each moved as little as need be.
function apart(wanted, gap, low, high) {
  const order = wanted.map((_, at) => at).sort((a, b) => wanted[a] - wanted[b]), places = wanted.slice();
  let floor = low, ceiling = high;
  for (const at of order) floor = (places[at] = Math.max(places[at], floor)) + gap;
  for (const at of order.reverse()) ceiling = (places[at] = Math.min(places[at], ceiling)) - gap;
  return places;
}

// The go-live, and where the outlay is paid back or two options have cost the same.
function marksOf(chart) {
  const marks = [], last = chart.categories.length - 1;
  if (chart.key === "cumulative_cash") {
    const live = data.live === null ? "" : v[data.live], payback = data.verdict.payback;
    if (!isGap(live)) marks.push([live, filled(say.go_live, { month: data.months[live] ?? live })]);
    const number = data.headline.find(number => number.at === payback);
    if (number && !isGap(v[payback])) marks.push([v[payback], filled(say.payback, { months: numerals.about(v[payback], number.form) })]);
  } else for (const { name, breakEven } of data.options)
    if (breakEven && !isGap(v[breakEven.at]) && v[breakEven.at] > 0)
      marks.push([v[breakEven.at], filled(say.break_even, { name, month: numerals.digits(Math.max(rounded(v[breakEven.at], 0, 5), 1), 0) })]);
  return marks.filter(([position]) => position <= last);
}

const STRONGEST = 5;
const strongest = () => data.tornado ? data.tornado.rows.slice(0, STRONGEST).map(row => v[row.which]) : [];
function tornado() {
  if (!data.tornado) return null;
  const { names, rows } = data.tornado, count = Math.min(rows.length, STRONGEST);
  const slot = 40, top = 22, height = top + slot * count + 10;
  const drawing = el("svg:svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img" });
  pictures.push(() => {
    const shownRows = rows.slice(0, count).filter(row => !isGap(v[row.which]));
    const ends = shownRows.map(row => [v[row.low.at], v[row.high.at]].map(end => isGap(end) ? 0 : end));
    const reach = Math.max(...ends.flat().map(Math.abs), 1e-9), numbers = Math.max(0, ...ends.flat().map(end => widthOf(numerals.amount(end))));
    // Beside the names there is room for the longest number in a wide font.
    const left = 176 + numbers, right = WIDTH - numbers, middle = (left + right) / 2;
    const x = value => middle + (right - left) / 2 * value / reach;
    const parts = [[say.at_low, "low", WIDTH - widthOf(say.at_high)], [say.at_high, "high", WIDTH]]
      .map(([said, end, x]) => text(x, 12, said, { class: end, "text-anchor": "end" }));
    const told = [];
    shownRows.forEach((row, at) => {
      const y = top + slot * at;
      parts.push(name(0, y + slot / 2 + 5, names[v[row.which] - 1], 22, {}));
      ["low", "high"].forEach((end, side) => {
        const value = ends[at][side], from = Math.min(x(0), x(value));
        parts.push(el("svg:rect", { x: from, y: y + (side ? slot / 2 : 3), width: Math.abs(x(value) - x(0)), height: slot / 2 - 3, class: `bar ${end}` }),
          text(x(value) + (value < 0 ? -4 : 4), y + (side ? slot / 2 : 3) + 11, numerals.amount(value), { "text-anchor": value < 0 ? "end" : "start", class: "quiet" }));
        told.push(`${names[v[row.which] - 1]} ${numerals.amount(value)}`);
      });
    });
    parts.push(el("svg:line", { x1: middle, x2: middle, y1: top, y2: height - 8, class: "axis" }));
    drawing.setAttribute("aria-label", told.join(say.comma));
    drawing.replaceChildren(...parts);
  });
  return el("figure", {}, el("figcaption", {}, filled(say.tornado, { unit: say.money })), drawing);
}

// What may be changed

// The way back is gone once it is taken: whoever took it by keyboard goes on at `next`.
const backTo = (at, next) => el("button", {
  type: "button", class: "back", "aria-label": filled(say.back, { name: label(inputs.get(at)) }),
  onclick: () => { changeTo(at, data.stated[at]); next(); },
}, "↺");

let fields = 0;
function control(at, range) {
  const number = inputs.get(at), id = `n${fields++}`, error = el("p", { class: "refusal", role: "alert" });
  const value = () => changed.get(at) ?? data.stated[at];
  const field = el("input", {
    id, type: "text", inputmode: "decimal", autocomplete: "off", "data-key": data.keys[at], "aria-describedby": `${id}e`,
    oninput: () => take(read(number, field.value)),
  });
  error.id = `${id}e`;
  const back = backTo(at, () => field.focus());
  function take(value) {
    const refused = refusal(number, value);
    put(error, refused);
    field.setAttribute("aria-invalid", refused !== "");
    if (!refused) changeTo(at, value);
  }
  const slider = range && sliderOf(number, range, id, take);
  views.push(() => {
    if (document.activeElement !== field || read(number, field.value) !== value() && !error.textContent) field.value = typed(number, value());
    if (document.activeElement !== field) { put(error, ""); field.setAttribute("aria-invalid", false); }
    if (slider) slider.follow(value());
    back.hidden = !changed.has(at);
    row.classList.toggle("changed", changed.has(at));
  });
  const row = el("div", { class: "control" }, el("label", { for: id }, label(number)),
    el("span", { class: "entry" }, field, el("span", { class: "unit" }, (number.unit ?? "").replace("/", "/\u200b")), back), slider?.row, error);
  return row;
}

const STOPS = 200;
function sliderOf(number, [low, high], id, take) {
  const step = number.whole ? 1 : (high - low) / STOPS;
  const stops = Math.max(1, Math.round((high - low) / step));
  const round = value => number.whole ? Math.round(value) : +value.toPrecision(4);
  const valueAt = stop => stop === 0 ? low : stop === stops ? high : round(low + step * stop);
  const bar = el("input", { type: "range", min: 0, max: stops, step: 1, "aria-label": label(number), "aria-controls": id,
    oninput: () => take(valueAt(+bar.value)) });
  return {
    row: el("span", { class: "slider" }, el("span", {}, plain(number, low)), bar, el("span", {}, plain(number, high))),
    follow: value => {
      bar.value = Math.round((value - low) / step);
      bar.setAttribute("aria-valuetext", worded(number, value));
    },
  };
}

// The strongest as the request has them, and those that have become so.
function firstControls() {
  return data.first.filter(([at]) => inputs.has(at)).map(([at, low, high, number], order) => {
    const row = control(at, [low, high]);
    if (order >= data.shownFirst) views.push(() => {
      row.hidden = !changed.has(at) && !row.contains(document.activeElement) && !strongest().includes(number);
    });
    return row;
  });
}

function scenarios() {
  const choose = sets => () => {
    changed.clear();
    for (const [at, from] of sets) if (inputs.has(at)) set(at, base[from]);
    update();
    keep();
  };
  return el("div", { class: "scenarios", role: "group", "aria-label": say.scenarios },
    el("button", { type: "button", onclick: choose([]) }, say.as_submitted),
    ...data.scenarios.map(({ name, sets }) => el("button", { type: "button", onclick: choose(sets) }, name)));
}

function search() {
  const found = el("div", { class: "found" }), made = new Map();
  const field = el("input", { id: "search", type: "search", autocomplete: "off", oninput: () => look() });
  const count = el("p", { class: "quiet", "aria-live": "polite" });
  function look() {
    const wanted = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const hits = wanted.length ? [...inputs.values()].filter(number =>
      wanted.every(part => `${label(number)} ${data.keys[number.at]}`.toLowerCase().includes(part))) : [];
    for (const { at } of hits.slice(0, 30)) if (!made.has(at)) { made.set(at, control(at)); views.at(-1)(); }
    found.replaceChildren(...hits.slice(0, 30).map(({ at }) => made.get(at)));
    put(count, wanted.length ? filled(say.found, { number: hits.length }) : filled(say.all, { number: inputs.size }));
  }
  look();
  return el("section", {}, el("label", { for: "search", class: "head" }, say.search), field, count, found);
}

// What was changed, and what to take along

function changes() {
  const heading = el("h2", { tabindex: -1 }, say.changed), list = el("ul", {}), none = el("p", { class: "quiet" }, say.none_changed);
  const copies = ["set", "yaml", "link"].map(kind => el("button", { type: "button", onclick: event => copy(kind, event.target) }, say[`copy_${kind}`]));
  const all = el("button", { type: "button", onclick: () => { changed.clear(); update(); keep(); heading.focus(); } }, say.all_back);
  const tools = el("p", { class: "tools" }, ...copies, all, el("button", { type: "button", onclick: () => print() }, say.print));
  const out = el("textarea", { readonly: true, hidden: true, rows: 4, "aria-label": say.to_copy });
  function copy(kind, button) {
    out.hidden = false;
    out.value = takeAlong[kind]();
    out.select();
    // A page from disk may not write to the clipboard everywhere; then the text stands there, selected.
    navigator.clipboard?.writeText(out.value).then(() => { button.textContent = say.copied; setTimeout(() => { button.textContent = say[`copy_${kind}`]; }, 1500); }, () => {});
  }
  // Rows stay as long as the same numbers are changed: what is taken out and put back loses the keyboard.
  let rows = new Map();
  function row(at) {
    const now = el("b", {});
    const item = el("li", {}, el("span", {}, label(inputs.get(at))), " ", now, " ",
      backTo(at, () => (list.querySelector("button") ?? heading).focus()));
    return { item, now };
  }
  views.push(() => {
    if ([...changed.keys()].join() !== [...rows.keys()].join()) {
      rows = new Map([...changed.keys()].map(at => [at, rows.get(at) ?? row(at)]));
      list.replaceChildren(...[...rows.values()].map(({ item }) => item));
    }
    for (const [at, { now }] of rows) put(now, `${worded(inputs.get(at), data.stated[at])} → ${worded(inputs.get(at), changed.get(at))}`);
    none.hidden = changed.size > 0;
    tools.hidden = changed.size === 0;
    if (changed.size === 0) out.hidden = true;
  });
  return el("section", { class: "changes" }, heading, none, list, tools, out);
}

const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;
const takeAlong = {
  set: () => [...changed].map(([at, value]) => `--set ${quoted(`${data.keys[at]}=${plain(inputs.get(at), value)}`)}`).join(" \\\n"),
  yaml: () => [`# ${say.paste_yaml}`, "scenarios:", `  ${JSON.stringify(say.scenario)}:`,
    ...[...changed].map(([at, value]) => `    ${JSON.stringify(data.keys[at])}: ${plain(inputs.get(at), value)}`)].join("\n"),
  link: () => new URL(addressed(), location.href).href,
};

function goLive() {
  if (data.goLive === null || !inputs.has(data.goLive)) return null;
  const number = inputs.get(data.goLive);
  return control(data.goLive, [Math.max(number.least ?? 1, 1), Math.min(number.most ?? Infinity, data.months.length - 1)]);
}

// Whether this browser computes what the packet says.
function differing() {
  const alike = (one, other) => one === other || typeof one === "number" && typeof other === "number"
    && Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));
  return data.base.filter(([, at, value]) => !alike(v[at], value));
}

const WARMING = 12;
function begin(stated) {
  data = JSON.parse(stated);
  say = data.words;
  numerals = numeralsOf(data.conventions, data.reasons, data.verdicts);
  inputs = new Map(data.groups.flatMap(group => group.numbers.map(number => [number.at, { ...number, group: group.title }])));
  places = new Map(data.keys.map((key, at) => [key, at]));
  views.length = pictures.length = fields = 0;
  compute(data.stated.slice());
  base = v.slice();
  const wrong = differing();
  document.body.replaceChildren(
    el("header", {}, el("p", { class: "kind" }, say.kind), el("h1", {}, data.title), el("p", { class: "note" }, say.note)),
    wrong.length ? el("p", { class: "wrong", role: "alert" }, filled(say.wrong, { number: wrong.length })) : "",
    el("main", {},
      el("section", { class: "answer", "aria-label": say.decision }, headline(), verdict()),
      el("aside", { "aria-label": say.assumptions }, changes(),
        el("section", {}, el("h2", {}, say.strongest), ...firstControls()),
        el("section", {}, el("h2", {}, say.timing), goLive(), data.scenarios.length ? scenarios() : null), search()),
      el("section", { class: "pictures" }, ...data.charts.map(lines), options(), scenarioTable(), tornado())));
  recall();
  draw();
  document.documentElement.dataset.ready = wrong.length ? "differs" : "same";
}

// Becomes the page of another packet, without being loaded, where only its numbers and words are others; tells whether.
function become(page) {
  const [stated, script] = page.scripts, lookOf = page => page.documentElement.lang + page.querySelector("style").textContent;
  if (script?.textContent !== own || lookOf(page) !== lookOf(document)) return false;
  document.title = page.title;
  begin(stated.textContent);
  return true;
}

begin(document.getElementById("data").textContent);
addEventListener("hashchange", recall);
addEventListener("beforeprint", draw);
// A script is slow until it has run a few times: it does so before somebody waits for it.
setTimeout(() => { for (let times = 0; times < WARMING; times++) { update(); draw(); } }, 200);
