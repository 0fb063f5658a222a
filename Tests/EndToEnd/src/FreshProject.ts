import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const library = fileURLToPath(new URL('../../../clientlib-ts/', import.meta.url));
const projects = fileURLToPath(new URL('../projects/', import.meta.url));
const runMs = 200_000;

/** A project outside the repository that has installed the packed client, as a user's has. */
export class FreshProject {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(name: string): Promise<FreshProject> {
    const project = new FreshProject(await mkdtemp(join(tmpdir(), `fresh-${name}-`)));
    await cp(join(projects, name), project.directory, { recursive: true });
    const packed = JSON.parse(await project.run('npm', ['pack', library, '--json'])) as readonly [{ readonly filename: string }];
    await project.run('npm', ['install', `./${packed[0].filename}`, '--prefer-offline', '--no-audit', '--no-fund']);
    return project;
  }

  /** Runs a program in the project and returns what it printed; fails, with its output, when the program fails. */
  async run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    try {
      return (await promisify(execFile)(program, args, { cwd: this.directory, timeout: runMs, env: { ...process.env, ...env } })).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
      throw new Error(`'${program} ${args.join(' ')}' failed: ${stdout ?? ''}${stderr ?? ''}`, { cause: error });
    }
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** The example of the client's README that is in this language. */
export async function exampleOf(language: string): Promise<string> {
  const found = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(await readFile(join(library, 'README.md'), 'utf8'));
  if (found?.[1] === undefined) {
    throw new Error(`The README has no example in ${language}.`);
  }
  return found[1];
}
