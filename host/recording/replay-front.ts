/**
 * The front of a replay: serves the page that plays one recording, and the recording's blocks to it. The page reads the file as it goes; nothing of
 * it is kept here.
 */
import { basename } from 'node:path';
import { encodeIndex } from '../../session/recording/format.ts';
import type { Recording } from '../../session/recording/recording.ts';
import type { FastifyInstance } from 'fastify';
import { buildReplayPage } from '../page.ts';
import { newToken } from '../security.ts';
import { HttpError, requireToken, Server, type ServerOptions } from '../server.ts';
import { openRecording, type RecordingFileSource } from './recording-file.ts';

export interface ReplayOptions extends ServerOptions {
  readonly token: string | undefined;
  readonly file: string;
  readonly log: (line: string) => void;
}

/** What the page asks first. The blocks themselves come in another answer, as `encodeIndex` writes them. */
export interface ReplayFacts {
  readonly name: string;
  readonly size: number;
  readonly table: Omit<Recording['table'], 'blocks'>;
}

/** What one answer holds at the most: larger blocks are asked for in parts. */
export const MAX_RANGE_BYTES = 8 * 1024 * 1024;

interface Served {
  readonly recording: Recording;
  readonly source: RecordingFileSource;
  readonly token: string;
  /** Of the page. */
  readonly folder: string;
  /** Of the file. */
  readonly name: string;
}

/** `bytes=from-to`, both within the file; undefined for anything else. RFC 9110 §14.1.2 has more forms, which our page does not use. */
function rangeOf(header: string | undefined, size: number): { from: number; length: number } | undefined {
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header ?? '');
  if (match === null) return undefined;
  const [from, to] = [Number(match[1]), Number(match[2])];
  return from <= to && to < size && to - from < MAX_RANGE_BYTES ? { from, length: to - from + 1 } : undefined;
}

async function addRoutes(app: FastifyInstance, { recording, source, token, folder, name }: Served): Promise<void> {
  const { addFiles } = await import('../page-routes.ts');
  const { size } = source;
  const { blocks, ...rest } = recording.table;
  const facts: ReplayFacts = { name, size, table: rest };
  const index = Buffer.from(encodeIndex(blocks));
  app.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/api/')) requireToken(request, token);
  });
  app.get('/api/recording', () => facts);
  app.get('/api/recording/blocks', async (_request, reply) => reply.type('application/octet-stream').send(index));
  app.get('/api/recording/bytes', async (request, reply) => {
    const range = rangeOf(request.headers.range, size);
    if (range === undefined)
      throw new HttpError(416, `a range of at most ${MAX_RANGE_BYTES} bytes within the recording is needed`);
    const { from, length } = range;
    const bytes = await source.read(from, length);
    return reply
      .status(206)
      .type('application/octet-stream')
      .header('content-range', `bytes ${from}-${from + length - 1}/${size}`)
      .header('cache-control', 'no-store')
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  });
  await addFiles(app, folder);
}

export class ReplayFront {
  readonly token: string;
  readonly #server: Server;
  readonly #source: RecordingFileSource;

  private constructor(token: string, server: Server, source: RecordingFileSource) {
    this.token = token;
    this.#server = server;
    this.#source = source;
  }

  /** @throws RecordingFileError, RecordingError, BundleError, or an Error with a message for the user. */
  static async start(options: ReplayOptions): Promise<ReplayFront> {
    const { recording, source } = await openRecording(options.file);
    try {
      const folder = await buildReplayPage();
      const token = options.token ?? newToken();
      const server = await Server.start(
        options,
        async (app) => addRoutes(app, { recording, source, token, folder, name: basename(options.file) }),
        options.log,
      );

      return new ReplayFront(token, server, source);
    } catch (error) {
      await source.close();
      throw error;
    }
  }

  get port(): number {
    return this.#server.port;
  }

  get warning(): string | undefined {
    return this.#server.warning;
  }

  get url(): string {
    return `${this.#server.origin}/#token=${this.token}`;
  }

  async end(): Promise<void> {
    await this.#server.close();
    await this.#source.close();
  }
}
