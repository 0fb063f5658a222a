import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ScriptedGateway } from '../gateway/ScriptedGateway.js';
import type { Subscription } from '../gateway/Subscription.js';
import { Transcript } from '../gateway/Transcript.js';
import type { RuleId } from '../rules.js';
import { type LogLine, parseLog, type TaskRequest } from '../task.js';
import type { Launch, RunningClient } from './launch.js';

/** The client does not do what the scenario needs to go on; the finding that says so is in the transcript. */
export class SceneBroken extends Error {}

export interface StageOptions {
  /** The scenario's main rule, which is broken when the client ends or does not come. */
  readonly rule: RuleId;
  readonly launch: Launch;
  readonly log: string;
  /** Multiplies every limit, for slow machines. */
  readonly patience: number;
}

/** Longest wait for a client that is expected to come; its own backoff may take 10 s. */
const comeLimitMs = 20_000;

/** Longest wait for a client to end after its stream has ended. */
const exitLimitMs = 10_000;

/**
 * Limits are counted in turns of this length. The timers of a process that stood still come before what it has received meanwhile, so a
 * limit in time could be over before the client was heard.
 */
const turnMs = 20;

/** Where one scenario plays: the gateway, the client, and what was seen. */
export class Stage {
  readonly transcript = new Transcript();
  readonly #options: StageOptions;
  readonly #gateways: ScriptedGateway[] = [];
  #client: RunningClient | undefined;
  #exit: Promise<number | null> = Promise.resolve(null);
  #hasExited = true;
  #processes = 0;

  constructor(options: StageOptions) {
    this.#options = options;
  }

  /** The gateway that was opened last. */
  get gateway(): ScriptedGateway {
    const gateway = this.#gateways.at(-1);
    if (gateway === undefined) {
      throw new Error('No gateway was opened.');
    }
    return gateway;
  }

  get hasExited(): boolean {
    return this.#hasExited;
  }

  get output(): string {
    return this.#client?.output() ?? '';
  }

  get log(): readonly LogLine[] {
    return existsSync(this.#options.log) ? parseLog(readFileSync(this.#options.log, 'utf8')) : [];
  }

  /** Opens a gateway at a port of its own. */
  async openGateway(): Promise<ScriptedGateway> {
    const gateway = new ScriptedGateway(this.transcript);
    await gateway.listen();
    this.#gateways.push(gateway);
    return gateway;
  }

  /** Starts the client against the gateway that was opened last; the others are further addresses of it, and give the tokens. */
  launch(request: TaskRequest = {}, others: readonly ScriptedGateway[] = []): void {
    const { gateway, transcript } = this;
    const process = this.#processes += 1;
    this.#dropHalfLine();
    transcript.add({ type: 'launched', process, request, logLines: this.log.at(-1)?.line ?? 0 });
    const client = this.#options.launch({
      url: gateway.url, urls: [gateway, ...others].map(({ url }) => url), token: gateway.makeToken(), tokenUrl: `${(others[0] ?? gateway).url}/token`,
      session: ScriptedGateway.sessionId, log: this.#options.log, request,
    });
    this.#client = client;
    this.#hasExited = false;
    this.#exit = client.exited.then((code) => {
      this.#hasExited = true;
      transcript.add({ type: 'exited', process, code });
      return code;
    });
  }

  /** What a killed client left of its last line, or the next line would not be readable. */
  #dropHalfLine(): void {
    const { log } = this.#options;
    const bytes = existsSync(log) ? readFileSync(log) : Buffer.alloc(0);
    const end = bytes.lastIndexOf('\n') + 1;
    if (end < bytes.length) {
      truncateSync(log, end);
    }
  }

  /** Kills the client at once, and waits until it is gone. */
  async kill(): Promise<void> {
    if (!this.#hasExited) {
      this.transcript.add({ type: 'killed', process: this.#processes });
      this.#client?.kill();
      await this.#within(this.#exit, exitLimitMs);
    }
  }

  /**
   * The next subscription of the client, at whichever gateway.
   *
   * @throws SceneBroken when the client has ended, or does not come in time; that breaks the rule.
   */
  async subscription(rule: RuleId = this.#options.rule): Promise<Subscription> {
    const subscription = await this.subscriptionOrExit(rule);
    if (subscription === undefined) {
      throw this.broken(rule, `the client ended (${this.#lastWord()}) instead of subscribing`);
    }
    return subscription;
  }

  /** The next subscription of the client, or undefined when the client has ended. */
  async subscriptionOrExit(rule: RuleId = this.#options.rule): Promise<Subscription | undefined> {
    await this.#within(Promise.race([...this.#gateways.map((gateway) => gateway.subscribed()), this.#exit]), comeLimitMs);
    const subscription = this.#gateways.find(({ isSubscribed }) => isSubscribed)?.takeSubscription();
    if (subscription === undefined && !this.#hasExited) {
      throw this.broken(rule, `the client did not subscribe within ${comeLimitMs * this.#options.patience} ms`);
    }
    return subscription;
  }

  /** Waits for the client to end after its stream has ended for good. */
  async exit(rule: RuleId): Promise<void> {
    await this.#within(this.#exit, exitLimitMs);
    if (!this.#hasExited) {
      throw this.broken(rule, `the client had not ended ${exitLimitMs * this.#options.patience} ms after its stream`);
    }
  }

  /** Completes the stream and waits for the client to end. */
  async finish(subscription: Subscription): Promise<void> {
    subscription.complete();
    await this.exit('R-END');
  }

  /** Waits until the log fulfils the condition. False when it does not in time. */
  async logged(condition: (log: readonly LogLine[]) => boolean, limitMs = comeLimitMs): Promise<boolean> {
    for (let turns = this.#turns(limitMs); !condition(this.log); turns -= 1) {
      if (turns <= 0) {
        return false;
      }
      await delay(turnMs);
    }
    return true;
  }

  /** Lets the time pass in which something must not happen; ends early with the client. */
  async watch(ms: number): Promise<void> {
    await Promise.race([delay(ms), this.#exit]);
  }

  find(rule: RuleId, ok: boolean, text: string): void {
    this.transcript.add({ type: 'finding', rule, ok, text });
  }

  /** Notes that the client broke the rule so that the scenario cannot go on. */
  broken(rule: RuleId, text: string): SceneBroken {
    this.find(rule, false, text);
    return new SceneBroken(text);
  }

  async close(): Promise<void> {
    await this.kill();
    await Promise.all(this.#gateways.map((gateway) => gateway.close()));
  }

  #lastWord(): string {
    const error = this.log.map(({ record }) => record).find((record) => record.type === 'error');
    const output = this.output.trim().split('\n').at(-1) ?? '';
    return error !== undefined ? `it reported ${error.code}` : output === '' ? 'without a word' : output.slice(0, 200);
  }

  async #within(what: Promise<unknown>, limitMs: number): Promise<void> {
    const done = what.then(() => true);
    for (let turns = this.#turns(limitMs); turns > 0; turns -= 1) {
      if (await Promise.race([done, delay(turnMs, false)])) {
        return;
      }
    }
  }

  #turns(limitMs: number): number {
    return Math.ceil(limitMs * this.#options.patience / turnMs);
  }
}
