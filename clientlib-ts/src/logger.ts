/** Where the library tells what it does. `console` fits. Texts hold no tokens and no values. */
export interface Logger {
  debug?(message: string): void;
  info?(message: string): void;
  warn?(message: string): void;
}
