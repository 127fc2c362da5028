import { createHash } from 'node:crypto';
import { printable } from '../../core/printable';
import type { MapData } from './map-data';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-assets';

/**
 * A page of its own that shows a map: no network, no script but ours, the same bytes for the same map. Names reach it as JSON
 * alone, from which its script makes texts.
 */
export function mapPage(data: MapData): string {
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(PAGE_SCRIPT)}`,
    `style-src ${hashOf(PAGE_STYLE)}`,
    "base-uri 'none'",
    "form-action 'none'",
    // Not even our script makes HTML of a text.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const title = escapeHtml(printable(data.change ? data.change.verdict : data.title));
  const counts = escapeHtml(countsOf(data));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>podtrust: ${title}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="counts">${counts}</p>
<div id="views" role="group" aria-label="View">
<button type="button" id="show-map" aria-pressed="true">Map</button>
<button type="button" id="show-table" aria-pressed="false">Table</button>
<button type="button" id="show-findings" aria-pressed="false">${data.change ? 'Changes and findings' : 'Findings'}</button>
</div>
<button type="button" id="theme" aria-label="Light or dark" title="Light or dark">◐</button>
</header>
<p id="without-script">This page needs its script, which whoever shows it here has switched off. Save it and open it in a browser, or use <code>--format table</code>.</p>
<div id="filters" role="search" aria-label="Filters">
<label>Search <input type="search" id="search" autocomplete="off" spellcheck="false" placeholder="name, ARN, action… ( / )"></label>
<label>Cluster <select id="cluster"><option value="-1">all</option></select></label>
<label>Mechanism <select id="mechanism"><option value="">all</option></select></label>
<label>Show <select id="show"></select></label>
<button type="button" id="reset" hidden>Show all again</button>
<span id="status" role="status"></span>
</div>
<main>
<div id="view-map">
<div id="frame"><svg id="edges" aria-hidden="true"></svg><div id="columns"></div></div>
<aside id="details" aria-label="Details" tabindex="0"></aside>
</div>
<div id="view-table" tabindex="0" role="region" aria-label="Table" hidden>
<table id="table">
<caption>Each access entry with what its identity may do; the filters hold here too.</caption>
<thead><tr><th scope="col">Cluster</th><th scope="col">Namespace</th><th scope="col">Service account</th><th scope="col">Workloads</th><th scope="col">Identity</th><th scope="col">Mechanism</th><th scope="col">Permissions</th></tr></thead>
<tbody></tbody>
</table>
<button type="button" id="more" hidden></button>
</div>
<div id="view-findings" tabindex="0" role="region" aria-label="Findings" hidden></div>
</main>
<script type="application/json" id="data">${jsonInHtml(data)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function countsOf({ access, identities, findings, undecided, change }: MapData): string {
  if (change) return change.counts.join(' · ');
  const of = (level: string): number =>
    findings.filter((finding) => finding.level === level && finding.accepted === undefined).length;
  const counted = (count: number, one: string, many: string): string =>
    `${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} ${count === 1 ? one : many}`;
  return [
    counted(access.length, 'access entry', 'access entries'),
    counted(identities.length, 'identity', 'identities'),
    counted(of('error'), 'error', 'errors'),
    counted(of('warning'), 'warning', 'warnings'),
    counted(of('note'), 'note', 'notes'),
    `${undecided.length} undecided`,
  ].join(' · ');
}

/** JSON that neither ends its element nor begins another one (HTML, "Restrictions for contents of script elements"). */
function jsonInHtml(data: MapData): string {
  const json = JSON.stringify(data, (_, value: unknown) => (typeof value === 'string' ? printable(value) : value));
  return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

function escapeHtml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
