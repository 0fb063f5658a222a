import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { within } from './waiting.ts';

const packages = fileURLToPath(new URL('../../../artifacts/package', import.meta.url));
const commandMs = 200_000;
const base = 'localhost/base:test';

/** What the image needs of its base. The packages of this machine stand in for an image of a registry, so that the tests need no network. */
const basePackages = [
  'base-files', 'coreutils', 'dash', 'libacl1', 'libattr1', 'libc6', 'libgcc-s1', 'libgmp10', 'libpcre2-8-0', 'libselinux1', 'libssl3', 'libstdc++6', 'zlib1g',
];
const links = ['/bin', '/lib', '/lib64', '/sbin'];
/** The engine's own limits are higher than those that a machine without systemd may give. */
const limits = ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'];

/** Why no container can be run here; undefined when one can. */
export const containersAreMissing = reasonNoContainers();

/** Podman with images, containers and volumes of its own, in a directory that goes away with them. */
export class ContainerMachine {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /** A machine that has a base image. */
  static async make(): Promise<ContainerMachine> {
    const machine = new ContainerMachine(await mkdtemp(join(tmpdir(), 'gateway-containers-')));
    await machine.#makeBase();
    return machine;
  }

  /** Builds the image of the gateway in the unpacked package for Linux, as its user does. */
  async build(image: string): Promise<string> {
    return this.podman([
      // RUN gets no namespaces of its own, because some machines allow them to nobody; one layer is copied once.
      'build', '--isolation', 'chroot', '--layers=false', '--pull=never', ...limits, '--format', 'docker',
      '--build-arg', `BASE=${base}`, '--build-arg', 'PACKAGES=', '-t', image, unpackedPackage() ?? '',
    ]);
  }

  /** Starts a container in the background. It shares the network of this machine. */
  async run(options: readonly string[], image: string): Promise<string> {
    return this.podman(['run', '--detach', '--network=host', '--pull=never', ...limits, ...options, image]);
  }

  /** Runs podman to its end and returns what it printed on standard output. Fails when the command fails. */
  async podman(args: readonly string[]): Promise<string> {
    const own = ['--storage-driver=vfs', '--root', join(this.#root, 'store'), '--runroot', join(this.#root, 'run'), '--runtime', 'runc'];
    return finish('podman', [...own, ...args]);
  }

  /** Ends all containers and removes everything. */
  async end(): Promise<void> {
    await this.podman(['rm', '--all', '--force', '--time', '0']);
    // Its supervisors write into the store for a moment longer.
    await rm(this.#root, { recursive: true, force: true, maxRetries: 50 });
  }

  async #makeBase(): Promise<void> {
    const list = join(this.#root, 'base.list');
    const tar = join(this.#root, 'base.tar');
    const owned = (await finish('dpkg', ['-L', ...basePackages])).split('\n').filter((file) => file.startsWith('/') && !file.startsWith('/usr/share') && isFile(file));
    // Through the links of a merged /usr, each file has one name.
    const files = await Promise.all([...owned, '/usr/bin/sh'].map(async (file) => join(await realpath(dirname(file)), file.slice(file.lastIndexOf('/') + 1))));
    await writeFile(list, [...new Set([...links, ...files])].filter((file) => !file.endsWith('.distrib')).join('\n'));
    // Directories are made by what is in them: tar fails when one of this machine, like /tmp, changes while it is read.
    await finish('tar', ['-C', '/', '-cf', tar, '-T', list]);
    await this.podman(['import', tar, base]);
    await rm(tar);
  }
}

async function finish(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let problem = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { problem = (problem + text).slice(-4_000); });
  await within(commandMs, `the end of '${program} ${args.join(' ')}'`, once(child, 'close'));
  if (child.exitCode !== 0) {
    throw new Error(`'${program} ${args.join(' ')}' ended with exit code ${child.exitCode ?? 'none'}:\n${output}\n${problem}`);
  }
  return output.trimEnd();
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}

function unpackedPackage(): string | undefined {
  const name = existsSync(packages) ? readdirSync(packages).find((entry) => entry.endsWith('-linux-x64')) : undefined;
  return name === undefined ? undefined : join(packages, name);
}

function reasonNoContainers(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return 'they require root on Linux';
  }
  if (!existsSync('/usr/bin/podman') || !existsSync('/usr/sbin/runc') || !existsSync('/usr/bin/dpkg')) {
    return 'they require podman and runc (Debian\'s packages of these names)';
  }
  if (spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status !== 0) {
    return 'this machine allows no namespaces';
  }
  return unpackedPackage() === undefined ? 'they require the package for Linux: npm run package -- --linux' : undefined;
}
