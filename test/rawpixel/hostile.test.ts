/** The faults that RFB software really had (rectangles outside, overflows, floods), one test each, by both ends. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../rawpixel/byte-writer.ts';
import { RfbError } from '../../rawpixel/errors.ts';
import { ClientConnection, type ClientOptions } from '../../rawpixel/rfb/client-connection.ts';
import { pseudo } from '../../rawpixel/rfb/numbers.ts';
import { RGB888, writePixelFormat } from '../../rawpixel/rfb/pixel-format.ts';
import { encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import { pakoZlib } from '../../rawpixel/zlib.ts';
import { decodeImage } from './images.ts';
import { MovingPicture } from './moving-picture.ts';
import { pieces } from './pictures.ts';
import { onPicture, ViewerPair } from './viewer-pair.ts';

function bytes(build: (out: ByteWriter) => void): Uint8Array {
  const out = new ByteWriter();
  build(out);
  return out.finish();
}

/** A client that has just been let in by a server of this size. */
function client(width = 100, height = 80, options: ClientOptions = {}) {
  const sent: Uint8Array[] = [];
  const heard: string[] = [];
  const end = new ClientConnection(
    { decodeImage, ...options },
    {
      send: (bytes) => sent.push(bytes),
      connected: (name) => heard.push(`connected ${name}`),
      updated: () => heard.push('updated'),
      resized: (width, height) => heard.push(`resized ${width}x${height}`),
      resizeAnswered: (status) => heard.push(`resize ${status}`),
      cursor: (cursor) => heard.push(`cursor ${cursor?.width}x${cursor?.height}`),
      clipboard: (text) => heard.push(`clipboard ${text.length}`),
      bell: () => heard.push('bell'),
      renamed: (name) => heard.push(`renamed ${name}`),
    },
  );
  end.receive(encodeUtf8('RFB 003.008\n'));
  end.receive(Uint8Array.of(1, 1, 0, 0, 0, 0));
  end.receive(
    bytes((out) => {
      out.u16(width);
      out.u16(height);
      writePixelFormat(out, RGB888);
      out.u32(1);
      out.latin1('x');
    }),
  );
  return { end, sent, heard };
}

/** An update of one rectangle. */
function update(x: number, y: number, width: number, height: number, encoding: number, data: readonly number[] = []) {
  return bytes((out) => {
    out.bytes([0, 0, 0, 1]);
    for (const value of [x, y, width, height]) out.u16(value);
    out.u32(encoding);
    out.bytes(data);
  });
}

