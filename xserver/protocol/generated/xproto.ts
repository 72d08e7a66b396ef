// Generated from /usr/share/xcb/xproto.xml by `npm run generate`. Do not edit.

import { readClientMessageData, type ClientMessageData, writeClientMessageData } from '../client-message.ts';
import { ErrorCode, XError } from '../errors.ts';
import type { Reader } from '../reader.ts';
import { checkLength, type Writer } from '../writer.ts';

export const VisualClass = {
  StaticGray: 0,
  GrayScale: 1,
  StaticColor: 2,
  PseudoColor: 3,
  TrueColor: 4,
  DirectColor: 5,
} as const;

export const EventMask = {
  NoEvent: 0,
  KeyPress: 1,
  KeyRelease: 2,
  ButtonPress: 4,
  ButtonRelease: 8,
  EnterWindow: 16,
  LeaveWindow: 32,
  PointerMotion: 64,
  PointerMotionHint: 128,
  Button1Motion: 256,
  Button2Motion: 512,
  Button3Motion: 1024,
  Button4Motion: 2048,
  Button5Motion: 4096,
  ButtonMotion: 8192,
  KeymapState: 16384,
  Exposure: 32768,
  VisibilityChange: 65536,
  StructureNotify: 131072,
  ResizeRedirect: 262144,
  SubstructureNotify: 524288,
  SubstructureRedirect: 1048576,
  FocusChange: 2097152,
  PropertyChange: 4194304,
  ColorMapChange: 8388608,
  OwnerGrabButton: 16777216,
} as const;

export const BackingStore = {
  NotUseful: 0,
  WhenMapped: 1,
  Always: 2,
} as const;

export const ImageOrder = {
  LSBFirst: 0,
  MSBFirst: 1,
} as const;

export const ModMask = {
  Shift: 1,
  Lock: 2,
  Control: 4,
  '1': 8,
  '2': 16,
  '3': 32,
  '4': 64,
  '5': 128,
  Any: 32768,
} as const;

export const KeyButMask = {
  Shift: 1,
  Lock: 2,
  Control: 4,
  Mod1: 8,
  Mod2: 16,
  Mod3: 32,
  Mod4: 64,
  Mod5: 128,
  Button1: 256,
  Button2: 512,
  Button3: 1024,
  Button4: 2048,
  Button5: 4096,
} as const;

export const Window = {
  None: 0,
} as const;

export const ButtonMask = {
  '1': 256,
  '2': 512,
  '3': 1024,
  '4': 2048,
  '5': 4096,
  Any: 32768,
} as const;

export const Motion = {
  Normal: 0,
  Hint: 1,
} as const;

export const NotifyDetail = {
  Ancestor: 0,
  Virtual: 1,
  Inferior: 2,
  Nonlinear: 3,
  NonlinearVirtual: 4,
  Pointer: 5,
  PointerRoot: 6,
  None: 7,
} as const;

export const NotifyMode = {
  Normal: 0,
  Grab: 1,
  Ungrab: 2,
  WhileGrabbed: 3,
} as const;

export const Visibility = {
  Unobscured: 0,
  PartiallyObscured: 1,
  FullyObscured: 2,
} as const;

export const Place = {
  OnTop: 0,
  OnBottom: 1,
} as const;

export const Property = {
  NewValue: 0,
  Delete: 1,
} as const;

export const Time = {
  CurrentTime: 0,
} as const;

export const Atom = {
  None: 0,
  Any: 0,
  PRIMARY: 1,
  SECONDARY: 2,
  ARC: 3,
  ATOM: 4,
  BITMAP: 5,
  CARDINAL: 6,
  COLORMAP: 7,
  CURSOR: 8,
  CUT_BUFFER0: 9,
  CUT_BUFFER1: 10,
  CUT_BUFFER2: 11,
  CUT_BUFFER3: 12,
  CUT_BUFFER4: 13,
  CUT_BUFFER5: 14,
  CUT_BUFFER6: 15,
  CUT_BUFFER7: 16,
  DRAWABLE: 17,
  FONT: 18,
  INTEGER: 19,
  PIXMAP: 20,
  POINT: 21,
  RECTANGLE: 22,
  RESOURCE_MANAGER: 23,
  RGB_COLOR_MAP: 24,
  RGB_BEST_MAP: 25,
  RGB_BLUE_MAP: 26,
  RGB_DEFAULT_MAP: 27,
  RGB_GRAY_MAP: 28,
  RGB_GREEN_MAP: 29,
  RGB_RED_MAP: 30,
  STRING: 31,
  VISUALID: 32,
  WINDOW: 33,
  WM_COMMAND: 34,
  WM_HINTS: 35,
  WM_CLIENT_MACHINE: 36,
  WM_ICON_NAME: 37,
  WM_ICON_SIZE: 38,
  WM_NAME: 39,
  WM_NORMAL_HINTS: 40,
  WM_SIZE_HINTS: 41,
  WM_ZOOM_HINTS: 42,
  MIN_SPACE: 43,
  NORM_SPACE: 44,
  MAX_SPACE: 45,
  END_SPACE: 46,
  SUPERSCRIPT_X: 47,
  SUPERSCRIPT_Y: 48,
  SUBSCRIPT_X: 49,
  SUBSCRIPT_Y: 50,
  UNDERLINE_POSITION: 51,
  UNDERLINE_THICKNESS: 52,
  STRIKEOUT_ASCENT: 53,
  STRIKEOUT_DESCENT: 54,
  ITALIC_ANGLE: 55,
  X_HEIGHT: 56,
  QUAD_WIDTH: 57,
  WEIGHT: 58,
  POINT_SIZE: 59,
  RESOLUTION: 60,
  COPYRIGHT: 61,
  NOTICE: 62,
  FONT_NAME: 63,
  FAMILY_NAME: 64,
  FULL_NAME: 65,
  CAP_HEIGHT: 66,
  WM_CLASS: 67,
  WM_TRANSIENT_FOR: 68,
} as const;

export const ColormapState = {
  Uninstalled: 0,
  Installed: 1,
} as const;

export const Colormap = {
  None: 0,
} as const;

export const Mapping = {
  Modifier: 0,
  Keyboard: 1,
  Pointer: 2,
} as const;

export const WindowClass = {
  CopyFromParent: 0,
  InputOutput: 1,
  InputOnly: 2,
} as const;

export const CW = {
  BackPixmap: 1,
  BackPixel: 2,
  BorderPixmap: 4,
  BorderPixel: 8,
  BitGravity: 16,
  WinGravity: 32,
  BackingStore: 64,
  BackingPlanes: 128,
  BackingPixel: 256,
  OverrideRedirect: 512,
  SaveUnder: 1024,
  EventMask: 2048,
  DontPropagate: 4096,
  Colormap: 8192,
  Cursor: 16384,
} as const;

export const BackPixmap = {
  None: 0,
  ParentRelative: 1,
} as const;

export const Gravity = {
  BitForget: 0,
  WinUnmap: 0,
  NorthWest: 1,
  North: 2,
  NorthEast: 3,
  West: 4,
  Center: 5,
  East: 6,
  SouthWest: 7,
  South: 8,
  SouthEast: 9,
  Static: 10,
} as const;

export const MapState = {
  Unmapped: 0,
  Unviewable: 1,
  Viewable: 2,
} as const;

export const SetMode = {
  Insert: 0,
  Delete: 1,
} as const;

export const ConfigWindow = {
  X: 1,
  Y: 2,
  Width: 4,
  Height: 8,
  BorderWidth: 16,
  Sibling: 32,
  StackMode: 64,
} as const;

export const StackMode = {
  Above: 0,
  Below: 1,
  TopIf: 2,
  BottomIf: 3,
  Opposite: 4,
} as const;

export const Circulate = {
  RaiseLowest: 0,
  LowerHighest: 1,
} as const;

export const PropMode = {
  Replace: 0,
  Prepend: 1,
  Append: 2,
} as const;

export const GetPropertyType = {
  Any: 0,
} as const;

export const SendEventDest = {
  PointerWindow: 0,
  ItemFocus: 1,
} as const;

export const GrabMode = {
  Sync: 0,
  Async: 1,
} as const;

export const GrabStatus = {
  Success: 0,
  AlreadyGrabbed: 1,
  InvalidTime: 2,
  NotViewable: 3,
  Frozen: 4,
} as const;

export const Cursor = {
  None: 0,
} as const;

export const ButtonIndex = {
  Any: 0,
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  '5': 5,
} as const;

export const Grab = {
  Any: 0,
} as const;

export const Allow = {
  AsyncPointer: 0,
  SyncPointer: 1,
  ReplayPointer: 2,
  AsyncKeyboard: 3,
  SyncKeyboard: 4,
  ReplayKeyboard: 5,
  AsyncBoth: 6,
  SyncBoth: 7,
} as const;

export const InputFocus = {
  None: 0,
  PointerRoot: 1,
  Parent: 2,
  FollowKeyboard: 3,
} as const;

export const FontDraw = {
  LeftToRight: 0,
  RightToLeft: 1,
} as const;

export const GC = {
  Function: 1,
  PlaneMask: 2,
  Foreground: 4,
  Background: 8,
  LineWidth: 16,
  LineStyle: 32,
  CapStyle: 64,
  JoinStyle: 128,
  FillStyle: 256,
  FillRule: 512,
  Tile: 1024,
  Stipple: 2048,
  TileStippleOriginX: 4096,
  TileStippleOriginY: 8192,
  Font: 16384,
  SubwindowMode: 32768,
  GraphicsExposures: 65536,
  ClipOriginX: 131072,
  ClipOriginY: 262144,
  ClipMask: 524288,
  DashOffset: 1048576,
  DashList: 2097152,
  ArcMode: 4194304,
} as const;

export const GX = {
  clear: 0,
  and: 1,
  andReverse: 2,
  copy: 3,
  andInverted: 4,
  noop: 5,
  xor: 6,
  or: 7,
  nor: 8,
  equiv: 9,
  invert: 10,
  orReverse: 11,
  copyInverted: 12,
  orInverted: 13,
  nand: 14,
  set: 15,
} as const;

export const LineStyle = {
  Solid: 0,
  OnOffDash: 1,
  DoubleDash: 2,
} as const;

export const CapStyle = {
  NotLast: 0,
  Butt: 1,
  Round: 2,
  Projecting: 3,
} as const;

export const JoinStyle = {
  Miter: 0,
  Round: 1,
  Bevel: 2,
} as const;

export const FillStyle = {
  Solid: 0,
  Tiled: 1,
  Stippled: 2,
  OpaqueStippled: 3,
} as const;

export const FillRule = {
  EvenOdd: 0,
  Winding: 1,
} as const;

export const SubwindowMode = {
  ClipByChildren: 0,
  IncludeInferiors: 1,
} as const;

export const ArcMode = {
  Chord: 0,
  PieSlice: 1,
} as const;

export const ClipOrdering = {
  Unsorted: 0,
  YSorted: 1,
  YXSorted: 2,
  YXBanded: 3,
} as const;

export const CoordMode = {
  Origin: 0,
  Previous: 1,
} as const;

export const PolyShape = {
  Complex: 0,
  Nonconvex: 1,
  Convex: 2,
} as const;

export const ImageFormat = {
  XYBitmap: 0,
  XYPixmap: 1,
  ZPixmap: 2,
} as const;

export const ColormapAlloc = {
  None: 0,
  All: 1,
} as const;

export const ColorFlag = {
  Red: 1,
  Green: 2,
  Blue: 4,
} as const;

export const Pixmap = {
  None: 0,
} as const;

export const Font = {
  None: 0,
} as const;

export const QueryShapeOf = {
  LargestCursor: 0,
  FastestTile: 1,
  FastestStipple: 2,
} as const;

export const KB = {
  KeyClickPercent: 1,
  BellPercent: 2,
  BellPitch: 4,
  BellDuration: 8,
  Led: 16,
  LedMode: 32,
  Key: 64,
  AutoRepeatMode: 128,
} as const;

export const LedMode = {
  Off: 0,
  On: 1,
} as const;

export const AutoRepeatMode = {
  Off: 0,
  On: 1,
  Default: 2,
} as const;

export const Blanking = {
  NotPreferred: 0,
  Preferred: 1,
  Default: 2,
} as const;

export const Exposures = {
  NotAllowed: 0,
  Allowed: 1,
  Default: 2,
} as const;

export const HostMode = {
  Insert: 0,
  Delete: 1,
} as const;

export const Family = {
  Internet: 0,
  DECnet: 1,
  Chaos: 2,
  ServerInterpreted: 5,
  Internet6: 6,
} as const;

export const AccessControl = {
  Disable: 0,
  Enable: 1,
} as const;

export const CloseDown = {
  DestroyAll: 0,
  RetainPermanent: 1,
  RetainTemporary: 2,
} as const;

export const Kill = {
  AllTemporary: 0,
} as const;

export const ScreenSaver = {
  Reset: 0,
  Active: 1,
} as const;

export const MappingStatus = {
  Success: 0,
  Busy: 1,
  Failure: 2,
} as const;

export const MapIndex = {
  Shift: 0,
  Lock: 1,
  Control: 2,
  '1': 3,
  '2': 4,
  '3': 5,
  '4': 6,
  '5': 7,
} as const;

export interface Char2B {
  byte1: number;
  byte2: number;
}

export function readChar2B(reader: Reader): Char2B {
  const byte1 = reader.u8();
  const byte2 = reader.u8();
  return { byte1, byte2 };
}

export function writeChar2B(writer: Writer, value: Char2B): void {
  writer.u8(value.byte1);
  writer.u8(value.byte2);
}

export function readChar2BList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 2);
  const { view } = reader;
  const flat = reader.numbers(count * 2);
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
  }
  return flat;
}

export function writeChar2BList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 2) * 2);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 2, at += 2) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
  }
}

export interface Point {
  x: number;
  y: number;
}

export function readPoint(reader: Reader): Point {
  const x = reader.i16();
  const y = reader.i16();
  return { x, y };
}

export function writePoint(writer: Writer, value: Point): void {
  writer.i16(value.x);
  writer.i16(value.y);
}

export function readPointList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 4);
  const { view, littleEndian } = reader;
  const flat = reader.numbers(count * 2);
  for (let i = 0; i < flat.length; i += 2, at += 4) {
    flat[i] = view.getInt16(at, littleEndian);
    flat[i + 1] = view.getInt16(at + 2, littleEndian);
  }
  return flat;
}

export function writePointList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 2) * 4);
  const { view, littleEndian } = writer;
  for (let i = 0; i < flat.length; i += 2, at += 4) {
    view.setInt16(at, flat[i] ?? 0, littleEndian);
    view.setInt16(at + 2, flat[i + 1] ?? 0, littleEndian);
  }
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function readRectangle(reader: Reader): Rectangle {
  const x = reader.i16();
  const y = reader.i16();
  const width = reader.u16();
  const height = reader.u16();
  return { x, y, width, height };
}

export function writeRectangle(writer: Writer, value: Rectangle): void {
  writer.i16(value.x);
  writer.i16(value.y);
  writer.u16(value.width);
  writer.u16(value.height);
}

export function readRectangleList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view, littleEndian } = reader;
  const flat = reader.numbers(count * 4);
  for (let i = 0; i < flat.length; i += 4, at += 8) {
    flat[i] = view.getInt16(at, littleEndian);
    flat[i + 1] = view.getInt16(at + 2, littleEndian);
    flat[i + 2] = view.getUint16(at + 4, littleEndian);
    flat[i + 3] = view.getUint16(at + 6, littleEndian);
  }
  return flat;
}

export function writeRectangleList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 4) * 8);
  const { view, littleEndian } = writer;
  for (let i = 0; i < flat.length; i += 4, at += 8) {
    view.setInt16(at, flat[i] ?? 0, littleEndian);
    view.setInt16(at + 2, flat[i + 1] ?? 0, littleEndian);
    view.setUint16(at + 4, flat[i + 2] ?? 0, littleEndian);
    view.setUint16(at + 6, flat[i + 3] ?? 0, littleEndian);
  }
}

export interface Arc {
  x: number;
  y: number;
  width: number;
  height: number;
  angle1: number;
  angle2: number;
}

export function readArc(reader: Reader): Arc {
  const x = reader.i16();
  const y = reader.i16();
  const width = reader.u16();
  const height = reader.u16();
  const angle1 = reader.i16();
  const angle2 = reader.i16();
  return { x, y, width, height, angle1, angle2 };
}

export function writeArc(writer: Writer, value: Arc): void {
  writer.i16(value.x);
  writer.i16(value.y);
  writer.u16(value.width);
  writer.u16(value.height);
  writer.i16(value.angle1);
  writer.i16(value.angle2);
}

export function readArcList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 12);
  const { view, littleEndian } = reader;
  const flat = reader.numbers(count * 6);
  for (let i = 0; i < flat.length; i += 6, at += 12) {
    flat[i] = view.getInt16(at, littleEndian);
    flat[i + 1] = view.getInt16(at + 2, littleEndian);
    flat[i + 2] = view.getUint16(at + 4, littleEndian);
    flat[i + 3] = view.getUint16(at + 6, littleEndian);
    flat[i + 4] = view.getInt16(at + 8, littleEndian);
    flat[i + 5] = view.getInt16(at + 10, littleEndian);
  }
  return flat;
}

export function writeArcList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 6) * 12);
  const { view, littleEndian } = writer;
  for (let i = 0; i < flat.length; i += 6, at += 12) {
    view.setInt16(at, flat[i] ?? 0, littleEndian);
    view.setInt16(at + 2, flat[i + 1] ?? 0, littleEndian);
    view.setUint16(at + 4, flat[i + 2] ?? 0, littleEndian);
    view.setUint16(at + 6, flat[i + 3] ?? 0, littleEndian);
    view.setInt16(at + 8, flat[i + 4] ?? 0, littleEndian);
    view.setInt16(at + 10, flat[i + 5] ?? 0, littleEndian);
  }
}

export interface Format {
  depth: number;
  bitsPerPixel: number;
  scanlinePad: number;
}

export function readFormat(reader: Reader): Format {
  const depth = reader.u8();
  const bitsPerPixel = reader.u8();
  const scanlinePad = reader.u8();
  reader.skip(5);
  return { depth, bitsPerPixel, scanlinePad };
}

export function writeFormat(writer: Writer, value: Format): void {
  writer.u8(value.depth);
  writer.u8(value.bitsPerPixel);
  writer.u8(value.scanlinePad);
  writer.pad(5);
}

export function readFormatList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view } = reader;
  const flat = reader.numbers(count * 3);
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    flat[i] = view.getUint8(at);
    flat[i + 1] = view.getUint8(at + 1);
    flat[i + 2] = view.getUint8(at + 2);
  }
  return flat;
}

export function writeFormatList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 3) * 8);
  const { view } = writer;
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    view.setUint8(at, flat[i] ?? 0);
    view.setUint8(at + 1, flat[i + 1] ?? 0);
    view.setUint8(at + 2, flat[i + 2] ?? 0);
  }
}

export interface VisualType {
  visualId: number;
  /** VisualClass */
  class: number;
  bitsPerRgbValue: number;
  colormapEntries: number;
  redMask: number;
  greenMask: number;
  blueMask: number;
}

export function readVisualType(reader: Reader): VisualType {
  const visualId = reader.u32();
  const class_ = reader.u8();
  const bitsPerRgbValue = reader.u8();
  const colormapEntries = reader.u16();
  const redMask = reader.u32();
  const greenMask = reader.u32();
  const blueMask = reader.u32();
  reader.skip(4);
  return { visualId, class: class_, bitsPerRgbValue, colormapEntries, redMask, greenMask, blueMask };
}

export function writeVisualType(writer: Writer, value: VisualType): void {
  writer.u32(value.visualId);
  writer.u8(value.class);
  writer.u8(value.bitsPerRgbValue);
  writer.u16(value.colormapEntries);
  writer.u32(value.redMask);
  writer.u32(value.greenMask);
  writer.u32(value.blueMask);
  writer.pad(4);
}

export function readVisualTypeList(reader: Reader, count: number): VisualType[] {
  const list: VisualType[] = [];
  for (let i = 0; i < count; i++) list.push(readVisualType(reader));
  return list;
}

export function writeVisualTypeList(writer: Writer, list: readonly VisualType[]): void {
  for (const value of list) writeVisualType(writer, value);
}

export interface Depth {
  depth: number;
  visuals: VisualType[];
}

export function readDepth(reader: Reader): Depth {
  const depth = reader.u8();
  reader.skip(1);
  const visualsLen = reader.u16();
  reader.skip(4);
  const visuals = readVisualTypeList(reader, visualsLen);
  return { depth, visuals };
}

export function writeDepth(writer: Writer, value: Depth): void {
  writer.u8(value.depth);
  writer.pad(1);
  writer.count16(value.visuals.length);
  writer.pad(4);
  writeVisualTypeList(writer, value.visuals);
}

export function readDepthList(reader: Reader, count: number): Depth[] {
  const list: Depth[] = [];
  for (let i = 0; i < count; i++) list.push(readDepth(reader));
  return list;
}

export function writeDepthList(writer: Writer, list: readonly Depth[]): void {
  for (const value of list) writeDepth(writer, value);
}

export interface Screen {
  root: number;
  defaultColormap: number;
  whitePixel: number;
  blackPixel: number;
  /** EventMask */
  currentInputMasks: number;
  widthInPixels: number;
  heightInPixels: number;
  widthInMillimeters: number;
  heightInMillimeters: number;
  minInstalledMaps: number;
  maxInstalledMaps: number;
  rootVisual: number;
  /** BackingStore */
  backingStores: number;
  saveUnders: number;
  rootDepth: number;
  allowedDepths: Depth[];
}

export function readScreen(reader: Reader): Screen {
  const root = reader.u32();
  const defaultColormap = reader.u32();
  const whitePixel = reader.u32();
  const blackPixel = reader.u32();
  const currentInputMasks = reader.u32();
  const widthInPixels = reader.u16();
  const heightInPixels = reader.u16();
  const widthInMillimeters = reader.u16();
  const heightInMillimeters = reader.u16();
  const minInstalledMaps = reader.u16();
  const maxInstalledMaps = reader.u16();
  const rootVisual = reader.u32();
  const backingStores = reader.u8();
  const saveUnders = reader.u8();
  const rootDepth = reader.u8();
  const allowedDepthsLen = reader.u8();
  const allowedDepths = readDepthList(reader, allowedDepthsLen);
  return {
    root,
    defaultColormap,
    whitePixel,
    blackPixel,
    currentInputMasks,
    widthInPixels,
    heightInPixels,
    widthInMillimeters,
    heightInMillimeters,
    minInstalledMaps,
    maxInstalledMaps,
    rootVisual,
    backingStores,
    saveUnders,
    rootDepth,
    allowedDepths,
  };
}

export function writeScreen(writer: Writer, value: Screen): void {
  writer.u32(value.root);
  writer.u32(value.defaultColormap);
  writer.u32(value.whitePixel);
  writer.u32(value.blackPixel);
  writer.u32(value.currentInputMasks);
  writer.u16(value.widthInPixels);
  writer.u16(value.heightInPixels);
  writer.u16(value.widthInMillimeters);
  writer.u16(value.heightInMillimeters);
  writer.u16(value.minInstalledMaps);
  writer.u16(value.maxInstalledMaps);
  writer.u32(value.rootVisual);
  writer.u8(value.backingStores);
  writer.u8(value.saveUnders);
  writer.u8(value.rootDepth);
  writer.count8(value.allowedDepths.length);
  writeDepthList(writer, value.allowedDepths);
}

export function readScreenList(reader: Reader, count: number): Screen[] {
  const list: Screen[] = [];
  for (let i = 0; i < count; i++) list.push(readScreen(reader));
  return list;
}

export function writeScreenList(writer: Writer, list: readonly Screen[]): void {
  for (const value of list) writeScreen(writer, value);
}

export interface TimeCoord {
  time: number;
  x: number;
  y: number;
}

export function readTimeCoord(reader: Reader): TimeCoord {
  const time = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  return { time, x, y };
}

export function writeTimeCoord(writer: Writer, value: TimeCoord): void {
  writer.u32(value.time);
  writer.i16(value.x);
  writer.i16(value.y);
}

export function readTimeCoordList(reader: Reader, count: number): TimeCoord[] {
  const list: TimeCoord[] = [];
  for (let i = 0; i < count; i++) list.push(readTimeCoord(reader));
  return list;
}

export function writeTimeCoordList(writer: Writer, list: readonly TimeCoord[]): void {
  for (const value of list) writeTimeCoord(writer, value);
}

export interface FontProp {
  name: number;
  value: number;
}

export function readFontProp(reader: Reader): FontProp {
  const name = reader.u32();
  const value_ = reader.u32();
  return { name, value: value_ };
}

export function writeFontProp(writer: Writer, value: FontProp): void {
  writer.u32(value.name);
  writer.u32(value.value);
}

export function readFontPropList(reader: Reader, count: number): FontProp[] {
  const list: FontProp[] = [];
  for (let i = 0; i < count; i++) list.push(readFontProp(reader));
  return list;
}

export function writeFontPropList(writer: Writer, list: readonly FontProp[]): void {
  for (const value of list) writeFontProp(writer, value);
}

export interface CharInfo {
  leftSideBearing: number;
  rightSideBearing: number;
  characterWidth: number;
  ascent: number;
  descent: number;
  attributes: number;
}

export function readCharInfo(reader: Reader): CharInfo {
  const leftSideBearing = reader.i16();
  const rightSideBearing = reader.i16();
  const characterWidth = reader.i16();
  const ascent = reader.i16();
  const descent = reader.i16();
  const attributes = reader.u16();
  return { leftSideBearing, rightSideBearing, characterWidth, ascent, descent, attributes };
}

export function writeCharInfo(writer: Writer, value: CharInfo): void {
  writer.i16(value.leftSideBearing);
  writer.i16(value.rightSideBearing);
  writer.i16(value.characterWidth);
  writer.i16(value.ascent);
  writer.i16(value.descent);
  writer.u16(value.attributes);
}

export function readCharInfoList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 12);
  const { view, littleEndian } = reader;
  const flat = reader.numbers(count * 6);
  for (let i = 0; i < flat.length; i += 6, at += 12) {
    flat[i] = view.getInt16(at, littleEndian);
    flat[i + 1] = view.getInt16(at + 2, littleEndian);
    flat[i + 2] = view.getInt16(at + 4, littleEndian);
    flat[i + 3] = view.getInt16(at + 6, littleEndian);
    flat[i + 4] = view.getInt16(at + 8, littleEndian);
    flat[i + 5] = view.getUint16(at + 10, littleEndian);
  }
  return flat;
}

export function writeCharInfoList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 6) * 12);
  const { view, littleEndian } = writer;
  for (let i = 0; i < flat.length; i += 6, at += 12) {
    view.setInt16(at, flat[i] ?? 0, littleEndian);
    view.setInt16(at + 2, flat[i + 1] ?? 0, littleEndian);
    view.setInt16(at + 4, flat[i + 2] ?? 0, littleEndian);
    view.setInt16(at + 6, flat[i + 3] ?? 0, littleEndian);
    view.setInt16(at + 8, flat[i + 4] ?? 0, littleEndian);
    view.setUint16(at + 10, flat[i + 5] ?? 0, littleEndian);
  }
}

export interface Str {
  name: string;
}

export function readStr(reader: Reader): Str {
  const nameLen = reader.u8();
  const name = reader.latin1(nameLen);
  return { name };
}

export function writeStr(writer: Writer, value: Str): void {
  writer.count8(value.name.length);
  writer.latin1(value.name);
}

export function readStrList(reader: Reader, count: number): Str[] {
  const list: Str[] = [];
  for (let i = 0; i < count; i++) list.push(readStr(reader));
  return list;
}

export function writeStrList(writer: Writer, list: readonly Str[]): void {
  for (const value of list) writeStr(writer, value);
}

export interface Segment {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

export function readSegment(reader: Reader): Segment {
  const x1 = reader.i16();
  const y1 = reader.i16();
  const x2 = reader.i16();
  const y2 = reader.i16();
  return { x1, y1, x2, y2 };
}

export function writeSegment(writer: Writer, value: Segment): void {
  writer.i16(value.x1);
  writer.i16(value.y1);
  writer.i16(value.x2);
  writer.i16(value.y2);
}

export function readSegmentList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view, littleEndian } = reader;
  const flat = reader.numbers(count * 4);
  for (let i = 0; i < flat.length; i += 4, at += 8) {
    flat[i] = view.getInt16(at, littleEndian);
    flat[i + 1] = view.getInt16(at + 2, littleEndian);
    flat[i + 2] = view.getInt16(at + 4, littleEndian);
    flat[i + 3] = view.getInt16(at + 6, littleEndian);
  }
  return flat;
}

export function writeSegmentList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 4) * 8);
  const { view, littleEndian } = writer;
  for (let i = 0; i < flat.length; i += 4, at += 8) {
    view.setInt16(at, flat[i] ?? 0, littleEndian);
    view.setInt16(at + 2, flat[i + 1] ?? 0, littleEndian);
    view.setInt16(at + 4, flat[i + 2] ?? 0, littleEndian);
    view.setInt16(at + 6, flat[i + 3] ?? 0, littleEndian);
  }
}

export interface ColorItem {
  pixel: number;
  red: number;
  green: number;
  blue: number;
  /** ColorFlag */
  flags: number;
}

export function readColorItem(reader: Reader): ColorItem {
  const pixel = reader.u32();
  const red = reader.u16();
  const green = reader.u16();
  const blue = reader.u16();
  const flags = reader.u8();
  reader.skip(1);
  return { pixel, red, green, blue, flags };
}

export function writeColorItem(writer: Writer, value: ColorItem): void {
  writer.u32(value.pixel);
  writer.u16(value.red);
  writer.u16(value.green);
  writer.u16(value.blue);
  writer.u8(value.flags);
  writer.pad(1);
}

export function readColorItemList(reader: Reader, count: number): ColorItem[] {
  const list: ColorItem[] = [];
  for (let i = 0; i < count; i++) list.push(readColorItem(reader));
  return list;
}

export function writeColorItemList(writer: Writer, list: readonly ColorItem[]): void {
  for (const value of list) writeColorItem(writer, value);
}

export interface Rgb {
  red: number;
  green: number;
  blue: number;
}

export function readRgb(reader: Reader): Rgb {
  const red = reader.u16();
  const green = reader.u16();
  const blue = reader.u16();
  reader.skip(2);
  return { red, green, blue };
}

export function writeRgb(writer: Writer, value: Rgb): void {
  writer.u16(value.red);
  writer.u16(value.green);
  writer.u16(value.blue);
  writer.pad(2);
}

export function readRgbList(reader: Reader, count: number): Int32Array {
  let at = reader.take(count * 8);
  const { view, littleEndian } = reader;
  const flat = reader.numbers(count * 3);
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    flat[i] = view.getUint16(at, littleEndian);
    flat[i + 1] = view.getUint16(at + 2, littleEndian);
    flat[i + 2] = view.getUint16(at + 4, littleEndian);
  }
  return flat;
}

