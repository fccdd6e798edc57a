import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Imports a package that stands beside simdgrad, or else one of the folder one is in: `npx` keeps simdgrad elsewhere. */
export async function importPackage(name: string, folder = process.cwd()): Promise<unknown> {
  try {
    return await import(name);
  } catch (error) {
    const here = createRequire(join(folder, 'package.json'));
    let path: string;
    try {
      path = here.resolve(name);
    } catch {
      throw error;
    }
    return await import(pathToFileURL(path).href);
  }
}
