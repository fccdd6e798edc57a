import { lintTasks } from '../../lint/lint-task.ts';
import type { CheckedJson } from '../checked-json.ts';
import { eachPartFrom } from '../each-part.ts';
import type { Interval } from '../paired-difference.ts';
import { distinctSeeds, requirePlannedRuns, someNetworks } from '../planned-runs.ts';
import type { LeftOut } from './plan.ts';
import { type ScoreName, type Scores, scoreNames } from './scores.ts';
import type { ColumnWorth, TableResults, TestedModel, WorstPrediction } from './table-results.ts';
import type { TableTask } from './targets.ts';
import type { TableRun } from './train-run.ts';

/** Of a table; of wide ones there is a name, a finding or a worth for each. */
const mostColumns = 1_000_000;

/** Characters of a column's name, a category or what names them: more than the record of a CSV file that they come from may have. */
const longestText = 2 ** 21;

/** Results of `simdgrad train` out of a file that is not trusted. @throws by `json.refuse` for what is missing or cannot be. */
export function tableResultsFromJSON(checked: CheckedJson, value: Readonly<Record<string, unknown>>): TableResults {
  const json = withLongTexts(checked);
  const { list, text, count, object, optional } = json;
  const about = aboutTableFrom(json, value);
  const { task, classes } = about;
  const networks = someNetworks(json, 'networks', value.networks, (what, one) => {
    const { name, description } = object(what, one);
    return { name: text(`${what}.name`, name), description: text(`${what}.description`, description) };
  });
  const seeds = distinctSeeds(json, 'seeds', value.seeds);
  const runAt = (what: string, one: unknown): TableRun => runFromJSON(json, task, what, one);
  const runs = list('runs', value.runs, runAt, networks.length * seeds.length);
  const given = networks.map(({ name }) => name);
  requirePlannedRuns(json, 'runs', runs, given, seeds);
  const tested = optional('tested', value.tested, (_, one) => testedFromJSON(json, task, one, classes?.length ?? 0));
  if (tested && !runs.some(({ network, seed }) => network === tested.network && seed === tested.seed)) {
    json.refuse('tested must be of one of the runs', `${tested.network}, seed ${tested.seed}`);
  }
  return {
    ...about,
    rows: eachPartFrom(json, 'rows', value.rows, count),
    ...(value.features !== undefined && { features: count('features', value.features) }),
    networks,
    testSeed: count('testSeed', value.testSeed),
    seeds,
    runs,
    findings: list('findings', value.findings, (what, one) => findingFromJSON(json, what, one), mostColumns),
    ...(tested && { tested }),
  };
}

/** Names of columns and cells may be long. */
export function withLongTexts(checked: CheckedJson): CheckedJson {
  return { ...checked, text: (what, one, longest = longestText) => checked.text(what, one, longest) };
}

/** What results say of the table and what is predicted. @param json of `withLongTexts`. */
export function aboutTableFrom(
  json: CheckedJson,
  value: Readonly<Record<string, unknown>>,
): Pick<TableResults, 'task' | 'targets' | 'classes' | 'table'> {
  const { list, text, count, oneOf, object, labels, optional } = json;
  const names = (what: string, one: unknown): string[] =>
    list(what, one, (where, name) => text(where, name), mostColumns);
  const task = oneOf('task', value.task, lintTasks);
  const targets = names('targets', value.targets);
  if (targets.length === 0) json.refuse('targets must not be empty', value.targets);
  const classes = optional('classes', value.classes, labels);
  if ((classes === undefined) !== (task === 'regression')) {
    json.refuse(
      `classes must ${task === 'regression' ? 'not be there' : 'be there'} for a target that is ${task}`,
      classes,
    );
  }
  if (task === 'binary' && classes?.length !== 2) json.refuse('classes of a binary target must be two', classes);
  const table = object('table', value.table);
  return {
    task,
    targets,
    ...(classes && { classes }),
    table: {
      rows: count('table.rows', table.rows),
      numeric: names('table.numeric', table.numeric),
      categorical: names('table.categorical', table.categorical),
      log: names('table.log', table.log),
      leftOut: list('table.leftOut', table.leftOut, (what, one) => leftOutFrom(json, what, one), mostColumns),
    },
  };
}

function leftOutFrom({ object, text, oneOf }: CheckedJson, what: string, value: unknown): LeftOut {
  const { column, why } = object(what, value);
  return {
    column: text(`${what}.column`, column),
    why: oneOf(`${what}.why`, why, ['dropped', 'identifier', 'constant', 'empty'] as const),
  };
}

