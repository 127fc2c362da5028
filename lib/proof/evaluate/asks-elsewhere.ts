import { AZURE_KEYS } from '../../core/kubernetes/annotations';
import { CONTROLLERS } from '../../core/kubernetes/controllers';
import { isDeclaredElsewhere } from '../model/declared-elsewhere';
import { isUnknown } from '../model/known/known';
import type { Model } from '../model/model';
import { describeSymbols, hasSymbol } from '../model/known/symbol';
import type { Workload } from '../model/kubernetes/workload';
import type { AccessMechanism, TrustAdmission } from '../mechanisms/trust';
import { mayDeclareText } from './account-makers';
import { clusterElsewhere } from './cluster-elsewhere';
import type { Evaluation } from './evaluation';

/** Where a pod may have its client id from that no annotation tells; nothing where there is no such place. */
export function clientIdElsewhere({
  openVariables,
  namedInArguments,
  images,
  serviceAccount,
}: Workload): string | undefined {
  const open = openVariables.find(({ name }) => name === undefined || name === 'AZURE_CLIENT_ID');
  if (open) return `its variables come from the ${open.source} as well, whose content is not known`;
  const argument = namedInArguments.find((word) => !word.startsWith('arn:'));
  if (argument !== undefined) return `an argument of it names ${argument}, which may be the client id`;
  const controller = Object.values(CONTROLLERS).find(
    ({ account, image }) => account.name === serviceAccount || images.some((one) => image.test(one)),
  );
  return controller && `an object of ${controller.name} that is not in the input may name it`;
}

/** Where a pod may name the identity for itself, with a token that it has; nothing where there is no such place. */
export function asksElsewhere(
  workloads: readonly Workload[],
  mechanism: AccessMechanism,
  { secretProviderClasses: read }: Pick<Model, 'secretProviderClasses'>,
): string | undefined {
  for (const workload of workloads) {
    const { id, namespace, podLabels, projectedTokens, openVariables, secretProviderClasses } = workload;
    const variable = mechanism === 'irsa' ? 'AWS_ROLE_ARN' : 'AZURE_CLIENT_ID';
    const isLabelled = mechanism !== 'irsa' && podLabels[AZURE_KEYS.useLabel] === 'true';
    // One that was read asks by what it says, which is a claim of its own.
    const missing = secretProviderClasses.filter((name) => !read.has(`${namespace}/${name}`));
    if (missing.length > 0) {
      return `${id} mounts the SecretProviderClass ${missing.join(', ')}, which is not in the input`;
    }
    const elsewhere = isLabelled ? clientIdElsewhere(workload) : undefined;
    if (elsewhere !== undefined) return elsewhere;
    if (!isLabelled && projectedTokens.length === 0) continue;
    const open = openVariables.find(({ name }) => name === undefined || name === variable);
    if (open) return `${id} takes variables from the ${open.source}, whose content is not known`;
    const argument = workload.namedInArguments[0];
    if (argument !== undefined) return `an argument of ${id} names ${argument}`;
    if (projectedTokens.length > 0) return `${id} mounts a token of its own`;
    if (workload.mountsSettings) return `${id} mounts settings that may name it`;
  }
  return undefined;
}

/**
 * Why it is not known that nobody asks for what an admission gives, though nothing in the input does; nothing where the
 * accounts that it lets in are in the input, or known not to be.
 */
export function whyPerhapsClaimed(admission: TrustAdmission, evaluation: Evaluation): string | undefined {
  const { cluster, namespace, serviceAccount, mechanism, pattern, selector } = admission;
  const { accounts, makers, model } = evaluation;
  if (!accounts.hasCluster(cluster)) return `no service account and no workload of ${cluster} is in the input`;
  const open = clusterElsewhere(evaluation, cluster);
  // A label chooses pods, and not accounts.
  if (selector !== undefined) return open;
  const maker = makers.ofAdmission(admission);
  const account = `${namespace}/${serviceAccount}`;
  if (maker) return mayDeclareText(maker, describeSymbols(account));
  const { declared, workloads } = accounts.of(cluster, namespace, serviceAccount);
  if (declared.some(({ openAnnotations }) => openAnnotations)) return 'its annotations are not known before apply';
  const asks = asksElsewhere(workloads, mechanism, model);
  if (asks !== undefined) return asks;
  if (declared.length > 0) return undefined;
  if (hasSymbol(account)) return 'which service account it is, is not known before apply';
  const isDeclared = !pattern && accounts.isDeclared(cluster, namespace, serviceAccount);
  if (isUnknown(isDeclared)) return describeSymbols(isDeclared.why);
  if (isDeclaredElsewhere(model, namespace, serviceAccount)) return 'podtrust.yaml says that it is declared elsewhere';
  return open;
}
