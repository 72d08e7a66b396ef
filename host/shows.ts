/** Shows of our own (apps/demos/showcase.ts) that a session can be asked for: something to look at while wires are compared. */
import { join } from 'node:path';
import type { Show } from '../apps/demos/shows.ts';
import { bundlePrograms } from './bundle.ts';
import { ROOT } from './kept-bundles.mjs';
import type { SessionHandle } from './session-handle.ts';
import type { ProgramInfo } from './session-messages.ts';

export class Shows {
  /** Bundled when the first is asked for. */
  #program: Promise<string> | undefined;

  /** Starts one in a session; it ends by itself. @throws BundleError, SessionError */
  async launch(session: SessionHandle, show: Show): Promise<ProgramInfo> {
    this.#program ??= bundle();
    try {
      return await session.ask('launch', { command: [process.execPath, await this.#program, show], foreground: false });
    } catch (error) {
      // It may be bundled better the next time.
      this.#program = undefined;
      throw error;
    }
  }
}

async function bundle(): Promise<string> {
  const programs = await bundlePrograms('showcase', { showcase: join(ROOT, 'apps', 'demos', 'showcase.ts') });
  return programs.get('showcase')!;
}
