/** Gradients: compute something, call backward(), read .grad. */
import { graphOf, tensor } from '../src/index.ts';

const x = tensor([1, 2, 3]);
const w = tensor([0.5, -1, 2], [3], { requiresGrad: true });
const loss = x.mul(w).sum().square(); // (Σ x·w)²

loss.backward();
console.log(graphOf(loss).toText());
console.log('loss', loss.item());
console.log('gradient', w.grad); // 2·(Σ x·w)·x

// prints
// #1 mul    [3] ← constant [3], parameter [3]
// #2 sum    []  ← #1
// #3 square []  ← #2
// loss 20.25
// gradient tensor([ 9, 18, 27], shape [3])
