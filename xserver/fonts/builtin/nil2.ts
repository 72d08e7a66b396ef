// Written by scripts/generate-fonts.ts; not to be edited.
export const nil2 =
  'gAwGAQEAAAAA+gsG';
