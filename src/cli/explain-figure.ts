/** Numbers of `simdgrad explain`: five digits that count, none of them a trailing 0, and a true minus. */
export function figureText(value: number): string {
  const rounded = Number(value.toPrecision(5));
  const size = Math.abs(rounded);
  const text = size !== 0 && (size < 1e-4 || size >= 1e7) ? size.toExponential() : String(size);
  return `${rounded < 0 ? '−' : ''}${text.replace('e+', 'e').replace('e-', 'e−')}`;
}

/** The same with room for a minus in front, so that digits stand below digits. */
export function signedText(value: number): string {
  const text = figureText(value);
  return text.startsWith('−') ? text : ` ${text}`;
}

/** Places that a text takes: marks above letters take none. */
export function placesOf(text: string): number {
  return text.replace(/\p{Mn}/gu, '').length;
}

/** A text with spaces behind it, so that it takes so many places. */
export function padded(text: string, places: number): string {
  return text + ' '.repeat(Math.max(0, places - placesOf(text)));
}
