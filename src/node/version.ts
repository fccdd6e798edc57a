/** Of simdgrad, as package.json has it (test/node/search.test.ts): journals say by which version their results were computed. */
export const version = '0.1.0';
