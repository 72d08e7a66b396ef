/** All systems that the bench knows. */
import { FARPANE_SYSTEMS } from './farpane.ts';
import type { System } from './system.ts';
import { VNC_LOSSLESS, VNC_TIGHT } from './vnc.ts';
import { X_TCP } from './x-tcp.ts';

export const PEERS: readonly System[] = [X_TCP, VNC_TIGHT, VNC_LOSSLESS];
export const SYSTEMS: readonly System[] = [...FARPANE_SYSTEMS, ...PEERS];
