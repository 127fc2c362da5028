import { symbolOf } from '../../../model/symbol';
import { FORM } from '../expression/evaluate';
import { isUnknown, referenceOf } from '../expression/value';
import type { Value } from '../expression/value';
import { oidcProviderIssuer } from './computed-attribute';
import type { Instance } from './instance';
import type { TerraformProgram } from './program';

/** The types whose `arn` is that of an OIDC provider. */
const TYPES = ['aws_iam_openid_connect_provider', 'data.aws_iam_openid_connect_provider'];

/** The form of OIDC providers' ARNs that only apply tells: they end in the issuer (IAM User Guide, "IAM identifiers"). */
export class OidcProviderForms {
  private byArn?: ReadonlyMap<string, Instance>;

  public constructor(private readonly program: TerraformProgram) {}

  /** As `Scope.formOf`; nothing for what is no provider's ARN. */
  public formOf(unknown: Value): Value | undefined {
    if (!isUnknown(unknown) || !referenceOf(unknown).endsWith('.arn')) return undefined;
    const provider = this.providers().get(String(unknown));
    if (!provider) return undefined;
    const issuer = oidcProviderIssuer(this.program, provider).slice('https://'.length);
    return `arn:${part('partition')}:iam::${part('account')}:oidc-provider/${issuer}`;
  }

  private providers(): ReadonlyMap<string, Instance> {
    this.byArn ??= new Map(
      TYPES.flatMap((type) => this.program.instances(type)).map((instance) => [
        String(this.program.reference(instance, ['arn'])),
        instance,
      ]),
    );
    return this.byArn;
  }
}

function part(name: string): string {
  return symbolOf(`${FORM}${name}`);
}
