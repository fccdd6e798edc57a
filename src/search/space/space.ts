import { closestName, DataError, valueText } from '../../errors.ts';
import type { Dimension, DimensionJSON, ParameterValue } from './dimension.ts';
import { dimensionFrom } from './dimension-from-json.ts';
import { type Condition, type Conditional, isDimension, when } from './when.ts';

/** What a space is made of: a dimension for each name, or one that is there only under a condition. */
export type SpaceDefinition = Readonly<Record<string, Dimension | Conditional>>;

/** The parameters of a point of the space; undefined is what is left out. */
export type ParametersOf<D extends SpaceDefinition> = { readonly [Name in keyof D]: ValueOf<D[Name]> };

/** Of one that may be either, what either has. */
type ValueOf<One> = One extends Conditional<infer T> ? T | undefined : One extends Dimension<infer T> ? T : never;

/** Values by name, of any space. Those that are left out have no key. */
export type ParameterValues = Readonly<Record<string, ParameterValue | undefined>>;

/** One of the dimensions of a space. */
export interface SpaceEntry {
  readonly name: string;
  readonly dimension: Dimension;
  readonly condition?: Condition;
}

/** A space as plain data: by name, in its order. */
export type SpaceJSON = Readonly<Record<string, DimensionJSON & { readonly when?: Condition }>>;

/**
 * All values that parameters may have together.
 *
 *     new Space({
 *       learningRate: logUniform(1e-4, 1e-1),
 *       optimizer: choice(['sgd', 'adam']),
 *       momentum: when('optimizer', 'sgd', uniform(0, 0.99)), // number | undefined
 *     })
 *
 * @throws TypeError for what is no dimension, and for a condition on a parameter that is not there, stands behind, or is continuous;
 *   RangeError for a space without parameters, and for a condition on a value that the other parameter never has.
 */
export class Space<D extends SpaceDefinition = SpaceDefinition> {
  /** In the order of the definition: a parameter stands behind the one that it depends on. */
  readonly entries: readonly SpaceEntry[];
  private readonly places: ReadonlyMap<string, number>;

