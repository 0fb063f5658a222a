/** Whether anybody can see what is read, and how to read while nobody can. */
export interface WhenHidden {
  readonly flushIntervalMs: number;
  readonly isHidden: boolean;
  /** Calls back after each change; the returned function ends that. */
  onChange(listener: () => void): () => void;
}

/** The visibility of this page; undefined where there is no page. */
export function pageVisibility(flushIntervalMs: number): WhenHidden | undefined {
  const { document } = globalThis as { readonly document?: Document };
  return document === undefined ? undefined : {
    flushIntervalMs,
    get isHidden(): boolean { return document.visibilityState === 'hidden'; },
    onChange(listener): () => void {
      document.addEventListener('visibilitychange', listener);
      return () => { document.removeEventListener('visibilitychange', listener); };
    },
  };
}
