import { isValidName } from '../../../core/names';
import type { NameKind } from '../../../core/names';
import type { Place } from '../../model/place';
import { hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const nameInvalid: Rule = {
  slug: 'name-invalid',
  level: 'error',
  effect: 'The cloud refuses it when it is created, often after everything before it was made.',
  fix: 'Choose a name that keeps the cloud’s rule of length and characters.',
  sources: [
    'IAM and AWS STS quotas, “IAM name requirements”',
    'Microsoft, “Naming rules and restrictions for Azure resources”',
    'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2407',
  ],
  check: ({ model }) => {
    const findings: Finding[] = [];
    const add = (kind: NameKind, name: string | undefined, id: string, at: Place): void => {
      if (name === undefined || name === '' || hasSymbol(name) || isValidName(kind, name)) return;
      findings.push(
        findingOf(nameInvalid, {
          message: `${withPlace(id, at)} is named ${JSON.stringify(name)} (${name.length} characters), which is not a name of ${KINDS[kind]}.`,
          subject: id,
          at,
        }),
      );
    };
    for (const { cloud, name, id, at } of model.clusters) {
      if (cloud !== 'other') add(cloud === 'aws' ? 'eks-cluster' : 'aks-cluster', name, id, at);
    }
    for (const { kind, name, id, at } of model.identities) {
      if (kind !== 'entra-application') add(kind, name, id, at);
    }
    for (const { name, id, at } of model.federatedCredentials) add('federated-credential', name, id, at);
    return { findings };
  },
};

const KINDS: Partial<Record<NameKind, string>> = {
  'eks-cluster': 'an EKS cluster (1 to 100 letters, digits, - and _)',
  'aks-cluster': 'an AKS cluster (1 to 63 letters, digits, - and _)',
  'iam-role': 'an IAM role (1 to 64 letters, digits and _+=,.@-)',
  'managed-identity': 'a managed identity (3 to 128 letters, digits, - and _)',
  'federated-credential': 'a federated credential (3 to 120 letters, digits, - and _)',
};
