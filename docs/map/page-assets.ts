import { join } from 'node:path';
import { buildSync } from 'esbuild';

const FOLDER = join(__dirname, '../../lib/report/map');

/** What the page of `--format html` carries, made of lib/report/map/browser. */
export const PAGE_ASSETS_FILE = join(FOLDER, 'page-assets.ts');

export function pageAssets(): string {
  const built = (file: string): string => {
    const { outputFiles } = buildSync({
      entryPoints: [join(FOLDER, 'browser', file)],
      bundle: true,
      format: 'iife',
      minify: true,
      charset: 'utf8',
      target: 'es2022',
      legalComments: 'none',
      write: false,
    });
    return outputFiles[0]!.text.trim();
  };
  return [
    '// Generated from lib/report/map/browser by npm run map: change that, not this.',
    `export const PAGE_SCRIPT = ${JSON.stringify(built('main.ts'))};`,
    `export const PAGE_STYLE = ${JSON.stringify(built('map.css'))};`,
    '',
  ].join('\n');
}
