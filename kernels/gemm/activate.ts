/** Activations of rows of a product that is finished, while it is in the first-level cache. */
import { elu, leakyRelu, selu, sigmoid, softplus, tanh } from '../activations';

// The codes of activationCode in src/wasm/signatures/gemm.ts.

/** Strips apply this one themselves. */
export const codeRelu: i32 = 1;
const codeLeakyRelu: i32 = 2;
const codeElu: i32 = 3;
const codeSelu: i32 = 4;
const codeSoftplus: i32 = 5;
const codeTanh: i32 = 6;
const codeSigmoid: i32 = 7;

/** The activations that strips do not apply themselves, over `count` neighbouring floats. */
export function activate(c: usize, count: i32, activation: i32, alpha: f32): void {
  if (activation == codeLeakyRelu) leakyRelu(c, c, count, alpha);
  else if (activation == codeElu) elu(c, c, count, alpha);
  else if (activation == codeSelu) selu(c, c, count);
  else if (activation == codeSoftplus) softplus(c, c, count);
  else if (activation == codeTanh) tanh(c, c, count);
  else if (activation == codeSigmoid) sigmoid(c, c, count);
}
