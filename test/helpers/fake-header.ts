import type { ResultsHeader } from '../../src/experiments/results-header.ts';

/** How a `results.json` could begin. */
export function fakeHeader(experiment: string): ResultsHeader {
  return {
    experiment,
    format: 1,
    simdgrad: '0.1.0',
    node: 'v20.0.0',
    platform: 'linux x64',
    machine: 'Some processor, 2 cores',
    date: '2025-11-21T12:00:00.000Z',
    command: `simdgrad experiment ${experiment} --seeds 6`,
  };
}
