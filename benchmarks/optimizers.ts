/**
 * The speed of every fused update kernel against its rule as it reads: the plain loop of `src/optimizers/`, over the
 * same number of weights in ordinary arrays.
 *
 *     npx tsx benchmarks/optimizers.ts [names …]
 */
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Lion,
  Momentum,
  Nadam,
  type Optimizer,
  RAdam,
  RmsProp,
  Sgd,
} from '../src/optimizers/index.ts';
import { ParameterBlock } from '../src/tensor/parameter-block.ts';
import { fillNormal, philoxPlace } from '../src/tensor/random.ts';
import {
  billionsPerSecond,
  type Candidate,
  type Measurement,
  measure,
  printTable,
  saveResults,
  speedRatio,
  spread,
} from './harness.ts';

/** Weights, gradients and two slots in 256 KB: the parameters of a small model, in the second level cache. */
const n = 16384;

const learningRate = 1e-5; // the weights stay ordinary numbers over a million steps
const rules: { name: string; make: () => Optimizer }[] = [
  { name: 'Sgd', make: () => new Sgd({ learningRate }) },
  { name: 'Sgd, momentum', make: () => new Sgd({ learningRate, momentum: 0.9 }) },
  { name: 'Sgd, Nesterov', make: () => new Sgd({ learningRate, momentum: 0.9, nesterov: true }) },
  { name: 'Momentum', make: () => new Momentum({ learningRate }) },
  { name: 'RmsProp', make: () => new RmsProp({ learningRate }) },
  { name: 'RmsProp, centered', make: () => new RmsProp({ learningRate, centered: true }) },
  { name: 'RmsProp, momentum', make: () => new RmsProp({ learningRate, momentum: 0.9 }) },
  { name: 'Adam', make: () => new Adam({ learningRate }) },
  { name: 'Adam, amsgrad', make: () => new Adam({ learningRate, amsgrad: true }) },
  { name: 'Adam, clipped', make: () => new Adam({ learningRate, clipValue: 1 }) },
  { name: 'AdamW', make: () => new AdamW({ learningRate }) },
  { name: 'Adagrad', make: () => new Adagrad({ learningRate }) },
  { name: 'Adadelta', make: () => new Adadelta({ learningRate }) },
  { name: 'Adamax', make: () => new Adamax({ learningRate }) },
  { name: 'Nadam', make: () => new Nadam({ learningRate }) },
  { name: 'RAdam', make: () => new RAdam({ learningRate }) },
  { name: 'Lion', make: () => new Lion({ learningRate }) },
  { name: 'Lion, decay', make: () => new Lion({ learningRate, weightDecay: 0.1 }) },
];

const names = process.argv.slice(2);
const chosen = rules.filter(({ name }) => names.length === 0 || names.includes(name));

function normal(stream: string): Float32Array {
  const values = new Float32Array(n);
  fillNormal(values, 0, 1, philoxPlace(1, `benchmark/${stream}`));
  return values;
}

/** The whole step of an optimizer over a block, and its rule over ordinary arrays. */
function candidatesOf({ name, make }: (typeof rules)[number]): Candidate[] {
  const [weights, gradient] = [normal('weights'), normal('gradient')];
  const optimizer = make();
  const { tensors } = new ParameterBlock([{ shape: [n], values: weights }]);
  const [parameter] = tensors;
  parameter.gradientHome!.assign(gradient);
  parameter.grad = parameter.gradientHome;
  const step = (): void => optimizer.step(tensors);

  const plain = make();
  const theta = weights.slice();
  const { slots } = plain.state(tensors).parameters[0];
  let t = 0;
  const g = plain.clipValue
    ? gradient.map((x) => Math.max(-plain.clipValue!, Math.min(plain.clipValue!, x)))
    : gradient;
  const loop = (): void => plain.update(theta, g, slots, ++t, learningRate);
  return [
    {
      name,
      work: n,
      run: step,
      check: () => {
        for (let i = 0; i < 10; i++) {
          step();
          loop();
        }
        parameter.toFloat32Array().forEach((value, i) => {
          if (Math.abs(value - theta[i]) > 1e-6 * Math.max(1, Math.abs(value))) {
            throw new Error(`${name}: weight ${i} is ${value}, not ${theta[i]}`);
          }
        });
      },
    },
    { name: `${name}, plain loop`, work: n, run: loop },
  ];
}

const results: { name: string; kernel: Measurement; loop: Measurement; ratio: number }[] = [];
for (const rule of chosen) {
  const [kernel, loop] = await measure(candidatesOf(rule));
  results.push({ name: rule.name, kernel, loop, ratio: speedRatio(kernel, loop) });
}
printTable(
  `One step over ${n} weights; median of interleaved rounds, one thread`,
  ['rule', 'kernel, weights/ns', 'spread', 'plain loop', 'ratio'],
  results.map(({ name, kernel, loop, ratio }) => [
    name,
    billionsPerSecond(kernel).toFixed(3),
    `±${(100 * spread(kernel)).toFixed(1)} %`,
    billionsPerSecond(loop).toFixed(3),
    `${ratio.toFixed(1)}x`,
  ]),
);
console.log(saveResults('optimizers', { weights: n, optimizers: results }));
