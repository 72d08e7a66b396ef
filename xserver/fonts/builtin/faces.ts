// Written by scripts/generate-fonts.ts; not to be edited.
import type { BuiltinFace } from '../builtin-font.ts';
import { fixed6x10 } from './fixed-6x10.ts';
import { fixed6x13 } from './fixed-6x13.ts';
import { fixed6x13Bold } from './fixed-6x13-bold.ts';
import { fixed7x13 } from './fixed-7x13.ts';
import { fixed7x13Bold } from './fixed-7x13-bold.ts';
import { fixed8x13 } from './fixed-8x13.ts';
import { fixed8x13Bold } from './fixed-8x13-bold.ts';
import { fixed9x15 } from './fixed-9x15.ts';
import { fixed9x15Bold } from './fixed-9x15-bold.ts';
import { fixed10x20 } from './fixed-10x20.ts';
import { sans10 } from './sans-10.ts';
import { sans10Bold } from './sans-10-bold.ts';
import { sans12 } from './sans-12.ts';
import { sans12Bold } from './sans-12-bold.ts';
import { sans14 } from './sans-14.ts';
import { sans14Bold } from './sans-14-bold.ts';
import { sans18 } from './sans-18.ts';
import { sans18Bold } from './sans-18-bold.ts';
import { sans24 } from './sans-24.ts';
import { sans24Bold } from './sans-24-bold.ts';
import { cursor } from './cursor.ts';
import { nil2 } from './nil2.ts';

