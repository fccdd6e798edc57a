import { InvalidArgumentError } from 'commander';

/** Reads an option that is some of the known names, with commas, none of them twice. */
export function nameList<Name extends string>(known: readonly Name[]): (text: string) => Name[] {
  return (text) => {
    const names = text.split(',').map((name) => name.trim());
    const unknown = names.find((name) => !known.includes(name as Name));
    if (unknown !== undefined) {
      throw new InvalidArgumentError(`There is no '${unknown}'. There are ${known.join(', ')}.`);
    }
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) throw new InvalidArgumentError(`'${twice}' is there twice.`);
    return names as Name[];
  };
}
