import { serviceOfIssuer } from '../../model/cluster/service-issuer';
import { describeSymbols, shapeOf } from '../../model/known/symbol';
import { SHAPES } from '../../model/known/symbol-shape';
import { cloudOfIssuer } from './cloud-of-issuer';
import type { CloudParts } from '../cloud-parts';
import { isUnknown, referenceOf } from '../terraform/expression/value';

/** What an AWS account's own issuer is, whose URL may be known after apply only. */
const OUTBOUND = serviceOfIssuer('https://0.tokens.sts.global.api.aws');

/**
 * Adds a cluster for each issuer that identities trust and that no cluster of the program has: whoever reads more of what
 * trusts issuers adds them again.
 */
export function addForeignIssuers(parts: CloudParts): void {
  const known = new Set(parts.clusters.map(({ issuer }) => issuer));
  const outbound = new Set(parts.outboundIssuers.map(({ issuer }) => issuer));
  // A credential whose issuer is one of several trusts one of them.
  const credentials = parts.federatedCredentials.flatMap((credential) =>
    credential.possible ? credential.possible.takes.map(({ issuer }) => ({ ...credential, issuer })) : [credential],
  );
  for (const trusted of [...parts.oidcProviders, ...credentials]) {
    const { issuer, at } = trusted;
    if (known.has(issuer)) continue;
    known.add(issuer);
    if ('unread' in trusted && trusted.unread) {
      const id = `the issuer of ${trusted.id}`;
      parts.clusters.push({ id, cloud: 'other', issuer, issuerText: `ref:${trusted.id}`, unread: true, at });
      continue;
    }
    const text = issuerText(issuer);
    const service = outbound.has(issuer) ? OUTBOUND : serviceOfIssuer(issuer);
    parts.clusters.push({
      id: text,
      cloud: cloudOfIssuer(issuer),
      issuer,
      issuerText: text,
      ...(service ? { service } : {}),
      at,
    });
  }
}

function issuerText(issuer: string): string {
  const host = issuer.replace(/^https:\/\//, '');
  if (!isUnknown(host)) return describeSymbols(issuer);
  // A whole issuer is between https:// and a slash: without that, or with it where there is none, it is of no cluster.
  if (shapeOf(host) === SHAPES.issuer) return `trimsuffix(${describeSymbols(host)}, "/")`;
  return `ref:${referenceOf(host).replace(/^trimprefix\(\$\{(.*)\}, "https:\/\/"\)$/, '$1')}`;
}
