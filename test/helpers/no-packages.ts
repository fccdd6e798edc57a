/** As where the packages that draw charts are missing: reports have tables in their place, and are written sooner. */
export async function noPackages(name: string): Promise<never> {
  throw Object.assign(new Error(`Cannot find package '${name}'`), { code: 'ERR_MODULE_NOT_FOUND' });
}
