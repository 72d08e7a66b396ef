/** With loss on the way there, whatever is drawn, the terminal ends with exactly the host's picture. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DrawingWorld, sceneDifference, steps, type Step } from './drawing-world.ts';
import { PretendedCodecs } from './pretended-codecs.ts';

const RUNS = Number(process.env['THINC_RUNS'] ?? 60);

/** Pictures in one place, one after the other. */
const burst = fc
  .tuple(fc.array(fc.nat(9999), { minLength: 14, maxLength: 14 }), fc.integer({ min: 2, max: 7 }))
  .map(([n, count]) => Array.from({ length: count }, (_, i): Step => ({ kind: 'video', n: n.with(3, n[3]! + i) })));
const drawing = fc.array(fc.oneof(steps(8), burst), { maxLength: 14 }).map((parts) => parts.flat());

test('random drawing with video and stills on the way ends in the same picture', async () => {
  let frames = 0;
  let stills = 0;
  await fc.assert(
    fc.asyncProperty(
      drawing,
      fc.constantFrom(50, 700, 20_000),
      fc.constantFrom(0, 3, 10),
      fc.nat(3),
      fc.constantFrom(0.2, 2, 1000),
      async (list, maximum, losing, speed, rate) => {
        const world = new DrawingWorld(100, 70);
        const codecs = new PretendedCodecs();
        codecs.rate = rate;
        const viewer = world.attach(codecs.means, codecs.decoders(losing));
        viewer.buffer.lossy!.decodes(['vp8', 'webp'], codecs.encoders);
        for (const step of list) {
          world.step(step);
          codecs.advance(world.time);
          await codecs.work(speed);
        }
        for (let rounds = 0; rounds < 200; rounds++) {
          codecs.advance(codecs.now + 400);
          await codecs.work(1 + speed);
          world.drain(viewer, maximum);
          if (codecs.isIdle && viewer.buffer.waiting === 0) break;
        }
        expect(sceneDifference(world, world.translation, viewer.terminal)).toBeUndefined();
        expect(viewer.buffer.waiting).toBe(0);
        expect(viewer.buffer.isWaiting).toBe(false);
        frames += codecs.frames;
        stills += codecs.stills;
      },
    ),
    { numRuns: RUNS },
  );
  // Or this would show nothing.
  expect(frames).toBeGreaterThan(RUNS / 10);
  expect(stills).toBeGreaterThan(RUNS / 10);
});
