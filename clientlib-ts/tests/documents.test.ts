import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const tests = dirname(fileURLToPath(import.meta.url));
const root = join(tests, '..', '..');

/** What examples use without declaring it, because the text around them explains it. */
const surroundings = `
import type { Alarm, FeedPosition, GatewayClient as Client, LiveItems, Session } from '../src/index.js';
import { AlarmTable, GatewayClient } from '../src/index.js';
import { shareTabs } from '../src/tabs.js';
declare const token: string;
declare const alarm: Alarm;
declare const signal: AbortSignal;
declare const session: Session;
declare const live: LiveItems;
declare const table: AlarmTable;
declare const client: Client;
declare let position: FeedPosition | undefined;
declare const show: (event: { readonly itemHandle: number }) => void;
declare const warn: (text: string) => void;
declare const note: (text: string) => void;
declare const store: (sessionId: string, events: readonly unknown[]) => void;
declare const log: (...texts: unknown[]) => void;
declare const draw: (...what: unknown[]) => void;
declare const takeStockAgain: () => void;
`;

interface Example {
  readonly name: string;
  readonly code: string;
}

function documents(): string[] {
  const docs = join(root, 'Gateway.Web', 'Docs');
  const pages = readdirSync(docs).filter((name) => name.endsWith('.md')).map((name) => join(docs, name));
  return [join(root, 'README.md'), join(root, 'clientlib-ts', 'README.md'), ...pages];
}

function examples(): Example[] {
  return documents().flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^```ts\n([^]*?)^```/gm)]
      .map(([, code = ''], index) => ({ name: `${relative(root, file)}, example ${index + 1}`, code })));
}

/** The example as the body of a function, so that what it declares itself hides what surrounds it. */
function program({ code }: Example): string {
  const withoutImports = code.replaceAll(/^import .*$/gm, '');
  return `${surroundings}\nexport async function example() {\n${withoutImports}\n}\n`;
}

/** Compiles all texts at once, under names beside this file, with the strict settings of the library. */
function problems(texts: readonly string[]): string[][] {
  const config = ts.getParsedCommandLineOfConfigFile(join(tests, '..', 'tsconfig.json'), {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined });
  const options: ts.CompilerOptions = { ...config?.options, noEmit: true };
  const files = new Map(texts.map((text, index) => [join(tests, `example${index}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, language, ...rest) => {
    const text = files.get(name);
    return text === undefined ? read(name, language, ...rest) : ts.createSourceFile(name, text, language);
  };
  const compiled = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].map((name) => {
    const source = compiled.getSourceFile(name);
    const found = [...compiled.getSyntacticDiagnostics(source), ...compiled.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  });
}

describe('documents', () => {
  it('have examples that compile with the strict settings of TypeScript', () => {
    const all = examples();
    expect(all.length).toBeGreaterThan(0);

    const found = problems([...all.map(program), program({ name: 'wrong', code: 'client.itemz([]);' })]);

    expect(found.pop()).toHaveLength(1);
    expect(all.flatMap(({ name }, index) => (found[index] ?? []).map((problem) => `${name}: ${problem}`))).toEqual([]);
  }, 120_000);
});
