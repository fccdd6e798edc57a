/** All evidence, joined. What is not listed here proves nothing: test/completeness.test.ts reads it, too. */
import type { Evidence, GoldenCall, GoldenCase, GradientCase } from '../helpers/evidence.ts';
import { activations } from './activations.ts';
import { images } from './images.ts';
import { layers } from './layers.ts';
import { losses } from './losses.ts';
import { normalization } from './normalization.ts';
import { operations } from './operations.ts';

export interface Joined {
  /** Gradient checks by name of operation or loss. */
  readonly gradients: Record<string, GradientCase[]>;
  /** Golden cases by name of operation or loss, each with its call. */
  readonly golden: Record<string, { readonly entry: GoldenCase; readonly call: GoldenCall }[]>;
}

function join(all: readonly Evidence[]): Joined {
  const joined: Joined = { gradients: {}, golden: {} };
  for (const { gradients, golden } of all) {
    for (const [name, cases] of Object.entries(gradients)) {
      joined.gradients[name] = [...(joined.gradients[name] ?? []), ...cases];
    }
    for (const { entries, calls } of golden) {
      for (const [name, call] of Object.entries(calls)) {
        const cases = (entries[name] ?? []).map((entry) => ({ entry, call }));
        joined.golden[name] = [...(joined.golden[name] ?? []), ...cases];
      }
    }
  }
  return joined;
}

/** What evidence.test.ts runs; the cases of `operations` have a test of their own. */
export const networkEvidence = join([activations, layers, images, normalization, losses]);
export const evidence = join([operations, activations, layers, images, normalization, losses]);
