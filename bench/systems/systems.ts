/** All systems that the bench knows. */
import { FARPANE_SYSTEMS } from './farpane.ts';
import { NX, NX_LOSSLESS } from './nx.ts';
import type { System } from './system.ts';
import { VNC_LOSSLESS, VNC_TIGHT } from './vnc.ts';
import { X_COMPRESSED } from './x-compressed.ts';
import { X_TCP } from './x-tcp.ts';
import { XPRA } from './xpra.ts';

export const PEERS: readonly System[] = [X_TCP, X_COMPRESSED, NX, NX_LOSSLESS, VNC_TIGHT, VNC_LOSSLESS, XPRA];
export const SYSTEMS: readonly System[] = [...FARPANE_SYSTEMS, ...PEERS];
