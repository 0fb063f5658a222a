import type { StreamRequest, StreamSettings } from './contracts.js';
import { ResumableStream, type ResumableStreamOptions } from './ResumableStream.js';

/** What of a request can be replaced while its stream runs. */
type Changeable = Pick<StreamRequest, 'mode' | 'onSlow' | 'flushIntervalMs'> & { readonly filter?: Omit<NonNullable<StreamRequest['filter']>, 'items'> | undefined };

/** A stream whose settings can be replaced while it runs. */
export abstract class ChangeableStream<T, P, R extends Changeable> extends ResumableStream<T, P> {
  /** What the next subscription asks for, position left out. */
  protected request: R;

  protected constructor(request: R, options: ResumableStreamOptions<T, P>) {
    super(options);
    this.request = request;
  }

  /**
   * Replaces mode, filter, onSlow and flush interval of the running stream as a whole, without losing the position; a `mode`
   * item (of each session, where there are many) tells from where on. Holds for later subscriptions too. Resolves with what was
   * granted.
   *
   * @throws GatewayError when they are refused; then those before stay in force.
   */
  async update(settings: StreamSettings): Promise<StreamSettings> {
    const before = this.request;
    const { snapshot, ...lasting } = settings;
    const { mode, filter, onSlow, flushIntervalMs } = lasting;
    const updated: R = { ...before, mode, filter, onSlow, flushIntervalMs };
    this.request = updated;
    if (this.unread) {
      return settings;
    }
    try {
      return await this.change(snapshot === true ? settings : lasting);
    } catch (error) {
      if (this.request === updated) {
        this.request = before;
      }
      throw error;
    }
  }
}