export function writeRgbList(writer: Writer, flat: Int32Array): void {
  let at = writer.zeros(writer.countOf(flat.length, 3) * 8);
  const { view, littleEndian } = writer;
  for (let i = 0; i < flat.length; i += 3, at += 8) {
    view.setUint16(at, flat[i] ?? 0, littleEndian);
    view.setUint16(at + 2, flat[i + 1] ?? 0, littleEndian);
    view.setUint16(at + 4, flat[i + 2] ?? 0, littleEndian);
  }
}

export interface Host {
  /** Family */
  family: number;
  address: Uint8Array;
}

export function readHost(reader: Reader): Host {
  const family = reader.u8();
  reader.skip(1);
  const addressLen = reader.u16();
  const address = reader.bytes(addressLen);
  reader.align(4);
  return { family, address };
}

export function writeHost(writer: Writer, value: Host): void {
  writer.u8(value.family);
  writer.pad(1);
  writer.count16(value.address.length);
  writer.bytes(value.address);
  writer.align(4);
}

export function readHostList(reader: Reader, count: number): Host[] {
  const list: Host[] = [];
  for (let i = 0; i < count; i++) list.push(readHost(reader));
  return list;
}

export function writeHostList(writer: Writer, list: readonly Host[]): void {
  for (const value of list) writeHost(writer, value);
}

export interface CreateWindowValueList {
  /** BackPixmap */
  backgroundPixmap?: number | undefined;
  backgroundPixel?: number | undefined;
  /** Pixmap */
  borderPixmap?: number | undefined;
  borderPixel?: number | undefined;
  /** Gravity */
  bitGravity?: number | undefined;
  /** Gravity */
  winGravity?: number | undefined;
  /** BackingStore */
  backingStore?: number | undefined;
  backingPlanes?: number | undefined;
  backingPixel?: number | undefined;
  overrideRedirect?: number | undefined;
  saveUnder?: number | undefined;
  /** EventMask */
  eventMask?: number | undefined;
  /** EventMask */
  doNotPropogateMask?: number | undefined;
  /** Colormap */
  colormap?: number | undefined;
  /** Cursor */
  cursor?: number | undefined;
}

export interface CreateWindowRequest {
  depth: number;
  wid: number;
  parent: number;
  x: number;
  y: number;
  width: number;
  height: number;
  borderWidth: number;
  /** WindowClass */
  class: number;
  visual: number;
  /** CW */
  valueMask: number;
  valueList: CreateWindowValueList;
}

/** What the encoder takes: the mask follows from the values that are present. */
export type CreateWindowArguments = Omit<CreateWindowRequest, 'valueMask'> & {
  valueMask?: number | undefined;
};

export function decodeCreateWindow(reader: Reader): CreateWindowRequest {
  reader.skip(1);
  const depth = reader.u8();
  reader.requestBody();
  const wid = reader.u32();
  const parent = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const width = reader.u16();
  const height = reader.u16();
  const borderWidth = reader.u16();
  const class_ = reader.u16();
  const visual = reader.u32();
  const valueMask = reader.u32();
  reader.checkValueList(valueMask, 0x7fff);
  const valueList: CreateWindowValueList = {};
  if ((valueMask & 1) !== 0) valueList.backgroundPixmap = reader.u32();
  if ((valueMask & 2) !== 0) valueList.backgroundPixel = reader.u32();
  if ((valueMask & 4) !== 0) valueList.borderPixmap = reader.u32();
  if ((valueMask & 8) !== 0) valueList.borderPixel = reader.u32();
  if ((valueMask & 16) !== 0) valueList.bitGravity = reader.u32();
  if ((valueMask & 32) !== 0) valueList.winGravity = reader.u32();
  if ((valueMask & 64) !== 0) valueList.backingStore = reader.u32();
  if ((valueMask & 128) !== 0) valueList.backingPlanes = reader.u32();
  if ((valueMask & 256) !== 0) valueList.backingPixel = reader.u32();
  if ((valueMask & 512) !== 0) valueList.overrideRedirect = reader.u32();
  if ((valueMask & 1024) !== 0) valueList.saveUnder = reader.u32();
  if ((valueMask & 2048) !== 0) valueList.eventMask = reader.u32();
  if ((valueMask & 4096) !== 0) valueList.doNotPropogateMask = reader.u32();
  if ((valueMask & 8192) !== 0) valueList.colormap = reader.u32();
  if ((valueMask & 16384) !== 0) valueList.cursor = reader.u32();
  reader.endRequest();
  return { depth, wid, parent, x, y, width, height, borderWidth, class: class_, visual, valueMask, valueList };
}

function maskOfCreateWindowValueList(list: CreateWindowValueList): number {
  let mask = 0;
  if (list.backgroundPixmap !== undefined) mask |= 1;
  if (list.backgroundPixel !== undefined) mask |= 2;
  if (list.borderPixmap !== undefined) mask |= 4;
  if (list.borderPixel !== undefined) mask |= 8;
  if (list.bitGravity !== undefined) mask |= 16;
  if (list.winGravity !== undefined) mask |= 32;
  if (list.backingStore !== undefined) mask |= 64;
  if (list.backingPlanes !== undefined) mask |= 128;
  if (list.backingPixel !== undefined) mask |= 256;
  if (list.overrideRedirect !== undefined) mask |= 512;
  if (list.saveUnder !== undefined) mask |= 1024;
  if (list.eventMask !== undefined) mask |= 2048;
  if (list.doNotPropogateMask !== undefined) mask |= 4096;
  if (list.colormap !== undefined) mask |= 8192;
  if (list.cursor !== undefined) mask |= 16384;
  return mask >>> 0;
}

export function encodeCreateWindow(writer: Writer, request: CreateWindowArguments): void {
  const start = writer.length;
  const valueMask = maskOfCreateWindowValueList(request.valueList);
  writer.u8(1);
  writer.u8(request.depth);
  writer.u16(0);
  writer.u32(request.wid);
  writer.u32(request.parent);
  writer.i16(request.x);
  writer.i16(request.y);
  writer.u16(request.width);
  writer.u16(request.height);
  writer.u16(request.borderWidth);
  writer.u16(request.class);
  writer.u32(request.visual);
  writer.u32(valueMask);
  if (request.valueList.backgroundPixmap !== undefined) writer.u32(request.valueList.backgroundPixmap);
  if (request.valueList.backgroundPixel !== undefined) writer.u32(request.valueList.backgroundPixel);
  if (request.valueList.borderPixmap !== undefined) writer.u32(request.valueList.borderPixmap);
  if (request.valueList.borderPixel !== undefined) writer.u32(request.valueList.borderPixel);
  if (request.valueList.bitGravity !== undefined) writer.u32(request.valueList.bitGravity);
  if (request.valueList.winGravity !== undefined) writer.u32(request.valueList.winGravity);
  if (request.valueList.backingStore !== undefined) writer.u32(request.valueList.backingStore);
  if (request.valueList.backingPlanes !== undefined) writer.u32(request.valueList.backingPlanes);
  if (request.valueList.backingPixel !== undefined) writer.u32(request.valueList.backingPixel);
  if (request.valueList.overrideRedirect !== undefined) writer.u32(request.valueList.overrideRedirect);
  if (request.valueList.saveUnder !== undefined) writer.u32(request.valueList.saveUnder);
  if (request.valueList.eventMask !== undefined) writer.u32(request.valueList.eventMask);
  if (request.valueList.doNotPropogateMask !== undefined) writer.u32(request.valueList.doNotPropogateMask);
  if (request.valueList.colormap !== undefined) writer.u32(request.valueList.colormap);
  if (request.valueList.cursor !== undefined) writer.u32(request.valueList.cursor);
  writer.endRequest(start);
}

export interface ChangeWindowAttributesValueList {
  /** BackPixmap */
  backgroundPixmap?: number | undefined;
  backgroundPixel?: number | undefined;
  /** Pixmap */
  borderPixmap?: number | undefined;
  borderPixel?: number | undefined;
  /** Gravity */
  bitGravity?: number | undefined;
  /** Gravity */
  winGravity?: number | undefined;
  /** BackingStore */
  backingStore?: number | undefined;
  backingPlanes?: number | undefined;
  backingPixel?: number | undefined;
  overrideRedirect?: number | undefined;
  saveUnder?: number | undefined;
  /** EventMask */
  eventMask?: number | undefined;
  /** EventMask */
  doNotPropogateMask?: number | undefined;
  /** Colormap */
  colormap?: number | undefined;
  /** Cursor */
  cursor?: number | undefined;
}

export interface ChangeWindowAttributesRequest {
  window: number;
  /** CW */
  valueMask: number;
  valueList: ChangeWindowAttributesValueList;
}

/** What the encoder takes: the mask follows from the values that are present. */
export type ChangeWindowAttributesArguments = Omit<ChangeWindowAttributesRequest, 'valueMask'> & {
  valueMask?: number | undefined;
};

export function decodeChangeWindowAttributes(reader: Reader): ChangeWindowAttributesRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  const valueMask = reader.u32();
  reader.checkValueList(valueMask, 0x7fff);
  const valueList: ChangeWindowAttributesValueList = {};
  if ((valueMask & 1) !== 0) valueList.backgroundPixmap = reader.u32();
  if ((valueMask & 2) !== 0) valueList.backgroundPixel = reader.u32();
  if ((valueMask & 4) !== 0) valueList.borderPixmap = reader.u32();
  if ((valueMask & 8) !== 0) valueList.borderPixel = reader.u32();
  if ((valueMask & 16) !== 0) valueList.bitGravity = reader.u32();
  if ((valueMask & 32) !== 0) valueList.winGravity = reader.u32();
  if ((valueMask & 64) !== 0) valueList.backingStore = reader.u32();
  if ((valueMask & 128) !== 0) valueList.backingPlanes = reader.u32();
  if ((valueMask & 256) !== 0) valueList.backingPixel = reader.u32();
  if ((valueMask & 512) !== 0) valueList.overrideRedirect = reader.u32();
  if ((valueMask & 1024) !== 0) valueList.saveUnder = reader.u32();
  if ((valueMask & 2048) !== 0) valueList.eventMask = reader.u32();
  if ((valueMask & 4096) !== 0) valueList.doNotPropogateMask = reader.u32();
  if ((valueMask & 8192) !== 0) valueList.colormap = reader.u32();
  if ((valueMask & 16384) !== 0) valueList.cursor = reader.u32();
  reader.endRequest();
  return { window, valueMask, valueList };
}

function maskOfChangeWindowAttributesValueList(list: ChangeWindowAttributesValueList): number {
  let mask = 0;
  if (list.backgroundPixmap !== undefined) mask |= 1;
  if (list.backgroundPixel !== undefined) mask |= 2;
  if (list.borderPixmap !== undefined) mask |= 4;
  if (list.borderPixel !== undefined) mask |= 8;
  if (list.bitGravity !== undefined) mask |= 16;
  if (list.winGravity !== undefined) mask |= 32;
  if (list.backingStore !== undefined) mask |= 64;
  if (list.backingPlanes !== undefined) mask |= 128;
  if (list.backingPixel !== undefined) mask |= 256;
  if (list.overrideRedirect !== undefined) mask |= 512;
  if (list.saveUnder !== undefined) mask |= 1024;
  if (list.eventMask !== undefined) mask |= 2048;
  if (list.doNotPropogateMask !== undefined) mask |= 4096;
  if (list.colormap !== undefined) mask |= 8192;
  if (list.cursor !== undefined) mask |= 16384;
  return mask >>> 0;
}

export function encodeChangeWindowAttributes(writer: Writer, request: ChangeWindowAttributesArguments): void {
  const start = writer.length;
  const valueMask = maskOfChangeWindowAttributesValueList(request.valueList);
  writer.u8(2);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.u32(valueMask);
  if (request.valueList.backgroundPixmap !== undefined) writer.u32(request.valueList.backgroundPixmap);
  if (request.valueList.backgroundPixel !== undefined) writer.u32(request.valueList.backgroundPixel);
  if (request.valueList.borderPixmap !== undefined) writer.u32(request.valueList.borderPixmap);
  if (request.valueList.borderPixel !== undefined) writer.u32(request.valueList.borderPixel);
  if (request.valueList.bitGravity !== undefined) writer.u32(request.valueList.bitGravity);
  if (request.valueList.winGravity !== undefined) writer.u32(request.valueList.winGravity);
  if (request.valueList.backingStore !== undefined) writer.u32(request.valueList.backingStore);
  if (request.valueList.backingPlanes !== undefined) writer.u32(request.valueList.backingPlanes);
  if (request.valueList.backingPixel !== undefined) writer.u32(request.valueList.backingPixel);
  if (request.valueList.overrideRedirect !== undefined) writer.u32(request.valueList.overrideRedirect);
  if (request.valueList.saveUnder !== undefined) writer.u32(request.valueList.saveUnder);
  if (request.valueList.eventMask !== undefined) writer.u32(request.valueList.eventMask);
  if (request.valueList.doNotPropogateMask !== undefined) writer.u32(request.valueList.doNotPropogateMask);
  if (request.valueList.colormap !== undefined) writer.u32(request.valueList.colormap);
  if (request.valueList.cursor !== undefined) writer.u32(request.valueList.cursor);
  writer.endRequest(start);
}

export interface GetWindowAttributesRequest {
  window: number;
}

export function decodeGetWindowAttributes(reader: Reader): GetWindowAttributesRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { window };
}

export function encodeGetWindowAttributes(writer: Writer, request: GetWindowAttributesRequest): void {
  const start = writer.length;
  writer.u8(3);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface GetWindowAttributesReply {
  /** BackingStore */
  backingStore: number;
  visual: number;
  /** WindowClass */
  class: number;
  /** Gravity */
  bitGravity: number;
  /** Gravity */
  winGravity: number;
  backingPlanes: number;
  backingPixel: number;
  saveUnder: number;
  mapIsInstalled: number;
  /** MapState */
  mapState: number;
  overrideRedirect: number;
  /** Colormap */
  colormap: number;
  /** EventMask */
  allEventMasks: number;
  /** EventMask */
  yourEventMask: number;
  /** EventMask */
  doNotPropagateMask: number;
}

export function decodeGetWindowAttributesReply(reader: Reader): GetWindowAttributesReply & { sequence: number } {
  reader.skip(1);
  const backingStore = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const visual = reader.u32();
  const class_ = reader.u16();
  const bitGravity = reader.u8();
  const winGravity = reader.u8();
  const backingPlanes = reader.u32();
  const backingPixel = reader.u32();
  const saveUnder = reader.u8();
  const mapIsInstalled = reader.u8();
  const mapState = reader.u8();
  const overrideRedirect = reader.u8();
  const colormap = reader.u32();
  const allEventMasks = reader.u32();
  const yourEventMask = reader.u32();
  const doNotPropagateMask = reader.u16();
  reader.skip(2);
  return {
    sequence,
    backingStore,
    visual,
    class: class_,
    bitGravity,
    winGravity,
    backingPlanes,
    backingPixel,
    saveUnder,
    mapIsInstalled,
    mapState,
    overrideRedirect,
    colormap,
    allEventMasks,
    yourEventMask,
    doNotPropagateMask,
  };
}

export function encodeGetWindowAttributesReply(
  writer: Writer,
  sequence: number,
  reply: GetWindowAttributesReply,
): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.backingStore);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.visual);
  writer.u16(reply.class);
  writer.u8(reply.bitGravity);
  writer.u8(reply.winGravity);
  writer.u32(reply.backingPlanes);
  writer.u32(reply.backingPixel);
  writer.u8(reply.saveUnder);
  writer.u8(reply.mapIsInstalled);
  writer.u8(reply.mapState);
  writer.u8(reply.overrideRedirect);
  writer.u32(reply.colormap);
  writer.u32(reply.allEventMasks);
  writer.u32(reply.yourEventMask);
  writer.u16(reply.doNotPropagateMask);
  writer.pad(2);
  writer.endReply(start);
}

export interface DestroyWindowRequest {
  window: number;
}

export function decodeDestroyWindow(reader: Reader): DestroyWindowRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { window };
}

export function encodeDestroyWindow(writer: Writer, request: DestroyWindowRequest): void {
  const start = writer.length;
  writer.u8(4);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface DestroySubwindowsRequest {
  window: number;
}

export function decodeDestroySubwindows(reader: Reader): DestroySubwindowsRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { window };
}

export function encodeDestroySubwindows(writer: Writer, request: DestroySubwindowsRequest): void {
  const start = writer.length;
  writer.u8(5);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface ChangeSaveSetRequest {
  /** SetMode */
  mode: number;
  window: number;
}

export function decodeChangeSaveSet(reader: Reader): ChangeSaveSetRequest {
  reader.skip(1);
  const mode = reader.u8();
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { mode, window };
}

export function encodeChangeSaveSet(writer: Writer, request: ChangeSaveSetRequest): void {
  const start = writer.length;
  writer.u8(6);
  writer.u8(request.mode);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface ReparentWindowRequest {
  window: number;
  parent: number;
  x: number;
  y: number;
}

export function decodeReparentWindow(reader: Reader): ReparentWindowRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  const parent = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  reader.endRequest();
  return { window, parent, x, y };
}

export function encodeReparentWindow(writer: Writer, request: ReparentWindowRequest): void {
  const start = writer.length;
  writer.u8(7);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.u32(request.parent);
  writer.i16(request.x);
  writer.i16(request.y);
  writer.endRequest(start);
}

export interface MapWindowRequest {
  window: number;
}

export function decodeMapWindow(reader: Reader): MapWindowRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { window };
}

export function encodeMapWindow(writer: Writer, request: MapWindowRequest): void {
  const start = writer.length;
  writer.u8(8);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface MapSubwindowsRequest {
  window: number;
}

export function decodeMapSubwindows(reader: Reader): MapSubwindowsRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { window };
}

export function encodeMapSubwindows(writer: Writer, request: MapSubwindowsRequest): void {
  const start = writer.length;
  writer.u8(9);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface UnmapWindowRequest {
  window: number;
}

export function decodeUnmapWindow(reader: Reader): UnmapWindowRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { window };
}

export function encodeUnmapWindow(writer: Writer, request: UnmapWindowRequest): void {
  const start = writer.length;
  writer.u8(10);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface UnmapSubwindowsRequest {
  window: number;
}

export function decodeUnmapSubwindows(reader: Reader): UnmapSubwindowsRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { window };
}

export function encodeUnmapSubwindows(writer: Writer, request: UnmapSubwindowsRequest): void {
  const start = writer.length;
  writer.u8(11);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface ConfigureWindowValueList {
  x?: number | undefined;
  y?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
  borderWidth?: number | undefined;
  /** Window */
  sibling?: number | undefined;
  /** StackMode */
  stackMode?: number | undefined;
}

export interface ConfigureWindowRequest {
  window: number;
  /** ConfigWindow */
  valueMask: number;
  valueList: ConfigureWindowValueList;
}

/** What the encoder takes: the mask follows from the values that are present. */
export type ConfigureWindowArguments = Omit<ConfigureWindowRequest, 'valueMask'> & {
  valueMask?: number | undefined;
};

export function decodeConfigureWindow(reader: Reader): ConfigureWindowRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  const valueMask = reader.u16();
  reader.skip(2);
  reader.checkValueList(valueMask, 0x7f);
  const valueList: ConfigureWindowValueList = {};
  if ((valueMask & 1) !== 0) valueList.x = reader.i32();
  if ((valueMask & 2) !== 0) valueList.y = reader.i32();
  if ((valueMask & 4) !== 0) valueList.width = reader.u32();
  if ((valueMask & 8) !== 0) valueList.height = reader.u32();
  if ((valueMask & 16) !== 0) valueList.borderWidth = reader.u32();
  if ((valueMask & 32) !== 0) valueList.sibling = reader.u32();
  if ((valueMask & 64) !== 0) valueList.stackMode = reader.u32();
  reader.endRequest();
  return { window, valueMask, valueList };
}

function maskOfConfigureWindowValueList(list: ConfigureWindowValueList): number {
  let mask = 0;
  if (list.x !== undefined) mask |= 1;
  if (list.y !== undefined) mask |= 2;
  if (list.width !== undefined) mask |= 4;
  if (list.height !== undefined) mask |= 8;
  if (list.borderWidth !== undefined) mask |= 16;
  if (list.sibling !== undefined) mask |= 32;
  if (list.stackMode !== undefined) mask |= 64;
  return mask >>> 0;
}

export function encodeConfigureWindow(writer: Writer, request: ConfigureWindowArguments): void {
  const start = writer.length;
  const valueMask = maskOfConfigureWindowValueList(request.valueList);
  writer.u8(12);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.u16(valueMask);
  writer.pad(2);
  if (request.valueList.x !== undefined) writer.i32(request.valueList.x);
  if (request.valueList.y !== undefined) writer.i32(request.valueList.y);
  if (request.valueList.width !== undefined) writer.u32(request.valueList.width);
  if (request.valueList.height !== undefined) writer.u32(request.valueList.height);
  if (request.valueList.borderWidth !== undefined) writer.u32(request.valueList.borderWidth);
  if (request.valueList.sibling !== undefined) writer.u32(request.valueList.sibling);
  if (request.valueList.stackMode !== undefined) writer.u32(request.valueList.stackMode);
  writer.endRequest(start);
}

export interface CirculateWindowRequest {
  /** Circulate */
  direction: number;
  window: number;
}

export function decodeCirculateWindow(reader: Reader): CirculateWindowRequest {
  reader.skip(1);
  const direction = reader.u8();
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { direction, window };
}

export function encodeCirculateWindow(writer: Writer, request: CirculateWindowRequest): void {
  const start = writer.length;
  writer.u8(13);
  writer.u8(request.direction);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface GetGeometryRequest {
  drawable: number;
}

export function decodeGetGeometry(reader: Reader): GetGeometryRequest {
  reader.skip(2);
  reader.requestBody();
  const drawable = reader.u32();
  reader.endRequest();
  return { drawable };
}

export function encodeGetGeometry(writer: Writer, request: GetGeometryRequest): void {
  const start = writer.length;
  writer.u8(14);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.endRequest(start);
}

export interface GetGeometryReply {
  depth: number;
  root: number;
  x: number;
  y: number;
  width: number;
  height: number;
  borderWidth: number;
}

export function decodeGetGeometryReply(reader: Reader): GetGeometryReply & { sequence: number } {
  reader.skip(1);
  const depth = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const root = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const width = reader.u16();
  const height = reader.u16();
  const borderWidth = reader.u16();
  reader.skip(2);
  return { sequence, depth, root, x, y, width, height, borderWidth };
}

export function encodeGetGeometryReply(writer: Writer, sequence: number, reply: GetGeometryReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.depth);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.root);
  writer.i16(reply.x);
  writer.i16(reply.y);
  writer.u16(reply.width);
  writer.u16(reply.height);
  writer.u16(reply.borderWidth);
  writer.pad(2);
  writer.endReply(start);
}

export interface QueryTreeRequest {
  window: number;
}

export function decodeQueryTree(reader: Reader): QueryTreeRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { window };
}

export function encodeQueryTree(writer: Writer, request: QueryTreeRequest): void {
  const start = writer.length;
  writer.u8(15);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface QueryTreeReply {
  root: number;
  /** Window */
  parent: number;
  children: Uint32Array;
}

export function decodeQueryTreeReply(reader: Reader): QueryTreeReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const root = reader.u32();
  const parent = reader.u32();
  const childrenLen = reader.u16();
  reader.skip(14);
  const children = reader.u32s(childrenLen);
  return { sequence, root, parent, children };
}

export function encodeQueryTreeReply(writer: Writer, sequence: number, reply: QueryTreeReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.root);
  writer.u32(reply.parent);
  writer.count16(reply.children.length);
  writer.pad(14);
  writer.u32s(reply.children);
  writer.endReply(start);
}

export interface InternAtomRequest {
  onlyIfExists: number;
  name: string;
}

export function decodeInternAtom(reader: Reader): InternAtomRequest {
  reader.skip(1);
  const onlyIfExists = reader.u8();
  reader.requestBody();
  const nameLen = reader.u16();
  reader.skip(2);
  const name = reader.latin1(nameLen);
  reader.endRequest();
  return { onlyIfExists, name };
}

export function encodeInternAtom(writer: Writer, request: InternAtomRequest): void {
  const start = writer.length;
  writer.u8(16);
  writer.u8(request.onlyIfExists);
  writer.u16(0);
  writer.count16(request.name.length);
  writer.pad(2);
  writer.latin1(request.name);
  writer.endRequest(start);
}

export interface InternAtomReply {
  /** Atom */
  atom: number;
}

export function decodeInternAtomReply(reader: Reader): InternAtomReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const atom = reader.u32();
  return { sequence, atom };
}

export function encodeInternAtomReply(writer: Writer, sequence: number, reply: InternAtomReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.atom);
  writer.endReply(start);
}

export interface GetAtomNameRequest {
  atom: number;
}

export function decodeGetAtomName(reader: Reader): GetAtomNameRequest {
  reader.skip(2);
  reader.requestBody();
  const atom = reader.u32();
  reader.endRequest();
  return { atom };
}

export function encodeGetAtomName(writer: Writer, request: GetAtomNameRequest): void {
  const start = writer.length;
  writer.u8(17);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.atom);
  writer.endRequest(start);
}

export interface GetAtomNameReply {
  name: string;
}

export function decodeGetAtomNameReply(reader: Reader): GetAtomNameReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const nameLen = reader.u16();
  reader.skip(22);
  const name = reader.latin1(nameLen);
  return { sequence, name };
}

export function encodeGetAtomNameReply(writer: Writer, sequence: number, reply: GetAtomNameReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.count16(reply.name.length);
  writer.pad(22);
  writer.latin1(reply.name);
  writer.endReply(start);
}

export interface ChangePropertyRequest {
  /** PropMode */
  mode: number;
  window: number;
  property: number;
  type: number;
  format: number;
  dataLen: number;
  data: Uint8Array;
}

export function decodeChangeProperty(reader: Reader): ChangePropertyRequest {
  reader.skip(1);
  const mode = reader.u8();
  reader.requestBody();
  const window = reader.u32();
  const property = reader.u32();
  const type = reader.u32();
  const format = reader.u8();
  reader.skip(3);
  const dataLen = reader.u32();
  if (mode !== 0 && mode !== 1 && mode !== 2) throw new XError(ErrorCode.Value, mode);
  if (format !== 8 && format !== 16 && format !== 32) throw new XError(ErrorCode.Value, format);
  const data = reader.bytes(Math.trunc(dataLen * format / 8));
  reader.endRequest();
  return { mode, window, property, type, format, dataLen, data };
}

export function encodeChangeProperty(writer: Writer, request: ChangePropertyRequest): void {
  const start = writer.length;
  checkLength('data', request.data.length, Math.trunc(request.dataLen * request.format / 8));
  writer.u8(18);
  writer.u8(request.mode);
  writer.u16(0);
  writer.u32(request.window);
  writer.u32(request.property);
  writer.u32(request.type);
  writer.u8(request.format);
  writer.pad(3);
  writer.u32(request.dataLen);
  writer.bytes(request.data);
  writer.endRequest(start);
}

export interface DeletePropertyRequest {
  window: number;
  property: number;
}

export function decodeDeleteProperty(reader: Reader): DeletePropertyRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  const property = reader.u32();
  reader.endRequest();
  return { window, property };
}

export function encodeDeleteProperty(writer: Writer, request: DeletePropertyRequest): void {
  const start = writer.length;
  writer.u8(19);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.u32(request.property);
  writer.endRequest(start);
}

export interface GetPropertyRequest {
  delete: number;
  window: number;
  property: number;
  /** GetPropertyType */
  type: number;
  longOffset: number;
  longLength: number;
}

export function decodeGetProperty(reader: Reader): GetPropertyRequest {
  reader.skip(1);
  const delete_ = reader.u8();
  reader.requestBody();
  const window = reader.u32();
  const property = reader.u32();
  const type = reader.u32();
  const longOffset = reader.u32();
  const longLength = reader.u32();
  reader.endRequest();
  return { delete: delete_, window, property, type, longOffset, longLength };
}

export function encodeGetProperty(writer: Writer, request: GetPropertyRequest): void {
  const start = writer.length;
  writer.u8(20);
  writer.u8(request.delete);
  writer.u16(0);
  writer.u32(request.window);
  writer.u32(request.property);
  writer.u32(request.type);
  writer.u32(request.longOffset);
  writer.u32(request.longLength);
  writer.endRequest(start);
}

export interface GetPropertyReply {
  format: number;
  type: number;
  bytesAfter: number;
  valueLen: number;
  value: Uint8Array;
}

export function decodeGetPropertyReply(reader: Reader): GetPropertyReply & { sequence: number } {
  reader.skip(1);
  const format = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const type = reader.u32();
  const bytesAfter = reader.u32();
  const valueLen = reader.u32();
  reader.skip(12);
  const value_ = reader.bytes(valueLen * Math.trunc(format / 8));
  return { sequence, format, type, bytesAfter, valueLen, value: value_ };
}

export function encodeGetPropertyReply(writer: Writer, sequence: number, reply: GetPropertyReply): void {
  const start = writer.length;
  checkLength('value', reply.value.length, reply.valueLen * Math.trunc(reply.format / 8));
  writer.u8(1);
  writer.u8(reply.format);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.type);
  writer.u32(reply.bytesAfter);
  writer.u32(reply.valueLen);
  writer.pad(12);
  writer.bytes(reply.value);
  writer.endReply(start);
}

export interface ListPropertiesRequest {
  window: number;
}

export function decodeListProperties(reader: Reader): ListPropertiesRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { window };
}

export function encodeListProperties(writer: Writer, request: ListPropertiesRequest): void {
  const start = writer.length;
  writer.u8(21);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface ListPropertiesReply {
  atoms: Uint32Array;
}

export function decodeListPropertiesReply(reader: Reader): ListPropertiesReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const atomsLen = reader.u16();
  reader.skip(22);
  const atoms = reader.u32s(atomsLen);
  return { sequence, atoms };
}

export function encodeListPropertiesReply(writer: Writer, sequence: number, reply: ListPropertiesReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.count16(reply.atoms.length);
  writer.pad(22);
  writer.u32s(reply.atoms);
  writer.endReply(start);
}

export interface SetSelectionOwnerRequest {
  /** Window */
  owner: number;
  selection: number;
  /** Time */
  time: number;
}

export function decodeSetSelectionOwner(reader: Reader): SetSelectionOwnerRequest {
  reader.skip(2);
  reader.requestBody();
  const owner = reader.u32();
  const selection = reader.u32();
  const time = reader.u32();
  reader.endRequest();
  return { owner, selection, time };
}

export function encodeSetSelectionOwner(writer: Writer, request: SetSelectionOwnerRequest): void {
  const start = writer.length;
  writer.u8(22);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.owner);
  writer.u32(request.selection);
  writer.u32(request.time);
  writer.endRequest(start);
}

export interface GetSelectionOwnerRequest {
  selection: number;
}

export function decodeGetSelectionOwner(reader: Reader): GetSelectionOwnerRequest {
  reader.skip(2);
  reader.requestBody();
  const selection = reader.u32();
  reader.endRequest();
  return { selection };
}

export function encodeGetSelectionOwner(writer: Writer, request: GetSelectionOwnerRequest): void {
  const start = writer.length;
  writer.u8(23);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.selection);
  writer.endRequest(start);
}

