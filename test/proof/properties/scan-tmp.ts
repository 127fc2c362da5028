import * as fs from 'fs'; import * as path from 'path';
import { forget, forgettable } from '/work/wt/known/test/proof/properties/forget';
import { answersOf, questionsOf, turnedAround } from '/work/wt/known/test/proof/properties/answers';
const which = process.argv[2]; const out: Record<string, number> = {};
let programs: [string, any[]][] = [];
if (which === 'examples') {
  const dir = '/work/wt/known/test/proof/rules/examples';
  for (const f of fs.readdirSync(dir)) { const { example } = require(path.join(dir, f)); for (const k of ['bad','good']) programs.push([`${f} ${k}`, example[k].filter((x: any) => !/podtrust/.test(x.name)).map((x: any) => ({ file: x.name, text: x.text }))]); }
} else {
  const { sampleProgram, documentsOf } = require('/work/wt/known/test/proof/sample-program');
  programs = [['sample', documentsOf(sampleProgram())]];
}
let n = 0; const t = Date.now();
for (const [name, docs] of programs) {
  let before; try { before = answersOf(docs); } catch (e: any) { console.log(name, 'before', e.message?.slice(0, 100)); continue; }
  const qs = questionsOf(before.inventory);
  for (const what of forgettable(docs)) {
    n++;
    let wrong: readonly string[];
    try { wrong = turnedAround(before, answersOf(forget(docs, what), qs)); } catch (e: any) { wrong = ['threw ' + String(e.what ?? e.message).slice(0, 160)]; }
    if (wrong.length) console.log(`${name} ${what.path.slice(1).join('.')}${what.isKey ? ' KEY' : ''}[${what.start},${what.end}]: ${wrong.slice(0, 2).join(' | ')}${wrong.length > 2 ? ` +${wrong.length - 2}` : ''}`);
  }
}
console.log(n, 'forgotten', Date.now() - t, 'ms');
