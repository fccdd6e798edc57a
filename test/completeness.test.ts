/**
 * Everything that is exported is proven: by a formula in its doc comment, by values computed elsewhere and, for
 * operations, losses, layers and regularizers, by gradients. Whoever adds one and forgets its proof is told here what is missing.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtInLayers } from '../src/layers/built-in.ts';
import * as losses from '../src/losses/index.ts';
import * as metrics from '../src/metrics/index.ts';
import * as operations from '../src/ops/index.ts';
import * as optimizers from '../src/optimizers/index.ts';
import { fromJSON } from '../src/regularizers/index.ts';
import * as schedules from '../src/schedules/index.ts';
import { noGrad } from '../src/tensor/mode.ts';
import { type Tensor, tensor } from '../src/tensor/tensor.ts';
import { evidence } from './evidence/index.ts';
import {
  gradientChecks,
  makers,
  regularizerCases,
  runGradientCheck,
  runRegularizerCase,
} from './evidence/regularizers.ts';
import { addedOptimizers } from './helpers/added-golden.ts';
import { docComment, fileOf, missingEvidence, missingFormula, missingInComment } from './helpers/completeness.ts';
import { expectClose, values } from './helpers/evidence.ts';
import { layerCases, layerClasses, remade, runLayerCase, titleOf } from './helpers/layer-cases.ts';
import { metricCases, runMetricCase } from './helpers/metric-cases.ts';

const source = (folder: string) => new URL(`../src/${folder}/`, import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(`./golden/${name}.json`, import.meta.url), 'utf8'));
const tolerance = 2e-6; // of test/evidence/evidence.test.ts

/** Their results are positions or marks, which do not change smoothly. */
const withoutGradient = ['argMax', 'oneHot'];

describe('operations', () => {
  it.each(Object.keys(operations))('%s', (name) => {
    const differentiable = !withoutGradient.includes(name);
    const missing = missingFormula(source('ops'), name, differentiable);
    expect([...missing, ...missingEvidence(name, evidence, tolerance, differentiable)]).toEqual([]);
  });

  it('without a gradient really have none', () => {
    for (const name of withoutGradient) {
      for (const { entry, call } of evidence.golden[name]) {
        const inputs = entry.inputs.map(([shape, numbers]) => tensor(numbers, shape, { requiresGrad: true }));
        let output: Tensor | undefined;
        try {
          output = call({ ...operations, ...losses }, inputs, entry.options);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError); // refused: no gradient by this input
        }
        expect(output?.requiresGrad ?? false).toBe(false);
      }
    }
  });
});

describe('losses', () => {
  it.each(Object.keys(losses))('%s', (name) => {
    expect([...missingFormula(source('losses'), name, true), ...missingEvidence(name, evidence, tolerance)]).toEqual(
      [],
    );
  });
});

describe('optimizers', () => {
  interface Golden {
    shapes: number[][];
    start: number[][];
    gradients: number[][][];
    cases: { optimizer: string; options: object; after: Record<string, number[][]> }[];
  }
  const golden: Golden = read('optimizers');
  const rules = Object.entries(optimizers).filter(
    ([, made]) => (made as { prototype?: unknown }).prototype instanceof optimizers.Optimizer,
  ) as [string, new (options: object) => optimizers.Optimizer][];

  it('are found', () => expect(rules.length).toBeGreaterThanOrEqual(11));

  it.each(rules)('%s', (name, Rule) => {
    expect(missingFormula(source('optimizers'), name, false)).toEqual([]);
    const added = addedOptimizers.filter(({ optimizer }) => optimizer === name).flatMap(({ cases }) => cases);
    const cases = [...golden.cases.filter((one) => one.optimizer === name), ...added];
    expect(cases.length, `${name}: independent values in optimizers.json or optimizer-….json`).toBeGreaterThan(0);
    for (const { options, after } of cases) {
      const parameters = golden.start.map((start, i) => tensor(start, golden.shapes[i], { requiresGrad: true }));
      const rule = new Rule(options);
      golden.gradients.forEach((gradients, step) => {
        parameters.forEach((parameter, i) => {
          parameter.grad = tensor(gradients[i], golden.shapes[i]);
        });
        rule.step(parameters);
        parameters.forEach((parameter, i) => {
          const expected = after[step + 1]?.[i];
          if (expected) expectClose(parameter.toFloat32Array(), expected, 1e-6, `${name}, step ${step + 1}`);
        });
      });
      expect(Object.keys(after).map(Number)).toContain(golden.gradients.length);
      expect(after[golden.gradients.length][0]).not.toEqual(golden.start[0]);
    }
  });
});

