/** Random input programs: window trees, grabs of every kind, focus, frozen devices. Made from a seed, step by step, so that failures repeat. */
import { EventMask } from '../../../xserver/events.ts';
import { isFrozen } from '../../../xserver/input/freeze.ts';
import { Allow } from '../../../xserver/protocol/generated/xproto.ts';
import type { DeviceReport, InputState } from '../../../xserver/state/input.ts';
import { isAncestorOf } from '../../../xserver/windows/tree.ts';
import { FakeType, type Step, type WindowReference } from './side.ts';
import {
  allow,
  ANY_MODIFIER,
  button,
  create,
  destroy,
  grabButton,
  grabKey,
  grabKeyboard,
  grabPointer,
  key,
  map,
  motion,
  queryPointer,
  select,
  setFocus,
  ungrabButton,
  ungrabKey,
  ungrabKeyboard,
  ungrabPointer,
  unmap,
  w,
  warp,
  type FocusName,
  type GrabOptions,
} from './steps.ts';

export type Random = (below: number) => number;

/** What kinds of steps a program has, by weight. */
export type Mix = Partial<Record<StepKind, number>>;

export type StepKind =
  | 'create'
  | 'map'
  | 'unmap'
  | 'destroy'
  | 'move'
  | 'reparent'
  | 'restack'
  | 'select'
  | 'motion'
  | 'button'
  | 'key'
  | 'warp'
  | 'grabPointer'
  | 'grabKeyboard'
  | 'ungrab'
  | 'passiveButton'
  | 'passiveKey'
  | 'allow'
  | 'focus'
  | 'query';

const CLIENTS = 3;
const MAX_WINDOWS = 9;
/** a, s, Shift_L, Control_L, Alt_L. */
export const PLAIN_KEYS: readonly number[] = [38, 39, 50, 37, 64];
/** With Caps_Lock and Num_Lock: not where keys get queued, for X.Org's test device locks its own state before the keyboard does. */
export const ALL_KEYS: readonly number[] = [...PLAIN_KEYS, 66, 77];
const MODIFIERS = [0, 1, 2, 4, 5, 16, ANY_MODIFIER, ANY_MODIFIER];
const MASK_BITS = [
  EventMask.KeyPress,
  EventMask.KeyRelease,
  EventMask.ButtonRelease,
  EventMask.EnterWindow,
  EventMask.LeaveWindow,
  EventMask.PointerMotion,
  EventMask.PointerMotionHint,
  EventMask.Button1Motion,
  EventMask.ButtonMotion,
  EventMask.KeymapState,
  EventMask.FocusChange,
  EventMask.OwnerGrabButton,
];
const GRAB_BITS = MASK_BITS.filter((bit) => (bit & 0x7ffc) !== 0);
const PROPAGATED = [EventMask.KeyPress, EventMask.ButtonPress, EventMask.ButtonRelease, EventMask.PointerMotion];

const TREE_KINDS = new Set<StepKind>(['unmap', 'destroy', 'move', 'reparent', 'restack']);
const ALL_MODIFIERS = 0xff;

function numberOf(reference: unknown): number {
  return typeof reference === 'object' && reference !== null ? (reference as WindowReference).window : 0;
}

function isComparableAllow(step: Step, { pointer, keyboard }: Pick<InputState, 'pointer' | 'keyboard'>): boolean {
  const { grab } = pointer;
  const focus = keyboard.focus.window;
  const sameModifiers = (replay: DeviceReport | undefined) =>
    replay === undefined || (replay.state & ALL_MODIFIERS) === keyboard.modifiers;
  switch (step.fields['mode']) {
    case Allow.ReplayPointer:
      return sameModifiers(grab.replay);
    case Allow.ReplayKeyboard:
      return (
        sameModifiers(keyboard.grab.replay) &&
        (typeof focus !== 'object' || focus === pointer.window || isAncestorOf(focus, pointer.window))
      );
    case Allow.AsyncBoth:
    case Allow.SyncBoth:
      return grab.active?.client === step.client + 1 && grab.freeze.startsWith('frozen');
    default:
      return true;
  }
}

