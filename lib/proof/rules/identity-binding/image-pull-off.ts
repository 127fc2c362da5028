import { IDENTITY_BINDING_AUDIENCE } from '../../../core/trust/audience';
import { isLookedUp } from '../../model/cluster/cluster';
import { BY_ABSENCE } from '../../model/assumption';
import { mayPullBy } from '../../model/cluster/image-pull-profile';
import { any, isYes, isUnknown } from '../../model/known/known';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const imagePullOff: Rule = {
  slug: 'image-pull-off',
  level: 'warning',
  effect:
    'The kubelet does not read the annotation, and pulls by its own identity: every pod of the node may have the image, and where that identity may not pull, the pod gets ErrImagePull.',
  fix: 'Switch securityProfile.serviceAccountImagePullProfile of the cluster on: a ServiceAccountImagePull, or an azapi_update_resource. Or take the annotation away, as on a cluster of the other cloud.',
  sources: ['AKS, “ServiceAccountImagePullProfile”', 'https://github.com/Azure/AKS/issues/5225'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const { clusters, id, audience, mechanism, owner, text, via, at } of model.identityReferences) {
      if (via !== 'image-pull' || owner.kind !== 'account') continue;
      for (const name of clusters) {
        const cluster = evaluation.clusters.get(name);
        if (!mayPullBy(mechanism, cluster)) {
          if (text === undefined) continue;
          const [registry, kind] = mechanism === 'irsa' ? ['ECR', 'AKS'] : ['Azure Container Registry', 'EKS'];
          const message = `${withPlace(id, at)} names an identity for image pulls from ${registry}, and ${name} is a cluster of ${kind}, whose nodes do not read it.`;
          findings.push(findingOf(imagePullOff, { message, subject: id, at, ...BY_ABSENCE }));
          continue;
        }
        if (audience !== IDENTITY_BINDING_AUDIENCE) continue;
        // Who made the cluster may have switched it on, where it is only looked up.
        if (cluster?.cloud !== 'azure' || isLookedUp(cluster)) continue;
        const profiles = model.imagePullProfiles.filter((profile) => profile.cluster === name);
        const isOn = any(profiles, ({ enabled }) => enabled);
        if (isYes(isOn)) continue;
        if (isUnknown(isOn)) {
          undecided.push({ about: id, because: `whether ${name} pulls images so is not known: ${isOn.why}`, at });
          continue;
        }
        findings.push(
          findingOf(imagePullOff, {
            message: `${withPlace(id, at)} names an identity for image pulls, and nothing switches them on in ${name}.`,
            subject: id,
            at,
            ...BY_ABSENCE,
          }),
        );
      }
    }
    return { findings, undecided };
  },
};
