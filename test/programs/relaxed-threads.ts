/** Chooses what its words say, in their order, and prints on what it ran and the losses: see test/relaxed/threads.test.ts. */
import { precision, setPrecision, setThreads, threads } from '../../src/index.ts';
import { shortTraining } from '../helpers/short-training.ts';

for (const word of process.argv.slice(2)) {
  if (word === 'relaxed' || word === 'strict') await setPrecision(word);
  else await setThreads(Number(word));
}
console.log(precision(), threads(), ...(await shortTraining()));