export interface GetSelectionOwnerReply {
  /** Window */
  owner: number;
}

export function decodeGetSelectionOwnerReply(reader: Reader): GetSelectionOwnerReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const owner = reader.u32();
  return { sequence, owner };
}

export function encodeGetSelectionOwnerReply(writer: Writer, sequence: number, reply: GetSelectionOwnerReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.owner);
  writer.endReply(start);
}

export interface ConvertSelectionRequest {
  requestor: number;
  selection: number;
  target: number;
  /** Atom */
  property: number;
  /** Time */
  time: number;
}

export function decodeConvertSelection(reader: Reader): ConvertSelectionRequest {
  reader.skip(2);
  reader.requestBody();
  const requestor = reader.u32();
  const selection = reader.u32();
  const target = reader.u32();
  const property = reader.u32();
  const time = reader.u32();
  reader.endRequest();
  return { requestor, selection, target, property, time };
}

export function encodeConvertSelection(writer: Writer, request: ConvertSelectionRequest): void {
  const start = writer.length;
  writer.u8(24);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.requestor);
  writer.u32(request.selection);
  writer.u32(request.target);
  writer.u32(request.property);
  writer.u32(request.time);
  writer.endRequest(start);
}

export interface SendEventRequest {
  propagate: number;
  /** SendEventDest */
  destination: number;
  /** EventMask */
  eventMask: number;
  event: Uint8Array;
}

export function decodeSendEvent(reader: Reader): SendEventRequest {
  reader.skip(1);
  const propagate = reader.u8();
  reader.requestBody();
  const destination = reader.u32();
  const eventMask = reader.u32();
  const event_ = reader.bytes(32);
  reader.endRequest();
  return { propagate, destination, eventMask, event: event_ };
}

export function encodeSendEvent(writer: Writer, request: SendEventRequest): void {
  const start = writer.length;
  checkLength('event', request.event.length, 32);
  writer.u8(25);
  writer.u8(request.propagate);
  writer.u16(0);
  writer.u32(request.destination);
  writer.u32(request.eventMask);
  writer.bytes(request.event);
  writer.endRequest(start);
}

export interface GrabPointerRequest {
  ownerEvents: number;
  grabWindow: number;
  /** EventMask */
  eventMask: number;
  /** GrabMode */
  pointerMode: number;
  /** GrabMode */
  keyboardMode: number;
  /** Window */
  confineTo: number;
  /** Cursor */
  cursor: number;
  /** Time */
  time: number;
}

export function decodeGrabPointer(reader: Reader): GrabPointerRequest {
  reader.skip(1);
  const ownerEvents = reader.u8();
  reader.requestBody();
  const grabWindow = reader.u32();
  const eventMask = reader.u16();
  const pointerMode = reader.u8();
  const keyboardMode = reader.u8();
  const confineTo = reader.u32();
  const cursor = reader.u32();
  const time = reader.u32();
  reader.endRequest();
  return { ownerEvents, grabWindow, eventMask, pointerMode, keyboardMode, confineTo, cursor, time };
}

export function encodeGrabPointer(writer: Writer, request: GrabPointerRequest): void {
  const start = writer.length;
  writer.u8(26);
  writer.u8(request.ownerEvents);
  writer.u16(0);
  writer.u32(request.grabWindow);
  writer.u16(request.eventMask);
  writer.u8(request.pointerMode);
  writer.u8(request.keyboardMode);
  writer.u32(request.confineTo);
  writer.u32(request.cursor);
  writer.u32(request.time);
  writer.endRequest(start);
}

export interface GrabPointerReply {
  /** GrabStatus */
  status: number;
}

export function decodeGrabPointerReply(reader: Reader): GrabPointerReply & { sequence: number } {
  reader.skip(1);
  const status = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  return { sequence, status };
}

export function encodeGrabPointerReply(writer: Writer, sequence: number, reply: GrabPointerReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.status);
  writer.u16(sequence);
  writer.u32(0);
  writer.endReply(start);
}

export interface UngrabPointerRequest {
  /** Time */
  time: number;
}

export function decodeUngrabPointer(reader: Reader): UngrabPointerRequest {
  reader.skip(2);
  reader.requestBody();
  const time = reader.u32();
  reader.endRequest();
  return { time };
}

export function encodeUngrabPointer(writer: Writer, request: UngrabPointerRequest): void {
  const start = writer.length;
  writer.u8(27);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.time);
  writer.endRequest(start);
}

export interface GrabButtonRequest {
  ownerEvents: number;
  grabWindow: number;
  /** EventMask */
  eventMask: number;
  /** GrabMode */
  pointerMode: number;
  /** GrabMode */
  keyboardMode: number;
  /** Window */
  confineTo: number;
  /** Cursor */
  cursor: number;
  /** ButtonIndex */
  button: number;
  /** ModMask */
  modifiers: number;
}

export function decodeGrabButton(reader: Reader): GrabButtonRequest {
  reader.skip(1);
  const ownerEvents = reader.u8();
  reader.requestBody();
  const grabWindow = reader.u32();
  const eventMask = reader.u16();
  const pointerMode = reader.u8();
  const keyboardMode = reader.u8();
  const confineTo = reader.u32();
  const cursor = reader.u32();
  const button = reader.u8();
  reader.skip(1);
  const modifiers = reader.u16();
  reader.endRequest();
  return { ownerEvents, grabWindow, eventMask, pointerMode, keyboardMode, confineTo, cursor, button, modifiers };
}

export function encodeGrabButton(writer: Writer, request: GrabButtonRequest): void {
  const start = writer.length;
  writer.u8(28);
  writer.u8(request.ownerEvents);
  writer.u16(0);
  writer.u32(request.grabWindow);
  writer.u16(request.eventMask);
  writer.u8(request.pointerMode);
  writer.u8(request.keyboardMode);
  writer.u32(request.confineTo);
  writer.u32(request.cursor);
  writer.u8(request.button);
  writer.pad(1);
  writer.u16(request.modifiers);
  writer.endRequest(start);
}

export interface UngrabButtonRequest {
  /** ButtonIndex */
  button: number;
  grabWindow: number;
  /** ModMask */
  modifiers: number;
}

export function decodeUngrabButton(reader: Reader): UngrabButtonRequest {
  reader.skip(1);
  const button = reader.u8();
  reader.requestBody();
  const grabWindow = reader.u32();
  const modifiers = reader.u16();
  reader.skip(2);
  reader.endRequest();
  return { button, grabWindow, modifiers };
}

export function encodeUngrabButton(writer: Writer, request: UngrabButtonRequest): void {
  const start = writer.length;
  writer.u8(29);
  writer.u8(request.button);
  writer.u16(0);
  writer.u32(request.grabWindow);
  writer.u16(request.modifiers);
  writer.pad(2);
  writer.endRequest(start);
}

export interface ChangeActivePointerGrabRequest {
  /** Cursor */
  cursor: number;
  /** Time */
  time: number;
  /** EventMask */
  eventMask: number;
}

export function decodeChangeActivePointerGrab(reader: Reader): ChangeActivePointerGrabRequest {
  reader.skip(2);
  reader.requestBody();
  const cursor = reader.u32();
  const time = reader.u32();
  const eventMask = reader.u16();
  reader.skip(2);
  reader.endRequest();
  return { cursor, time, eventMask };
}

export function encodeChangeActivePointerGrab(writer: Writer, request: ChangeActivePointerGrabRequest): void {
  const start = writer.length;
  writer.u8(30);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cursor);
  writer.u32(request.time);
  writer.u16(request.eventMask);
  writer.pad(2);
  writer.endRequest(start);
}

export interface GrabKeyboardRequest {
  ownerEvents: number;
  grabWindow: number;
  /** Time */
  time: number;
  /** GrabMode */
  pointerMode: number;
  /** GrabMode */
  keyboardMode: number;
}

export function decodeGrabKeyboard(reader: Reader): GrabKeyboardRequest {
  reader.skip(1);
  const ownerEvents = reader.u8();
  reader.requestBody();
  const grabWindow = reader.u32();
  const time = reader.u32();
  const pointerMode = reader.u8();
  const keyboardMode = reader.u8();
  reader.skip(2);
  reader.endRequest();
  return { ownerEvents, grabWindow, time, pointerMode, keyboardMode };
}

export function encodeGrabKeyboard(writer: Writer, request: GrabKeyboardRequest): void {
  const start = writer.length;
  writer.u8(31);
  writer.u8(request.ownerEvents);
  writer.u16(0);
  writer.u32(request.grabWindow);
  writer.u32(request.time);
  writer.u8(request.pointerMode);
  writer.u8(request.keyboardMode);
  writer.pad(2);
  writer.endRequest(start);
}

export interface GrabKeyboardReply {
  /** GrabStatus */
  status: number;
}

export function decodeGrabKeyboardReply(reader: Reader): GrabKeyboardReply & { sequence: number } {
  reader.skip(1);
  const status = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  return { sequence, status };
}

export function encodeGrabKeyboardReply(writer: Writer, sequence: number, reply: GrabKeyboardReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.status);
  writer.u16(sequence);
  writer.u32(0);
  writer.endReply(start);
}

export interface UngrabKeyboardRequest {
  /** Time */
  time: number;
}

export function decodeUngrabKeyboard(reader: Reader): UngrabKeyboardRequest {
  reader.skip(2);
  reader.requestBody();
  const time = reader.u32();
  reader.endRequest();
  return { time };
}

export function encodeUngrabKeyboard(writer: Writer, request: UngrabKeyboardRequest): void {
  const start = writer.length;
  writer.u8(32);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.time);
  writer.endRequest(start);
}

export interface GrabKeyRequest {
  ownerEvents: number;
  grabWindow: number;
  /** ModMask */
  modifiers: number;
  /** Grab */
  key: number;
  /** GrabMode */
  pointerMode: number;
  /** GrabMode */
  keyboardMode: number;
}

export function decodeGrabKey(reader: Reader): GrabKeyRequest {
  reader.skip(1);
  const ownerEvents = reader.u8();
  reader.requestBody();
  const grabWindow = reader.u32();
  const modifiers = reader.u16();
  const key = reader.u8();
  const pointerMode = reader.u8();
  const keyboardMode = reader.u8();
  reader.skip(3);
  reader.endRequest();
  return { ownerEvents, grabWindow, modifiers, key, pointerMode, keyboardMode };
}

export function encodeGrabKey(writer: Writer, request: GrabKeyRequest): void {
  const start = writer.length;
  writer.u8(33);
  writer.u8(request.ownerEvents);
  writer.u16(0);
  writer.u32(request.grabWindow);
  writer.u16(request.modifiers);
  writer.u8(request.key);
  writer.u8(request.pointerMode);
  writer.u8(request.keyboardMode);
  writer.pad(3);
  writer.endRequest(start);
}

export interface UngrabKeyRequest {
  /** Grab */
  key: number;
  grabWindow: number;
  /** ModMask */
  modifiers: number;
}

export function decodeUngrabKey(reader: Reader): UngrabKeyRequest {
  reader.skip(1);
  const key = reader.u8();
  reader.requestBody();
  const grabWindow = reader.u32();
  const modifiers = reader.u16();
  reader.skip(2);
  reader.endRequest();
  return { key, grabWindow, modifiers };
}

export function encodeUngrabKey(writer: Writer, request: UngrabKeyRequest): void {
  const start = writer.length;
  writer.u8(34);
  writer.u8(request.key);
  writer.u16(0);
  writer.u32(request.grabWindow);
  writer.u16(request.modifiers);
  writer.pad(2);
  writer.endRequest(start);
}

export interface AllowEventsRequest {
  /** Allow */
  mode: number;
  /** Time */
  time: number;
}

export function decodeAllowEvents(reader: Reader): AllowEventsRequest {
  reader.skip(1);
  const mode = reader.u8();
  reader.requestBody();
  const time = reader.u32();
  reader.endRequest();
  return { mode, time };
}

export function encodeAllowEvents(writer: Writer, request: AllowEventsRequest): void {
  const start = writer.length;
  writer.u8(35);
  writer.u8(request.mode);
  writer.u16(0);
  writer.u32(request.time);
  writer.endRequest(start);
}

export type GrabServerRequest = Record<never, never>;

export function decodeGrabServer(reader: Reader): GrabServerRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeGrabServer(writer: Writer, _request: GrabServerRequest): void {
  const start = writer.length;
  writer.u8(36);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export type UngrabServerRequest = Record<never, never>;

export function decodeUngrabServer(reader: Reader): UngrabServerRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeUngrabServer(writer: Writer, _request: UngrabServerRequest): void {
  const start = writer.length;
  writer.u8(37);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface QueryPointerRequest {
  window: number;
}

export function decodeQueryPointer(reader: Reader): QueryPointerRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { window };
}

export function encodeQueryPointer(writer: Writer, request: QueryPointerRequest): void {
  const start = writer.length;
  writer.u8(38);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface QueryPointerReply {
  sameScreen: number;
  root: number;
  /** Window */
  child: number;
  rootX: number;
  rootY: number;
  winX: number;
  winY: number;
  /** KeyButMask */
  mask: number;
}

export function decodeQueryPointerReply(reader: Reader): QueryPointerReply & { sequence: number } {
  reader.skip(1);
  const sameScreen = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const root = reader.u32();
  const child = reader.u32();
  const rootX = reader.i16();
  const rootY = reader.i16();
  const winX = reader.i16();
  const winY = reader.i16();
  const mask = reader.u16();
  reader.skip(2);
  return { sequence, sameScreen, root, child, rootX, rootY, winX, winY, mask };
}

export function encodeQueryPointerReply(writer: Writer, sequence: number, reply: QueryPointerReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.sameScreen);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.root);
  writer.u32(reply.child);
  writer.i16(reply.rootX);
  writer.i16(reply.rootY);
  writer.i16(reply.winX);
  writer.i16(reply.winY);
  writer.u16(reply.mask);
  writer.pad(2);
  writer.endReply(start);
}

export interface GetMotionEventsRequest {
  window: number;
  /** Time */
  start: number;
  /** Time */
  stop: number;
}

export function decodeGetMotionEvents(reader: Reader): GetMotionEventsRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  const start_ = reader.u32();
  const stop = reader.u32();
  reader.endRequest();
  return { window, start: start_, stop };
}

export function encodeGetMotionEvents(writer: Writer, request: GetMotionEventsRequest): void {
  const start = writer.length;
  writer.u8(39);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.u32(request.start);
  writer.u32(request.stop);
  writer.endRequest(start);
}

export interface GetMotionEventsReply {
  events: TimeCoord[];
}

export function decodeGetMotionEventsReply(reader: Reader): GetMotionEventsReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const eventsLen = reader.u32();
  reader.skip(20);
  const events = readTimeCoordList(reader, eventsLen);
  return { sequence, events };
}

export function encodeGetMotionEventsReply(writer: Writer, sequence: number, reply: GetMotionEventsReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.count32(reply.events.length);
  writer.pad(20);
  writeTimeCoordList(writer, reply.events);
  writer.endReply(start);
}

export interface TranslateCoordinatesRequest {
  srcWindow: number;
  dstWindow: number;
  srcX: number;
  srcY: number;
}

export function decodeTranslateCoordinates(reader: Reader): TranslateCoordinatesRequest {
  reader.skip(2);
  reader.requestBody();
  const srcWindow = reader.u32();
  const dstWindow = reader.u32();
  const srcX = reader.i16();
  const srcY = reader.i16();
  reader.endRequest();
  return { srcWindow, dstWindow, srcX, srcY };
}

export function encodeTranslateCoordinates(writer: Writer, request: TranslateCoordinatesRequest): void {
  const start = writer.length;
  writer.u8(40);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.srcWindow);
  writer.u32(request.dstWindow);
  writer.i16(request.srcX);
  writer.i16(request.srcY);
  writer.endRequest(start);
}

export interface TranslateCoordinatesReply {
  sameScreen: number;
  /** Window */
  child: number;
  dstX: number;
  dstY: number;
}

export function decodeTranslateCoordinatesReply(reader: Reader): TranslateCoordinatesReply & { sequence: number } {
  reader.skip(1);
  const sameScreen = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const child = reader.u32();
  const dstX = reader.i16();
  const dstY = reader.i16();
  return { sequence, sameScreen, child, dstX, dstY };
}

export function encodeTranslateCoordinatesReply(
  writer: Writer,
  sequence: number,
  reply: TranslateCoordinatesReply,
): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.sameScreen);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.child);
  writer.i16(reply.dstX);
  writer.i16(reply.dstY);
  writer.endReply(start);
}

export interface WarpPointerRequest {
  /** Window */
  srcWindow: number;
  /** Window */
  dstWindow: number;
  srcX: number;
  srcY: number;
  srcWidth: number;
  srcHeight: number;
  dstX: number;
  dstY: number;
}

export function decodeWarpPointer(reader: Reader): WarpPointerRequest {
  reader.skip(2);
  reader.requestBody();
  const srcWindow = reader.u32();
  const dstWindow = reader.u32();
  const srcX = reader.i16();
  const srcY = reader.i16();
  const srcWidth = reader.u16();
  const srcHeight = reader.u16();
  const dstX = reader.i16();
  const dstY = reader.i16();
  reader.endRequest();
  return { srcWindow, dstWindow, srcX, srcY, srcWidth, srcHeight, dstX, dstY };
}

export function encodeWarpPointer(writer: Writer, request: WarpPointerRequest): void {
  const start = writer.length;
  writer.u8(41);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.srcWindow);
  writer.u32(request.dstWindow);
  writer.i16(request.srcX);
  writer.i16(request.srcY);
  writer.u16(request.srcWidth);
  writer.u16(request.srcHeight);
  writer.i16(request.dstX);
  writer.i16(request.dstY);
  writer.endRequest(start);
}

export interface SetInputFocusRequest {
  /** InputFocus */
  revertTo: number;
  /** InputFocus */
  focus: number;
  /** Time */
  time: number;
}

export function decodeSetInputFocus(reader: Reader): SetInputFocusRequest {
  reader.skip(1);
  const revertTo = reader.u8();
  reader.requestBody();
  const focus = reader.u32();
  const time = reader.u32();
  reader.endRequest();
  return { revertTo, focus, time };
}

export function encodeSetInputFocus(writer: Writer, request: SetInputFocusRequest): void {
  const start = writer.length;
  writer.u8(42);
  writer.u8(request.revertTo);
  writer.u16(0);
  writer.u32(request.focus);
  writer.u32(request.time);
  writer.endRequest(start);
}

export type GetInputFocusRequest = Record<never, never>;

export function decodeGetInputFocus(reader: Reader): GetInputFocusRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeGetInputFocus(writer: Writer, _request: GetInputFocusRequest): void {
  const start = writer.length;
  writer.u8(43);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface GetInputFocusReply {
  /** InputFocus */
  revertTo: number;
  /** InputFocus */
  focus: number;
}

export function decodeGetInputFocusReply(reader: Reader): GetInputFocusReply & { sequence: number } {
  reader.skip(1);
  const revertTo = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const focus = reader.u32();
  return { sequence, revertTo, focus };
}

export function encodeGetInputFocusReply(writer: Writer, sequence: number, reply: GetInputFocusReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.revertTo);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.focus);
  writer.endReply(start);
}

export type QueryKeymapRequest = Record<never, never>;

export function decodeQueryKeymap(reader: Reader): QueryKeymapRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeQueryKeymap(writer: Writer, _request: QueryKeymapRequest): void {
  const start = writer.length;
  writer.u8(44);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface QueryKeymapReply {
  keys: Uint8Array;
}

export function decodeQueryKeymapReply(reader: Reader): QueryKeymapReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const keys = reader.bytes(32);
  return { sequence, keys };
}

export function encodeQueryKeymapReply(writer: Writer, sequence: number, reply: QueryKeymapReply): void {
  const start = writer.length;
  checkLength('keys', reply.keys.length, 32);
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.bytes(reply.keys);
  writer.endReply(start);
}

export interface OpenFontRequest {
  fid: number;
  name: string;
}

export function decodeOpenFont(reader: Reader): OpenFontRequest {
  reader.skip(2);
  reader.requestBody();
  const fid = reader.u32();
  const nameLen = reader.u16();
  reader.skip(2);
  const name = reader.latin1(nameLen);
  reader.endRequest();
  return { fid, name };
}

export function encodeOpenFont(writer: Writer, request: OpenFontRequest): void {
  const start = writer.length;
  writer.u8(45);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.fid);
  writer.count16(request.name.length);
  writer.pad(2);
  writer.latin1(request.name);
  writer.endRequest(start);
}

export interface CloseFontRequest {
  font: number;
}

export function decodeCloseFont(reader: Reader): CloseFontRequest {
  reader.skip(2);
  reader.requestBody();
  const font = reader.u32();
  reader.endRequest();
  return { font };
}

export function encodeCloseFont(writer: Writer, request: CloseFontRequest): void {
  const start = writer.length;
  writer.u8(46);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.font);
  writer.endRequest(start);
}

export interface QueryFontRequest {
  font: number;
}

export function decodeQueryFont(reader: Reader): QueryFontRequest {
  reader.skip(2);
  reader.requestBody();
  const font = reader.u32();
  reader.endRequest();
  return { font };
}

export function encodeQueryFont(writer: Writer, request: QueryFontRequest): void {
  const start = writer.length;
  writer.u8(47);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.font);
  writer.endRequest(start);
}

export interface QueryFontReply {
  minBounds: CharInfo;
  maxBounds: CharInfo;
  minCharOrByte2: number;
  maxCharOrByte2: number;
  defaultChar: number;
  /** FontDraw */
  drawDirection: number;
  minByte1: number;
  maxByte1: number;
  allCharsExist: number;
  fontAscent: number;
  fontDescent: number;
  properties: FontProp[];
  /** CharInfo: [leftSideBearing, rightSideBearing, characterWidth, ascent, descent, attributes, ...] */
  charInfos: Int32Array;
}

export function decodeQueryFontReply(reader: Reader): QueryFontReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const minBounds = readCharInfo(reader);
  reader.skip(4);
  const maxBounds = readCharInfo(reader);
  reader.skip(4);
  const minCharOrByte2 = reader.u16();
  const maxCharOrByte2 = reader.u16();
  const defaultChar = reader.u16();
  const propertiesLen = reader.u16();
  const drawDirection = reader.u8();
  const minByte1 = reader.u8();
  const maxByte1 = reader.u8();
  const allCharsExist = reader.u8();
  const fontAscent = reader.i16();
  const fontDescent = reader.i16();
  const charInfosLen = reader.u32();
  const properties = readFontPropList(reader, propertiesLen);
  const charInfos = readCharInfoList(reader, charInfosLen);
  return {
    sequence,
    minBounds,
    maxBounds,
    minCharOrByte2,
    maxCharOrByte2,
    defaultChar,
    drawDirection,
    minByte1,
    maxByte1,
    allCharsExist,
    fontAscent,
    fontDescent,
    properties,
    charInfos,
  };
}

export function encodeQueryFontReply(writer: Writer, sequence: number, reply: QueryFontReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writeCharInfo(writer, reply.minBounds);
  writer.pad(4);
  writeCharInfo(writer, reply.maxBounds);
  writer.pad(4);
  writer.u16(reply.minCharOrByte2);
  writer.u16(reply.maxCharOrByte2);
  writer.u16(reply.defaultChar);
  writer.count16(reply.properties.length);
  writer.u8(reply.drawDirection);
  writer.u8(reply.minByte1);
  writer.u8(reply.maxByte1);
  writer.u8(reply.allCharsExist);
  writer.i16(reply.fontAscent);
  writer.i16(reply.fontDescent);
  writer.count32(reply.charInfos.length / 6);
  writeFontPropList(writer, reply.properties);
  writeCharInfoList(writer, reply.charInfos);
  writer.endReply(start);
}

export interface QueryTextExtentsRequest {
  font: number;
  /** Char2B: [byte1, byte2, ...] */
  string: Int32Array;
}

export function decodeQueryTextExtents(reader: Reader): QueryTextExtentsRequest {
  reader.skip(1);
  const oddLength = reader.u8();
  reader.requestBody();
  const font = reader.u32();
  const string = readChar2BList(reader, reader.countOf(2) - (oddLength !== 0 ? 1 : 0));
  reader.endRequest();
  return { font, string };
}

export function encodeQueryTextExtents(writer: Writer, request: QueryTextExtentsRequest): void {
  const start = writer.length;
  writer.u8(48);
  writer.u8(((request.string.length / 2) & 1) >>> 0);
  writer.u16(0);
  writer.u32(request.font);
  writeChar2BList(writer, request.string);
  writer.endRequest(start);
}

export interface QueryTextExtentsReply {
  /** FontDraw */
  drawDirection: number;
  fontAscent: number;
  fontDescent: number;
  overallAscent: number;
  overallDescent: number;
  overallWidth: number;
  overallLeft: number;
  overallRight: number;
}

export function decodeQueryTextExtentsReply(reader: Reader): QueryTextExtentsReply & { sequence: number } {
  reader.skip(1);
  const drawDirection = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const fontAscent = reader.i16();
  const fontDescent = reader.i16();
  const overallAscent = reader.i16();
  const overallDescent = reader.i16();
  const overallWidth = reader.i32();
  const overallLeft = reader.i32();
  const overallRight = reader.i32();
  return {
    sequence,
    drawDirection,
    fontAscent,
    fontDescent,
    overallAscent,
    overallDescent,
    overallWidth,
    overallLeft,
    overallRight,
  };
}

export function encodeQueryTextExtentsReply(writer: Writer, sequence: number, reply: QueryTextExtentsReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.drawDirection);
  writer.u16(sequence);
  writer.u32(0);
  writer.i16(reply.fontAscent);
  writer.i16(reply.fontDescent);
  writer.i16(reply.overallAscent);
  writer.i16(reply.overallDescent);
  writer.i32(reply.overallWidth);
  writer.i32(reply.overallLeft);
  writer.i32(reply.overallRight);
  writer.endReply(start);
}

export interface ListFontsRequest {
  maxNames: number;
  pattern: string;
}

export function decodeListFonts(reader: Reader): ListFontsRequest {
  reader.skip(2);
  reader.requestBody();
  const maxNames = reader.u16();
  const patternLen = reader.u16();
  const pattern = reader.latin1(patternLen);
  reader.endRequest();
  return { maxNames, pattern };
}

export function encodeListFonts(writer: Writer, request: ListFontsRequest): void {
  const start = writer.length;
  writer.u8(49);
  writer.pad(1);
  writer.u16(0);
  writer.u16(request.maxNames);
  writer.count16(request.pattern.length);
  writer.latin1(request.pattern);
  writer.endRequest(start);
}

export interface ListFontsReply {
  names: Str[];
}

export function decodeListFontsReply(reader: Reader): ListFontsReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const namesLen = reader.u16();
  reader.skip(22);
  const names = readStrList(reader, namesLen);
  return { sequence, names };
}

export function encodeListFontsReply(writer: Writer, sequence: number, reply: ListFontsReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.count16(reply.names.length);
  writer.pad(22);
  writeStrList(writer, reply.names);
  writer.endReply(start);
}

export interface ListFontsWithInfoRequest {
  maxNames: number;
  pattern: string;
}

export function decodeListFontsWithInfo(reader: Reader): ListFontsWithInfoRequest {
  reader.skip(2);
  reader.requestBody();
  const maxNames = reader.u16();
  const patternLen = reader.u16();
  const pattern = reader.latin1(patternLen);
  reader.endRequest();
  return { maxNames, pattern };
}

export function encodeListFontsWithInfo(writer: Writer, request: ListFontsWithInfoRequest): void {
  const start = writer.length;
  writer.u8(50);
  writer.pad(1);
  writer.u16(0);
  writer.u16(request.maxNames);
  writer.count16(request.pattern.length);
  writer.latin1(request.pattern);
  writer.endRequest(start);
}

export interface ListFontsWithInfoReply {
  minBounds: CharInfo;
  maxBounds: CharInfo;
  minCharOrByte2: number;
  maxCharOrByte2: number;
  defaultChar: number;
  /** FontDraw */
  drawDirection: number;
  minByte1: number;
  maxByte1: number;
  allCharsExist: number;
  fontAscent: number;
  fontDescent: number;
  repliesHint: number;
  properties: FontProp[];
  name: string;
}

export function decodeListFontsWithInfoReply(reader: Reader): ListFontsWithInfoReply & { sequence: number } {
  reader.skip(1);
  const nameLen = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const minBounds = readCharInfo(reader);
  reader.skip(4);
  const maxBounds = readCharInfo(reader);
  reader.skip(4);
  const minCharOrByte2 = reader.u16();
  const maxCharOrByte2 = reader.u16();
  const defaultChar = reader.u16();
  const propertiesLen = reader.u16();
  const drawDirection = reader.u8();
  const minByte1 = reader.u8();
  const maxByte1 = reader.u8();
  const allCharsExist = reader.u8();
  const fontAscent = reader.i16();
  const fontDescent = reader.i16();
  const repliesHint = reader.u32();
  const properties = readFontPropList(reader, propertiesLen);
  const name = reader.latin1(nameLen);
  return {
    sequence,
    minBounds,
    maxBounds,
    minCharOrByte2,
    maxCharOrByte2,
    defaultChar,
    drawDirection,
    minByte1,
    maxByte1,
    allCharsExist,
    fontAscent,
    fontDescent,
    repliesHint,
    properties,
    name,
  };
}

export function encodeListFontsWithInfoReply(writer: Writer, sequence: number, reply: ListFontsWithInfoReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.count8(reply.name.length);
  writer.u16(sequence);
  writer.u32(0);
  writeCharInfo(writer, reply.minBounds);
  writer.pad(4);
  writeCharInfo(writer, reply.maxBounds);
  writer.pad(4);
  writer.u16(reply.minCharOrByte2);
  writer.u16(reply.maxCharOrByte2);
  writer.u16(reply.defaultChar);
  writer.count16(reply.properties.length);
  writer.u8(reply.drawDirection);
  writer.u8(reply.minByte1);
  writer.u8(reply.maxByte1);
  writer.u8(reply.allCharsExist);
  writer.i16(reply.fontAscent);
  writer.i16(reply.fontDescent);
  writer.u32(reply.repliesHint);
  writeFontPropList(writer, reply.properties);
  writer.latin1(reply.name);
  writer.endReply(start);
}

export interface SetFontPathRequest {
  font: Str[];
}

export function decodeSetFontPath(reader: Reader): SetFontPathRequest {
  reader.skip(2);
  reader.requestBody();
  const fontQty = reader.u16();
  reader.skip(2);
  const font = readStrList(reader, fontQty);
  reader.endRequest();
  return { font };
}

export function encodeSetFontPath(writer: Writer, request: SetFontPathRequest): void {
  const start = writer.length;
  writer.u8(51);
  writer.pad(1);
  writer.u16(0);
  writer.count16(request.font.length);
  writer.pad(2);
  writeStrList(writer, request.font);
  writer.endRequest(start);
}

export type GetFontPathRequest = Record<never, never>;

export function decodeGetFontPath(reader: Reader): GetFontPathRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeGetFontPath(writer: Writer, _request: GetFontPathRequest): void {
  const start = writer.length;
  writer.u8(52);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface GetFontPathReply {
  path: Str[];
}

export function decodeGetFontPathReply(reader: Reader): GetFontPathReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const pathLen = reader.u16();
  reader.skip(22);
  const path = readStrList(reader, pathLen);
  return { sequence, path };
}

