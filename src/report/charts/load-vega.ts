import { MissingPackageError } from '../../errors.ts';

/** Finds an installed package, as `import` does. */
export type ImportPackage = (name: string) => Promise<unknown>;

/** What charts use of the package vega. */
export interface Vega {
  parse(spec: object): object;
  View: new (runtime: object, options: object) => VegaView;
  Error: number;
  logger(level: number): object;
  textMetrics: { width(item: { readonly fontSize?: number }, text: unknown): number };
}

export interface VegaView {
  run(): VegaView;
  toSVG(): Promise<string>;
  width(): number;
  height(): number;
  scale(name: string): (value: number) => number;
  finalize(): void;
}

/** What charts use of the package vega-lite. */
export interface VegaLite {
  compile(spec: object, options: object): { readonly spec: object };
}

/** Both packages, which only those install who want charts. */
export const chartPackages: readonly string[] = ['vega', 'vega-lite'];

/**
 * @param importPackage `import` unless given.
 * @throws MissingPackageError if one of them is not installed or cannot be used.
 */
export async function loadVega(
  who: string,
  importPackage?: ImportPackage,
): Promise<{ vega: Vega; vegaLite: VegaLite }> {
  const vega = (await load(who, 'vega', importPackage)) as Vega;
  const vegaLite = (await load(who, 'vega-lite', importPackage)) as VegaLite;
  const usable = [vega.parse, vega.View, vega.logger, vega.textMetrics?.width, vegaLite.compile];
  if (usable.every((one) => typeof one === 'function')) return { vega, vegaLite };
  throw missing(who, 'those that are installed are of another version');
}

async function load(who: string, name: 'vega' | 'vega-lite', importPackage?: ImportPackage): Promise<unknown> {
  try {
    if (importPackage) return await importPackage(name);
    // Written out, so that bundlers see what may be wanted; in `try`, so that they let it be missing.
    return name === 'vega' ? await import('vega') : await import('vega-lite');
  } catch (error) {
    throw missing(who, `${name} cannot be loaded`, error);
  }
}

function missing(who: string, why: string, cause?: unknown): MissingPackageError {
  return new MissingPackageError(
    `${who}: charts are drawn by the packages vega and vega-lite, and ${why}; npm install vega vega-lite`,
    { packages: chartPackages, cause },
  );
}
