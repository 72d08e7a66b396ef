/** Values of options, checked: each throws Misuse with a line that names the option. */
import { isIP } from 'node:net';
import { LINK_PROFILES, linkProfile, type LinkProfile } from '../session/link.ts';
import { KEYBOARD_MODES, OFFERED_WIRES, type KeyboardMode, type WireName } from '../session/carrier/control.ts';
import { QUALITIES, type Quality } from '../host/session-messages.ts';
import { isToken, parseOrigin } from '../host/security.ts';
import { LAST_DISPLAY } from '../host/x11/display.ts';
import { Misuse } from './misuse.ts';

const MIN_SIZE = 64;
const MAX_SIZE = 16_384;
const MAX_PORT = 65_535;

/** A whole number, or decimal where `fraction` says so. */
export function numberOption(name: string, value: string, minimum: number, maximum: number, fraction = false): number {
  const form = fraction ? /^\d+(?:\.\d+)?$/ : /^\d+$/;
  const number = form.test(value) ? Number(value) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  throw new Misuse(`--${name} takes a number from ${minimum} to ${maximum}, not ${JSON.stringify(value)}`);
}

export function portOption(name: string, value: string): number {
  return numberOption(name, value, 0, MAX_PORT);
}

export function displayOption(value: string): number {
  return numberOption('display', value.replace(/^:/, ''), 0, LAST_DISPLAY);
}

export function sizeOption(value: string): { width: number; height: number } {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(value);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  if (!(width >= MIN_SIZE && width <= MAX_SIZE && height >= MIN_SIZE && height <= MAX_SIZE)) {
    throw new Misuse(`--size takes WxH, each from ${MIN_SIZE} to ${MAX_SIZE}, not ${JSON.stringify(value)}`);
  }
  return { width, height };
}

export function addressOption(value: string): string {
  if (isIP(value) !== 0 || value === 'localhost') return value;
  throw new Misuse(`--listen takes an address such as 0.0.0.0 or ::1, not ${JSON.stringify(value)}`);
}

export function tokenOption(value: string): string {
  if (isToken(value)) return value;
  throw new Misuse('--token takes 8 to 200 letters, digits, dots, dashes, underscores or tildes');
}

export function originOption(value: string): string {
  const origin = parseOrigin(value);
  if (origin !== undefined) return origin;
  throw new Misuse(`--allow-origin takes an origin such as https://desk.example.org, not ${JSON.stringify(value)}`);
}

export function wireOption(value: string, option = '--wire'): WireName {
  const wire = OFFERED_WIRES.find((name) => name === value);
  if (wire !== undefined) return wire;
  throw new Misuse(`${option} takes ${OFFERED_WIRES.join(', ')}, not ${JSON.stringify(value)}`);
}

export function keyboardOption(value: string): KeyboardMode {
  const mode = KEYBOARD_MODES.find((name) => name === value);
  if (mode !== undefined) return mode;
  throw new Misuse(`--keyboard takes ${KEYBOARD_MODES.join(' or ')}, not ${JSON.stringify(value)}`);
}

export function qualityOption(value: string): Quality {
  const quality = QUALITIES.find((name) => name === value);
  if (quality !== undefined) return quality;
  throw new Misuse(`--quality takes ${QUALITIES.join(' or ')}, not ${JSON.stringify(value)}`);
}

export function linkOption(value: string, option = '--link'): LinkProfile {
  const profile = linkProfile(value);
  if (profile !== undefined) return profile;
  const names = LINK_PROFILES.map(({ name }) => name).join(', ');
  throw new Misuse(`${option} takes ${names}, not ${JSON.stringify(value)}`);
}

const DURATION_UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const MAX_DURATION_MS = 365 * 86_400_000;

/** `90s`, `30m`, `8h`, `2d`, in milliseconds. */
export function durationOption(name: string, value: string): number {
  const [, number, unit = ''] = /^(\d{1,9})([smhd])$/.exec(value) ?? [];
  const milliseconds = Number(number) * (DURATION_UNITS[unit] ?? Number.NaN);
  if (milliseconds >= 1000 && milliseconds <= MAX_DURATION_MS) return milliseconds;
  throw new Misuse(`--${name} takes a time such as 90s, 30m, 8h or 2d, up to 365d, not ${JSON.stringify(value)}`);
}
