import type { Problems } from './problems';
import type { Instance } from './terraform/configuration/instances/instance';
import type { TerraformProgram } from './terraform/configuration/program';
import { asText } from './terraform/expression/value';
import { isSymbol } from '../model/known/symbol';

/** A resource by which Terraform has another service, or another provider, make what it is told. */
interface Maker {
  /** Terraform's type, or the types that begin so. */
  readonly type: string;
  /** The argument that tells what is made; nothing where the type does. */
  readonly told?: string;
  /** What a text has to hold to bear on who gets in. */
  readonly bearing?: RegExp;
  /** Whether it may associate a service account with a role. */
  readonly associates?: true;
}

const OF_AWS = /AWS::(IAM|EKS)::/;
const OF_AZURE = /Microsoft\.(ManagedIdentity|Authorization\/role|ContainerService)/i;

const MAKERS: readonly Maker[] = [
  { type: 'aws_cloudformation_stack', told: 'template_body', bearing: OF_AWS, associates: true },
  { type: 'aws_cloudformation_stack_set', told: 'template_body', bearing: OF_AWS, associates: true },
  { type: 'awscc_cloudformation_stack', told: 'template_body', bearing: OF_AWS, associates: true },
  { type: 'aws_cloudcontrolapi_resource', told: 'type_name', bearing: OF_AWS, associates: true },
  { type: 'awscc_eks_cluster' },
  { type: 'awscc_eks_addon', associates: true },
  { type: 'awscc_eks_pod_identity_association', associates: true },
  { type: 'awscc_iam_oidc_provider' },
  { type: 'awscc_iam_role' },
  { type: 'awscc_iam_role_policy' },
  { type: 'awscc_iam_managed_policy' },
  { type: 'azurerm_template_deployment', told: 'template_body', bearing: OF_AZURE },
  ...['resource_group', 'subscription', 'management_group', 'tenant'].map((scope) => ({
    type: `azurerm_${scope}_template_deployment`,
    told: 'template_content',
    bearing: OF_AZURE,
  })),
];

/**
 * Says of what other services make for Terraform, by templates or by their own names of types, that it is not read where it
 * may bear on who gets in.
 *
 * @returns the ids of those that may make an association of EKS Pod Identity
 */
export function sayMadeElsewhere(program: TerraformProgram, problems: Problems): readonly string[] {
  const associating: string[] = [];
  for (const maker of MAKERS) {
    for (const instance of program.instances(maker.type)) {
      if (!mayBear(program, instance, maker)) continue;
      problems.add({
        about: instance.id,
        because: `what this ${maker.type} makes in the cloud is not read: whom it lets in, and to what, is not known`,
        at: instance.at,
      });
      if (maker.associates) associating.push(instance.id);
    }
  }
  return associating;
}

/** Whether what is made may bear on who gets in, for all that is told of it; a template that lies elsewhere may hold anything. */
function mayBear(program: TerraformProgram, instance: Instance, { told, bearing }: Maker): boolean {
  if (told === undefined || bearing === undefined) return true;
  const text = asText(program.attribute(instance, told) ?? null);
  return text === undefined || isSymbol(text) || bearing.test(text);
}
