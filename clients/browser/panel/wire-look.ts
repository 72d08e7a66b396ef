/** How wires look and what they are called, wherever the user meets them. */
import type { WireName } from '../../../session/carrier/control.ts';

/** Where the cut is, in a few words. */
export const WIRE_WORDS: Readonly<Record<WireName, string>> = {
  x11: 'cut above the X server, which runs here',
  nx: 'cut above the X server; its requests, packed',
  thinc: 'cut below the X server; what it draws, as commands',
  raw: 'cut at the screen; pixels, packed',
};

/** The style sheets' name for the colour of a wire. */
export function wireColour(wire: WireName): string {
  return `--wire-${wire}`;
}

/** A colour of the style sheets, as the page has it now. */
export function styleColour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
