/**
 * Where a browser keeps fonts and font catalogues from visit to visit (session/terminal/kept-parts.ts): a database of the page's origin. A page without
 * one, as in some private windows, keeps them as long as it lives. What a page of another version has kept is forgotten.
 */
import { LOG_FORMAT_VERSION } from '../../../xserver/log/encoding.ts';
import { SNAPSHOT_VERSION } from '../../../xserver/snapshot/snapshot.ts';
import { KeptParts } from '../../../session/terminal/kept-parts.ts';

const DATABASE = 'farpane-parts';
const STORE = 'parts';
/** Another one empties the database; an older page then does without. */
const VERSION = SNAPSHOT_VERSION * 1000 + LOG_FORMAT_VERSION;
/** A session is not kept waiting for a database that does not open. */
const PATIENCE_MS = 3000;

interface Stored {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** When it was put there. */
  readonly at: number;
}

/** What was kept; new parts are kept too, as far as that is possible. */
export async function openPartStore(): Promise<KeptParts> {
  try {
    const database = await withinPatience(open());
    const stored = await withinPatience(
      done<Stored[]>(database.transaction(STORE).objectStore(STORE).getAll() as IDBRequest<Stored[]>),
    );
    stored.sort((a, b) => a.at - b.at);
    const change = (write: (store: IDBObjectStore) => void): void => {
      try {
        write(database.transaction(STORE, 'readwrite').objectStore(STORE));
      } catch {
        // It has been closed, or there is no room: the session needs none.
      }
    };
    return new KeptParts(
      stored.map(({ name, bytes }) => [name, bytes] as const),
      {
        added: (name, bytes) => change((store) => store.put({ name, bytes, at: Date.now() } satisfies Stored)),
        dropped: (name) => change((store) => store.delete(name)),
      },
    );
  } catch {
    return new KeptParts();
  }
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.addEventListener('upgradeneeded', () => {
    const database = request.result;
    for (const name of database.objectStoreNames) database.deleteObjectStore(name);
    database.createObjectStore(STORE, { keyPath: 'name' });
  });
  const database = await done(request);
  // A page of a newer version wants it.
  database.addEventListener('versionchange', () => database.close());
  return database;
}

async function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the database has failed')));
    request.addEventListener('blocked', () => reject(new Error('another page holds the database')));
  });
}

async function withinPatience<Result>(work: Promise<Result>): Promise<Result> {
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error('the database does not answer')), PATIENCE_MS);
    }),
  ]);
}
