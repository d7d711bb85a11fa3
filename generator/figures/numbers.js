"use strict";
// The arithmetic of formulas, as rounding.py, rates.py and Call have it. A number that does not exist is the text of its reason.

const isGap = number => typeof number === "string";
const sure = number => Number.isFinite(number = +number) ? number : "undefined";

// The first missing number of a number or a series; nothing where none is missing.
const gapOf = one => typeof one === "number" ? undefined : isGap(one) ? one : one.find(isGap);

// A function of numbers → one that passes the first missing number on.
function passing(known) {
  if (known.length === 1) return a => gapOf(a) ?? sure(known(a));
  if (known.length === 2) return (a, b) => gapOf(a) ?? gapOf(b) ?? sure(known(a, b));
  return (...given) => gapOf(given.map(one => gapOf(one) ?? 0)) ?? sure(known(...given));
}

function sum(items) {
  let total = 0;
  for (const item of items) total += item;
  return total;
}

const DIGITS = 15;
const power = exponent => +`1e${exponent}`;

// The 15 digits that a spreadsheet sees, as a whole number in text, and the power of ten that it is times.
function seen(size) {
  const [mantissa, exponent] = size.toExponential(DIGITS - 1).split("e");
  if (/50e/.test(size.toExponential(DIGITS + 1))) {
    const exact = size.toExponential(60), lower = BigInt(exact.slice(0, DIGITS + 1).replace(".", ""));
    // Half-way between two the even one, where JavaScript takes the larger.
    if (/^50*e/.test(exact.slice(DIGITS + 1))) return [String(lower + lower % 2n), +exact.split("e")[1] - DIGITS + 1];
  }
  return [mantissa.replace(".", ""), +exponent - DIGITS + 1];
}

// The number cut to `digits` decimals, and moved on by one where the first digit that is cut is at least `up`.
function quantized(number, digits, up) {
  const [text, exponent] = seen(Math.abs(number)), cut = text.length + exponent + digits;
  if (cut >= text.length) return Math.sign(number) * +`${text}e${exponent}`;
  const head = cut > 0 ? text.slice(0, cut) : "0", tail = cut >= 0 ? text.slice(cut) : `0${text}`;
  const moves = up === 0 ? /[1-9]/.test(tail) : +tail[0] >= up;
  return Math.sign(number) * +`${BigInt(head) + (moves ? 1n : 0n)}e${-digits}`;
}

// To `digits` decimals where the part that is cut is at least `up` tenths: quickly, but the decimal way close to that.
function rounded(number, digits, up) {
  if (number === 0) return number;
  digits = Math.trunc(digits);
  const unit = power(Math.abs(digits)), size = Math.abs(number);
  const scaled = digits < 0 ? size / unit : size * unit, lower = Math.floor(scaled);
  const part = scaled - lower, close = 1e-14 * scaled + 1e-12, jump = up === 5 ? 0.5 : 0;
  if (scaled >= 1e15 || Math.abs(part - jump) <= close || (jump === 0 && 1 - part <= close))
    return quantized(number, digits, up);
  const whole = lower + (part >= up / 10);
  return Math.sign(number) * (digits < 0 ? whole * unit : whole / unit);
}

// As the rate per period that `internal_rate` of rates.py finds, by the same halvings.
function internalRate(flows) {
  if (Math.min(...flows) >= 0 || Math.max(...flows) <= 0) return NaN;
  const gains = logGrowth => {
    const growth = Math.exp(logGrowth);
    return flows.reduceRight((worth, flow) => worth / growth + flow, 0) > 0;
  };
  let high = Math.log(1e8);
  const highGains = gains(high);
  let low = [-0.25, Math.log(1e-9)].find(low => gains(low) !== highGains) ?? 0;
  if (gains(low) === highGains) return NaN;
  for (let step = 0; step < 59; step++) {
    const middle = (low + high) / 2;
    if (gains(middle) === highGains) high = middle;
    else low = middle;
  }
  return Math.expm1((low + high) / 2);
}

function countWithin(items, bounds) {
  return items.filter((item, at) => {
    const [least, most, whole] = bounds[at];
    return least <= item && item <= most && (!whole || Math.floor(item) === item);
  }).length;
}
