import { apply } from '../autodiff/apply.ts';
import { result, workspace } from '../autodiff/node.ts';
import { requireFraction, requireKnownOptions, ShapeError, shapeText } from '../errors.ts';
import { requireTensor } from '../ops/operand.ts';
import { mode } from '../tensor/mode.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { floats } from '../wasm/memory.ts';
import { requireConstant, requireWeights } from './targets.ts';

export interface SoftmaxCrossEntropyOptions {
  /** One factor for each row; the divisor stays the number of rows. */
  readonly weights?: Tensor;
  /** Share s of the target that is spread evenly over all classes, in [0, 1); 0 unless set. */
  readonly labelSmoothing?: number;
}

/**
 * Cross-entropy between the softmax of logits and labels: the loss of classifiers with k exclusive classes.
 *
 *     L = −1/n Σᵢ wᵢ Σⱼ qᵢⱼ · log pᵢⱼ,   p = softmax(logits),   q = (1 − s) · target + s/k
 *     ∂L/∂logitsᵢⱼ = wᵢ/n · (pᵢⱼ · Σⱼ qᵢⱼ − qᵢⱼ)      (below 2⁻⁸⁰ in size: 0)
 *
 * The logarithm is taken of the sum, never of a probability, so confident wrong answers cost what they should instead
 * of Infinity. The divisor is n whatever the weights w are (Keras; PyTorch divides by their sum).
 *
 * Shapes: logits [n, k]; labels [n], class indices 0 … k − 1, or [n, k], rows of probabilities, used as they are even
 * where a row does not sum to one; weights [n]; the result is a scalar. Labels and weights have no gradient.
 *
 * @throws ShapeError where these do not fit; RangeError, at each run and before the result is written, for a class
 *   index that is not a whole number from 0 to k − 1; RangeError for labelSmoothing outside [0, 1); TypeError for
 *   labels or weights that require a gradient, or an unknown option.
 * @see Bridle, 1990. https://doi.org/10.1007/978-3-642-76153-9_28
 * @see Szegedy, Vanhoucke, Ioffe, Shlens & Wojna, 2016, section 7, for label smoothing. https://arxiv.org/abs/1512.00567
 */
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor, options: SoftmaxCrossEntropyOptions = {}): Tensor {
  const who = 'softmaxCrossEntropy';
  requireTensor(who, 'logits', logits);
  requireConstant(who, 'labels', labels);
  requireKnownOptions(who, options, ['weights', 'labelSmoothing']);
  const { weights, labelSmoothing = 0 } = options;
  requireFraction(who, { labelSmoothing });
  if (logits.rank !== 2) throw new ShapeError(`${who}: logits must be [rows, classes], got ${shapeText(logits.shape)}`);
  const [rows, classes] = logits.shape;
  const indices = labels.rank === 1 && labels.size === rows;
  if (!indices && !sameShape(labels.shape, logits.shape)) {
    throw new ShapeError(
      `${who}: labels must be class indices [${rows}] or probabilities [${rows}, ${classes}] for logits ${shapeText(logits.shape)}, got ${shapeText(labels.shape)}`,
    );
  }
  if (weights !== undefined) requireWeights(who, weights, rows);

  const y = result([]);
  const probabilities = logits.requiresGrad && mode.gradients ? workspace([rows, classes]) : undefined;
  const backwardReads = [labels];
  if (probabilities) backwardReads.push(probabilities);
  if (weights) backwardReads.push(weights);
  return apply({
    name: who,
    inputs: weights ? [logits, labels, weights] : [logits, labels],
    output: y,
    constants: [labelSmoothing],
    saved: probabilities ? [probabilities] : [],
    backwardReads,
    forward(run) {
      const out = run.address(y);
      const z = run.address(logits);
      const q = run.address(labels);
      const p = probabilities ? run.address(probabilities) : 0;
      const w = weights ? run.address(weights) : 0;
      if (!indices) {
        kernels.softmaxCrossEntropyRows(out, p, z, q, w, rows, classes, labelSmoothing);
        return;
      }
      const wrong = kernels.softmaxCrossEntropyIndices(out, p, z, q, w, rows, classes, labelSmoothing);
      if (wrong < 0) return;
      throw new RangeError(
        `${who}: labels must be whole numbers from 0 to ${classes - 1} for ${classes} classes, got ${floats()[q / 4 + wrong]} in row ${wrong}`,
      );
    },
    backward(run) {
      const kernel = indices ? kernels.softmaxCrossEntropyIndicesBackward : kernels.softmaxCrossEntropyRowsBackward;
      kernel(
        run.gradient(logits),
        run.gradient(y),
        run.address(probabilities!),
        run.address(labels),
        weights ? run.address(weights) : 0,
        rows,
        classes,
        labelSmoothing,
        run.adds(logits),
      );
    },
  });
}
