import { Dense } from '../../layers/dense.ts';
import { Dropout } from '../../layers/dropout.ts';
import type { Layer } from '../../layers/layer.ts';
import { Adam } from '../../optimizers/adam.ts';
import type { Optimizer } from '../../optimizers/optimizer.ts';
import { RmsProp } from '../../optimizers/rms-prop.ts';
import { Sgd } from '../../optimizers/sgd.ts';
import { l2 } from '../../regularizers/l2.ts';
import { heads } from '../table/networks.ts';
import type { TableTask } from '../table/targets.ts';
import type { NetworkParameters } from './network-space.ts';

/**
 * The layers of a point of `networkSpace`:
 *
 *     (Dense → Dropout) × layers → head
 *
 * with a sigmoid, softmax or nothing at the end, as the task asks for. The penalty is on the weights of hidden layers.
 */
export function searchedLayers(
  { layers, units, activation, initialization, dropout, l2: strength }: NetworkParameters,
  task: TableTask,
  outputs: number,
): Layer[] {
  const hidden = Array.from({ length: layers }, () => [
    new Dense(units, { activation, weightInitializer: initialization, weightRegularizer: l2(strength) }),
    ...(dropout > 0 ? [new Dropout(dropout)] : []),
  ]);
  return [...hidden.flat(), new Dense(outputs, { activation: heads[task] })];
}

/** Its optimizer. */
export function searchedOptimizer({ optimizer, learningRate, momentum }: NetworkParameters): Optimizer {
  if (optimizer === 'sgd') return new Sgd({ learningRate, momentum });
  return optimizer === 'rmsProp' ? new RmsProp({ learningRate }) : new Adam({ learningRate });
}
