/** Random work on a window tree inside one top-level, as steps that any server can carry out: windows are numbered, not named by XID. */

export interface Step {
  readonly request: string;
  /** Fields of the request; `window`, `parent`, `sibling`, `wid`, `destinationWindow`, `sourceWindow` hold numbers of windows. */
  readonly fields: Record<string, unknown>;
}

/** Mulberry32: small, seeded, good enough to choose test cases. */
export function randomSource(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Structure, exposure and visibility events on every window; substructure too, so that order shows. */
const EVENTS = (1 << 15) | (1 << 16) | (1 << 17) | (1 << 19);

export function randomTreeSteps(seed: number, count: number): Step[] {
  const random = randomSource(seed);
  const parents = new Map<number, number>();
  const alive: number[] = [0];
  let next = 1;
  const steps: Step[] = [];
  const pick = () => alive[random(alive.length)]!;
  const pickChild = () => (alive.length > 1 ? alive[1 + random(alive.length - 1)]! : undefined);
  const isInside = (inner: number, outer: number): boolean => {
    for (let w: number | undefined = inner; w !== undefined; w = parents.get(w)) if (w === outer) return true;
    return false;
  };
  const forget = (window: number) => {
    for (let i = alive.length - 1; i >= 0; i--) if (isInside(alive[i]!, window)) alive.splice(i, 1);
  };
  const background = () => {
    const kind = random(8);
    // No background None: what shows through depends on how much X.Org loses in a resize.
    if (kind === 0) return { backgroundPixmap: 1 };
    return { backgroundPixel: random(0x1000000) };
  };
  const create = () => {
    const parent = pick();
    const window = next++;
    steps.push({
      request: 'CreateWindow',
      fields: {
        wid: window,
        parent,
        depth: 0,
        visual: 0,
        class: random(12) === 0 ? 2 : 1,
        x: random(160) - 30,
        y: random(120) - 30,
        width: 1 + random(120),
        height: 1 + random(90),
        borderWidth: 0,
        valueList: { winGravity: random(11), eventMask: EVENTS },
      },
    });
    const step = steps.at(-1)!;
    if (step.fields['class'] === 1) {
      const bitGravity = random(11);
      Object.assign(step.fields, {
        // X.Org copies contents over the border where bit gravity moves them; ours never does.
        borderWidth: bitGravity <= 1 ? random(4) : 0,
        valueList: {
          ...background(),
          borderPixel: random(0x1000000),
          bitGravity,
          winGravity: random(11),
          eventMask: EVENTS,
        },
      });
    }
    parents.set(window, parent);
    alive.push(window);
    if (random(4) !== 0) steps.push({ request: 'MapWindow', fields: { window } });
  };
  create();
  create();
  while (steps.length < count) {
    const child = pickChild();
    const choice = random(20);
    if (choice < 4 || child === undefined) {
      if (alive.length < 14) create();
    } else if (choice < 6) {
      steps.push({ request: 'MapWindow', fields: { window: child } });
    } else if (choice < 8) {
      steps.push({ request: 'UnmapWindow', fields: { window: child } });
    } else if (choice < 14) {
      const window = choice === 13 ? 0 : child;
      // The top-level stays on the screen: Xvfb takes what is beyond its edge for obscured, we keep it (backing store).
      const valueList = configuration(window === 0 ? 0 : -40);
      steps.push({ request: 'ConfigureWindow', fields: { window, valueList } });
    } else if (choice === 14) {
      const parent = pick();
      if (!isInside(parent, child)) {
        parents.set(child, parent);
        steps.push({
          request: 'ReparentWindow',
          fields: { window: child, parent, x: random(100) - 20, y: random(80) - 20 },
        });
      }
    } else if (choice === 15) {
      steps.push({ request: random(2) === 0 ? 'MapSubwindows' : 'UnmapSubwindows', fields: { window: pick() } });
    } else if (choice === 16) {
      steps.push({ request: 'CirculateWindow', fields: { window: pick(), direction: random(2) } });
    } else if (choice === 17) {
      steps.push({
        request: 'ClearArea',
        fields: {
          window: child,
          exposures: random(2),
          x: random(40) - 10,
          y: random(40) - 10,
          width: random(60),
          height: random(60),
        },
      });
    } else if (choice === 18) {
      steps.push({
        request: 'ChangeWindowAttributes',
        fields: { window: child, valueList: { winGravity: random(11) } },
      });
    } else if (random(2) === 0) {
      steps.push({ request: 'DestroyWindow', fields: { window: child } });
      forget(child);
    }
  }
  return steps;

  function configuration(lowest: number): Record<string, number> {
    const values: Record<string, number> = {};
    if (random(3) === 0) values['x'] = lowest + random(160);
    if (random(3) === 0) values['y'] = lowest + random(120);
    if (random(3) === 0) values['width'] = 1 + random(150);
    if (random(3) === 0) values['height'] = 1 + random(120);
    if (random(3) === 0) values['stackMode'] = random(5);
    return values;
  }
}