describe('a hostile server', () => {
  it.each([
    ['too far right', 60, 0, 41, 1],
    ['too far down', 0, 79, 1, 2],
    ['of small area, far outside', 65535, 65535, 1, 1],
    ['whose side wraps in 16 bits', 65530, 0, 10, 1],
    ['of no area, outside', 200, 200, 0, 0],
  ])('a rectangle %s is refused, in every encoding', (_name, x, y, width, height) => {
    for (const encoding of [0, 1, 2, 5, 7, 15, 16, 50, -260]) {
      const { end } = client();
      expect(() => end.receive(update(x, y, width, height, encoding, [0, 0, 0, 0, 0, 0, 0, 0]))).toThrow(
        /outside the framebuffer/,
      );
    }
  });

  it.each([
    [65535, 65535],
    [65535, 1],
    [1, 65535],
    [16384, 16384],
  ])('a framebuffer of %ix%i is refused before memory is taken, at once or later', (width, height) => {
    expect(() => client(width, height)).toThrow(/framebuffer of/);
    const { end } = client();
    expect(() => end.receive(update(0, 0, width, height, pseudo.desktopSize))).toThrow(/framebuffer of/);
    const { end: other } = client();
    expect(() => other.receive(update(0, 0, width, height, pseudo.extendedDesktopSize, [0, 0, 0, 0]))).toThrow(
      /framebuffer of/,
    );
  });

  it('a framebuffer of no size at all is taken', () => {
    const { end, heard } = client();
    end.receive(update(0, 0, 0, 0, pseudo.desktopSize));
    expect(heard).toContain('resized 0x0');
    expect(() => end.receive(update(0, 0, 1, 1, 0))).toThrow(RfbError);
  });

  it('CopyRect from outside', () => {
    for (const source of [
      [0, 50, 0, 0],
      [0, 0, 0, 50],
      [255, 255, 255, 255],
    ]) {
      const { end } = client();
      expect(() => end.receive(update(0, 0, 60, 60, 1, source))).toThrow(/CopyRect from outside/);
    }
  });

  it('RRE: parts outside their rectangle, more parts than pixels, much paint for few bytes', () => {
    const part = (x: number, y: number, width: number, height: number) =>
      [0, 0, 0, 9, x, y, width, height].flatMap((value, i) => (i < 4 ? [value] : [value >> 8, value & 0xff]));
    const background = [0, 0, 0, 0];
    for (const [x, y, width, height] of [
      [5, 0, 6, 1],
      [0, 5, 1, 6],
      [65535, 0, 2, 1],
    ] as const) {
      const { end } = client();
      expect(() =>
        end.receive(update(0, 0, 10, 10, 2, [0, 0, 0, 1, ...background, ...part(x, y, width, height)])),
      ).toThrow(/RRE part outside/);
    }
    expect(() => client().end.receive(update(0, 0, 10, 10, 2, [0xff, 0xff, 0xff, 0xff, ...background]))).toThrow(
      /parts in fewer pixels/,
    );
    const many = Array.from({ length: 50 }, () => part(0, 0, 10, 10)).flat();
    expect(() => client().end.receive(update(0, 0, 10, 10, 2, [0, 0, 0, 50, ...background, ...many]))).toThrow(
      /over itself/,
    );
  });

  it('Hextile: parts outside their tile, colours that there were not', () => {
    expect(() =>
      client().end.receive(update(0, 0, 10, 10, 5, [2 | 4 | 8, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0xff])),
    ).toThrow(/outside its tile/);
    expect(() => client().end.receive(update(0, 0, 10, 10, 5, [0]))).toThrow(/without a background/);
    expect(() => client().end.receive(update(0, 0, 10, 10, 5, [2 | 8, 0, 0, 0, 0, 1, 0, 0]))).toThrow(
      /without a foreground/,
    );
  });

  it('ZRLE: a run beyond its tile, tiles cut short, a length beyond reason, a bomb', () => {
    const zrle = (tiles: readonly number[]) => {
      const packed = pakoZlib.deflater(9).deflate(Uint8Array.from(tiles));
      return [0, 0, packed.length >> 8, packed.length & 0xff, ...packed];
    };
    expect(() => client().end.receive(update(0, 0, 4, 4, 16, zrle([128, 1, 2, 3, 255, 0])))).toThrow(/beyond its tile/);
    expect(() => client().end.receive(update(0, 0, 4, 4, 16, zrle([130, 1, 2, 3, 4, 5, 6, 0x81, 20])))).toThrow(
      /beyond its tile/,
    );
    expect(() =>
      client().end.receive(update(0, 0, 4, 4, 16, zrle([3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0xff, 0xff, 0xff, 0xff]))),
    ).toThrow(/outside its palette/);
    expect(() => client().end.receive(update(0, 0, 4, 4, 16, zrle([0, 1, 2])))).toThrow(/cut short/);
    expect(() => client().end.receive(update(0, 0, 4, 4, 16, zrle([1, 1, 2, 3, 9])))).toThrow(/bytes after/);
    expect(() => client().end.receive(update(0, 0, 4, 4, 16, [0x7f, 0xff, 0xff, 0xff]))).toThrow(/ZRLE of/);
    expect(() => client().end.receive(update(0, 0, 4, 4, 16, zrle(Array.from({ length: 1 << 20 }, () => 0))))).toThrow(
      /unpacks to more/,
    );
  });

  it('Tight: an index beyond the palette, data of another length, a bomb, unknown kinds and filters, a picture of another size', () => {
    const packed = (data: Uint8Array) => {
      const bytes = pakoZlib.deflater(9).deflate(data);
      return [(bytes.length & 0x7f) | 0x80, (bytes.length >> 7) & 0x7f, ...bytes];
    };
    const palette = [0x40, 1, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3];
    expect(() => client().end.receive(update(0, 0, 3, 1, 7, [...palette, 0, 1, 9]))).toThrow(/outside its palette/);
    expect(() => client().end.receive(update(0, 0, 4, 4, 7, [0, ...packed(new Uint8Array(47))]))).toThrow(
      /47 bytes where 48/,
    );
    expect(() => client().end.receive(update(0, 0, 4, 4, 7, [0, ...packed(new Uint8Array(1 << 20))]))).toThrow(
      /unpacks to more/,
    );
    expect(() => client().end.receive(update(0, 0, 4, 4, 7, [0xf0]))).toThrow(/unknown kind/);
    expect(() => client().end.receive(update(0, 0, 4, 4, 7, [0xa0]))).toThrow(/unknown kind/);
    expect(() => client().end.receive(update(0, 0, 4, 4, 7, [0x40, 3]))).toThrow(/unknown filter/);
    expect(() => client(3000, 10).end.receive(update(0, 0, 3000, 4, 7, [0]))).toThrow(/3000 pixels wide/);
    expect(() => client().end.receive(update(0, 0, 4, 4, 7, [0x90, 3, 1, 2, 3]))).toThrow(/cannot be decoded/);
    expect(() => client(10, 10, {}).end.receive(update(0, 0, 4, 4, 7, [0x90, 0]))).toThrow(/picture of 0 bytes/);
  });

  it('a clipboard whose length overflows is passed over, a huge one as well; what comes after is understood', () => {
    const { end, heard } = client();
    const length = (16 << 20) + 1;
    end.receive(bytes((out) => (out.bytes([3, 0, 0, 0]), out.u32(length))));
    for (const piece of pieces(new Uint8Array(length), [1 << 20])) end.receive(piece);
    end.receive(Uint8Array.of(2));
    expect(heard).toEqual(['resized 100x80', 'connected x', 'bell']);
    // -2^31 has no positive counterpart in 32 bits.
    expect(() => end.receive(bytes((out) => (out.bytes([3, 0, 0, 0]), out.u32(0x80000000))))).not.toThrow();
  });

  it('a clipboard that unpacks without end, or says it is longer than it is', () => {
    const provide = (data: Uint8Array) =>
      bytes((out) => {
        const packed = pakoZlib.deflater(9).deflate(data);
        out.bytes([3, 0, 0, 0]);
        out.u32(-(packed.length + 4));
        out.u32((1 << 28) | 1);
        out.bytes(packed);
      });
    expect(() => client().end.receive(provide(new Uint8Array(20 << 20)))).toThrow(/unpacks to more/);
    expect(() => client().end.receive(provide(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 65)))).toThrow(/says it has/);
  });

  it('a huge cursor, a fence too long, a reason without end, a name of 4 GB', () => {
    expect(() => client().end.receive(update(0, 0, 5000, 5000, pseudo.cursor))).toThrow(/cursor of/);
    expect(() => client().end.receive(update(0, 0, 5000, 5000, pseudo.cursorWithAlpha))).toThrow(/cursor of/);
    expect(() => client().end.receive(Uint8Array.of(248, 0, 0, 0, 0, 0, 0, 0, 65))).toThrow(/fence of 65/);
    const fresh = new ClientConnection({}, { send() {} } as never);
    fresh.receive(encodeUtf8('RFB 003.008\n'));
    expect(() => fresh.receive(Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff))).toThrow(/reason of/);
    const { end, heard } = client();
    end.receive(update(0, 0, 0, 0, pseudo.desktopName, [0xff, 0xff, 0xff, 0xff]));
    end.receive(new Uint8Array(1 << 20));
    expect(heard.filter((line) => line.startsWith('renamed'))).toEqual([]);
  });

  it('a name is text: what looks like HTML arrives as it is', () => {
    const { end, heard } = client();
    const name = encodeUtf8('<img src=x onerror=alert(1)>');
    end.receive(update(0, 0, 0, 0, pseudo.desktopName, [0, 0, 0, name.length, ...name]));
    expect(heard.at(-2)).toBe('renamed <img src=x onerror=alert(1)>');
  });

  it('pictures without end that the platform does not decode', () => {
    const { end } = client(100, 80, { decodeImage: () => {} });
    const one = update(0, 0, 4, 4, 7, [0x90, 1, 1]);
    expect(() => {
      for (let i = 0; i < 5000; i++) end.receive(one);
    }).toThrow(/too many pictures/);
  });

  it('a film that was not asked for, or of a size beyond reason', () => {
    expect(() => client().end.receive(update(0, 0, 4, 4, 50, [0, 0, 0, 0, 0, 0, 0, 3]))).toThrow(/did not ask for/);
    expect(() => client().end.receive(update(0, 0, 4, 4, 50, [0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0]))).toThrow(
      /bytes of H.264/,
    );
  });

  it.each([
    ['pictures', 0, /too many pictures/],
    ['streams that begin anew with each picture', 1, /too many films at once/],
  ])('films without end that the platform does not decode: %s', (_, flags, refused) => {
    const { end } = client();
    end.offerFilms(() => ({ decode: () => {}, close: () => {} }));
    const one = update(0, 0, 4, 4, 50, [0, 0, 0, 1, 0, 0, 0, flags, 77]);
    expect(() => {
      for (let i = 0; i < 5000; i++) end.receive(one);
    }).toThrow(refused);
  });

  it('arbitrary bytes after the handshake', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 10 }), (chunks) => {
        const { end } = client();
        try {
          for (const chunk of chunks) end.receive(chunk);
        } catch (error) {
          expect(error).toBeInstanceOf(RfbError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a real session with bytes changed', () => {
    const record: Uint8Array[] = [];
    const picture = new MovingPicture(1);
    const pair = new ViewerPair(onPicture(picture), { quality: 5 });
    const receive = pair.client.receive.bind(pair.client);
    pair.client.receive = (bytes) => {
      record.push(bytes.slice());
      receive(bytes);
    };
    pair.settle(0);
    for (let i = 0; i < 10; i++) {
      const { rects } = picture.random();
      pair.viewer.changed(picture, rects, []);
      pair.settle(100 * i);
    }
    const stream = new Uint8Array(record.reduce((sum, { length }) => sum + length, 0));
    record.reduce((at, chunk) => (stream.set(chunk, at), at + chunk.length), 0);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
        const damaged = stream.slice();
        for (const [at, value] of changes) damaged[at % damaged.length] = value;
        const end = new ClientConnection(
          { decodeImage, quality: 5 },
          {
            send() {},
            connected() {},
            updated() {},
            resized() {},
            resizeAnswered() {},
            cursor() {},
            clipboard() {},
            bell() {},
            renamed() {},
          },
        );
        try {
          for (const piece of pieces(damaged, [5000])) end.receive(piece);
        } catch (error) {
          expect(error).toBeInstanceOf(RfbError);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a hostile viewer', () => {
  /** The server's end, its viewer let in. */
  function server() {
    const picture = new MovingPicture(1);
    const pair = new ViewerPair(onPicture(picture), {});
    pair.settle(0);
    return { pair, picture, connection: pair.viewer.connection };
  }

  it.each([
    ['an unknown message', [99]],
    ['too many encodings', [2, 0, 4, 1]],
    ['a pixel format of 24 bits', [0, 0, 0, 0, 24, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]],
    ['a fence of 65 bytes', [248, 0, 0, 0, 0, 0, 0, 0, 65]],
    ['an unknown QEMU message', [255, 1]],
  ])('%s ends its connection', (_name, message) => {
    expect(() => server().connection.receive(Uint8Array.from(message))).toThrow(RfbError);
  });

  it('requests outside the screen, of no size or beyond 16 bits are harmless', () => {
    const { connection, pair, picture } = server();
    for (const [x, y, width, height] of [
      [65535, 65535, 65535, 65535],
      [500, 500, 10, 10],
      [0, 0, 0, 0],
      [399, 299, 65535, 65535],
    ] as const) {
      for (const incremental of [0, 1]) {
        connection.receive(
          bytes((out) => {
            out.bytes([3, incremental]);
            for (const value of [x, y, width, height]) out.u16(value);
          }),
        );
        pair.viewer.update(100);
      }
    }
    picture.random();
    pair.viewer.changed(picture, [{ x: 0, y: 0, width: 400, height: 300 }], []);
    pair.settle(1000);
    expect(pair.client.framebuffer.data).toEqual(picture.data);
  });

  it('a pointer outside the screen is brought to its edge', () => {
    const { connection, pair } = server();
    connection.receive(Uint8Array.of(5, 0, 0xff, 0xff, 0xff, 0xff));
    expect(pair.atServer.at(-1)).toEqual({ kind: 'pointer', detail: [399, 299, 0] });
  });

  it('screen layouts that cannot be are answered, not taken', () => {
    const { connection, pair } = server();
    const layout = (width: number, height: number, screens: readonly (readonly number[])[]) =>
      bytes((out) => {
        out.bytes([251, 0]);
        out.u16(width);
        out.u16(height);
        out.bytes([screens.length, 0]);
        for (const [x, y, w, h] of screens) {
          out.u32(1);
          for (const value of [x!, y!, w!, h!]) out.u16(value);
          out.u32(0);
        }
      });
    connection.receive(layout(0, 10, [[0, 0, 0, 10]]));
    connection.receive(layout(10, 10, []));
    connection.receive(layout(10, 10, [[1, 0, 10, 10]]));
    // 65535 + 2 is 1 in 16 bits.
    connection.receive(layout(10, 10, [[65535, 0, 2, 10]]));
    pair.settle(10);
    expect(pair.atServer.filter(({ kind }) => kind === 'resize-wanted')).toEqual([]);
    expect(pair.atClient.filter(({ kind }) => kind === 'resize-answered').map(({ detail }) => detail)).toEqual([
      3, 3, 3, 3,
    ]);
    expect([pair.client.width, pair.client.height]).toEqual([400, 300]);
    expect(() => {
      for (let i = 0; i < 20; i++) connection.receive(layout(10, 10, [[0, 0, 10, 10]]));
    }).toThrow(/too many resize requests/);
  });

  it('a half-open handshake holds no more than its bytes, and bytes before TLS are not taken for bytes inside it', async () => {
    const { ServerConnection } = await import('../../rawpixel/rfb/server-connection.ts');
    let tls = 0;
    const make = () =>
      new ServerConnection(
        { width: 10, height: 10, name: 'x', security: [{ kind: 'vencrypt', inner: { kind: 'none' } }] },
        { send() {}, startTls: () => tls++ } as never,
      );
    const start = [...encodeUtf8('RFB 003.008\n'), 19, 0, 2, 0, 0, 1, 4];
    const good = make();
    for (const byte of start) good.receive(Uint8Array.of(byte));
    expect(tls).toBe(1);
    expect(() => make().receive(Uint8Array.from([...start, 1]))).toThrow(/between VeNCrypt and TLS/);
    expect(tls).toBe(1);
  });

  it('arbitrary bytes, before and after the handshake', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), fc.boolean(), (chunks, within) => {
        const pair = new ViewerPair(onPicture(new MovingPicture(1)), {});
        if (within) pair.settle(0);
        try {
          for (const chunk of chunks) pair.viewer.connection.receive(chunk);
          pair.viewer.update(1000);
        } catch (error) {
          expect(error).toBeInstanceOf(RfbError);
        }
      }),
      { numRuns: 150 },
    );
  });
});
