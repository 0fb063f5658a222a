import { EventStream, FeedStream, GatewayClient, type GatewayClientOptions, ItemResolver, Session, MultiSessionEventStream } from '@mxgateway/client';
import { within } from './waiting.ts';

/** More than any answer takes, also under Wine on a busy machine, and less than a test has. */
const patienceMs = 45_000;

const kinds = [Session, ItemResolver, EventStream, MultiSessionEventStream, FeedStream];

/**
 * A client whose every call, and every call of the sessions and streams it gives, fails by its name when it takes too long. The next
 * item of a stream may take as long as it likes: that wait is the caller's to bound.
 */
export function boundedClient(options: GatewayClientOptions): GatewayClient {
  return bounded(new GatewayClient(options));
}

function bounded<T extends object>(target: T): T {
  return new Proxy(target, {
    get(of, name): unknown {
      // With the object itself as receiver, because private members are not the proxy's.
      const member: unknown = Reflect.get(of, name, of);
      if (typeof member !== 'function' || typeof name === 'symbol' || name === 'next') {
        return typeof member === 'function' ? member.bind(of) as unknown : given(member);
      }
      return (...args: readonly unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, of, args);
        return result instanceof Promise ? within(patienceMs, `${of.constructor.name}.${name}`, result).then(given) : given(result);
      };
    },
  });
}

function given(value: unknown): unknown {
  return kinds.some((kind) => value instanceof kind) ? bounded(value as object) : value;
}
