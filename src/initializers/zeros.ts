import { type Initializer, makeInitializer } from './initializer.ts';

/** All 0: what biases start at. */
export function zeros(): Initializer {
  return makeInitializer('zeros', (values) => values.fill(0));
}
