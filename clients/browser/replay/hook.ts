/** `window.farpaneReplay`: for tests, and for the browser's console. */
import type { PlayerReport, RecordingInfo } from './worker/messages.ts';

export interface ReplayHook {
  readonly state: 'opening' | 'ready' | 'failed';
  readonly info: RecordingInfo | undefined;
  /** ms since the recording's beginning. */
  readonly time: number;
  readonly playing: boolean;
  readonly seeking: boolean;
  /** What the worker's core and canvas hold. */
  report(pixels?: boolean): Promise<PlayerReport>;
}

declare global {
  interface Window {
    farpaneReplay?: ReplayHook;
  }
}
