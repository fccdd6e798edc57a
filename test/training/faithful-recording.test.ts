/** What a trainer replays is what the code would compute; where it is not, it says so and changes nothing. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  Adam,
  BatchNorm,
  type BuildContext,
  Counter,
  Dense,
  Dropout,
  dropout,
  type ForwardContext,
  type ForwardOptions,
  full,
  Layer,
  type Model,
  meanSquaredError,
  noGrad,
  ones,
  RecordingError,
  type regularizers,
  Sequential,
  slice,
  type Tensor,
  Trainer,
  tensor,
} from '../../src/index.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { thrownBy } from '../helpers/errors.ts';
import { linear } from '../helpers/training-data.ts';

const { x, y } = linear(8);

/** A layer whose `forward` is given. */
class Own extends Layer {
  readonly compute: (x: Tensor, context: ForwardContext) => Tensor;

  constructor(compute: (x: Tensor, context: ForwardContext) => Tensor, name = 'own1') {
    super({ name });
    this.compute = compute;
  }

  override build(inputShape: readonly number[], _context: BuildContext): readonly number[] {
    return inputShape;
  }

  override forward(input: Tensor, context: ForwardContext): Tensor {
    return this.compute(input, context);
  }
}

const withOwn = (compute: (x: Tensor, context: ForwardContext) => Tensor): Sequential =>
  new Sequential([new Dense(5), new BatchNorm(), new Dropout(0.4), new Own(compute), new Dense(1)], {
    inputShape: [3],
    seed: 2,
  });

interface Everything {
  readonly fingerprint: string;
  readonly counter: number;
  readonly steps: number;
  readonly slots: unknown;
}

async function everythingOf(model: Sequential, optimizer: Adam): Promise<Everything> {
  const slots = optimizer.state(model.parameters()).parameters.map(({ t, slots: { m, v } }) => [t, [...m], [...v]]);
  return {
    fingerprint: await model.fingerprint(),
    counter: model.counter.value,
    steps: optimizer.steps,
    slots,
  };
}

let step = 0;
beforeEach(() => {
  step = 0;
});

/** The second step must throw, naming this place, and change nothing; without recording both steps must work. */
async function expectFound(make: () => Sequential, loss: (outputs: Tensor, targets: Tensor) => Tensor, place: RegExp) {
  step = 0;
  const model = make();
  const optimizer = new Adam();
  const trainer = new Trainer(model, { loss, optimizer });
  trainer.step(x, y);
  expect(model.counter.value).toBe(1);
  const before = await everythingOf(model, optimizer);
  expect(before.steps).toBe(1);
  step = 1;
  for (let again = 0; again < 2; again++) {
    const error = thrownBy(() => trainer.step(x, y));
    expect(error).toBeInstanceOf(RecordingError);
    expect(error.message).toMatch(/^Trainer.step: recorded again, the step differs: /);
    expect(error.message).toMatch(place);
    expect(error.message).toMatch(/recorded: false/);
    expect(await everythingOf(model, optimizer)).toEqual(before);
  }
  step = 0;
  const eager = make();
  const anew = new Trainer(eager, { loss, optimizer: new Adam(), recorded: false });
  for (; step < 3; step++) anew.step(x, y);
  expect(eager.counter.value).toBe(3);
}

