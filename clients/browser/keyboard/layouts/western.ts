/** Layouts of Western Europe and the Americas, after the national standards and what is engraved on the keys. */
import type { LayoutTable } from './layout-table.ts';

export const us: LayoutTable = {
  id: 'us',
  name: 'English (US)',
  languages: ['en-US', 'en', 'zh', 'ja', 'ko', 'nl'],
  rows: [
    '`~ 1! 2@ 3# 4$ 5% 6^ 7& 8* 9( 0) -_ =+',
    'q w e r t y u i o p [{ ]}',
    'a s d f g h j k l ;: \'" \\|',
    '<> z x c v b n m ,< .> /?',
  ],
};

export const usInternational: LayoutTable = {
  id: 'us-intl',
  name: 'English (US, international with dead keys)',
  languages: [],
  rows: [
    '†`†~`~ 1!¡¹ 2@² 3#³ 4$¤£ 5%€ 6†^¼^ 7&½ 8*¾ 9(‘ 0)’ -_¥ =+×÷',
    'qQäÄ wWåÅ eEéÉ rR® tTþÞ yYüÜ uUúÚ iIíÍ oOóÓ pPöÖ [{« ]}»',
    'aAáÁ sSß§ dDðÐ f g h j k lLøØ ;:¶° †´†¨\'" \\|¬¦',
    '\\|\\| zZæÆ x cC©¢ v b nNñÑ mMµ ,<çÇ .> /?¿',
  ],
};

export const gb: LayoutTable = {
  id: 'gb',
  name: 'English (UK)',
  languages: ['en-GB', 'en-IE'],
  rows: [
    '`¬¦ 1! 2" 3£ 4$€ 5% 6^ 7& 8* 9( 0) -_ =+',
    'q w eEéÉ r t y uUúÚ iIíÍ oOóÓ p [{ ]}',
    "aAáÁ s d f g h j k l ;: '@ #~",
    '\\| z x c v b n m ,< .> /?',
  ],
};

export const de: LayoutTable = {
  id: 'de',
  name: 'Deutsch',
  languages: ['de', 'de-AT'],
  rows: [
    '†^° 1!¹ 2"² 3§³ 4$¼ 5%½ 6&¬ 7/{ 8([ 9)] 0=} ß?\\ †´†`',
    'qQ@ w eE€ r t z u i oOøØ p üÜ†¨ +*~',
    "a s d f g h j k l ö ä #'",
    '<>| y xX« cC¢ vV„ bB“ nN” mMµ ,; .:… -_–',
  ],
};

export const ch: LayoutTable = {
  id: 'ch',
  name: 'Schweiz / Suisse',
  languages: ['de-CH', 'de-LI', 'fr-CH', 'it-CH'],
  rows: [
    '§° 1+| 2"@ 3*# 4ç 5% 6&¬ 7/| 8(¢ 9) 0= \'?†´ †^†`†~',
    'qQ@ w eE€ r t z u i o p üè[ †¨!]',
    'a s d f g h j k l öé†´ äà{ $£}',
    '<>\\ y x c v b n m ,; .: -_',
  ],
};

export const fr: LayoutTable = {
  id: 'fr',
  name: 'Français (AZERTY)',
  languages: ['fr'],
  rows: [
    '²~ &1 é2~ "3# \'4{ (5[ -6| è7` _8\\ ç9^ à0@ )°] =+}',
    'a z eE€ r t y u i o p †^†¨ $£¤',
    'qQ@ s d f g h j k l m ù% *µ',
    '<> w x c v b n ,? ;. :/ !§',
  ],
};

export const es: LayoutTable = {
  id: 'es',
  name: 'Español (España)',
  languages: ['es-ES', 'es'],
  rows: [
    'ºª\\ 1!| 2"@ 3·# 4$~ 5%½ 6&¬ 7/{ 8([ 9)] 0=} \'?\\ ¡¿',
    'qQ@ w eE€ r t y u i o p †`†^[ +*]',
    'a s d f g h j k l ñ †´†¨{ çÇ}',
    '<>| z x c v b n m ,; .: -_',
  ],
};

export const it: LayoutTable = {
  id: 'it',
  name: 'Italiano',
  languages: ['it'],
  rows: [
    '\\| 1! 2" 3£ 4$ 5% 6& 7/{ 8([ 9)] 0=} \'?` ì^~',
    'qQ@ w eE€ r t y u i o p èé[{ +*]}',
    'a s d f g h j k l òç@ à°# ù§',
    '<> z x c v b n m ,; .: -_',
  ],
};

export const pt: LayoutTable = {
  id: 'pt',
  name: 'Português (Portugal)',
  languages: ['pt-PT', 'pt'],
  rows: [
    '\\| 1! 2"@ 3#£ 4$§ 5% 6& 7/{ 8([ 9)] 0=} \'?\\ «»',
    'q w eE€ r t y u i o p +*†¨ †´†`]',
    'a s d f g h j k l ç ºª †~†^',
    '<>\\ z x c v b n m ,; .: -_',
  ],
};

export const br: LayoutTable = {
  id: 'br',
  name: 'Português (Brasil, ABNT2)',
  languages: ['pt-BR'],
  rows: [
    '\'" 1!¹ 2@² 3#³ 4$£ 5%¢ 6†¨¬ 7&{ 8*[ 9(] 0)} -_\\ =+§',
    'qQ/ wW? eE° r t y u i o p †´†` [{ª',
    'a s d f g h j k l ç †~†^ ]}º',
    '\\| z x cC© v b n m ,< .> ;: /?°',
  ],
};
