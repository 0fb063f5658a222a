import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    // One gateway, one worker and one browser at a time: figures of time mean something on a small machine too.
    fileParallelism: false,
    // Every wait in the tests has its own, shorter bound with a message; these only catch what has none.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
