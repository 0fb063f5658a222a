import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PageParts } from '../src/settings/pageParts.ts';

interface PackageFile {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Finds the packages that are built into the page, with what each says about its version and licence. */
export function readPageParts(): PageParts {
  const found = new Map<string, PackageFile>();
  const page = fileURLToPath(new URL('../package.json', import.meta.url));
  collect(read(page), page, found);
  const packages = [...found.values()].filter(({ name }) => !name.startsWith('@mxgateway/'))
    .map(({ name, version, license }) => ({ name, version, ...(license === undefined ? {} : { licence: license }) }));
  return { client: found.get('@mxgateway/client')?.version ?? 'not known', packages };
}

function collect({ dependencies = {} }: PackageFile, from: string, found: Map<string, PackageFile>): void {
  for (const name of Object.keys(dependencies)) {
    const path = pathOf(name, from);
    if (path !== undefined && !found.has(name)) {
      const file = read(path);
      found.set(name, file);
      collect(file, path, found);
    }
  }
}

/** The file of a package as Node finds it; undefined for one that is not installed, because it is for other programs only. */
function pathOf(name: string, from: string): string | undefined {
  for (const root of createRequire(from).resolve.paths(name) ?? []) {
    const path = join(root, name, 'package.json');
    try {
      readFileSync(path);
      return path;
    } catch {
      // It may be in one of the directories above.
    }
  }
  return undefined;
}

function read(path: string): PackageFile {
  return JSON.parse(readFileSync(path, 'utf8')) as PackageFile;
}
