import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { emitRequestFields } from '../../scripts/protocol/emit-fields.ts';
import { emitModule } from '../../scripts/protocol/emit-module.ts';
import { Library } from '../../scripts/protocol/library.ts';
import { SOURCES, XML_FOLDER } from '../../scripts/protocol/sources.ts';

const GENERATED = new URL('../../xserver/protocol/generated/', import.meta.url);

describe('the generated codec', () => {
  test('is generated from descriptions that are installed', () => {
    expect(existsSync(`${XML_FOLDER}/xproto.xml`), 'install the package xcb-proto').toBe(true);
  });

  test('has a file for each description and no other', () => {
    expect(readdirSync(GENERATED).toSorted()).toEqual(SOURCES.map(({ header }) => `${header}.ts`).toSorted());
  });

  test.each(SOURCES)('$header.ts is what `npm run generate` writes', ({ header }) => {
    const text = readFileSync(new URL(`${header}.ts`, GENERATED), 'utf8');
    expect(text).toBe(emitModule(new Library(XML_FOLDER, SOURCES), header));
  });

  test('request-fields.ts of the nx wire is what `npm run generate` writes', () => {
    const text = readFileSync(new URL('../../nx/generated/request-fields.ts', import.meta.url), 'utf8');
    const headers = SOURCES.map(({ header }) => header);
    expect(text).toBe(emitRequestFields(new Library(XML_FOLDER, SOURCES), headers));
  });

  test('passes `npm run generate -- --check`', () => {
    const script = fileURLToPath(new URL('../../scripts/generate-protocol.ts', import.meta.url));
    const check = spawnSync(process.execPath, ['--import', 'tsx', script, '--check'], { encoding: 'utf8' });
    expect(check.stderr).toBe('');
    expect(check.status).toBe(0);
  });
});
