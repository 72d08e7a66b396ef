/** A recording at the host of the page (host/recording/replay-front.ts), read by and by. */
import { decodeIndex, RecordingError } from '../../../../session/recording/format.ts';
import { Recording, type RecordingSource, type RecordingTable } from '../../../../session/recording/recording.ts';
import { inflate } from '../../worker/inflate.ts';

/** What the host gives at once. */
const RANGE_BYTES = 8 * 1024 * 1024;

interface Facts {
  readonly name: string;
  readonly size: number;
  readonly table: Omit<RecordingTable, 'blocks'>;
}

class RemoteSource implements RecordingSource {
  readonly size: number;
  readonly #get: (path: string, range?: string) => Promise<Response>;

  constructor(size: number, get: (path: string, range?: string) => Promise<Response>) {
    this.size = size;
    this.#get = get;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += RANGE_BYTES) {
      const count = Math.min(RANGE_BYTES, length - at);
      const from = offset + at;
      const response = await this.#get('bytes', `bytes=${from}-${from + count - 1}`);
      const part = new Uint8Array(await response.arrayBuffer());
      if (part.length !== count) throw new RecordingError('the host has sent another part of the recording');
      bytes.set(part, at);
    }
    return bytes;
  }
}

/** @throws Error with a message for the user. */
export async function openRemote(url: string, token: string): Promise<{ name: string; recording: Recording }> {
  const get = async (path: string, range?: string): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, ...(range === undefined ? {} : { range }) };
    let response: Response;
    try {
      response = await fetch(`${url}${path}`, { headers, cache: 'no-store' });
    } catch {
      throw new Error('The host does not answer. Is farpane replay still running?');
    }
    if (response.ok) return response;
    if (response.status === 401) throw new Error('Open the address that farpane replay has printed: it lets you in.');
    throw new Error(`The host refuses: ${response.status} ${response.statusText}`);
  };
  const { name, size, table } = (await (await get('')).json()) as Facts;
  const blocks = decodeIndex(new Uint8Array(await (await get('/blocks')).arrayBuffer()));
  if (blocks === undefined) throw new Error('The host and this page are of different versions. Reload the page.');
  const source = new RemoteSource(size, async (path, range) => get(`/${path}`, range));
  return { name, recording: new Recording(source, inflate, { ...table, blocks }) };
}