  constructor(definition: D) {
    const who = 'Space';
    if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) {
      throw new TypeError(`${who}: expected dimensions by name, got ${valueText(definition)}`);
    }
    const entries = Object.entries(definition).map(([name, value]) => entryOf(who, name, value));
    if (entries.length === 0) throw new RangeError(`${who}: there must be a parameter, got none`);
    for (const [i, entry] of entries.entries()) requireParent(who, entry, entries.slice(0, i), Object.keys(definition));
    this.entries = Object.freeze(entries);
    this.places = new Map(entries.map(({ name }, i) => [name, i]));
  }

  /** How many points there are; Infinity where a dimension is continuous. Points that differ in what is left out alone are one. */
  get size(): number {
    const count = (i: number, parameters: Record<string, ParameterValue>): number => {
      if (i === this.entries.length) return 1;
      const { name, dimension } = this.entries[i];
      if (!isActive(this.entries[i], parameters)) return count(i + 1, parameters);
      const others = this.entries.flatMap(({ condition }) => (condition?.parent === name ? condition.values : []));
      const apart = [...new Set(others)];
      const rest = dimension.size - apart.length;
      let sum = rest === 0 ? 0 : rest * count(i + 1, { ...parameters, [name]: Number.NaN }); // a value that no condition names
      for (const value of apart) sum += count(i + 1, { ...parameters, [name]: value });
      return sum;
    };
    return count(0, {});
  }

  /** The point at places from 0 to 1, one for each entry; those of parameters that are left out are not looked at. */
  at(units: ArrayLike<number>): ParametersOf<D> {
    const parameters: Record<string, ParameterValue> = {};
    for (const [i, entry] of this.entries.entries()) {
      if (isActive(entry, parameters)) parameters[entry.name] = entry.dimension.at(units[i]);
    }
    return parameters as ParametersOf<D>;
  }

  /** The places of a point, one for each entry; NaN of what is left out. */
  units(parameters: ParameterValues): Float64Array {
    return Float64Array.from(this.entries, ({ name, dimension }) => {
      const value = parameters[name];
      return value === undefined ? Number.NaN : dimension.unit(value);
    });
  }

  /**
   * Parameters from elsewhere, such as a person or a file, in the order of the space.
   *
   * @throws DataError, with `column`, for a parameter that there is not, is missing, has another value than it can have, or should be left out.
   */
  require(who: string, parameters: unknown): ParametersOf<D> {
    if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
      throw new DataError(`${who}: expected parameters by name, got ${valueText(parameters)}`);
    }
    const given = parameters as ParameterValues;
    const names = this.entries.map(({ name }) => name);
    for (const name of Object.keys(given)) {
      if (this.places.has(name)) continue;
      const close = closestName(name, names);
      const hint = close === undefined ? '.' : `; did you mean '${close}'?`;
      throw new DataError(`${who}: there is no parameter '${name}'${hint} Parameters: ${names.join(', ')}`, {
        column: name,
      });
    }
    const found: Record<string, ParameterValue> = {};
    for (const entry of this.entries) {
      const { name, dimension, condition } = entry;
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      if (!isActive(entry, found)) {
        if (value === undefined) continue;
        throw new DataError(
          `${who}: ${name} must be left out unless ${conditionText(condition!)}, got ${valueText(value)}`,
          { column: name },
        );
      }
      if (!dimension.includes(value)) {
        throw new DataError(`${who}: ${name} must be ${dimension}, got ${valueText(value)}`, { column: name });
      }
      found[name] = value;
    }
    return found as ParametersOf<D>;
  }

  toJSON(): SpaceJSON {
    return Object.fromEntries(
      this.entries.map(({ name, dimension, condition }) => [
        name,
        { ...dimension.toJSON(), ...(condition && { when: condition }) },
      ]),
    );
  }

  /** @throws DataError for what `toJSON` does not give. */
  static fromJSON(json: unknown): Space {
    const who = 'Space.fromJSON';
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      throw new DataError(`${who}: expected dimensions by name, got ${valueText(json)}`);
    }
    const definition = Object.entries(json).map(([name, one]) => {
      const { when: condition, ...rest } = (one ?? {}) as { when?: Partial<Condition> };
      try {
        const dimension = dimensionFrom(rest);
        return [name, condition ? when(condition.parent!, condition.values!, dimension) : dimension] as const;
      } catch (cause) {
        throw new DataError(`${who}: '${name}': ${(cause as Error).message}`, { column: name, cause });
      }
    });
    try {
      return new Space(Object.fromEntries(definition));
    } catch (cause) {
      throw new DataError(`${who}: ${(cause as Error).message}`, { cause });
    }
  }
}

/** Whether a parameter is there beside the values of those before it. */
export function isActive({ condition }: SpaceEntry, before: ParameterValues): boolean {
  if (condition === undefined) return true;
  const value = before[condition.parent];
  return value !== undefined && condition.values.includes(value);
}

function entryOf(who: string, name: string, value: unknown): SpaceEntry {
  if (isDimension(value)) return { name, dimension: value };
  const { dimension, condition } = (value ?? {}) as Partial<Conditional>;
  if (isDimension(dimension) && condition !== undefined) return { name, dimension, condition };
  throw new TypeError(
    `${who}: '${name}' must be a dimension, such as uniform(0, 1) or choice(['relu', 'tanh']), got ${valueText(value)}`,
  );
}

function requireParent(
  who: string,
  { name, condition }: SpaceEntry,
  before: readonly SpaceEntry[],
  names: readonly string[],
): void {
  if (condition === undefined) return;
  const { parent, values } = condition;
  const found = before.find((one) => one.name === parent);
  if (found === undefined) {
    const close = closestName(
      parent,
      names.filter((one) => one !== name),
    );
    const why = names.includes(parent)
      ? 'stands behind it; put it before'
      : `is not there${close === undefined ? '' : `; did you mean '${close}'?`}`;
    throw new TypeError(`${who}: '${name}' depends on '${parent}', which ${parent === name ? 'is itself' : why}`);
  }
  if (found.dimension.size === Number.POSITIVE_INFINITY) {
    throw new TypeError(
      `${who}: '${name}' depends on '${parent}', which is continuous; only single values, of choice or integer, can be a condition`,
    );
  }
  for (const value of values) {
    if (found.dimension.includes(value)) continue;
    throw new RangeError(
      `${who}: '${name}' is there when '${parent}' is ${valueText(value)}, but that is ${found.dimension}`,
    );
  }
}

function conditionText({ parent, values }: Condition): string {
  return `${parent} is ${values.map(valueText).join(' or ')}`;
}