describe('is found at the second step', () => {
  it('a layer with a random factor', async () => {
    let state = 1;
    const random = (): number => {
      state = (state * 16807) % 2147483647; // as Math.random(), but repeatable
      return state / 2147483647;
    };
    await expectFound(
      () => withOwn((input) => input.mul(random())),
      meanSquaredError,
      /operation 4, 'mul' in own1: operand 2: a constant \[\] was 0\.\d+ and became 0\.\d+;/,
    );
  });

  it('a factor that grows with the steps, given to an operation as a number', async () => {
    await expectFound(
      () => withOwn((input) => input.clip(-1 - step, 1 + step)),
      meanSquaredError,
      /'clip' in own1: a number given to it, -1, became -2/,
    );
    await expectFound(
      () => withOwn((input) => input.leakyRelu(0.1 / (1 + step))),
      meanSquaredError,
      /'leakyRelu' in own1: a number given to it, 0.1, became 0.05/,
    );
    await expectFound(
      () => withOwn((input) => dropout(input, 0.1 + step / 10, { training: true })),
      meanSquaredError,
      /'dropout' in own1: a number/,
    );
    await expectFound(
      () => withOwn((input) => dropout(input, 0.5, { training: true, counter: step })),
      meanSquaredError,
      /'dropout' in own1: a number given to it, 0, became 1/,
    );
  });

  it('places that a layer writes into one array', async () => {
    const begin = [0, 0];
    const shifted = (input: Tensor): Tensor => {
      begin[1] = step % 2;
      return input.mul(slice(input, begin, [-1, 1]));
    };
    await expectFound(() => withOwn(shifted), meanSquaredError, /'slice' in own1: a number given to it, 0, became 1/);
  });

  it('another operation, one more and one less', async () => {
    await expectFound(
      () => withOwn((input) => (step % 2 ? input.tanh() : input.relu())),
      meanSquaredError,
      /operation 4, 'relu' in own1 became operation 4, 'tanh' in own1/,
    );
    const loss = (outputs: Tensor, targets: Tensor): Tensor => {
      const error = meanSquaredError(outputs, targets);
      return step === 0 ? error : error.sqrt(); // one that branches on what has been set
    };
    await expectFound(() => withOwn((input) => input.tanh()), loss, /operation 7, 'sqrt' was not there before/);
    const less = (outputs: Tensor, targets: Tensor): Tensor => {
      const error = meanSquaredError(outputs, targets);
      return step === 0 ? error.sqrt() : error;
    };
    await expectFound(() => withOwn((input) => input.tanh()), less, /operation 7, 'sqrt' is no longer there/);
  });

  it('operands that change places, come from elsewhere, or let no gradient through', async () => {
    const swapped = (input: Tensor): Tensor => {
      const [a, b] = [input.tanh(), input.sigmoid()];
      return step === 0 ? a.sub(b) : b.sub(a);
    };
    await expectFound(
      () => withOwn(swapped),
      meanSquaredError,
      /'sub' in own1: operand 1: it came from another operation/,
    );
    const detached = (input: Tensor): Tensor => (step === 0 ? input.tanh() : noGrad(() => input.tanh()));
    await expectFound(() => withOwn(detached), meanSquaredError, /'tanh' in own1: it had a gradient and now has none/);
  });

  it('a constant made anew with other values, and parameters made anew', async () => {
    const other = (input: Tensor): Tensor => input.mul(tensor([1, 1, 1 + step, 1, 1]));
    await expectFound(
      () => withOwn(other),
      meanSquaredError,
      /'mul' in own1: operand 2: a constant \[5\] was 1 and became 2 at place 2/,
    );
    const learned = (input: Tensor): Tensor => input.mul(ones([5], { requiresGrad: true }));
    await expectFound(
      () => withOwn(learned),
      meanSquaredError,
      /'mul' in own1: operand 2: another parameter took its place/,
    );
  });

  it('constants that are kept and taken in turns', async () => {
    const kept = [tensor([1, 2, 3, 4, 5]), tensor([1, 2, 3, 4, 6])];
    const inTurns = (input: Tensor): Tensor =>
      input
        .mul(kept[0])
        .add(kept[1])
        .mul(kept[step % 2]);
    await expectFound(
      () => withOwn(inTurns),
      meanSquaredError,
      /operand 2: a constant \[5\] was 5 and became 6 at place 4/,
    );
  });

  it('a counter of dropout made anew', async () => {
    const dropped = (input: Tensor): Tensor => dropout(input, 0.5, { training: true, counter: new Counter() });
    await expectFound(
      () => withOwn(dropped),
      meanSquaredError,
      /'dropout' in own1: a Counter given to it is another each time/,
    );
  });

  it("a regularizer of one's own whose factor changes, also under a known name", async () => {
    const own: regularizers.Regularizer = {
      name: 'l2',
      penalty: (weight) =>
        weight
          .square()
          .sum()
          .mul(0.1 + step),
    };
    const make = () => new Sequential([new Dense(1, { weightRegularizer: own })], { inputShape: [3] });
    await expectFound(
      make,
      meanSquaredError,
      /'mul' in dense1: operand 2: a constant \[\] was 0\.1\d* and became 1\.1/,
    );
  });
});

