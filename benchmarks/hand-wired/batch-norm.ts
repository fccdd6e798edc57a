import { sizeOf } from '../../src/tensor/shape.ts';
import { kernels, packScratch } from '../../src/wasm/kernels.ts';
import type { Signal, Stage, Wiring } from './wiring.ts';

const epsilon = 1e-3;
const momentum = 0.99;

/** By the statistics of the batch; the running ones follow as in the layer, from 0 and 1. */
export function batchNorm(wiring: Wiring, { shape, values: x, gradient: dx }: Signal): Stage {
  const channels = shape[shape.length - 1];
  const rows = (wiring.batch * sizeOf(shape)) / channels;
  const gamma = wiring.parameter();
  const beta = wiring.parameter();
  const output = wiring.signal(shape);
  const { values: y, gradient: dy } = output;
  const mean = wiring.take(channels);
  const variance = wiring.take(channels);
  const runningMean = wiring.state(channels, 0);
  const runningVariance = wiring.state(channels, 1);
  return {
    output,
    flops: 0,
    forward() {
      kernels.batchNorm(y, mean, variance, x, gamma.values, beta.values, packScratch, rows, channels, epsilon);
      kernels.batchNormRunning(runningMean, runningVariance, mean, variance, channels, momentum);
    },
    backward() {
      kernels.batchNormBackward(
        dx,
        gamma.gradient,
        beta.gradient,
        dy,
        x,
        mean,
        variance,
        gamma.values,
        packScratch,
        rows,
        channels,
        epsilon,
        0,
        0,
        0,
      );
    },
  };
}
