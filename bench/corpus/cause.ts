/** A reason without what is particular to one program, so that the same cause of many programs is counted as one. */
export function causeOf(because: string): string {
  return because
    .replace(/\$\{[^}]*\}/g, '…')
    .replace(/"(?:[^"\\]|\\.)*"|“[^”]*”|`[^`]*`/g, '…')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(?:data|module|local|var|each|path|self)\.[\w.*-]+/g, (name) => `${name.split('.')[0]}.…`)
    .replace(/\b[a-z][a-z0-9]*_[\w]+\.[\w.*-]+/g, (name) => `${name.split('.')[0]}.…`)
    .replace(/(?<![\w.])\.{0,2}\/[^\s,;:)]+/g, '…/…')
    .replace(/[\w./-]+\.(?:tf|json|ya?ml|tpl|tftpl)\b/g, '…')
    .replace(/\b\d+\b/g, 'N')
    .replace(/(?:…[,\s]*(?:and )?){2,}/g, '… ')
    .trim();
}
