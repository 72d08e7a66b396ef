/** The bar below the picture and the keys: what the user wants, and where playing stands. */
import { element } from '../page/elements.ts';

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16] as const;
const STEP_MS = 5000;
const LONG_STEP_MS = 30_000;

export interface ControlsOptions {
  readonly play: (playing: boolean) => void;
  /** ms since the recording's beginning. */
  readonly seek: (time: number) => void;
  readonly speed: (speed: number) => void;
  readonly skipIdle: (skip: boolean) => void;
}

/** `4:05`, or `1:04:05` for what is longer than an hour. */
export function clockText(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

export class Controls {
  readonly #play = element('play', HTMLButtonElement);
  readonly #position = element('position', HTMLInputElement);
  readonly #time = element('time', HTMLOutputElement);
  readonly #speed = element('speed', HTMLSelectElement);
  readonly #skipIdle = element('skip-idle', HTMLButtonElement);
  readonly #skipping = element('skipping', HTMLElement);
  readonly #options: ControlsOptions;
  #length = 0;
  #at = 0;
  #playing = false;
  /** The slider is in the user's hand: it does not follow. */
  #dragging = false;

  constructor(options: ControlsOptions) {
    this.#options = options;
    for (const speed of SPEEDS) this.#speed.add(new Option(`${speed}×`, String(speed), speed === 1, speed === 1));
    this.#speed.addEventListener('change', () => options.speed(Number(this.#speed.value)));
    this.#play.addEventListener('click', () => options.play(!this.#playing));
    this.#skipIdle.addEventListener('click', () => this.#toggleSkip());
    this.#position.addEventListener('input', () => {
      this.#dragging = true;
      this.#seek(Number(this.#position.value));
    });
    this.#position.addEventListener('change', () => {
      this.#dragging = false;
    });
    const fullScreen = element('full-screen', HTMLButtonElement);
    fullScreen.hidden = !document.fullscreenEnabled;
    fullScreen.addEventListener('click', () => toggleFullScreen());
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  /** A recording of so many ms is there. */
  opened(length: number): void {
    this.#length = length;
    this.#position.max = String(length);
    this.#position.disabled = false;
    this.#play.disabled = false;
  }

  at(time: number, playing: boolean, skipping: boolean): void {
    this.#at = time;
    this.#playing = playing;
    if (!this.#dragging) this.#position.value = String(time);
    this.#position.setAttribute('aria-valuetext', clockText(time));
    this.#time.value = `${clockText(time)} / ${clockText(this.#length)}`;
    this.#play.textContent = playing ? 'Pause' : 'Play';
    this.#play.setAttribute('aria-pressed', String(playing));
    this.#skipping.hidden = !skipping;
  }

  #seek(time: number): void {
    this.#at = Math.max(0, Math.min(time, this.#length));
    this.#options.seek(this.#at);
  }

  #toggleSkip(): void {
    const skip = this.#skipIdle.getAttribute('aria-pressed') !== 'true';
    this.#skipIdle.setAttribute('aria-pressed', String(skip));
    this.#options.skipIdle(skip);
  }

  #changeSpeed(by: 1 | -1): void {
    const { selectedIndex } = this.#speed;
    const next = Math.max(0, Math.min(selectedIndex + by, SPEEDS.length - 1));
    if (next === selectedIndex) return;
    this.#speed.selectedIndex = next;
    this.#options.speed(SPEEDS[next]!);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || this.#position.disabled) return;
    // A list of speeds takes its own keys.
    if (event.target === this.#speed && event.key !== ' ') return;
    const action = this.#actionOf(event);
    if (action === undefined) return;
    event.preventDefault();
    action();
  }

  #actionOf({ key, shiftKey, target }: KeyboardEvent): (() => void) | undefined {
    const step = shiftKey ? LONG_STEP_MS : STEP_MS;
    switch (key) {
      case ' ':
        // A button that has the focus is pressed by it.
        if (target instanceof HTMLButtonElement) return undefined;
        return () => this.#options.play(!this.#playing);
      case 'k':
        return () => this.#options.play(!this.#playing);
      case 'ArrowLeft':
        return () => this.#seek(this.#at - step);
      case 'ArrowRight':
        return () => this.#seek(this.#at + step);
      case 'Home':
        return () => this.#seek(0);
      case 'End':
        return () => this.#seek(this.#length);
      case '+':
      case '=':
        return () => this.#changeSpeed(1);
      case '-':
        return () => this.#changeSpeed(-1);
      case 'i':
        return () => this.#toggleSkip();
      case 'f':
        return () => toggleFullScreen();
      default:
        return /^[0-9]$/.test(key) ? () => this.#seek((this.#length * Number(key)) / 10) : undefined;
    }
  }
}

function toggleFullScreen(): void {
  const done =
    document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen();
  // A browser that forbids it leaves everything as it is.
  done.catch(() => {});
}
