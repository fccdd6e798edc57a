import { philoxPlace } from '../../src/tensor/random.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { kernels } from '../../src/wasm/kernels.ts';
import type { Signal, Stage, Wiring } from './wiring.ts';

/** The masks of the layer `name` of a model with that seed. */
export function dropout(wiring: Wiring, { shape, values: x, gradient: dx }: Signal, rate: number, name: string): Stage {
  const size = wiring.batch * sizeOf(shape);
  const output = wiring.signal(shape);
  const { values: y, gradient: dy } = output;
  const mask = wiring.take(Math.ceil(size / 16)); // a byte for four values
  const { forwards } = wiring;
  const [seedLow, seedHigh, , streamLow, streamHigh] = philoxPlace(wiring.seed, `dropout/${name}`);
  return {
    output,
    flops: 0,
    forward() {
      kernels.dropout(y, mask, x, size, rate, seedLow, seedHigh, forwards.value, streamLow, streamHigh);
    },
    backward() {
      kernels.dropoutBackward(dx, dy, mask, size, rate, 0);
    },
  };
}
