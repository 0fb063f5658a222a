import { describe, expect, it } from 'vitest';
import { formatHresult, GatewayError, MxAccessError, parseGatewayError, toGatewayError } from '../src/errors.js';

describe('parseGatewayError', () => {
  it('reads code, message and hint', () => {
    const error = parseGatewayError('[TooManySessions] Try again later. (retryAfterMs=1500)');
    expect(error).toMatchObject({ code: 'TooManySessions', duty: 'retryWithResume', message: 'Try again later.', retryAfterMs: 1500 });
  });

  it('allows the text SignalR puts before it', () => {
    const error = parseGatewayError(
      "An unexpected error occurred invoking 'Invoke' on the server. HubException: [SessionNotFound] No such session.");
    expect(error).toMatchObject({ code: 'SessionNotFound', duty: 'startOver', message: 'No such session.', retryAfterMs: undefined });
  });

  it('skips brackets that name no code', () => {
    expect(parseGatewayError('at [Somewhere] failed: [Forbidden] Not yours.')).toMatchObject({ code: 'Forbidden', duty: 'giveUp' });
  });

  it.each(['', 'nothing', '[Nonsense] x', '[toString] x', '[ConnectionLost] not the server\'s', '[Forbidden'])('finds no code in %j', (text) => {
    expect(parseGatewayError(text)).toBeUndefined();
  });

  it('leaves a hint that is no number in the message', () => {
    expect(parseGatewayError('[WorkerLost] x (retryAfterMs=soon)')?.message).toBe('x (retryAfterMs=soon)');
  });
});

describe('toGatewayError', () => {
  it('keeps an error that is one already', () => {
    const error = new GatewayError('Forbidden', 'no');
    expect(toGatewayError(error)).toBe(error);
  });

  it('makes everything else an unknown error with its cause', () => {
    const cause = new TypeError('boom');
    expect(toGatewayError(cause)).toMatchObject({ code: 'UnknownError', duty: 'giveUp', message: 'boom', cause });
  });
});

describe('MxAccessError', () => {
  it('says method, HRESULT and diagnostic', () => {
    const error = new MxAccessError('Write', -2147024809, 'E_INVALIDARG');
    expect(error.message).toBe('Write failed with 0x80070057: E_INVALIDARG');
    expect(error.hresult).toBe(-2147024809);
    expect(formatHresult(0)).toBe('0x00000000');
  });
});
