/** Layouts of alphabets other than Latin. */
import type { LayoutTable } from './layout-table.ts';

export const ru: LayoutTable = {
  id: 'ru',
  name: 'Русская',
  languages: ['ru', 'be', 'kk'],
  nonLatin: true,
  rows: [
    'ё 1! 2" 3№ 4; 5% 6: 7? 8* 9( 0) -_ =+',
    'й ц у к е н г ш щ з х ъ',
    'ф ы в а п р о л д ж э \\/',
    '/| я ч с м и т ь б ю .,',
  ],
};

export const ua: LayoutTable = {
  id: 'ua',
  name: 'Українська',
  languages: ['uk'],
  nonLatin: true,
  rows: [
    '\'₴ 1! 2" 3№ 4; 5% 6: 7? 8* 9( 0) -_ =+',
    'й ц у к е н г ш щ з х ї',
    'ф і в а п р о л д ж є ґ',
    '/| я ч с м и т ь б ю .,',
  ],
};

export const gr: LayoutTable = {
  id: 'gr',
  name: 'Ελληνικά',
  languages: ['el'],
  nonLatin: true,
  rows: [
    '`~ 1! 2@ 3# 4$ 5% 6^ 7& 8* 9( 0) -_ =+',
    ';: ςΣ ε ρ τ υ θ ι ο π [{ ]}',
    'α σ δ φ γ η ξ κ λ †´†¨ \'" \\|',
    '«» ζ χ ψ ω β ν μ ,< .> /?',
  ],
};
