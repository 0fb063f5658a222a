import type { StreamRequest, StreamSettings } from './contracts.js';
import type { WhenHidden } from './pageVisibility.js';
import { ResumableStream, type ResumableStreamOptions } from './ResumableStream.js';

/** What of a request can be replaced while its stream runs. */
type Changeable = Pick<StreamRequest, 'mode' | 'onSlow' | 'flushIntervalMs'> & { readonly filter?: Omit<NonNullable<StreamRequest['filter']>, 'items'> | undefined };

/** A stream whose settings can be replaced while it runs. */
export abstract class ChangeableStream<T, P, R extends Changeable> extends ResumableStream<T, P> {
  readonly #whenHidden: WhenHidden | undefined;
  /** What the application wants. */
  #request: R;
  #unwatch: (() => void) | undefined;

  protected constructor(request: R, options: ResumableStreamOptions<T, P>) {
    super(options);
    this.#request = request;
    this.#whenHidden = options.settings.whenHidden;
  }

  /** What the next subscription asks for, position left out. */
  protected get request(): R {
    const { isHidden, flushIntervalMs } = this.#whenHidden ?? {};
    return isHidden === true ? { ...this.#request, mode: 'conflate', flushIntervalMs: Math.max(flushIntervalMs ?? 0, this.#request.flushIntervalMs ?? 0) } : this.#request;
  }

  override next(): Promise<IteratorResult<T, undefined>> {
    if (this.unread) {
      this.#unwatch = this.#whenHidden?.onChange(() => { this.#visibilityChanged(); });
    }
    return super.next();
  }

  /**
   * Replaces mode, filter, onSlow and flush interval of the running stream as a whole, without losing the position; a `mode`
   * item (of each session, where there are many) tells from where on. Holds for later subscriptions too. Resolves with what was
   * granted.
   *
   * @throws GatewayError when they are refused; then those before stay in force.
   */
  async update(settings: StreamSettings): Promise<StreamSettings> {
    const before = this.#request;
    const { snapshot, ...lasting } = settings;
    const { mode, filter, onSlow, flushIntervalMs } = lasting;
    const updated: R = { ...before, mode, filter, onSlow, flushIntervalMs };
    this.#request = updated;
    if (this.unread) {
      return settings;
    }
    try {
      return await this.change(this.#settings(snapshot));
    } catch (error) {
      if (this.#request === updated) {
        this.#request = before;
      }
      throw error;
    }
  }

  protected override ended(): void {
    this.#unwatch?.();
  }

  #settings(snapshot: boolean | undefined): StreamSettings {
    const { mode, filter, onSlow, flushIntervalMs } = this.request;
    return snapshot === true ? { mode, filter, onSlow, flushIntervalMs, snapshot } : { mode, filter, onSlow, flushIntervalMs };
  }

  /** What was merged while nobody looked is made good by a snapshot. */
  #visibilityChanged(): void {
    this.change(this.#settings(this.#whenHidden?.isHidden === false)).catch(() => undefined);
  }
}
