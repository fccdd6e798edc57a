/** Activations by name, as layers and `dense` take them. */
import { requireOneOf } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { activationCode, kernels, type UnaryWithBackward } from '../wasm/kernels.ts';
import * as functions from './activation-functions.ts';
import { elu, gelu, leakyRelu, logSoftmax, softmax } from './activation-functions.ts';

/** What an activation may be called: what `activation-functions.ts` exports, or 'none'. */
export type ActivationName = 'none' | keyof typeof functions;

/** The numbers that some activations take. */
export interface ActivationParameters {
  /** Of leakyRelu, at least 0; 0.01 unless set. */
  readonly slope?: number;
  /** Of elu, above 0; 1 unless set. */
  readonly alpha?: number;
}

type Operation = (x: Tensor, parameters: ActivationParameters) => Tensor;

const operations: Readonly<Record<ActivationName, Operation>> = {
  none: (x) => x,
  ...functions,
  // Those with arguments of their own: by name they take the parameters above, and otherwise the defaults.
  leakyRelu: (x, { slope }) => leakyRelu(x, slope),
  elu: (x, { alpha }) => elu(x, alpha),
  gelu: (x) => gelu(x),
  softmax: (x) => softmax(x),
  logSoftmax: (x) => logSoftmax(x),
};

export const activationNames = Object.keys(operations) as readonly ActivationName[];

/** @throws RangeError listing the names unless `name` is one of them. */
export function requireActivation(who: string, name: unknown): ActivationName {
  return requireOneOf(who, 'activation', name, activationNames);
}

/** The activation of that name, as an operation of its own. 'none' returns x itself. */
export function activate(x: Tensor, name: ActivationName, parameters: ActivationParameters = {}): Tensor {
  return operations[name](x, parameters);
}

/** How a matrix product computes an activation at the end of its tiles, and its gradient from the output alone. */
export interface FusedActivation {
  readonly code: number;
  /** What the kernels call the activation's number: slope or alpha, 0 for most. */
  readonly parameter: number;
  /** Undefined where the gradient passes unchanged. */
  readonly backward: UnaryWithBackward | undefined;
}

/** Undefined for an activation whose gradient needs its input or the whole row: it stays a node of its own. */
export function fusedActivation(
  name: ActivationName,
  { slope = 0.01, alpha = 1 }: ActivationParameters,
): FusedActivation | undefined {
  switch (name) {
    case 'none':
      return { code: activationCode.none, parameter: 0, backward: undefined };
    case 'relu':
      return fused(activationCode.relu, 0, (dx, dy, y, n, _, adds) => kernels.reluBackward(dx, dy, y, n, adds));
    case 'leakyRelu':
      return fused(activationCode.leakyRelu, slope, kernels.leakyReluBackward);
    case 'elu':
      return fused(activationCode.elu, alpha, kernels.eluBackward);
    case 'selu':
      return fused(activationCode.selu, 0, (dx, dy, y, n, _, adds) => kernels.seluBackward(dx, dy, y, n, adds));
    case 'softplus':
      return fused(activationCode.softplus, 0, (dx, dy, y, n, _, adds) => kernels.softplusBackward(dx, dy, y, n, adds));
    case 'tanh':
      return fused(activationCode.tanh, 0, (dx, dy, y, n, _, adds) => kernels.tanhBackward(dx, dy, y, n, adds));
    case 'sigmoid':
      return fused(activationCode.sigmoid, 0, (dx, dy, y, n, _, adds) => kernels.sigmoidBackward(dx, dy, y, n, adds));
    default:
      return undefined;
  }
}

function fused(code: number, parameter: number, backward: UnaryWithBackward): FusedActivation {
  return { code, parameter, backward };
}
