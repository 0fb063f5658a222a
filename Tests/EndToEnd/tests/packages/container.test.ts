import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../../src/boundedClient.ts';
import { ContainerMachine, containersAreMissing } from '../../src/ContainerMachine.ts';
import { freePort } from '../../src/ports.ts';
import { patienceMs, until } from '../../src/waiting.ts';

const image = 'localhost/mxgateway:test';
const item = 'Tank101.Level.PV';

if (containersAreMissing !== undefined) {
  console.log(`SKIPPED: the gateway in a container: ${containersAreMissing}.`);
}

// The tests go through the life of one image and one volume, in this order.
describe.skipIf(containersAreMissing !== undefined)('the gateway in a container', () => {
  let machine: ContainerMachine;
  let url: string;
  let token: string;

  /** The one command of the documents, but with a port of this machine instead of a published one. */
  const run = async (name: string): Promise<void> => {
    await machine.run([
      '--name', name, '--volume', 'mxgateway:/var/lib/mxgateway', '--env', `URLS=${url}`,
      '--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges',
    ], image);
    await until(patienceMs, `the gateway serves at ${url}`, async () => (await fetch(`${url}/health/ready`)).ok);
  };
  const get = async (path: string): Promise<Response> =>
    fetch(url + path, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(patienceMs) });
  const openSession = async (): Promise<string> => {
    const client = boundedClient({ url, accessToken: token });
    try {
      const session = await client.openSession({ name: 'In a container' });
      await session.subscribeBulk(await session.register('container'), [item]);
      return session.sessionId;
    } finally {
      await client.close();
    }
  };
  const readValue = async (sessionId: string): Promise<unknown> => until(patienceMs, 'a value over HTTP', async () => {
    const response = await get(`/api/sessions/${sessionId}/values?item=${item}`);
    expect(response.status).toBe(200);
    return (await response.json() as { values: { value?: unknown }[] }).values[0]?.value as number | undefined;
  });
  const exitCode = async (name: string): Promise<string> => machine.podman(['inspect', name, '--format', '{{.State.Status}} {{.State.ExitCode}}']);

  beforeAll(async () => {
    machine = await ContainerMachine.make();
  });

  afterAll(async () => {
    await machine.end();
  });

  it('is built from the package, without what no container runs', async () => {
    await machine.build(image);

    const files = await machine.podman(['run', '--rm', '--network=host', '--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096', '--entrypoint', 'ls', image, '-A', '/opt/mxgateway']);
    expect(files.split('\n')).toEqual(expect.arrayContaining(['Gateway.Web', 'VERSION', 'worker', 'wwwroot']));
    expect(files).not.toMatch(/install\.sh|\.service|monitoring|Containerfile|ignore|\.pdb|compose/);
  });

  it('serves a value after one command, without root and on a file system that is read-only but for its volume', async () => {
    url = `http://127.0.0.1:${await freePort()}`;
    await run('first');
    token = await machine.podman(['exec', 'first', 'Gateway.Web', 'token', '--subject', 'ada', '--scopes', 'admin', '--lifetime', '1h']);

    expect(await readValue(await openSession())).toEqual(expect.any(Number));
    expect(await machine.podman(['exec', 'first', 'id', '-u'])).toBe('1654');
    expect(await machine.podman(['exec', 'first', 'stat', '--format', '%u %a', '/var/lib/mxgateway'])).toBe('1654 700');
  });

  it('is healthy for as long as it serves, and says so to the engine', async () => {
    expect(await machine.podman(['healthcheck', 'run', 'first'])).toBe('');

    await expect(machine.podman(['exec', 'first', 'Gateway.Web', 'health', '--url', 'http://127.0.0.1:9'])).rejects.toThrow('does not answer');
  });

  it('stops in order, and another container goes on with its volume: tokens hold, sessions begin anew', async () => {
    const sessionId = await openSession();

    await machine.podman(['stop', '--time', '60', 'first']);

    expect(await exitCode('first')).toBe('exited 0');
    expect(await machine.podman(['logs', 'first'])).toContain('The gateway is stopping');
    await machine.podman(['rm', 'first']);
    await run('second');
    expect((await get('/api/me')).status).toBe(200);
    expect((await get(`/api/sessions/${sessionId}`)).status).toBe(404);
    expect(await readValue(await openSession())).toEqual(expect.any(Number));
  });

  it('ends with the code of wrong settings, which a supervisor can tell from a crash', async () => {
    await machine.run(['--name', 'wrong', '--env', 'Gateway__Sessions__MaxSessions=-1'], image);

    expect(await machine.podman(['wait', 'wrong'])).toBe('78');
    await machine.podman(['rm', '--force', '--time', '0', 'wrong']);
  });
});
