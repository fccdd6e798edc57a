import { DataError, ShapeError, shapeText, valueText } from '../errors.ts';
import { type Shape, sameShape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';

/** Weights with which a model starts instead of initial ones: layers take theirs by name while they are built. */
export class GivenWeights {
  private readonly who: string;
  private readonly left: Map<string, Tensor>;

  /** @throws TypeError unless they are tensors by name. */
  constructor(who: string, weights: Readonly<Record<string, Tensor>>) {
    if (typeof weights !== 'object' || weights === null || Array.isArray(weights)) {
      throw new TypeError(`${who}: weights must be an object of tensors by name, got ${valueText(weights)}`);
    }
    for (const [name, weight] of Object.entries(weights)) {
      if (!(weight instanceof Tensor)) {
        throw new TypeError(`${who}: weights: '${name}' must be a tensor, got ${valueText(weight)}`);
      }
    }
    this.who = who;
    this.left = new Map(Object.entries(weights));
  }

  /**
   * A copy of the values of the weight of that name, for that shape.
   *
   * @throws DataError if it is not there or holds a number that is not finite; ShapeError if it has another shape.
   */
  take(name: string, shape: Shape): Float32Array {
    const weight = this.left.get(name);
    if (!weight) throw new DataError(`${this.who}: weights: ${name} ${shapeText(shape)} is missing`);
    if (!sameShape(weight.shape, shape)) {
      throw new ShapeError(
        `${this.who}: weights: ${name}: expected ${shapeText(shape)}, got ${shapeText(weight.shape)}`,
      );
    }
    const values = weight.toFloat32Array();
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw new DataError(`${this.who}: weights: ${name} has ${values[wrong]} at place ${wrong}`);
    this.left.delete(name);
    return values;
  }

  /** @throws DataError for weights that no layer has taken. */
  requireNoneLeft(): void {
    if (this.left.size === 0) return;
    const names = [...this.left.keys()];
    const list = names.slice(0, 8).map(valueText).join(', ');
    throw new DataError(
      `${this.who}: weights: no layer has ${list}${names.length > 8 ? `, … ${names.length} in all` : ''}`,
    );
  }
}