describe('is found later', () => {
  const lossAt = (outputs: Tensor, targets: Tensor) => meanSquaredError(outputs, targets).mul(factor);
  let factor = 1;
  beforeEach(() => {
    factor = 1;
  });
  const model = () => new Sequential([new Dense(1)], { inputShape: [3] });

  it('at the first step of an epoch: a factor that is set for each epoch', async () => {
    const trainer = new Trainer(model(), { loss: lossAt, optimizer: 'sgd' });
    const callbacks = [
      {
        onEpochBegin(epoch: number) {
          if (epoch === 3) factor = 0.5;
        },
      },
    ];
    await expect(trainer.fit(x, y, { epochs: 5, batchSize: 2, callbacks })).rejects.toThrow(
      /^fit: recorded again, the step differs: operation 3, 'mul': operand 2: a constant \[\] was 1 and became 0\.5/,
    );
    expect(trainer.optimizer.steps).toBe(12);
  });

  it('after 2, 4, 8 … steps of a loop of one’s own', () => {
    const trainer = new Trainer(model(), { loss: lossAt, optimizer: 'sgd' });
    for (let i = 0; i < 5; i++) trainer.step(x, y);
    factor = 2;
    for (let i = 5; i < 8; i++) trainer.step(x, y);
    expect(() => trainer.step(x, y)).toThrow(RecordingError);
    expect(trainer.optimizer.steps).toBe(8);
  });
});

describe('is no difference', () => {
  const train = async (make: () => Model, loss: (o: Tensor, t: Tensor) => Tensor, recorded: boolean) => {
    step = 0;
    const trainer = new Trainer(make(), { loss, optimizer: new Adam({ learningRate: 0.01 }), recorded });
    const losses: number[] = [];
    for (; step < 9; step++) losses.push(trainer.step(x, y).loss);
    return { losses, model: trainer.model };
  };
  const expectSame = async (make: () => Model, loss: (o: Tensor, t: Tensor) => Tensor = meanSquaredError) => {
    const first = await train(make, loss, true);
    const second = await train(make, loss, false);
    expect(first.losses).toEqual(second.losses);
    first.model.parameters().forEach((parameter, i) => {
      expectSameBits(parameter.toFloat32Array(), second.model.parameters()[i].toFloat32Array(), `parameter ${i}`);
    });
  };

  it('a constant made anew with the same values', () =>
    expectSame(() => withOwn((input) => input.mul(tensor([1, 2, 3, 4, 5])).add(0.5))));

  it('a value that is assigned to one tensor made once', async () => {
    const factor = tensor(1);
    const loss = (outputs: Tensor, targets: Tensor) => meanSquaredError(outputs, targets).mul(factor);
    const run = (recorded: boolean) => {
      const model = new Sequential([new Dense(1)], { inputShape: [3] });
      const trainer = new Trainer(model, { loss, optimizer: 'sgd', recorded });
      return Array.from({ length: 9 }, (_, i) => {
        factor.assign([1 / (i + 1)]);
        return trainer.step(x, y).loss;
      });
    };
    const recorded = run(true);
    expect(recorded).toEqual(run(false));
    expect(recorded[8]).toBeLessThan(recorded[0] / 5);
  });

  it('a layer frozen between the first two steps, and thawed later', () => {
    const run = (recorded: boolean) => {
      const model = withOwn((input) => input.tanh());
      const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: new Adam(), recorded });
      return Array.from({ length: 9 }, (_, i) => {
        model.layers[0].trainable = i === 0 || i > 4;
        return trainer.step(x, y).loss;
      });
    };
    expect(run(true)).toEqual(run(false));
  });

  it('another batch size', () => {
    const model = withOwn((input) => input.mul(2));
    const trainer = new Trainer(model, { loss: (o, t) => meanSquaredError(o, t), optimizer: 'sgd' });
    for (const rows of [8, 5, 8, 3, 5, 2, 8, 7]) trainer.step(x.slice(0, rows), y.slice(0, rows));
    expect(trainer.optimizer.steps).toBe(8);
  });

  it('a layer with layers in it, and one that behaves otherwise in training', () =>
    expectSame(() => withOwn((input, { training }) => (training ? input.mul(0.5) : input))));
});

