/** The protocol between our two ends: versions, security, sizes, clipboard, keys, fences, and what old peers lack. */
import { describe, expect, it } from 'vitest';
import { ClientConnection, type ClientEvents, type ClientOptions } from '../../rawpixel/rfb/client-connection.ts';
import { ServerConnection, type ServerEvents } from '../../rawpixel/rfb/server-connection.ts';
import type { SecurityOffer } from '../../rawpixel/rfb/security.ts';
import { RawScreen } from '../../rawpixel/raw-screen.ts';
import { pseudo, resizeStatus } from '../../rawpixel/rfb/numbers.ts';
import { decodeUtf8Loosely, encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import { encodeCreateWindow, encodeMapWindow } from '../../xserver/protocol/generated/xproto.ts';
import { TestCore } from '../support/core-client.ts';
import { request } from '../support/x-client.ts';
import { FORMATS } from './formats.ts';
import { MovingPicture } from './moving-picture.ts';
import { numbers, pixelDifference } from './pictures.ts';
import { onPicture, onScreen, ViewerPair } from './viewer-pair.ts';

const CHALLENGE = Uint8Array.from({ length: 16 }, (_, i) => i * 7);
const VNC: SecurityOffer = { kind: 'vnc-auth', passwords: ['viewonly', 'sésame'], challenge: CHALLENGE };

/** Both ends through the handshake; what became of it. */
function meet(security: readonly SecurityOffer[], options: ClientOptions, version?: string) {
  const down: Uint8Array[] = [];
  const up: Uint8Array[] = [];
  const heard: string[] = [];
  let tls = 0;
  const server = new ServerConnection({ width: 20, height: 10, name: 'Bürotür', security }, {
    send: (bytes) => down.push(bytes),
    started: (shared) => heard.push(`started ${shared}`),
    refresh() {},
    changed() {},
    fenceReturned() {},
    startTls: () => tls++,
  } as Partial<ServerEvents> as ServerEvents);
  const client = new ClientConnection(options, {
    send: (bytes) => up.push(bytes),
    connected: (name) => heard.push(`connected ${name}`),
    resized: (width, height) => heard.push(`${width}x${height}`),
    startTls: () => tls++,
  } as Partial<ClientEvents> as ClientEvents);
  const errors: string[] = [];
  const deliver = (queue: Uint8Array[], end: { receive(bytes: Uint8Array): void }) => {
    const bytes = queue.shift()!;
    // An old peer on either side makes both speak its version.
    const text = decodeUtf8Loosely(bytes);
    try {
      end.receive(version !== undefined && text.startsWith('RFB 003.008') ? encodeUtf8(`${version}\n`) : bytes);
    } catch (error) {
      errors.push(String(error));
    }
  };
  while (down.length + up.length > 0) {
    if (down.length > 0) deliver(down, client);
    if (up.length > 0) deliver(up, server);
  }
  return { heard, errors, tls };
}

describe('handshake', () => {
  const inside = ['started true', '20x10', 'connected Bürotür'];

  it.each([undefined, 'RFB 003.003', 'RFB 003.005', 'RFB 003.007', 'RFB 003.889', 'RFB 004.001'])(
    'version %s',
    (version) => {
      expect(meet([{ kind: 'none' }], {}, version)).toEqual({ heard: inside, errors: [], tls: 0 });
      expect(meet([VNC], { password: 'sésame' }, version)).toEqual({ heard: inside, errors: [], tls: 0 });
      const wrong = meet([VNC], { password: 'Sésame' }, version);
      expect(wrong.heard).toEqual([]);
      expect(wrong.errors.toSorted()).toEqual(['RfbError: refused: wrong password', 'RfbError: wrong password']);
    },
  );

  it('passwords count to their eighth byte, as VNC has it', () => {
    const offer: SecurityOffer = { ...VNC, passwords: ['12345678'] };
    expect(meet([offer], { password: '123456789' }).heard).toEqual(inside);
    expect(meet([offer], { password: '1234567' }).heard).toEqual([]);
  });

  it('VeNCrypt around either, where the client can', () => {
    const wrapped: SecurityOffer = { kind: 'vencrypt', inner: { ...VNC } };
    expect(meet([wrapped], { password: 'sésame', tls: true })).toEqual({ heard: inside, errors: [], tls: 2 });
    expect(meet([{ kind: 'vencrypt', inner: { kind: 'none' } }], { tls: true })).toEqual({
      heard: inside,
      errors: [],
      tls: 2,
    });
    expect(meet([wrapped], { password: 'sésame' }).errors).toEqual([
      'RfbError: the server offers only security types 19',
    ]);
    expect(meet([wrapped], { password: 'sésame' }, 'RFB 003.003').errors).toContain(
      'RfbError: refused: this server wants a viewer that speaks RFB 3.8 with TLS',
    );
  });

  it('a client without a password says that one is wanted; strangers are told apart', () => {
    expect(meet([VNC], {}).errors).toEqual(['RfbError: the server wants a password']);
    expect(meet([{ kind: 'none' }], {}, 'GET / HTTP/').errors[0]).toBe('RfbError: not an RFB peer');
  });

  it('a client that wants to be alone says so', () => {
    expect(meet([{ kind: 'none' }], { shared: false }).heard[0]).toBe('started false');
  });
});

describe('besides pixels', () => {
  function pair(options: ClientOptions = {}) {
    const both = new ViewerPair(onPicture(new MovingPicture(1)), options);
    both.settle(0);
    both.atClient.length = 0;
    both.atServer.length = 0;
    return both;
  }

  it('clipboard, either way, in any script', () => {
    const both = pair();
    both.viewer.connection.setClipboard('vom Wirt: ☃\nzwei');
    both.client.setClipboard('zum Wirt: 世界');
    both.settle(10);
    expect(both.atClient).toEqual([{ kind: 'clipboard', detail: 'vom Wirt: ☃\nzwei' }]);
    expect(both.atServer.filter(({ kind }) => kind === 'clipboard')).toEqual([
      { kind: 'clipboard', detail: 'zum Wirt: 世界' },
    ]);
  });

  it('clipboard of old viewers: ISO 8859-1', () => {
    const both = pair({ without: ['extendedClipboard'] });
    both.viewer.connection.setClipboard('Größe ☃');
    both.client.setClipboard('Grüße ☃');
    both.settle(10);
    expect(both.atClient).toEqual([{ kind: 'clipboard', detail: 'Größe ?' }]);
    expect(both.atServer.filter(({ kind }) => kind === 'clipboard')).toEqual([
      { kind: 'clipboard', detail: 'Grüße ?' },
    ]);
  });

  it('bell and name', () => {
    const both = pair();
    both.viewer.connection.bell();
    both.viewer.connection.setName('Tür');
    both.settle(10);
    expect(both.atClient).toEqual([
      { kind: 'bell', detail: undefined },
      { kind: 'renamed', detail: 'Tür' },
    ]);
    const old = pair({ without: ['desktopName'] });
    old.viewer.connection.setName('Tür');
    old.settle(10);
    expect(old.atClient).toEqual([]);
  });

  it('keys by their place, and by keysym alone', () => {
    const both = pair();
    both.client.key(true, 0x61, 0x1e);
    both.client.key(true, 0x61);
    const old = pair({ without: ['qemuExtendedKey'] });
    old.client.key(true, 0x61, 0x1e);
    for (const each of [both, old]) each.deliver();
    expect(both.atServer.map(({ detail }) => detail)).toEqual([
      [true, 0x61, 0x1e],
      [true, 0x61, undefined],
    ]);
    expect(old.atServer.map(({ detail }) => detail)).toEqual([[true, 0x61, undefined]]);
  });

  it('a fence comes back when what was before it has been painted', () => {
    const both = pair();
    both.viewer.connection.sendFence(Uint8Array.of(1, 2, 3));
    both.settle(10);
    expect(both.atServer).toEqual([{ kind: 'fence', detail: Uint8Array.of(1, 2, 3) }]);
  });

  it('a viewer that asks gets one update for each time; one that is pushed to gets them unasked', () => {
    for (const [continuous, updates] of [
      [false, 1],
      [true, 3],
    ] as const) {
      const picture = new MovingPicture(2);
      const both = new ViewerPair(onPicture(picture), { continuous });
      both.settle(0);
      const before = both.updates;
      // The client says nothing between these: as if it were far away.
      for (let i = 0; i < 3; i++) {
        both.viewer.changed(picture, [picture.film()], []);
        both.viewer.update(i);
      }
      both.deliver();
      expect(both.updates - before).toBe(updates);
    }
  });

  it('formats of a colour map: the map is sent', () => {
    const heard: number[] = [];
    const connection = new ServerConnection({ width: 9, height: 9, name: 'x', security: [{ kind: 'none' }] }, {
      send: (bytes: Uint8Array) => heard.push(bytes[0]!, bytes.length),
      started() {},
      changed() {},
      refresh() {},
    } as Partial<ServerEvents> as ServerEvents);
    connection.receive(encodeUtf8('RFB 003.008\n'));
    connection.receive(Uint8Array.of(1, 1));
    heard.length = 0;
    connection.receive(Uint8Array.of(0, 0, 0, 0, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    expect(heard).toEqual([1, 6 + 256 * 6]);
  });
});

describe('the format of a running session changes', () => {
  it.each<[string, ClientOptions]>([
    ['at an epoch marked by fences, while updates are pushed', {}],
    ['at an epoch marked by fences, while updates are asked for', { continuous: false }],
    ['between two updates, without fences', { continuous: false, without: ['fence'] }],
    ['between two updates, when pushing would be known but fences are not', { without: ['fence'] }],
  ])('%s', (_name, options) => {
    for (const encoding of ['Tight', 'ZRLE', 'Hextile', 'Raw']) {
      const picture = new MovingPicture(3);
      const next = numbers(11);
      const both = new ViewerPair(onPicture(picture), { ...options, encodings: ['CopyRect', encoding] });
      const formats = Object.values(FORMATS);
      for (let i = 0; i < 60; i++) {
        const { rects } = picture.random();
        both.viewer.changed(picture, rects, []);
        both.viewer.update(i * 10);
        // Several changes may be under way at once, and updates of the old formats behind them.
        if (next(3) === 0) both.setFormat(formats[next(formats.length)]!);
        both.deliver(next(4) === 0 ? Infinity : next(3000));
      }
      both.setFormat(FORMATS['rgb888 big-endian']!);
      both.settle(1000);
      expect(pixelDifference(both.client.framebuffer.data, picture.data, 400), encoding).toBeUndefined();
    }
  });
});

describe('sizes', () => {
  function screenOf(names: readonly ClientOptions[]) {
    const first = new TestCore({ width: 120, height: 90 });
    const screen = new RawScreen(first.core.state);
    const core = new TestCore({ core: first.core, driver: screen.changes });
    const pairs = names.map((options) => new ViewerPair(onScreen(screen, core.core.state), options));
    for (const pair of pairs) {
      pair.settle(0);
      pair.atClient.length = 0;
    }
    const resize = (width: number, height: number) =>
      core.append({ kind: 'screen-resized', width, height, widthMillimetres: width, heightMillimetres: height });
    return { screen, core, pairs, resize };
  }

  it('a viewer asks, all get it, each by its abilities', () => {
    const { screen, core, pairs, resize } = screenOf([
      {},
      {},
      { without: ['extendedDesktopSize'] },
      { without: ['extendedDesktopSize', 'desktopSize'] },
    ]);
    const [asking, other, plain, fixed] = pairs as [ViewerPair, ViewerPair, ViewerPair, ViewerPair];
    expect(asking.client.canResize).toBe(true);
    expect(plain.client.canResize).toBe(false);
    asking.client.requestSize(200, 60);
    asking.deliver();
    expect(asking.atServer.at(-1)).toEqual({ kind: 'resize-wanted', detail: [200, 60] });
    resize(200, 60);
    screen.answerResize(asking.viewer, core.core.state);
    for (const pair of pairs) pair.settle(10);
    expect(asking.atClient).toEqual([
      { kind: 'resized', detail: [200, 60] },
      { kind: 'resize-answered', detail: resizeStatus.done },
    ]);
    expect(other.atClient).toEqual([{ kind: 'resized', detail: [200, 60] }]);
    expect(plain.atClient).toEqual([{ kind: 'resized', detail: [200, 60] }]);
    expect([fixed.client.width, fixed.client.height]).toEqual([120, 90]);
    for (const pair of pairs) expect(pair.difference(core.core.state)).toBeUndefined();
  });

  it('a refusal, a size that is there already, and a size that came out otherwise', () => {
    const { screen, core, pairs, resize } = screenOf([{}]);
    const [pair] = pairs as [ViewerPair];
    const answers = () => pair.atClient.filter(({ kind }) => kind === 'resize-answered').map(({ detail }) => detail);
    pair.client.requestSize(500, 500);
    pair.deliver();
    screen.answerResize(pair.viewer, core.core.state, resizeStatus.prohibited);
    pair.settle(10);
    expect(answers()).toEqual([resizeStatus.prohibited]);
    pair.client.requestSize(120, 90);
    pair.deliver();
    screen.answerResize(pair.viewer, core.core.state);
    pair.settle(20);
    expect(answers()).toEqual([resizeStatus.prohibited, resizeStatus.done]);
    pair.client.requestSize(9000, 90);
    pair.deliver();
    resize(300, 90);
    screen.answerResize(pair.viewer, core.core.state);
    pair.settle(30);
    expect(answers()).toEqual([resizeStatus.prohibited, resizeStatus.done, resizeStatus.prohibited]);
    expect([pair.client.width, pair.client.height]).toEqual([300, 90]);
    expect(pair.difference(core.core.state)).toBeUndefined();
  });

  it('a viewer that keeps its size sees black beside a screen that becomes smaller, and more of one that grows', () => {
    const { screen, core, pairs, resize } = screenOf([{ without: ['extendedDesktopSize', 'desktopSize'] }]);
    const [pair] = pairs as [ViewerPair];
    const client = core.connect();
    const wid = client.newId();
    request(client, encodeCreateWindow, {
      ...{ depth: 24, wid, parent: client.info.root, x: 0, y: 0, width: 300, height: 300, borderWidth: 0, class: 1 },
      ...{ visual: client.info.rootVisual, valueList: { backgroundPixel: 0x88aaff, overrideRedirect: 1 } },
    });
    request(client, encodeMapWindow, { window: wid });
    for (const [width, height] of [
      [150, 100],
      [60, 70],
      [100, 40],
      [120, 90],
      [50, 20],
    ] as const) {
      resize(width, height);
      screen.refresh(core.core.state);
      pair.settle(10);
      expect(pair.difference(core.core.state), `${width}x${height}`).toBeUndefined();
    }
  });

  it('an update with a size has nothing else in it', () => {
    const { screen, core, pairs, resize } = screenOf([{}]);
    const [pair] = pairs as [ViewerPair];
    const sent: Uint8Array[] = [];
    const receive = pair.client.receive.bind(pair.client);
    pair.client.receive = (bytes) => {
      sent.push(bytes.slice());
      receive(bytes);
    };
    resize(130, 95);
    screen.refresh(core.core.state);
    pair.viewer.update(10);
    pair.deliver();
    const first = sent[0]!;
    const view = new DataView(first.buffer);
    expect([first[0], view.getUint16(2), view.getInt32(12)]).toEqual([0, 1, pseudo.extendedDesktopSize]);
    // Header, rectangle, one screen.
    expect(first.length).toBe(4 + 12 + 4 + 16);
  });
});
