import { writeFileSync } from 'node:fs';
import { PAGE_ASSETS_FILE, pageAssets } from './page-assets';

writeFileSync(PAGE_ASSETS_FILE, pageAssets());
