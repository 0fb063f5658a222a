import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    // Every wait of the kit has a limit of its own with a message; these limits catch only waits without one.
    testTimeout: 660_000,
  },
});
