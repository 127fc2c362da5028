import { parseSubject } from '../../core/subject';
import type { Cluster } from '../model/cluster';
import type { Model } from '../model/model';
import { below } from '../model/place';
import type { Admission, TrustEvaluation } from './trust';

/**
 * Who the federated credentials let in. Entra compares issuer, subject and audience exactly, case included
 * (Azure/login #492), and knows no wildcard: a `*` is a character of a name that no namespace has.
 */
export function evaluateEntra(model: Model, clusterOfIssuer: ReadonlyMap<string, Cluster>): TrustEvaluation {
  const admissions: Admission[] = [];
  for (const credential of model.federatedCredentials) {
    const account = parseSubject(credential.subject);
    const cluster = clusterOfIssuer.get(credential.issuer);
    if (!account || !cluster || credential.identity === undefined) continue;
    // An application’s or identity’s credential takes exactly one audience; the service refuses any other number.
    if (credential.audiences.length !== 1) continue;
    admissions.push({
      identity: credential.identity,
      mechanism: 'entra-workload-identity',
      cluster: cluster.id,
      namespace: account.namespace,
      serviceAccount: account.name,
      pattern: false,
      except: [],
      audiences: credential.audiences,
      source: credential.id,
      at: below(credential.at, 'subject'),
    });
  }
  return { admissions, problems: [] };
}
