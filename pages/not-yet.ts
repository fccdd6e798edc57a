/** Documents that are being rewritten and may be wrong until then: told by `npm run pages`, but no test fails. */
export const notYet: readonly string[] = ['README.md'];
