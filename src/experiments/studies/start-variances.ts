import { Dense } from '../../layers/dense.ts';
import { dense } from '../../ops/dense.ts';
import { noGrad } from '../../tensor/mode.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import type { StartEvidence } from './start-evidence.ts';
import type { CellView } from './train-cell.ts';

/** Rows that are sent through the network. */
const mostRows = 256;

/**
 * The variance of what each hidden layer gives, over the first training rows and all units together, to five digits.
 *
 * Where it shrinks from layer to layer, signals and gradients die out with depth; where it grows, they saturate or explode.
 */
export function startVariances({ model, parts }: Pick<CellView, 'model' | 'parts'>): StartEvidence {
  const { data, shape, scale = 1 } = parts.train.x;
  const rows = Math.min(mostRows, shape[0]);
  const values = Float32Array.from(data.subarray(0, rows * shape[1]), (value) => value * scale);
  const layers = model.layers.filter((layer) => layer instanceof Dense).slice(0, -1);
  return noGrad(() => {
    let x = new Tensor([rows, shape[1]], values);
    const variances = layers.map(({ weight, bias, activation }) => {
      x = dense(x, weight, { bias, activation });
      const { deviation = 0 } = meanAndDeviation(Array.from(x.toFloat32Array()));
      return Number((deviation * deviation).toPrecision(5));
    });
    return { variances };
  });
}
