import { defineConfig } from 'vitest/config';
import { fakeGateway } from './dev/fakeGateway.ts';
import { readPageParts } from './dev/pageParts.ts';

/** The strictest policy under which the page must work. The preview sends it, so that a violation is noticed at once. */
const contentSecurityPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
].join('; ');

const gateway = process.env['GATEWAY_URL'] ?? 'http://localhost:5120';

export default defineConfig({
  // The base is relative, so that the page also works below a path of a reverse proxy.
  base: './',
  plugins: process.env['FAKE_GATEWAY'] === '1' ? [fakeGateway()] : [],
  define: { __PAGE_PARTS__: JSON.stringify(readPageParts()) },
  build: {
    outDir: '../../wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    // No asset is inlined, because inlined assets would need exceptions in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  server: {
    proxy: process.env['FAKE_GATEWAY'] === '1' ? {} : { '/hubs': { target: gateway, ws: true }, '/api': { target: gateway } },
  },
  preview: {
    headers: { 'content-security-policy': contentSecurityPolicy },
  },
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    // A bound for a test that hangs.
    testTimeout: 90_000,
  },
});
