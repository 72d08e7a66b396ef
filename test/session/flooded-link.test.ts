/** A change of wire on the slowest links while a program draws without end: it is through before long. */
import { expect, test } from 'vitest';
import { nxCodec } from '../../nx/codec.ts';
import { linkProfile, LinkQueue } from '../../session/link.ts';
import { plainCodec } from '../../session/log-codec.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import * as x from '../../xserver/protocol/generated/xproto.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import { Random } from '../support/random/random.ts';
import { Rig } from './rig.ts';

const ROOT = 0x21;

function request<Fields>(encode: (writer: Writer, fields: Fields) => void, fields: Fields): Uint8Array {
  const writer = new Writer(true);
  encode(writer, fields);
  return writer.finish();
}

test('from nx to x11 on the slowest link of all', () => {
  const profile = linkProfile('9600')!;
  const rig = new Rig(screenSizeAt96Dpi(800, 600), 'everyone', { x11: plainCodec, nx: nxCodec });
  const attached = rig.attach({ wire: 'nx' });
  const down = new LinkQueue<Uint8Array>(profile.down, () => 0);
  const up = new LinkQueue<Uint8Array>(profile.up, () => 0);
  const app = rig.connect(true);
  rig.runHost(1e6);
  const base = rig.host.core.state.clients.get(app.number)!.idBase;
  const window = { depth: 24, wid: base, parent: ROOT, x: 0, y: 0, width: 500, height: 320, borderWidth: 0 };
  rig.write(app, request(x.encodeCreateWindow, { ...window, class: 1, visual: 0, valueList: {} }));
  rig.write(app, request(x.encodeCreateGC, { cid: base + 1, drawable: base, valueList: { foreground: 0 } }));
  rig.write(app, request(x.encodeMapWindow, { window: base }));
  const random = new Random(5);
  let flooding = false;
  const step = (): void => {
    rig.now++;
    // As fast as it is let: a line of text in cells, more or less.
    if (flooding && rig.host.clients.mayRead(app.number)) {
      for (let i = 0; i < 4; i++) {
        const rectangles = Int32Array.of(random.below(80) * 6, random.below(24) * 13, 5, 12);
        rig.write(app, request(x.encodeChangeGC, { gc: base + 1, valueList: { foreground: random.below(1 << 24) } }));
        rig.write(app, request(x.encodePolyFillRectangle, { drawable: base, gc: base + 1, rectangles }));
      }
    }
    rig.runHost(20_000);
    while (!down.full(rig.now) && rig.sendDown(attached)) {
      for (const message of attached.down.splice(0)) down.put(message, message.length, rig.now);
    }
    while (!up.full(rig.now) && rig.sendUp(attached)) {
      for (const message of attached.up.splice(0)) up.put(message, message.length, rig.now);
    }
    attached.down.push(...down.arrived(rig.now));
    while (rig.arriveDown(attached));
    attached.up.push(...up.arrived(rig.now));
    while (rig.arriveUp(attached));
    rig.act(attached);
    if (rig.now % 2000 === 0) rig.hub.check();
  };
  while (attached.terminal.state !== 'live') step();
  flooding = true;
  for (let i = 0; i < 4000; i++) step();
  expect(attached.terminal.wire).toBe('nx');
  const asked = rig.now;
  attached.terminal.switchWire('x11');
  while (!attached.terminal.isPrimary && rig.now < asked + 60_000) step();
  expect(rig.now - asked).toBeLessThan(20_000);
});
