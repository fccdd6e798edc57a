import { extname } from 'node:path';
import { InvalidArgumentError } from 'commander';

/** Reads the word of an option that names a picture to write. */
export function svgFile(path: string): string {
  if (extname(path).toLowerCase() === '.svg') return path;
  throw new InvalidArgumentError('A picture is a name that ends in .svg.');
}
