import { GatewayError, MxAccessError } from '@mxgateway/client';

/** An error as a sentence for the viewer. */
export function describe(error: unknown): string {
  if (error instanceof MxAccessError) {
    return error.message;
  }
  if (!(error instanceof GatewayError)) {
    return error instanceof Error ? error.message : String(error);
  }
  switch (error.code) {
    case 'ConnectionLost':
      return 'The connection was lost before the answer came. Look before you try again: it may have been done.';
    case 'Unauthenticated':
      return 'The token is not valid any more. Ask for a new one.';
    case 'Forbidden':
      return 'This token does not allow that.';
    default:
      return error.message;
  }
}
