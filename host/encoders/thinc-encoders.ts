import type { LossyEncoders } from '../../thinc/lossy.ts';
import { Stills } from './stills.ts';
import { loadVideoEncoders } from './video.ts';

/** What the thinc wire codes with loss with: a dozen megabytes of native code, for sessions that have a terminal for it. */
export async function loadThincEncoders(): Promise<LossyEncoders> {
  const stills = await Stills.load();
  return { stills, video: await loadVideoEncoders(stills) };
}
