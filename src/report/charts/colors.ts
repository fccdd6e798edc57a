/**
 * Colours of charts, for light and for dark paper.
 *
 * The six of series differ in hue and in lightness, so that readers who see red and green alike, or hardly any colour, tell
 * them apart too; each has a contrast of at least 3 to the paper. Cells of heat maps have ten levels, from next to nothing to
 * most, and for each the colour in which a number can be read on it.
 */
export interface ChartColors {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly series: readonly string[];
  readonly levels: readonly Cell[];
  /** What is no mistake, where only mistakes take colour. */
  readonly hit: Cell;
}

export interface Cell {
  readonly fill: string;
  readonly ink: string;
}

const dark = '#0d1117';
const light = '#ffffff';

export const lightColors: ChartColors = {
  paper: light,
  ink: '#1f2328',
  muted: '#59636e',
  grid: '#e1e5ea',
  series: ['#0068a9', '#d55e00', '#1fa39a', '#5a1846', '#893a0c', '#0c1d9d'],
  levels: cells(
    ['#f5f8fb', '#e2edf7', '#cbdff1', '#a9cce8', '#7fb4dc', '#559bcf', '#3481be', '#1a66a6', '#0b4c87', '#06315e'],
    [dark, light],
    7,
  ),
  hit: { fill: '#e4e7eb', ink: '#1f2328' },
};

export const darkColors: ChartColors = {
  paper: '#161b22',
  ink: '#e6edf3',
  muted: '#9aa4b0',
  grid: '#2d343d',
  series: ['#58b4f0', '#ff9340', '#8ff0d0', '#d4628c', '#f0e857', '#537af8'],
  levels: cells(
    ['#1b222b', '#1a2f45', '#183c5c', '#164b76', '#165b92', '#2a77b3', '#4691cc', '#6babe0', '#94c5ee', '#bfdef8'],
    [light, dark],
    6,
  ),
  hit: { fill: '#39414c', ink: '#e6edf3' },
};

/** Cells whose numbers are in the first ink before, in the second from level `turn` on. */
function cells(fills: readonly string[], [first, second]: readonly [string, string], turn: number): Cell[] {
  return fills.map((fill, level) => ({ fill, ink: level < turn ? first : second }));
}

/** The colours of a page, by the names that `variablesOf` gives them, so that one drawing serves light and dark. */
export const pageColors: ChartColors = named('chart', lightColors) as unknown as ChartColors;

/** The declarations of a style sheet that give the names of `pageColors` these colours. */
export function variablesOf(colors: ChartColors): string {
  return [...flat('chart', colors)].map(([name, color]) => `--${name}:${color}`).join(';');
}

function named(name: string, value: unknown): unknown {
  if (typeof value === 'string') return `var(--${name}, ${value})`;
  if (Array.isArray(value)) return value.map((one, i) => named(`${name}-${i}`, one));
  return Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, named(`${name}-${key}`, one)]));
}

function* flat(name: string, value: unknown): Generator<[string, string]> {
  if (typeof value === 'string') yield [name, value];
  else for (const [key, one] of Object.entries(value as object)) yield* flat(`${name}-${key}`, one);
}
