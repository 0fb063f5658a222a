import { setTimeout as delay } from 'node:timers/promises';
import type { EventStream, GatewayClient, Session } from '@mxgateway/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../../src/boundedClient.ts';
import { EventLog } from '../../src/EventLog.ts';
import { LinuxMachine, linuxArchive, linuxMachineIsMissing } from '../../src/LinuxMachine.ts';
import { freePort } from '../../src/ports.ts';
import { patienceMs, until, within } from '../../src/waiting.ts';

const badConfiguration = 78;
const storeUnusable = 74;
const signal = 'systemctl kill --kill-whom=main --signal';

if (linuxMachineIsMissing !== undefined) {
  console.log(`SKIPPED: the gateway as a systemd service: ${linuxMachineIsMissing}.`);
}

// The tests go through the life of one installation, in this order.
describe.skipIf(linuxMachineIsMissing !== undefined)('the gateway as a systemd service', () => {
  const log = new EventLog();
  let machine: LinuxMachine;
  let unpacked: string;
  let client: GatewayClient;
  let session: Session;
  let stream: EventStream;
  const ends: (() => Promise<void>)[] = [];

  const property = async (name: string): Promise<string> => machine.run(`systemctl show mxgateway --property ${name} --value`);
  const workers = async (): Promise<string> => machine.run('pgrep --exact Gateway.Worker || true');
  /** Reads until an event comes that the gateway took over or received after now. */
  const readFurther = async (): Promise<void> => {
    const { last } = log;
    await within(patienceMs, 'the next events', log.readOn(stream, () => log.last > last + 20));
    expect(log.gaps).toEqual([]);
    expect(log.outOfOrder).toEqual([]);
  };

  beforeAll(async () => {
    machine = await LinuxMachine.boot();
    ends.push(async () => machine.end());
    const archive = await linuxArchive();
    await machine.run(`tar -C /root -xzf /mnt/${archive}`);
    unpacked = `/root/${archive.replace('.tar.gz', '')}`;
  });

  afterAll(async () => {
    for (const end of ends.reverse()) {
      await end();
    }
  });

  it('is installed by one script, and is active when it serves', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;

    expect(await machine.run(`${unpacked}/install.sh --url=${url}`)).toContain('Installed version');

    expect(await property('ActiveState')).toBe('active');
    expect(await property('Type')).toBe('notify');
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const token = (await machine.run('runuser -u mxgateway -- /opt/mxgateway/current/Gateway.Web token --subject ada --scopes admin')).split('\n').at(-1) ?? '';
    client = boundedClient({ url, accessToken: token });
    ends.push(async () => client.close());
    session = await within(patienceMs, 'a session', client.openSession({ name: 'Under systemd' }));
    await session.subscribeBulk(await session.register('linux'), ['Tank101.Level.PV']);
    stream = session.events({ resumeAfter: 0 });
    await readFurther();
  });

  it('leaves nothing for others to read, and needs little of the machine', async () => {
    expect(await machine.run('stat --format "%U %a" /var/lib/mxgateway /run/mxgateway')).toBe('mxgateway 700\nmxgateway 700');
    expect(await machine.run('stat --format "%U:%G %a" /etc/mxgateway/appsettings.json')).toBe('root:mxgateway 640');
    expect((await machine.finish('runuser -u nobody -- ls /var/lib/mxgateway')).code).not.toBe(0);
    const exposure = /level for mxgateway\.service: ([\d.]+)/.exec(await machine.run('systemd-analyze security mxgateway --no-pager'))?.[1];
    expect(Number(exposure)).toBeLessThan(2.5);
  });

  it('tells a user who may not read the settings what to do', async () => {
    const { code, output } = await machine.finish('runuser -u nobody -- /opt/mxgateway/current/Gateway.Web token --subject eve --scopes admin');

    expect(code).toBe(badConfiguration);
    expect(output).toContain('/etc/mxgateway/appsettings.json');
    expect(output).toContain('runuser -u mxgateway');
    expect(output).not.toContain('   at ');
  });

  it.each([
    ['a restart', 'systemctl restart mxgateway'],
    ['a crash', `${signal}=KILL mxgateway`],
    // The watchdog waits 30 s, and then 10 s for the frozen process.
    ...process.env['GATEWAY_SOAK'] === '1' ? [['a freeze', `${signal}=STOP mxgateway`]] : [],
  ])('keeps its sessions over %s', async (_what, end = '') => {
    const [before, main] = [await workers(), await property('MainPID')];
    expect(before).not.toBe('');

    await machine.run(end);

    await until(patienceMs, 'another gateway', async () =>
      await property('ActiveState') === 'active' && !['0', main].includes(await property('MainPID')));
    await readFurther();
    expect(await workers()).toBe(before);
  });

  it('is updated and goes back to the version before, with its sessions', async () => {
    const before = await workers();
    const version = await machine.run('readlink /opt/mxgateway/current');
    await machine.run(`cp -R ${unpacked} /root/newer && echo 99.0.0 > /root/newer/VERSION`);

    await machine.run('/root/newer/install.sh');

    expect(await machine.run('readlink /opt/mxgateway/current')).toBe('99.0.0');
    await readFurther();
    expect(await workers()).toBe(before);

    await machine.run(`/opt/mxgateway/${version}/install.sh`);

    expect(await machine.run('readlink /opt/mxgateway/current')).toBe(version);
    await readFurther();
    expect(await workers()).toBe(before);
  });

  it.each([
    ['wrong settings', `sed -i 's/"Gateway": {/"Gateway": { "Sessions": { "MaxSessions": -1 },/' /etc/mxgateway/appsettings.json`, badConfiguration],
    ['a store that cannot be used', 'systemctl stop mxgateway; chown root /var/lib/mxgateway/gateway.db', storeUnusable],
  ])('does not start again and again with %s, and says why', async (_what, breakIt, code) => {
    await machine.run('cp -p /etc/mxgateway/appsettings.json /root/settings');
    await machine.run(breakIt);

    expect((await machine.finish('systemctl restart mxgateway')).code).not.toBe(0);

    expect(await property('ExecMainStatus')).toBe(String(code));
    // Longer than the pause before a restart.
    await delay(3_000);
    expect(await property('ActiveState')).toBe('failed');
    await machine.run('cp -p /root/settings /etc/mxgateway/appsettings.json; chown mxgateway /var/lib/mxgateway/gateway.db; systemctl reset-failed mxgateway');
    await machine.run('systemctl start mxgateway');
    await readFurther();
  });

  it('goes away with its workers, and its data only when that is asked for', async () => {
    expect(await machine.run(`${unpacked}/uninstall.sh`)).toContain('/var/lib/mxgateway');

    await until(patienceMs, 'the end of the workers', async () => await workers() === '');
    expect(await machine.run('ls /var/lib/mxgateway/gateway.db')).not.toBe('');
    expect((await machine.finish('systemctl cat mxgateway')).code).not.toBe(0);

    await machine.run(`${unpacked}/uninstall.sh --purge`);
    expect((await machine.finish('ls -d /opt/mxgateway /etc/mxgateway /var/lib/mxgateway')).output).not.toMatch(/^\/\w/m);
  });
});
