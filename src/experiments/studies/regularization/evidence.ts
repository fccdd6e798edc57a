/** What the study looks at in each network beside accuracy and loss: its weights, and the columns that it does not see. */
import type { Sequential } from '../../../training/sequential.ts';
import type { CheckedJson } from '../../checked-json.ts';
import { designOf } from '../cell.ts';
import type { CellLooks, CellView } from '../train-cell.ts';
import { places, regularizationCells } from './cells.ts';
import { columnsOff, sizeBins, sizeHistogram } from './weight-figures.ts';
import { accuracyWith, constantColumns, firstWeight } from './without-columns.ts';

/** Of one network: plain data. */
export interface RegularizationEvidence {
  /** How many weights there are of each size, in the bins of `sizeBins`: before the first step, and at the end. Biases are left out. */
  readonly sizesBefore: readonly number[];
  readonly sizesAfter: readonly number[];
  /** Input columns of which all weights are exactly 0 at the end. */
  readonly columnsOff: number;
  /** With L1 by its proximal step. */
  readonly columns?: ColumnEvidence;
}

/** Which columns L1 switched off, and what the same training makes without them. */
export interface ColumnEvidence {
  /** A character for each column: '1' if the network sees it, '0' if it is switched off. */
  readonly seen: string;
  /** Of those switched off, how many have one value in all rows that were trained on. */
  readonly constant: number;
  /** Of those switched off, where columns have names and some are left. */
  readonly names?: readonly string[];
  /** Test accuracy of the same network without them, trained again; undefined where no column is switched off, or all are. */
  readonly without?: { readonly sameCell: number; readonly noPenalty: number };
}

const [noPenalty] = regularizationCells;
const l1Names = new Set(places.flatMap(({ method, name }) => (method === 'l1' ? [name] : [])));

/** Whether the columns of a cell are looked at, for which it is trained again without some, and so is the network without a penalty. */
export function looksAtColumns(cell: string): boolean {
  return l1Names.has(cell);
}

export const regularizationLooks: CellLooks = {
  before: ({ model }) => ({ sizesBefore: sizeHistogram(weightsOf(model)) }),
  async after(view) {
    const { cell, model } = view;
    const weight = model.weights()[firstWeight];
    const off = columnsOff(weight.toFloat32Array(), weight.shape[0]);
    return {
      sizesAfter: sizeHistogram(weightsOf(model)),
      columnsOff: off.length,
      ...(looksAtColumns(cell.name) && { columns: await lookAtColumns(off, weight.shape[0], view) }),
    };
  },
};

/** The values of all weights that a penalty is on: those of the dense layers, without biases. */
function weightsOf(model: Sequential): Float32Array[] {
  return Object.entries(model.weights()).flatMap(([name, weight]) =>
    name.endsWith('.weight') ? [weight.toFloat32Array()] : [],
  );
}

async function lookAtColumns(off: readonly number[], columns: number, view: CellView): Promise<ColumnEvidence> {
  const { cell, parts, classes, training } = view;
  const isOff = new Set(off);
  const all = Array.from({ length: columns }, (_, column) => column);
  const constant = constantColumns(parts.train.x).filter((column) => isOff.has(column)).length;
  const seen = all.map((column) => (isOff.has(column) ? '0' : '1')).join('');
  const { featureNames } = parts;
  const named = featureNames && off.length < columns ? { names: off.map((column) => featureNames[column]) } : {};
  const kept = all.filter((column) => !isOff.has(column));
  if (off.length === 0 || kept.length === 0) return { seen, constant, ...named };
  const sameCell = await accuracyWith(kept, designOf(cell), parts, classes, training);
  const without = await accuracyWith(kept, designOf(noPenalty), parts, classes, training);
  if (sameCell === undefined || without === undefined) return { seen, constant }; // ended by the signal: nobody keeps it
  return { seen, constant, ...named, without: { sameCell, noPenalty: without } };
}

/** @throws by `checked.refuse` for what `regularizationLooks` cannot have made of the cell of this name. */
export function evidenceFrom(checked: CheckedJson, what: string, json: unknown, cell: string): RegularizationEvidence {
  const { object, list, count, optional, refuse } = checked;
  const fields = object(what, json);
  const histogram = (name: string): number[] => {
    const counts = list(`${what}.${name}`, fields[name], count);
    if (counts.length === sizeBins.length && counts.some((one) => one > 0)) return counts;
    return refuse(`${what}.${name} must be ${sizeBins.length} counts`, fields[name]);
  };
  const columns = optional(`${what}.columns`, fields.columns, (place, value) => columnsFrom(checked, place, value));
  if (!columns && looksAtColumns(cell)) refuse(`${what}.columns must be there for ${cell}`, fields.columns);
  return {
    sizesBefore: histogram('sizesBefore'),
    sizesAfter: histogram('sizesAfter'),
    columnsOff: count(`${what}.columnsOff`, fields.columnsOff),
    ...(columns && { columns }),
  };
}

/** Columns of the widest rows. */
const mostColumns = 10_000;

function columnsFrom({ object, list, text, count, share, optional, refuse }: CheckedJson, what: string, json: unknown) {
  const fields = object(what, json);
  const seen = text(`${what}.seen`, fields.seen, mostColumns);
  if (!/^[01]+$/.test(seen)) refuse(`${what}.seen must be of 0 and 1`, fields.seen);
  const names = optional(`${what}.names`, fields.names, (place, value) => list(place, value, text));
  const without = optional(`${what}.without`, fields.without, (place, value) => {
    const { sameCell, noPenalty } = object(place, value);
    return { sameCell: share(`${place}.sameCell`, sameCell), noPenalty: share(`${place}.noPenalty`, noPenalty) };
  });
  return {
    seen,
    constant: count(`${what}.constant`, fields.constant),
    ...(names && { names }),
    ...(without && { without }),
  };
}
