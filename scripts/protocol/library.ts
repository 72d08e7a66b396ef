/** All parsed modules, and what a type name of one of them is on the wire. */
import type { Enumeration, Module, Struct } from './model.ts';
import { parseModule } from './parse.ts';
import { camelCase, pascalCase } from './names.ts';

/** An XML file to generate from. */
export interface Source {
  /** File name without .xml. */
  header: string;
  /** Prefix of the exported types and functions; '' for the core. */
  prefix: string;
  /** Prefix of the exported tables. */
  tables: string;
}

/** A number on the wire. `code` names the methods of Reader and Writer. */
export interface Scalar {
  kind: 'scalar';
  code: 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'f32' | 'f64';
  size: number;
  /** Type of a list of them, with the Reader and Writer method that moves such a list. */
  array: { type: string; method: string };
}

export type WireType =
  | Scalar
  | { kind: 'char' }
  | { kind: 'struct'; module: Module; struct: Struct }
  | { kind: 'opaque'; size: number }
  | { kind: 'clientMessageData' };

function scalar(code: Scalar['code'], type: string, method = `${code}s`): Scalar {
  return { kind: 'scalar', code, size: Number(code.slice(1)) / 8, array: { type, method } };
}

const U8 = scalar('u8', 'Uint8Array', 'bytes');
const F32 = scalar('f32', 'Float32Array');
const F64 = scalar('f64', 'Float64Array');

const BUILT_IN = new Map<string, WireType>([
  ['CARD8', U8],
  ['BYTE', U8],
  ['BOOL', U8],
  ['void', U8],
  ['char', { kind: 'char' }],
  ['INT8', scalar('i8', 'Int8Array')],
  ['CARD16', scalar('u16', 'Uint16Array')],
  ['INT16', scalar('i16', 'Int16Array')],
  ['CARD32', scalar('u32', 'Uint32Array')],
  ['INT32', scalar('i32', 'Int32Array')],
  ['CARD64', scalar('u64', 'BigUint64Array')],
  ['INT64', scalar('i64', 'BigInt64Array')],
  ['float', F32],
  ['double', F64],
]);

/** A number of a flat struct and where it stands. */
export interface Leaf {
  name: string;
  code: Scalar['code'];
  offset: number;
}

export class Library {
  private readonly folder: string;
  private readonly modules = new Map<string, Module>();
  private readonly sources = new Map<string, Source>();

  /** `sources` are those to generate; modules that they import are read too. */
  constructor(folder: string, sources: readonly Source[]) {
    this.folder = folder;
    for (const source of sources) this.sources.set(source.header, source);
    for (const source of sources) this.load(source.header);
  }

  private load(header: string): Module {
    const known = this.modules.get(header);
    if (known !== undefined) return known;
    const findEnum = (name: string): Enumeration | undefined =>
      [...this.modules.values()].flatMap((module) => module.enums).find((item) => item.name === name);
    const module = parseModule(`${this.folder}/${header}.xml`, findEnum);
    for (const imported of module.imports) this.load(imported);
    this.modules.set(header, module);
    return module;
  }

  module(header: string): Module {
    const module = this.modules.get(header);
    if (module === undefined) throw new Error(`module ${header} is not loaded`);
    return module;
  }

  source(module: Module): Source {
    const source = this.sources.get(module.header);
    if (source === undefined) throw new Error(`${module.header} is imported, but not in the list to generate`);
    return source;
  }

  /** Exported name of a declaration of a module: its own name behind the module's prefix. */
  exported(module: Module, name: string): string {
    return this.source(module).prefix + pascalCase(name);
  }

  resolve(module: Module, name: string): WireType {
    const found = this.find(module, name);
    if (found === undefined) throw new Error(`${module.header}: unknown type ${name}`);
    return found;
  }

  private find(module: Module, name: string): WireType | undefined {
    if (name.includes(':')) {
      const [header = '', plain = ''] = name.split(':');
      return this.find(this.module(header), plain);
    }
    if (name === 'ClientMessageData') return { kind: 'clientMessageData' };
    const struct = module.structs.find((item) => item.name === name);
    if (struct !== undefined) return { kind: 'struct', module, struct };
    const union = module.unions.find((item) => item.name === name);
    if (union !== undefined) {
      const sizes = union.members.map((member) => this.elementSize(module, member));
      return { kind: 'opaque', size: Math.max(...sizes) };
    }
    const opaque = module.opaque.get(name);
    if (opaque !== undefined) return { kind: 'opaque', size: opaque };
    const alias = module.aliases.get(name);
    if (alias !== undefined) return this.find(module, alias);
    const builtIn = BUILT_IN.get(name);
    if (builtIn !== undefined) return builtIn;
    for (const imported of module.imports) {
      const found = this.find(this.module(imported), name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Bytes of a type of fixed size. Throws Error where the size varies. */
  size(type: WireType): number {
    switch (type.kind) {
      case 'scalar':
      case 'opaque':
        return type.size;
      case 'char':
        return 1;
      case 'clientMessageData':
        return 20;
      case 'struct':
        return type.struct.elements.reduce((sum, element) => sum + this.elementSize(type.module, element), 0);
    }
  }

  private elementSize(module: Module, element: Module['structs'][number]['elements'][number]): number {
    if (element.kind === 'pad') return element.bytes;
    if (element.kind === 'field') return this.size(this.resolve(module, element.type));
    if (element.kind === 'list' && element.length?.kind === 'value') {
      return element.length.value * this.size(this.resolve(module, element.type));
    }
    throw new Error(`${element.kind} has no fixed size`);
  }

  /**
   * The numbers of a struct that a list keeps flat in an Int32Array: one made of integers of 8 or 16 bits, INT32 and such
   * structs. Undefined for any other.
   */
  leaves(type: WireType): Leaf[] | undefined {
    if (type.kind === 'scalar') {
      return ['u8', 'i8', 'u16', 'i16', 'i32'].includes(type.code)
        ? [{ name: '', code: type.code, offset: 0 }]
        : undefined;
    }
    if (type.kind !== 'struct') return undefined;
    const leaves: Leaf[] = [];
    let offset = 0;
    for (const element of type.struct.elements) {
      if (element.kind !== 'field' && element.kind !== 'pad') return undefined;
      if (element.kind === 'field') {
        const inner = this.leaves(this.resolve(type.module, element.type));
        if (inner === undefined) return undefined;
        for (const leaf of inner) {
          const name = leaf.name === '' ? camelCase(element.name) : `${camelCase(element.name)}.${leaf.name}`;
          leaves.push({ name, code: leaf.code, offset: offset + leaf.offset });
        }
      }
      offset += this.elementSize(type.module, element);
    }
    return leaves;
  }
}
