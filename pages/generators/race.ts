import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equalLoss } from '../../src/race/lane.ts';
import { figureText } from '../../src/race/race-table.ts';
import { type SurfaceName, surfaces } from '../../src/race/surfaces.ts';
import { markdownTable } from '../markdown-table.ts';
import { pageRaces, type RaceRecord, type RecordedLane, raceFile } from '../race-record.ts';

/**
 * Tables of the races of record. `race SURFACE`: all optimizers, the one that ended lowest first. `race PAGE`, the page of an optimizer: its
 * figures on all surfaces, and which it was of all.
 *
 * @throws Error for other words.
 */
export function race(words: readonly string[], root: string): string {
  const record: RaceRecord = JSON.parse(readFileSync(join(root, raceFile), 'utf8'));
  const [word] = words;
  if (words.length === 1 && Object.hasOwn(surfaces, word)) return surfaceTable(record[word as SurfaceName]);
  if (words.length === 1 && Object.hasOwn(pageRaces, word)) return optimizerTable(record, pageRaces[word].name);
  const known = [...Object.keys(surfaces), ...Object.keys(pageRaces)].join(', ');
  throw new Error(`race takes one of ${known}, got '${words.join(' ')}'`);
}

const lossTitles = ['after 10 steps', 'after 100', 'after 200', 'steps to 0.001'];

function surfaceTable(lanes: readonly RecordedLane[]): string {
  const rows = sorted(lanes).map((lane) => [`\`${lane.name}\``, ...figures(lane)]);
  return markdownTable(['optimizer', 'rate', ...lossTitles], rows);
}

function optimizerTable(record: RaceRecord, name: string): string {
  const rows = Object.values(surfaces).map((surface) => {
    const lanes = record[surface.name];
    const lane = lanes.find((one) => one.name === name)!;
    const place = 1 + lanes.filter((other) => compare(other, lane) < 0).length;
    return [surface.name, ...figures(lane), `${place} of ${lanes.length}`];
  });
  return markdownTable(['surface', 'rate', ...lossTitles, 'place'], rows);
}

function figures({ rate, losses, stepsToClose }: RecordedLane): string[] {
  return [rate, losses[10], losses[100], losses[200], stepsToClose ?? undefined].map(figureText);
}

function sorted(lanes: readonly RecordedLane[]): RecordedLane[] {
  return [...lanes].sort(compare);
}

/** As `compareWalks` has it. */
function compare(a: RecordedLane, b: RecordedLane): number {
  const [lossA, lossB] = [a, b].map(({ losses }) => Math.max(losses[200], equalLoss));
  if (lossA !== lossB) return lossA - lossB;
  return (a.stepsToClose ?? Number.POSITIVE_INFINITY) - (b.stepsToClose ?? Number.POSITIVE_INFINITY);
}
