import type { Instance } from '../terraform/configuration/instances/instance';
import type { Program } from '../terraform/configuration/provider';
import { partOfForm } from '../terraform/configuration/known-forms';
import { isUnknown, referenceOf } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
import { oidcProviderIssuer } from './oidc-provider-issuer';

/** The types whose `arn` is that of an OIDC provider. */
const TYPES = ['aws_iam_openid_connect_provider', 'data.aws_iam_openid_connect_provider'];

/** The form of OIDC providers' ARNs that only apply tells: they end in the issuer (IAM User Guide, "IAM identifiers"). */
export function oidcProviderForms(program: Program): (unknown: Value) => Value | undefined {
  let byArn: ReadonlyMap<string, Instance> = new Map();
  let read = 0;
  return (unknown) => {
    if (!isUnknown(unknown) || !referenceOf(unknown).endsWith('.arn')) return undefined;
    // A count may ask while the program’s instances are still being found.
    const found = TYPES.reduce((count, type) => count + program.instances(type).length, 0);
    if (found !== read) {
      read = found;
      const providers = TYPES.flatMap((type) => program.instances(type));
      byArn = new Map(providers.map((instance) => [String(program.reference(instance, ['arn'])), instance]));
    }
    const provider = byArn.get(String(unknown));
    if (!provider) return undefined;
    const issuer = oidcProviderIssuer(program, provider).slice('https://'.length);
    return `arn:${partOfForm('partition')}:iam::${partOfForm('account')}:oidc-provider/${issuer}`;
  };
}
