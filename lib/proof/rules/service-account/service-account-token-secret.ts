import { describeSymbols } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Rule } from '../rule';
import { accountText, withPlace } from '../words';

export const serviceAccountTokenSecret: Rule = {
  slug: 'service-account-token-secret',
  level: 'note',
  effect:
    'Whoever reads the Secret acts as the service account at the API server until the Secret is deleted. The token has no expiry and no audience, and its issuer is kubernetes/serviceaccount: neither AWS STS nor Entra exchanges it for an identity.',
  fix: 'Let what uses it ask for a token that expires, by a projected volume or kubectl create token, and delete the Secret.',
  sources: [
    'Kubernetes, “Managing Service Accounts”, manual Secret management for ServiceAccounts',
    'Kubernetes, “Service account token volume projection”',
  ],
  check: ({ model }) => ({
    findings: model.tokenSecrets.map(({ namespace, name, account, at }) => {
      const id = describeSymbols(`Secret/${namespace}/${name}`);
      const message =
        account === undefined
          ? `${withPlace(id, at)} is to hold a token of a service account, and names none: the API server deletes it or leaves it empty.`
          : `${withPlace(id, at)} holds a token of the service account ${accountText(namespace, account)} that never expires.`;
      return findingOf(serviceAccountTokenSecret, { message, subject: id, at });
    }),
  }),
};
