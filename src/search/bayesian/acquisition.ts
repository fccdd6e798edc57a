import { logExpectedImprovement } from '../gaussian-process/expected-improvement.ts';
import type { GaussianProcess } from '../gaussian-process/gaussian-process.ts';
import type { Embedding } from './embedding.ts';

/**
 * How much a trial at a point promises: the logarithm of the expected improvement on `best`, lower being better.
 *
 * Points are given by their places, NaN of what is left out; they must be points that there are, integers at the middle of their cells:
 * between two of them the process has an opinion, but nothing can be tried.
 */
export class Acquisition {
  private readonly model: GaussianProcess;
  private readonly embedding: Embedding;
  private readonly best: number;
  private readonly coordinates: Float64Array<ArrayBuffer>;
  private readonly byMean: Float64Array;
  private readonly byVariance: Float64Array;

  constructor(model: GaussianProcess, embedding: Embedding, best: number) {
    this.model = model;
    this.embedding = embedding;
    this.best = best;
    this.coordinates = new Float64Array(embedding.width);
    this.byMean = new Float64Array(embedding.width);
    this.byVariance = new Float64Array(embedding.width);
  }

  at(units: ArrayLike<number>): number {
    const { mean, variance } = this.model.predict(this.embedding.place(units, this.coordinates));
    return logExpectedImprovement(this.best, mean, Math.sqrt(variance)).value;
  }

  /** The same, with its derivatives by the places into `gradient`. */
  withGradient(units: ArrayLike<number>, gradient: Float64Array): number {
    const { byMean, byVariance, best } = this;
    const coordinates = this.embedding.place(units, this.coordinates);
    const { mean, variance } = this.model.predictWithGradient(coordinates, byMean, byVariance);
    const deviation = Math.sqrt(variance);
    const found = logExpectedImprovement(best, mean, deviation);
    const ofVariance = deviation > 0 ? found.byDeviation / (2 * deviation) : 0;
    for (let j = 0; j < byMean.length; j++) byMean[j] = found.byMean * byMean[j] + ofVariance * byVariance[j];
    this.embedding.derivatives(units, byMean, gradient);
    return found.value;
  }
}
