import { availableParallelism, cpus } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import type { ResultsHeader } from '../experiments/results-header.ts';
import { precision } from '../index.ts';

/** The beginning of a `results.json` that is written here and now. */
export function resultsHeader(experiment: string, format: number, command: string): ResultsHeader {
  return {
    experiment,
    format,
    simdgrad: packageJson.version,
    node: process.version,
    ...(precision() === 'relaxed' && { precision: 'relaxed' as const }),
    platform: `${process.platform} ${process.arch}`,
    machine: machineText(),
    date: new Date().toISOString(),
    command,
  };
}

/** The processor, and how many cores a program may use. */
function machineText(): string {
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() || 'unknown processor';
  const cores = availableParallelism();
  return `${model}, ${cores} ${cores === 1 ? 'core' : 'cores'}`;
}
