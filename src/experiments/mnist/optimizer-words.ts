import { Adam } from '../../optimizers/adam.ts';
import { AdamW } from '../../optimizers/adam-w.ts';
import { Momentum } from '../../optimizers/momentum.ts';
import type { Optimizer } from '../../optimizers/optimizer.ts';
import { RmsProp } from '../../optimizers/rms-prop.ts';
import { Sgd } from '../../optimizers/sgd.ts';

const makers = {
  sgd: { title: 'SGD', make: (learningRate: number) => new Sgd({ learningRate }), defaultRate: 0.01 },
  momentum: { title: 'Momentum', make: (learningRate: number) => new Momentum({ learningRate }), defaultRate: 0.01 },
  rmsProp: { title: 'RMSProp', make: (learningRate: number) => new RmsProp({ learningRate }), defaultRate: 0.001 },
  adam: { title: 'Adam', make: (learningRate: number) => new Adam({ learningRate }), defaultRate: 0.001 },
};

/** The optimizers that are set side by side. */
export type OptimizerWord = keyof typeof makers;

export const optimizerWords = Object.keys(makers) as OptimizerWord[];

/** What to call it in texts. */
export function optimizerTitle(word: OptimizerWord): string {
  return makers[word].title;
}

/** The learning rate that it has unless told otherwise. */
export function defaultRate(word: OptimizerWord): number {
  return makers[word].defaultRate;
}

/** A new optimizer, as it is but for its rate; with weight decay Adam becomes AdamW. */
export function makeOptimizer(word: OptimizerWord, learningRate: number, weightDecay = 0): Optimizer {
  return weightDecay === 0 ? makers[word].make(learningRate) : new AdamW({ learningRate, weightDecay });
}
