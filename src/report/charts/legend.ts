import { labelSize, type Spec, textsOf } from './axis-spec.ts';
import { shortened, textWidth } from './text-width.ts';

/** What an entry takes beside its text: the symbol, and room to the next. */
const besideText = 46;

/** A legend of texts for 0, 1, 2 …, in as many columns as there is room for. */
export function legendOf(texts: readonly string[], width: number, options: Spec = {}): Spec {
  const shown = texts.map((text) => shortened(text, labelSize, width - besideText));
  const widest = Math.max(...shown.map((text) => textWidth(text, labelSize)));
  const columns = Math.max(1, Math.min(shown.length, Math.floor(width / (widest + besideText))));
  return { columns, labelExpr: textsOf(shown), ...options };
}