export function encodeGetFontPathReply(writer: Writer, sequence: number, reply: GetFontPathReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.count16(reply.path.length);
  writer.pad(22);
  writeStrList(writer, reply.path);
  writer.endReply(start);
}

export interface CreatePixmapRequest {
  depth: number;
  pid: number;
  drawable: number;
  width: number;
  height: number;
}

export function decodeCreatePixmap(reader: Reader): CreatePixmapRequest {
  reader.skip(1);
  const depth = reader.u8();
  reader.requestBody();
  const pid = reader.u32();
  const drawable = reader.u32();
  const width = reader.u16();
  const height = reader.u16();
  reader.endRequest();
  return { depth, pid, drawable, width, height };
}

export function encodeCreatePixmap(writer: Writer, request: CreatePixmapRequest): void {
  const start = writer.length;
  writer.u8(53);
  writer.u8(request.depth);
  writer.u16(0);
  writer.u32(request.pid);
  writer.u32(request.drawable);
  writer.u16(request.width);
  writer.u16(request.height);
  writer.endRequest(start);
}

export interface FreePixmapRequest {
  pixmap: number;
}

export function decodeFreePixmap(reader: Reader): FreePixmapRequest {
  reader.skip(2);
  reader.requestBody();
  const pixmap = reader.u32();
  reader.endRequest();
  return { pixmap };
}

export function encodeFreePixmap(writer: Writer, request: FreePixmapRequest): void {
  const start = writer.length;
  writer.u8(54);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.pixmap);
  writer.endRequest(start);
}

export interface CreateGCValueList {
  /** GX */
  function?: number | undefined;
  planeMask?: number | undefined;
  foreground?: number | undefined;
  background?: number | undefined;
  lineWidth?: number | undefined;
  /** LineStyle */
  lineStyle?: number | undefined;
  /** CapStyle */
  capStyle?: number | undefined;
  /** JoinStyle */
  joinStyle?: number | undefined;
  /** FillStyle */
  fillStyle?: number | undefined;
  /** FillRule */
  fillRule?: number | undefined;
  /** Pixmap */
  tile?: number | undefined;
  /** Pixmap */
  stipple?: number | undefined;
  tileStippleXOrigin?: number | undefined;
  tileStippleYOrigin?: number | undefined;
  /** Font */
  font?: number | undefined;
  /** SubwindowMode */
  subwindowMode?: number | undefined;
  graphicsExposures?: number | undefined;
  clipXOrigin?: number | undefined;
  clipYOrigin?: number | undefined;
  /** Pixmap */
  clipMask?: number | undefined;
  dashOffset?: number | undefined;
  dashes?: number | undefined;
  /** ArcMode */
  arcMode?: number | undefined;
}

export interface CreateGCRequest {
  cid: number;
  drawable: number;
  /** GC */
  valueMask: number;
  valueList: CreateGCValueList;
}

/** What the encoder takes: the mask follows from the values that are present. */
export type CreateGCArguments = Omit<CreateGCRequest, 'valueMask'> & {
  valueMask?: number | undefined;
};

export function decodeCreateGC(reader: Reader): CreateGCRequest {
  reader.skip(2);
  reader.requestBody();
  const cid = reader.u32();
  const drawable = reader.u32();
  const valueMask = reader.u32();
  reader.checkValueList(valueMask, 0x7fffff);
  const valueList: CreateGCValueList = {};
  if ((valueMask & 1) !== 0) valueList.function = reader.u32();
  if ((valueMask & 2) !== 0) valueList.planeMask = reader.u32();
  if ((valueMask & 4) !== 0) valueList.foreground = reader.u32();
  if ((valueMask & 8) !== 0) valueList.background = reader.u32();
  if ((valueMask & 16) !== 0) valueList.lineWidth = reader.u32();
  if ((valueMask & 32) !== 0) valueList.lineStyle = reader.u32();
  if ((valueMask & 64) !== 0) valueList.capStyle = reader.u32();
  if ((valueMask & 128) !== 0) valueList.joinStyle = reader.u32();
  if ((valueMask & 256) !== 0) valueList.fillStyle = reader.u32();
  if ((valueMask & 512) !== 0) valueList.fillRule = reader.u32();
  if ((valueMask & 1024) !== 0) valueList.tile = reader.u32();
  if ((valueMask & 2048) !== 0) valueList.stipple = reader.u32();
  if ((valueMask & 4096) !== 0) valueList.tileStippleXOrigin = reader.i32();
  if ((valueMask & 8192) !== 0) valueList.tileStippleYOrigin = reader.i32();
  if ((valueMask & 16384) !== 0) valueList.font = reader.u32();
  if ((valueMask & 32768) !== 0) valueList.subwindowMode = reader.u32();
  if ((valueMask & 65536) !== 0) valueList.graphicsExposures = reader.u32();
  if ((valueMask & 131072) !== 0) valueList.clipXOrigin = reader.i32();
  if ((valueMask & 262144) !== 0) valueList.clipYOrigin = reader.i32();
  if ((valueMask & 524288) !== 0) valueList.clipMask = reader.u32();
  if ((valueMask & 1048576) !== 0) valueList.dashOffset = reader.u32();
  if ((valueMask & 2097152) !== 0) valueList.dashes = reader.u32();
  if ((valueMask & 4194304) !== 0) valueList.arcMode = reader.u32();
  reader.endRequest();
  return { cid, drawable, valueMask, valueList };
}

function maskOfCreateGCValueList(list: CreateGCValueList): number {
  let mask = 0;
  if (list.function !== undefined) mask |= 1;
  if (list.planeMask !== undefined) mask |= 2;
  if (list.foreground !== undefined) mask |= 4;
  if (list.background !== undefined) mask |= 8;
  if (list.lineWidth !== undefined) mask |= 16;
  if (list.lineStyle !== undefined) mask |= 32;
  if (list.capStyle !== undefined) mask |= 64;
  if (list.joinStyle !== undefined) mask |= 128;
  if (list.fillStyle !== undefined) mask |= 256;
  if (list.fillRule !== undefined) mask |= 512;
  if (list.tile !== undefined) mask |= 1024;
  if (list.stipple !== undefined) mask |= 2048;
  if (list.tileStippleXOrigin !== undefined) mask |= 4096;
  if (list.tileStippleYOrigin !== undefined) mask |= 8192;
  if (list.font !== undefined) mask |= 16384;
  if (list.subwindowMode !== undefined) mask |= 32768;
  if (list.graphicsExposures !== undefined) mask |= 65536;
  if (list.clipXOrigin !== undefined) mask |= 131072;
  if (list.clipYOrigin !== undefined) mask |= 262144;
  if (list.clipMask !== undefined) mask |= 524288;
  if (list.dashOffset !== undefined) mask |= 1048576;
  if (list.dashes !== undefined) mask |= 2097152;
  if (list.arcMode !== undefined) mask |= 4194304;
  return mask >>> 0;
}

export function encodeCreateGC(writer: Writer, request: CreateGCArguments): void {
  const start = writer.length;
  const valueMask = maskOfCreateGCValueList(request.valueList);
  writer.u8(55);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cid);
  writer.u32(request.drawable);
  writer.u32(valueMask);
  if (request.valueList.function !== undefined) writer.u32(request.valueList.function);
  if (request.valueList.planeMask !== undefined) writer.u32(request.valueList.planeMask);
  if (request.valueList.foreground !== undefined) writer.u32(request.valueList.foreground);
  if (request.valueList.background !== undefined) writer.u32(request.valueList.background);
  if (request.valueList.lineWidth !== undefined) writer.u32(request.valueList.lineWidth);
  if (request.valueList.lineStyle !== undefined) writer.u32(request.valueList.lineStyle);
  if (request.valueList.capStyle !== undefined) writer.u32(request.valueList.capStyle);
  if (request.valueList.joinStyle !== undefined) writer.u32(request.valueList.joinStyle);
  if (request.valueList.fillStyle !== undefined) writer.u32(request.valueList.fillStyle);
  if (request.valueList.fillRule !== undefined) writer.u32(request.valueList.fillRule);
  if (request.valueList.tile !== undefined) writer.u32(request.valueList.tile);
  if (request.valueList.stipple !== undefined) writer.u32(request.valueList.stipple);
  if (request.valueList.tileStippleXOrigin !== undefined) writer.i32(request.valueList.tileStippleXOrigin);
  if (request.valueList.tileStippleYOrigin !== undefined) writer.i32(request.valueList.tileStippleYOrigin);
  if (request.valueList.font !== undefined) writer.u32(request.valueList.font);
  if (request.valueList.subwindowMode !== undefined) writer.u32(request.valueList.subwindowMode);
  if (request.valueList.graphicsExposures !== undefined) writer.u32(request.valueList.graphicsExposures);
  if (request.valueList.clipXOrigin !== undefined) writer.i32(request.valueList.clipXOrigin);
  if (request.valueList.clipYOrigin !== undefined) writer.i32(request.valueList.clipYOrigin);
  if (request.valueList.clipMask !== undefined) writer.u32(request.valueList.clipMask);
  if (request.valueList.dashOffset !== undefined) writer.u32(request.valueList.dashOffset);
  if (request.valueList.dashes !== undefined) writer.u32(request.valueList.dashes);
  if (request.valueList.arcMode !== undefined) writer.u32(request.valueList.arcMode);
  writer.endRequest(start);
}

export interface ChangeGCValueList {
  /** GX */
  function?: number | undefined;
  planeMask?: number | undefined;
  foreground?: number | undefined;
  background?: number | undefined;
  lineWidth?: number | undefined;
  /** LineStyle */
  lineStyle?: number | undefined;
  /** CapStyle */
  capStyle?: number | undefined;
  /** JoinStyle */
  joinStyle?: number | undefined;
  /** FillStyle */
  fillStyle?: number | undefined;
  /** FillRule */
  fillRule?: number | undefined;
  /** Pixmap */
  tile?: number | undefined;
  /** Pixmap */
  stipple?: number | undefined;
  tileStippleXOrigin?: number | undefined;
  tileStippleYOrigin?: number | undefined;
  /** Font */
  font?: number | undefined;
  /** SubwindowMode */
  subwindowMode?: number | undefined;
  graphicsExposures?: number | undefined;
  clipXOrigin?: number | undefined;
  clipYOrigin?: number | undefined;
  /** Pixmap */
  clipMask?: number | undefined;
  dashOffset?: number | undefined;
  dashes?: number | undefined;
  /** ArcMode */
  arcMode?: number | undefined;
}

export interface ChangeGCRequest {
  gc: number;
  /** GC */
  valueMask: number;
  valueList: ChangeGCValueList;
}

/** What the encoder takes: the mask follows from the values that are present. */
export type ChangeGCArguments = Omit<ChangeGCRequest, 'valueMask'> & {
  valueMask?: number | undefined;
};

export function decodeChangeGC(reader: Reader): ChangeGCRequest {
  reader.skip(2);
  reader.requestBody();
  const gc = reader.u32();
  const valueMask = reader.u32();
  reader.checkValueList(valueMask, 0x7fffff);
  const valueList: ChangeGCValueList = {};
  if ((valueMask & 1) !== 0) valueList.function = reader.u32();
  if ((valueMask & 2) !== 0) valueList.planeMask = reader.u32();
  if ((valueMask & 4) !== 0) valueList.foreground = reader.u32();
  if ((valueMask & 8) !== 0) valueList.background = reader.u32();
  if ((valueMask & 16) !== 0) valueList.lineWidth = reader.u32();
  if ((valueMask & 32) !== 0) valueList.lineStyle = reader.u32();
  if ((valueMask & 64) !== 0) valueList.capStyle = reader.u32();
  if ((valueMask & 128) !== 0) valueList.joinStyle = reader.u32();
  if ((valueMask & 256) !== 0) valueList.fillStyle = reader.u32();
  if ((valueMask & 512) !== 0) valueList.fillRule = reader.u32();
  if ((valueMask & 1024) !== 0) valueList.tile = reader.u32();
  if ((valueMask & 2048) !== 0) valueList.stipple = reader.u32();
  if ((valueMask & 4096) !== 0) valueList.tileStippleXOrigin = reader.i32();
  if ((valueMask & 8192) !== 0) valueList.tileStippleYOrigin = reader.i32();
  if ((valueMask & 16384) !== 0) valueList.font = reader.u32();
  if ((valueMask & 32768) !== 0) valueList.subwindowMode = reader.u32();
  if ((valueMask & 65536) !== 0) valueList.graphicsExposures = reader.u32();
  if ((valueMask & 131072) !== 0) valueList.clipXOrigin = reader.i32();
  if ((valueMask & 262144) !== 0) valueList.clipYOrigin = reader.i32();
  if ((valueMask & 524288) !== 0) valueList.clipMask = reader.u32();
  if ((valueMask & 1048576) !== 0) valueList.dashOffset = reader.u32();
  if ((valueMask & 2097152) !== 0) valueList.dashes = reader.u32();
  if ((valueMask & 4194304) !== 0) valueList.arcMode = reader.u32();
  reader.endRequest();
  return { gc, valueMask, valueList };
}

function maskOfChangeGCValueList(list: ChangeGCValueList): number {
  let mask = 0;
  if (list.function !== undefined) mask |= 1;
  if (list.planeMask !== undefined) mask |= 2;
  if (list.foreground !== undefined) mask |= 4;
  if (list.background !== undefined) mask |= 8;
  if (list.lineWidth !== undefined) mask |= 16;
  if (list.lineStyle !== undefined) mask |= 32;
  if (list.capStyle !== undefined) mask |= 64;
  if (list.joinStyle !== undefined) mask |= 128;
  if (list.fillStyle !== undefined) mask |= 256;
  if (list.fillRule !== undefined) mask |= 512;
  if (list.tile !== undefined) mask |= 1024;
  if (list.stipple !== undefined) mask |= 2048;
  if (list.tileStippleXOrigin !== undefined) mask |= 4096;
  if (list.tileStippleYOrigin !== undefined) mask |= 8192;
  if (list.font !== undefined) mask |= 16384;
  if (list.subwindowMode !== undefined) mask |= 32768;
  if (list.graphicsExposures !== undefined) mask |= 65536;
  if (list.clipXOrigin !== undefined) mask |= 131072;
  if (list.clipYOrigin !== undefined) mask |= 262144;
  if (list.clipMask !== undefined) mask |= 524288;
  if (list.dashOffset !== undefined) mask |= 1048576;
  if (list.dashes !== undefined) mask |= 2097152;
  if (list.arcMode !== undefined) mask |= 4194304;
  return mask >>> 0;
}

export function encodeChangeGC(writer: Writer, request: ChangeGCArguments): void {
  const start = writer.length;
  const valueMask = maskOfChangeGCValueList(request.valueList);
  writer.u8(56);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.gc);
  writer.u32(valueMask);
  if (request.valueList.function !== undefined) writer.u32(request.valueList.function);
  if (request.valueList.planeMask !== undefined) writer.u32(request.valueList.planeMask);
  if (request.valueList.foreground !== undefined) writer.u32(request.valueList.foreground);
  if (request.valueList.background !== undefined) writer.u32(request.valueList.background);
  if (request.valueList.lineWidth !== undefined) writer.u32(request.valueList.lineWidth);
  if (request.valueList.lineStyle !== undefined) writer.u32(request.valueList.lineStyle);
  if (request.valueList.capStyle !== undefined) writer.u32(request.valueList.capStyle);
  if (request.valueList.joinStyle !== undefined) writer.u32(request.valueList.joinStyle);
  if (request.valueList.fillStyle !== undefined) writer.u32(request.valueList.fillStyle);
  if (request.valueList.fillRule !== undefined) writer.u32(request.valueList.fillRule);
  if (request.valueList.tile !== undefined) writer.u32(request.valueList.tile);
  if (request.valueList.stipple !== undefined) writer.u32(request.valueList.stipple);
  if (request.valueList.tileStippleXOrigin !== undefined) writer.i32(request.valueList.tileStippleXOrigin);
  if (request.valueList.tileStippleYOrigin !== undefined) writer.i32(request.valueList.tileStippleYOrigin);
  if (request.valueList.font !== undefined) writer.u32(request.valueList.font);
  if (request.valueList.subwindowMode !== undefined) writer.u32(request.valueList.subwindowMode);
  if (request.valueList.graphicsExposures !== undefined) writer.u32(request.valueList.graphicsExposures);
  if (request.valueList.clipXOrigin !== undefined) writer.i32(request.valueList.clipXOrigin);
  if (request.valueList.clipYOrigin !== undefined) writer.i32(request.valueList.clipYOrigin);
  if (request.valueList.clipMask !== undefined) writer.u32(request.valueList.clipMask);
  if (request.valueList.dashOffset !== undefined) writer.u32(request.valueList.dashOffset);
  if (request.valueList.dashes !== undefined) writer.u32(request.valueList.dashes);
  if (request.valueList.arcMode !== undefined) writer.u32(request.valueList.arcMode);
  writer.endRequest(start);
}

export interface CopyGCRequest {
  srcGc: number;
  dstGc: number;
  /** GC */
  valueMask: number;
}

export function decodeCopyGC(reader: Reader): CopyGCRequest {
  reader.skip(2);
  reader.requestBody();
  const srcGc = reader.u32();
  const dstGc = reader.u32();
  const valueMask = reader.u32();
  reader.endRequest();
  return { srcGc, dstGc, valueMask };
}

export function encodeCopyGC(writer: Writer, request: CopyGCRequest): void {
  const start = writer.length;
  writer.u8(57);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.srcGc);
  writer.u32(request.dstGc);
  writer.u32(request.valueMask);
  writer.endRequest(start);
}

export interface SetDashesRequest {
  gc: number;
  dashOffset: number;
  dashes: Uint8Array;
}

export function decodeSetDashes(reader: Reader): SetDashesRequest {
  reader.skip(2);
  reader.requestBody();
  const gc = reader.u32();
  const dashOffset = reader.u16();
  const dashesLen = reader.u16();
  const dashes = reader.bytes(dashesLen);
  reader.endRequest();
  return { gc, dashOffset, dashes };
}

export function encodeSetDashes(writer: Writer, request: SetDashesRequest): void {
  const start = writer.length;
  writer.u8(58);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.gc);
  writer.u16(request.dashOffset);
  writer.count16(request.dashes.length);
  writer.bytes(request.dashes);
  writer.endRequest(start);
}

export interface SetClipRectanglesRequest {
  /** ClipOrdering */
  ordering: number;
  gc: number;
  clipXOrigin: number;
  clipYOrigin: number;
  /** Rectangle: [x, y, width, height, ...] */
  rectangles: Int32Array;
}

export function decodeSetClipRectangles(reader: Reader): SetClipRectanglesRequest {
  reader.skip(1);
  const ordering = reader.u8();
  reader.requestBody();
  const gc = reader.u32();
  const clipXOrigin = reader.i16();
  const clipYOrigin = reader.i16();
  if (ordering !== 0 && ordering !== 1 && ordering !== 2 && ordering !== 3) throw new XError(ErrorCode.Value, ordering);
  const rectangles = readRectangleList(reader, reader.countOf(8));
  reader.endRequest();
  return { ordering, gc, clipXOrigin, clipYOrigin, rectangles };
}

export function encodeSetClipRectangles(writer: Writer, request: SetClipRectanglesRequest): void {
  const start = writer.length;
  writer.u8(59);
  writer.u8(request.ordering);
  writer.u16(0);
  writer.u32(request.gc);
  writer.i16(request.clipXOrigin);
  writer.i16(request.clipYOrigin);
  writeRectangleList(writer, request.rectangles);
  writer.endRequest(start);
}

export interface FreeGCRequest {
  gc: number;
}

export function decodeFreeGC(reader: Reader): FreeGCRequest {
  reader.skip(2);
  reader.requestBody();
  const gc = reader.u32();
  reader.endRequest();
  return { gc };
}

export function encodeFreeGC(writer: Writer, request: FreeGCRequest): void {
  const start = writer.length;
  writer.u8(60);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.gc);
  writer.endRequest(start);
}

export interface ClearAreaRequest {
  exposures: number;
  window: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export function decodeClearArea(reader: Reader): ClearAreaRequest {
  reader.skip(1);
  const exposures = reader.u8();
  reader.requestBody();
  const window = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const width = reader.u16();
  const height = reader.u16();
  reader.endRequest();
  return { exposures, window, x, y, width, height };
}

export function encodeClearArea(writer: Writer, request: ClearAreaRequest): void {
  const start = writer.length;
  writer.u8(61);
  writer.u8(request.exposures);
  writer.u16(0);
  writer.u32(request.window);
  writer.i16(request.x);
  writer.i16(request.y);
  writer.u16(request.width);
  writer.u16(request.height);
  writer.endRequest(start);
}

export interface CopyAreaRequest {
  srcDrawable: number;
  dstDrawable: number;
  gc: number;
  srcX: number;
  srcY: number;
  dstX: number;
  dstY: number;
  width: number;
  height: number;
}

export function decodeCopyArea(reader: Reader): CopyAreaRequest {
  reader.skip(2);
  reader.requestBody();
  const srcDrawable = reader.u32();
  const dstDrawable = reader.u32();
  const gc = reader.u32();
  const srcX = reader.i16();
  const srcY = reader.i16();
  const dstX = reader.i16();
  const dstY = reader.i16();
  const width = reader.u16();
  const height = reader.u16();
  reader.endRequest();
  return { srcDrawable, dstDrawable, gc, srcX, srcY, dstX, dstY, width, height };
}

export function encodeCopyArea(writer: Writer, request: CopyAreaRequest): void {
  const start = writer.length;
  writer.u8(62);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.srcDrawable);
  writer.u32(request.dstDrawable);
  writer.u32(request.gc);
  writer.i16(request.srcX);
  writer.i16(request.srcY);
  writer.i16(request.dstX);
  writer.i16(request.dstY);
  writer.u16(request.width);
  writer.u16(request.height);
  writer.endRequest(start);
}

export interface CopyPlaneRequest {
  srcDrawable: number;
  dstDrawable: number;
  gc: number;
  srcX: number;
  srcY: number;
  dstX: number;
  dstY: number;
  width: number;
  height: number;
  bitPlane: number;
}

export function decodeCopyPlane(reader: Reader): CopyPlaneRequest {
  reader.skip(2);
  reader.requestBody();
  const srcDrawable = reader.u32();
  const dstDrawable = reader.u32();
  const gc = reader.u32();
  const srcX = reader.i16();
  const srcY = reader.i16();
  const dstX = reader.i16();
  const dstY = reader.i16();
  const width = reader.u16();
  const height = reader.u16();
  const bitPlane = reader.u32();
  reader.endRequest();
  return { srcDrawable, dstDrawable, gc, srcX, srcY, dstX, dstY, width, height, bitPlane };
}

export function encodeCopyPlane(writer: Writer, request: CopyPlaneRequest): void {
  const start = writer.length;
  writer.u8(63);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.srcDrawable);
  writer.u32(request.dstDrawable);
  writer.u32(request.gc);
  writer.i16(request.srcX);
  writer.i16(request.srcY);
  writer.i16(request.dstX);
  writer.i16(request.dstY);
  writer.u16(request.width);
  writer.u16(request.height);
  writer.u32(request.bitPlane);
  writer.endRequest(start);
}

export interface PolyPointRequest {
  /** CoordMode */
  coordinateMode: number;
  drawable: number;
  gc: number;
  /** Point: [x, y, ...] */
  points: Int32Array;
}

export function decodePolyPoint(reader: Reader): PolyPointRequest {
  reader.skip(1);
  const coordinateMode = reader.u8();
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const points = readPointList(reader, reader.countOf(4));
  reader.endRequest();
  return { coordinateMode, drawable, gc, points };
}

export function encodePolyPoint(writer: Writer, request: PolyPointRequest): void {
  const start = writer.length;
  writer.u8(64);
  writer.u8(request.coordinateMode);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writePointList(writer, request.points);
  writer.endRequest(start);
}

export interface PolyLineRequest {
  /** CoordMode */
  coordinateMode: number;
  drawable: number;
  gc: number;
  /** Point: [x, y, ...] */
  points: Int32Array;
}

export function decodePolyLine(reader: Reader): PolyLineRequest {
  reader.skip(1);
  const coordinateMode = reader.u8();
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const points = readPointList(reader, reader.countOf(4));
  reader.endRequest();
  return { coordinateMode, drawable, gc, points };
}

export function encodePolyLine(writer: Writer, request: PolyLineRequest): void {
  const start = writer.length;
  writer.u8(65);
  writer.u8(request.coordinateMode);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writePointList(writer, request.points);
  writer.endRequest(start);
}

export interface PolySegmentRequest {
  drawable: number;
  gc: number;
  /** Segment: [x1, y1, x2, y2, ...] */
  segments: Int32Array;
}

export function decodePolySegment(reader: Reader): PolySegmentRequest {
  reader.skip(2);
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const segments = readSegmentList(reader, reader.countOf(8));
  reader.endRequest();
  return { drawable, gc, segments };
}

export function encodePolySegment(writer: Writer, request: PolySegmentRequest): void {
  const start = writer.length;
  writer.u8(66);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writeSegmentList(writer, request.segments);
  writer.endRequest(start);
}

export interface PolyRectangleRequest {
  drawable: number;
  gc: number;
  /** Rectangle: [x, y, width, height, ...] */
  rectangles: Int32Array;
}

export function decodePolyRectangle(reader: Reader): PolyRectangleRequest {
  reader.skip(2);
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const rectangles = readRectangleList(reader, reader.countOf(8));
  reader.endRequest();
  return { drawable, gc, rectangles };
}

export function encodePolyRectangle(writer: Writer, request: PolyRectangleRequest): void {
  const start = writer.length;
  writer.u8(67);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writeRectangleList(writer, request.rectangles);
  writer.endRequest(start);
}

export interface PolyArcRequest {
  drawable: number;
  gc: number;
  /** Arc: [x, y, width, height, angle1, angle2, ...] */
  arcs: Int32Array;
}

export function decodePolyArc(reader: Reader): PolyArcRequest {
  reader.skip(2);
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const arcs = readArcList(reader, reader.countOf(12));
  reader.endRequest();
  return { drawable, gc, arcs };
}

export function encodePolyArc(writer: Writer, request: PolyArcRequest): void {
  const start = writer.length;
  writer.u8(68);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writeArcList(writer, request.arcs);
  writer.endRequest(start);
}

export interface FillPolyRequest {
  drawable: number;
  gc: number;
  /** PolyShape */
  shape: number;
  /** CoordMode */
  coordinateMode: number;
  /** Point: [x, y, ...] */
  points: Int32Array;
}

export function decodeFillPoly(reader: Reader): FillPolyRequest {
  reader.skip(2);
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const shape = reader.u8();
  const coordinateMode = reader.u8();
  reader.skip(2);
  const points = readPointList(reader, reader.countOf(4));
  reader.endRequest();
  return { drawable, gc, shape, coordinateMode, points };
}

export function encodeFillPoly(writer: Writer, request: FillPolyRequest): void {
  const start = writer.length;
  writer.u8(69);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writer.u8(request.shape);
  writer.u8(request.coordinateMode);
  writer.pad(2);
  writePointList(writer, request.points);
  writer.endRequest(start);
}

export interface PolyFillRectangleRequest {
  drawable: number;
  gc: number;
  /** Rectangle: [x, y, width, height, ...] */
  rectangles: Int32Array;
}

export function decodePolyFillRectangle(reader: Reader): PolyFillRectangleRequest {
  reader.skip(2);
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const rectangles = readRectangleList(reader, reader.countOf(8));
  reader.endRequest();
  return { drawable, gc, rectangles };
}

export function encodePolyFillRectangle(writer: Writer, request: PolyFillRectangleRequest): void {
  const start = writer.length;
  writer.u8(70);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writeRectangleList(writer, request.rectangles);
  writer.endRequest(start);
}

export interface PolyFillArcRequest {
  drawable: number;
  gc: number;
  /** Arc: [x, y, width, height, angle1, angle2, ...] */
  arcs: Int32Array;
}

export function decodePolyFillArc(reader: Reader): PolyFillArcRequest {
  reader.skip(2);
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const arcs = readArcList(reader, reader.countOf(12));
  reader.endRequest();
  return { drawable, gc, arcs };
}

export function encodePolyFillArc(writer: Writer, request: PolyFillArcRequest): void {
  const start = writer.length;
  writer.u8(71);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writeArcList(writer, request.arcs);
  writer.endRequest(start);
}

export interface PutImageRequest {
  /** ImageFormat */
  format: number;
  drawable: number;
  gc: number;
  width: number;
  height: number;
  dstX: number;
  dstY: number;
  leftPad: number;
  depth: number;
  data: Uint8Array;
}

export function decodePutImage(reader: Reader): PutImageRequest {
  reader.skip(1);
  const format = reader.u8();
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const width = reader.u16();
  const height = reader.u16();
  const dstX = reader.i16();
  const dstY = reader.i16();
  const leftPad = reader.u8();
  const depth = reader.u8();
  reader.skip(2);
  const data = reader.bytes(reader.remaining);
  reader.endRequest();
  return { format, drawable, gc, width, height, dstX, dstY, leftPad, depth, data };
}

export function encodePutImage(writer: Writer, request: PutImageRequest): void {
  const start = writer.length;
  writer.u8(72);
  writer.u8(request.format);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writer.u16(request.width);
  writer.u16(request.height);
  writer.i16(request.dstX);
  writer.i16(request.dstY);
  writer.u8(request.leftPad);
  writer.u8(request.depth);
  writer.pad(2);
  writer.bytes(request.data);
  writer.endRequest(start);
}

export interface GetImageRequest {
  /** ImageFormat */
  format: number;
  drawable: number;
  x: number;
  y: number;
  width: number;
  height: number;
  planeMask: number;
}

export function decodeGetImage(reader: Reader): GetImageRequest {
  reader.skip(1);
  const format = reader.u8();
  reader.requestBody();
  const drawable = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const width = reader.u16();
  const height = reader.u16();
  const planeMask = reader.u32();
  reader.endRequest();
  return { format, drawable, x, y, width, height, planeMask };
}

export function encodeGetImage(writer: Writer, request: GetImageRequest): void {
  const start = writer.length;
  writer.u8(73);
  writer.u8(request.format);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.i16(request.x);
  writer.i16(request.y);
  writer.u16(request.width);
  writer.u16(request.height);
  writer.u32(request.planeMask);
  writer.endRequest(start);
}

export interface GetImageReply {
  depth: number;
  visual: number;
  data: Uint8Array;
}

export function decodeGetImageReply(reader: Reader): GetImageReply & { sequence: number } {
  reader.skip(1);
  const depth = reader.u8();
  const sequence = reader.u16();
  const length = reader.u32();
  const visual = reader.u32();
  reader.skip(20);
  const data = reader.bytes(length * 4);
  return { sequence, depth, visual, data };
}

export function encodeGetImageReply(writer: Writer, sequence: number, reply: GetImageReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.depth);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.visual);
  writer.pad(20);
  writer.bytes(reply.data);
  writer.endReply(start);
}

