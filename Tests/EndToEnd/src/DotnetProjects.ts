import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Output } from './Output.ts';
import { patienceMs, until, within } from './waiting.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const library = join(root, 'Gateway.Shared', 'Client');
const sources = fileURLToPath(new URL('../projects/dotnet/', import.meta.url));
const feed = join(root, 'artifacts', 'package', 'nuget');
// Apart from the user's own, where a package of an earlier build with the same version would be found.
const installed = join(root, 'artifacts', 'nuget-packages');
const commandMs = 200_000;

/** The version of the packed libraries. */
export const packedVersion = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }).version;

/** .NET projects outside the repository that install the packed libraries, as a user's do. */
export class DotnetProjects {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(): Promise<DotnetProjects> {
    if (!existsSync(join(feed, `Mxgateway.Client.${packedVersion}.nupkg`))) {
      throw new Error(`${feed} has no packages of ${packedVersion}. Make them first: npm run package -- --dotnet`);
    }
    await mkdir(installed, { recursive: true });
    for (const name of (await readdir(installed)).filter((one) => one.startsWith('mxgateway.'))) {
      await rm(join(installed, name), { recursive: true });
    }
    const projects = new DotnetProjects(await mkdtemp(join(tmpdir(), 'fresh-dotnet-')));
    await projects.write('nuget.config', `<configuration>
  <config><add key="globalPackagesFolder" value="${installed}" /></config>
  <packageSources><add key="packed" value="${feed}" /></packageSources>
</configuration>\n`);
    return projects;
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.directory, path)), { recursive: true });
    await writeFile(join(this.directory, path), text);
  }

  /** Adds a file of `projects/dotnet` to a project. */
  async copy(source: string, path: string): Promise<void> {
    await mkdir(dirname(join(this.directory, path)), { recursive: true });
    await cp(join(sources, source), join(this.directory, path));
  }

  async read(path: string): Promise<string> {
    return await readFile(join(this.directory, path), 'utf8');
  }

  /** The files of a package as it was installed. */
  async filesOf(packageId: string): Promise<readonly string[]> {
    return (await readdir(join(installed, packageId.toLowerCase(), packedVersion), { recursive: true })).map((path) => path.replaceAll('\\', '/'));
  }

  /** Builds a project; warnings are errors. The result is in its directory `out`. */
  async build(project: string): Promise<void> {
    await this.run('dotnet', ['build', project, '-c', 'Release', '-o', `${project}/out`, '-warnaserror', '-nodeReuse:false', '-p:UseSharedCompilation=false', '--nologo', '-v', 'quiet']);
  }

  /** Installs a packed .NET tool into a directory of its own. */
  async installTool(packageId: string, directory: string): Promise<void> {
    await this.run('dotnet', ['tool', 'install', packageId, '--tool-path', directory, '--version', packedVersion, '--add-source', feed]);
  }

  async list(directory: string): Promise<readonly string[]> {
    return await readdir(join(this.directory, directory));
  }

  /** Runs a program and returns what it printed; fails, with its output, when the program fails. */
  async run(program: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<string> {
    try {
      return (await promisify(execFile)(program, args, { cwd: this.directory, timeout: commandMs, env: { ...process.env, ...variables } })).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
      throw new Error(`'${program} ${args.join(' ')}' failed: ${stdout ?? ''}${stderr ?? ''}`, { cause: error });
    }
  }

  /**
   * Runs a program that does not end by itself, until it has printed what is looked for; then asks it to end, which it must do with success.
   * A program without a host does not know the signal, so it ends by it.
   */
  async runUntil(pattern: RegExp, program: string, args: readonly string[], { hasHost = true } = {}): Promise<string> {
    const child = spawn(program, args, { cwd: this.directory, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'exit');
    const output = new Output(child);
    try {
      const found = await until(patienceMs, `${program} to print ${pattern.source}`, () => {
        if (child.exitCode !== null) {
          throw new Error(`It ended with ${child.exitCode}.`);
        }
        return pattern.exec(output.text)?.[0];
      });
      child.kill('SIGTERM');
      await within(patienceMs, `the end of ${program}`, ended);
      if (hasHost ? child.exitCode !== 0 : child.signalCode !== 'SIGTERM') {
        throw new Error(`${program} ended with ${child.exitCode ?? 'a signal'}.`);
      }
      return found;
    } catch (error) {
      throw new Error(`${program} printed:\n${output.text}`, { cause: error });
    } finally {
      child.kill('SIGKILL');
    }
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** The example of the .NET client's README that is in this language and has these words. */
export async function dotnetExample(language: string, words: string): Promise<string> {
  const blocks = (await readFile(join(library, 'README.md'), 'utf8')).matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'));
  const found = [...blocks].map((block) => block[1] ?? '').find((text) => text.includes(words));
  if (found === undefined) {
    throw new Error(`The README has no example in ${language} with ${words}.`);
  }
  return found;
}

/** The version of a package that the repository uses. */
export async function usedVersion(packageId: string): Promise<string> {
  const found = new RegExp(`"${packageId.replaceAll('.', '\\.')}" Version="([^"]+)"`).exec(await readFile(join(root, 'Directory.Packages.props'), 'utf8'));
  if (found?.[1] === undefined) {
    throw new Error(`Directory.Packages.props has no ${packageId}.`);
  }
  return found[1];
}

/** The golden files that all languages read. */
export const fixtures = join(root, 'Tests', 'Fixtures');
