/** Runs the evidence for what networks are made of: every gradient check and every golden case. */
import { describe, it } from 'vitest';
import { runGoldenCase, runGradientCase } from '../helpers/evidence.ts';
import { networkEvidence } from './index.ts';

describe('gradients agree with finite differences', () => {
  for (const [name, cases] of Object.entries(networkEvidence.gradients)) {
    it(name, () => {
      for (const one of cases) runGradientCase(one);
    });
  }
});

// Expected values are float64, so the distance is the rounding of float32: a few times 6e-8 for a single operation,
// more where sums cancel (normalisation, sums of a matrix product). 2e-6 leaves 16 roundings of 2⁻²³.
const tolerance = 2e-6;

describe('output and gradients agree with independent values, eager and recorded, the same bits in both', () => {
  for (const [name, cases] of Object.entries(networkEvidence.golden)) {
    cases.forEach(({ entry, call }, i) => {
      it(`${name} ${i}`, () => runGoldenCase(entry, call, tolerance));
    });
  }
});
