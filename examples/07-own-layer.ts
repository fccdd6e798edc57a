/** A layer of your own, with layers in it: a residual block, trained by a trainer step by step. */
import {
  Adam,
  type BuildContext,
  Dense,
  type ForwardContext,
  Layer,
  Sequential,
  type Shape,
  spirals,
  type Tensor,
  Trainer,
} from '../src/index.ts';

/** y = relu(x + dense2(dense1(x))): what it adds to its inputs is learned. He et al., 2015. */
class Residual extends Layer {
  readonly first: Dense;
  readonly second: Dense;

  constructor(units: number) {
    super();
    this.first = new Dense(units, { activation: 'relu' });
    this.second = new Dense(units, { weightInitializer: 'zeros' }); // at first it passes on what it gets
  }

  override build(inputShape: Shape, context: BuildContext): Shape {
    return context.layer(this.second, context.layer(this.first, inputShape));
  }

  forward(x: Tensor, context: ForwardContext): Tensor {
    return x.add(this.second.forward(this.first.forward(x, context), context)).relu();
  }
}

const { x, y } = spirals({ classes: 3, samplesPerClass: 100, seed: 1 });
const model = new Sequential(
  [new Dense(32, { activation: 'relu' }), new Residual(32), new Residual(32), new Dense(3, { activation: 'softmax' })],
  { inputShape: [2], seed: 7 },
);
console.log(Object.keys(model.weights()).slice(2, 6).join(', '));
console.log(model.parameterCount, 'parameters');

const optimizer = new Adam({ learningRate: 0.01 });
const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer, metrics: ['accuracy'] });
for (let step = 0; step <= 200; step++) {
  const { loss, accuracy } = trainer.step(x, y);
  if (step % 50 === 0) console.log(`step ${step}: loss ${loss.toFixed(4)}, accuracy ${accuracy.toFixed(3)}`);
}

// prints
// residual1.dense1.weight, residual1.dense1.bias, residual1.dense2.weight, residual1.dense2.bias
// 4419 parameters
// step 0: loss 1.3055, accuracy 0.333
// step 50: loss 0.0428, accuracy 0.980
// step 100: loss 0.0304, accuracy 0.990
// step 150: loss 0.0205, accuracy 0.993
// step 200: loss 0.0128, accuracy 0.993