export interface PolyText8Request {
  drawable: number;
  gc: number;
  x: number;
  y: number;
  items: Uint8Array;
}

export function decodePolyText8(reader: Reader): PolyText8Request {
  reader.skip(2);
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const items = reader.bytes(reader.remaining);
  reader.endRequest();
  return { drawable, gc, x, y, items };
}

export function encodePolyText8(writer: Writer, request: PolyText8Request): void {
  const start = writer.length;
  writer.u8(74);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writer.i16(request.x);
  writer.i16(request.y);
  writer.bytes(request.items);
  writer.endRequest(start);
}

export interface PolyText16Request {
  drawable: number;
  gc: number;
  x: number;
  y: number;
  items: Uint8Array;
}

export function decodePolyText16(reader: Reader): PolyText16Request {
  reader.skip(2);
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const items = reader.bytes(reader.remaining);
  reader.endRequest();
  return { drawable, gc, x, y, items };
}

export function encodePolyText16(writer: Writer, request: PolyText16Request): void {
  const start = writer.length;
  writer.u8(75);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writer.i16(request.x);
  writer.i16(request.y);
  writer.bytes(request.items);
  writer.endRequest(start);
}

export interface ImageText8Request {
  drawable: number;
  gc: number;
  x: number;
  y: number;
  string: string;
}

export function decodeImageText8(reader: Reader): ImageText8Request {
  reader.skip(1);
  const stringLen = reader.u8();
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const string = reader.latin1(stringLen);
  reader.endRequest();
  return { drawable, gc, x, y, string };
}

export function encodeImageText8(writer: Writer, request: ImageText8Request): void {
  const start = writer.length;
  writer.u8(76);
  writer.count8(request.string.length);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writer.i16(request.x);
  writer.i16(request.y);
  writer.latin1(request.string);
  writer.endRequest(start);
}

export interface ImageText16Request {
  drawable: number;
  gc: number;
  x: number;
  y: number;
  /** Char2B: [byte1, byte2, ...] */
  string: Int32Array;
}

export function decodeImageText16(reader: Reader): ImageText16Request {
  reader.skip(1);
  const stringLen = reader.u8();
  reader.requestBody();
  const drawable = reader.u32();
  const gc = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const string = readChar2BList(reader, stringLen);
  reader.endRequest();
  return { drawable, gc, x, y, string };
}

export function encodeImageText16(writer: Writer, request: ImageText16Request): void {
  const start = writer.length;
  writer.u8(77);
  writer.count8(request.string.length / 2);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u32(request.gc);
  writer.i16(request.x);
  writer.i16(request.y);
  writeChar2BList(writer, request.string);
  writer.endRequest(start);
}

export interface CreateColormapRequest {
  /** ColormapAlloc */
  alloc: number;
  mid: number;
  window: number;
  visual: number;
}

export function decodeCreateColormap(reader: Reader): CreateColormapRequest {
  reader.skip(1);
  const alloc = reader.u8();
  reader.requestBody();
  const mid = reader.u32();
  const window = reader.u32();
  const visual = reader.u32();
  reader.endRequest();
  return { alloc, mid, window, visual };
}

export function encodeCreateColormap(writer: Writer, request: CreateColormapRequest): void {
  const start = writer.length;
  writer.u8(78);
  writer.u8(request.alloc);
  writer.u16(0);
  writer.u32(request.mid);
  writer.u32(request.window);
  writer.u32(request.visual);
  writer.endRequest(start);
}

export interface FreeColormapRequest {
  cmap: number;
}

export function decodeFreeColormap(reader: Reader): FreeColormapRequest {
  reader.skip(2);
  reader.requestBody();
  const cmap = reader.u32();
  reader.endRequest();
  return { cmap };
}

export function encodeFreeColormap(writer: Writer, request: FreeColormapRequest): void {
  const start = writer.length;
  writer.u8(79);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cmap);
  writer.endRequest(start);
}

export interface CopyColormapAndFreeRequest {
  mid: number;
  srcCmap: number;
}

export function decodeCopyColormapAndFree(reader: Reader): CopyColormapAndFreeRequest {
  reader.skip(2);
  reader.requestBody();
  const mid = reader.u32();
  const srcCmap = reader.u32();
  reader.endRequest();
  return { mid, srcCmap };
}

export function encodeCopyColormapAndFree(writer: Writer, request: CopyColormapAndFreeRequest): void {
  const start = writer.length;
  writer.u8(80);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.mid);
  writer.u32(request.srcCmap);
  writer.endRequest(start);
}

export interface InstallColormapRequest {
  cmap: number;
}

export function decodeInstallColormap(reader: Reader): InstallColormapRequest {
  reader.skip(2);
  reader.requestBody();
  const cmap = reader.u32();
  reader.endRequest();
  return { cmap };
}

export function encodeInstallColormap(writer: Writer, request: InstallColormapRequest): void {
  const start = writer.length;
  writer.u8(81);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cmap);
  writer.endRequest(start);
}

export interface UninstallColormapRequest {
  cmap: number;
}

export function decodeUninstallColormap(reader: Reader): UninstallColormapRequest {
  reader.skip(2);
  reader.requestBody();
  const cmap = reader.u32();
  reader.endRequest();
  return { cmap };
}

export function encodeUninstallColormap(writer: Writer, request: UninstallColormapRequest): void {
  const start = writer.length;
  writer.u8(82);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cmap);
  writer.endRequest(start);
}

export interface ListInstalledColormapsRequest {
  window: number;
}

export function decodeListInstalledColormaps(reader: Reader): ListInstalledColormapsRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  reader.endRequest();
  return { window };
}

export function encodeListInstalledColormaps(writer: Writer, request: ListInstalledColormapsRequest): void {
  const start = writer.length;
  writer.u8(83);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.endRequest(start);
}

export interface ListInstalledColormapsReply {
  cmaps: Uint32Array;
}

export function decodeListInstalledColormapsReply(reader: Reader): ListInstalledColormapsReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const cmapsLen = reader.u16();
  reader.skip(22);
  const cmaps = reader.u32s(cmapsLen);
  return { sequence, cmaps };
}

export function encodeListInstalledColormapsReply(
  writer: Writer,
  sequence: number,
  reply: ListInstalledColormapsReply,
): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.count16(reply.cmaps.length);
  writer.pad(22);
  writer.u32s(reply.cmaps);
  writer.endReply(start);
}

export interface AllocColorRequest {
  cmap: number;
  red: number;
  green: number;
  blue: number;
}

export function decodeAllocColor(reader: Reader): AllocColorRequest {
  reader.skip(2);
  reader.requestBody();
  const cmap = reader.u32();
  const red = reader.u16();
  const green = reader.u16();
  const blue = reader.u16();
  reader.skip(2);
  reader.endRequest();
  return { cmap, red, green, blue };
}

export function encodeAllocColor(writer: Writer, request: AllocColorRequest): void {
  const start = writer.length;
  writer.u8(84);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cmap);
  writer.u16(request.red);
  writer.u16(request.green);
  writer.u16(request.blue);
  writer.pad(2);
  writer.endRequest(start);
}

export interface AllocColorReply {
  red: number;
  green: number;
  blue: number;
  pixel: number;
}

export function decodeAllocColorReply(reader: Reader): AllocColorReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const red = reader.u16();
  const green = reader.u16();
  const blue = reader.u16();
  reader.skip(2);
  const pixel = reader.u32();
  return { sequence, red, green, blue, pixel };
}

export function encodeAllocColorReply(writer: Writer, sequence: number, reply: AllocColorReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u16(reply.red);
  writer.u16(reply.green);
  writer.u16(reply.blue);
  writer.pad(2);
  writer.u32(reply.pixel);
  writer.endReply(start);
}

export interface AllocNamedColorRequest {
  cmap: number;
  name: string;
}

export function decodeAllocNamedColor(reader: Reader): AllocNamedColorRequest {
  reader.skip(2);
  reader.requestBody();
  const cmap = reader.u32();
  const nameLen = reader.u16();
  reader.skip(2);
  const name = reader.latin1(nameLen);
  reader.endRequest();
  return { cmap, name };
}

export function encodeAllocNamedColor(writer: Writer, request: AllocNamedColorRequest): void {
  const start = writer.length;
  writer.u8(85);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cmap);
  writer.count16(request.name.length);
  writer.pad(2);
  writer.latin1(request.name);
  writer.endRequest(start);
}

export interface AllocNamedColorReply {
  pixel: number;
  exactRed: number;
  exactGreen: number;
  exactBlue: number;
  visualRed: number;
  visualGreen: number;
  visualBlue: number;
}

export function decodeAllocNamedColorReply(reader: Reader): AllocNamedColorReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const pixel = reader.u32();
  const exactRed = reader.u16();
  const exactGreen = reader.u16();
  const exactBlue = reader.u16();
  const visualRed = reader.u16();
  const visualGreen = reader.u16();
  const visualBlue = reader.u16();
  return { sequence, pixel, exactRed, exactGreen, exactBlue, visualRed, visualGreen, visualBlue };
}

export function encodeAllocNamedColorReply(writer: Writer, sequence: number, reply: AllocNamedColorReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.pixel);
  writer.u16(reply.exactRed);
  writer.u16(reply.exactGreen);
  writer.u16(reply.exactBlue);
  writer.u16(reply.visualRed);
  writer.u16(reply.visualGreen);
  writer.u16(reply.visualBlue);
  writer.endReply(start);
}

export interface AllocColorCellsRequest {
  contiguous: number;
  cmap: number;
  colors: number;
  planes: number;
}

export function decodeAllocColorCells(reader: Reader): AllocColorCellsRequest {
  reader.skip(1);
  const contiguous = reader.u8();
  reader.requestBody();
  const cmap = reader.u32();
  const colors = reader.u16();
  const planes = reader.u16();
  reader.endRequest();
  return { contiguous, cmap, colors, planes };
}

export function encodeAllocColorCells(writer: Writer, request: AllocColorCellsRequest): void {
  const start = writer.length;
  writer.u8(86);
  writer.u8(request.contiguous);
  writer.u16(0);
  writer.u32(request.cmap);
  writer.u16(request.colors);
  writer.u16(request.planes);
  writer.endRequest(start);
}

export interface AllocColorCellsReply {
  pixels: Uint32Array;
  masks: Uint32Array;
}

export function decodeAllocColorCellsReply(reader: Reader): AllocColorCellsReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const pixelsLen = reader.u16();
  const masksLen = reader.u16();
  reader.skip(20);
  const pixels = reader.u32s(pixelsLen);
  const masks = reader.u32s(masksLen);
  return { sequence, pixels, masks };
}

export function encodeAllocColorCellsReply(writer: Writer, sequence: number, reply: AllocColorCellsReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.count16(reply.pixels.length);
  writer.count16(reply.masks.length);
  writer.pad(20);
  writer.u32s(reply.pixels);
  writer.u32s(reply.masks);
  writer.endReply(start);
}

export interface AllocColorPlanesRequest {
  contiguous: number;
  cmap: number;
  colors: number;
  reds: number;
  greens: number;
  blues: number;
}

export function decodeAllocColorPlanes(reader: Reader): AllocColorPlanesRequest {
  reader.skip(1);
  const contiguous = reader.u8();
  reader.requestBody();
  const cmap = reader.u32();
  const colors = reader.u16();
  const reds = reader.u16();
  const greens = reader.u16();
  const blues = reader.u16();
  reader.endRequest();
  return { contiguous, cmap, colors, reds, greens, blues };
}

export function encodeAllocColorPlanes(writer: Writer, request: AllocColorPlanesRequest): void {
  const start = writer.length;
  writer.u8(87);
  writer.u8(request.contiguous);
  writer.u16(0);
  writer.u32(request.cmap);
  writer.u16(request.colors);
  writer.u16(request.reds);
  writer.u16(request.greens);
  writer.u16(request.blues);
  writer.endRequest(start);
}

export interface AllocColorPlanesReply {
  redMask: number;
  greenMask: number;
  blueMask: number;
  pixels: Uint32Array;
}

export function decodeAllocColorPlanesReply(reader: Reader): AllocColorPlanesReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const pixelsLen = reader.u16();
  reader.skip(2);
  const redMask = reader.u32();
  const greenMask = reader.u32();
  const blueMask = reader.u32();
  reader.skip(8);
  const pixels = reader.u32s(pixelsLen);
  return { sequence, redMask, greenMask, blueMask, pixels };
}

export function encodeAllocColorPlanesReply(writer: Writer, sequence: number, reply: AllocColorPlanesReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.count16(reply.pixels.length);
  writer.pad(2);
  writer.u32(reply.redMask);
  writer.u32(reply.greenMask);
  writer.u32(reply.blueMask);
  writer.pad(8);
  writer.u32s(reply.pixels);
  writer.endReply(start);
}

export interface FreeColorsRequest {
  cmap: number;
  planeMask: number;
  pixels: Uint32Array;
}

export function decodeFreeColors(reader: Reader): FreeColorsRequest {
  reader.skip(2);
  reader.requestBody();
  const cmap = reader.u32();
  const planeMask = reader.u32();
  const pixels = reader.u32s(reader.countOf(4));
  reader.endRequest();
  return { cmap, planeMask, pixels };
}

export function encodeFreeColors(writer: Writer, request: FreeColorsRequest): void {
  const start = writer.length;
  writer.u8(88);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cmap);
  writer.u32(request.planeMask);
  writer.u32s(request.pixels);
  writer.endRequest(start);
}

export interface StoreColorsRequest {
  cmap: number;
  items: ColorItem[];
}

export function decodeStoreColors(reader: Reader): StoreColorsRequest {
  reader.skip(2);
  reader.requestBody();
  const cmap = reader.u32();
  const items = readColorItemList(reader, reader.countOf(12));
  reader.endRequest();
  return { cmap, items };
}

export function encodeStoreColors(writer: Writer, request: StoreColorsRequest): void {
  const start = writer.length;
  writer.u8(89);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cmap);
  writeColorItemList(writer, request.items);
  writer.endRequest(start);
}

export interface StoreNamedColorRequest {
  /** ColorFlag */
  flags: number;
  cmap: number;
  pixel: number;
  name: string;
}

export function decodeStoreNamedColor(reader: Reader): StoreNamedColorRequest {
  reader.skip(1);
  const flags = reader.u8();
  reader.requestBody();
  const cmap = reader.u32();
  const pixel = reader.u32();
  const nameLen = reader.u16();
  reader.skip(2);
  const name = reader.latin1(nameLen);
  reader.endRequest();
  return { flags, cmap, pixel, name };
}

export function encodeStoreNamedColor(writer: Writer, request: StoreNamedColorRequest): void {
  const start = writer.length;
  writer.u8(90);
  writer.u8(request.flags);
  writer.u16(0);
  writer.u32(request.cmap);
  writer.u32(request.pixel);
  writer.count16(request.name.length);
  writer.pad(2);
  writer.latin1(request.name);
  writer.endRequest(start);
}

export interface QueryColorsRequest {
  cmap: number;
  pixels: Uint32Array;
}

export function decodeQueryColors(reader: Reader): QueryColorsRequest {
  reader.skip(2);
  reader.requestBody();
  const cmap = reader.u32();
  const pixels = reader.u32s(reader.countOf(4));
  reader.endRequest();
  return { cmap, pixels };
}

export function encodeQueryColors(writer: Writer, request: QueryColorsRequest): void {
  const start = writer.length;
  writer.u8(91);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cmap);
  writer.u32s(request.pixels);
  writer.endRequest(start);
}

export interface QueryColorsReply {
  /** Rgb: [red, green, blue, ...] */
  colors: Int32Array;
}

export function decodeQueryColorsReply(reader: Reader): QueryColorsReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const colorsLen = reader.u16();
  reader.skip(22);
  const colors = readRgbList(reader, colorsLen);
  return { sequence, colors };
}

export function encodeQueryColorsReply(writer: Writer, sequence: number, reply: QueryColorsReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.count16(reply.colors.length / 3);
  writer.pad(22);
  writeRgbList(writer, reply.colors);
  writer.endReply(start);
}

export interface LookupColorRequest {
  cmap: number;
  name: string;
}

export function decodeLookupColor(reader: Reader): LookupColorRequest {
  reader.skip(2);
  reader.requestBody();
  const cmap = reader.u32();
  const nameLen = reader.u16();
  reader.skip(2);
  const name = reader.latin1(nameLen);
  reader.endRequest();
  return { cmap, name };
}

export function encodeLookupColor(writer: Writer, request: LookupColorRequest): void {
  const start = writer.length;
  writer.u8(92);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cmap);
  writer.count16(request.name.length);
  writer.pad(2);
  writer.latin1(request.name);
  writer.endRequest(start);
}

export interface LookupColorReply {
  exactRed: number;
  exactGreen: number;
  exactBlue: number;
  visualRed: number;
  visualGreen: number;
  visualBlue: number;
}

export function decodeLookupColorReply(reader: Reader): LookupColorReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const exactRed = reader.u16();
  const exactGreen = reader.u16();
  const exactBlue = reader.u16();
  const visualRed = reader.u16();
  const visualGreen = reader.u16();
  const visualBlue = reader.u16();
  return { sequence, exactRed, exactGreen, exactBlue, visualRed, visualGreen, visualBlue };
}

export function encodeLookupColorReply(writer: Writer, sequence: number, reply: LookupColorReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u16(reply.exactRed);
  writer.u16(reply.exactGreen);
  writer.u16(reply.exactBlue);
  writer.u16(reply.visualRed);
  writer.u16(reply.visualGreen);
  writer.u16(reply.visualBlue);
  writer.endReply(start);
}

export interface CreateCursorRequest {
  cid: number;
  source: number;
  /** Pixmap */
  mask: number;
  foreRed: number;
  foreGreen: number;
  foreBlue: number;
  backRed: number;
  backGreen: number;
  backBlue: number;
  x: number;
  y: number;
}

export function decodeCreateCursor(reader: Reader): CreateCursorRequest {
  reader.skip(2);
  reader.requestBody();
  const cid = reader.u32();
  const source = reader.u32();
  const mask = reader.u32();
  const foreRed = reader.u16();
  const foreGreen = reader.u16();
  const foreBlue = reader.u16();
  const backRed = reader.u16();
  const backGreen = reader.u16();
  const backBlue = reader.u16();
  const x = reader.u16();
  const y = reader.u16();
  reader.endRequest();
  return { cid, source, mask, foreRed, foreGreen, foreBlue, backRed, backGreen, backBlue, x, y };
}

export function encodeCreateCursor(writer: Writer, request: CreateCursorRequest): void {
  const start = writer.length;
  writer.u8(93);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cid);
  writer.u32(request.source);
  writer.u32(request.mask);
  writer.u16(request.foreRed);
  writer.u16(request.foreGreen);
  writer.u16(request.foreBlue);
  writer.u16(request.backRed);
  writer.u16(request.backGreen);
  writer.u16(request.backBlue);
  writer.u16(request.x);
  writer.u16(request.y);
  writer.endRequest(start);
}

export interface CreateGlyphCursorRequest {
  cid: number;
  sourceFont: number;
  /** Font */
  maskFont: number;
  sourceChar: number;
  maskChar: number;
  foreRed: number;
  foreGreen: number;
  foreBlue: number;
  backRed: number;
  backGreen: number;
  backBlue: number;
}

export function decodeCreateGlyphCursor(reader: Reader): CreateGlyphCursorRequest {
  reader.skip(2);
  reader.requestBody();
  const cid = reader.u32();
  const sourceFont = reader.u32();
  const maskFont = reader.u32();
  const sourceChar = reader.u16();
  const maskChar = reader.u16();
  const foreRed = reader.u16();
  const foreGreen = reader.u16();
  const foreBlue = reader.u16();
  const backRed = reader.u16();
  const backGreen = reader.u16();
  const backBlue = reader.u16();
  reader.endRequest();
  return {
    cid,
    sourceFont,
    maskFont,
    sourceChar,
    maskChar,
    foreRed,
    foreGreen,
    foreBlue,
    backRed,
    backGreen,
    backBlue,
  };
}

export function encodeCreateGlyphCursor(writer: Writer, request: CreateGlyphCursorRequest): void {
  const start = writer.length;
  writer.u8(94);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cid);
  writer.u32(request.sourceFont);
  writer.u32(request.maskFont);
  writer.u16(request.sourceChar);
  writer.u16(request.maskChar);
  writer.u16(request.foreRed);
  writer.u16(request.foreGreen);
  writer.u16(request.foreBlue);
  writer.u16(request.backRed);
  writer.u16(request.backGreen);
  writer.u16(request.backBlue);
  writer.endRequest(start);
}

export interface FreeCursorRequest {
  cursor: number;
}

export function decodeFreeCursor(reader: Reader): FreeCursorRequest {
  reader.skip(2);
  reader.requestBody();
  const cursor = reader.u32();
  reader.endRequest();
  return { cursor };
}

export function encodeFreeCursor(writer: Writer, request: FreeCursorRequest): void {
  const start = writer.length;
  writer.u8(95);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cursor);
  writer.endRequest(start);
}

export interface RecolorCursorRequest {
  cursor: number;
  foreRed: number;
  foreGreen: number;
  foreBlue: number;
  backRed: number;
  backGreen: number;
  backBlue: number;
}

export function decodeRecolorCursor(reader: Reader): RecolorCursorRequest {
  reader.skip(2);
  reader.requestBody();
  const cursor = reader.u32();
  const foreRed = reader.u16();
  const foreGreen = reader.u16();
  const foreBlue = reader.u16();
  const backRed = reader.u16();
  const backGreen = reader.u16();
  const backBlue = reader.u16();
  reader.endRequest();
  return { cursor, foreRed, foreGreen, foreBlue, backRed, backGreen, backBlue };
}

export function encodeRecolorCursor(writer: Writer, request: RecolorCursorRequest): void {
  const start = writer.length;
  writer.u8(96);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.cursor);
  writer.u16(request.foreRed);
  writer.u16(request.foreGreen);
  writer.u16(request.foreBlue);
  writer.u16(request.backRed);
  writer.u16(request.backGreen);
  writer.u16(request.backBlue);
  writer.endRequest(start);
}

export interface QueryBestSizeRequest {
  /** QueryShapeOf */
  class: number;
  drawable: number;
  width: number;
  height: number;
}

export function decodeQueryBestSize(reader: Reader): QueryBestSizeRequest {
  reader.skip(1);
  const class_ = reader.u8();
  reader.requestBody();
  const drawable = reader.u32();
  const width = reader.u16();
  const height = reader.u16();
  reader.endRequest();
  return { class: class_, drawable, width, height };
}

export function encodeQueryBestSize(writer: Writer, request: QueryBestSizeRequest): void {
  const start = writer.length;
  writer.u8(97);
  writer.u8(request.class);
  writer.u16(0);
  writer.u32(request.drawable);
  writer.u16(request.width);
  writer.u16(request.height);
  writer.endRequest(start);
}

export interface QueryBestSizeReply {
  width: number;
  height: number;
}

export function decodeQueryBestSizeReply(reader: Reader): QueryBestSizeReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const width = reader.u16();
  const height = reader.u16();
  return { sequence, width, height };
}

export function encodeQueryBestSizeReply(writer: Writer, sequence: number, reply: QueryBestSizeReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u16(reply.width);
  writer.u16(reply.height);
  writer.endReply(start);
}

export interface QueryExtensionRequest {
  name: string;
}

export function decodeQueryExtension(reader: Reader): QueryExtensionRequest {
  reader.skip(2);
  reader.requestBody();
  const nameLen = reader.u16();
  reader.skip(2);
  const name = reader.latin1(nameLen);
  reader.endRequest();
  return { name };
}

export function encodeQueryExtension(writer: Writer, request: QueryExtensionRequest): void {
  const start = writer.length;
  writer.u8(98);
  writer.pad(1);
  writer.u16(0);
  writer.count16(request.name.length);
  writer.pad(2);
  writer.latin1(request.name);
  writer.endRequest(start);
}

export interface QueryExtensionReply {
  present: number;
  majorOpcode: number;
  firstEvent: number;
  firstError: number;
}

export function decodeQueryExtensionReply(reader: Reader): QueryExtensionReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const present = reader.u8();
  const majorOpcode = reader.u8();
  const firstEvent = reader.u8();
  const firstError = reader.u8();
  return { sequence, present, majorOpcode, firstEvent, firstError };
}

export function encodeQueryExtensionReply(writer: Writer, sequence: number, reply: QueryExtensionReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u8(reply.present);
  writer.u8(reply.majorOpcode);
  writer.u8(reply.firstEvent);
  writer.u8(reply.firstError);
  writer.endReply(start);
}

export type ListExtensionsRequest = Record<never, never>;

export function decodeListExtensions(reader: Reader): ListExtensionsRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeListExtensions(writer: Writer, _request: ListExtensionsRequest): void {
  const start = writer.length;
  writer.u8(99);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface ListExtensionsReply {
  names: Str[];
}

export function decodeListExtensionsReply(reader: Reader): ListExtensionsReply & { sequence: number } {
  reader.skip(1);
  const namesLen = reader.u8();
  const sequence = reader.u16();
  reader.skip(28);
  const names = readStrList(reader, namesLen);
  return { sequence, names };
}

export function encodeListExtensionsReply(writer: Writer, sequence: number, reply: ListExtensionsReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.count8(reply.names.length);
  writer.u16(sequence);
  writer.u32(0);
  writer.pad(24);
  writeStrList(writer, reply.names);
  writer.endReply(start);
}

export interface ChangeKeyboardMappingRequest {
  keycodeCount: number;
  firstKeycode: number;
  keysymsPerKeycode: number;
  keysyms: Uint32Array;
}

export function decodeChangeKeyboardMapping(reader: Reader): ChangeKeyboardMappingRequest {
  reader.skip(1);
  const keycodeCount = reader.u8();
  reader.requestBody();
  const firstKeycode = reader.u8();
  const keysymsPerKeycode = reader.u8();
  reader.skip(2);
  const keysyms = reader.u32s(keycodeCount * keysymsPerKeycode);
  reader.endRequest();
  return { keycodeCount, firstKeycode, keysymsPerKeycode, keysyms };
}

export function encodeChangeKeyboardMapping(writer: Writer, request: ChangeKeyboardMappingRequest): void {
  const start = writer.length;
  checkLength('keysyms', request.keysyms.length, request.keycodeCount * request.keysymsPerKeycode);
  writer.u8(100);
  writer.u8(request.keycodeCount);
  writer.u16(0);
  writer.u8(request.firstKeycode);
  writer.u8(request.keysymsPerKeycode);
  writer.pad(2);
  writer.u32s(request.keysyms);
  writer.endRequest(start);
}

export interface GetKeyboardMappingRequest {
  firstKeycode: number;
  count: number;
}

export function decodeGetKeyboardMapping(reader: Reader): GetKeyboardMappingRequest {
  reader.skip(2);
  reader.requestBody();
  const firstKeycode = reader.u8();
  const count_ = reader.u8();
  reader.endRequest();
  return { firstKeycode, count: count_ };
}

export function encodeGetKeyboardMapping(writer: Writer, request: GetKeyboardMappingRequest): void {
  const start = writer.length;
  writer.u8(101);
  writer.pad(1);
  writer.u16(0);
  writer.u8(request.firstKeycode);
  writer.u8(request.count);
  writer.endRequest(start);
}

export interface GetKeyboardMappingReply {
  keysymsPerKeycode: number;
  keysyms: Uint32Array;
}

export function decodeGetKeyboardMappingReply(reader: Reader): GetKeyboardMappingReply & { sequence: number } {
  reader.skip(1);
  const keysymsPerKeycode = reader.u8();
  const sequence = reader.u16();
  const length = reader.u32();
  reader.skip(24);
  const keysyms = reader.u32s(length);
  return { sequence, keysymsPerKeycode, keysyms };
}

export function encodeGetKeyboardMappingReply(writer: Writer, sequence: number, reply: GetKeyboardMappingReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.keysymsPerKeycode);
  writer.u16(sequence);
  writer.u32(0);
  writer.pad(24);
  writer.u32s(reply.keysyms);
  writer.endReply(start);
}

export interface ChangeKeyboardControlValueList {
  keyClickPercent?: number | undefined;
  bellPercent?: number | undefined;
  bellPitch?: number | undefined;
  bellDuration?: number | undefined;
  led?: number | undefined;
  /** LedMode */
  ledMode?: number | undefined;
  key?: number | undefined;
  /** AutoRepeatMode */
  autoRepeatMode?: number | undefined;
}

export interface ChangeKeyboardControlRequest {
  /** KB */
  valueMask: number;
  valueList: ChangeKeyboardControlValueList;
}

/** What the encoder takes: the mask follows from the values that are present. */
export type ChangeKeyboardControlArguments = Omit<ChangeKeyboardControlRequest, 'valueMask'> & {
  valueMask?: number | undefined;
};

export function decodeChangeKeyboardControl(reader: Reader): ChangeKeyboardControlRequest {
  reader.skip(2);
  reader.requestBody();
  const valueMask = reader.u32();
  reader.checkValueList(valueMask, 0xff);
  const valueList: ChangeKeyboardControlValueList = {};
  if ((valueMask & 1) !== 0) valueList.keyClickPercent = reader.i32();
  if ((valueMask & 2) !== 0) valueList.bellPercent = reader.i32();
  if ((valueMask & 4) !== 0) valueList.bellPitch = reader.i32();
  if ((valueMask & 8) !== 0) valueList.bellDuration = reader.i32();
  if ((valueMask & 16) !== 0) valueList.led = reader.u32();
  if ((valueMask & 32) !== 0) valueList.ledMode = reader.u32();
  if ((valueMask & 64) !== 0) valueList.key = reader.u32();
  if ((valueMask & 128) !== 0) valueList.autoRepeatMode = reader.u32();
  reader.endRequest();
  return { valueMask, valueList };
}

function maskOfChangeKeyboardControlValueList(list: ChangeKeyboardControlValueList): number {
  let mask = 0;
  if (list.keyClickPercent !== undefined) mask |= 1;
  if (list.bellPercent !== undefined) mask |= 2;
  if (list.bellPitch !== undefined) mask |= 4;
  if (list.bellDuration !== undefined) mask |= 8;
  if (list.led !== undefined) mask |= 16;
  if (list.ledMode !== undefined) mask |= 32;
  if (list.key !== undefined) mask |= 64;
  if (list.autoRepeatMode !== undefined) mask |= 128;
  return mask >>> 0;
}

export function encodeChangeKeyboardControl(writer: Writer, request: ChangeKeyboardControlArguments): void {
  const start = writer.length;
  const valueMask = maskOfChangeKeyboardControlValueList(request.valueList);
  writer.u8(102);
  writer.pad(1);
  writer.u16(0);
  writer.u32(valueMask);
  if (request.valueList.keyClickPercent !== undefined) writer.i32(request.valueList.keyClickPercent);
  if (request.valueList.bellPercent !== undefined) writer.i32(request.valueList.bellPercent);
  if (request.valueList.bellPitch !== undefined) writer.i32(request.valueList.bellPitch);
  if (request.valueList.bellDuration !== undefined) writer.i32(request.valueList.bellDuration);
  if (request.valueList.led !== undefined) writer.u32(request.valueList.led);
  if (request.valueList.ledMode !== undefined) writer.u32(request.valueList.ledMode);
  if (request.valueList.key !== undefined) writer.u32(request.valueList.key);
  if (request.valueList.autoRepeatMode !== undefined) writer.u32(request.valueList.autoRepeatMode);
  writer.endRequest(start);
}

