/**
 * Backward over eager tensors: the chain rule, node by node, against the order of creation.
 *
 * The walk knows no operation: each node adds to the gradients of its inputs. It is iterative, so depth costs no stack.
 */
import { GradientError, ShapeError, shapeText } from '../errors.ts';
import { forbidWhileRecording } from '../tensor/mode.ts';
import { Tensor } from '../tensor/tensor.ts';
import { eagerRun, type Gradients } from './eager.ts';
import { type Node, nextPass, nodeOf, sumOfVersions } from './node.ts';
import { runBackward } from './watch-backward.ts';

/**
 * Fills `.grad` of every leaf that the scalar `loss` depends on and that has `requiresGrad`: ∂loss/∂leaf, added to the
 * gradient that is there.
 *
 * The order of operations backward is the reverse of their order forward, so that the same program gives the same bits.
 *
 * @throws ShapeError unless `loss` is one value; GradientError if nothing it depends on requires a gradient, or a value
 *   that backward needs has been overwritten since; RecordingError inside `record`.
 */
export function backward(loss: Tensor): void {
  forbidWhileRecording('backward()');
  if (loss.size !== 1) {
    throw new ShapeError(
      `backward(): the loss must be one value, got ${shapeText(loss.shape)}; reduce it with sum() or mean()`,
    );
  }
  backwardFrom(loss, Float32Array.of(1));
}

/** Backward with ∂/∂root given, of any shape: Σ upstream · root is differentiated. */
export function backwardFrom(root: Tensor, upstream: Float32Array): void {
  if (!root.requiresGrad) {
    throw new GradientError(
      'backward(): nothing here requires a gradient; make the parameters with { requiresGrad: true } and compute outside noGrad()',
    );
  }
  const nodes = nodesBehind(root);
  checkVersions(nodes);
  const gradients: Gradients = new Map([[root, upstream]]);
  const leaves = leavesOf(root, nodes);
  eagerRun.pass = nextPass();
  for (const leaf of leaves) {
    if (leaf.grad === undefined || leaf === root) continue;
    gradients.set(leaf, leaf.grad.toFloat32Array());
    leaf.gradientPass = eagerRun.pass;
  }
  for (const node of nodes) if (gradients.has(node.output)) runBackward(node, gradients);
  for (const leaf of leaves) {
    const gradient = gradients.get(leaf);
    if (gradient) setGradient(leaf, leaf === root ? addTo(leaf.grad, gradient) : gradient);
  }
}

/** Nodes that `root` depends on through tensors that require gradients, latest first. */
function nodesBehind(root: Tensor): Node[] {
  const found = new Set<Node>();
  const open: Tensor[] = [root];
  for (let tensor = open.pop(); tensor !== undefined; tensor = open.pop()) {
    const node = nodeOf(tensor);
    if (!node || !tensor.requiresGrad || found.has(node)) continue;
    found.add(node);
    for (const input of node.inputs) if (input.requiresGrad) open.push(input);
  }
  return [...found].sort((a, b) => b.id - a.id);
}

function leavesOf(root: Tensor, nodes: readonly Node[]): Set<Tensor> {
  const leaves = new Set<Tensor>();
  if (!root.origin) leaves.add(root);
  for (const node of nodes) for (const input of node.inputs) if (input.requiresGrad && !input.origin) leaves.add(input);
  return leaves;
}

function checkVersions(nodes: readonly Node[]): void {
  for (const node of nodes) {
    if (sumOfVersions(node.backwardReads) === node.versions) continue;
    throw new GradientError(
      `backward(): a value that ${node.name} needs was overwritten by assign() or an optimizer step after the forward pass; run forward again first`,
    );
  }
}

function addTo(gradient: Tensor | undefined, more: Float32Array): Float32Array {
  return gradient ? gradient.toFloat32Array().map((value, i) => value + more[i]) : more;
}

function setGradient(leaf: Tensor, values: Float32Array): void {
  if (leaf.gradientHome) {
    leaf.gradientHome.home!.resident.write(leaf.gradientHome.home!.byteOffset, values);
    leaf.grad = leaf.gradientHome;
  } else leaf.grad = new Tensor(leaf.shape, values);
}
