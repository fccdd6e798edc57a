/** Figures and durations as people read them while training goes on. */

/** About four digits: 0.9213, 12.35, 1.234e-7. */
export function figureText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(3);
  const wholeDigits = size < 1 ? 0 : String(Math.floor(size)).length;
  return value.toFixed(Math.max(0, 4 - wholeDigits));
}

/** `validationLoss` → `validation loss`. */
export function figureName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** 8 s, 2 min 5 s, 3 h 10 min. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Three digits and their thousands: 912, 12,300, 985,000. */
export function rateText(perSecond: number): string {
  const rounded = Number(perSecond.toPrecision(3));
  return String(Math.round(rounded)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * `████░░░░ words`: a bar in what is not kept for the words, at most 30 long, and the words; cut to the width of the line.
 * Without a share, or where the line is short, the words alone.
 */
export function barText(share: number | undefined, words: string, width: number, roomForWords: number): string {
  const length = Math.min(30, width - roomForWords); // not by the words' own length: the bar would jump as that changes
  if (share === undefined || length < 5) return words.slice(0, width);
  const full = Math.round(share * length);
  return `${'█'.repeat(full)}${'░'.repeat(length - full)} ${words}`.slice(0, width);
}
