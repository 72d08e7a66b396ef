import type { FontCatalogue } from './catalogue.ts';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isIndex(value: unknown, length: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < length;
}

function isName(value: unknown, files: number): boolean {
  if (!isRecord(value) || typeof value['name'] !== 'string' || typeof value['target'] !== 'string') return false;
  return value['file'] === -1 || isIndex(value['file'], files);
}

function isDirectory(value: unknown, files: number): boolean {
  if (!isRecord(value) || typeof value['path'] !== 'string') return false;
  const { names, families } = value;
  if (!Array.isArray(names) || !Array.isArray(families) || !names.every((name) => isName(name, files))) return false;
  return families.every((family) => {
    if (!isRecord(family) || typeof family['name'] !== 'string' || !Array.isArray(family['members'])) return false;
    return family['members'].every((member) => isIndex(member, names.length));
  });
}

function isFile(value: unknown, strings: number): boolean {
  if (!isRecord(value) || typeof value['key'] !== 'string' || typeof value['hash'] !== 'string') return false;
  return value['info'] instanceof Uint8Array && isPackedInfo(value['info'], strings);
}

/** Numbers that packFontInfo writes before the properties, their count among them. */
const INFO_NUMBERS = 34;

/** Whether unpackFontInfo finds every number, and every text in the catalogue's strings. */
function isPackedInfo(bytes: Uint8Array, strings: number): boolean {
  const numbers: number[] = [];
  let value = 0;
  let place = 1;
  for (const byte of bytes) {
    value += (byte & 127) * place;
    place *= 128;
    if (byte >= 128) continue;
    numbers.push(value % 2 === 1 ? -(value + 1) / 2 : value / 2);
    value = 0;
    place = 1;
  }
  if (place !== 1 || numbers.length < INFO_NUMBERS) return false;
  const properties = numbers[INFO_NUMBERS - 1]!;
  if (numbers.length !== INFO_NUMBERS + 2 * properties) return false;
  for (let i = INFO_NUMBERS; i < numbers.length; i += 2) {
    const name = numbers[i]!;
    if (!isIndex(name >> 1, strings) || ((name & 1) === 1 && !isIndex(numbers[i + 1], strings))) return false;
  }
  return true;
}

/** Whether data from a log entry has the form of a catalogue, all its indices in range. */
export function isFontCatalogue(value: unknown): value is FontCatalogue {
  if (!isRecord(value) || typeof value['resolution'] !== 'number') return false;
  const { directories, files, strings } = value;
  if (!Array.isArray(directories) || !Array.isArray(files) || !Array.isArray(strings)) return false;
  return (
    files.every((file) => isFile(file, strings.length)) &&
    strings.every((text) => typeof text === 'string') &&
    directories.every((directory) => isDirectory(directory, files.length))
  );
}