export const FACES: readonly BuiltinFace[] = [
  { ...{"key":"fixed-6x10","fonts":[{"name":"-misc-fixed-medium-r-normal--10-100-75-75-c-60-iso8859-1","lastCode":255},{"name":"-misc-fixed-medium-r-normal--10-100-75-75-c-60-iso10646-1","lastCode":65535}],"ascent":8,"descent":2,"capHeight":7,"xHeight":5,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: fixed6x10 },
  { ...{"key":"fixed-6x13","fonts":[{"name":"-misc-fixed-medium-r-semicondensed--13-120-75-75-c-60-iso8859-1","lastCode":255},{"name":"-misc-fixed-medium-r-semicondensed--13-120-75-75-c-60-iso10646-1","lastCode":65535}],"ascent":11,"descent":2,"capHeight":8,"xHeight":6,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: fixed6x13 },
  { ...{"key":"fixed-6x13-bold","fonts":[{"name":"-misc-fixed-bold-r-semicondensed--13-120-75-75-c-60-iso8859-1","lastCode":255},{"name":"-misc-fixed-bold-r-semicondensed--13-120-75-75-c-60-iso10646-1","lastCode":65535}],"ascent":11,"descent":2,"capHeight":8,"xHeight":6,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: fixed6x13Bold },
  { ...{"key":"fixed-7x13","fonts":[{"name":"-misc-fixed-medium-r-normal--13-120-75-75-c-70-iso8859-1","lastCode":255},{"name":"-misc-fixed-medium-r-normal--13-120-75-75-c-70-iso10646-1","lastCode":65535}],"ascent":11,"descent":2,"capHeight":8,"xHeight":6,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: fixed7x13 },
  { ...{"key":"fixed-7x13-bold","fonts":[{"name":"-misc-fixed-bold-r-normal--13-120-75-75-c-70-iso8859-1","lastCode":255},{"name":"-misc-fixed-bold-r-normal--13-120-75-75-c-70-iso10646-1","lastCode":65535}],"ascent":11,"descent":2,"capHeight":8,"xHeight":6,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: fixed7x13Bold },
  { ...{"key":"fixed-8x13","fonts":[{"name":"-misc-fixed-medium-r-normal--13-120-75-75-c-80-iso8859-1","lastCode":255},{"name":"-misc-fixed-medium-r-normal--13-120-75-75-c-80-iso10646-1","lastCode":65535}],"ascent":11,"descent":2,"capHeight":8,"xHeight":6,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: fixed8x13 },
  { ...{"key":"fixed-8x13-bold","fonts":[{"name":"-misc-fixed-bold-r-normal--13-120-75-75-c-80-iso8859-1","lastCode":255},{"name":"-misc-fixed-bold-r-normal--13-120-75-75-c-80-iso10646-1","lastCode":65535}],"ascent":11,"descent":2,"capHeight":8,"xHeight":6,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: fixed8x13Bold },
  { ...{"key":"fixed-9x15","fonts":[{"name":"-misc-fixed-medium-r-normal--15-140-75-75-c-90-iso8859-1","lastCode":255},{"name":"-misc-fixed-medium-r-normal--15-140-75-75-c-90-iso10646-1","lastCode":65535}],"ascent":12,"descent":3,"capHeight":9,"xHeight":7,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: fixed9x15 },
  { ...{"key":"fixed-9x15-bold","fonts":[{"name":"-misc-fixed-bold-r-normal--15-140-75-75-c-90-iso8859-1","lastCode":255},{"name":"-misc-fixed-bold-r-normal--15-140-75-75-c-90-iso10646-1","lastCode":65535}],"ascent":12,"descent":3,"capHeight":9,"xHeight":7,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: fixed9x15Bold },
  { ...{"key":"fixed-10x20","fonts":[{"name":"-misc-fixed-medium-r-normal--20-200-75-75-c-100-iso8859-1","lastCode":255},{"name":"-misc-fixed-medium-r-normal--20-200-75-75-c-100-iso10646-1","lastCode":65535}],"ascent":16,"descent":4,"capHeight":12,"xHeight":9,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: fixed10x20 },
  { ...{"key":"sans-10","fonts":[{"name":"-farpane-sans-medium-r-normal--10-100-75-75-p-57-iso8859-1","lastCode":255},{"name":"-farpane-sans-medium-r-normal--10-100-75-75-p-57-iso10646-1","lastCode":65535}],"ascent":9,"descent":2,"capHeight":7,"xHeight":5,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: sans10 },
  { ...{"key":"sans-10-bold","fonts":[{"name":"-farpane-sans-bold-r-normal--10-100-75-75-p-60-iso8859-1","lastCode":255},{"name":"-farpane-sans-bold-r-normal--10-100-75-75-p-60-iso10646-1","lastCode":65535}],"ascent":9,"descent":2,"capHeight":7,"xHeight":5,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: sans10Bold },
  { ...{"key":"sans-12","fonts":[{"name":"-farpane-sans-medium-r-normal--12-120-75-75-p-67-iso8859-1","lastCode":255},{"name":"-farpane-sans-medium-r-normal--12-120-75-75-p-67-iso10646-1","lastCode":65535}],"ascent":11,"descent":3,"capHeight":8,"xHeight":6,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: sans12 },
  { ...{"key":"sans-12-bold","fonts":[{"name":"-farpane-sans-bold-r-normal--12-120-75-75-p-70-iso8859-1","lastCode":255},{"name":"-farpane-sans-bold-r-normal--12-120-75-75-p-70-iso10646-1","lastCode":65535}],"ascent":11,"descent":3,"capHeight":8,"xHeight":6,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: sans12Bold },
  { ...{"key":"sans-14","fonts":[{"name":"-farpane-sans-medium-r-normal--14-140-75-75-p-73-iso8859-1","lastCode":255},{"name":"-farpane-sans-medium-r-normal--14-140-75-75-p-73-iso10646-1","lastCode":65535}],"ascent":13,"descent":3,"capHeight":9,"xHeight":7,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: sans14 },
  { ...{"key":"sans-14-bold","fonts":[{"name":"-farpane-sans-bold-r-normal--14-140-75-75-p-79-iso8859-1","lastCode":255},{"name":"-farpane-sans-bold-r-normal--14-140-75-75-p-79-iso10646-1","lastCode":65535}],"ascent":13,"descent":3,"capHeight":9,"xHeight":7,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: sans14Bold },
  { ...{"key":"sans-18","fonts":[{"name":"-farpane-sans-medium-r-normal--18-180-75-75-p-94-iso8859-1","lastCode":255},{"name":"-farpane-sans-medium-r-normal--18-180-75-75-p-94-iso10646-1","lastCode":65535}],"ascent":16,"descent":4,"capHeight":12,"xHeight":9,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: sans18 },
  { ...{"key":"sans-18-bold","fonts":[{"name":"-farpane-sans-bold-r-normal--18-180-75-75-p-101-iso8859-1","lastCode":255},{"name":"-farpane-sans-bold-r-normal--18-180-75-75-p-101-iso10646-1","lastCode":65535}],"ascent":16,"descent":4,"capHeight":12,"xHeight":9,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: sans18Bold },
  { ...{"key":"sans-24","fonts":[{"name":"-farpane-sans-medium-r-normal--24-240-75-75-p-124-iso8859-1","lastCode":255},{"name":"-farpane-sans-medium-r-normal--24-240-75-75-p-124-iso10646-1","lastCode":65535}],"ascent":21,"descent":5,"capHeight":15,"xHeight":11,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: sans24 },
  { ...{"key":"sans-24-bold","fonts":[{"name":"-farpane-sans-bold-r-normal--24-240-75-75-p-133-iso8859-1","lastCode":255},{"name":"-farpane-sans-bold-r-normal--24-240-75-75-p-133-iso10646-1","lastCode":65535}],"ascent":21,"descent":5,"capHeight":15,"xHeight":11,"copyright":"Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain."}, glyphs: sans24Bold },
  { ...{"capHeight":0,"xHeight":0,"copyright":"Drawn for Farpane.","key":"cursor","fonts":[{"name":"cursor","lastCode":255}],"ascent":16,"descent":17}, glyphs: cursor },
  { ...{"capHeight":0,"xHeight":0,"copyright":"Drawn for Farpane.","key":"nil2","fonts":[{"name":"-misc-nil-medium-r-normal--2-20-75-75-c-10-misc-fontspecific","lastCode":255}],"ascent":2,"descent":0}, glyphs: nil2 },
];
