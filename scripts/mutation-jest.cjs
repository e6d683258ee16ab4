// For scripts/mutation.mjs: one project, of the tests that count for the folder whose mutants are tried.
const { projects } = require('../jest.config.js');

const { displayName: _, ...unit } = projects.find(({ displayName }) => displayName === 'unit');

module.exports = {
  ...unit,
  rootDir: '..',
  testMatch: (process.env.MUTATION_TESTS ?? 'test').split(',').map((path) => `<rootDir>/${path}/**/*.test.ts`),
  // The former need real parts; the latter start the built program, in which there is no mutant.
  testPathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/test/scripts/'],
};
