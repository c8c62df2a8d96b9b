/** Node 24 strips the types itself, so Jest transforms nothing. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  coverageProvider: 'v8',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/.wellspring/'],
  modulePathIgnorePatterns: ['/.wellspring/'],
};
