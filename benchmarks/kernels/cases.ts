import { arithmetic } from './arithmetic.ts';
import type { Case, KernelName } from './case.ts';
import { convolutions } from './convolutions.ts';
import { functions } from './functions.ts';
import { gradients } from './gradients.ts';
import { softmaxAndLosses } from './losses.ts';
import { normalization } from './normalization.ts';
import { optimizers } from './optimizers.ts';
import { poolings } from './poolings.ts';
import { products } from './products.ts';
import { random } from './random.ts';
import { reductions } from './reductions.ts';

/** Every exported kernel, family by family. */
export const cases: readonly Case[] = [
  ...products,
  ...convolutions,
  ...poolings,
  ...functions,
  ...gradients,
  ...arithmetic,
  ...reductions,
  ...softmaxAndLosses,
  ...normalization,
  ...random,
  ...optimizers,
];

/** Kernels that are limits themselves: measured, and compared with nothing. */
export const limits: readonly KernelName[] = ['roofline', 'peak'];
