/** The floors of the house, of which each may know only those below. */

/** Folders and files of src/, and the data sets beside it, lowest floor first; what is on one floor may import each other. */
export const floors: readonly (readonly string[])[] = [
  ['errors.ts', 'package.json'],
  ['wasm'],
  ['tensor'],
  ['autodiff'],
  ['ops'],
  ['layers', 'losses', 'regularizers', 'initializers', 'optimizers', 'schedules'],
  ['training', 'data', 'metrics'],
  ['formats', 'lint'],
  ['jobs'],
  ['search'],
  ['report'],
  ['experiments', 'explain', 'race'],
  ['index.ts'],
  ['environment.ts'],
  ['node'],
  ['datasets'], // beside src/
  ['cli', 'entries'],
];

/** The number of the floor of a file, given by its path under src/; -1 if it has none. */
export function floorOf(path: string): number {
  const top = path.split('/')[0];
  return floors.findIndex((names) => names.includes(top));
}
