/** A text editor: open and save by path, selection, clipboard, undo. `npx tsx apps/demos/notepad.ts [file]` */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, resolve } from 'node:path';
import type { Display } from '../api/display.ts';
import { palette } from '../api/style.ts';
import { AppWindow } from '../api/window.ts';
import { Button, Label } from '../api/widgets/button.ts';
import { MENU_BAR_HEIGHT, MenuBar } from '../api/widgets/menu-bar.ts';
import { SCROLL_BAR_WIDTH, ScrollBar } from '../api/widgets/scroll-bar.ts';
import { TextArea } from '../api/widgets/text-area.ts';
import { TextField } from '../api/widgets/text-field.ts';
import { WidgetHost } from '../api/widgets/widget.ts';
import { runIfMain } from '../node/run-app.ts';
import { ask } from './question.ts';

const PATH_BAR_HEIGHT = 40;
const STATUS_HEIGHT = 24;
/** Larger files would make each edit slow. */
const MAXIMUM_BYTES = 8 << 20;

export async function startNotepad(display: Display, file?: string, text = ''): Promise<AppWindow> {
  const window = new AppWindow(display, {
    title: 'Notepad',
    name: 'notepad',
    className: 'FarpaneNotepad',
    width: 560,
    height: 400,
    minWidth: 300,
    minHeight: 180,
  });
  const host = new WidgetHost(window);
  const bar = new ScrollBar();
  const area = new TextArea(bar);
  const status = new Label('');
  status.color = palette.textDim;
  const path = new TextField(file ?? '');
  path.hint = 'Path of a file, such as ~/notes.txt';
  let changed = false;
  let message = '';
  let shownTitle = '';
  let question: AppWindow | undefined;

  const showState = (): void => {
    const { line, column } = area.buffer.caret;
    status.setText(`${message === '' ? '' : `${message}     `}Line ${line + 1}, column ${column + 1}`);
    const title = titleNow();
    if (title !== shownTitle) window.setTitle(title);
    shownTitle = title;
  };
  const titleNow = (): string => {
    const name = path.text === '' ? 'Untitled' : basename(path.text);
    return `${changed ? '* ' : ''}${name} - Notepad`;
  };
  const tell = (text: string): void => {
    message = text;
    showState();
  };
  const location = (): string => resolve(path.text.trim().replace(/^~(?=\/|$)/, homedir()));
  const open = async (): Promise<void> => {
    try {
      if ((await stat(location())).size > MAXIMUM_BYTES) return tell('That file is too large.');
      area.setText(await readFile(location(), 'utf8'));
      changed = false;
      host.setFocus(area);
      tell(`Opened ${location()}`);
    } catch (error) {
      tell(`Cannot open: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  /** @returns whether the text is safe now. */
  const save = async (): Promise<boolean> => {
    if (path.text.trim() === '') {
      host.setFocus(path);
      tell('Type a path first.');
      return false;
    }
    try {
      await writeFile(location(), area.buffer.text);
      changed = false;
      tell(`Saved ${location()}`);
      return true;
    } catch (error) {
      tell(`Cannot save: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  };
  /** Does what would lose the text, once the user has said what becomes of it. */
  const unlessLost = (action: () => void): void => {
    if (!changed) return action();
    // Above the others, where the user looks.
    if (question !== undefined) return question.configure({ stackMode: 0 });
    const saveFirst = async (): Promise<void> => {
      if (await save()) action();
    };
    question = ask(
      window,
      'The text has not been saved.',
      [
        { label: 'Save', run: () => void saveFirst() },
        { label: 'Discard it', run: action },
        { label: 'Keep writing', run: () => {} },
      ],
      () => {
        question = undefined;
      },
    );
  };
  const clear = (): void => {
    path.setText('');
    area.setText('');
    changed = false;
    tell('');
  };

  const menu = new MenuBar([
    {
      label: 'File',
      entries: () => [
        { label: 'New', shortcut: 'Ctrl+N', run: () => unlessLost(clear) },
        {
          label: 'Open...',
          shortcut: 'Ctrl+O',
          run: () => {
            host.setFocus(path);
            path.selectAll();
          },
        },
        { label: 'Save', shortcut: 'Ctrl+S', run: () => void save() },
        'separator',
        { label: 'Close', run: () => unlessLost(() => window.close()) },
      ],
    },
    {
      label: 'Edit',
      entries: () => [
        { label: 'Undo', shortcut: 'Ctrl+Z', run: () => area.undo() },
        { label: 'Redo', shortcut: 'Ctrl+Y', run: () => area.redo() },
        'separator',
        { label: 'Cut', shortcut: 'Ctrl+X', run: () => area.cut(display.lastTime) },
        { label: 'Copy', shortcut: 'Ctrl+C', run: () => area.copy(display.lastTime) },
        { label: 'Paste', shortcut: 'Ctrl+V', run: () => area.paste(display.lastTime) },
        'separator',
        { label: 'Select all', shortcut: 'Ctrl+A', run: () => area.selectAll() },
      ],
    },
  ]);
  const openButton = new Button('Open', () => unlessLost(() => void open()));
  const saveButton = new Button('Save', () => void save());
  path.onEnter = () => unlessLost(() => void open());
  area.onChange = () => {
    changed = true;
    message = '';
    showState();
  };
  area.onCaret = showState;
  window.onCloseRequest = () => unlessLost(() => window.close());
  window.onClosed = () => question?.close();
  host.add(area, bar, menu, path, openButton, saveButton, status);
  host.onKey = ({ control, keysym }) => {
    if (!control) return false;
    if (keysym === 0x73) void save();
    else if (keysym === 0x6e) unlessLost(clear);
    else if (keysym === 0x6f) {
      host.setFocus(path);
      path.selectAll();
    } else return false;
    return true;
  };
  host.layout = (width, height) => {
    menu.place(0, 0, width, MENU_BAR_HEIGHT);
    saveButton.place(width - 76, MENU_BAR_HEIGHT + 6, 68, 28);
    openButton.place(width - 150, MENU_BAR_HEIGHT + 6, 68, 28);
    path.place(8, MENU_BAR_HEIGHT + 6, width - 166, 28);
    const top = MENU_BAR_HEIGHT + PATH_BAR_HEIGHT;
    const inner = height - top - STATUS_HEIGHT;
    bar.place(width - SCROLL_BAR_WIDTH, top, SCROLL_BAR_WIDTH, inner);
    area.place(0, top, width - SCROLL_BAR_WIDTH, inner);
    status.place(10, height - STATUS_HEIGHT, width - 20, STATUS_HEIGHT);
  };
  host.relayout();
  if (file !== undefined) await open();
  else area.setText(text);
  changed = false;
  showState();
  window.show();
  return window;
}

await runIfMain(import.meta.url, (display) => startNotepad(display, process.argv[2]));
