import type { Provenance } from '../report/document.ts';
import type { CheckedJson } from './checked-json.ts';

/** How every `results.json` begins. */
export interface ResultsHeader {
  /** What was done, by its name in the list of `describe.ts`. */
  readonly experiment: string;
  /** Of what follows; each experiment counts its own. */
  readonly format: number;
  /** Version of simdgrad. */
  readonly simdgrad: string;
  readonly node: string;
  /** Where the relaxed kernels computed; without it the strict ones did. */
  readonly precision?: 'relaxed';
  /** 'linux x64'. */
  readonly platform: string;
  /** Processor and how many cores there are. */
  readonly machine: string;
  /** When it began: ISO 8601, in UTC. */
  readonly date: string;
  /** The words that ask for the same again, whatever the defaults will be. */
  readonly command: string;
}

/** Characters: enough for the names of all columns of a wide table. */
const longestCommand = 2 ** 20;

export function headerFromJSON(json: CheckedJson, value: Readonly<Record<string, unknown>>): ResultsHeader {
  const { text, count } = json;
  const { experiment, format, simdgrad, node, platform, machine, date, command } = value;
  const precision = json.optional('precision', value.precision, (what, one) =>
    json.oneOf(what, one, ['relaxed'] as const),
  );
  return {
    experiment: text('experiment', experiment),
    format: count('format', format),
    simdgrad: text('simdgrad', simdgrad),
    node: text('node', node),
    ...(precision && { precision }),
    platform: text('platform', platform),
    machine: text('machine', machine),
    date: text('date', date),
    command: text('command', command, longestCommand),
  };
}

/** Where the figures of a report come from. */
export function provenanceOf(
  { simdgrad, node, precision, platform, machine, date, command }: ResultsHeader,
  { seeds, fingerprints }: Pick<Provenance, 'seeds' | 'fingerprints'>,
): Provenance {
  const versions = { simdgrad, Node: node, ...(precision && { kernels: precision }) };
  return { command, versions, machine: `${machine}, ${platform}`, date, seeds, fingerprints };
}
