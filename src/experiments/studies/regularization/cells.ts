/** What the study sets side by side: methods against overfitting, each at several strengths. */
import type { Cell } from '../cell.ts';

interface Method {
  readonly title: string;
  /** What its strength is; undefined where it has none. */
  readonly strength?: string;
  /** From weak to strong; `[0]` where it has none. */
  readonly strengths: readonly number[];
  /** What it gives a cell. */
  readonly cell: (strength: number) => Partial<Cell>;
}

/** The factor of a penalty that Keras has unless told otherwise, and with which the claims about L1 and L2 were published. */
export const usualFactor = 0.01;

/** Half-decades around the usual factor: from where nothing changes to where hardly anything is left to learn with. */
const factors = [1e-5, 1e-4, 3e-4, 1e-3, 3e-3, usualFactor, 0.03, 0.1];

const methods = {
  none: { title: 'none', strengths: [0], cell: () => ({}) },
  l1: { title: 'L1', strength: 'λ', strengths: factors, cell: (lambda) => ({ l1: lambda }) },
  l1Subgradient: {
    title: 'L1 subgradient',
    strength: 'λ',
    strengths: factors,
    cell: (lambda) => ({ l1: lambda, l1Subgradient: true }),
  },
  l2: { title: 'L2', strength: 'λ', strengths: factors, cell: (lambda) => ({ l2: lambda }) },
  l1l2: { title: 'L1 + L2', strength: 'λ of both', strengths: factors, cell: (lambda) => ({ l1: lambda, l2: lambda }) },
  dropout: {
    title: 'dropout',
    strength: 'rate',
    strengths: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
    cell: (rate) => ({ dropout: rate }),
  },
  batchNorm: { title: 'batch norm', strengths: [0], cell: () => ({ batchNorm: true }) },
  weightDecay: {
    title: 'weight decay',
    strength: 'λ',
    // A step takes away η·λ of a weight, and η is 0.001: at the strongest a hundredth.
    strengths: [0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    cell: (weightDecay) => ({ optimizer: 'adamW', weightDecay }),
  },
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof methods;

/** In the order of tables and charts. */
export const methodNames = Object.keys(methods) as MethodName[];

export function aboutMethod(name: MethodName): Method {
  return methods[name];
}

/** A method at one of its strengths, with the name of its cell. */
export interface Place {
  readonly method: MethodName;
  /** 0 where the method has none. */
  readonly strength: number;
  readonly name: string;
}

/** All of them: by method, from weak to strong. */
export const places: readonly Place[] = methodNames.flatMap((method) =>
  aboutMethod(method).strengths.map((strength) => ({ method, strength, name: nameOf(method, strength) })),
);

/** The name of a cell: 'L1 0.001', 'batch norm'. */
export function nameOf(method: MethodName, strength: number): string {
  const { title, strength: has } = aboutMethod(method);
  return has === undefined ? title : `${title} ${strength}`;
}

/** Two hidden layers of 64 units, enough to learn the smaller sets by heart, and Adam at its default rate. */
const base = { hidden: [64, 64], activation: 'relu', optimizer: 'adam', learningRate: 0.001 } as const;

/** What is trained with every seed, in the order of `places`. */
export const regularizationCells: readonly Cell[] = places.map(({ method, strength, name }) => ({
  ...base,
  ...aboutMethod(method).cell(strength),
  name,
}));
