/** Fonts: opening, describing, listing. X11 §8.5 */
import type { SomeCoreHandlers } from '../handlers.ts';
import { resolveFont, type ResolvedFont } from '../fonts/find-font.ts';
import { FontFileError } from '../fonts/font-file-error.ts';
import { queryFontCharacters, textExtents, type CharInfo, type Font, type FontInfo } from '../fonts/font.ts';
import { listFonts, listFontsWithInfo } from '../fonts/list-fonts.ts';
import { openResolvedFont } from '../fonts/open-font.ts';
import { searchedFonts } from '../fonts/searched-fonts.ts';
import { MAX_SCALED_FONT_BYTES } from '../limits.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  encodeGetFontPathReply,
  encodeListFontsReply,
  encodeListFontsWithInfoReply,
  encodeQueryFontReply,
  encodeQueryTextExtentsReply,
  type CharInfo as WireCharInfo,
  type FontProp,
  type ListFontsWithInfoReply,
} from '../protocol/generated/xproto.ts';
import { addResource, checkNewId, findFont, removeResource } from '../resources.ts';
import type { Server } from '../server.ts';
import { internAtom } from './atoms.ts';
import { gcFont } from './gc-font.ts';

export const fontRequests = {
  OpenFont(server, client, { fid, name }) {
    checkNewId(server, client, fid);
    const resolved = resolveFont(searchedFonts(server.state), name);
    if (resolved === undefined) throw new XError(ErrorCode.Name, fid);
    const font = openFont(server, resolved);
    if (font === undefined) throw new XError(ErrorCode.Name, fid);
    addResource(server, client, { kind: 'font', id: fid, client: client.number, font });
  },

  CloseFont(server, _client, { font }) {
    removeResource(server, findFont(server, font));
  },

  QueryFont(server, client, request) {
    const font = findFontable(server, request.font);
    server.reply(client, encodeQueryFontReply, {
      ...describe(server, font),
      charInfos: queryFontCharacters(font),
    });
  },

  QueryTextExtents(server, client, request) {
    const font = findFontable(server, request.font);
    server.reply(client, encodeQueryTextExtentsReply, textExtents(font, characterCodes(request.string)));
  },

  ListFonts(server, client, { maxNames, pattern }) {
    const names = listFonts(searchedFonts(server.state), pattern, maxNames);
    server.reply(client, encodeListFontsReply, { names: names.map((name) => ({ name })) });
  },

  ListFontsWithInfo(server, client, { maxNames, pattern }) {
    const fonts = listFontsWithInfo(searchedFonts(server.state), pattern, maxNames);
    fonts.forEach(({ name, info }, i) => {
      const repliesHint = fonts.length - i - 1;
      server.reply(client, encodeListFontsWithInfoReply, { ...describe(server, info), repliesHint, name });
    });
    server.reply(client, encodeListFontsWithInfoReply, lastOfList);
  },

  /** The path can be put in another order or cut down; fonts are found in its directories alone. */
  SetFontPath(server, _client, { font: path }) {
    const known = catalogueDirectories(server);
    path.forEach(({ name }, i) => {
      if (!known.includes(name)) throw new XError(ErrorCode.Value, i);
    });
    server.state.fontPath = path.map(({ name }) => name);
  },

  GetFontPath(server, client) {
    const { fontPath } = server.state;
    const path = fontPath.length === 0 ? catalogueDirectories(server) : fontPath;
    server.reply(client, encodeGetFontPathReply, { path: path.map((name) => ({ name })) });
  },
} satisfies SomeCoreHandlers;

function catalogueDirectories(server: Server): string[] {
  return server.state.fontCatalogue.directories.map(({ path }) => path);
}

/** A font, or the font of a gc. @throws XError Font */
function findFontable(server: Server, id: number): Font {
  const resource = server.state.resources.get(id);
  if (resource?.kind === 'font') return resource.font;
  if (resource?.kind === 'gc') return gcFont(server, resource);
  throw new XError(ErrorCode.Font, id);
}

