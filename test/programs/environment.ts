/** Prints what the environment has chosen for whoever imports simdgrad in Node: see test/environment.test.ts. */
import { precision, threads } from '../../src/entries/simdgrad.ts';

console.log(precision(), threads());
