import { describe, expect, it } from 'vitest';
import { describeResults } from '../../../src/experiments/describe.ts';
import { findings } from '../../../src/experiments/studies/describe-study.ts';
import { initializationStudy } from '../../../src/experiments/studies/initialization.ts';
import { judgeStatements } from '../../../src/experiments/studies/judge-statements.ts';
import type { StartEvidence } from '../../../src/experiments/studies/start-evidence.ts';
import { startVariances } from '../../../src/experiments/studies/start-variances.ts';
import { prepareStudyData } from '../../../src/experiments/studies/study-data.ts';
import { trainCell } from '../../../src/experiments/studies/train-cell.ts';
import { Dense, Dropout, Sequential } from '../../../src/index.ts';
import type { AnyJson } from '../../helpers/any-json.ts';
import { requireBlocks } from '../../helpers/blocks.ts';
import { moonsData } from '../../helpers/classification-data.ts';
import { fakeResults } from '../../helpers/study-results.ts';

const parts = prepareStudyData(moonsData(), { train: 60, validation: 20, test: 20 }, 3);

describe('startVariances', () => {
  it('are those of every hidden layer, as plain loops have them', () => {
    const layers = [new Dense(3, { activation: 'tanh' }), new Dropout(0.5), new Dense(4, { activation: 'relu' })];
    const model = new Sequential([...layers, new Dense(2, { activation: 'softmax' })], { inputShape: [2], seed: 4 });
    const weights = model.parameters().map((one) => one.toArray());
    let rows: number[][] = Array.from({ length: 60 }, (_, i) => Array.from(parts.train.x.data.slice(2 * i, 2 * i + 2)));
    const expected = [Math.tanh, (x: number) => Math.max(0, x)].map((activation, layer) => {
      const weight = weights[2 * layer] as number[][];
      rows = rows.map((row) =>
        weight[0].map((_, j) => activation(row.reduce((sum, x, i) => sum + x * weight[i][j], 0))),
      );
      const all = rows.flat();
      const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
      return all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (all.length - 1);
    });
    const { variances } = startVariances({ model, parts });
    expect(variances).toHaveLength(2);
    variances.forEach((variance, i) => {
      expect(variance / expected[i]).toBeCloseTo(1, 3); // in float32, to five digits
    });
  });

  it('are the same with every optimizer, and kept by He where activations are ReLU', async () => {
    const cell = (name: string) => initializationStudy.cells.find((one) => one.name === name)!;
    const training = { seed: 1, epochs: 1, batchSize: 32, looks: initializationStudy.looks };
    const variancesOf = async (name: string) => {
      const run = (await trainCell(cell(name), parts, 2, training))!;
      return (run.evidence as StartEvidence).variances;
    };
    const he = await variancesOf('adam relu heNormal');
    expect(await variancesOf('momentum relu heNormal')).toEqual(he);
    const lecun = await variancesOf('adam relu lecunNormal');
    expect(he).toHaveLength(6);
    // The same draws, each layer's twice as far apart: variances differ by 2 to the depth.
    for (let i = 0; i < 6; i++) expect(he[i] / lecun[i] / 2 ** (i + 1)).toBeCloseTo(1, 2);
  });
});

describe('the study of initialization', () => {
  const results = fakeResults<StartEvidence>(initializationStudy, ({ activation, initializer, optimizer }, seed) => {
    const suits = (activation === 'relu') === initializer!.startsWith('he');
    const test = 0.8 + ((seed * 3) % 5) / 500 + (suits && optimizer === 'momentum' ? 0.1 + ((seed * 2) % 5) / 500 : 0);
    return { test, evidence: { variances: [0.5, 0.4, 0.3, 0.2, 0.1, 0.05] } };
  });

  it('judges what suits an activation against what does not', () => {
    const judged = judgeStatements(initializationStudy.statements(results));
    expect(judged).toHaveLength(10);
    for (const { name, verdict } of judged) {
      expect([name, verdict]).toEqual([name, name.includes('Momentum') ? 'confirmed' : 'refuted']);
    }
  });

  it('shows accuracy, variances and curves', () => {
    const { blocks } = findings(initializationStudy, results);
    requireBlocks(blocks);
    const tables = blocks.flatMap((block) => (block.kind === 'table' ? [block] : []));
    expect(tables[1].rows[0]).toEqual(['ReLU, He normal', '0.500', '0.0500', '0.10']);
    expect(initializationStudy.answer(results)).toMatch(/^Test accuracy with Momentum: ReLU from .* to He/);
    expect(initializationStudy.answer(results)).toContain('Test accuracy with Adam: ReLU 80.40 % with every scheme');
    const none = fakeResults<StartEvidence>(initializationStudy, () => ({ test: 0, failure: 'no' }));
    requireBlocks(findings(initializationStudy, none).blocks);
    expect(initializationStudy.answer(none)).toBe('');
    const failing = fakeResults<StartEvidence>(initializationStudy, ({ initializer }, seed) =>
      initializer === 'lecunNormal'
        ? { test: 1, ...(seed > 0 && { failure: 'no' }) }
        : { test: initializer === 'heNormal' ? 0.8 : 0.7 },
    );
    expect(initializationStudy.answer(failing)).toContain('ReLU from Glorot uniform (70.00 %) to He normal (80.00 %)');
  });

  it('refuses a file without what it has to show', () => {
    const header = {
      ...{ experiment: 'study-initialization', format: 1, simdgrad: '0.1.0', node: 'v20', platform: 'linux x64' },
      ...{ machine: 'm', date: '2025-01-01T00:00:00.000Z', command: 'simdgrad study initialization made-up' },
    };
    const described = (change: (run: AnyJson) => void) => {
      const file = JSON.parse(JSON.stringify({ ...header, studies: [results] }));
      change(file.studies[0].runs[0]);
      return () => describeResults('report', file);
    };
    expect(described(() => {})().title).toBe('Initialization and activations: Made up');
    expect(described((run) => delete run.evidence)).toThrow('studies[0].runs[0].evidence must be an object');
    expect(described((run) => (run.evidence.variances[0] = -1))).toThrow('variances[0] must be a number of at least 0');
  });
});
