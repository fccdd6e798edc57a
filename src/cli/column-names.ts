import { InvalidArgumentError } from 'commander';

/** A name in quotes, in which a quote is written twice, or one without; and what ends it. */
const name = /\s*(?:"((?:[^"]|"")*)"|([^,]*?))\s*(,|$)/y;

/** Reads an option that is one or several names of columns, with commas; one with a comma of its own in quotes, as in CSV. */
export function columnNames(text: string): string[] {
  const names: string[] = [];
  name.lastIndex = 0;
  for (let end = ','; end === ','; ) {
    const found = name.exec(text)!; // what is no name in quotes is one without
    names.push((found[1]?.replaceAll('""', '"') ?? found[2]).trim());
    end = found[3];
  }
  if (names.some((name) => name === ''))
    throw new InvalidArgumentError(
      'Expected names of columns, with commas; one that has a comma itself in quotes, such as \'"height, m",width\'.',
    );
  return [...new Set(names)];
}

/** Names as `columnNames` reads them. */
export function nameList(names: readonly string[]): string {
  return names.map((name) => (/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join();
}
