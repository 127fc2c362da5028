/** Longer references are shortened in messages: an expression may hold whole documents. */
const LONGEST = 120;

/** Of a reference that is too long, as much as still tells what it is. */
const KEPT = 80;

/**
 * A message with its long references cut: `${merge(var.labels, {"app"…}`. It is for showing alone; what is compared, and what
 * an id is made of, keeps its whole text.
 */
export function withShortReferences(message: string): string {
  if (message.length <= LONGEST || !message.includes('${')) return message;
  let result = '';
  let at = 0;
  for (let start = message.indexOf('${'); start >= 0; start = message.indexOf('${', at)) {
    const end = endOfReference(message, start + 2);
    const reference = message.slice(start + 2, end);
    result += message.slice(at, start);
    result += reference.length > LONGEST ? `\${${cut(reference)}…}` : message.slice(start, end + 1);
    at = end + 1;
  }
  return result + message.slice(at);
}

/** Where the brace stands that ends a reference; the end of the text where none does. */
function endOfReference(message: string, from: number): number {
  let depth = 1;
  for (let at = from; at < message.length; at++) {
    if (message[at] === '{') depth++;
    else if (message[at] === '}' && --depth === 0) return at;
  }
  return message.length;
}

/** By code points: half of a pair of surrogates is no character. */
function cut(reference: string): string {
  return [...reference.slice(0, KEPT)].filter((character) => !/^[\uD800-\uDBFF]$/.test(character)).join('');
}
