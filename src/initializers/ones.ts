import { type Initializer, makeInitializer } from './initializer.ts';

/** All 1: what the scale of a normalisation starts at. */
export function ones(): Initializer {
  return makeInitializer('ones', (values) => values.fill(1));
}