/** The font of a resolved name, or undefined where its file has never come. @throws XError Alloc for one too large. */
function openFont(server: Server, resolved: ResolvedFont): Font | undefined {
  const { fonts } = server.state;
  if (resolved.scale !== null && !fonts.has(resolved.id)) makeRoomForScaledFont(server);
  try {
    return openResolvedFont(fonts, resolved);
  } catch (error) {
    if (error instanceof FontFileError) throw new XError(ErrorCode.Alloc);
    throw error;
  }
}

/**
 * Scaled fonts stay in the state for the next who asks, up to a cap; past it those go that nobody uses.
 * @throws XError Alloc where all are in use.
 */
function makeRoomForScaledFont(server: Server): void {
  const { fonts, resources } = server.state;
  const scaled = [...fonts].filter(([id]) => isScaled(id));
  let bytes = 0;
  for (const [, font] of scaled) bytes += sizeOf(font);
  if (bytes <= MAX_SCALED_FONT_BYTES) return;
  const used = new Set<Font | undefined>();
  for (const resource of resources.values()) {
    if (resource.kind === 'font' || resource.kind === 'gc') used.add(resource.font);
  }
  for (const [id, font] of scaled) {
    if (used.has(font)) continue;
    fonts.delete(id);
    bytes -= sizeOf(font);
  }
  if (bytes > MAX_SCALED_FONT_BYTES) throw new XError(ErrorCode.Alloc);
}

/** The id of a scaled font is its file's hash, `@` and the scale (see find-font.ts); a file's is the hash alone. */
function isScaled(id: string): boolean {
  return id.includes('@');
}

function sizeOf(font: Font): number {
  return font.bits.byteLength + font.metrics.byteLength + font.index.byteLength + font.offsets.byteLength;
}

/** Flat byte1, byte2 as codes. */
function characterCodes(string: Int32Array): Uint16Array {
  const codes = new Uint16Array(string.length / 2);
  for (let i = 0; i < codes.length; i++) codes[i] = (string[2 * i]! << 8) | string[2 * i + 1]!;
  return codes;
}

function charInfo([
  leftSideBearing,
  rightSideBearing,
  characterWidth,
  ascent,
  descent,
  attributes,
]: CharInfo): WireCharInfo {
  return { leftSideBearing, rightSideBearing, characterWidth, ascent, descent, attributes };
}

/** What QueryFont and ListFontsWithInfo tell alike. */
function describe(server: Server, info: FontInfo) {
  const properties: FontProp[] = info.properties.map(({ name, value }) => ({
    name: internAtom(server, name),
    value: typeof value === 'string' ? internAtom(server, value) : value,
  }));
  return {
    minBounds: charInfo(info.minBounds),
    maxBounds: charInfo(info.maxBounds),
    minCharOrByte2: info.minCharOrByte2,
    maxCharOrByte2: info.maxCharOrByte2,
    defaultChar: info.defaultChar,
    drawDirection: info.drawDirection,
    minByte1: info.minByte1,
    maxByte1: info.maxByte1,
    allCharsExist: info.allCharsExist ? 1 : 0,
    fontAscent: info.fontAscent,
    fontDescent: info.fontDescent,
    properties,
  };
}

const noCharInfo: WireCharInfo = charInfo([0, 0, 0, 0, 0, 0]);

/** A name of no length ends the list. X11 §10 ListFontsWithInfo */
const lastOfList: ListFontsWithInfoReply = {
  minBounds: noCharInfo,
  maxBounds: noCharInfo,
  minCharOrByte2: 0,
  maxCharOrByte2: 0,
  defaultChar: 0,
  drawDirection: 0,
  minByte1: 0,
  maxByte1: 0,
  allCharsExist: 0,
  fontAscent: 0,
  fontDescent: 0,
  repliesHint: 0,
  properties: [],
  name: '',
};
