import { ShapeError, shapeText } from '../errors.ts';
import { fillNormal, fillUniform, philoxPlace } from '../tensor/random.ts';
import { requireShape, type Shape, sizeOf } from '../tensor/shape.ts';

/** How the values of a parameter begin. */
export interface Initializer {
  readonly name: string;
  /**
   * Fills `values`, the parameter of the given shape in row-major order. The same seed and stream give the same values;
   * streams are named after the parameter (`init/dense2.weight`), so no parameter depends on what else is in the model.
   *
   * @throws ShapeError if the number of values is not that of the shape.
   */
  fill(values: Float32Array, shape: Shape, seed: number, stream: string): void;
  toString(): string;
}

/**
 * How many values a weight's unit adds up (fanIn), and how many units a value goes to (fanOut):
 *
 *     dense         [in, out]                               in                                  out
 *     convolution   [kernelHeight, kernelWidth, in, out]    kernelHeight · kernelWidth · in     kernelHeight · kernelWidth · out
 *     vector        [n]                                     n                                   n
 *
 * As Keras and PyTorch count, whose weights are laid out otherwise. A scalar has 1 of each.
 */
export function fansOf(shape: Shape): { fanIn: number; fanOut: number } {
  const rank = shape.length;
  if (rank < 2) return { fanIn: sizeOf(shape), fanOut: sizeOf(shape) };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: field * shape[rank - 2], fanOut: field * shape[rank - 1] };
}

/** An initializer by its name and by what fills values that fit the shape. */
export function makeInitializer(name: string, fill: Initializer['fill'], text = name): Initializer {
  return {
    name,
    fill(values, shape, seed, stream) {
      const size = sizeOf(requireShape(name, shape));
      if (values.length !== size) {
        throw new ShapeError(`${name}: ${shapeText(shape)} has ${size} values, got an array of ${values.length}`);
      }
      fill(values, shape, seed, stream);
    },
    toString: () => text,
  };
}

/** Values uniform in [−limit, limit), the limit from the fans. The kernel `randomUniform` gives the same bits. */
export function uniformInitializer(name: string, limitOf: (fanIn: number, fanOut: number) => number): Initializer {
  return makeInitializer(name, (values, shape, seed, stream) => {
    const { fanIn, fanOut } = fansOf(shape);
    const limit = limitOf(fanIn, fanOut);
    fillUniform(values, -limit, limit, philoxPlace(seed, stream));
  });
}

/**
 * Values normal around 0, the standard deviation from the fans. The whole normal distribution, as PyTorch; Keras cuts
 * it off at two standard deviations and widens what is left.
 */
export function normalInitializer(name: string, deviationOf: (fanIn: number, fanOut: number) => number): Initializer {
  return makeInitializer(name, (values, shape, seed, stream) => {
    const { fanIn, fanOut } = fansOf(shape);
    fillNormal(values, 0, deviationOf(fanIn, fanOut), philoxPlace(seed, stream));
  });
}
