import { EventStream, FeedStream, GatewayClient, type GatewayClientOptions, ItemResolver, Session, MultiSessionEventStream } from '@mxgateway/client';
import { patienceMs, within } from './waiting.ts';

const kinds = [Session, ItemResolver, EventStream, MultiSessionEventStream, FeedStream];

/**
 * A client that limits the time of all its calls and of those of its sessions and streams; the error of a call that takes too long names
 * the call. The wait for the next item of a stream is not limited, because the caller must limit it.
 */
export function boundedClient(options: GatewayClientOptions): GatewayClient {
  return bounded(new GatewayClient(options));
}

function bounded<T extends object>(target: T): T {
  return new Proxy(target, {
    get(of, name): unknown {
      // The receiver is the object itself, because a proxy does not have its private members.
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
