import { defineConfig } from 'vitest/config';

const shared = { environment: 'node' as const, testTimeout: 20_000, hookTimeout: 20_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'fast', include: ['tests/**/*.test.ts'], exclude: ['tests/long/**'] } },
      { test: { ...shared, name: 'long', include: ['tests/long/**/*.test.ts'], testTimeout: 600_000 } },
    ],
  },
});
