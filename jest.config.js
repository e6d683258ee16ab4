const common = {
  testEnvironment: 'node',
  // Copies of the project in which mutants are tried.
  modulePathIgnorePatterns: ['<rootDir>/build/mutation/'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }],
    // As scripts/build.mjs has them: texts of the program.
    '\\.(cfg|conf|board\\.json|py|sh|sql|yml)$': '<rootDir>/scripts/text-for-jest.cjs',
  },
};

/**
 * `npm test` runs `unit`, which needs nothing but Node; `npm run test:e2e` runs `e2e` against real parts, and `npm run test:long` `long`, whose
 * parts take too long to build for the gate.
 */
module.exports = {
  // By default one processor is left idle, which is half of them on a small machine.
  maxWorkers: '100%',
  // No test measures time. A busy machine takes more than the usual five seconds for one that starts programs.
  testTimeout: 60_000,
  collectCoverageFrom: ['<rootDir>/lib/**/*.ts'],
  coverageDirectory: 'build/coverage',
  coverageReporters: ['text-summary', 'html', 'json-summary'],
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/test/**/*.test.ts'], testPathIgnorePatterns: ['<rootDir>/test/e2e/'] },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'], testPathIgnorePatterns: ['\\.long\\.test\\.ts$'] },
    { ...common, displayName: 'long', testMatch: ['<rootDir>/test/e2e/**/*.long.test.ts'] },
  ],
};