/**
 * X.Org gives all events that were queued the pointer's last position, drops a queued release when the button is down again by then, loses
 * EnterNotify and LeaveNotify when a tree changes before a queued key is played, and takes AsyncBoth and SyncBoth only from clients that
 * have grabbed and frozen the pointer itself; a grab of the keyboard gives no FocusIn when the focus was None; a GrabPointer without
 * confine-to frees a confined pointer even when it is refused; replayed events tell clients without XKEYBOARD of the modifiers of now, and
 * passive grabs for a replayed key are looked for on the way to the pointer, not to the focus. In all this the protocol says otherwise, and we follow it.
 */
function isComparable(kind: StepKind, step: Step, { pointer, keyboard, queue }: InputState): boolean {
  const { grab } = pointer;
  const frozen = isFrozen(grab);
  if (TREE_KINDS.has(kind)) return queue.length === 0 && grab.active?.confineTo === undefined;
  switch (kind) {
    case 'motion':
    case 'warp':
      return !frozen;
    case 'button':
      return (
        step.fields['type'] === FakeType.ButtonRelease ||
        !queue.some((event) => event.kind === 'button' && !event.pressed && event.button === step.fields['detail'])
      );
    case 'grabPointer':
      return grab.active?.confineTo === undefined || step.fields['confineTo'] !== 0;
    case 'grabKeyboard':
      return keyboard.focus.window !== undefined;
    case 'allow':
      return isComparableAllow(step, { pointer, keyboard });
    default:
      return true;
  }
}

/** Chooses steps one after the other; it remembers which windows there are. */
export class InputProgram {
  readonly #random: Random;
  readonly #keys: readonly number[];
  readonly #kinds: StepKind[] = [];
  readonly #parents = new Map<number, number>();
  #next = 1;

  constructor(random: Random, mix: Mix, keys: readonly number[]) {
    this.#random = random;
    this.#keys = keys;
    for (const [kind, weight] of Object.entries(mix) as [StepKind, number][]) {
      for (let i = 0; i < weight; i++) this.#kinds.push(kind);
    }
  }

  /** A step, or a harmless one where X.Org is known to go its own way. */
  next(input: InputState): Step {
    const kind = this.#pick(this.#kinds);
    const step = this.#stepOf(kind);
    if (!isComparable(kind, step, input)) return queryPointer(step.client, 0);
    this.#remember(step);
    return step;
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#random(from.length)]!;
  }

