import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { executable } from './Browser.ts';
import { patienceMs, until, within } from './waiting.ts';

interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/**
 * Chromium with tabs of one window, of which it shows one and hides the others, as that of a user does. Playwright makes every page believe that
 * it is seen, and no page's setting ends that; so this speaks to the browser itself.
 */
export class RealTabs {
  readonly #browser: ChildProcess;
  readonly #profile: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #calls = 0;

  private constructor(browser: ChildProcess, profile: string, socket: WebSocket) {
    this.#browser = browser;
    this.#profile = profile;
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const answer = JSON.parse(data.toString()) as Answer;
      this.#waiting.get(answer.id ?? 0)?.(answer);
      this.#waiting.delete(answer.id ?? 0);
    });
  }

  static async launch(): Promise<RealTabs> {
    const profile = await mkdtemp(join(tmpdir(), 'gateway-tabs-'));
    const browser = spawn(executable, [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--remote-debugging-port=0',
      `--user-data-dir=${profile}`, 'about:blank',
    ], { stdio: ['ignore', 'ignore', 'pipe'] });
    let printed = '';
    browser.stderr.setEncoding('utf8').on('data', (text: string) => { printed += text; });
    const address = await until(patienceMs, 'the address of the browser', () => /ws:\/\/\S+/.exec(printed)?.[0]);
    const socket = new WebSocket(address);
    await within(patienceMs, 'the connection to the browser', once(socket, 'open'));
    return new RealTabs(browser, profile, socket);
  }

  /** Opens a tab in front of the others. */
  async open(url: string): Promise<RealTab> {
    const { targetId } = await this.call('Target.createTarget', { url });
    const { sessionId } = await this.call('Target.attachToTarget', { targetId, flatten: true });
    return new RealTab(this, String(targetId), String(sessionId));
  }

  /** One command of the browser's DevTools protocol. */
  async call(method: string, params: Readonly<Record<string, unknown>>, sessionId?: string): Promise<Record<string, unknown>> {
    this.#calls += 1;
    const id = this.#calls;
    const answered = new Promise<Answer>((resolve) => { this.#waiting.set(id, resolve); });
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    const { result, error } = await within(patienceMs, method, answered);
    if (result === undefined) {
      throw new Error(`${method}: ${error?.message ?? 'no result'}`);
    }
    return result;
  }

  async close(): Promise<void> {
    this.#socket.terminate();
    const ended = once(this.#browser, 'close');
    this.#browser.kill('SIGKILL');
    await within(patienceMs, 'the end of the browser', ended);
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** One tab. */
export class RealTab {
  readonly #tabs: RealTabs;
  readonly #target: string;
  readonly #session: string;

  constructor(tabs: RealTabs, target: string, session: string) {
    this.#tabs = tabs;
    this.#target = target;
    this.#session = session;
  }

  /** Puts it in front of the others. */
  async bringToFront(): Promise<void> {
    await this.#tabs.call('Target.activateTarget', { targetId: this.#target });
  }

  /** The value of an expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.#tabs.call('Runtime.evaluate', { expression, returnByValue: true }, this.#session);
    return (result as { readonly value?: unknown }).value;
  }
}