describe('schedules', () => {
  const golden: { schedule: string; options: object; steps: number[]; rates: number[] }[] = read('schedules');
  const make = schedules as unknown as Record<string, (options: unknown) => (step: number) => number>;
  /** They turn one description of a schedule into another and have no formula of their own. */
  const conversions = ['fromJSON', 'toSchedule'];

  it.each(Object.keys(schedules).filter((name) => !conversions.includes(name)))('%s', (name) => {
    expect(missingFormula(source('schedules'), name, false)).toEqual([]);
    if (name === 'constant') {
      for (const step of [0, 1, 1e6]) expect(schedules.constant(0.3)(step)).toBe(0.3); // its value is its argument
      return;
    }
    const cases = golden.filter(({ schedule }) => schedule === name);
    expect(cases.length, `${name}: independent values in schedules.json`).toBeGreaterThan(0);
    for (const { options, steps, rates } of cases) {
      expect(steps.length).toBeGreaterThan(1);
      expectClose(steps.map(make[name](options)), rates, 1e-14, name);
    }
  });
});

describe('layers', () => {
  /** They move values about and have no formula. */
  const withoutFormula = ['Flatten', 'Reshape'];
  const golden = (name: string) => layerCases.filter(({ layer }) => layer === name);
  const spoilt = (y: Tensor) => operations.add(operations.mul(y, 1.5), 3);

  it('are found', () => expect(Object.keys(layerClasses).sort()).toEqual(Object.keys(builtInLayers).sort()));

  it.each(Object.keys(layerClasses))('%s', (name) => {
    const comment = missingFormula(source('layers'), name, false);
    const allowed = withoutFormula.includes(name) ? [`${name}: no formula in its doc comment`] : [];
    expect(comment).toEqual(allowed);
    expect(golden(name).length, `${name}: independent values in layers.json or layer-….json`).toBeGreaterThan(0);
    for (const one of golden(name)) {
      runLayerCase(one, tolerance);
      expect(() => runLayerCase(one, tolerance, spoilt), titleOf(one)).toThrow(/output: \[0\]/);
    }
  });

  it.each(Object.keys(layerClasses))('%s comes back from its options as JSON', (name) => {
    for (const one of golden(name)) {
      const layer = new layerClasses[name](...one.args);
      expect(layerClasses[name]).toHaveProperty('fromConfig');
      expect(layer.config()).toEqual(remade(layer).config());
      runLayerCase(one, tolerance, (y) => y, { largest: 0 }, remade);
      const fromConfig = builtInLayers[name].fromConfig!;
      expect(() => fromConfig({ ...layer.config(), noSuchOption: 1 })).toThrow(
        `${name}: unknown option 'noSuchOption'`,
      );
    }
  });
});

describe('regularizers', () => {
  const detached = (penalty: (w: Tensor) => Tensor) => (w: Tensor) => noGrad(() => penalty(w));
  const doubled = (penalty: (w: Tensor) => Tensor) => (w: Tensor) => operations.mul(penalty(w), 2);

  it.each(Object.keys(makers))('%s', (name) => {
    expect(missingFormula(source('regularizers'), name, true)).toEqual([]);
    const checks = gradientChecks[name] ?? [];
    expect(checks.length, `${name}: gradient check`).toBeGreaterThan(0);
    for (const factors of checks) {
      runGradientCheck(name, factors);
      expect(() => runGradientCheck(name, factors, detached)).toThrow();
    }
    const cases = regularizerCases.filter(({ regularizer }) => regularizer === name);
    expect(cases.length, `${name}: independent values in regularizers.json`).toBeGreaterThan(0);
    for (const one of cases) runRegularizerCase(one);
    const priced = cases.filter(({ penalty }) => penalty > 1e-3);
    expect(priced.length).toBeGreaterThan(0);
    for (const one of priced) expect(() => runRegularizerCase(one, doubled)).toThrow(/penalty/);
  });

  it('come back from JSON', () => {
    for (const { regularizer, factors } of regularizerCases) {
      const json = makers[regularizer](...factors).toJSON!();
      expect(fromJSON(JSON.parse(JSON.stringify(json))).toJSON!()).toEqual(json);
    }
  });
});

