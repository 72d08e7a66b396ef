/** Records what X clients and a server say to each other: a Unix socket of an X display that passes all bytes on. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freeDisplay } from '../support/displays.ts';

/** Both streams of one connection. */
export interface Recording {
  readonly fromClient: Uint8Array[];
  readonly fromServer: Uint8Array[];
}

export interface RecordingProxy {
  /** Display number for clients. */
  readonly display: number;
  readonly recordings: readonly Recording[];
  /** Resolves when nothing has been said for a while (400 ms), or when all connections are closed. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy in front of the server on `serverDisplay`, on a display number of its own. */
export async function startRecordingProxy(serverDisplay: number): Promise<RecordingProxy> {
  const recordings: Recording[] = [];
  let lastByte = performance.now();
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(`/tmp/.X11-unix/X${serverDisplay}`);
    const recording: Recording = { fromClient: [], fromServer: [] };
    recordings.push(recording);
    open.add(client);
    client.on('data', (bytes) => {
      lastByte = performance.now();
      recording.fromClient.push(bytes);
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      lastByte = performance.now();
      recording.fromServer.push(bytes);
      client.write(bytes);
    });
    client.on('close', () => {
      open.delete(client);
      upstream.destroy();
    });
    upstream.on('close', () => client.destroy());
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  const display = freeDisplay();
  server.listen(`/tmp/.X11-unix/X${display}`);
  await once(server, 'listening');
  return {
    display,
    recordings,
    async quiet() {
      while (open.size > 0 && performance.now() - lastByte < 400) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}

export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
