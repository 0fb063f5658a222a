const storageKey = 'gateway.alarmSound';
const leastGapMs = 2_000;
const toneSeconds = 0.18;

/**
 * A tone when an alarm is raised. It is off until the user switches it on, and the choice is remembered in this browser. After a reload a browser
 * plays nothing until the user has clicked or typed somewhere; until then the sound is `waiting`.
 */
export class AlarmSound {
  readonly #onChange: () => void;
  #context: AudioContext | undefined;
  #isOn = readChoice();
  #last = Number.NEGATIVE_INFINITY;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    const wake = (): void => {
      if (this.#isOn && this.state === 'waiting') {
        void this.#open();
      }
    };
    addEventListener('pointerdown', wake);
    addEventListener('keydown', wake);
  }

  get state(): 'off' | 'waiting' | 'on' {
    if (!this.#isOn) {
      return 'off';
    }
    return this.#context?.state === 'running' ? 'on' : 'waiting';
  }

  /** Called for a click of the user. Switching on plays the tone once, so that the user hears that it works. */
  async toggle(): Promise<void> {
    this.#isOn = !this.#isOn;
    keepChoice(this.#isOn);
    this.#onChange();
    if (this.#isOn) {
      await this.#open();
      this.ring(performance.now());
    }
  }

  /** Plays the tone, at most once in two seconds, because a flood of alarms is one noise and not thousands. */
  ring(now: number): void {
    const context = this.#context;
    if (!this.#isOn || context?.state !== 'running' || now - this.#last < leastGapMs) {
      return;
    }
    this.#last = now;
    [880, 660].forEach((frequency, i) => { play(context, frequency, context.currentTime + i * toneSeconds); });
  }

  async #open(): Promise<void> {
    this.#context ??= new AudioContext();
    await this.#context.resume();
    this.#onChange();
  }
}

function play(context: AudioContext, frequency: number, at: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  // The volume rises and falls within a few milliseconds; a sudden step would crackle.
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.25, at + 0.01);
  gain.gain.linearRampToValueAtTime(0, at + toneSeconds);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + toneSeconds);
}

function readChoice(): boolean {
  try {
    return localStorage.getItem(storageKey) === 'on';
  } catch {
    return false;
  }
}

function keepChoice(isOn: boolean): void {
  try {
    localStorage.setItem(storageKey, isOn ? 'on' : 'off');
  } catch {
    // Without a storage the choice lasts until the page is closed.
  }
}
