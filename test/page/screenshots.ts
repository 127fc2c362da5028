import * as fs from 'node:fs';
import * as path from 'node:path';
import { withChromium } from './chromium';
import type { Chromium, PageOptions } from './chromium';
import { REPOSITORY, reviewed, written } from './pages';
import { writeShop, writeShopChange } from './shop';

/**
 * `npm run screenshots`: makes the pictures of the documentation anew, light and dark, and of a review narrow and wide.
 *
 * Exit: 0 made; 3 there is no Chromium.
 */
async function main(browser: Chromium, folder: string): Promise<void> {
  const take = async (name: string, file: string, options: PageOptions, doing = ''): Promise<void> => {
    const page = await browser.open(file, options);
    await page.value(`${doing}; true`);
    const picture = path.join(REPOSITORY, 'docs/map', `${name}.png`);
    await page.screenshot(picture);
    console.log(`${path.relative(REPOSITORY, picture)} ${fs.statSync(picture).size} bytes`);
    await page.close();
  };
  const clickOn = (list: string, text: string): string =>
    `[...document.querySelectorAll("${list}")].find((row) => row.textContent.includes("${text}")).click()`;
  const map = written(folder, 'shop', ...writeShop(folder));
  await take('map-light', map, { width: 1360, height: 620, theme: 'light' });
  await take('map-dark', map, { width: 1360, height: 620, theme: 'dark' }, clickOn('#list-permissions .row', 'sqs'));
  await take(
    'becoming-light',
    map,
    { width: 1360, height: 620, theme: 'light' },
    clickOn('#list-accounts .row', 'orders'),
  );
  const review = reviewed(folder, 'review', ...writeShopChange(folder));
  await take('review-light', review, { width: 1360, height: 760, theme: 'light' });
  await take('review-dark', review, { width: 1360, height: 760, theme: 'dark' }, clickOn('#details .link', 'now gets'));
  await take('review-narrow-light', review, { width: 420, height: 860, theme: 'light' });
  await take('review-narrow-dark', review, { width: 420, height: 860, theme: 'dark' }, clickOn('#views button', 'Map'));
}

void withChromium(main);
