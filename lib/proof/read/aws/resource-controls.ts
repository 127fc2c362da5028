import { addToGroup } from '../../../core/groups';
import type { ResourceControl } from '../../model/identity/resource-control';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, isUnknown } from '../terraform/expression/value';
import { possibleTrust } from './possible-trust';

/** Reads resource control policies, or those of another type, and what they are attached to. */
export function readResourceControls(
  program: TerraformProgram,
  type: 'RESOURCE_CONTROL_POLICY' | 'SERVICE_CONTROL_POLICY' = 'RESOURCE_CONTROL_POLICY',
): ResourceControl[] {
  const targets = new Map<string, string[]>();
  for (const attachment of program.instances('aws_organizations_policy_attachment')) {
    const policy = program.target(attachment, 'policy_id')?.instance;
    if (policy) addToGroup(targets, policy.id, program.text(attachment, 'target_id') ?? '');
  }
  return program.instances('aws_organizations_policy').flatMap((instance): ResourceControl[] => {
    // AWS provider, `aws_organizations_policy`: without a type it is a service control policy.
    if ((program.text(instance, 'type') ?? 'SERVICE_CONTROL_POLICY') !== type) return [];
    const content = possibleTrust(program, program.attribute(instance, 'content'));
    const text = content !== undefined && !isUnknown(content) ? asText(content) : undefined;
    return [
      {
        id: instance.id,
        ...(text === undefined ? {} : { content: text }),
        targets: [...(targets.get(instance.id) ?? [])].sort(),
        at: instance.at,
      },
    ];
  });
}
