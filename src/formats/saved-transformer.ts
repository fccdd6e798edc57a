/** The transformer in a model file: JSON that is not trusted when it is read, and the features that the model takes. */
import { ColumnTransformer, type ColumnTransformerJson } from '../data/column-transformer.ts';
import { counted } from '../data/counted.ts';
import { DataError, ShapeError, shapeText, valueText } from '../errors.ts';
import type { Sequential } from '../training/sequential.ts';
import { jsonText, parseJson } from './bounded-json.ts';

/** @throws TypeError for no transformer; NotFittedError; ShapeError for one that makes other features than the model takes. */
export function transformerText(who: string, transformer: ColumnTransformer, model: Sequential): string {
  if (!(transformer instanceof ColumnTransformer)) {
    throw new TypeError(`${who}: transformer must be a ColumnTransformer, got ${valueText(transformer)}`);
  }
  const wrong = misfit(transformer, model);
  if (wrong !== undefined) throw new ShapeError(`${who}: ${wrong}`);
  return jsonText(who, 'the transformer', transformer.toJSON());
}

/** @throws DataError for a text that `transformerText` did not write for this model. */
export function transformerFromText(who: string, text: string, model: Sequential): ColumnTransformer {
  const json = parseJson(who, 'the transformer', text);
  try {
    const transformer = ColumnTransformer.fromJSON(json as ColumnTransformerJson);
    const wrong = misfit(transformer, model);
    if (wrong !== undefined) throw new DataError(wrong);
    return transformer;
  } catch (error) {
    throw new DataError(`${who}: ${(error as Error).message}`, { cause: error });
  }
}

/** How the transformer does not fit the model, if it does not. */
function misfit({ featureNames: { length } }: ColumnTransformer, { inputShape }: Sequential): string | undefined {
  if (inputShape.length === 1 && inputShape[0] === length) return undefined;
  return `the transformer makes ${counted(length, 'feature')}, the model takes ${shapeText(inputShape)}`;
}
