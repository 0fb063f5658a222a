import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    // One gateway, one worker and one browser at a time, so that measured times are meaningful on a small machine too.
    fileParallelism: false,
    // Every wait in the tests has its own, shorter limit with a message; these limits catch only waits without one.
    testTimeout: 300_000,
    hookTimeout: 240_000,
  },
});