export type GetKeyboardControlRequest = Record<never, never>;

export function decodeGetKeyboardControl(reader: Reader): GetKeyboardControlRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeGetKeyboardControl(writer: Writer, _request: GetKeyboardControlRequest): void {
  const start = writer.length;
  writer.u8(103);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface GetKeyboardControlReply {
  /** AutoRepeatMode */
  globalAutoRepeat: number;
  ledMask: number;
  keyClickPercent: number;
  bellPercent: number;
  bellPitch: number;
  bellDuration: number;
  autoRepeats: Uint8Array;
}

export function decodeGetKeyboardControlReply(reader: Reader): GetKeyboardControlReply & { sequence: number } {
  reader.skip(1);
  const globalAutoRepeat = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const ledMask = reader.u32();
  const keyClickPercent = reader.u8();
  const bellPercent = reader.u8();
  const bellPitch = reader.u16();
  const bellDuration = reader.u16();
  reader.skip(2);
  const autoRepeats = reader.bytes(32);
  return { sequence, globalAutoRepeat, ledMask, keyClickPercent, bellPercent, bellPitch, bellDuration, autoRepeats };
}

export function encodeGetKeyboardControlReply(writer: Writer, sequence: number, reply: GetKeyboardControlReply): void {
  const start = writer.length;
  checkLength('autoRepeats', reply.autoRepeats.length, 32);
  writer.u8(1);
  writer.u8(reply.globalAutoRepeat);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.ledMask);
  writer.u8(reply.keyClickPercent);
  writer.u8(reply.bellPercent);
  writer.u16(reply.bellPitch);
  writer.u16(reply.bellDuration);
  writer.pad(2);
  writer.bytes(reply.autoRepeats);
  writer.endReply(start);
}

export interface BellRequest {
  percent: number;
}

export function decodeBell(reader: Reader): BellRequest {
  reader.skip(1);
  const percent = reader.i8();
  reader.requestBody();
  reader.endRequest();
  return { percent };
}

export function encodeBell(writer: Writer, request: BellRequest): void {
  const start = writer.length;
  writer.u8(104);
  writer.i8(request.percent);
  writer.u16(0);
  writer.endRequest(start);
}

export interface ChangePointerControlRequest {
  accelerationNumerator: number;
  accelerationDenominator: number;
  threshold: number;
  doAcceleration: number;
  doThreshold: number;
}

export function decodeChangePointerControl(reader: Reader): ChangePointerControlRequest {
  reader.skip(2);
  reader.requestBody();
  const accelerationNumerator = reader.i16();
  const accelerationDenominator = reader.i16();
  const threshold = reader.i16();
  const doAcceleration = reader.u8();
  const doThreshold = reader.u8();
  reader.endRequest();
  return { accelerationNumerator, accelerationDenominator, threshold, doAcceleration, doThreshold };
}

export function encodeChangePointerControl(writer: Writer, request: ChangePointerControlRequest): void {
  const start = writer.length;
  writer.u8(105);
  writer.pad(1);
  writer.u16(0);
  writer.i16(request.accelerationNumerator);
  writer.i16(request.accelerationDenominator);
  writer.i16(request.threshold);
  writer.u8(request.doAcceleration);
  writer.u8(request.doThreshold);
  writer.endRequest(start);
}

export type GetPointerControlRequest = Record<never, never>;

export function decodeGetPointerControl(reader: Reader): GetPointerControlRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeGetPointerControl(writer: Writer, _request: GetPointerControlRequest): void {
  const start = writer.length;
  writer.u8(106);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface GetPointerControlReply {
  accelerationNumerator: number;
  accelerationDenominator: number;
  threshold: number;
}

export function decodeGetPointerControlReply(reader: Reader): GetPointerControlReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const accelerationNumerator = reader.u16();
  const accelerationDenominator = reader.u16();
  const threshold = reader.u16();
  reader.skip(18);
  return { sequence, accelerationNumerator, accelerationDenominator, threshold };
}

export function encodeGetPointerControlReply(writer: Writer, sequence: number, reply: GetPointerControlReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u16(reply.accelerationNumerator);
  writer.u16(reply.accelerationDenominator);
  writer.u16(reply.threshold);
  writer.pad(18);
  writer.endReply(start);
}

export interface SetScreenSaverRequest {
  timeout: number;
  interval: number;
  /** Blanking */
  preferBlanking: number;
  /** Exposures */
  allowExposures: number;
}

export function decodeSetScreenSaver(reader: Reader): SetScreenSaverRequest {
  reader.skip(2);
  reader.requestBody();
  const timeout = reader.i16();
  const interval = reader.i16();
  const preferBlanking = reader.u8();
  const allowExposures = reader.u8();
  reader.endRequest();
  return { timeout, interval, preferBlanking, allowExposures };
}

export function encodeSetScreenSaver(writer: Writer, request: SetScreenSaverRequest): void {
  const start = writer.length;
  writer.u8(107);
  writer.pad(1);
  writer.u16(0);
  writer.i16(request.timeout);
  writer.i16(request.interval);
  writer.u8(request.preferBlanking);
  writer.u8(request.allowExposures);
  writer.endRequest(start);
}

export type GetScreenSaverRequest = Record<never, never>;

export function decodeGetScreenSaver(reader: Reader): GetScreenSaverRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeGetScreenSaver(writer: Writer, _request: GetScreenSaverRequest): void {
  const start = writer.length;
  writer.u8(108);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface GetScreenSaverReply {
  timeout: number;
  interval: number;
  /** Blanking */
  preferBlanking: number;
  /** Exposures */
  allowExposures: number;
}

export function decodeGetScreenSaverReply(reader: Reader): GetScreenSaverReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const timeout = reader.u16();
  const interval = reader.u16();
  const preferBlanking = reader.u8();
  const allowExposures = reader.u8();
  reader.skip(18);
  return { sequence, timeout, interval, preferBlanking, allowExposures };
}

export function encodeGetScreenSaverReply(writer: Writer, sequence: number, reply: GetScreenSaverReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u16(reply.timeout);
  writer.u16(reply.interval);
  writer.u8(reply.preferBlanking);
  writer.u8(reply.allowExposures);
  writer.pad(18);
  writer.endReply(start);
}

export interface ChangeHostsRequest {
  /** HostMode */
  mode: number;
  /** Family */
  family: number;
  address: Uint8Array;
}

export function decodeChangeHosts(reader: Reader): ChangeHostsRequest {
  reader.skip(1);
  const mode = reader.u8();
  reader.requestBody();
  const family = reader.u8();
  reader.skip(1);
  const addressLen = reader.u16();
  const address = reader.bytes(addressLen);
  reader.endRequest();
  return { mode, family, address };
}

export function encodeChangeHosts(writer: Writer, request: ChangeHostsRequest): void {
  const start = writer.length;
  writer.u8(109);
  writer.u8(request.mode);
  writer.u16(0);
  writer.u8(request.family);
  writer.pad(1);
  writer.count16(request.address.length);
  writer.bytes(request.address);
  writer.endRequest(start);
}

export type ListHostsRequest = Record<never, never>;

export function decodeListHosts(reader: Reader): ListHostsRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeListHosts(writer: Writer, _request: ListHostsRequest): void {
  const start = writer.length;
  writer.u8(110);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface ListHostsReply {
  /** AccessControl */
  mode: number;
  hosts: Host[];
}

export function decodeListHostsReply(reader: Reader): ListHostsReply & { sequence: number } {
  reader.skip(1);
  const mode = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const hostsLen = reader.u16();
  reader.skip(22);
  const hosts = readHostList(reader, hostsLen);
  return { sequence, mode, hosts };
}

export function encodeListHostsReply(writer: Writer, sequence: number, reply: ListHostsReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.mode);
  writer.u16(sequence);
  writer.u32(0);
  writer.count16(reply.hosts.length);
  writer.pad(22);
  writeHostList(writer, reply.hosts);
  writer.endReply(start);
}

export interface SetAccessControlRequest {
  /** AccessControl */
  mode: number;
}

export function decodeSetAccessControl(reader: Reader): SetAccessControlRequest {
  reader.skip(1);
  const mode = reader.u8();
  reader.requestBody();
  reader.endRequest();
  return { mode };
}

export function encodeSetAccessControl(writer: Writer, request: SetAccessControlRequest): void {
  const start = writer.length;
  writer.u8(111);
  writer.u8(request.mode);
  writer.u16(0);
  writer.endRequest(start);
}

export interface SetCloseDownModeRequest {
  /** CloseDown */
  mode: number;
}

export function decodeSetCloseDownMode(reader: Reader): SetCloseDownModeRequest {
  reader.skip(1);
  const mode = reader.u8();
  reader.requestBody();
  reader.endRequest();
  return { mode };
}

export function encodeSetCloseDownMode(writer: Writer, request: SetCloseDownModeRequest): void {
  const start = writer.length;
  writer.u8(112);
  writer.u8(request.mode);
  writer.u16(0);
  writer.endRequest(start);
}

export interface KillClientRequest {
  /** Kill */
  resource: number;
}

export function decodeKillClient(reader: Reader): KillClientRequest {
  reader.skip(2);
  reader.requestBody();
  const resource = reader.u32();
  reader.endRequest();
  return { resource };
}

export function encodeKillClient(writer: Writer, request: KillClientRequest): void {
  const start = writer.length;
  writer.u8(113);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.resource);
  writer.endRequest(start);
}

export interface RotatePropertiesRequest {
  window: number;
  delta: number;
  atoms: Uint32Array;
}

export function decodeRotateProperties(reader: Reader): RotatePropertiesRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  const atomsLen = reader.u16();
  const delta = reader.i16();
  const atoms = reader.u32s(atomsLen);
  reader.endRequest();
  return { window, delta, atoms };
}

export function encodeRotateProperties(writer: Writer, request: RotatePropertiesRequest): void {
  const start = writer.length;
  writer.u8(114);
  writer.pad(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.count16(request.atoms.length);
  writer.i16(request.delta);
  writer.u32s(request.atoms);
  writer.endRequest(start);
}

export interface ForceScreenSaverRequest {
  /** ScreenSaver */
  mode: number;
}

export function decodeForceScreenSaver(reader: Reader): ForceScreenSaverRequest {
  reader.skip(1);
  const mode = reader.u8();
  reader.requestBody();
  reader.endRequest();
  return { mode };
}

export function encodeForceScreenSaver(writer: Writer, request: ForceScreenSaverRequest): void {
  const start = writer.length;
  writer.u8(115);
  writer.u8(request.mode);
  writer.u16(0);
  writer.endRequest(start);
}

export interface SetPointerMappingRequest {
  map: Uint8Array;
}

export function decodeSetPointerMapping(reader: Reader): SetPointerMappingRequest {
  reader.skip(1);
  const mapLen = reader.u8();
  reader.requestBody();
  const map = reader.bytes(mapLen);
  reader.endRequest();
  return { map };
}

export function encodeSetPointerMapping(writer: Writer, request: SetPointerMappingRequest): void {
  const start = writer.length;
  writer.u8(116);
  writer.count8(request.map.length);
  writer.u16(0);
  writer.bytes(request.map);
  writer.endRequest(start);
}

export interface SetPointerMappingReply {
  /** MappingStatus */
  status: number;
}

export function decodeSetPointerMappingReply(reader: Reader): SetPointerMappingReply & { sequence: number } {
  reader.skip(1);
  const status = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  return { sequence, status };
}

export function encodeSetPointerMappingReply(writer: Writer, sequence: number, reply: SetPointerMappingReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.status);
  writer.u16(sequence);
  writer.u32(0);
  writer.endReply(start);
}

export type GetPointerMappingRequest = Record<never, never>;

export function decodeGetPointerMapping(reader: Reader): GetPointerMappingRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeGetPointerMapping(writer: Writer, _request: GetPointerMappingRequest): void {
  const start = writer.length;
  writer.u8(117);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface GetPointerMappingReply {
  map: Uint8Array;
}

export function decodeGetPointerMappingReply(reader: Reader): GetPointerMappingReply & { sequence: number } {
  reader.skip(1);
  const mapLen = reader.u8();
  const sequence = reader.u16();
  reader.skip(28);
  const map = reader.bytes(mapLen);
  return { sequence, map };
}

export function encodeGetPointerMappingReply(writer: Writer, sequence: number, reply: GetPointerMappingReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.count8(reply.map.length);
  writer.u16(sequence);
  writer.u32(0);
  writer.pad(24);
  writer.bytes(reply.map);
  writer.endReply(start);
}

export interface SetModifierMappingRequest {
  keycodesPerModifier: number;
  keycodes: Uint8Array;
}

export function decodeSetModifierMapping(reader: Reader): SetModifierMappingRequest {
  reader.skip(1);
  const keycodesPerModifier = reader.u8();
  reader.requestBody();
  const keycodes = reader.bytes(keycodesPerModifier * 8);
  reader.endRequest();
  return { keycodesPerModifier, keycodes };
}

export function encodeSetModifierMapping(writer: Writer, request: SetModifierMappingRequest): void {
  const start = writer.length;
  checkLength('keycodes', request.keycodes.length, request.keycodesPerModifier * 8);
  writer.u8(118);
  writer.u8(request.keycodesPerModifier);
  writer.u16(0);
  writer.bytes(request.keycodes);
  writer.endRequest(start);
}

export interface SetModifierMappingReply {
  /** MappingStatus */
  status: number;
}

export function decodeSetModifierMappingReply(reader: Reader): SetModifierMappingReply & { sequence: number } {
  reader.skip(1);
  const status = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  return { sequence, status };
}

export function encodeSetModifierMappingReply(writer: Writer, sequence: number, reply: SetModifierMappingReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.status);
  writer.u16(sequence);
  writer.u32(0);
  writer.endReply(start);
}

export type GetModifierMappingRequest = Record<never, never>;

export function decodeGetModifierMapping(reader: Reader): GetModifierMappingRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeGetModifierMapping(writer: Writer, _request: GetModifierMappingRequest): void {
  const start = writer.length;
  writer.u8(119);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface GetModifierMappingReply {
  keycodesPerModifier: number;
  keycodes: Uint8Array;
}

export function decodeGetModifierMappingReply(reader: Reader): GetModifierMappingReply & { sequence: number } {
  reader.skip(1);
  const keycodesPerModifier = reader.u8();
  const sequence = reader.u16();
  reader.skip(28);
  const keycodes = reader.bytes(keycodesPerModifier * 8);
  return { sequence, keycodesPerModifier, keycodes };
}

export function encodeGetModifierMappingReply(writer: Writer, sequence: number, reply: GetModifierMappingReply): void {
  const start = writer.length;
  checkLength('keycodes', reply.keycodes.length, reply.keycodesPerModifier * 8);
  writer.u8(1);
  writer.u8(reply.keycodesPerModifier);
  writer.u16(sequence);
  writer.u32(0);
  writer.pad(24);
  writer.bytes(reply.keycodes);
  writer.endReply(start);
}

export type NoOperationRequest = Record<never, never>;

export function decodeNoOperation(reader: Reader): NoOperationRequest {
  reader.skip(2);
  reader.requestBody();
  reader.skip(reader.remaining);
  return {};
}

export function encodeNoOperation(writer: Writer, _request: NoOperationRequest): void {
  const start = writer.length;
  writer.u8(127);
  writer.pad(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface KeyPressEvent {
  detail: number;
  time: number;
  root: number;
  event: number;
  /** Window */
  child: number;
  rootX: number;
  rootY: number;
  eventX: number;
  eventY: number;
  /** KeyButMask */
  state: number;
  sameScreen: number;
}

export function decodeKeyPressEvent(reader: Reader): KeyPressEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const detail = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const root = reader.u32();
  const event_ = reader.u32();
  const child = reader.u32();
  const rootX = reader.i16();
  const rootY = reader.i16();
  const eventX = reader.i16();
  const eventY = reader.i16();
  const state = reader.u16();
  const sameScreen = reader.u8();
  reader.skip(1);
  return {
    sequence,
    sendEvent,
    detail,
    time,
    root,
    event: event_,
    child,
    rootX,
    rootY,
    eventX,
    eventY,
    state,
    sameScreen,
  };
}

export function encodeKeyPressEvent(writer: Writer, sequence: number, event: KeyPressEvent, firstEvent = 0): void {
  const start = writer.length;
  writer.u8(firstEvent + 2);
  writer.u8(event.detail);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u32(event.root);
  writer.u32(event.event);
  writer.u32(event.child);
  writer.i16(event.rootX);
  writer.i16(event.rootY);
  writer.i16(event.eventX);
  writer.i16(event.eventY);
  writer.u16(event.state);
  writer.u8(event.sameScreen);
  writer.pad(1);
  writer.endEvent(start);
}

export type KeyReleaseEvent = KeyPressEvent;

export function decodeKeyReleaseEvent(reader: Reader): KeyReleaseEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const detail = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const root = reader.u32();
  const event_ = reader.u32();
  const child = reader.u32();
  const rootX = reader.i16();
  const rootY = reader.i16();
  const eventX = reader.i16();
  const eventY = reader.i16();
  const state = reader.u16();
  const sameScreen = reader.u8();
  reader.skip(1);
  return {
    sequence,
    sendEvent,
    detail,
    time,
    root,
    event: event_,
    child,
    rootX,
    rootY,
    eventX,
    eventY,
    state,
    sameScreen,
  };
}

export function encodeKeyReleaseEvent(writer: Writer, sequence: number, event: KeyReleaseEvent, firstEvent = 0): void {
  const start = writer.length;
  writer.u8(firstEvent + 3);
  writer.u8(event.detail);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u32(event.root);
  writer.u32(event.event);
  writer.u32(event.child);
  writer.i16(event.rootX);
  writer.i16(event.rootY);
  writer.i16(event.eventX);
  writer.i16(event.eventY);
  writer.u16(event.state);
  writer.u8(event.sameScreen);
  writer.pad(1);
  writer.endEvent(start);
}

export interface ButtonPressEvent {
  detail: number;
  time: number;
  root: number;
  event: number;
  /** Window */
  child: number;
  rootX: number;
  rootY: number;
  eventX: number;
  eventY: number;
  /** KeyButMask */
  state: number;
  sameScreen: number;
}

export function decodeButtonPressEvent(reader: Reader): ButtonPressEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const detail = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const root = reader.u32();
  const event_ = reader.u32();
  const child = reader.u32();
  const rootX = reader.i16();
  const rootY = reader.i16();
  const eventX = reader.i16();
  const eventY = reader.i16();
  const state = reader.u16();
  const sameScreen = reader.u8();
  reader.skip(1);
  return {
    sequence,
    sendEvent,
    detail,
    time,
    root,
    event: event_,
    child,
    rootX,
    rootY,
    eventX,
    eventY,
    state,
    sameScreen,
  };
}

export function encodeButtonPressEvent(
  writer: Writer,
  sequence: number,
  event: ButtonPressEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 4);
  writer.u8(event.detail);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u32(event.root);
  writer.u32(event.event);
  writer.u32(event.child);
  writer.i16(event.rootX);
  writer.i16(event.rootY);
  writer.i16(event.eventX);
  writer.i16(event.eventY);
  writer.u16(event.state);
  writer.u8(event.sameScreen);
  writer.pad(1);
  writer.endEvent(start);
}

export type ButtonReleaseEvent = ButtonPressEvent;

export function decodeButtonReleaseEvent(
  reader: Reader,
): ButtonReleaseEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const detail = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const root = reader.u32();
  const event_ = reader.u32();
  const child = reader.u32();
  const rootX = reader.i16();
  const rootY = reader.i16();
  const eventX = reader.i16();
  const eventY = reader.i16();
  const state = reader.u16();
  const sameScreen = reader.u8();
  reader.skip(1);
  return {
    sequence,
    sendEvent,
    detail,
    time,
    root,
    event: event_,
    child,
    rootX,
    rootY,
    eventX,
    eventY,
    state,
    sameScreen,
  };
}

export function encodeButtonReleaseEvent(
  writer: Writer,
  sequence: number,
  event: ButtonReleaseEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 5);
  writer.u8(event.detail);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u32(event.root);
  writer.u32(event.event);
  writer.u32(event.child);
  writer.i16(event.rootX);
  writer.i16(event.rootY);
  writer.i16(event.eventX);
  writer.i16(event.eventY);
  writer.u16(event.state);
  writer.u8(event.sameScreen);
  writer.pad(1);
  writer.endEvent(start);
}

export interface MotionNotifyEvent {
  /** Motion */
  detail: number;
  time: number;
  root: number;
  event: number;
  /** Window */
  child: number;
  rootX: number;
  rootY: number;
  eventX: number;
  eventY: number;
  /** KeyButMask */
  state: number;
  sameScreen: number;
}

export function decodeMotionNotifyEvent(reader: Reader): MotionNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const detail = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const root = reader.u32();
  const event_ = reader.u32();
  const child = reader.u32();
  const rootX = reader.i16();
  const rootY = reader.i16();
  const eventX = reader.i16();
  const eventY = reader.i16();
  const state = reader.u16();
  const sameScreen = reader.u8();
  reader.skip(1);
  return {
    sequence,
    sendEvent,
    detail,
    time,
    root,
    event: event_,
    child,
    rootX,
    rootY,
    eventX,
    eventY,
    state,
    sameScreen,
  };
}

export function encodeMotionNotifyEvent(
  writer: Writer,
  sequence: number,
  event: MotionNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 6);
  writer.u8(event.detail);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u32(event.root);
  writer.u32(event.event);
  writer.u32(event.child);
  writer.i16(event.rootX);
  writer.i16(event.rootY);
  writer.i16(event.eventX);
  writer.i16(event.eventY);
  writer.u16(event.state);
  writer.u8(event.sameScreen);
  writer.pad(1);
  writer.endEvent(start);
}

export interface EnterNotifyEvent {
  /** NotifyDetail */
  detail: number;
  time: number;
  root: number;
  event: number;
  /** Window */
  child: number;
  rootX: number;
  rootY: number;
  eventX: number;
  eventY: number;
  /** KeyButMask */
  state: number;
  /** NotifyMode */
  mode: number;
  sameScreenFocus: number;
}

export function decodeEnterNotifyEvent(reader: Reader): EnterNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const detail = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const root = reader.u32();
  const event_ = reader.u32();
  const child = reader.u32();
  const rootX = reader.i16();
  const rootY = reader.i16();
  const eventX = reader.i16();
  const eventY = reader.i16();
  const state = reader.u16();
  const mode = reader.u8();
  const sameScreenFocus = reader.u8();
  return {
    sequence,
    sendEvent,
    detail,
    time,
    root,
    event: event_,
    child,
    rootX,
    rootY,
    eventX,
    eventY,
    state,
    mode,
    sameScreenFocus,
  };
}

export function encodeEnterNotifyEvent(
  writer: Writer,
  sequence: number,
  event: EnterNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 7);
  writer.u8(event.detail);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u32(event.root);
  writer.u32(event.event);
  writer.u32(event.child);
  writer.i16(event.rootX);
  writer.i16(event.rootY);
  writer.i16(event.eventX);
  writer.i16(event.eventY);
  writer.u16(event.state);
  writer.u8(event.mode);
  writer.u8(event.sameScreenFocus);
  writer.endEvent(start);
}

export type LeaveNotifyEvent = EnterNotifyEvent;

export function decodeLeaveNotifyEvent(reader: Reader): LeaveNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const detail = reader.u8();
  const sequence = reader.u16();
  const time = reader.u32();
  const root = reader.u32();
  const event_ = reader.u32();
  const child = reader.u32();
  const rootX = reader.i16();
  const rootY = reader.i16();
  const eventX = reader.i16();
  const eventY = reader.i16();
  const state = reader.u16();
  const mode = reader.u8();
  const sameScreenFocus = reader.u8();
  return {
    sequence,
    sendEvent,
    detail,
    time,
    root,
    event: event_,
    child,
    rootX,
    rootY,
    eventX,
    eventY,
    state,
    mode,
    sameScreenFocus,
  };
}

export function encodeLeaveNotifyEvent(
  writer: Writer,
  sequence: number,
  event: LeaveNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 8);
  writer.u8(event.detail);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u32(event.root);
  writer.u32(event.event);
  writer.u32(event.child);
  writer.i16(event.rootX);
  writer.i16(event.rootY);
  writer.i16(event.eventX);
  writer.i16(event.eventY);
  writer.u16(event.state);
  writer.u8(event.mode);
  writer.u8(event.sameScreenFocus);
  writer.endEvent(start);
}

export interface FocusInEvent {
  /** NotifyDetail */
  detail: number;
  event: number;
  /** NotifyMode */
  mode: number;
}

export function decodeFocusInEvent(reader: Reader): FocusInEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const detail = reader.u8();
  const sequence = reader.u16();
  const event_ = reader.u32();
  const mode = reader.u8();
  reader.skip(3);
  return { sequence, sendEvent, detail, event: event_, mode };
}

export function encodeFocusInEvent(writer: Writer, sequence: number, event: FocusInEvent, firstEvent = 0): void {
  const start = writer.length;
  writer.u8(firstEvent + 9);
  writer.u8(event.detail);
  writer.u16(sequence);
  writer.u32(event.event);
  writer.u8(event.mode);
  writer.pad(3);
  writer.endEvent(start);
}

export type FocusOutEvent = FocusInEvent;

export function decodeFocusOutEvent(reader: Reader): FocusOutEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const detail = reader.u8();
  const sequence = reader.u16();
  const event_ = reader.u32();
  const mode = reader.u8();
  reader.skip(3);
  return { sequence, sendEvent, detail, event: event_, mode };
}

export function encodeFocusOutEvent(writer: Writer, sequence: number, event: FocusOutEvent, firstEvent = 0): void {
  const start = writer.length;
  writer.u8(firstEvent + 10);
  writer.u8(event.detail);
  writer.u16(sequence);
  writer.u32(event.event);
  writer.u8(event.mode);
  writer.pad(3);
  writer.endEvent(start);
}

export interface KeymapNotifyEvent {
  keys: Uint8Array;
}

export function decodeKeymapNotifyEvent(reader: Reader): KeymapNotifyEvent & { sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const keys = reader.bytes(31);
  return { sendEvent, keys };
}

export function encodeKeymapNotifyEvent(
  writer: Writer,
  _sequence: number,
  event: KeymapNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  checkLength('keys', event.keys.length, 31);
  writer.u8(firstEvent + 11);
  writer.bytes(event.keys);
  writer.endEvent(start);
}

export interface ExposeEvent {
  window: number;
  x: number;
  y: number;
  width: number;
  height: number;
  count: number;
}

export function decodeExposeEvent(reader: Reader): ExposeEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const window = reader.u32();
  const x = reader.u16();
  const y = reader.u16();
  const width = reader.u16();
  const height = reader.u16();
  const count_ = reader.u16();
  reader.skip(2);
  return { sequence, sendEvent, window, x, y, width, height, count: count_ };
}

export function encodeExposeEvent(writer: Writer, sequence: number, event: ExposeEvent, firstEvent = 0): void {
  const start = writer.length;
  writer.u8(firstEvent + 12);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.window);
  writer.u16(event.x);
  writer.u16(event.y);
  writer.u16(event.width);
  writer.u16(event.height);
  writer.u16(event.count);
  writer.pad(2);
  writer.endEvent(start);
}

export interface GraphicsExposureEvent {
  drawable: number;
  x: number;
  y: number;
  width: number;
  height: number;
  minorOpcode: number;
  count: number;
  majorOpcode: number;
}

export function decodeGraphicsExposureEvent(
  reader: Reader,
): GraphicsExposureEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const drawable = reader.u32();
  const x = reader.u16();
  const y = reader.u16();
  const width = reader.u16();
  const height = reader.u16();
  const minorOpcode = reader.u16();
  const count_ = reader.u16();
  const majorOpcode = reader.u8();
  reader.skip(3);
  return { sequence, sendEvent, drawable, x, y, width, height, minorOpcode, count: count_, majorOpcode };
}

export function encodeGraphicsExposureEvent(
  writer: Writer,
  sequence: number,
  event: GraphicsExposureEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 13);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.drawable);
  writer.u16(event.x);
  writer.u16(event.y);
  writer.u16(event.width);
  writer.u16(event.height);
  writer.u16(event.minorOpcode);
  writer.u16(event.count);
  writer.u8(event.majorOpcode);
  writer.pad(3);
  writer.endEvent(start);
}

export interface NoExposureEvent {
  drawable: number;
  minorOpcode: number;
  majorOpcode: number;
}

export function decodeNoExposureEvent(reader: Reader): NoExposureEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const drawable = reader.u32();
  const minorOpcode = reader.u16();
  const majorOpcode = reader.u8();
  reader.skip(1);
  return { sequence, sendEvent, drawable, minorOpcode, majorOpcode };
}

export function encodeNoExposureEvent(writer: Writer, sequence: number, event: NoExposureEvent, firstEvent = 0): void {
  const start = writer.length;
  writer.u8(firstEvent + 14);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.drawable);
  writer.u16(event.minorOpcode);
  writer.u8(event.majorOpcode);
  writer.pad(1);
  writer.endEvent(start);
}

export interface VisibilityNotifyEvent {
  window: number;
  /** Visibility */
  state: number;
}

export function decodeVisibilityNotifyEvent(
  reader: Reader,
): VisibilityNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const window = reader.u32();
  const state = reader.u8();
  reader.skip(3);
  return { sequence, sendEvent, window, state };
}

export function encodeVisibilityNotifyEvent(
  writer: Writer,
  sequence: number,
  event: VisibilityNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 15);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.window);
  writer.u8(event.state);
  writer.pad(3);
  writer.endEvent(start);
}

export interface CreateNotifyEvent {
  parent: number;
  window: number;
  x: number;
  y: number;
  width: number;
  height: number;
  borderWidth: number;
  overrideRedirect: number;
}

export function decodeCreateNotifyEvent(reader: Reader): CreateNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const parent = reader.u32();
  const window = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const width = reader.u16();
  const height = reader.u16();
  const borderWidth = reader.u16();
  const overrideRedirect = reader.u8();
  reader.skip(1);
  return { sequence, sendEvent, parent, window, x, y, width, height, borderWidth, overrideRedirect };
}

export function encodeCreateNotifyEvent(
  writer: Writer,
  sequence: number,
  event: CreateNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 16);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.parent);
  writer.u32(event.window);
  writer.i16(event.x);
  writer.i16(event.y);
  writer.u16(event.width);
  writer.u16(event.height);
  writer.u16(event.borderWidth);
  writer.u8(event.overrideRedirect);
  writer.pad(1);
  writer.endEvent(start);
}

export interface DestroyNotifyEvent {
  event: number;
  window: number;
}

export function decodeDestroyNotifyEvent(
  reader: Reader,
): DestroyNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const event_ = reader.u32();
  const window = reader.u32();
  return { sequence, sendEvent, event: event_, window };
}

export function encodeDestroyNotifyEvent(
  writer: Writer,
  sequence: number,
  event: DestroyNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 17);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.event);
  writer.u32(event.window);
  writer.endEvent(start);
}

