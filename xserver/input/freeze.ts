/** Frozen devices and the events that wait for their thaw (X11 §12 AllowEvents). */
import { MAX_QUEUED_INPUT } from '../limits.ts';
import type { ActiveGrab, DeviceEvent, DeviceGrab, InputState } from '../state/input.ts';

export function isFrozen(device: DeviceGrab): boolean {
  return device.frozenBy !== undefined || device.freeze === 'frozen' || device.freeze === 'frozen-with-event';
}

/** The device that an event comes from. */
export function deviceOf(input: InputState, event: DeviceEvent): DeviceGrab {
  return event.kind === 'key' ? input.keyboard.grab : input.pointer.grab;
}

/** Queues an event of a frozen device. Motion on motion is one event; what is beyond the cap is dropped, motion first. */
export function enqueue(input: InputState, event: DeviceEvent): void {
  const { queue } = input;
  const last = queue.at(-1);
  if (event.kind === 'motion' && last?.kind === 'motion') {
    queue[queue.length - 1] = { ...event, silent: event.silent && last.silent };
    return;
  }
  if (queue.length >= MAX_QUEUED_INPUT) {
    const oldestMotion = queue.findIndex(({ kind }) => kind === 'motion');
    if (oldestMotion < 0) return;
    queue.splice(oldestMotion, 1);
  }
  queue.push(event);
}

/** Takes the oldest queued event whose device has thawed out of the queue. */
export function takeReleased(input: InputState): DeviceEvent | undefined {
  const at = input.queue.findIndex((event) => !isFrozen(deviceOf(input, event)));
  return at < 0 ? undefined : input.queue.splice(at, 1)[0];
}

/** A new grab freezes its own device and the other one as it asks; what the same client froze before goes by the new grab. */
export function freezeForGrab(own: DeviceGrab, other: DeviceGrab, grab: ActiveGrab): void {
  own.freeze = grab.sync ? 'frozen' : 'free';
  if (!grab.sync && own.frozenBy?.client === grab.client) own.frozenBy = undefined;
  if (grab.otherSync) other.frozenBy = grab;
  else if (other.frozenBy?.client === grab.client) other.frozenBy = undefined;
}
