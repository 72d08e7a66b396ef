/** Our terminal offers H.264 only where there is a decoder, once that is known, and only beside other pixels with loss. */
import { expect, it } from 'vitest';
import type { OpenH264 } from '../../codecs/h264-decoder.ts';
import { noDriver } from '../../session/no-driver.ts';
import { ServerConnection } from '../../rawpixel/rfb/server-connection.ts';
import { RawTerminalEnd, type RawTerminalOptions } from '../../rawpixel/terminal-end.ts';

const decoder: OpenH264 = () => ({ decode: (_data, done) => done(undefined), close: () => {} });
const stills = { jpeg: () => new Uint8Array(0), webp: () => new Uint8Array(0) };

/** Whether the host's end is told that films may come, once all has been said. */
async function offered(
  films: RawTerminalOptions['films'],
  decode: RawTerminalOptions['decode'] = async () => undefined,
): Promise<boolean> {
  const nothing = (): void => {};
  const down: Uint8Array[] = [];
  const server = new ServerConnection(
    { width: 64, height: 48, name: '', security: [], ahead: true, images: stills },
    {
      ...{ started: nothing, key: nothing, pointer: nothing, clipboard: nothing, resizeWanted: nothing },
      ...{ refresh: nothing, changed: nothing, fenceReturned: nothing },
      send: (bytes) => down.push(bytes.slice()),
    },
  );
  const end = new RawTerminalEnd({
    ...{ driver: noDriver, whole: nothing, wake: nothing, decode, fault: (message) => new Error(message) },
    ...(films === undefined ? {} : { films }),
  });
  const deliver = (): void => {
    for (const bytes of down.splice(0)) end.receive(bytes);
    for (let up = end.source.next(1000); up !== undefined; up = end.source.next(1000)) server.receive(up.slice());
  };
  deliver();
  // What is not known yet is not offered.
  expect(server.abilities.films).toBe(false);
  expect(server.abilities.encodings.length).toBeGreaterThan(3);
  await films;
  await Promise.resolve();
  deliver();
  end.close();
  return server.abilities.films;
}

it('offers films where there is a decoder', async () => {
  expect(await offered(Promise.resolve(decoder))).toBe(true);
});

it('does not where there is none, or nobody has looked', async () => {
  expect(await offered(Promise.resolve(undefined))).toBe(false);
  expect(await offered(undefined)).toBe(false);
});
