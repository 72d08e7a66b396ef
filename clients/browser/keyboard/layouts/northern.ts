/** Layouts of Northern Europe. */
import type { LayoutTable } from './layout-table.ts';

export const se: LayoutTable = {
  id: 'se',
  name: 'Svenska',
  languages: ['sv'],
  rows: [
    '§½¶ 1!¡ 2"@ 3#£ 4¤$ 5%€ 6&¥ 7/{ 8([ 9)] 0=} +?\\ †´†`',
    'q w eE€ r t y u i o p å †¨†^†~',
    "a s d f g h j k l öÖøØ äÄæÆ '*",
    '<>| z x c v b n mMµ ,; .: -_',
  ],
};

export const no: LayoutTable = {
  id: 'no',
  name: 'Norsk',
  languages: ['nb', 'nn', 'no'],
  rows: [
    '|§ 1! 2"@ 3#£ 4¤$ 5% 6& 7/{ 8([ 9)] 0=} +? \\†`†´',
    'q w eE€ r t y u i o p å †¨†^†~',
    "a s d f g h j k l øØ æÆ '*",
    '<> z x c v b n mMµ ,; .: -_',
  ],
};

export const dk: LayoutTable = {
  id: 'dk',
  name: 'Dansk',
  languages: ['da'],
  rows: [
    '½§ 1! 2"@ 3#£ 4¤$ 5%€ 6& 7/{ 8([ 9)] 0=} +? †´†`|',
    'q w eE€ r t y u i o p å †¨†^†~',
    "a s d f g h j k l æ ø '*",
    '<>\\ z x c v b n mMµ ,; .: -_',
  ],
};

export const fi: LayoutTable = {
  id: 'fi',
  name: 'Suomi',
  languages: ['fi', 'sv-FI'],
  rows: [
    '§½ 1! 2"@ 3#£ 4¤$ 5% 6&‚ 7/{ 8([ 9)] 0=} +?\\ †´†`',
    'q w eE€ r t y u i o p å †¨†^†~',
    "aAəƏ s d f g h j k l öÖø äÄæ '*",
    '<>| zZʒƷ x c v b nNŋŊ mMµ ,; .: -_–',
  ],
};
