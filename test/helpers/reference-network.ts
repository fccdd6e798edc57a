/** A network of dense layers in plain float64 loops: what trainers are compared with. */
import type { Sequential } from '../../src/index.ts';

type Matrix = number[][];

interface ReferenceLayer {
  readonly weight: Matrix; // [in][out]
  readonly bias: number[];
  readonly activation: 'tanh' | 'none';
  /** λ of λ·Σw². */
  readonly l2: number;
}

/** What stands after the last layer, with its loss: softmax or sigmoid with cross-entropy, or nothing with squared error. */
export type Head = 'softmax' | 'sigmoid' | 'squared';

/** One hidden activation, tanh; the weights are copied from a model whose layers are `dense1`, `dense2`, … */
export class ReferenceNetwork {
  readonly layers: ReferenceLayer[];
  private readonly head: Head;

  constructor(model: Sequential, head: Head, l2 = 0) {
    this.head = head;
    const weights = model.weights();
    const count = Object.keys(weights).filter((name) => name.endsWith('.bias')).length;
    this.layers = Array.from({ length: count }, (_, i) => ({
      weight: weights[`dense${i + 1}.weight`].toArray() as Matrix,
      bias: weights[`dense${i + 1}.bias`].toArray() as number[],
      activation: i < count - 1 ? 'tanh' : 'none',
      l2,
    }));
  }

  /** Values after each layer, the input first. */
  private values(x: number[]): number[][] {
    const values = [x];
    for (const { weight, bias, activation } of this.layers) {
      const input = values[values.length - 1];
      const z = bias.map((b, j) => input.reduce((sum, value, i) => sum + value * weight[i][j], b));
      values.push(activation === 'tanh' ? z.map(Math.tanh) : z);
    }
    return values;
  }

  /** Probabilities, or values for squared error. */
  outputs(x: number[]): number[] {
    const z = this.values(x).at(-1)!;
    if (this.head === 'squared') return z;
    if (this.head === 'sigmoid') return z.map((value) => 1 / (1 + Math.exp(-value)));
    const most = Math.max(...z);
    const e = z.map((value) => Math.exp(value - most));
    const sum = e.reduce((a, b) => a + b, 0);
    return e.map((value) => value / sum);
  }

  penalty(): number {
    let sum = 0;
    for (const { weight, l2 } of this.layers) for (const row of weight) for (const w of row) sum += l2 * w * w;
    return sum;
  }

  /** Targets as one number for each output: the class of a softmax becomes a row of 0 and 1. */
  private rowOf(y: number | number[], outputs: number): number[] {
    if (Array.isArray(y)) return y;
    return this.head === 'softmax' ? Array.from({ length: outputs }, (_, c) => Number(c === y)) : [y];
  }

  /** (1/n) Σ wᵢ lᵢ over the rows; n is their number whatever the weights. Without the penalty. */
  dataLoss(x: Matrix, y: readonly (number | number[])[], weights?: readonly number[]): number {
    let sum = 0;
    x.forEach((row, i) => {
      const p = this.outputs(row);
      const t = this.rowOf(y[i], p.length);
      const terms = p.map((value, j) => {
        if (this.head === 'squared') return (value - t[j]) ** 2 / p.length;
        if (this.head === 'softmax') return t[j] === 0 ? 0 : -t[j] * Math.log(value);
        return -(t[j] * Math.log(value) + (1 - t[j]) * Math.log(1 - value)) / p.length;
      });
      sum += (weights ? weights[i] : 1) * terms.reduce((a, b) => a + b, 0);
    });
    return sum / x.length;
  }

  /** One step of plain gradient descent. Returns the loss before it, penalty included. */
  step(x: Matrix, y: readonly (number | number[])[], rate: number, weights?: readonly number[]): number {
    const loss = this.dataLoss(x, y, weights) + this.penalty();
    const gradients = this.layers.map(({ weight, bias, l2 }) => ({
      weight: weight.map((row) => row.map((w) => 2 * l2 * w)),
      bias: bias.map(() => 0),
    }));
    x.forEach((row, sample) => {
      const values = this.values(row);
      const p = this.outputs(row);
      const t = this.rowOf(y[sample], p.length);
      const share = (weights ? weights[sample] : 1) / x.length / (this.head === 'softmax' ? 1 : p.length);
      let delta = p.map((value, j) => (this.head === 'squared' ? 2 : 1) * share * (value - t[j]));
      for (let l = this.layers.length - 1; l >= 0; l--) {
        const input = values[l];
        delta.forEach((d, j) => {
          gradients[l].bias[j] += d;
          input.forEach((value, i) => {
            gradients[l].weight[i][j] += value * d;
          });
        });
        const { weight } = this.layers[l];
        const below = delta;
        delta = input.map((value, i) => {
          const sum = below.reduce((total, d, j) => total + d * weight[i][j], 0);
          return sum * (1 - value * value); // the input of every layer but the first is a tanh
        });
      }
    });
    this.layers.forEach(({ weight, bias }, l) => {
      weight.forEach((row, i) => {
        row.forEach((_, j) => {
          row[j] -= rate * gradients[l].weight[i][j];
        });
      });
      bias.forEach((_, j) => {
        bias[j] -= rate * gradients[l].bias[j];
      });
    });
    return loss;
  }
}
