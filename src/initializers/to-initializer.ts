import { requireOneOf, valueText } from '../errors.ts';
import { glorotNormal } from './glorot-normal.ts';
import { glorotUniform } from './glorot-uniform.ts';
import { heNormal } from './he-normal.ts';
import { heUniform } from './he-uniform.ts';
import type { Initializer } from './initializer.ts';
import { lecunNormal } from './lecun-normal.ts';
import { ones } from './ones.ts';
import { zeros } from './zeros.ts';

/** By the names that options take. */
export const initializersByName = { glorotUniform, glorotNormal, heUniform, heNormal, lecunNormal, zeros, ones };

/** The initializers that need no argument. */
export type InitializerName = keyof typeof initializersByName;

/**
 * An initializer as people give it, by name or as a value, also one of their own. `who` and `name` say whose option.
 *
 * @throws RangeError for an unknown name, TypeError for what is no initializer.
 */
export function toInitializer(who: string, name: string, value: unknown): Initializer {
  if (typeof value === 'string')
    return initializersByName[requireOneOf(who, name, value, Object.keys(initializersByName) as InitializerName[])]();
  if (typeof value === 'object' && value !== null && 'fill' in value && typeof value.fill === 'function') {
    if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return value as Initializer;
  }
  const hint = typeof value === 'function' ? '; call it: initializers.heNormal()' : '';
  throw new TypeError(
    `${who}: ${name} must be the name of an initializer or an initializer, got ${valueText(value)}${hint}`,
  );
}
