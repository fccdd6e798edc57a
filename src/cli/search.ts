import type { RegisterCommand } from './context.ts';
import { registerSearchShow } from './search-show.ts';

/** `simdgrad search`. */
export const registerSearch: RegisterCommand = (program, context) => {
  const search = program
    .command('search')
    .description('look at searches of hyper-parameters')
    .helpCommand(false)
    .addHelpText('after', '\nExamples:\n  simdgrad search show study.jsonl');
  registerSearchShow(search, context);
};
