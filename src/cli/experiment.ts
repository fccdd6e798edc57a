import { registerAlphabetSoup } from './alphabet-soup.ts';
import type { RegisterCommand } from './context.ts';
import { registerMnist } from './mnist.ts';
import { registerWineQuality } from './wine-quality.ts';

/** The experiments, in the order of --help. */
const experiments: readonly RegisterCommand[] = [registerMnist, registerAlphabetSoup, registerWineQuality];

/** `simdgrad experiment`. */
export const registerExperiment: RegisterCommand = (program, context) => {
  const experiment = program
    .command('experiment')
    .description('run a study over a data set, and keep what it finds out')
    .helpCommand(false)
    .addHelpText('after', '\nExamples:\n  simdgrad experiment mnist --help');
  for (const register of experiments) register(experiment, context);
};