describe('a model that reads values on the way', () => {
  const reading = () =>
    withOwn((input) => {
      const most = Math.max(...input.toFloat32Array()); // values: not possible while recording
      return input.div(full([1], 1 + Math.abs(most)));
    });

  it('says so, and trains, validates and predicts without recording', async () => {
    const error = thrownBy(() => new Trainer(reading(), { loss: 'meanSquaredError', optimizer: 'sgd' }).step(x, y));
    expect(error).toBeInstanceOf(RecordingError);
    expect(error.message).toMatch(
      /^Trainer.step: the step cannot be recorded: toFloat32Array\(\).*; or train with \{ recorded: false \}$/,
    );
    const model = reading();
    const trainer = new Trainer(model, {
      loss: 'meanSquaredError',
      optimizer: 'sgd',
      recorded: false,
      metrics: ['mae'],
    });
    const history = await trainer.fit(x, y, { epochs: 2, validationData: [x, y] });
    expect(history.validationLoss).toHaveLength(2);
    expect(model.predict(x).shape).toEqual([8, 1]);
    expect(model.evaluate(x, y, { loss: 'meanSquaredError' }).loss).toBe(history.validationLoss![1]);
  });
});

describe('predictions and evaluations', () => {
  it('follow what a layer computes in JavaScript, since code of others is not recorded', () => {
    const settings = { temperature: 1 };
    const model = withOwn((input) => input.div(settings.temperature));
    const first = model.predict(x).toFloat32Array();
    const before = model.evaluate(x, y, { loss: 'meanSquaredError' }).loss;
    settings.temperature = 4;
    const second = model.predict(x).toFloat32Array();
    expectSameBits(second, noGrad(() => model.forward(tensor(x))).toFloat32Array());
    expect(second).not.toEqual(first);
    expect(model.evaluate(x, y, { loss: 'meanSquaredError' }).loss).not.toBe(before);
  });

  it('of a class of one’s own that computes something in JavaScript', async () => {
    class Scaled extends Sequential {
      factor = 1;
      override forward(input: Tensor, options?: ForwardOptions): Tensor {
        return super.forward(input, options).mul(this.factor);
      }
    }
    const model = new Scaled([new Dense(1)], { inputShape: [3], seed: 1 });
    const first = model.predict(x).toFloat32Array();
    model.factor = 2;
    expectSameBits(
      model.predict(x).toFloat32Array(),
      first.map((value) => 2 * value),
    );
    const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'sgd' });
    trainer.step(x, y);
    model.factor = 3;
    expect(() => trainer.step(x, y)).toThrow(/'mul': operand 2: a constant \[\] was 2 and became 3/);
  });

  it('during training, too', async () => {
    const settings = tensor(1);
    const model = withOwn((input, { training }) => (training ? input.mul(settings) : input.mul(settings.item())));
    const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'sgd' });
    const seen: number[] = [];
    const callbacks = [
      {
        onEpochEnd(epoch: number, figures: Readonly<Record<string, number>>) {
          expect(figures.validationLoss).toBe(model.evaluate(x, y, { loss: 'meanSquaredError' }).loss);
          seen.push(figures.validationLoss);
          settings.assign([epoch + 2]);
        },
      },
    ];
    await trainer.fit(x, y, { epochs: 3, validationData: [x, y], callbacks });
    expect(new Set(seen).size).toBe(3);
  });
});
