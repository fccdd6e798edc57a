import type { TableBlock } from '../../report/document.ts';
import { numberText } from '../../report/number-text.ts';
import type { ParameterValue } from '../../search/space/dimension.ts';
import type { Space, SpaceEntry } from '../../search/space/space.ts';

/** A space as a table: what each parameter can be, on which scale, and when it is there. */
export function spaceBlock({ entries }: Space): TableBlock {
  const isConditional = entries.some(({ condition }) => condition !== undefined);
  return {
    kind: 'table',
    caption: `Space of ${entries.length} parameter${entries.length === 1 ? '' : 's'}`,
    columns: [
      { title: 'parameter' },
      { title: 'values' },
      { title: 'scale' },
      ...(isConditional ? [{ title: 'only if' }] : []),
    ],
    rows: entries.map((entry) => [
      entry.name,
      ...rangeAndScale(entry),
      ...(isConditional ? [conditionCell(entry)] : []),
    ]),
  };
}

/** A value of a parameter; a dash where it is left out. */
function valueCell(value: ParameterValue | undefined): string {
  if (value === undefined) return '–';
  return typeof value === 'number' && !Number.isSafeInteger(value) ? numberText(value) : String(value);
}

function rangeAndScale({ dimension }: SpaceEntry): [range: string, scale: string] {
  const { kind, low, high, step, log, values } = dimension.toJSON() as unknown as DimensionFields;
  if (kind === 'choice') return [values.map(valueCell).join(', '), 'choice'];
  const range = `${valueCell(low)} to ${valueCell(kind === 'integer' ? low + step * (dimension.size - 1) : high)}`;
  if (kind !== 'integer') return [range, kind === 'logUniform' ? 'logarithmic' : 'linear'];
  return [`${range}${step > 1 ? ` by ${step}` : ''}`, log ? 'whole, logarithmic' : 'whole'];
}

/** What `toJSON` of the kinds of dimensions has between them. */
interface DimensionFields {
  readonly kind: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly log: boolean;
  readonly values: readonly ParameterValue[];
}

function conditionCell({ condition }: SpaceEntry): string {
  return condition === undefined ? '' : `${condition.parent} is ${condition.values.map(valueCell).join(' or ')}`;
}
