import { DataError } from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import { type GroupNumbers, largestFirst } from './group-numbers.ts';

export interface GroupDivision {
  /** The rows, shuffled or not. */
  readonly order: Uint32Array;
  readonly groups: GroupNumbers;
  /** The class of each row; all of class 0 if there is none. */
  readonly classOf: Uint32Array | undefined;
  /** Rows of each class. */
  readonly counts: readonly number[];
  /** Rows that each part is to have of each class. They may leave rows over. */
  readonly quotas: readonly (readonly number[])[];
  /** What lots are drawn by; undefined for no lots. */
  readonly seed: number | undefined;
}

/** Groups that are to go to one of two sides. */
interface Side {
  /** Rows of each class that it is to have, and how many of them are still to come. */
  readonly quota: readonly number[];
  readonly need: number[];
  /** Groups that it must have at least, and has. */
  readonly least: number;
  groups: number;
}

/** Rows of a group by class. */
type Classes = ReadonlyMap<number, number>;

/**
 * Whole groups to parts, so that each part comes near to the rows that it is to have of each class.
 *
 * First all groups are divided between the last part and the others, then those of the others likewise, and what is left
 * over last. Each time the largest groups are placed first and single rows last, which fill what is left; of equal size,
 * the one whose row comes first in `order`. A group with g(c) rows of class c may go to a side that still needs as many of
 * each. Where both do, it is drawn by lot: side s has the chance Σ g(c) · need(s, c) / need(both, c) in proportion, so that large groups
 * are as likely to be in a part as small ones. Without lots it goes where that part of the quota is the larger which is still to
 * come, to the earlier part of two equals. Where neither has room, it goes where fewer rows are too many. As many of the
 * last groups as are needed go to parts that would be empty.
 *
 * @returns the part of each group; `quotas.length` for what is left over.
 * @throws DataError for fewer groups than parts.
 */
export function divideGroups(who: string, division: GroupDivision): Uint32Array {
  const { order, groups, classOf, counts, quotas, seed } = division;
  const parts = quotas.length;
  const total = groups.sizes.length;
  if (total < parts) {
    throw new DataError(`${who}: rows of one group stay together, so ${parts} parts need as many groups, got ${total}`);
  }
  const classes = classesByGroup(groups, classOf);
  const partOf = new Uint32Array(total);
  let left = largestFirst(groups, order);
  let leftRows = [...counts];
  const peel = (part: number, quota: readonly number[], least: number, turn: number) => {
    const rest = leftRows.map((rows, c) => rows - quota[c]);
    const stream = seed === undefined ? undefined : new RandomStream(seed, 'split groups', turn);
    const gone = new Set(chosen(left, classes, sideOf(rest, least), sideOf(quota, part < parts ? 1 : 0), stream));
    for (const group of gone) partOf[group] = part;
    left = left.filter((group) => !gone.has(group));
    leftRows = counts.map(() => 0);
    for (const group of left) for (const [c, rows] of classes[group]) leftRows[c] += rows;
  };
  for (let part = parts - 1; part > 0; part--) peel(part, quotas[part], part, parts - 1 - part);
  const over = leftRows.map((rows, c) => Math.max(0, rows - quotas[0][c]));
  if (quotas.flat().reduce((sum, rows) => sum + rows, 0) < order.length) peel(parts, over, 1, parts - 1);
  return partOf;
}

/** The groups that go to the second side. */
function chosen(
  groups: readonly number[],
  classes: readonly Classes[],
  first: Side,
  second: Side,
  stream: RandomStream | undefined,
): number[] {
  return groups.filter((group, i) => {
    const open = groups.length - i;
    const lacking = [first, second].map(({ least, groups }) => Math.max(0, least - groups));
    const mustFill = open <= lacking[0] + lacking[1];
    const toSecond = mustFill ? lacking[0] === 0 : goesToSecond(classes[group], first, second, stream);
    const side = toSecond ? second : first;
    side.groups++;
    for (const [c, rows] of classes[group]) side.need[c] -= rows;
    return toSecond;
  });
}

function goesToSecond(group: Classes, first: Side, second: Side, stream: RandomStream | undefined): boolean {
  const [excess, otherExcess] = [excessOf(group, first), excessOf(group, second)];
  if (excess > 0 || otherExcess > 0) return otherExcess < excess;
  let [weight, otherWeight] = [0, 0];
  for (const [c, rows] of group) {
    const [need, otherNeed] = [first.need[c], second.need[c]];
    weight += (rows * need) / (stream ? need + otherNeed : first.quota[c]);
    otherWeight += (rows * otherNeed) / (stream ? need + otherNeed : second.quota[c]);
  }
  return stream ? stream.uniform() * (weight + otherWeight) >= weight : otherWeight > weight;
}

/** Rows of the group that the side does not need. */
function excessOf(group: Classes, { need }: Side): number {
  let excess = 0;
  for (const [c, rows] of group) excess += Math.max(0, rows - Math.max(0, need[c]));
  return excess;
}

function sideOf(quota: readonly number[], least: number): Side {
  return { quota, need: [...quota], least, groups: 0 };
}

function classesByGroup({ groupOf, sizes }: GroupNumbers, classOf: Uint32Array | undefined): Classes[] {
  if (!classOf) return sizes.map((size) => new Map([[0, size]]));
  const classes = sizes.map(() => new Map<number, number>());
  groupOf.forEach((group, row) => {
    const c = classOf[row];
    classes[group].set(c, (classes[group].get(c) ?? 0) + 1);
  });
  return classes;
}
