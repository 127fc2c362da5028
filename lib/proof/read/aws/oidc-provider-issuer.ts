import { symbolOf } from '../../model/known/symbol';
import { issuerOf } from '../clusters/issuer';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { Program } from '../terraform/configuration/provider';

/** The registered issuer of an IAM OIDC provider. */
export function oidcProviderIssuer(program: Program, instance: Instance): string {
  const url = program.text(instance, 'url') ?? issuerInArn(program.text(instance, 'arn') ?? '');
  return url === undefined ? `https://${symbolOf(`${instance.id}.url`, 'location')}` : issuerOf(url);
}

/** The issuer, without its scheme, that an OIDC provider's ARN ends in. */
function issuerInArn(arn: string): string | undefined {
  return /:oidc-provider\/(.+)$/.exec(arn)?.[1];
}
