import { NxEncoder } from '../nx/encoder.ts';
import { readRecording } from './nx-recording.ts';
const r = await readRecording(process.argv[2]!);
const es = r.entries.filter(e=>e.entry.kind!=='font-catalogue' && e.entry.kind!=='terminal-attached');
const enc=new NxEncoder({terminal:1,index:es[0]!.entry.index-1,time:0});
const m=new Map<string,[number,number,number,number]>();
for(const e of es){ const c0=process.cpuUsage(); enc.push(e.entry,e.quiet); const o=enc.take(1<<26)!.length; const c=process.cpuUsage(c0); const b=(e.entry as any).bytes; const k=e.quiet?'quiet':e.entry.kind==='request'?'r'+b[0]+(b[0]===72?' '+b.length:''):e.entry.kind; const v=m.get(k)??[0,0,0,0]; v[0]++; v[1]+=b?.length??0; v[2]+=o; v[3]+=(c.user+c.system)/1000; m.set(k,v);}
for(const [k,v] of [...m].sort((a,b)=>b[1][2]-a[1][2]).slice(0,14)) console.log(k.padEnd(14),...v.map(x=>String(Math.round(x)).padStart(10)));
