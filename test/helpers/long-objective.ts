/** An objective for tests of limits: trial 1 never ends, trial 3 wants more memory than it gets. */

import { zeros } from '../../src/index.ts';
import type { TrialContext } from '../../src/search/objective.ts';

export default function long(_: object, { number }: TrialContext): number {
  while (number === 1);
  if (number === 3)
    return zeros([2 ** 22])
      .add(1)
      .toFloat32Array()[0];
  return number;
}
