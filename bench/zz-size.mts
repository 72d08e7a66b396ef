import { NxEncoder } from '../nx/encoder.ts';
import { readRecording } from './nx-recording.ts';
let line=''; let total=0;
for(const n of ['xterm-start','keys-100','drag','x-programs','tk-widgets','text-200k']){
const r = await readRecording('/tmp/nxrec/'+n+'.nxrec');
let es = r.entries.filter(e=>e.entry.kind!=='font-catalogue' && e.entry.kind!=='terminal-attached' && e.entry.kind!=='font');
let start=r.entries[r.start]?.entry.index ?? 0;
if(n==='text-200k') es=es.slice(0,2500);
let idx=0;
const enc=new NxEncoder({terminal:1,index:0,time:0});
let out=0; 
for(let i=0;i<es.length;i++){ const e=es[i]!; enc.push({...e.entry,index:++idx} as never,e.quiet); if(es[i+1]?.burst!==e.burst) { const l=enc.take(1<<26)!.length; if(e.entry.index>=start) out+=l; } }
line+=` ${n} ${out}`; total+= out;
}
console.log(line, 'total', total);
