"use strict";
// The numerals of a document for other values, as numerals.py writes them. conventions: what all of its forms share.

const MINUS = "−";

function numeralsOf(conventions, reasons, verdicts) {
  const digits = (value, decimals) => {
    const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
    const text = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
    return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
  };
  const trimmed = (value, decimals) => {
    const text = digits(rounded(value, decimals, 5), decimals);
    return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  };
  const decimalsFor = (value, significant) => {
    if (value === 0 || Math.abs(value) < 1e-15) return 0;
    return Math.min(Math.max(significant - 1 - Math.floor(Math.log10(Math.abs(value))), 0), 15);
  };
  const exactly = value => trimmed(value, decimalsFor(value, 15));
  const numeral = (value, decimals) =>
    trimmed(value, rounded(value, decimals, 5) === 0 ? decimalsFor(value, conventions.fewest) : decimals);
  const scaled = (value, how = conventions) => how.tenThousands ? value / 10000 : value;
  const shownValue = (value, how) => rounded(scaled(value, how), how.decimals, 5);
  const amount = (value, how = conventions) => digits(shownValue(value, how), how.decimals);

  const kinds = {
    amount: value => amount(value),
    ratio: (value, form) =>
      numeral(value * 100, Math.abs(value) >= conventions.largeRatio ? 0 : form.decimals) + "%",
    check: value => value ? conventions.holds : conventions.holdsNot,
    verdict: value => verdicts[Math.trunc(value)],
    price: value => numeral(value, Math.max(conventions.priceDecimals, decimalsFor(value, conventions.significant))),
    number: (value, form) => numeral(value, form.decimals),
  };

  const measured = (text, how) => how.replace("{number}", () => text);

  // The numeral alone; in words where there is no number.
  function show(value, form) {
    if (isGap(value)) return form.kind === "verdict" ? verdicts[value] : reasons[value] ?? value;
    if (form.capped && value > 1) return conventions.over.replace("{numeral}", "100%");
    return kinds[form.kind](value, form);
  }

  // Outside a table. sign: before a difference.
  function withUnit(value, form, sign = "") {
    if (isGap(value)) return show(value, form);
    if (form.kind === "amount" && Math.abs(value) >= conventions.smallestAmount && shownValue(value, conventions.alone) === 0)
      return measured(sign + trimmed(value, decimalsFor(value, conventions.fewest)), form.plain);
    const text = form.kind === "amount" ? amount(value, conventions.alone) : show(value, form);
    return measured(sign + text, text === "1" ? form.one ?? form.measured : form.measured);
  }

  const places = size => conventions.toldSignificant - 1 - Math.floor(Math.log10(size));

  // A span, an amount or a share as prose tells it: to the whole month, in round figures, in whole percents.
  function about(value, form) {
    const size = Math.abs(value);
    if (!isGap(value) && form.told && !conventions.alone.tenThousands && size >= conventions.toldFrom)
      return measured(conventions.toldIn
        ? trimmed(value / 10000, conventions.toldDecimals)
        : digits(rounded(value, places(size), 5), Math.max(places(size), 0)), form.told);
    if (!isGap(value) && form.kind === "ratio" && size >= conventions.toldShare)
      return digits(rounded(value * 100, 0, 5), 0) + "%";
    if (isGap(value) || !form.span) return withUnit(value, isGap(value) ? form : { ...form, ...form.without });
    const whole = digits(Math.max(rounded(value, 0, 5), 1), 0);
    return measured(whole, form.span[whole === "1" ? 1 : 0]);
  }

  return { show, withUnit, about, amount, exactly, trimmed, digits, scaled, decimalsFor };
}
