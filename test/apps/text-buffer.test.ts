import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextBuffer } from '../../apps/api/widgets/text-buffer.ts';

it('edits as a plain string does', () => {
  const edit = fc.oneof(
    fc.record({
      kind: fc.constant('insert' as const),
      text: fc.string({ unit: fc.constantFrom('a', 'ж', '\n', ' ', 'Z'), maxLength: 6 }),
    }),
    fc.record({ kind: fc.constant('erase' as const), direction: fc.constantFrom(1 as const, -1 as const) }),
    fc.record({ kind: fc.constant('move' as const), line: fc.nat(6), column: fc.nat(12), select: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
      const buffer = new TextBuffer();
      let model = '';
      let [caret, anchor] = [0, 0];
      const offset = ({ line, column }: { line: number; column: number }): number =>
        model.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + column;
      for (const each of edits) {
        if (each.kind === 'move') {
          buffer.moveTo(each, each.select);
          caret = offset(buffer.caret);
          if (!each.select) anchor = caret;
        } else {
          let [from, to] = [Math.min(caret, anchor), Math.max(caret, anchor)];
          if (each.kind === 'insert') buffer.insert(each.text);
          else {
            buffer.erase(each.direction);
            if (from === to)
              [from, to] = each.direction < 0 ? [Math.max(0, from - 1), to] : [from, Math.min(model.length, to + 1)];
          }
          const added = each.kind === 'insert' ? each.text : '';
          model = model.slice(0, from) + added + model.slice(to);
          caret = from + added.length;
          anchor = caret;
        }
        expect(buffer.text).toBe(model);
        expect(offset(buffer.caret)).toBe(caret);
        expect(buffer.selection).toBe(model.slice(Math.min(caret, anchor), Math.max(caret, anchor)));
      }
    }),
  );
});

it('undoes every edit back to the beginning, and redoes them', () => {
  const buffer = new TextBuffer();
  buffer.setText('one\ntwo');
  buffer.moveTo({ line: 1, column: 3 }, false);
  buffer.insert('!');
  buffer.insert('?');
  buffer.insert('\nthree');
  buffer.selectWord({ line: 0, column: 1 });
  buffer.insert('ONE');
  const end = buffer.text;
  expect(end).toBe('ONE\ntwo!?\nthree');
  const states: string[] = [];
  while (buffer.undo()) states.push(buffer.text);
  // Characters typed in a row go together.
  expect(states).toEqual(['one\ntwo!?\nthree', 'one\ntwo!?', 'one\ntwo']);
  while (buffer.redo());
  expect(buffer.text).toBe(end);
});
