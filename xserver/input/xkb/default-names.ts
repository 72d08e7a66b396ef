/** Names of X.Org's default keymap: the components, the keys (evdev's names), groups and modifiers. */
import type { XkbNames } from '../../state/xkb.ts';
import { DEFAULT_INDICATOR_NAMES } from './default-compat.ts';
import { VIRTUAL_MODIFIERS } from './default-types.ts';

/** From keycode 8 on; `-` for none. */
const KEY_NAMES =
  '- ESC AE01 AE02 AE03 AE04 AE05 AE06 AE07 AE08 AE09 AE10 AE11 AE12 BKSP TAB AD01 AD02 AD03 AD04 AD05 AD06 ' +
  'AD07 AD08 AD09 AD10 AD11 AD12 RTRN LCTL AC01 AC02 AC03 AC04 AC05 AC06 AC07 AC08 AC09 AC10 AC11 TLDE LFSH ' +
  'BKSL AB01 AB02 AB03 AB04 AB05 AB06 AB07 AB08 AB09 AB10 RTSH KPMU LALT SPCE CAPS FK01 FK02 FK03 FK04 FK05 ' +
  'FK06 FK07 FK08 FK09 FK10 NMLK SCLK KP7 KP8 KP9 KPSU KP4 KP5 KP6 KPAD KP1 KP2 KP3 KP0 KPDL LVL3 - LSGT FK11 ' +
  'FK12 AB11 KATA HIRA HENK HKTG MUHE JPCM KPEN RCTL KPDV PRSC RALT LNFD HOME UP PGUP LEFT RGHT END DOWN PGDN ' +
  'INS DELE I120 MUTE VOL- VOL+ POWR KPEQ I126 PAUS I128 I129 HNGL HJCV AE13 LWIN RWIN COMP STOP AGAI PROP UNDO ' +
  'FRNT COPY OPEN PAST FIND CUT HELP I147 I148 I149 I150 I151 I152 I153 I154 I155 I156 I157 I158 I159 I160 I161 ' +
  'I162 I163 I164 I165 I166 I167 I168 I169 I170 I171 I172 I173 I174 I175 I176 I177 I178 I179 I180 I181 I182 ' +
  'I183 I184 I185 I186 I187 I188 I189 I190 FK13 FK14 FK15 FK16 FK17 FK18 FK19 FK20 FK21 FK22 FK23 FK24 MDSW ALT ' +
  'META SUPR HYPR I208 I209 I210 I211 I212 I213 I214 I215 I216 I217 I218 I219 I220 I221 I222 I223 I224 I225 ' +
  'I226 I227 I228 I229 I230 I231 I232 I233 I234 I235 I236 I237 I238 I239 I240 I241 I242 I243 I244 I245 I246 ' +
  'I247 I248 I249 I250 I251 I252 I253 I254 I255';

/** Alias=name. */
const KEY_ALIASES =
  'AC12=BKSL MENU=COMP HZTG=TLDE LMTA=LWIN RMTA=RWIN OUTP=I235 KITG=I236 KIDN=I237 KIUP=I238 I121=MUTE ' +
  'I122=VOL- I123=VOL+ I124=POWR I125=KPEQ I127=PAUS I130=HNGL I131=HJCV I132=AE13 I133=LWIN I134=RWIN ' +
  'I135=COMP I136=STOP I137=AGAI I138=PROP I139=UNDO I140=FRNT I141=COPY I142=OPEN I143=PAST I144=FIND I145=CUT ' +
  'I146=HELP I191=FK13 I192=FK14 I193=FK15 I194=FK16 I195=FK17 I196=FK18 I197=FK19 I198=FK20 I199=FK21 ' +
  'I200=FK22 I201=FK23 I202=FK24 ALGR=RALT KPPT=I129 LatQ=AD01 LatW=AD02 LatE=AD03 LatR=AD04 LatT=AD05 ' +
  'LatY=AD06 LatU=AD07 LatI=AD08 LatO=AD09 LatP=AD10 LatA=AC01 LatS=AC02 LatD=AC03 LatF=AC04 LatG=AC05 ' +
  'LatH=AC06 LatJ=AC07 LatK=AC08 LatL=AC09 LatZ=AB01 LatX=AB02 LatC=AB03 LatV=AB04 LatB=AB05 LatN=AB06 ' +
  'LatM=AB07';

const FIRST_KEYCODE = 8;
const KEYCODES = 256;
const [GROUPS, INDICATORS, VIRTUAL] = [4, 32, 16];

function padded(names: readonly string[], length: number): (string | undefined)[] {
  return Array.from({ length }, (_, index) => names[index]);
}

export function defaultNames(): XkbNames {
  const keys: string[] = Array.from({ length: KEYCODES }, () => '');
  KEY_NAMES.split(' ').forEach((name, index) => {
    if (name !== '-') keys[FIRST_KEYCODE + index] = name;
  });
  return {
    keycodes: 'evdev+aliases(qwerty)',
    geometry: 'pc(pc105)',
    symbols: 'pc+us+inet(evdev)',
    physicalSymbols: 'pc+us+inet(evdev)',
    types: 'complete',
    compat: 'complete',
    virtualModifiers: padded(VIRTUAL_MODIFIERS, VIRTUAL),
    indicators: padded(DEFAULT_INDICATOR_NAMES, INDICATORS),
    groups: padded(['English (US)'], GROUPS),
    keys,
    aliases: KEY_ALIASES.split(' ').map((pair) => {
      const [alias = '', real = ''] = pair.split('=');
      return { real, alias };
    }),
    radioGroups: [],
  };
}
