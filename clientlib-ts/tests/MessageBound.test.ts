import { type IHubProtocol, JsonHubProtocol } from '@microsoft/signalr';
import { describe, expect, it } from 'vitest';
import { MessageBound } from '../src/MessageBound.js';
import { MessagePackHubProtocol } from '../src/messagepack/MessagePackHubProtocol.js';

const protocols: [string, IHubProtocol][] = [['json', new JsonHubProtocol()], ['messagepack', new MessagePackHubProtocol()]];

describe('MessageBound', () => {
  it.each(protocols)('counts bytes as they are sent: %s', async (_name, protocol) => {
    const bound = new MessageBound(protocol, () => Promise.resolve({ maxMessageBytes: 100_000 }));
    expect(bound.check('Invoke', ['x'.repeat(30_000)])).toBeUndefined();
    await bound.check('Invoke', ['x'.repeat(99_900)]);
    await expect(bound.check('Invoke', ['x'.repeat(100_000)])).rejects.toMatchObject({ code: 'InvalidArgument' });
    // Each character takes three bytes.
    await expect(bound.check('Invoke', ['\u20ac'.repeat(33_400)])).rejects.toMatchObject({ code: 'InvalidArgument' });
  });

  it('asks again after it got no answer, and lets pass meanwhile', async () => {
    let asked = 0;
    const bound = new MessageBound(new JsonHubProtocol(), () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('lost')) : Promise.resolve({ maxMessageBytes: 40_000 });
    });
    await bound.check('Invoke', ['x'.repeat(50_000)]);
    await expect(bound.check('Invoke', ['x'.repeat(50_000)])).rejects.toMatchObject({ code: 'InvalidArgument' });
    await expect(bound.check('Invoke', ['x'.repeat(50_000)])).rejects.toMatchObject({ code: 'InvalidArgument' });
    expect(asked).toBe(2);
  });
});
