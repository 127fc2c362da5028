/** A page without its code, in which brackets are no links. */
function proseOf(page: string): string {
  return page
    .replace(/^(`{3,})[^]*?^\1`*$/gm, '')
    .replace(/(`+)[^]*?[^`]\1(?!`)/g, (code) => code.replace(/[[\]()<>]/g, ''));
}

/**
 * Where the links of a page lead, but for those to other sites.
 *
 * @param page its text
 */
export function linksIn(page: string): string[] {
  const targets = Array.from(proseOf(page).matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g), ([, target]) => target!);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}
