/** Node 24 strips the types itself, so Jest transforms nothing. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  coverageProvider: 'v8',
  // Real servers on busy machines: a test that waits for a condition says itself what it waited for.
  testTimeout: 60_000, // ms
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/.wellspring/'],
  modulePathIgnorePatterns: ['/.wellspring/'],
};