function runFromJSON(json: CheckedJson, task: TableTask, what: string, value: unknown): TableRun {
  const { object, text, count, size, share, list, finite } = json;
  const run = object(what, value);
  const history = object(`${what}.history`, run.history);
  const epochs = count(`${what}.epochs`, run.epochs);
  if (typeof run.complete !== 'boolean') json.refuse(`${what}.complete must be true or false`, run.complete);
  return {
    network: text(`${what}.network`, run.network),
    seed: count(`${what}.seed`, run.seed),
    complete: run.complete === true,
    epochs,
    bestEpoch: count(`${what}.bestEpoch`, run.bestEpoch),
    validationLoss: size(`${what}.validationLoss`, run.validationLoss),
    threshold: share(`${what}.threshold`, run.threshold),
    scores: eachPartFrom(json, `${what}.scores`, run.scores, (place, scores) =>
      scoresFromJSON(json, task, place, scores),
    ),
    parameters: count(`${what}.parameters`, run.parameters),
    seconds: size(`${what}.seconds`, run.seconds),
    fingerprint: text(`${what}.fingerprint`, run.fingerprint, 100),
    history: {
      loss: list(`${what}.history.loss`, history.loss, finite, epochs),
      validationLoss: list(`${what}.history.validationLoss`, history.validationLoss, finite, epochs),
    },
  };
}

function scoresFromJSON(json: CheckedJson, task: TableTask, what: string, value: unknown): Scores {
  const scores = json.object(what, value);
  return Object.fromEntries(scoreNames[task].map((name) => [name, json.finite(`${what}.${name}`, scores[name])]));
}

/** What a lint found. */
export function findingFromJSON(json: CheckedJson, what: string, value: unknown): TableResults['findings'][number] {
  const { object, text, oneOf, optional, count } = json;
  const finding = object(what, value);
  const part = (where: string, one: unknown) => oneOf(where, one, ['train', 'validation', 'test'] as const);
  return {
    severity: oneOf(`${what}.severity`, finding.severity, ['error', 'warning', 'note'] as const),
    // Rules may be added: a report shows one that it does not know as it shows others.
    rule: text(`${what}.rule`, finding.rule) as TableResults['findings'][number]['rule'],
    message: text(`${what}.message`, finding.message),
    column: optional(`${what}.column`, finding.column, (where, one) => text(where, one)),
    row: optional(`${what}.row`, finding.row, count),
    part: optional(`${what}.part`, finding.part, part),
  };
}

/** What a kept model is worth. */
export function testedFromJSON(json: CheckedJson, task: TableTask, value: unknown, classes: number): TestedModel {
  const { object, text, count, share, list, finite, optional } = json;
  const tested = object('tested', value);
  const intervals = object('tested.intervals', tested.intervals);
  const constant = object('tested.constant', tested.constant);
  const given = scoreNames[task].filter((name) => intervals[name] !== undefined);
  const confusionMatrix = optional('tested.confusionMatrix', tested.confusionMatrix, (what, matrix) =>
    list(what, matrix, (where, row) => list(where, row, count)),
  );
  if (
    confusionMatrix &&
    (confusionMatrix.length !== classes || confusionMatrix.some(({ length }) => length !== classes))
  ) {
    json.refuse('tested.confusionMatrix must have a row and a column for each class', tested.confusionMatrix);
  }
  return {
    network: text('tested.network', tested.network),
    seed: count('tested.seed', tested.seed),
    threshold: share('tested.threshold', tested.threshold),
    main: json.oneOf('tested.main', tested.main, [...scoreNames[task]] as ScoreName[]),
    scores: scoresFromJSON(json, task, 'tested.scores', tested.scores),
    intervals: Object.fromEntries(
      given.map((name) => [name, intervalFromJSON(json, `tested.intervals.${name}`, intervals[name])]),
    ),
    constant: {
      answer: text('tested.constant.answer', constant.answer),
      score: finite('tested.constant.score', constant.score),
    },
    importance: list('tested.importance', tested.importance, (what, one) => worthFrom(json, what, one), mostColumns),
    worst: list('tested.worst', tested.worst, (what, one) => worstFrom(json, task, what, one)),
    ...(confusionMatrix && { confusionMatrix }),
  };
}

function worthFrom(json: CheckedJson, what: string, value: unknown): ColumnWorth {
  const { column, mean, interval } = json.object(what, value);
  return {
    column: json.text(`${what}.column`, column),
    mean: json.finite(`${what}.mean`, mean),
    interval: intervalFromJSON(json, `${what}.interval`, interval),
  };
}

/** Of classes with both probabilities, of numbers with texts that are numbers. */
function worstFrom(json: CheckedJson, task: TableTask, what: string, value: unknown): WorstPrediction {
  const { object, text, count, share, optional, refuse } = json;
  const worst = object(what, value);
  const answer = (name: 'truth' | 'predicted'): string => {
    const given = text(`${what}.${name}`, worst[name]);
    const isNumber = given.trim() !== '' && Number.isFinite(Number(given));
    return task !== 'regression' || isNumber ? given : refuse(`${what}.${name} must be a number in text`, given);
  };
  return {
    row: count(`${what}.row`, worst.row),
    target: optional(`${what}.target`, worst.target, (where, name) => text(where, name)),
    truth: answer('truth'),
    predicted: answer('predicted'),
    ...(task !== 'regression' && {
      probabilityOfTruth: share(`${what}.probabilityOfTruth`, worst.probabilityOfTruth),
      probabilityOfPredicted: share(`${what}.probabilityOfPredicted`, worst.probabilityOfPredicted),
    }),
  };
}

function intervalFromJSON(json: CheckedJson, what: string, value: unknown): Interval {
  const ends = json.list(what, value, json.finite);
  if (ends.length !== 2) json.refuse(`${what} must be two numbers`, value);
  return [ends[0], ends[1]];
}
