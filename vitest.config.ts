import { defineConfig } from 'vitest/config';

const shared = { environment: 'node' as const, testTimeout: 40_000, hookTimeout: 40_000 };

export default defineConfig({
  test: {
    // As many files at once as there are processors: most tests wait for processes of their own.
    maxWorkers: '100%',
    projects: [
      { test: { ...shared, name: 'fast', include: ['tests/**/*.test.ts'], exclude: ['tests/long/**'] } },
      { test: { ...shared, name: 'long', include: ['tests/long/**/*.test.ts'], testTimeout: 600_000 } },
    ],
  },
});
