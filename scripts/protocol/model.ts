/** The model of one XML file of xcb-proto: what parse.ts reads and the emitters write. */

export type Expression =
  | { kind: 'value'; value: number }
  | { kind: 'field'; name: string }
  | { kind: 'param'; name: string }
  | { kind: 'op'; op: string; left: Expression; right: Expression }
  | { kind: 'not'; operand: Expression }
  | { kind: 'popcount'; operand: Expression }
  | { kind: 'sum'; list: string; body: Expression | undefined }
  | { kind: 'element' };

export interface Field {
  kind: 'field';
  name: string;
  type: string;
  /** Name of the enumeration that the field's values come from, for the comment. */
  values: string | undefined;
}

export interface List {
  kind: 'list';
  name: string;
  type: string;
  /** Number of elements; undefined: the list fills the rest of the message. */
  length: Expression | undefined;
}

export interface Case {
  /** `bit`: chosen when any of these bits is set; `equal`: when the value is one of these. */
  kind: 'bit' | 'equal';
  values: number[];
  /** The case's own record, or undefined where its fields stand in the switch's record. */
  name: string | undefined;
  elements: Element[];
}

export interface Switch {
  kind: 'switch';
  name: string;
  on: Expression;
  cases: Case[];
}

export type Element =
  | Field
  | List
  | Switch
  | { kind: 'pad'; bytes: number }
  | { kind: 'align'; unit: number }
  | { kind: 'computed'; name: string; type: string; value: Expression };

export interface Enumeration {
  name: string;
  items: { name: string; value: number }[];
}

export interface Struct {
  name: string;
  elements: Element[];
  /** Number of bytes in all, where the struct says so itself. */
  size: Expression | undefined;
}

export interface Union {
  name: string;
  /** Types of the members, and lists as members of their own. */
  members: Element[];
}

export interface Request {
  name: string;
  opcode: number;
  elements: Element[];
  reply: Element[] | undefined;
}

export interface Event {
  name: string;
  number: number;
  /** A generic event (code 35 with a type of its own and a length). */
  generic: boolean;
  hasSequence: boolean;
  elements: Element[];
  /** The event whose fields these are. */
  copyOf: string | undefined;
}

export interface Module {
  /** Name of the XML file without its ending. */
  header: string;
  extension: { xname: string; majorVersion: number; minorVersion: number } | undefined;
  imports: string[];
  /** Type names that are another name of another type, or of CARD32 (ids). */
  aliases: Map<string, string>;
  structs: Struct[];
  unions: Union[];
  /** Types of which only the size is known: events inside requests. */
  opaque: Map<string, number>;
  enums: Enumeration[];
  requests: Request[];
  events: Event[];
  errors: { name: string; number: number }[];
}
