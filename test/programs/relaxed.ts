/** Trains with the relaxed kernels and prints what came of it: see test/relaxed/browser.test.ts. */
import { precision, setPrecision } from '../../src/index.ts';
import { shortTraining } from '../helpers/short-training.ts';

await setPrecision('relaxed');
console.log(precision(), ...(await shortTraining()));
