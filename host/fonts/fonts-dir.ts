/** The two text files of an X font directory: fonts.dir (written by mkfontdir) and fonts.alias. Latin-1 text. */

/** fonts.dir: a count, then a file and its font's name per line. Lines that are neither are passed over. */
export function parseFontsDir(text: string): { file: string; name: string }[] {
  const fonts: { file: string; name: string }[] = [];
  for (const line of text.split(/\r?\n/).slice(1)) {
    const match = /^(\S+)\s+(\S.*?)\s*$/.exec(line);
    if (match !== null) fonts.push({ file: match[1]!, name: match[2]! });
  }
  return fonts;
}

/** The words of a line: quotes keep blanks together, a backslash keeps the next character as it is. */
function words(line: string): string[] {
  const list: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (c === '\\' && i + 1 < line.length) {
      word = (word ?? '') + line[++i]!;
    } else if (c === '"') {
      quoted = !quoted;
      word ??= '';
    } else if (!quoted && (c === ' ' || c === '\t')) {
      if (word !== undefined) list.push(word);
      word = undefined;
    } else if (c === '!' && word === undefined) {
      return list;
    } else {
      word = (word ?? '') + c;
    }
  }
  if (word !== undefined) list.push(word);
  return list;
}

export interface FontAliases {
  aliases: { name: string; target: string }[];
  /** FILE_NAMES_ALIASES: every file's name without its ending is an alias too. */
  fileNames: boolean;
}

/** fonts.alias: an alias and what it stands for per line; `!` begins a comment. */
export function parseFontsAlias(text: string): FontAliases {
  const aliases: { name: string; target: string }[] = [];
  let fileNames = false;
  for (const line of text.split(/\r?\n/)) {
    const [name, target] = words(line);
    if (name === undefined) continue;
    if (target !== undefined) aliases.push({ name, target });
    else if (name === 'FILE_NAMES_ALIASES') fileNames = true;
  }
  return { aliases, fileNames };
}
