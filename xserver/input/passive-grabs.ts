/** The passive grabs of a window: which events they match, and how they come and go (X11 §12 GrabButton, UngrabButton, GrabKey, UngrabKey). */
import { ErrorCode, XError } from '../protocol/errors.ts';
import { MAX_PASSIVE_GRABS } from '../limits.ts';
import type { PassiveGrab } from '../state/input.ts';
import type { Window } from '../state/windows.ts';
import type { Server } from '../server.ts';

export const ANY_DETAIL = 0;
export const ANY_MODIFIER = 0x8000;

/** What a grab says of one of its two halves: one value, or any but some. */
interface Half {
  readonly value: number;
  readonly any: boolean;
  readonly except: ReadonlySet<number> | undefined;
}

type GrabDetails = Pick<PassiveGrab, 'detail' | 'exceptDetails' | 'modifiers' | 'exceptModifiers'>;

function detailOf(grab: GrabDetails): Half {
  return { value: grab.detail, any: grab.detail === ANY_DETAIL, except: grab.exceptDetails };
}

function modifiersOf(grab: GrabDetails): Half {
  return { value: grab.modifiers, any: grab.modifiers === ANY_MODIFIER, except: grab.exceptModifiers };
}

function covers(a: Half, b: Half): boolean {
  if (!a.any) return !b.any && a.value === b.value;
  if (a.except === undefined) return true;
  return !b.any && !a.except.has(b.value);
}

function grabCovers(a: GrabDetails, b: GrabDetails): boolean {
  return covers(detailOf(a), detailOf(b)) && covers(modifiersOf(a), modifiersOf(b));
}

/** Some key combination belongs to both. */
function overlaps(a: GrabDetails, b: GrabDetails): boolean {
  const details = covers(detailOf(a), detailOf(b)) || covers(detailOf(b), detailOf(a));
  return details && (covers(modifiersOf(a), modifiersOf(b)) || covers(modifiersOf(b), modifiersOf(a)));
}

/** True when a press of the detail with exactly these modifiers is the grab's. */
export function matchesPress(grab: PassiveGrab, detail: number, modifiers: number): boolean {
  return grabCovers(grab, { detail, exceptDetails: undefined, modifiers, exceptModifiers: undefined });
}

/**
 * Adds a grab in front of the window's others; one for the very same combination goes.
 * @throws XError Access when another client has a grab that overlaps, Alloc past the cap on passive grabs.
 */
export function addPassiveGrab(server: Server, grab: PassiveGrab): void {
  const { passiveGrabs } = grab.window;
  for (const other of passiveGrabs) {
    if (other.device === grab.device && other.client !== grab.client && overlaps(grab, other)) {
      throw new XError(ErrorCode.Access);
    }
  }
  const same = passiveGrabs.findIndex(
    (other) => other.device === grab.device && grabCovers(other, grab) && grabCovers(grab, other),
  );
  if (same < 0 && server.state.input.passiveGrabCount >= MAX_PASSIVE_GRABS) throw new XError(ErrorCode.Alloc);
  if (same >= 0) passiveGrabs.splice(same, 1);
  passiveGrabs.unshift(grab);
  if (same < 0) server.state.input.passiveGrabCount++;
}

/** Takes combinations away from the client's grabs on the window; what else a grab covers stays. */
export function removePassiveGrabs(
  server: Server,
  client: number,
  window: Window,
  device: PassiveGrab['device'],
  removed: GrabDetails,
): void {
  const kept: PassiveGrab[] = [];
  const added: PassiveGrab[] = [];
  for (const grab of window.passiveGrabs) {
    if (grab.client !== client || grab.device !== device || !overlaps(grab, removed)) {
      kept.push(grab);
    } else if (!grabCovers(removed, grab)) {
      const [rest, more] = without(grab, removed);
      kept.push(rest);
      if (more !== undefined) added.unshift(more);
    }
  }
  replaceGrabs(server, window, [...added, ...kept]);
}

function withoutDetail(grab: PassiveGrab, detail: number): PassiveGrab {
  return { ...grab, exceptDetails: new Set(grab.exceptDetails).add(detail) };
}

function withoutModifiers(grab: PassiveGrab, modifiers: number): PassiveGrab {
  return { ...grab, exceptModifiers: new Set(grab.exceptModifiers).add(modifiers) };
}

/** What remains of a grab that covers more than `removed`: up to two grabs. */
function without(grab: PassiveGrab, removed: GrabDetails): [PassiveGrab, PassiveGrab?] {
  const { detail, modifiers } = removed;
  const anyDetail = grab.detail === ANY_DETAIL;
  const anyModifier = grab.modifiers === ANY_MODIFIER;
  if (anyDetail && !anyModifier) return [withoutDetail(grab, detail)];
  if (anyModifier && !anyDetail) return [withoutModifiers(grab, modifiers)];
  if (detail === ANY_DETAIL) return [withoutModifiers(grab, modifiers)];
  if (modifiers === ANY_MODIFIER) return [withoutDetail(grab, detail)];
  return [withoutDetail(grab, detail), withoutModifiers({ ...grab, detail, exceptDetails: undefined }, modifiers)];
}

function replaceGrabs(server: Server, window: Window, grabs: readonly PassiveGrab[]): void {
  server.state.input.passiveGrabCount += grabs.length - window.passiveGrabs.length;
  window.passiveGrabs.splice(0, window.passiveGrabs.length, ...grabs);
}

/** The window is no more. */
export function dropGrabsOfWindow(server: Server, window: Window): void {
  if (window.passiveGrabs.length > 0) replaceGrabs(server, window, []);
}

/** The client is no more. */
export function dropGrabsOfClient(server: Server, client: number): void {
  if (server.state.input.passiveGrabCount === 0) return;
  for (const window of server.state.resources.values()) {
    if (window.kind !== 'window' || !window.passiveGrabs.some((grab) => grab.client === client)) continue;
    replaceGrabs(
      server,
      window,
      window.passiveGrabs.filter((grab) => grab.client !== client),
    );
  }
}
