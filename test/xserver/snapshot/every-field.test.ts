/**
 * Nothing of the state is left out: whichever field, entry or element of a real state is changed, the hash changes with it, and the change is
 * there after a snapshot. The fields are found by walking, so new ones are covered when they come.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Core } from '../../../xserver/core.ts';
import { screenSizeAt96Dpi } from '../../../xserver/initial-state.ts';
import { Server } from '../../../xserver/server.ts';
import { hashState } from '../../../xserver/snapshot/hash.ts';
import { restoreSnapshot, takeSnapshot } from '../../../xserver/snapshot/snapshot.ts';
import { RandomLog } from '../../support/random-requests.ts';
import { RecordingSink } from '../../support/recording-sink.ts';

/** Instances looked at of each field of each kind of record, and of each kind of list. */
const INSTANCES = 1;
/** Without these it is no state, and restoring says so. */
const REQUIRED = ['state.resources', 'state.clients', 'state.screen', 'state.input'];

interface Change {
  readonly path: string;
  /** Fields of one kind have one of these. */
  readonly field: string;
  apply(): void;
  undo(): void;
}

/** Another value of the same sort, for what no object is. */
function otherLeaf(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}x`;
  return 1;
}

function fieldChange(path: string, field: string, record: Record<string, unknown>, key: string): Change {
  const old = record[key];
  const other = typeof old === 'object' && old !== null ? undefined : otherLeaf(old);
  const set = (value: unknown) => () => void (record[key] = value);
  return { path, field, apply: set(other), undo: set(old) };
}

function arrayChanges(path: string, field: string, array: unknown[]): Change[] {
  const changes: Change[] = [
    { path, field: `${field} longer`, apply: () => void array.push(7), undo: () => void array.pop() },
  ];
  if (array.length > 1 && array[0] !== array[1]) {
    const swap = () => void array.splice(0, 2, array[1], array[0]);
    changes.push({ path, field: `${field} swapped`, apply: swap, undo: swap });
  }
  return changes;
}

function mapChanges(path: string, field: string, map: Map<unknown, unknown>): Change[] {
  const entries = [...map];
  const refill = (list: readonly [unknown, unknown][]) => () => {
    map.clear();
    for (const [key, value] of list) map.set(key, value);
  };
  const undo = refill(entries);
  const changes: Change[] = [{ path, field: `${field} larger`, apply: refill([...entries, [-99, 7]]), undo }];
  if (entries.length > 0) changes.push({ path, field: `${field} smaller`, apply: refill(entries.slice(1)), undo });
  if (entries.length > 1) changes.push({ path, field: `${field} reversed`, apply: refill(entries.toReversed()), undo });
  return changes;
}

function setChange(path: string, field: string, set: Set<unknown>): Change {
  return { path, field: `${field} larger`, apply: () => void set.add(-99), undo: () => void set.delete(-99) };
}

function typedArrayChanges(path: string, field: string, array: Uint32Array): Change[] {
  return [0, array.length - 1].map((at) => ({
    path: `${path}[${at}]`,
    field: `${field}[${at === 0 ? 'first' : 'last'}]`,
    apply: () => void (array[at]! ^= 1),
    undo: () => void (array[at]! ^= 1),
  }));
}

/** Changes of every field of every kind of record, and of lists by the field that they are in. */
function allChanges(root: object): Change[] {
  const changes: Change[] = [];
  const counts = new Map<string, number>();
  const add = (list: readonly Change[]) => {
    for (const change of list) {
      const count = counts.get(change.field) ?? 0;
      counts.set(change.field, count + 1);
      if (count < INSTANCES) changes.push(change);
    }
  };
  const paths = new Map<object, { path: string; field: string }>([[root, { path: 'state', field: 'state' }]]);
  const visit = (value: unknown, path: string, field: string) => {
    if (typeof value === 'object' && value !== null && !paths.has(value)) paths.set(value, { path, field });
  };
  for (const [object, { path, field }] of paths) {
    if (ArrayBuffer.isView(object)) {
      if (object.byteLength > 0) add(typedArrayChanges(path, field, object as Uint32Array));
    } else if (Array.isArray(object)) {
      add(arrayChanges(path, field, object));
      object.forEach((value, i) => visit(value, `${path}[${i}]`, `${field}[]`));
    } else if (object instanceof Map) {
      add(mapChanges(path, field, object));
      for (const [key, value] of object) visit(value, `${path}[${String(key)}]`, `${field}[]`);
    } else if (object instanceof Set) {
      add([setChange(path, field, object)]);
      for (const value of object) visit(value, `${path}.element`, `${field}[]`);
    } else {
      const record = object as Record<string, unknown>;
      const kind = `${Object.keys(record).slice(0, 4).join()}${typeof record['kind'] === 'string' ? record['kind'] : ''}`;
      for (const [key, value] of Object.entries(record)) {
        const at = `${path}.${key}`;
        const sort = value === undefined ? 'nothing' : typeof value;
        if (!REQUIRED.includes(at)) add([fieldChange(at, `${kind}: ${key} ${sort}`, record, key)]);
        visit(value, at, `${kind}: ${key}`);
      }
    }
  }
  return changes;
}

describe('a change anywhere in the state of a busy core', () => {
  let core: Core;
  let changes: Change[];

  beforeAll(() => {
    core = new Core(screenSizeAt96Dpi(80, 60));
    const log = new RandomLog(7);
    const sink = new RecordingSink();
    for (let i = 0; i < 1500; i++) core.apply(log.next(core.state).entry, sink);
    changes = allChanges(core.state);
    console.log(`${changes.length} changes of ${new Set(changes.map(({ field }) => field)).size} fields and lists`);
  });

  it('changes the hash, and survives the snapshot', () => {
    const before = hashState(core.state);
    expect(changes.length).toBeGreaterThan(300);
    for (const { path, apply, undo } of changes) {
      apply();
      const hash = hashState(core.state);
      expect(hash, path).not.toBe(before);
      // A server of its own: the core's remembers fonts, which nobody else changes.
      expect(hashState(restoreSnapshot(takeSnapshot(new Server(core.state)))), path).toBe(hash);
      undo();
    }
    expect(hashState(core.state)).toBe(before);
  });
});