export interface UnmapNotifyEvent {
  event: number;
  window: number;
  fromConfigure: number;
}

export function decodeUnmapNotifyEvent(reader: Reader): UnmapNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const event_ = reader.u32();
  const window = reader.u32();
  const fromConfigure = reader.u8();
  reader.skip(3);
  return { sequence, sendEvent, event: event_, window, fromConfigure };
}

export function encodeUnmapNotifyEvent(
  writer: Writer,
  sequence: number,
  event: UnmapNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 18);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.event);
  writer.u32(event.window);
  writer.u8(event.fromConfigure);
  writer.pad(3);
  writer.endEvent(start);
}

export interface MapNotifyEvent {
  event: number;
  window: number;
  overrideRedirect: number;
}

export function decodeMapNotifyEvent(reader: Reader): MapNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const event_ = reader.u32();
  const window = reader.u32();
  const overrideRedirect = reader.u8();
  reader.skip(3);
  return { sequence, sendEvent, event: event_, window, overrideRedirect };
}

export function encodeMapNotifyEvent(writer: Writer, sequence: number, event: MapNotifyEvent, firstEvent = 0): void {
  const start = writer.length;
  writer.u8(firstEvent + 19);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.event);
  writer.u32(event.window);
  writer.u8(event.overrideRedirect);
  writer.pad(3);
  writer.endEvent(start);
}

export interface MapRequestEvent {
  parent: number;
  window: number;
}

export function decodeMapRequestEvent(reader: Reader): MapRequestEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const parent = reader.u32();
  const window = reader.u32();
  return { sequence, sendEvent, parent, window };
}

export function encodeMapRequestEvent(writer: Writer, sequence: number, event: MapRequestEvent, firstEvent = 0): void {
  const start = writer.length;
  writer.u8(firstEvent + 20);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.parent);
  writer.u32(event.window);
  writer.endEvent(start);
}

export interface ReparentNotifyEvent {
  event: number;
  window: number;
  parent: number;
  x: number;
  y: number;
  overrideRedirect: number;
}

export function decodeReparentNotifyEvent(
  reader: Reader,
): ReparentNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const event_ = reader.u32();
  const window = reader.u32();
  const parent = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const overrideRedirect = reader.u8();
  reader.skip(3);
  return { sequence, sendEvent, event: event_, window, parent, x, y, overrideRedirect };
}

export function encodeReparentNotifyEvent(
  writer: Writer,
  sequence: number,
  event: ReparentNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 21);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.event);
  writer.u32(event.window);
  writer.u32(event.parent);
  writer.i16(event.x);
  writer.i16(event.y);
  writer.u8(event.overrideRedirect);
  writer.pad(3);
  writer.endEvent(start);
}

export interface ConfigureNotifyEvent {
  event: number;
  window: number;
  /** Window */
  aboveSibling: number;
  x: number;
  y: number;
  width: number;
  height: number;
  borderWidth: number;
  overrideRedirect: number;
}

export function decodeConfigureNotifyEvent(
  reader: Reader,
): ConfigureNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const event_ = reader.u32();
  const window = reader.u32();
  const aboveSibling = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const width = reader.u16();
  const height = reader.u16();
  const borderWidth = reader.u16();
  const overrideRedirect = reader.u8();
  reader.skip(1);
  return {
    sequence,
    sendEvent,
    event: event_,
    window,
    aboveSibling,
    x,
    y,
    width,
    height,
    borderWidth,
    overrideRedirect,
  };
}

export function encodeConfigureNotifyEvent(
  writer: Writer,
  sequence: number,
  event: ConfigureNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 22);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.event);
  writer.u32(event.window);
  writer.u32(event.aboveSibling);
  writer.i16(event.x);
  writer.i16(event.y);
  writer.u16(event.width);
  writer.u16(event.height);
  writer.u16(event.borderWidth);
  writer.u8(event.overrideRedirect);
  writer.pad(1);
  writer.endEvent(start);
}

export interface ConfigureRequestEvent {
  /** StackMode */
  stackMode: number;
  parent: number;
  window: number;
  /** Window */
  sibling: number;
  x: number;
  y: number;
  width: number;
  height: number;
  borderWidth: number;
  /** ConfigWindow */
  valueMask: number;
}

export function decodeConfigureRequestEvent(
  reader: Reader,
): ConfigureRequestEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const stackMode = reader.u8();
  const sequence = reader.u16();
  const parent = reader.u32();
  const window = reader.u32();
  const sibling = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  const width = reader.u16();
  const height = reader.u16();
  const borderWidth = reader.u16();
  const valueMask = reader.u16();
  return { sequence, sendEvent, stackMode, parent, window, sibling, x, y, width, height, borderWidth, valueMask };
}

export function encodeConfigureRequestEvent(
  writer: Writer,
  sequence: number,
  event: ConfigureRequestEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 23);
  writer.u8(event.stackMode);
  writer.u16(sequence);
  writer.u32(event.parent);
  writer.u32(event.window);
  writer.u32(event.sibling);
  writer.i16(event.x);
  writer.i16(event.y);
  writer.u16(event.width);
  writer.u16(event.height);
  writer.u16(event.borderWidth);
  writer.u16(event.valueMask);
  writer.endEvent(start);
}

export interface GravityNotifyEvent {
  event: number;
  window: number;
  x: number;
  y: number;
}

export function decodeGravityNotifyEvent(
  reader: Reader,
): GravityNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const event_ = reader.u32();
  const window = reader.u32();
  const x = reader.i16();
  const y = reader.i16();
  return { sequence, sendEvent, event: event_, window, x, y };
}

export function encodeGravityNotifyEvent(
  writer: Writer,
  sequence: number,
  event: GravityNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 24);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.event);
  writer.u32(event.window);
  writer.i16(event.x);
  writer.i16(event.y);
  writer.endEvent(start);
}

export interface ResizeRequestEvent {
  window: number;
  width: number;
  height: number;
}

export function decodeResizeRequestEvent(
  reader: Reader,
): ResizeRequestEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const window = reader.u32();
  const width = reader.u16();
  const height = reader.u16();
  return { sequence, sendEvent, window, width, height };
}

export function encodeResizeRequestEvent(
  writer: Writer,
  sequence: number,
  event: ResizeRequestEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 25);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.window);
  writer.u16(event.width);
  writer.u16(event.height);
  writer.endEvent(start);
}

export interface CirculateNotifyEvent {
  event: number;
  window: number;
  /** Place */
  place: number;
}

export function decodeCirculateNotifyEvent(
  reader: Reader,
): CirculateNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const event_ = reader.u32();
  const window = reader.u32();
  reader.skip(4);
  const place = reader.u8();
  reader.skip(3);
  return { sequence, sendEvent, event: event_, window, place };
}

export function encodeCirculateNotifyEvent(
  writer: Writer,
  sequence: number,
  event: CirculateNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 26);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.event);
  writer.u32(event.window);
  writer.pad(4);
  writer.u8(event.place);
  writer.pad(3);
  writer.endEvent(start);
}

export type CirculateRequestEvent = CirculateNotifyEvent;

export function decodeCirculateRequestEvent(
  reader: Reader,
): CirculateRequestEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const event_ = reader.u32();
  const window = reader.u32();
  reader.skip(4);
  const place = reader.u8();
  reader.skip(3);
  return { sequence, sendEvent, event: event_, window, place };
}

export function encodeCirculateRequestEvent(
  writer: Writer,
  sequence: number,
  event: CirculateRequestEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 27);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.event);
  writer.u32(event.window);
  writer.pad(4);
  writer.u8(event.place);
  writer.pad(3);
  writer.endEvent(start);
}

export interface PropertyNotifyEvent {
  window: number;
  atom: number;
  time: number;
  /** Property */
  state: number;
}

export function decodePropertyNotifyEvent(
  reader: Reader,
): PropertyNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const window = reader.u32();
  const atom = reader.u32();
  const time = reader.u32();
  const state = reader.u8();
  reader.skip(3);
  return { sequence, sendEvent, window, atom, time, state };
}

export function encodePropertyNotifyEvent(
  writer: Writer,
  sequence: number,
  event: PropertyNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 28);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.window);
  writer.u32(event.atom);
  writer.u32(event.time);
  writer.u8(event.state);
  writer.pad(3);
  writer.endEvent(start);
}

export interface SelectionClearEvent {
  time: number;
  owner: number;
  selection: number;
}

export function decodeSelectionClearEvent(
  reader: Reader,
): SelectionClearEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const time = reader.u32();
  const owner = reader.u32();
  const selection = reader.u32();
  return { sequence, sendEvent, time, owner, selection };
}

export function encodeSelectionClearEvent(
  writer: Writer,
  sequence: number,
  event: SelectionClearEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 29);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u32(event.owner);
  writer.u32(event.selection);
  writer.endEvent(start);
}

export interface SelectionRequestEvent {
  /** Time */
  time: number;
  owner: number;
  requestor: number;
  selection: number;
  target: number;
  /** Atom */
  property: number;
}

export function decodeSelectionRequestEvent(
  reader: Reader,
): SelectionRequestEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const time = reader.u32();
  const owner = reader.u32();
  const requestor = reader.u32();
  const selection = reader.u32();
  const target = reader.u32();
  const property = reader.u32();
  return { sequence, sendEvent, time, owner, requestor, selection, target, property };
}

export function encodeSelectionRequestEvent(
  writer: Writer,
  sequence: number,
  event: SelectionRequestEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 30);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u32(event.owner);
  writer.u32(event.requestor);
  writer.u32(event.selection);
  writer.u32(event.target);
  writer.u32(event.property);
  writer.endEvent(start);
}

export interface SelectionNotifyEvent {
  /** Time */
  time: number;
  requestor: number;
  selection: number;
  target: number;
  /** Atom */
  property: number;
}

export function decodeSelectionNotifyEvent(
  reader: Reader,
): SelectionNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const time = reader.u32();
  const requestor = reader.u32();
  const selection = reader.u32();
  const target = reader.u32();
  const property = reader.u32();
  return { sequence, sendEvent, time, requestor, selection, target, property };
}

export function encodeSelectionNotifyEvent(
  writer: Writer,
  sequence: number,
  event: SelectionNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 31);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.time);
  writer.u32(event.requestor);
  writer.u32(event.selection);
  writer.u32(event.target);
  writer.u32(event.property);
  writer.endEvent(start);
}

export interface ColormapNotifyEvent {
  window: number;
  /** Colormap */
  colormap: number;
  new: number;
  /** ColormapState */
  state: number;
}

export function decodeColormapNotifyEvent(
  reader: Reader,
): ColormapNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const window = reader.u32();
  const colormap = reader.u32();
  const new_ = reader.u8();
  const state = reader.u8();
  reader.skip(2);
  return { sequence, sendEvent, window, colormap, new: new_, state };
}

export function encodeColormapNotifyEvent(
  writer: Writer,
  sequence: number,
  event: ColormapNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 32);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(event.window);
  writer.u32(event.colormap);
  writer.u8(event.new);
  writer.u8(event.state);
  writer.pad(2);
  writer.endEvent(start);
}

export interface ClientMessageEvent {
  format: number;
  window: number;
  type: number;
  data: ClientMessageData;
}

export function decodeClientMessageEvent(
  reader: Reader,
): ClientMessageEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const format = reader.u8();
  const sequence = reader.u16();
  const window = reader.u32();
  const type = reader.u32();
  const data = readClientMessageData(reader, format);
  return { sequence, sendEvent, format, window, type, data };
}

export function encodeClientMessageEvent(
  writer: Writer,
  sequence: number,
  event: ClientMessageEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 33);
  writer.u8(event.format);
  writer.u16(sequence);
  writer.u32(event.window);
  writer.u32(event.type);
  writeClientMessageData(writer, event.data);
  writer.endEvent(start);
}

export interface MappingNotifyEvent {
  /** Mapping */
  request: number;
  firstKeycode: number;
  count: number;
}

export function decodeMappingNotifyEvent(
  reader: Reader,
): MappingNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  reader.skip(1);
  const sequence = reader.u16();
  const request_ = reader.u8();
  const firstKeycode = reader.u8();
  const count_ = reader.u8();
  reader.skip(1);
  return { sequence, sendEvent, request: request_, firstKeycode, count: count_ };
}

export function encodeMappingNotifyEvent(
  writer: Writer,
  sequence: number,
  event: MappingNotifyEvent,
  firstEvent = 0,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 34);
  writer.pad(1);
  writer.u16(sequence);
  writer.u8(event.request);
  writer.u8(event.firstKeycode);
  writer.u8(event.count);
  writer.pad(1);
  writer.endEvent(start);
}

export interface CoreRequests {
  CreateWindow: CreateWindowRequest;
  ChangeWindowAttributes: ChangeWindowAttributesRequest;
  GetWindowAttributes: GetWindowAttributesRequest;
  DestroyWindow: DestroyWindowRequest;
  DestroySubwindows: DestroySubwindowsRequest;
  ChangeSaveSet: ChangeSaveSetRequest;
  ReparentWindow: ReparentWindowRequest;
  MapWindow: MapWindowRequest;
  MapSubwindows: MapSubwindowsRequest;
  UnmapWindow: UnmapWindowRequest;
  UnmapSubwindows: UnmapSubwindowsRequest;
  ConfigureWindow: ConfigureWindowRequest;
  CirculateWindow: CirculateWindowRequest;
  GetGeometry: GetGeometryRequest;
  QueryTree: QueryTreeRequest;
  InternAtom: InternAtomRequest;
  GetAtomName: GetAtomNameRequest;
  ChangeProperty: ChangePropertyRequest;
  DeleteProperty: DeletePropertyRequest;
  GetProperty: GetPropertyRequest;
  ListProperties: ListPropertiesRequest;
  SetSelectionOwner: SetSelectionOwnerRequest;
  GetSelectionOwner: GetSelectionOwnerRequest;
  ConvertSelection: ConvertSelectionRequest;
  SendEvent: SendEventRequest;
  GrabPointer: GrabPointerRequest;
  UngrabPointer: UngrabPointerRequest;
  GrabButton: GrabButtonRequest;
  UngrabButton: UngrabButtonRequest;
  ChangeActivePointerGrab: ChangeActivePointerGrabRequest;
  GrabKeyboard: GrabKeyboardRequest;
  UngrabKeyboard: UngrabKeyboardRequest;
  GrabKey: GrabKeyRequest;
  UngrabKey: UngrabKeyRequest;
  AllowEvents: AllowEventsRequest;
  GrabServer: GrabServerRequest;
  UngrabServer: UngrabServerRequest;
  QueryPointer: QueryPointerRequest;
  GetMotionEvents: GetMotionEventsRequest;
  TranslateCoordinates: TranslateCoordinatesRequest;
  WarpPointer: WarpPointerRequest;
  SetInputFocus: SetInputFocusRequest;
  GetInputFocus: GetInputFocusRequest;
  QueryKeymap: QueryKeymapRequest;
  OpenFont: OpenFontRequest;
  CloseFont: CloseFontRequest;
  QueryFont: QueryFontRequest;
  QueryTextExtents: QueryTextExtentsRequest;
  ListFonts: ListFontsRequest;
  ListFontsWithInfo: ListFontsWithInfoRequest;
  SetFontPath: SetFontPathRequest;
  GetFontPath: GetFontPathRequest;
  CreatePixmap: CreatePixmapRequest;
  FreePixmap: FreePixmapRequest;
  CreateGC: CreateGCRequest;
  ChangeGC: ChangeGCRequest;
  CopyGC: CopyGCRequest;
  SetDashes: SetDashesRequest;
  SetClipRectangles: SetClipRectanglesRequest;
  FreeGC: FreeGCRequest;
  ClearArea: ClearAreaRequest;
  CopyArea: CopyAreaRequest;
  CopyPlane: CopyPlaneRequest;
  PolyPoint: PolyPointRequest;
  PolyLine: PolyLineRequest;
  PolySegment: PolySegmentRequest;
  PolyRectangle: PolyRectangleRequest;
  PolyArc: PolyArcRequest;
  FillPoly: FillPolyRequest;
  PolyFillRectangle: PolyFillRectangleRequest;
  PolyFillArc: PolyFillArcRequest;
  PutImage: PutImageRequest;
  GetImage: GetImageRequest;
  PolyText8: PolyText8Request;
  PolyText16: PolyText16Request;
  ImageText8: ImageText8Request;
  ImageText16: ImageText16Request;
  CreateColormap: CreateColormapRequest;
  FreeColormap: FreeColormapRequest;
  CopyColormapAndFree: CopyColormapAndFreeRequest;
  InstallColormap: InstallColormapRequest;
  UninstallColormap: UninstallColormapRequest;
  ListInstalledColormaps: ListInstalledColormapsRequest;
  AllocColor: AllocColorRequest;
  AllocNamedColor: AllocNamedColorRequest;
  AllocColorCells: AllocColorCellsRequest;
  AllocColorPlanes: AllocColorPlanesRequest;
  FreeColors: FreeColorsRequest;
  StoreColors: StoreColorsRequest;
  StoreNamedColor: StoreNamedColorRequest;
  QueryColors: QueryColorsRequest;
  LookupColor: LookupColorRequest;
  CreateCursor: CreateCursorRequest;
  CreateGlyphCursor: CreateGlyphCursorRequest;
  FreeCursor: FreeCursorRequest;
  RecolorCursor: RecolorCursorRequest;
  QueryBestSize: QueryBestSizeRequest;
  QueryExtension: QueryExtensionRequest;
  ListExtensions: ListExtensionsRequest;
  ChangeKeyboardMapping: ChangeKeyboardMappingRequest;
  GetKeyboardMapping: GetKeyboardMappingRequest;
  ChangeKeyboardControl: ChangeKeyboardControlRequest;
  GetKeyboardControl: GetKeyboardControlRequest;
  Bell: BellRequest;
  ChangePointerControl: ChangePointerControlRequest;
  GetPointerControl: GetPointerControlRequest;
  SetScreenSaver: SetScreenSaverRequest;
  GetScreenSaver: GetScreenSaverRequest;
  ChangeHosts: ChangeHostsRequest;
  ListHosts: ListHostsRequest;
  SetAccessControl: SetAccessControlRequest;
  SetCloseDownMode: SetCloseDownModeRequest;
  KillClient: KillClientRequest;
  RotateProperties: RotatePropertiesRequest;
  ForceScreenSaver: ForceScreenSaverRequest;
  SetPointerMapping: SetPointerMappingRequest;
  GetPointerMapping: GetPointerMappingRequest;
  SetModifierMapping: SetModifierMappingRequest;
  GetModifierMapping: GetModifierMappingRequest;
  NoOperation: NoOperationRequest;
}

/** What the request encoders take. */
export interface CoreRequestArguments {
  CreateWindow: CreateWindowArguments;
  ChangeWindowAttributes: ChangeWindowAttributesArguments;
  GetWindowAttributes: GetWindowAttributesRequest;
  DestroyWindow: DestroyWindowRequest;
  DestroySubwindows: DestroySubwindowsRequest;
  ChangeSaveSet: ChangeSaveSetRequest;
  ReparentWindow: ReparentWindowRequest;
  MapWindow: MapWindowRequest;
  MapSubwindows: MapSubwindowsRequest;
  UnmapWindow: UnmapWindowRequest;
  UnmapSubwindows: UnmapSubwindowsRequest;
  ConfigureWindow: ConfigureWindowArguments;
  CirculateWindow: CirculateWindowRequest;
  GetGeometry: GetGeometryRequest;
  QueryTree: QueryTreeRequest;
  InternAtom: InternAtomRequest;
  GetAtomName: GetAtomNameRequest;
  ChangeProperty: ChangePropertyRequest;
  DeleteProperty: DeletePropertyRequest;
  GetProperty: GetPropertyRequest;
  ListProperties: ListPropertiesRequest;
  SetSelectionOwner: SetSelectionOwnerRequest;
  GetSelectionOwner: GetSelectionOwnerRequest;
  ConvertSelection: ConvertSelectionRequest;
  SendEvent: SendEventRequest;
  GrabPointer: GrabPointerRequest;
  UngrabPointer: UngrabPointerRequest;
  GrabButton: GrabButtonRequest;
  UngrabButton: UngrabButtonRequest;
  ChangeActivePointerGrab: ChangeActivePointerGrabRequest;
  GrabKeyboard: GrabKeyboardRequest;
  UngrabKeyboard: UngrabKeyboardRequest;
  GrabKey: GrabKeyRequest;
  UngrabKey: UngrabKeyRequest;
  AllowEvents: AllowEventsRequest;
  GrabServer: GrabServerRequest;
  UngrabServer: UngrabServerRequest;
  QueryPointer: QueryPointerRequest;
  GetMotionEvents: GetMotionEventsRequest;
  TranslateCoordinates: TranslateCoordinatesRequest;
  WarpPointer: WarpPointerRequest;
  SetInputFocus: SetInputFocusRequest;
  GetInputFocus: GetInputFocusRequest;
  QueryKeymap: QueryKeymapRequest;
  OpenFont: OpenFontRequest;
  CloseFont: CloseFontRequest;
  QueryFont: QueryFontRequest;
  QueryTextExtents: QueryTextExtentsRequest;
  ListFonts: ListFontsRequest;
  ListFontsWithInfo: ListFontsWithInfoRequest;
  SetFontPath: SetFontPathRequest;
  GetFontPath: GetFontPathRequest;
  CreatePixmap: CreatePixmapRequest;
  FreePixmap: FreePixmapRequest;
  CreateGC: CreateGCArguments;
  ChangeGC: ChangeGCArguments;
  CopyGC: CopyGCRequest;
  SetDashes: SetDashesRequest;
  SetClipRectangles: SetClipRectanglesRequest;
  FreeGC: FreeGCRequest;
  ClearArea: ClearAreaRequest;
  CopyArea: CopyAreaRequest;
  CopyPlane: CopyPlaneRequest;
  PolyPoint: PolyPointRequest;
  PolyLine: PolyLineRequest;
  PolySegment: PolySegmentRequest;
  PolyRectangle: PolyRectangleRequest;
  PolyArc: PolyArcRequest;
  FillPoly: FillPolyRequest;
  PolyFillRectangle: PolyFillRectangleRequest;
  PolyFillArc: PolyFillArcRequest;
  PutImage: PutImageRequest;
  GetImage: GetImageRequest;
  PolyText8: PolyText8Request;
  PolyText16: PolyText16Request;
  ImageText8: ImageText8Request;
  ImageText16: ImageText16Request;
  CreateColormap: CreateColormapRequest;
  FreeColormap: FreeColormapRequest;
  CopyColormapAndFree: CopyColormapAndFreeRequest;
  InstallColormap: InstallColormapRequest;
  UninstallColormap: UninstallColormapRequest;
  ListInstalledColormaps: ListInstalledColormapsRequest;
  AllocColor: AllocColorRequest;
  AllocNamedColor: AllocNamedColorRequest;
  AllocColorCells: AllocColorCellsRequest;
  AllocColorPlanes: AllocColorPlanesRequest;
  FreeColors: FreeColorsRequest;
  StoreColors: StoreColorsRequest;
  StoreNamedColor: StoreNamedColorRequest;
  QueryColors: QueryColorsRequest;
  LookupColor: LookupColorRequest;
  CreateCursor: CreateCursorRequest;
  CreateGlyphCursor: CreateGlyphCursorRequest;
  FreeCursor: FreeCursorRequest;
  RecolorCursor: RecolorCursorRequest;
  QueryBestSize: QueryBestSizeRequest;
  QueryExtension: QueryExtensionRequest;
  ListExtensions: ListExtensionsRequest;
  ChangeKeyboardMapping: ChangeKeyboardMappingRequest;
  GetKeyboardMapping: GetKeyboardMappingRequest;
  ChangeKeyboardControl: ChangeKeyboardControlArguments;
  GetKeyboardControl: GetKeyboardControlRequest;
  Bell: BellRequest;
  ChangePointerControl: ChangePointerControlRequest;
  GetPointerControl: GetPointerControlRequest;
  SetScreenSaver: SetScreenSaverRequest;
  GetScreenSaver: GetScreenSaverRequest;
  ChangeHosts: ChangeHostsRequest;
  ListHosts: ListHostsRequest;
  SetAccessControl: SetAccessControlRequest;
  SetCloseDownMode: SetCloseDownModeRequest;
  KillClient: KillClientRequest;
  RotateProperties: RotatePropertiesRequest;
  ForceScreenSaver: ForceScreenSaverRequest;
  SetPointerMapping: SetPointerMappingRequest;
  GetPointerMapping: GetPointerMappingRequest;
  SetModifierMapping: SetModifierMappingRequest;
  GetModifierMapping: GetModifierMappingRequest;
  NoOperation: NoOperationRequest;
}

export interface CoreReplies {
  GetWindowAttributes: GetWindowAttributesReply;
  GetGeometry: GetGeometryReply;
  QueryTree: QueryTreeReply;
  InternAtom: InternAtomReply;
  GetAtomName: GetAtomNameReply;
  GetProperty: GetPropertyReply;
  ListProperties: ListPropertiesReply;
  GetSelectionOwner: GetSelectionOwnerReply;
  GrabPointer: GrabPointerReply;
  GrabKeyboard: GrabKeyboardReply;
  QueryPointer: QueryPointerReply;
  GetMotionEvents: GetMotionEventsReply;
  TranslateCoordinates: TranslateCoordinatesReply;
  GetInputFocus: GetInputFocusReply;
  QueryKeymap: QueryKeymapReply;
  QueryFont: QueryFontReply;
  QueryTextExtents: QueryTextExtentsReply;
  ListFonts: ListFontsReply;
  ListFontsWithInfo: ListFontsWithInfoReply;
  GetFontPath: GetFontPathReply;
  GetImage: GetImageReply;
  ListInstalledColormaps: ListInstalledColormapsReply;
  AllocColor: AllocColorReply;
  AllocNamedColor: AllocNamedColorReply;
  AllocColorCells: AllocColorCellsReply;
  AllocColorPlanes: AllocColorPlanesReply;
  QueryColors: QueryColorsReply;
  LookupColor: LookupColorReply;
  QueryBestSize: QueryBestSizeReply;
  QueryExtension: QueryExtensionReply;
  ListExtensions: ListExtensionsReply;
  GetKeyboardMapping: GetKeyboardMappingReply;
  GetKeyboardControl: GetKeyboardControlReply;
  GetPointerControl: GetPointerControlReply;
  GetScreenSaver: GetScreenSaverReply;
  ListHosts: ListHostsReply;
  SetPointerMapping: SetPointerMappingReply;
  GetPointerMapping: GetPointerMappingReply;
  SetModifierMapping: SetModifierMappingReply;
  GetModifierMapping: GetModifierMappingReply;
}

export type CoreRequestName = keyof CoreRequests;

