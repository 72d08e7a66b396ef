import type { Extension } from './extension.ts';
import { bigRequestsExtension } from './big-requests.ts';
import { shapeExtension } from './shape.ts';
import { xcMiscExtension } from './xc-misc.ts';
import { xkbExtension } from './xkb/xkb.ts';
import { xtestExtension } from './xtest.ts';

/** Every extension that the server advertises, in the order of ListExtensions. */
export const extensions: readonly Extension[] = [
  bigRequestsExtension,
  shapeExtension,
  xcMiscExtension,
  xkbExtension,
  xtestExtension,
];

const byName = new Map(extensions.map((extension) => [extension.name, extension]));
const byOpcode = new Map(extensions.map((extension) => [extension.majorOpcode, extension]));

export function extensionNamed(name: string): Extension | undefined {
  return byName.get(name);
}

export function extensionWithOpcode(majorOpcode: number): Extension | undefined {
  return byOpcode.get(majorOpcode);
}

/** The extension that an event code (without the SendEvent bit) belongs to. */
export function extensionWithEvent(code: number): Extension | undefined {
  return extensions.find(({ firstEvent, events }) => {
    return events !== undefined && code >= firstEvent && code < firstEvent + events.count;
  });
}