describe('metrics', () => {
  /** It writes down what another has computed. */
  const withoutFormula = ['classificationReportText'];

  it.each(Object.entries(metrics))('%s', (name, metric) => {
    if (!withoutFormula.includes(name)) expect(missingFormula(source('metrics'), name, false)).toEqual([]);
    const cases = metricCases[name] ?? [];
    expect(cases.length, `${name}: independent values`).toBeGreaterThan(0);
    for (const one of cases) {
      runMetricCase(metric, one);
      const other = cases.find(({ expected }) => JSON.stringify(expected) !== JSON.stringify(one.expected));
      expect(() => runMetricCase(metric, { ...one, expected: other!.expected }), one.name).toThrow();
    }
  });
});

describe('the search for proof finds what is missing', () => {
  const relu = evidence.gradients['relu'];
  const reluGolden = evidence.golden['relu'];

  it('of an operation that nobody has heard of', () => {
    expect(missingEvidence('swish2', evidence, tolerance)).toEqual([
      'swish2: no gradient check',
      'swish2: no independently computed value',
    ]);
    expect(missingFormula(source('ops'), 'swish2', true)).toEqual(['swish2: no file swish2.ts']);
  });

  it('of one whose cases call another operation, or compute it and drop the result', () => {
    const stolen = { gradients: { tanh: relu }, golden: { tanh: reluGolden } };
    const missing = missingEvidence('tanh', stolen, tolerance);
    expect(missing).toContain('tanh: gradient check 0 passes without any gradient of tanh');
    expect(missing).toContain('tanh: golden case 0 passes with wrong values of tanh');
    const dropped = {
      gradients: {
        tanh: [
          {
            fn: (l: typeof operations, x: Tensor) => {
              l.tanh(x);
              return l.relu(x);
            },
            inputs: [values([3])],
          },
        ],
      },
      golden: evidence.golden,
    };
    expect(missingEvidence('tanh', dropped, tolerance)).toEqual([
      'tanh: gradient check 0 passes without any gradient of tanh',
    ]);
  });

  it('of one whose cases fail', () => {
    const [first] = reluGolden;
    const wrong = {
      ...first.entry,
      output: [first.entry.output[0], first.entry.output[1].map((y) => y + 0.1)] as const,
    };
    const broken = { gradients: evidence.gradients, golden: { relu: [{ ...first, entry: wrong }] } };
    expect(missingEvidence('relu', broken, tolerance)).toEqual([
      expect.stringMatching(/^relu: golden case 0 fails: output: \[0\]/),
    ]);
  });

  it('of a doc comment', () => {
    const text = (lines: string[]) =>
      `/**\n${lines.map((line) => ` * ${line}`).join('\n')}\n */\nexport function f(x: T) {\n`;
    const missing = (lines: string[]) => missingInComment('f', docComment(text(lines), 'f'), true);
    expect(missing(['Words.', '', '    y = x', '    ∂L/∂x = ∂L/∂y'])).toEqual([]);
    expect(missing(['y = x, whatever x.', '', '    ∂L/∂x = ∂L/∂y'])).toEqual([]);
    expect(missing(['Words.', '', '@param x = 1', '    ∂L/∂x ← ∂L/∂y'])).toEqual(['f: no formula in its doc comment']);
    expect(missing(['Gives y from x (y=x), with its gradient.'])).toEqual([
      'f: no formula in its doc comment',
      'f: no gradient formula (∂) in its doc comment',
    ]);
    expect(missing(['Words.', '', '    y = x'])).toEqual(['f: no gradient formula (∂) in its doc comment']);
    expect(missing(['Words.', '', '    ∂L/∂x = ∂L/∂y'])).toEqual(['f: no formula in its doc comment']);
    const apart = '/**\n * Of g.\n *\n *     y = x\n */\nexport function g() {}\nexport function f() {}\n';
    expect(missingInComment('f', docComment(apart, 'f'), false)).toEqual(['f: no doc comment']);
  });

  it('in the file that the name says', () => {
    expect(['relu', 'meanSquaredError', 'RmsProp', 'AdamW', 'RAdam', 'conv2d', 'maxPool2d'].map(fileOf)).toEqual([
      'relu.ts',
      'mean-squared-error.ts',
      'rms-prop.ts',
      'adam-w.ts',
      'r-adam.ts',
      'conv2d.ts',
      'max-pool2d.ts',
    ]);
  });
});
