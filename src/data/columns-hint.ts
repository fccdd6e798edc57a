import { closestName } from '../errors.ts';

/** How a message about a column that there is not goes on: `; did you mean 'age'? Columns: 'age', 'name'`. */
export function columnsHint(name: string, known: readonly string[]): string {
  const close = closestName(name, known);
  const shown = known.slice(0, 50).map((one) => `'${one}'`);
  const list = known.length > 50 ? `${shown.join(', ')} and ${known.length - 50} more` : shown.join(', ') || 'none';
  return `${close === undefined ? '.' : `; did you mean '${close}'?`} Columns: ${list}`;
}
