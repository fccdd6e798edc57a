/** How parameters begin: the namespace `initializers`. */
export { constant } from './constant.ts';
export { defaultFor } from './default-for.ts';
export { glorotNormal } from './glorot-normal.ts';
export { glorotUniform } from './glorot-uniform.ts';
export { heNormal } from './he-normal.ts';
export { heUniform } from './he-uniform.ts';
export { fansOf, type Initializer } from './initializer.ts';
export { lecunNormal } from './lecun-normal.ts';
export { ones } from './ones.ts';
export { type InitializerName, toInitializer } from './to-initializer.ts';
export { zeros } from './zeros.ts';
