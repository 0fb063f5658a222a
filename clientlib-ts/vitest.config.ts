import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    // A bound for a test that hangs. On a machine whose cores are all busy the random tests take ten times as long.
    testTimeout: 90_000,
  },
});
