import * as fs from 'node:fs';
import * as path from 'node:path';
import { withChromium } from './chromium';
import type { Chromium } from './chromium';
import { REPOSITORY, written } from './pages';
import { writeShop } from './shop';

/**
 * `npm run screenshots`: makes the pictures of the documentation anew, light and dark.
 *
 * Exit: 0 made; 3 there is no Chromium.
 */
async function main(browser: Chromium, folder: string): Promise<void> {
  const html = written(folder, 'shop', ...writeShop(folder));
  for (const theme of ['light', 'dark'] as const) {
    const page = await browser.open(html, { width: 1360, height: 620, theme });
    if (theme === 'dark')
      await page.value(
        '[...document.querySelectorAll("#list-permissions .row")].find((row) => row.textContent.startsWith("sqs")).click(); true',
      );
    const picture = path.join(REPOSITORY, 'docs/map', `map-${theme}.png`);
    await page.screenshot(picture);
    console.log(`${path.relative(REPOSITORY, picture)} ${fs.statSync(picture).size} bytes`);
    await page.close();
  }
}

void withChromium(main);