export const coreRequests: readonly {
  [N in CoreRequestName]: {
    readonly name: N;
    readonly opcode: number;
    readonly decode: (reader: Reader) => CoreRequests[N];
    readonly hasReply: boolean;
  };
}[CoreRequestName][] = [
  { name: 'CreateWindow', opcode: 1, decode: decodeCreateWindow, hasReply: false },
  { name: 'ChangeWindowAttributes', opcode: 2, decode: decodeChangeWindowAttributes, hasReply: false },
  { name: 'GetWindowAttributes', opcode: 3, decode: decodeGetWindowAttributes, hasReply: true },
  { name: 'DestroyWindow', opcode: 4, decode: decodeDestroyWindow, hasReply: false },
  { name: 'DestroySubwindows', opcode: 5, decode: decodeDestroySubwindows, hasReply: false },
  { name: 'ChangeSaveSet', opcode: 6, decode: decodeChangeSaveSet, hasReply: false },
  { name: 'ReparentWindow', opcode: 7, decode: decodeReparentWindow, hasReply: false },
  { name: 'MapWindow', opcode: 8, decode: decodeMapWindow, hasReply: false },
  { name: 'MapSubwindows', opcode: 9, decode: decodeMapSubwindows, hasReply: false },
  { name: 'UnmapWindow', opcode: 10, decode: decodeUnmapWindow, hasReply: false },
  { name: 'UnmapSubwindows', opcode: 11, decode: decodeUnmapSubwindows, hasReply: false },
  { name: 'ConfigureWindow', opcode: 12, decode: decodeConfigureWindow, hasReply: false },
  { name: 'CirculateWindow', opcode: 13, decode: decodeCirculateWindow, hasReply: false },
  { name: 'GetGeometry', opcode: 14, decode: decodeGetGeometry, hasReply: true },
  { name: 'QueryTree', opcode: 15, decode: decodeQueryTree, hasReply: true },
  { name: 'InternAtom', opcode: 16, decode: decodeInternAtom, hasReply: true },
  { name: 'GetAtomName', opcode: 17, decode: decodeGetAtomName, hasReply: true },
  { name: 'ChangeProperty', opcode: 18, decode: decodeChangeProperty, hasReply: false },
  { name: 'DeleteProperty', opcode: 19, decode: decodeDeleteProperty, hasReply: false },
  { name: 'GetProperty', opcode: 20, decode: decodeGetProperty, hasReply: true },
  { name: 'ListProperties', opcode: 21, decode: decodeListProperties, hasReply: true },
  { name: 'SetSelectionOwner', opcode: 22, decode: decodeSetSelectionOwner, hasReply: false },
  { name: 'GetSelectionOwner', opcode: 23, decode: decodeGetSelectionOwner, hasReply: true },
  { name: 'ConvertSelection', opcode: 24, decode: decodeConvertSelection, hasReply: false },
  { name: 'SendEvent', opcode: 25, decode: decodeSendEvent, hasReply: false },
  { name: 'GrabPointer', opcode: 26, decode: decodeGrabPointer, hasReply: true },
  { name: 'UngrabPointer', opcode: 27, decode: decodeUngrabPointer, hasReply: false },
  { name: 'GrabButton', opcode: 28, decode: decodeGrabButton, hasReply: false },
  { name: 'UngrabButton', opcode: 29, decode: decodeUngrabButton, hasReply: false },
  { name: 'ChangeActivePointerGrab', opcode: 30, decode: decodeChangeActivePointerGrab, hasReply: false },
  { name: 'GrabKeyboard', opcode: 31, decode: decodeGrabKeyboard, hasReply: true },
  { name: 'UngrabKeyboard', opcode: 32, decode: decodeUngrabKeyboard, hasReply: false },
  { name: 'GrabKey', opcode: 33, decode: decodeGrabKey, hasReply: false },
  { name: 'UngrabKey', opcode: 34, decode: decodeUngrabKey, hasReply: false },
  { name: 'AllowEvents', opcode: 35, decode: decodeAllowEvents, hasReply: false },
  { name: 'GrabServer', opcode: 36, decode: decodeGrabServer, hasReply: false },
  { name: 'UngrabServer', opcode: 37, decode: decodeUngrabServer, hasReply: false },
  { name: 'QueryPointer', opcode: 38, decode: decodeQueryPointer, hasReply: true },
  { name: 'GetMotionEvents', opcode: 39, decode: decodeGetMotionEvents, hasReply: true },
  { name: 'TranslateCoordinates', opcode: 40, decode: decodeTranslateCoordinates, hasReply: true },
  { name: 'WarpPointer', opcode: 41, decode: decodeWarpPointer, hasReply: false },
  { name: 'SetInputFocus', opcode: 42, decode: decodeSetInputFocus, hasReply: false },
  { name: 'GetInputFocus', opcode: 43, decode: decodeGetInputFocus, hasReply: true },
  { name: 'QueryKeymap', opcode: 44, decode: decodeQueryKeymap, hasReply: true },
  { name: 'OpenFont', opcode: 45, decode: decodeOpenFont, hasReply: false },
  { name: 'CloseFont', opcode: 46, decode: decodeCloseFont, hasReply: false },
  { name: 'QueryFont', opcode: 47, decode: decodeQueryFont, hasReply: true },
  { name: 'QueryTextExtents', opcode: 48, decode: decodeQueryTextExtents, hasReply: true },
  { name: 'ListFonts', opcode: 49, decode: decodeListFonts, hasReply: true },
  { name: 'ListFontsWithInfo', opcode: 50, decode: decodeListFontsWithInfo, hasReply: true },
  { name: 'SetFontPath', opcode: 51, decode: decodeSetFontPath, hasReply: false },
  { name: 'GetFontPath', opcode: 52, decode: decodeGetFontPath, hasReply: true },
  { name: 'CreatePixmap', opcode: 53, decode: decodeCreatePixmap, hasReply: false },
  { name: 'FreePixmap', opcode: 54, decode: decodeFreePixmap, hasReply: false },
  { name: 'CreateGC', opcode: 55, decode: decodeCreateGC, hasReply: false },
  { name: 'ChangeGC', opcode: 56, decode: decodeChangeGC, hasReply: false },
  { name: 'CopyGC', opcode: 57, decode: decodeCopyGC, hasReply: false },
  { name: 'SetDashes', opcode: 58, decode: decodeSetDashes, hasReply: false },
  { name: 'SetClipRectangles', opcode: 59, decode: decodeSetClipRectangles, hasReply: false },
  { name: 'FreeGC', opcode: 60, decode: decodeFreeGC, hasReply: false },
  { name: 'ClearArea', opcode: 61, decode: decodeClearArea, hasReply: false },
  { name: 'CopyArea', opcode: 62, decode: decodeCopyArea, hasReply: false },
  { name: 'CopyPlane', opcode: 63, decode: decodeCopyPlane, hasReply: false },
  { name: 'PolyPoint', opcode: 64, decode: decodePolyPoint, hasReply: false },
  { name: 'PolyLine', opcode: 65, decode: decodePolyLine, hasReply: false },
  { name: 'PolySegment', opcode: 66, decode: decodePolySegment, hasReply: false },
  { name: 'PolyRectangle', opcode: 67, decode: decodePolyRectangle, hasReply: false },
  { name: 'PolyArc', opcode: 68, decode: decodePolyArc, hasReply: false },
  { name: 'FillPoly', opcode: 69, decode: decodeFillPoly, hasReply: false },
  { name: 'PolyFillRectangle', opcode: 70, decode: decodePolyFillRectangle, hasReply: false },
  { name: 'PolyFillArc', opcode: 71, decode: decodePolyFillArc, hasReply: false },
  { name: 'PutImage', opcode: 72, decode: decodePutImage, hasReply: false },
  { name: 'GetImage', opcode: 73, decode: decodeGetImage, hasReply: true },
  { name: 'PolyText8', opcode: 74, decode: decodePolyText8, hasReply: false },
  { name: 'PolyText16', opcode: 75, decode: decodePolyText16, hasReply: false },
  { name: 'ImageText8', opcode: 76, decode: decodeImageText8, hasReply: false },
  { name: 'ImageText16', opcode: 77, decode: decodeImageText16, hasReply: false },
  { name: 'CreateColormap', opcode: 78, decode: decodeCreateColormap, hasReply: false },
  { name: 'FreeColormap', opcode: 79, decode: decodeFreeColormap, hasReply: false },
  { name: 'CopyColormapAndFree', opcode: 80, decode: decodeCopyColormapAndFree, hasReply: false },
  { name: 'InstallColormap', opcode: 81, decode: decodeInstallColormap, hasReply: false },
  { name: 'UninstallColormap', opcode: 82, decode: decodeUninstallColormap, hasReply: false },
  { name: 'ListInstalledColormaps', opcode: 83, decode: decodeListInstalledColormaps, hasReply: true },
  { name: 'AllocColor', opcode: 84, decode: decodeAllocColor, hasReply: true },
  { name: 'AllocNamedColor', opcode: 85, decode: decodeAllocNamedColor, hasReply: true },
  { name: 'AllocColorCells', opcode: 86, decode: decodeAllocColorCells, hasReply: true },
  { name: 'AllocColorPlanes', opcode: 87, decode: decodeAllocColorPlanes, hasReply: true },
  { name: 'FreeColors', opcode: 88, decode: decodeFreeColors, hasReply: false },
  { name: 'StoreColors', opcode: 89, decode: decodeStoreColors, hasReply: false },
  { name: 'StoreNamedColor', opcode: 90, decode: decodeStoreNamedColor, hasReply: false },
  { name: 'QueryColors', opcode: 91, decode: decodeQueryColors, hasReply: true },
  { name: 'LookupColor', opcode: 92, decode: decodeLookupColor, hasReply: true },
  { name: 'CreateCursor', opcode: 93, decode: decodeCreateCursor, hasReply: false },
  { name: 'CreateGlyphCursor', opcode: 94, decode: decodeCreateGlyphCursor, hasReply: false },
  { name: 'FreeCursor', opcode: 95, decode: decodeFreeCursor, hasReply: false },
  { name: 'RecolorCursor', opcode: 96, decode: decodeRecolorCursor, hasReply: false },
  { name: 'QueryBestSize', opcode: 97, decode: decodeQueryBestSize, hasReply: true },
  { name: 'QueryExtension', opcode: 98, decode: decodeQueryExtension, hasReply: true },
  { name: 'ListExtensions', opcode: 99, decode: decodeListExtensions, hasReply: true },
  { name: 'ChangeKeyboardMapping', opcode: 100, decode: decodeChangeKeyboardMapping, hasReply: false },
  { name: 'GetKeyboardMapping', opcode: 101, decode: decodeGetKeyboardMapping, hasReply: true },
  { name: 'ChangeKeyboardControl', opcode: 102, decode: decodeChangeKeyboardControl, hasReply: false },
  { name: 'GetKeyboardControl', opcode: 103, decode: decodeGetKeyboardControl, hasReply: true },
  { name: 'Bell', opcode: 104, decode: decodeBell, hasReply: false },
  { name: 'ChangePointerControl', opcode: 105, decode: decodeChangePointerControl, hasReply: false },
  { name: 'GetPointerControl', opcode: 106, decode: decodeGetPointerControl, hasReply: true },
  { name: 'SetScreenSaver', opcode: 107, decode: decodeSetScreenSaver, hasReply: false },
  { name: 'GetScreenSaver', opcode: 108, decode: decodeGetScreenSaver, hasReply: true },
  { name: 'ChangeHosts', opcode: 109, decode: decodeChangeHosts, hasReply: false },
  { name: 'ListHosts', opcode: 110, decode: decodeListHosts, hasReply: true },
  { name: 'SetAccessControl', opcode: 111, decode: decodeSetAccessControl, hasReply: false },
  { name: 'SetCloseDownMode', opcode: 112, decode: decodeSetCloseDownMode, hasReply: false },
  { name: 'KillClient', opcode: 113, decode: decodeKillClient, hasReply: false },
  { name: 'RotateProperties', opcode: 114, decode: decodeRotateProperties, hasReply: false },
  { name: 'ForceScreenSaver', opcode: 115, decode: decodeForceScreenSaver, hasReply: false },
  { name: 'SetPointerMapping', opcode: 116, decode: decodeSetPointerMapping, hasReply: true },
  { name: 'GetPointerMapping', opcode: 117, decode: decodeGetPointerMapping, hasReply: true },
  { name: 'SetModifierMapping', opcode: 118, decode: decodeSetModifierMapping, hasReply: true },
  { name: 'GetModifierMapping', opcode: 119, decode: decodeGetModifierMapping, hasReply: true },
  { name: 'NoOperation', opcode: 127, decode: decodeNoOperation, hasReply: false },
];

export const coreRequestEncoders: {
  readonly [N in CoreRequestName]: (
    writer: Writer,
    request: CoreRequestArguments[N],
  ) => void;
} = {
  CreateWindow: encodeCreateWindow,
  ChangeWindowAttributes: encodeChangeWindowAttributes,
  GetWindowAttributes: encodeGetWindowAttributes,
  DestroyWindow: encodeDestroyWindow,
  DestroySubwindows: encodeDestroySubwindows,
  ChangeSaveSet: encodeChangeSaveSet,
  ReparentWindow: encodeReparentWindow,
  MapWindow: encodeMapWindow,
  MapSubwindows: encodeMapSubwindows,
  UnmapWindow: encodeUnmapWindow,
  UnmapSubwindows: encodeUnmapSubwindows,
  ConfigureWindow: encodeConfigureWindow,
  CirculateWindow: encodeCirculateWindow,
  GetGeometry: encodeGetGeometry,
  QueryTree: encodeQueryTree,
  InternAtom: encodeInternAtom,
  GetAtomName: encodeGetAtomName,
  ChangeProperty: encodeChangeProperty,
  DeleteProperty: encodeDeleteProperty,
  GetProperty: encodeGetProperty,
  ListProperties: encodeListProperties,
  SetSelectionOwner: encodeSetSelectionOwner,
  GetSelectionOwner: encodeGetSelectionOwner,
  ConvertSelection: encodeConvertSelection,
  SendEvent: encodeSendEvent,
  GrabPointer: encodeGrabPointer,
  UngrabPointer: encodeUngrabPointer,
  GrabButton: encodeGrabButton,
  UngrabButton: encodeUngrabButton,
  ChangeActivePointerGrab: encodeChangeActivePointerGrab,
  GrabKeyboard: encodeGrabKeyboard,
  UngrabKeyboard: encodeUngrabKeyboard,
  GrabKey: encodeGrabKey,
  UngrabKey: encodeUngrabKey,
  AllowEvents: encodeAllowEvents,
  GrabServer: encodeGrabServer,
  UngrabServer: encodeUngrabServer,
  QueryPointer: encodeQueryPointer,
  GetMotionEvents: encodeGetMotionEvents,
  TranslateCoordinates: encodeTranslateCoordinates,
  WarpPointer: encodeWarpPointer,
  SetInputFocus: encodeSetInputFocus,
  GetInputFocus: encodeGetInputFocus,
  QueryKeymap: encodeQueryKeymap,
  OpenFont: encodeOpenFont,
  CloseFont: encodeCloseFont,
  QueryFont: encodeQueryFont,
  QueryTextExtents: encodeQueryTextExtents,
  ListFonts: encodeListFonts,
  ListFontsWithInfo: encodeListFontsWithInfo,
  SetFontPath: encodeSetFontPath,
  GetFontPath: encodeGetFontPath,
  CreatePixmap: encodeCreatePixmap,
  FreePixmap: encodeFreePixmap,
  CreateGC: encodeCreateGC,
  ChangeGC: encodeChangeGC,
  CopyGC: encodeCopyGC,
  SetDashes: encodeSetDashes,
  SetClipRectangles: encodeSetClipRectangles,
  FreeGC: encodeFreeGC,
  ClearArea: encodeClearArea,
  CopyArea: encodeCopyArea,
  CopyPlane: encodeCopyPlane,
  PolyPoint: encodePolyPoint,
  PolyLine: encodePolyLine,
  PolySegment: encodePolySegment,
  PolyRectangle: encodePolyRectangle,
  PolyArc: encodePolyArc,
  FillPoly: encodeFillPoly,
  PolyFillRectangle: encodePolyFillRectangle,
  PolyFillArc: encodePolyFillArc,
  PutImage: encodePutImage,
  GetImage: encodeGetImage,
  PolyText8: encodePolyText8,
  PolyText16: encodePolyText16,
  ImageText8: encodeImageText8,
  ImageText16: encodeImageText16,
  CreateColormap: encodeCreateColormap,
  FreeColormap: encodeFreeColormap,
  CopyColormapAndFree: encodeCopyColormapAndFree,
  InstallColormap: encodeInstallColormap,
  UninstallColormap: encodeUninstallColormap,
  ListInstalledColormaps: encodeListInstalledColormaps,
  AllocColor: encodeAllocColor,
  AllocNamedColor: encodeAllocNamedColor,
  AllocColorCells: encodeAllocColorCells,
  AllocColorPlanes: encodeAllocColorPlanes,
  FreeColors: encodeFreeColors,
  StoreColors: encodeStoreColors,
  StoreNamedColor: encodeStoreNamedColor,
  QueryColors: encodeQueryColors,
  LookupColor: encodeLookupColor,
  CreateCursor: encodeCreateCursor,
  CreateGlyphCursor: encodeCreateGlyphCursor,
  FreeCursor: encodeFreeCursor,
  RecolorCursor: encodeRecolorCursor,
  QueryBestSize: encodeQueryBestSize,
  QueryExtension: encodeQueryExtension,
  ListExtensions: encodeListExtensions,
  ChangeKeyboardMapping: encodeChangeKeyboardMapping,
  GetKeyboardMapping: encodeGetKeyboardMapping,
  ChangeKeyboardControl: encodeChangeKeyboardControl,
  GetKeyboardControl: encodeGetKeyboardControl,
  Bell: encodeBell,
  ChangePointerControl: encodeChangePointerControl,
  GetPointerControl: encodeGetPointerControl,
  SetScreenSaver: encodeSetScreenSaver,
  GetScreenSaver: encodeGetScreenSaver,
  ChangeHosts: encodeChangeHosts,
  ListHosts: encodeListHosts,
  SetAccessControl: encodeSetAccessControl,
  SetCloseDownMode: encodeSetCloseDownMode,
  KillClient: encodeKillClient,
  RotateProperties: encodeRotateProperties,
  ForceScreenSaver: encodeForceScreenSaver,
  SetPointerMapping: encodeSetPointerMapping,
  GetPointerMapping: encodeGetPointerMapping,
  SetModifierMapping: encodeSetModifierMapping,
  GetModifierMapping: encodeGetModifierMapping,
  NoOperation: encodeNoOperation,
};

export const coreReplyEncoders: {
  readonly [N in keyof CoreReplies]: (writer: Writer, sequence: number, reply: CoreReplies[N]) => void;
} = {
  GetWindowAttributes: encodeGetWindowAttributesReply,
  GetGeometry: encodeGetGeometryReply,
  QueryTree: encodeQueryTreeReply,
  InternAtom: encodeInternAtomReply,
  GetAtomName: encodeGetAtomNameReply,
  GetProperty: encodeGetPropertyReply,
  ListProperties: encodeListPropertiesReply,
  GetSelectionOwner: encodeGetSelectionOwnerReply,
  GrabPointer: encodeGrabPointerReply,
  GrabKeyboard: encodeGrabKeyboardReply,
  QueryPointer: encodeQueryPointerReply,
  GetMotionEvents: encodeGetMotionEventsReply,
  TranslateCoordinates: encodeTranslateCoordinatesReply,
  GetInputFocus: encodeGetInputFocusReply,
  QueryKeymap: encodeQueryKeymapReply,
  QueryFont: encodeQueryFontReply,
  QueryTextExtents: encodeQueryTextExtentsReply,
  ListFonts: encodeListFontsReply,
  ListFontsWithInfo: encodeListFontsWithInfoReply,
  GetFontPath: encodeGetFontPathReply,
  GetImage: encodeGetImageReply,
  ListInstalledColormaps: encodeListInstalledColormapsReply,
  AllocColor: encodeAllocColorReply,
  AllocNamedColor: encodeAllocNamedColorReply,
  AllocColorCells: encodeAllocColorCellsReply,
  AllocColorPlanes: encodeAllocColorPlanesReply,
  QueryColors: encodeQueryColorsReply,
  LookupColor: encodeLookupColorReply,
  QueryBestSize: encodeQueryBestSizeReply,
  QueryExtension: encodeQueryExtensionReply,
  ListExtensions: encodeListExtensionsReply,
  GetKeyboardMapping: encodeGetKeyboardMappingReply,
  GetKeyboardControl: encodeGetKeyboardControlReply,
  GetPointerControl: encodeGetPointerControlReply,
  GetScreenSaver: encodeGetScreenSaverReply,
  ListHosts: encodeListHostsReply,
  SetPointerMapping: encodeSetPointerMappingReply,
  GetPointerMapping: encodeGetPointerMappingReply,
  SetModifierMapping: encodeSetModifierMappingReply,
  GetModifierMapping: encodeGetModifierMappingReply,
};

export const coreReplyDecoders: {
  readonly [N in keyof CoreReplies]: (reader: Reader) => CoreReplies[N] & { sequence: number };
} = {
  GetWindowAttributes: decodeGetWindowAttributesReply,
  GetGeometry: decodeGetGeometryReply,
  QueryTree: decodeQueryTreeReply,
  InternAtom: decodeInternAtomReply,
  GetAtomName: decodeGetAtomNameReply,
  GetProperty: decodeGetPropertyReply,
  ListProperties: decodeListPropertiesReply,
  GetSelectionOwner: decodeGetSelectionOwnerReply,
  GrabPointer: decodeGrabPointerReply,
  GrabKeyboard: decodeGrabKeyboardReply,
  QueryPointer: decodeQueryPointerReply,
  GetMotionEvents: decodeGetMotionEventsReply,
  TranslateCoordinates: decodeTranslateCoordinatesReply,
  GetInputFocus: decodeGetInputFocusReply,
  QueryKeymap: decodeQueryKeymapReply,
  QueryFont: decodeQueryFontReply,
  QueryTextExtents: decodeQueryTextExtentsReply,
  ListFonts: decodeListFontsReply,
  ListFontsWithInfo: decodeListFontsWithInfoReply,
  GetFontPath: decodeGetFontPathReply,
  GetImage: decodeGetImageReply,
  ListInstalledColormaps: decodeListInstalledColormapsReply,
  AllocColor: decodeAllocColorReply,
  AllocNamedColor: decodeAllocNamedColorReply,
  AllocColorCells: decodeAllocColorCellsReply,
  AllocColorPlanes: decodeAllocColorPlanesReply,
  QueryColors: decodeQueryColorsReply,
  LookupColor: decodeLookupColorReply,
  QueryBestSize: decodeQueryBestSizeReply,
  QueryExtension: decodeQueryExtensionReply,
  ListExtensions: decodeListExtensionsReply,
  GetKeyboardMapping: decodeGetKeyboardMappingReply,
  GetKeyboardControl: decodeGetKeyboardControlReply,
  GetPointerControl: decodeGetPointerControlReply,
  GetScreenSaver: decodeGetScreenSaverReply,
  ListHosts: decodeListHostsReply,
  SetPointerMapping: decodeSetPointerMappingReply,
  GetPointerMapping: decodeGetPointerMappingReply,
  SetModifierMapping: decodeSetModifierMappingReply,
  GetModifierMapping: decodeGetModifierMappingReply,
};

export const EventCode = {
  KeyPress: 2,
  KeyRelease: 3,
  ButtonPress: 4,
  ButtonRelease: 5,
  MotionNotify: 6,
  EnterNotify: 7,
  LeaveNotify: 8,
  FocusIn: 9,
  FocusOut: 10,
  KeymapNotify: 11,
  Expose: 12,
  GraphicsExposure: 13,
  NoExposure: 14,
  VisibilityNotify: 15,
  CreateNotify: 16,
  DestroyNotify: 17,
  UnmapNotify: 18,
  MapNotify: 19,
  MapRequest: 20,
  ReparentNotify: 21,
  ConfigureNotify: 22,
  ConfigureRequest: 23,
  GravityNotify: 24,
  ResizeRequest: 25,
  CirculateNotify: 26,
  CirculateRequest: 27,
  PropertyNotify: 28,
  SelectionClear: 29,
  SelectionRequest: 30,
  SelectionNotify: 31,
  ColormapNotify: 32,
  ClientMessage: 33,
  MappingNotify: 34,
  GeGeneric: 35,
} as const;

export type CoreEvent =
  | ({ name: 'KeyPress' } & KeyPressEvent)
  | ({ name: 'KeyRelease' } & KeyReleaseEvent)
  | ({ name: 'ButtonPress' } & ButtonPressEvent)
  | ({ name: 'ButtonRelease' } & ButtonReleaseEvent)
  | ({ name: 'MotionNotify' } & MotionNotifyEvent)
  | ({ name: 'EnterNotify' } & EnterNotifyEvent)
  | ({ name: 'LeaveNotify' } & LeaveNotifyEvent)
  | ({ name: 'FocusIn' } & FocusInEvent)
  | ({ name: 'FocusOut' } & FocusOutEvent)
  | ({ name: 'KeymapNotify' } & KeymapNotifyEvent)
  | ({ name: 'Expose' } & ExposeEvent)
  | ({ name: 'GraphicsExposure' } & GraphicsExposureEvent)
  | ({ name: 'NoExposure' } & NoExposureEvent)
  | ({ name: 'VisibilityNotify' } & VisibilityNotifyEvent)
  | ({ name: 'CreateNotify' } & CreateNotifyEvent)
  | ({ name: 'DestroyNotify' } & DestroyNotifyEvent)
  | ({ name: 'UnmapNotify' } & UnmapNotifyEvent)
  | ({ name: 'MapNotify' } & MapNotifyEvent)
  | ({ name: 'MapRequest' } & MapRequestEvent)
  | ({ name: 'ReparentNotify' } & ReparentNotifyEvent)
  | ({ name: 'ConfigureNotify' } & ConfigureNotifyEvent)
  | ({ name: 'ConfigureRequest' } & ConfigureRequestEvent)
  | ({ name: 'GravityNotify' } & GravityNotifyEvent)
  | ({ name: 'ResizeRequest' } & ResizeRequestEvent)
  | ({ name: 'CirculateNotify' } & CirculateNotifyEvent)
  | ({ name: 'CirculateRequest' } & CirculateRequestEvent)
  | ({ name: 'PropertyNotify' } & PropertyNotifyEvent)
  | ({ name: 'SelectionClear' } & SelectionClearEvent)
  | ({ name: 'SelectionRequest' } & SelectionRequestEvent)
  | ({ name: 'SelectionNotify' } & SelectionNotifyEvent)
  | ({ name: 'ColormapNotify' } & ColormapNotifyEvent)
  | ({ name: 'ClientMessage' } & ClientMessageEvent)
  | ({ name: 'MappingNotify' } & MappingNotifyEvent);

export const coreEventEncoders: {
  readonly [E in CoreEvent as E['name']]: (writer: Writer, sequence: number, event: E) => void;
} = {
  KeyPress: encodeKeyPressEvent,
  KeyRelease: encodeKeyReleaseEvent,
  ButtonPress: encodeButtonPressEvent,
  ButtonRelease: encodeButtonReleaseEvent,
  MotionNotify: encodeMotionNotifyEvent,
  EnterNotify: encodeEnterNotifyEvent,
  LeaveNotify: encodeLeaveNotifyEvent,
  FocusIn: encodeFocusInEvent,
  FocusOut: encodeFocusOutEvent,
  KeymapNotify: encodeKeymapNotifyEvent,
  Expose: encodeExposeEvent,
  GraphicsExposure: encodeGraphicsExposureEvent,
  NoExposure: encodeNoExposureEvent,
  VisibilityNotify: encodeVisibilityNotifyEvent,
  CreateNotify: encodeCreateNotifyEvent,
  DestroyNotify: encodeDestroyNotifyEvent,
  UnmapNotify: encodeUnmapNotifyEvent,
  MapNotify: encodeMapNotifyEvent,
  MapRequest: encodeMapRequestEvent,
  ReparentNotify: encodeReparentNotifyEvent,
  ConfigureNotify: encodeConfigureNotifyEvent,
  ConfigureRequest: encodeConfigureRequestEvent,
  GravityNotify: encodeGravityNotifyEvent,
  ResizeRequest: encodeResizeRequestEvent,
  CirculateNotify: encodeCirculateNotifyEvent,
  CirculateRequest: encodeCirculateRequestEvent,
  PropertyNotify: encodePropertyNotifyEvent,
  SelectionClear: encodeSelectionClearEvent,
  SelectionRequest: encodeSelectionRequestEvent,
  SelectionNotify: encodeSelectionNotifyEvent,
  ColormapNotify: encodeColormapNotifyEvent,
  ClientMessage: encodeClientMessageEvent,
  MappingNotify: encodeMappingNotifyEvent,
};

export function encodeCoreEvent(writer: Writer, sequence: number, event: CoreEvent): void {
  switch (event.name) {
    case 'KeyPress':
      return encodeKeyPressEvent(writer, sequence, event);
    case 'KeyRelease':
      return encodeKeyReleaseEvent(writer, sequence, event);
    case 'ButtonPress':
      return encodeButtonPressEvent(writer, sequence, event);
    case 'ButtonRelease':
      return encodeButtonReleaseEvent(writer, sequence, event);
    case 'MotionNotify':
      return encodeMotionNotifyEvent(writer, sequence, event);
    case 'EnterNotify':
      return encodeEnterNotifyEvent(writer, sequence, event);
    case 'LeaveNotify':
      return encodeLeaveNotifyEvent(writer, sequence, event);
    case 'FocusIn':
      return encodeFocusInEvent(writer, sequence, event);
    case 'FocusOut':
      return encodeFocusOutEvent(writer, sequence, event);
    case 'KeymapNotify':
      return encodeKeymapNotifyEvent(writer, sequence, event);
    case 'Expose':
      return encodeExposeEvent(writer, sequence, event);
    case 'GraphicsExposure':
      return encodeGraphicsExposureEvent(writer, sequence, event);
    case 'NoExposure':
      return encodeNoExposureEvent(writer, sequence, event);
    case 'VisibilityNotify':
      return encodeVisibilityNotifyEvent(writer, sequence, event);
    case 'CreateNotify':
      return encodeCreateNotifyEvent(writer, sequence, event);
    case 'DestroyNotify':
      return encodeDestroyNotifyEvent(writer, sequence, event);
    case 'UnmapNotify':
      return encodeUnmapNotifyEvent(writer, sequence, event);
    case 'MapNotify':
      return encodeMapNotifyEvent(writer, sequence, event);
    case 'MapRequest':
      return encodeMapRequestEvent(writer, sequence, event);
    case 'ReparentNotify':
      return encodeReparentNotifyEvent(writer, sequence, event);
    case 'ConfigureNotify':
      return encodeConfigureNotifyEvent(writer, sequence, event);
    case 'ConfigureRequest':
      return encodeConfigureRequestEvent(writer, sequence, event);
    case 'GravityNotify':
      return encodeGravityNotifyEvent(writer, sequence, event);
    case 'ResizeRequest':
      return encodeResizeRequestEvent(writer, sequence, event);
    case 'CirculateNotify':
      return encodeCirculateNotifyEvent(writer, sequence, event);
    case 'CirculateRequest':
      return encodeCirculateRequestEvent(writer, sequence, event);
    case 'PropertyNotify':
      return encodePropertyNotifyEvent(writer, sequence, event);
    case 'SelectionClear':
      return encodeSelectionClearEvent(writer, sequence, event);
    case 'SelectionRequest':
      return encodeSelectionRequestEvent(writer, sequence, event);
    case 'SelectionNotify':
      return encodeSelectionNotifyEvent(writer, sequence, event);
    case 'ColormapNotify':
      return encodeColormapNotifyEvent(writer, sequence, event);
    case 'ClientMessage':
      return encodeClientMessageEvent(writer, sequence, event);
    case 'MappingNotify':
      return encodeMappingNotifyEvent(writer, sequence, event);
  }
}

/** The event the reader stands on, or undefined where its code is not one of these. KeymapNotify has no sequence. */
export function decodeCoreEvent(
  reader: Reader,
): (CoreEvent & { sequence: number | undefined; sendEvent: boolean }) | undefined {
  switch (reader.eventCode()) {
    case 2:
      return { name: 'KeyPress', ...decodeKeyPressEvent(reader) };
    case 3:
      return { name: 'KeyRelease', ...decodeKeyReleaseEvent(reader) };
    case 4:
      return { name: 'ButtonPress', ...decodeButtonPressEvent(reader) };
    case 5:
      return { name: 'ButtonRelease', ...decodeButtonReleaseEvent(reader) };
    case 6:
      return { name: 'MotionNotify', ...decodeMotionNotifyEvent(reader) };
    case 7:
      return { name: 'EnterNotify', ...decodeEnterNotifyEvent(reader) };
    case 8:
      return { name: 'LeaveNotify', ...decodeLeaveNotifyEvent(reader) };
    case 9:
      return { name: 'FocusIn', ...decodeFocusInEvent(reader) };
    case 10:
      return { name: 'FocusOut', ...decodeFocusOutEvent(reader) };
    case 11:
      return { name: 'KeymapNotify', sequence: undefined, ...decodeKeymapNotifyEvent(reader) };
    case 12:
      return { name: 'Expose', ...decodeExposeEvent(reader) };
    case 13:
      return { name: 'GraphicsExposure', ...decodeGraphicsExposureEvent(reader) };
    case 14:
      return { name: 'NoExposure', ...decodeNoExposureEvent(reader) };
    case 15:
      return { name: 'VisibilityNotify', ...decodeVisibilityNotifyEvent(reader) };
    case 16:
      return { name: 'CreateNotify', ...decodeCreateNotifyEvent(reader) };
    case 17:
      return { name: 'DestroyNotify', ...decodeDestroyNotifyEvent(reader) };
    case 18:
      return { name: 'UnmapNotify', ...decodeUnmapNotifyEvent(reader) };
    case 19:
      return { name: 'MapNotify', ...decodeMapNotifyEvent(reader) };
    case 20:
      return { name: 'MapRequest', ...decodeMapRequestEvent(reader) };
    case 21:
      return { name: 'ReparentNotify', ...decodeReparentNotifyEvent(reader) };
    case 22:
      return { name: 'ConfigureNotify', ...decodeConfigureNotifyEvent(reader) };
    case 23:
      return { name: 'ConfigureRequest', ...decodeConfigureRequestEvent(reader) };
    case 24:
      return { name: 'GravityNotify', ...decodeGravityNotifyEvent(reader) };
    case 25:
      return { name: 'ResizeRequest', ...decodeResizeRequestEvent(reader) };
    case 26:
      return { name: 'CirculateNotify', ...decodeCirculateNotifyEvent(reader) };
    case 27:
      return { name: 'CirculateRequest', ...decodeCirculateRequestEvent(reader) };
    case 28:
      return { name: 'PropertyNotify', ...decodePropertyNotifyEvent(reader) };
    case 29:
      return { name: 'SelectionClear', ...decodeSelectionClearEvent(reader) };
    case 30:
      return { name: 'SelectionRequest', ...decodeSelectionRequestEvent(reader) };
    case 31:
      return { name: 'SelectionNotify', ...decodeSelectionNotifyEvent(reader) };
    case 32:
      return { name: 'ColormapNotify', ...decodeColormapNotifyEvent(reader) };
    case 33:
      return { name: 'ClientMessage', ...decodeClientMessageEvent(reader) };
    case 34:
      return { name: 'MappingNotify', ...decodeMappingNotifyEvent(reader) };
    default:
      return undefined;
  }
}
