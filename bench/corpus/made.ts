import { readArtefacts } from '../../lib/proof/read/sources/artefacts';
import { FilesOfProgram } from '../../lib/proof/read/sources/files-of-program';
import { Problems } from '../../lib/proof/read/problems';
import { PROVIDERS } from '../../lib/proof/read/providers';
import { readSources } from '../../lib/proof/read/sources/sources';
import { TerraformProgram } from '../../lib/proof/read/terraform/configuration/program';

/** The types of resources that trusts stand in. */
const TYPES = [
  'aws_iam_role',
  'aws_eks_pod_identity_association',
  'azurerm_federated_identity_credential',
  'azuread_application_federated_identity_credential',
  'azapi_resource',
];

/**
 * The ids of what a program makes, of the types that trusts stand in, or may make: what has a count of zero is not among
 * them. Here alone the corpus asks the proof's own reader, since words do not say what a count comes to.
 */
export function madeIn(directory: string): readonly string[] {
  const problems = new Problems();
  const sources = readSources([directory]);
  const { configurations, library } = readArtefacts(sources, problems);
  const program = new TerraformProgram(configurations, problems, library, PROVIDERS, new FilesOfProgram(sources));
  return TYPES.flatMap((type) => program.instances(type)).map(({ id }) => id);
}
