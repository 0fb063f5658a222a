import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** What a page that uses the client may transfer for it and SignalR, in bytes of one minified and gzipped file. */
const budgetBytes = 41_000;
/** The same for a page that shares its connection, and for its worker. */
const sharedBudgetBytes = 42_000;
const packMs = 120_000;

const library = fileURLToPath(new URL('..', import.meta.url));
let directory: string;
let files: readonly string[];
let tarball: Buffer;
let manifest: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mxgateway-client-'));
  // Bundles resolve the package by its exports, as they do for a user.
  await mkdir(join(directory, 'node_modules', '@mxgateway'), { recursive: true });
  await symlink(library, join(directory, 'node_modules', '@mxgateway', 'client'), 'junction');
  const options = { cwd: library, timeout: packMs, shell: process.platform === 'win32' };
  const { stdout } = await promisify(execFile)('npm', ['pack', '--json', '--pack-destination', directory], options);
  const [packed] = JSON.parse(stdout) as [{ readonly filename: string; readonly files: readonly { readonly path: string }[] }];
  files = packed.files.map(({ path }) => path);
  tarball = await readFile(join(directory, packed.filename));
  manifest = JSON.parse(await readFile(join(library, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>;
}, packMs + 60_000);

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

it('the package has its documents and, for each module, code, types and a source map, and nothing else', () => {
  const modules = files.filter((file) => /^dist\/.*\.js$/.test(file)).map((file) => file.slice(0, -'.js'.length));
  expect(modules).toContain('dist/index');
  expect([...files].sort()).toEqual([
    'CHANGELOG.md', 'README.md', 'package.json', ...modules.flatMap((name) => [`${name}.js`, `${name}.js.map`, `${name}.d.ts`]),
  ].sort());
});

it('a source map holds its source, which the package does not have as a file', async () => {
  const map = JSON.parse(await readFile(join(library, 'dist', 'index.js.map'), 'utf8')) as { readonly sourcesContent?: readonly string[] };
  expect(map.sourcesContent?.[0]).toBe(await readFile(join(library, 'src', 'index.ts'), 'utf8'));
});

it('the changelog has an entry for the version', async () => {
  expect(await readFile(join(library, 'CHANGELOG.md'), 'utf8')).toContain(`\n## ${String(manifest['version'])}\n`);
});

it('publint finds nothing', async () => {
  const data = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball: data }, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

it('arethetypeswrong finds the types right for Node\'s ES modules and for bundlers', async () => {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  if (result.types === false) {
    throw new Error('The package has no types.');
  }
  // The package is for import only: require is not served, and neither are resolvers without "exports" (node10).
  const served = new Set(['node16-esm', 'bundler']);
  const problems = result.problems.filter((problem) => !('resolutionKind' in problem) || served.has(problem.resolutionKind));
  expect(problems).toEqual([]);
  for (const entry of ['.', './tabs', './tabs-worker', './wire']) {
    for (const kind of ['node16-esm', 'bundler'] as const) {
      expect(result.entrypoints[entry]?.resolutions[kind].resolution?.isTypeScript, `${entry} ${kind}`).toBe(true);
    }
  }
});

it('a page that uses the client stays within the size budget', async () => {
  const used = await bundledBytes("import { GatewayClient } from '@mxgateway/client'; globalThis.client = new GatewayClient({ url: '/', accessToken: '' });");
  console.log(`The client in a page: ${used} bytes gzip of ${budgetBytes}.`);
  expect(used).toBeLessThanOrEqual(budgetBytes);
});

it('a page that shares its connection among tabs transfers little more, and its worker no more than a page', async () => {
  const page = await bundledBytes("import { GatewayClient } from '@mxgateway/client'; import { shareTabs } from '@mxgateway/client/tabs'; globalThis.client = new GatewayClient({ url: '/', accessToken: '', share: shareTabs(() => new SharedWorker('/tabs.js')) });");
  const worker = await bundledBytes("import { serveTabs } from '@mxgateway/client/tabs-worker'; serveTabs();");
  console.log(`The client in a page that shares: ${page} bytes gzip, and its worker ${worker}, of ${sharedBudgetBytes} each.`);
  expect(Math.max(page, worker)).toBeLessThanOrEqual(sharedBudgetBytes);
});

it('a page that imports the client and does not use it has nothing of it', async () => {
  expect(await bundledBytes("import '@mxgateway/client'; import { GatewayClient } from '@mxgateway/client';")).toBeLessThan(200);
});

it('the types of the wire bring no code, neither ours nor SignalR\'s', async () => {
  const code = await readFile(join(library, 'dist', 'wire.js'), 'utf8');
  expect(code.replaceAll(/\/\*[^]*?\*\/|^\/\/.*$/gm, '').trim()).toBe('export {};');
  expect(await bundledBytes("import '@mxgateway/client/wire';")).toBeLessThan(50);
  const types = await readFile(join(library, 'dist', 'wire.d.ts'), 'utf8');
  expect(types).not.toMatch(/\b(import|require|reference)\b *[('"]|^import\b/m);
});

/** Size of the source as a bundle for production. */
async function bundledBytes(source: string): Promise<number> {
  const entry = join(directory, 'entry.js');
  await writeFile(entry, source);
  const result = await build({
    root: directory,
    configFile: false,
    logLevel: 'error',
    build: { write: false, rolldownOptions: { input: entry } },
  });
  if (!('output' in result)) {
    throw new Error('Vite made no bundle.');
  }
  return result.output.reduce((sum, file) => sum + (file.type === 'chunk' ? gzipSync(file.code).length : 0), 0);
}
