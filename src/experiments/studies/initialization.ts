/** How weights begin in deep networks of one activation or another, and what comes of it. */
import { activationTitles, type Cell, cellActivations, cellInitializers } from './cell.ts';
import { initializationAnswer, initializationSections, initializationSetup } from './describe-initialization.ts';
import { type Statement, testAccuracies } from './judge-statements.ts';
import { type StudyOptimizer, titleOfOptimizer } from './optimizer-words.ts';
import { type StartEvidence, schemeTitles } from './start-evidence.ts';
import { startVariances } from './start-variances.ts';
import { finishedRuns, type Study, type StudyResults } from './study.ts';

/** So deep that what a layer does to the spread of its inputs is done again and again. */
const hidden = [64, 64, 64, 64, 64, 64];
/** One that adapts its steps to the size of gradients, and one that does not; both at their default rates. */
const optimizers: readonly (readonly [StudyOptimizer, number])[] = [
  ['momentum', 0.01],
  ['adam', 0.001],
];

export const initializationStudy: Study<StartEvidence> = {
  name: 'initialization',
  title: 'Initialization and activations',
  question: 'Should the scheme by which weights are drawn follow the activation, in networks of six hidden layers?',
  summary: '5 schemes x 3 activations x 2 optimizers, on six hidden layers',
  cells: optimizers.flatMap(([optimizer, learningRate]) =>
    cellActivations.flatMap((activation) =>
      cellInitializers.map(
        (initializer): Cell => ({
          name: `${optimizer} ${activation} ${initializer}`,
          ...{ hidden, activation, optimizer, learningRate, initializer },
        }),
      ),
    ),
  ),
  looks: { before: startVariances },
  evidenceFrom(checked, what, json) {
    const { variances } = checked.object(what, json);
    return { variances: checked.list(`${what}.variances`, variances, checked.size) };
  },
  setup: initializationSetup,
  statements: statementsOf,
  answer: initializationAnswer,
  sections: initializationSections,
};

/** What suits an activation, and what does not. */
const pairs = [
  ['relu', 'heNormal', 'glorotNormal'],
  ['relu', 'heNormal', 'lecunNormal'],
  ['tanh', 'glorotNormal', 'heNormal'],
  ['tanh', 'lecunNormal', 'heNormal'],
  ['sigmoid', 'glorotNormal', 'heNormal'],
] as const;

/** "The scheme should follow the activation": He for ReLU; Glorot or LeCun for tanh, Glorot for sigmoid. All normal, so that nothing else differs. */
function statementsOf(results: StudyResults<StartEvidence>): Statement[] {
  return optimizers.flatMap(([optimizer, rate]) =>
    pairs.map(([activation, suits, other]): Statement => {
      const runsOf = (initializer: string) => {
        const cell = results.settings.cells.find(
          (one) => one.optimizer === optimizer && one.activation === activation && one.initializer === initializer,
        );
        return cell ? finishedRuns(results, cell.name) : [];
      };
      const titles = [suits, other].map((scheme) => schemeTitles[scheme]);
      return {
        name: `${activationTitles[activation]} with ${titleOfOptimizer(optimizer)}: ${titles[0]} is more accurate than ${titles[1]}`,
        about: `${titleOfOptimizer(optimizer)} ${rate}, ${hidden.length} hidden layers of ${hidden[0]}`,
        before: testAccuracies(runsOf(other)),
        after: testAccuracies(runsOf(suits)),
        says: 'higher',
      };
    }),
  );
}
