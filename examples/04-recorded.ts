/** Recording: the same loop as a graph, planned once and replayed at the speed of its kernels. */
import { Adam, dense, meanSquaredError, randomUniform, record, tensor } from '../src/index.ts';

const weight = tensor(new Float32Array(3), [3, 1], { requiresGrad: true });
const bias = tensor([0], [1], { requiresGrad: true });
const graph = record(
  [
    [64, 3],
    [64, 1],
  ],
  (x, y) => meanSquaredError(dense(x, weight, { bias }), y),
);
const adam = new Adam({ learningRate: 0.02 });

for (let step = 0; step < 1000; step++) {
  const x = randomUniform([64, 3], { low: -1, high: 1, seed: step });
  const y = x.matmul(tensor([[2], [-1], [0.5]])).add(0.25); // what it has to find
  const loss = graph.run([x, y]);
  for (const parameter of [weight, bias]) parameter.zeroGrad();
  graph.backward();
  adam.step([weight, bias]);
  if (step % 250 === 0) console.log(`step ${step}: loss ${loss.item().toFixed(6)}`);
}
console.log('weight', weight.reshape([3]), 'bias', bias);

// prints
// step 0: loss 1.556174
// step 250: loss 0.000006
// step 500: loss 0.000000
// step 750: loss 0.000000
// weight tensor([ 2.0000, -1.0000,  0.5000], shape [3], requiresGrad) bias tensor([0.2500], shape [1], requiresGrad)