  #chance(oneIn: number): boolean {
    return this.#random(oneIn) === 0;
  }

  #client(): number {
    return this.#random(CLIENTS);
  }

  /** Any window, the root now and then. */
  #window(): number {
    return this.#chance(8) ? 0 : this.#child();
  }

  #child(): number {
    return this.#parents.size === 0 ? 0 : this.#pick([...this.#parents.keys()]);
  }

  #mask(bits: readonly number[], oneIn = 2): number {
    let mask = 0;
    for (const bit of bits) if (this.#chance(oneIn)) mask |= bit;
    return mask;
  }

  /**
   * ButtonPress is for one client only; so are keys here: X.Org sends all clients but the first a KeyRelease ahead of each KeyPress, as if
   * it were a repetition (it tells repetitions by the event's sequence number, which it overwrites for each client).
   */
  #eventMask(client: number): number {
    const shared = MASK_BITS.filter((bit) => bit !== EventMask.KeyPress && bit !== EventMask.KeyRelease);
    return this.#mask(client === 0 ? [...MASK_BITS, EventMask.ButtonPress] : shared);
  }

  #grabOptions(): GrabOptions {
    return {
      ownerEvents: this.#chance(2),
      eventMask: this.#mask(GRAB_BITS) | (this.#chance(3) ? 0 : EventMask.ButtonPress),
      pointerMode: this.#random(2),
      keyboardMode: this.#random(2),
    };
  }

  #remember({ request, fields }: Step): void {
    const window = numberOf(fields['wid'] ?? fields['window']);
    if (request === 'DestroyWindow' && window !== 0) this.#forget(window);
    if (request === 'CreateWindow' || request === 'ReparentWindow')
      this.#parents.set(window, numberOf(fields['parent']));
  }

  #forget(window: number): void {
    this.#parents.delete(window);
    for (const [child, parent] of this.#parents) if (parent === window) this.#forget(child);
  }

  #isInside(window: number, outer: number): boolean {
    for (let at: number | undefined = window; at !== undefined; at = this.#parents.get(at))
      if (at === outer) return true;
    return false;
  }

  #create(): Step {
    const client = this.#client();
    const window = this.#next++;
    const parent = this.#chance(3) || this.#parents.size === 0 ? 0 : this.#child();
    const size = parent === 0 ? 400 : 200;
    return create(client, window, {
      parent,
      x: this.#random(size / 2) - 20 + (parent === 0 ? 200 : 0),
      y: this.#random(size / 2) - 20 + (parent === 0 ? 200 : 0),
      width: 20 + this.#random(size),
      height: 20 + this.#random(size),
      borderWidth: this.#random(4),
      eventMask: this.#eventMask(client),
      doNotPropagateMask: this.#chance(3) ? this.#mask(PROPAGATED) : 0,
      inputOnly: this.#chance(8),
    });
  }

  #stepOf(kind: StepKind): Step {
    const client = this.#client();
    switch (kind) {
      case 'create':
        return this.#parents.size < MAX_WINDOWS ? this.#create() : map(client, this.#child());
      case 'map':
        return map(client, this.#child());
      case 'unmap':
        return unmap(client, this.#child());
      case 'destroy':
        return destroy(client, this.#child());
      case 'move':
        return this.#configure(client, { x: this.#random(300), y: this.#random(300), width: 20 + this.#random(300) });
      case 'restack':
        return this.#configure(client, { stackMode: this.#random(2) });
      case 'reparent':
        return this.#reparent(client);
      case 'select':
        return select(client, this.#window(), this.#eventMask(client));
      case 'motion':
        return motion(150 + this.#random(500), 150 + this.#random(500));
      case 'warp':
        return this.#warp(client);
      case 'button':
        return button(1 + this.#random(3), this.#chance(2));
      case 'key':
        return key(this.#pick(this.#keys), this.#chance(2));
      case 'focus':
        return this.#focus(client);
      case 'query':
        return queryPointer(client, this.#window());
      default:
        return this.#grabStep(kind, client);
    }
  }

  #grabStep(kind: StepKind, client: number): Step {
    switch (kind) {
      case 'grabPointer':
        return grabPointer(client, this.#window(), {
          ...this.#grabOptions(),
          // A pointer that has to be moved jumps back with X.Org's next button event: the root holds it wherever it is.
          ...(this.#chance(6) ? { confineTo: 0 } : {}),
        });
      case 'grabKeyboard':
        return grabKeyboard(client, this.#window(), this.#grabOptions());
      case 'ungrab':
        return this.#chance(2) ? ungrabPointer(client) : ungrabKeyboard(client);
      case 'passiveButton': {
        const number = this.#random(3);
        const modifiers = this.#pick(MODIFIERS);
        if (this.#chance(3)) return ungrabButton(client, this.#window(), number, modifiers);
        return grabButton(client, this.#window(), number, modifiers, this.#grabOptions());
      }
      case 'passiveKey': {
        const keycode = this.#chance(4) ? 0 : this.#pick(this.#keys);
        const modifiers = this.#pick(MODIFIERS);
        if (this.#chance(3)) return ungrabKey(client, this.#window(), keycode, modifiers);
        return grabKey(client, this.#window(), keycode, modifiers, this.#grabOptions());
      }
      default:
        return allow(client, this.#random(8));
    }
  }

  #configure(client: number, valueList: Record<string, number>): Step {
    return { client, request: 'ConfigureWindow', fields: { window: w(this.#child()), valueList } };
  }

  #reparent(client: number): Step {
    const window = this.#child();
    const parent = this.#window();
    if (window === 0 || this.#isInside(parent, window)) return map(client, window);
    const place = { x: this.#random(200), y: this.#random(200) };
    return { client, request: 'ReparentWindow', fields: { window: w(window), parent: w(parent), ...place } };
  }

  #warp(client: number): Step {
    const relative = this.#chance(3);
    return warp(client, this.#random(200) - (relative ? 100 : 20), this.#random(200) - (relative ? 100 : 20), {
      ...(relative ? {} : { to: this.#window() }),
      ...(this.#chance(2) ? { from: this.#window(), srcX: this.#random(40) - 20, srcWidth: this.#random(200) } : {}),
    });
  }

  #focus(client: number): Step {
    const target: FocusName = this.#chance(5) ? (this.#chance(2) ? 'none' : 'pointer-root') : this.#window();
    return setFocus(client, target, this.#random(3));
  }
}
