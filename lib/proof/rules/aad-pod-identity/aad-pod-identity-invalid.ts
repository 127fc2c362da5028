import type { AzureIdentity, AzureIdentityBinding } from '../../model/kubernetes/aad-pod-identity';
import { hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

const RESOURCE_ID =
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.managedidentity\/userassignedidentities\/[^/]+$/i;

export const aadPodIdentityInvalid: Rule = {
  slug: 'aad-pod-identity-invalid',
  cloud: 'azure',
  level: 'error',
  effect: 'The API server accepts it, and its pods get no token.',
  fix: 'Give a user-assigned identity (type 0) the resourceID and the clientID of the same identity, the other types (1, 2) a clientID, and a binding its azureIdentity and its selector. Since v1.6.0 the names of the fields are exact in their case.',
  sources: ['aad-pod-identity, “AzureIdentity”', 'aad-pod-identity, “v1.6.0 breaking changes”'],
  check: ({ model }) => {
    const findings: Finding[] = [];
    for (const identity of model.aadPodIdentity.identities) {
      findings.push(...problemsOf(identity).map((what) => finding('AzureIdentity', identity, what)));
    }
    for (const binding of model.aadPodIdentity.bindings) {
      const what = binding.selector === '' ? 'has no selector' : undefined;
      for (const problem of [what, formerFields(binding)]) {
        if (problem !== undefined) findings.push(finding('AzureIdentityBinding', binding, problem));
      }
    }
    return { findings };
  },
};

function problemsOf(identity: AzureIdentity): string[] {
  const { type, resourceId, clientId, otherIdentity } = identity;
  const problems: (string | undefined)[] = [formerFields(identity)];
  if (type === undefined) problems.push('is of a type that is none of 0, 1 and 2');
  if (clientId === undefined) problems.push('has no clientID, for which NMI asks');
  if (type === 'user-assigned') {
    if (resourceId === undefined) problems.push('has no resourceID, which MIC assigns to the nodes');
    else if (!hasSymbol(resourceId) && !RESOURCE_ID.test(resourceId)) {
      problems.push(`has the resourceID ${JSON.stringify(resourceId)}, which is none of a user-assigned identity`);
    }
  }
  if (otherIdentity !== undefined) {
    problems.push(`has the resourceID of ${otherIdentity} and the clientID of ${identity.identity}`);
  }
  return problems.filter((problem) => problem !== undefined);
}

function formerFields({ formerFields: fields }: AzureIdentity | AzureIdentityBinding): string | undefined {
  return fields.length === 0 ? undefined : `has the fields ${fields.join(', ')} of before v1.6.0`;
}

function finding(kind: string, { namespace, name, at }: AzureIdentity | AzureIdentityBinding, what: string): Finding {
  const subject = `${kind}/${namespace}/${name}`;
  return findingOf(aadPodIdentityInvalid, { message: `${withPlace(subject, at)} ${what}.`, subject, at });
}
