/** A process that does a study, or goes on with it: `killed-study.ts JOURNAL WORKERS TRIALS`. It prints the study, but for its times. */
import { search } from '../../src/node/search.ts';
import { AsynchronousHalving } from '../../src/search/pruners/asynchronous-halving.ts';
import { BayesianSampler } from '../../src/search/samplers/bayesian-sampler.ts';
import { choice } from '../../src/search/space/choice.ts';
import { uniform } from '../../src/search/space/continuous.ts';

const [journal, workers, trials = '80'] = process.argv.slice(2);
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const study = await search({
  space: { x: uniform(-1, 1), y: uniform(-1, 1), kind: choice(['a', 'b']) },
  sampler: new BayesianSampler({ seed: 5 }),
  pruner: new AsynchronousHalving({ reductionFactor: 3 }),
  objective: new URL(`killed-objective.${extension}`, import.meta.url),
  trials: Number(trials),
  parallel: Number(workers),
  journal,
});
process.stdout.write(JSON.stringify(study, (key, value) => (key === 'seconds' ? undefined : value)));
