import { readdir } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type sharpModule from 'sharp';

/** A decoded picture: 3 bytes a pixel, red, green, blue. */
export interface DecodedPicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

const EXTENSIONS = new Set(['.png', '.jpg', '.jpeg', '.webp', '.svg', '.gif', '.avif', '.tif', '.tiff']);
/** Larger pictures are scaled down while they are read. */
const MAXIMUM_SIDE = 4096;

async function loadSharp(): Promise<typeof sharpModule> {
  return (await import('sharp')).default;
}

/** Reads a picture, upright as its camera held it, on white where it is transparent. @throws Error when it is none */
export async function readPicture(source: string | Uint8Array): Promise<DecodedPicture> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(source)
    .rotate()
    .resize(MAXIMUM_SIDE, MAXIMUM_SIDE, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

/** The picture at another size. */
export async function scalePicture(picture: DecodedPicture, width: number, height: number): Promise<DecodedPicture> {
  if (width === picture.width && height === picture.height) return picture;
  const sharp = await loadSharp();
  const raw = { width: picture.width, height: picture.height, channels: 3 as const };
  // Magnified pixels stay square, so that they can be counted.
  const kernel = width > picture.width * 2 ? 'nearest' : 'lanczos3';
  const rgb = await sharp(picture.rgb, { raw }).resize(width, height, { fit: 'fill', kernel }).raw().toBuffer();
  return { width, height, rgb };
}

/** The pictures in the folder of a file, by name. */
export async function picturesBeside(file: string): Promise<string[]> {
  const folder = dirname(file);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => EXTENSIONS.has(extname(name).toLowerCase()))
    .sort((a, b) => a.localeCompare(b, undefined, { numeric: true }))
    .map((name) => join(folder, name));
}

/** A picture to begin with: mountains and a lake at dawn. */
export const SAMPLE_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 600" width="900" height="600">
<defs>
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="#274c77"/><stop offset=".45" stop-color="#6f9ec4"/><stop offset=".75" stop-color="#f2c6a0"/><stop offset="1" stop-color="#f7e3c4"/>
</linearGradient>
<linearGradient id="far" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#7d8fb3"/><stop offset="1" stop-color="#b9b4c4"/></linearGradient>
<linearGradient id="near" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#3e5a7e"/><stop offset="1" stop-color="#5d7693"/></linearGradient>
<linearGradient id="lake" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#e9c9ab"/><stop offset=".4" stop-color="#8fb0c9"/><stop offset="1" stop-color="#2b4a6b"/></linearGradient>
<radialGradient id="glow"><stop offset="0" stop-color="#fff6dd"/><stop offset=".25" stop-color="#ffeec2" stop-opacity=".8"/><stop offset="1" stop-color="#ffdca0" stop-opacity="0"/></radialGradient>
</defs>
<rect width="900" height="600" fill="url(#sky)"/>
<circle cx="610" cy="300" r="210" fill="url(#glow)"/><circle cx="610" cy="300" r="42" fill="#fff5da"/>
<path d="M0 330 L110 230 L180 280 L290 170 L400 290 L470 240 L560 330 L680 220 L780 300 L900 210 V420 H0Z" fill="url(#far)"/>
<path d="M290 170 L255 205 L280 215 L298 200 L318 222 L330 213Z M110 230 L85 254 L108 262 L125 250 L138 258Z M680 220 L650 248 L676 256 L694 243 L712 256Z" fill="#f4f1f5"/>
<path d="M0 380 L90 320 L210 390 L330 310 L450 400 L600 350 L740 400 L900 330 V430 H0Z" fill="url(#near)"/>
<rect y="418" width="900" height="182" fill="url(#lake)"/>
<g fill="#fff2d2" opacity=".75"><rect x="560" y="430" width="100" height="3"/><rect x="575" y="446" width="74" height="3"/><rect x="548" y="464" width="120" height="3"/><rect x="586" y="482" width="52" height="3"/><rect x="566" y="505" width="90" height="3"/></g>
<g fill="#1f3650"><path d="M40 600 L70 420 L100 600Z M95 600 L128 380 L162 600Z M150 600 L172 450 L196 600Z M790 600 L822 400 L856 600Z M846 600 L872 440 L900 600Z"/><path d="M0 560 Q140 530 260 575 T520 600 H0Z M900 550 Q800 545 700 585 T600 600 H900Z"/></g>
<g fill="none" stroke="#2a3f5c" stroke-width="3" stroke-linecap="round"><path d="M330 150 q10 -10 18 0 q8 -10 18 0"/><path d="M390 120 q8 -8 14 0 q6 -8 14 0"/><path d="M430 165 q7 -7 12 0 q5 -7 12 0"/></g>
</svg>`;
