/** How numbers and lists stand in findings. */

/** `12.3 %`; `0.02 %` below one percent; never 100 % for what is less. */
export function percentText(share: number): string {
  const percent = 100 * share;
  if (share > 0.999 && share < 1) return `${Math.min(percent, 99.999).toFixed(3)} %`;
  return `${percent > 0 && percent < 1 ? Number(percent.toPrecision(1)) : Number(percent.toFixed(1))} %`;
}

/** At most four significant digits, which is enough to recognise a number: `0.001234`, `206900`, `1.2e+300`. */
export function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(4)));
}

/** `'a', 'b' and 3 more`. */
export function namesText(names: readonly string[], most = 4): string {
  const shown = names.slice(0, most).map((name) => `'${name}'`);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
