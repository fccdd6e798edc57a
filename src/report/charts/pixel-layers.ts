/** Layers of drawings whose marks have their places in pixels already. */
import { type Spec, titleSize } from './axis-spec.ts';
import type { ChartColors } from './colors.ts';
import { textWidth } from './text-width.ts';

/** Of labels of ticks. */
export const tickSize = 11;
export const lineHeight = 13;

/** A text on one line at a place of the drawing. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  /** Of its middle. */
  readonly y: number;
  readonly align: 'left' | 'center' | 'right';
  readonly tone: 'tick' | 'title';
}

/** A straight line. */
export interface Stroke {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
}

const pixels = (field: string): Spec => ({ field, type: 'quantitative', scale: null, axis: null });

/** Places by the fields x and y. */
export const xy: Spec = { x: pixels('x'), y: pixels('y') };

/** Lines and rectangles by x, y, x2 and y2. */
export const box: Spec = { ...xy, x2: { field: 'x2' }, y2: { field: 'y2' } };

/** What a field says as it is: a colour, a width. */
export const asGiven = (field: string): Spec => ({ field, type: 'nominal', scale: null });

export function ruleLayer(values: readonly Stroke[], strokeWidth: number, { muted }: ChartColors): Spec {
  return { data: { values }, mark: { type: 'rule', color: muted, strokeWidth }, encoding: box };
}

/** A layer for each kind of text. */
export function textLayers(texts: readonly PlacedText[], { muted }: ChartColors): Spec[] {
  return [...new Set(texts.map(({ align, tone }) => `${align} ${tone}`))].map((group) => {
    const own = texts.filter(({ align, tone }) => `${align} ${tone}` === group);
    const [{ align, tone }] = own;
    const look = tone === 'tick' ? { fontSize: tickSize, color: muted } : { fontSize: titleSize };
    return {
      data: { values: own },
      mark: { type: 'text', align, baseline: 'middle', ...look },
      encoding: { ...xy, text: { field: 'text', type: 'nominal' } },
    };
  });
}

/** What is behind a label, so that it can be read where lines cross it. */
export function groundOf({ text, x, y, align, tone }: PlacedText): Stroke {
  const width = textWidth(text, tone === 'tick' ? tickSize : titleSize) + 4;
  const from = x - { left: 2, center: width / 2, right: width - 2 }[align];
  return { x: from, x2: from + width, y: y - lineHeight / 2, y2: y + lineHeight / 2 };
}
