import { apply } from '../autodiff/apply.ts';
import { result, workspace } from '../autodiff/node.ts';
import { requireFraction, requireInteger, requireKnownOptions, valueText } from '../errors.ts';
import { Counter, philoxPlace } from '../tensor/random.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { requireTensor } from './operand.ts';

export interface DropoutOptions {
  /** False unless set: x passes unchanged. */
  readonly training?: boolean;
  /** A whole number; 0 unless set. */
  readonly seed?: number;
  /**
   * Which mask: a number below 2³², or a counter that is read at each forward, so that a recorded graph draws another
   * mask each time it runs. Whoever owns the counter advances it. 0 unless set.
   */
  readonly counter?: number | Counter;
  /** The name of the random stream; two dropouts of one model need different ones. 'dropout' unless set. */
  readonly stream?: string;
}

/**
 * Dropout: in training each value is set to 0 with probability `rate`, and the others are scaled up, so that the
 * expected value stays.
 *
 *     y = mask ∘ x / (1 − rate),   maskᵢ = 1 with probability 1 − rate, else 0
 *     ∂L/∂x = mask ∘ ∂L/∂y / (1 − rate)
 *
 * The mask is a pure function of seed, stream and counter (Philox at element/4, counter, stream), so it needs no state;
 * one bit a value is kept for backward. Outside training, and with rate 0, x itself is returned.
 *
 * @param rate the share that is dropped, in [0, 1).
 * @throws RangeError, TypeError for a rate, seed or counter outside its range; TypeError for an unknown option.
 * @see Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov, 2014 (scaled in training: section 10).
 *   https://jmlr.org/papers/v15/srivastava14a.html
 */
export function dropout(x: Tensor, rate: number, options: DropoutOptions = {}): Tensor {
  requireTensor('dropout', 'x', x);
  requireFraction('dropout', { rate });
  requireKnownOptions('dropout', options, ['training', 'seed', 'counter', 'stream']);
  const { training = false, seed = 0, counter = 0, stream = 'dropout' } = options;
  if (typeof training !== 'boolean') {
    throw new TypeError(`dropout: training must be true or false, got ${valueText(training)}`);
  }
  requireInteger('dropout', { seed });
  if (typeof stream !== 'string' || stream === '') {
    throw new TypeError(`dropout: stream must be a name, got ${valueText(stream)}`);
  }
  const counted = counter instanceof Counter ? counter : countedOnce(counter);
  if (!training || rate === 0) return x;

  const [seedLow, seedHigh, , streamLow, streamHigh] = philoxPlace(seed, stream);
  const y = result(x.shape);
  const mask = workspace([Math.ceil(x.size / 16)]); // a byte holds four bits, a float32 word four bytes
  return apply({
    name: 'dropout',
    inputs: [x],
    output: y,
    saved: [mask],
    constants: [rate, seedLow, seedHigh, streamLow, streamHigh, counter],
    backwardReads: [mask],
    forward(run) {
      const out = run.address(y);
      const bits = run.address(mask);
      const from = run.address(x);
      kernels.dropout(out, bits, from, x.size, rate, seedLow, seedHigh, counted.value, streamLow, streamHigh);
    },
    backward(run) {
      kernels.dropoutBackward(run.gradient(x), run.gradient(y), run.address(mask), x.size, rate, run.adds(x));
    },
  });
}

function countedOnce(counter: unknown): { readonly value: number } {
  if (typeof counter !== 'number') {
    throw new TypeError(`dropout: counter must be a number or a Counter, got ${valueText(counter)}`);
  }
  requireInteger('dropout', { counter });
  if (counter >= 2 ** 32) throw new RangeError(`dropout: counter must be below 2^32, got ${counter}`);
  return { value: counter };
}
