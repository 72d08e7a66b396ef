/** Layouts of Central and Eastern Europe with Latin letters, and of Turkey. */
import type { LayoutTable } from './layout-table.ts';

export const pl: LayoutTable = {
  id: 'pl',
  name: 'Polski',
  languages: ['pl'],
  rows: [
    '`~ 1! 2@ 3# 4$ 5%€ 6^ 7& 8* 9( 0) -_ =+',
    'q w eEęĘ r t y u i oOóÓ p [{ ]}',
    'aAąĄ sSśŚ d f g h j k lLłŁ ;: \'" \\|',
    '<>|¦ zZżŻ xXźŹ cCćĆ v b nNńŃ m ,< .> /?',
  ],
};

export const cz: LayoutTable = {
  id: 'cz',
  name: 'Čeština',
  languages: ['cs'],
  rows: [
    ';†°` +1! ě2@ š3# č4$ ř5% ž6^ ý7& á8* í9{ é0} =%\\ †´†ˇ',
    'qQ\\ wW| eE€ r t z u i o p ú/[ )(]',
    'aA~ sSđ dDĐ fF[ gG] h j kKł lLŁ ů"$ §! †¨\'',
    '\\|/ yY° xX# cC& vV@ bB{ nN} mM^ ,?< .:> -_*',
  ],
};

export const hu: LayoutTable = {
  id: 'hu',
  name: 'Magyar',
  languages: ['hu'],
  rows: [
    '0§ 1\'~ 2"†ˇ 3+†^ 4!†˘ 5%†° 6/†˛ 7=` 8(†˙ 9)†´ öÖ†˝ üÜ†¨ óÓ†¸',
    'qQ\\ wW| eEÄ r t z uU€ iIÍ o p őŐ÷ úÚ×',
    'aAä sSđ dDĐ fF[ gG] h jJí kKł lLŁ éÉ$ áÁß űŰ¤',
    'íÍ< yY> xX# cC& vV@ bB{ nN} mM< ,?; .:> -_*',
  ],
};

export const tr: LayoutTable = {
  id: 'tr',
  name: 'Türkçe (Q)',
  languages: ['tr'],
  rows: [
    '"é< 1!> 2\'£ 3^# 4+$ 5%½ 6& 7/{ 8([ 9)] 0=} *?\\ -_|',
    'qQ@ w eE€ r tT₺ y u ıI o p ğĞ†¨ üÜ~',
    'aAæÆ sSß d f g h j k l şŞ´ iİ ,;`',
    '<>| z x c v b n m öÖ çÇ .:',
  ],
};
