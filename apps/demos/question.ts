/** A question in a dialog of its own, before something is lost. */
import { textWidth } from '../api/font.ts';
import { Key } from '../api/keysyms.ts';
import { spacing } from '../api/style.ts';
import { AppWindow } from '../api/window.ts';
import { Button, Label } from '../api/widgets/button.ts';
import { WidgetHost } from '../api/widgets/widget.ts';

export interface Answer {
  readonly label: string;
  readonly run: () => void;
}

const BUTTON_HEIGHT = 28;

/** Asks; closing the dialog, or Escape, is no answer. The first answer has the focus. `done` is called when the dialog is gone, whatever was said. */
export function ask(owner: AppWindow, text: string, answers: readonly Answer[], done: () => void): AppWindow {
  const { display } = owner;
  const buttons = answers.map(
    ({ label, run }) =>
      new Button(label, () => {
        dialog.close();
        run();
      }),
  );
  const { padding, gap } = spacing;
  const widths = buttons.map((button) => button.naturalWidth(display));
  const row = widths.reduce((sum, width) => sum + width + gap, -gap);
  const width = Math.max(row, textWidth(display.fonts.normal, text)) + 2 * padding;
  const height = 2 * padding + BUTTON_HEIGHT + 20 + gap;
  const dialog = new AppWindow(display, {
    title: 'Question',
    name: 'question',
    className: 'FarpaneQuestion',
    width,
    height,
    resizable: false,
    type: 'dialog',
    transientFor: owner.id,
  });
  const label = new Label(text);
  const host = new WidgetHost(dialog);
  host.add(label, ...buttons);
  host.layout = () => {
    label.place(padding, padding, width - 2 * padding, 20);
    let x = width - padding - row;
    for (const [index, button] of buttons.entries()) {
      button.place(x, height - padding - BUTTON_HEIGHT, widths[index]!, BUTTON_HEIGHT);
      x += widths[index]! + gap;
    }
  };
  host.onKey = ({ keysym }) => {
    if (keysym !== Key.Escape) return false;
    dialog.close();
    return true;
  };
  dialog.onClosed = done;
  host.relayout();
  dialog.show();
  return dialog;
}
