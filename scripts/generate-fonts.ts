/**
 * Writes xserver/fonts/builtin/: the fonts that are always there, drawn from the DejaVu TTFs and from our own drawings.
 *
 * `npx tsx scripts/generate-fonts.ts` writes the files; with `--preview FOLDER` it writes pictures of the faces there too.
 * The pixels depend on FreeType, which comes with node-canvas; so the files are made by hand, looked at, and committed.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BuiltinFace } from '../xserver/fonts/builtin-font.ts';
import { buildBuiltinFont } from '../xserver/fonts/builtin-font.ts';
import { packFontInfo } from '../xserver/fonts/font-info-pack.ts';
import { readCursors } from './fonts/cursors.ts';
import { drawFace, faceOf } from './fonts/draw-face.ts';
import { FACES } from './fonts/faces.ts';
import type { Glyph } from './fonts/glyph.ts';
import { packFace } from './fonts/pack-face.ts';
import { drawCursorPreview, drawPreview } from './fonts/preview.ts';
import { loadCanvas, Rasteriser } from './fonts/rasterise.ts';

const require = createRequire(import.meta.url);
const dejavu = dirname(require.resolve('dejavu-fonts-ttf/package.json'));
const folder = new URL('../xserver/fonts/builtin/', import.meta.url);

const HEADER = '// Written by scripts/generate-fonts.ts; not to be edited.\n';

/** Faces without letters: the cursors, and the nil font, whose characters are blanks of one pixel. */
function signFaces(): BuiltinFace[] {
  const cursors = new Map<number, Glyph>();
  for (const { position, shape, mask } of readCursors()) cursors.set(position, shape).set(position + 1, mask);
  const blanks = new Map<number, Glyph>();
  for (let code = 0; code < 256; code++) blanks.set(code, { advance: 1, pixels: new Set() });
  const common = { capHeight: 0, xHeight: 0, copyright: 'Drawn for Farpane.' };
  const nil = '-misc-nil-medium-r-normal--2-20-75-75-c-10-misc-fontspecific';
  return [
    {
      ...common,
      key: 'cursor',
      fonts: [{ name: 'cursor', lastCode: 255 }],
      ascent: 16,
      descent: 17,
      glyphs: packFace(cursors),
    },
    {
      ...common,
      key: 'nil2',
      fonts: [{ name: nil, lastCode: 255 }],
      ascent: 2,
      descent: 0,
      glyphs: packFace(blanks),
    },
  ];
}

function literal(value: unknown): string {
  return JSON.stringify(value);
}

/** A file per face, one that lists the faces, one that describes the fonts made of them. */
function writeFaces(faces: readonly BuiltinFace[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const write = (name: string, text: string): void => writeFileSync(new URL(name, folder), text);
  const identifier = (key: string): string => key.replaceAll(/[^a-z0-9]+(.)/g, (_, next: string) => next.toUpperCase());

  for (const { key, glyphs } of faces) {
    write(`${key}.ts`, `${HEADER}export const ${identifier(key)} =\n  '${glyphs}';\n`);
  }
  const imports = faces.map(({ key }) => `import { ${identifier(key)} } from './${key}.ts';\n`).join('');
  const list = faces.map(({ glyphs: _, ...face }) => `  { ...${literal(face)}, glyphs: ${identifier(face.key)} },\n`);
  write(
    'faces.ts',
    `${HEADER}import type { BuiltinFace } from '../builtin-font.ts';\n${imports}\n` +
      `export const FACES: readonly BuiltinFace[] = [\n${list.join('')}];\n`,
  );

  const strings: string[] = [];
  const intern = (text: string): number => {
    const at = strings.indexOf(text);
    return at >= 0 ? at : strings.push(text) - 1;
  };
  const fonts = faces.flatMap((face) =>
    face.fonts.map((font) => {
      const hash = createHash('sha256')
        .update(literal([face, font]))
        .digest('hex')
        .slice(0, 32);
      const info = Buffer.from(packFontInfo(buildBuiltinFont(face, font, hash), intern));
      return { name: font.name, face: face.key, hash, info: info.toString('base64').replaceAll('=', '') };
    }),
  );
  write(
    'fonts.ts',
    `${HEADER}export const STRINGS: readonly string[] = ${literal(strings)};\n\n` +
      'export const FONTS: readonly { name: string; face: string; hash: string; info: string }[] = [\n' +
      `${fonts.map((font) => `  ${literal(font)},\n`).join('')}];\n`,
  );
  const licence = readFileSync(join(dejavu, 'LICENSE'), 'utf8');
  write(
    'LICENSE',
    'The glyphs in fixed-*.ts and sans-*.ts are drawn from the DejaVu fonts 2.37 (at small sizes by hand) and come under\n' +
      'their licence, which follows. Those in cursor.ts and nil2.ts were drawn for Farpane and come under its licence.\n\n' +
      `${licence.trimEnd()}\n`,
  );
}

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'farpane-fonts-'));
  const previewAt = process.argv.indexOf('--preview');
  const previews = previewAt >= 0 ? process.argv[previewAt + 1] : undefined;
  try {
    const fontFolder = join(dejavu, 'ttf');
    const canvas = await loadCanvas(fontFolder, scratch);
    const rasteriser = new Rasteriser(canvas);
    const drawn = FACES.map((face) => ({ face, glyphs: drawFace(rasteriser, face, fontFolder) }));
    writeFaces([...drawn.map(({ face, glyphs }) => faceOf(face, glyphs)), ...signFaces()]);
    if (previews === undefined) return;
    mkdirSync(previews, { recursive: true });
    for (const { face, glyphs } of drawn) {
      writeFileSync(join(previews, `${face.key}.png`), drawPreview(canvas, face, glyphs, 2));
    }
    writeFileSync(join(previews, 'cursor.png'), drawCursorPreview(canvas, readCursors(), 3));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

await main();
