import type { Inventory } from '../../lib/proof';

/** A name that would end a script, open elements, run handlers and turn the direction of writing. */
export const HOSTILE =
  '</script><script>window.owned=1</script><img src=x onerror="window.owned=1">\'"`&lt;<!--\u202etxt.exe\u2066\u2028\u001b[31m';

/** An inventory each of whose texts is hostile. */
export function hostileInventory(): Inventory {
  const at = { file: HOSTILE, pointer: HOSTILE };
  return {
    schema: 'podtrust.inventory/v1',
    clusters: [{ id: HOSTILE, cloud: 'aws', issuer: HOSTILE, name: HOSTILE, resourceId: HOSTILE }],
    identities: [{ id: HOSTILE, cloud: 'aws', kind: 'iam-role', name: HOSTILE }],
    access: [
      {
        identity: HOSTILE,
        mechanism: 'irsa',
        cluster: HOSTILE,
        namespace: HOSTILE,
        serviceAccount: HOSTILE,
        pattern: true,
        except: [HOSTILE],
        workloads: [HOSTILE],
        claimed: false,
        uncertain: HOSTILE,
      },
    ],
    permissions: [
      {
        identity: HOSTILE,
        actions: [HOSTILE],
        role: HOSTILE,
        resource: HOSTILE,
        conditions: [HOSTILE],
        source: HOSTILE,
      },
    ],
    becoming: [
      {
        ...{
          cluster: HOSTILE,
          who: `Group ${HOSTILE}`,
          kind: 'group',
          becomes: 'pod',
          namespace: HOSTILE,
          names: ['*'],
        },
        ...{ by: ['make-pods'], sources: [HOSTILE], uncertain: HOSTILE, at },
      },
    ],
    becomingIdentities: [
      {
        ...{ who: HOSTILE.slice(1), kind: 'principal', identities: [HOSTILE], by: 'assume' },
        ...{ sources: [HOSTILE], uncertain: HOSTILE },
      },
    ],
    findings: [{ rule: HOSTILE, level: 'error', message: HOSTILE, subject: HOSTILE, at, help: HOSTILE }],
    undecided: [{ about: HOSTILE, because: HOSTILE, at, identities: [HOSTILE] }],
  };
}
