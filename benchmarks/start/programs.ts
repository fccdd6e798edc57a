/** Programs that use the package as people do; each prints one line, a JSON value. */
import { large, type Workload } from '../workloads.ts';

/** Nothing but Node. */
export const empty = 'console.log(0);\n';

/** Milliseconds that the import takes. */
export const importAlone = `const begin = performance.now();
await import('simdgrad');
console.log(performance.now() - begin);
`;

/** Ten lines: what a bundler makes of them is what a page has to load. */
export const tenLines = `import { Adam, Dense, Sequential, Trainer } from 'simdgrad';
const layers = [new Dense(16, { activation: 'relu' }), new Dense(2, { activation: 'softmax' })];
const model = new Sequential(layers, { inputShape: [2], seed: 1 });
const optimizer = new Adam({ learningRate: 0.05 });
const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer, metrics: ['accuracy'] });
const x = [[0, 0], [0, 1], [1, 0], [1, 1]];
const y = [0, 1, 1, 0];
const { loss, accuracy } = await trainer.fit(x, y, { epochs: 200 });
console.log(JSON.stringify([loss.at(-1), accuracy.at(-1)]));
const [answer] = model.predictLabels([[1, 0]]);
`;

/** The workload as its user writes it. The data is what numbers there are without a file. */
function trainingProgram({ input, layers, batch }: Workload, end: string): string {
  const dense = layers.map((layer) => {
    if (layer.kind !== 'dense') throw new Error(`a program of dense layers has no ${layer.kind}`);
    return `new Dense(${layer.units}, { activation: '${layer.activation}' })`;
  });
  const { units } = layers[layers.length - 1] as { units: number };
  return `import { Adam, Dense, randomNormal, Sequential, Trainer } from 'simdgrad';
const model = new Sequential([${dense.join(', ')}], { inputShape: [${input.join(', ')}], seed: 1 });
const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: new Adam() });
const batchOf = (seed) => ({
  x: randomNormal([${[batch, ...input].join(', ')}], { seed }),
  y: Float32Array.from({ length: ${batch} }, (_, i) => (i * 7 + seed) % ${units}),
});
${end}`;
}

/** The loss of the first step of W4. */
export const firstBatch = trainingProgram(
  large,
  `const { x, y } = batchOf(1);
console.log(trainer.step(x, { data: y, shape: [y.length] }).loss);
`,
);

/** Bytes that the process held at most while it took 500 steps of W4. */
export const memory = trainingProgram(
  large,
  `const batches = [1, 2, 3, 4, 5, 6, 7, 8].map(batchOf);
for (let step = 0; step < 500; step++) {
  const { x, y } = batches[step % 8];
  trainer.step(x, { data: y, shape: [y.length] });
}
console.log(process.resourceUsage().maxRSS * 1024);
`,
);
