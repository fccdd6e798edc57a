import { Adadelta } from '../../optimizers/adadelta.ts';
import { Adagrad } from '../../optimizers/adagrad.ts';
import { Adam } from '../../optimizers/adam.ts';
import { AdamW } from '../../optimizers/adam-w.ts';
import { Adamax } from '../../optimizers/adamax.ts';
import { Lion } from '../../optimizers/lion.ts';
import { Momentum } from '../../optimizers/momentum.ts';
import { Nadam } from '../../optimizers/nadam.ts';
import type { Optimizer } from '../../optimizers/optimizer.ts';
import { RAdam } from '../../optimizers/r-adam.ts';
import { RmsProp } from '../../optimizers/rms-prop.ts';
import { Sgd } from '../../optimizers/sgd.ts';

interface Maker {
  readonly title: string;
  /** A new one, as it is but for its rate. */
  readonly make: (learningRate: number) => Optimizer;
  /** The rate that the library gives it unless told otherwise. */
  readonly defaultRate: number;
}

const makers = {
  sgd: { title: 'SGD', make: (learningRate) => new Sgd({ learningRate }), defaultRate: 0.01 },
  momentum: { title: 'Momentum', make: (learningRate) => new Momentum({ learningRate }), defaultRate: 0.01 },
  nesterov: {
    title: 'Nesterov',
    make: (learningRate) => new Sgd({ learningRate, momentum: 0.9, nesterov: true }),
    defaultRate: 0.01,
  },
  rmsProp: { title: 'RMSProp', make: (learningRate) => new RmsProp({ learningRate }), defaultRate: 0.001 },
  adam: { title: 'Adam', make: (learningRate) => new Adam({ learningRate }), defaultRate: 0.001 },
  adamW: { title: 'AdamW', make: (learningRate) => new AdamW({ learningRate }), defaultRate: 0.001 },
  adagrad: { title: 'Adagrad', make: (learningRate) => new Adagrad({ learningRate }), defaultRate: 0.01 },
  adadelta: { title: 'Adadelta', make: (learningRate) => new Adadelta({ learningRate }), defaultRate: 1 },
  adamax: { title: 'Adamax', make: (learningRate) => new Adamax({ learningRate }), defaultRate: 0.002 },
  nadam: { title: 'Nadam', make: (learningRate) => new Nadam({ learningRate }), defaultRate: 0.002 },
  rAdam: { title: 'RAdam', make: (learningRate) => new RAdam({ learningRate }), defaultRate: 0.001 },
  lion: { title: 'Lion', make: (learningRate) => new Lion({ learningRate }), defaultRate: 0.0001 },
} satisfies Record<string, Maker>;

/** The optimizers that studies set side by side. Momentum and Nesterov keep 0.9 of their velocity, AdamW decays by 0.01. */
export type StudyOptimizer = keyof typeof makers;

export const studyOptimizers = Object.keys(makers) as StudyOptimizer[];

/** What to call it in texts. */
export function titleOfOptimizer(word: StudyOptimizer): string {
  return makers[word].title;
}

export function defaultRateOf(word: StudyOptimizer): number {
  return makers[word].defaultRate;
}

/** A new optimizer, as it is but for its rate. @param weightDecay of AdamW; 0.01 unless set. */
export function makeStudyOptimizer(word: StudyOptimizer, learningRate: number, weightDecay?: number): Optimizer {
  if (word === 'adamW' && weightDecay !== undefined) return new AdamW({ learningRate, weightDecay });
  return makers[word].make(learningRate);
}
