/** Pages for the browser, made anew for a run: text and pictures as the web had them when thin clients were first measured with it (i-Bench). */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { photo } from '../programs/photo-picture.ts';

const WORDS =
  'remote display terminal window server network latency bandwidth picture page browser user session protocol command pixel update cache region screen device mobile measured slow motion benchmark result system thin client'.split(
    ' ',
  );

function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function paragraph(random: (below: number) => number, words: number): string {
  const text = Array.from({ length: words }, () => WORDS[random(WORDS.length)]!).join(' ');
  return `<p>${text[0]!.toUpperCase()}${text.slice(1)}.</p>`;
}

const SOURCE = { width: 640, height: 480 } as const;

/** The picture that those of the pages are parts of, 3 bytes a pixel. */
function sourcePicture(): Buffer {
  const pixels = photo(SOURCE.width, SOURCE.height);
  const rgb = Buffer.alloc(pixels.length * 3);
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i]!;
    rgb[i * 3] = pixel >> 16;
    rgb[i * 3 + 1] = pixel >> 8;
    rgb[i * 3 + 2] = pixel;
  }
  return rgb;
}

/** A part of it in other colours, as JPEG. */
async function writePicture(source: Buffer, path: string, seed: number, width: number, height: number): Promise<void> {
  const random = randomNumbers(seed);
  await sharp(source, { raw: { ...SOURCE, channels: 3 } })
    .extract({ left: random(SOURCE.width - width), top: random(SOURCE.height - height), width, height })
    .modulate({ hue: random(360) })
    .jpeg({ quality: 85 })
    .toFile(path);
}

const HEAD = `<!doctype html><meta charset="utf-8"><style>
body{margin:0;font:15px/1.4 "DejaVu Sans",sans-serif;cursor:default}main{padding:14px 28px}h1{font-size:26px}img{float:right;margin:6px 0 8px 18px}
.bar{background:#234;color:#fff;padding:10px 28px}table{border-collapse:collapse}td{border:1px solid #99a;padding:3px 9px}
</style>`;

export interface SiteOptions {
  /** Behind the first. */
  readonly pages: number;
  readonly scrollSeconds: number;
  /** Other text and pictures for each. */
  readonly variant: number;
}

/** Writes a site whose pages lead to the next by a click anywhere, and the last of them to a page that scrolls. Gives addresses. */
export async function writeSite(
  folder: string,
  { pages, scrollSeconds, variant }: SiteOptions,
): Promise<{ first: string; scrolling: string }> {
  const source = sourcePicture();
  const scrolling = await writeScrollingPage(folder, source, scrollSeconds);
  const address = (page: number): string => (page > pages ? SCROLLING : `page-${page}.html`);
  const seed = 1000 * variant;
  for (let page = 0; page <= pages; page++) {
    const random = randomNumbers(seed + page);
    let body = `<div class="bar"><b>A site of pages</b> &nbsp; page ${page} &nbsp; ${WORDS[random(WORDS.length)]!}</div><main><h1>${WORDS[random(WORDS.length)]!} and ${WORDS[random(WORDS.length)]!}</h1>`;
    for (let part = 0; part < 3; part++) {
      // Of three pages one is all text, and one has a table.
      if (page % 3 !== 2) {
        const name = `picture-${page}-${part}.jpg`;
        const [width, height] = [180 + random(160), 120 + random(110)];
        await writePicture(source, join(folder, name), seed + page * 10 + part, width, height);
        body += `<img src="${name}" width="${width}" height="${height}">`;
      }
      if (page % 3 === 1 && part === 1) {
        const cells = (): string => Array.from({ length: 6 }, () => `<td>${random(10_000)}</td>`).join('');
        body += `<table>${Array.from({ length: 7 }, () => `<tr>${cells()}</tr>`).join('')}</table>`;
      }
      body += paragraph(random, 45 + random(50));
    }
    const script = `<script>onclick = () => { location = '${address(page + 1)}'; };</script>`;
    await writeFile(join(folder, address(page)), `${HEAD}<title>Page ${page}</title><body>${body}</main>${script}`);
  }
  return { first: pathToFileURL(join(folder, address(0))).href, scrolling: pathToFileURL(scrolling).href };
}

/** Side of a bit of the frame's number, and the bits of frame-pattern.ts with the two blocks ahead of them. */
export const BIT = 10;
const BLOCKS = 18;
const SCROLLING = 'scrolling.html';

/**
 * Writes a long page that scrolls by itself for some seconds once it was clicked. In its corner stands the number of each frame as apps/demos/frame-pattern.ts
 * has it, behind a block of magenta by which it is found. Gives its path.
 */
async function writeScrollingPage(folder: string, source: Buffer, seconds: number): Promise<string> {
  const random = randomNumbers(77);
  let body = '';
  for (let part = 0; part < 40; part++) {
    if (part % 3 === 0) {
      const name = `long-${part}.jpg`;
      await writePicture(source, join(folder, name), 500 + part, 300, 200);
      body += `<img src="${name}" width="300" height="200">`;
    }
    body += `<h2>${WORDS[random(WORDS.length)]!}</h2>${paragraph(random, 90 + random(120))}`;
  }
  const script = `
const canvas = document.querySelector('canvas'), pen = canvas.getContext('2d');
function show(frame) {
  pen.fillStyle = '#f0f'; pen.fillRect(0, 0, ${BIT}, ${BIT});
  for (let block = 0; block < ${BLOCKS}; block++) {
    const white = block === 0 || (block > 1 && ((frame >> (${BLOCKS - 1} - block)) & 1) === 1);
    pen.fillStyle = white ? '#fff' : '#000'; pen.fillRect((block + 1) * ${BIT}, 0, ${BIT}, ${BIT});
  }
}
show(0);
onclick = () => {
  onclick = null;
  let start, frame = 0;
  const step = (time) => {
    start ??= time;
    show(++frame);
    const room = document.documentElement.scrollHeight - innerHeight, way = ((time - start) / 1000) * 240;
    scrollTo(0, room - Math.abs((way % (2 * room)) - room));
    if (time - start < ${seconds * 1000}) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
};`;
  const path = join(folder, SCROLLING);
  const canvas = `<canvas width="${BIT * (BLOCKS + 1)}" height="${BIT}" style="position:fixed;left:0;top:0;z-index:9;will-change:auto"></canvas>`;
  await writeFile(path, `${HEAD}<title>Scrolling</title><body>${canvas}<main>${body}</main><script>${script}</script>`);
  return path;
}
