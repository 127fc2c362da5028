import { TerraformVariable } from 'cdktf';
import {
  AKS_IDENTITY_OVERLAP_HOURS,
  AksIdentityMove,
  type AksIdentityMoveOptions,
} from '../../../../lib/azure/cluster/identities/aks-identity-move';
import type { AksCluster } from '../../../../lib/azure/cluster/aks-cluster';
import { synthesized } from '../../synthesized';
import { ASSIGNMENT, CLUSTER, IDENTITY, REGISTRY, ROUTES, ZONE, cluster, made, refused, roles } from '../made-cluster';

const BEFORE = '99999999-9999-9999-9999-999999999999';
const CLIENT = '44444444-4444-4444-4444-444444444444';
const system = { from: 'system-assigned', previousPrincipalId: BEFORE } as const;
const SUBNET_OF = (who: string) =>
  `${who} | Network Contributor | <group>/providers/Microsoft.Network/virtualNetworks/net/subnets/nodes`;
const IMAGES_OF = (who: string) => `${who} | AcrPull | <group>/providers/Microsoft.ContainerRegistry/registries/images`;
const OWN = 'aks_identities_control-plane.principal_id';
const KUBELET = 'aks.kubelet_identity[0].object_id';

function at(options: (secret: string) => AksIdentityMoveOptions) {
  let aks: AksCluster | undefined;
  const stack = synthesized((own) => {
    const secret = new TerraformVariable(own, 'secret', { sensitive: true }).stringValue;
    aks = cluster(own, { identityMove: new AksIdentityMove(options(secret)), registries: { images: REGISTRY } });
  });
  return { ...stack, aks: stack.only(CLUSTER), needs: aks!.deploymentNeeds.join('\n') };
}

describe('from a system-assigned identity', () => {
  const granted = at(() => ({ ...system, step: 'granted', deployed: 'before' }));
  const switched = at(() => ({ ...system, step: 'switched', deployed: 'granted' }));
  const finished = at(() => ({ ...system, step: 'finished', deployed: 'switched' }));

  test('the new identity has its roles before the cluster has it', () => {
    expect(granted.aks.identity).toEqual({ type: 'SystemAssigned' });
    expect(roles(granted.all(ASSIGNMENT))).toEqual([SUBNET_OF(BEFORE), IMAGES_OF(KUBELET), SUBNET_OF(OWN)]);
    expect(granted.needs).toMatch(/60 minutes/);
  });

  test('both have their roles while tokens of the one before are used, and the hours are told', () => {
    expect(switched.aks.identity.type).toBe('UserAssigned');
    expect(roles(switched.all(ASSIGNMENT))).toEqual(roles(granted.all(ASSIGNMENT)));
    expect(switched.needs).toContain(`${AKS_IDENTITY_OVERLAP_HOURS} hours`);
  });

  test('no role assignment moves on the way, so that none is missing for a moment', () => {
    expect(switched.byId(ASSIGNMENT)).toEqual(granted.byId(ASSIGNMENT));
    const left = Object.keys(finished.byId(ASSIGNMENT));
    expect(Object.keys(switched.byId(ASSIGNMENT))).toEqual(expect.arrayContaining(left));
    expect(finished.byId(ASSIGNMENT)).toEqual(
      Object.fromEntries(left.map((id) => [id, switched.byId(ASSIGNMENT)[id]])),
    );
  });

  test('the new one alone has them in the end', () => {
    expect(roles(finished.all(ASSIGNMENT))).toEqual([IMAGES_OF(KUBELET), SUBNET_OF(OWN)]);
    expect(finished.needs).toMatch(/kubeletIdentity: 'made-by-aks'/);
  });

  test('the kubelet keeps the identity that AKS made, since another one replaces the cluster', () => {
    for (const { aks } of [granted, switched, finished]) expect(aks).not.toHaveProperty('kubelet_identity');
  });

  test('the cluster after the move is the same without it', () => {
    const after = synthesized((stack) =>
      cluster(stack, { kubeletIdentity: 'made-by-aks', registries: { images: REGISTRY } }),
    );
    expect(after.json.resource).toEqual(finished.json.resource);
  });
});

const principal = { from: 'service-principal', previousPrincipalId: BEFORE, clientId: CLIENT } as const;

describe('from a service principal', () => {
  const granted = at((clientSecret) => ({ ...principal, clientSecret, step: 'granted', deployed: 'before' }));
  const switched = at(() => ({ ...principal, step: 'switched', deployed: 'granted' }));

  test('the cluster keeps it, and its secret stands nowhere', () => {
    expect(granted.aks.service_principal).toEqual({ client_id: CLIENT, client_secret: '${var.secret}' });
    expect(granted.aks).not.toHaveProperty('identity');
    expect(roles(granted.all(ASSIGNMENT))).toEqual([IMAGES_OF(BEFORE), SUBNET_OF(BEFORE), SUBNET_OF(OWN)]);
  });

  test('nodes have it until they are made anew, and pull by it', () => {
    expect(switched.aks).not.toHaveProperty('service_principal');
    expect(roles(switched.all(ASSIGNMENT))).toEqual([
      IMAGES_OF(BEFORE),
      SUBNET_OF(BEFORE),
      IMAGES_OF(KUBELET),
      SUBNET_OF(OWN),
    ]);
    expect(switched.needs).toMatch(/az aks nodepool upgrade --node-image-only/);
  });

  test.each([
    ['a secret that is written out', 'hunter2'],
    ['no secret', undefined],
  ])('%s is refused', (_, clientSecret) => {
    expect(errorOfMove({ ...principal, clientSecret, step: 'granted', deployed: 'before' }).code).toBe(
      'secret-written-out',
    );
  });
});

const ZONED = { privateDnsZone: ZONE };
const KUBENET = { networking: { plugin: 'kubenet', routeTable: ROUTES } as const };
const STEPS = [
  { step: 'granted', deployed: 'before' },
  { step: 'switched', deployed: 'granted' },
  { step: 'finished', deployed: 'switched' },
] as const;

describe('a move is refused', () => {
  test.each<[string, object, string]>([
    ['whose step does not come next', { ...system, step: 'switched', deployed: 'before' }, 'move-step-invalid'],
    ['that ends before its overlap', { ...system, step: 'finished', deployed: 'granted' }, 'move-step-invalid'],
    ['to a step that is not there', { ...system, step: 'toString', deployed: 'before' }, 'move-step-invalid'],
    [
      'of a principal by its name',
      { ...system, previousPrincipalId: 'todo-aks', step: 'granted', deployed: 'before' },
      'guid-invalid',
    ],
  ])('%s', (_, options, code) => {
    expect(errorOfMove(options as AksIdentityMoveOptions).code).toBe(code);
  });

  test.each([
    ['that ends at a system-assigned identity', { controlPlaneIdentity: 'system-assigned' as const }],
    ['with a kubelet’s identity of one’s own', { kubeletIdentity: IDENTITY }],
    ['from a system-assigned identity with a private DNS zone of one’s own, which such a cluster cannot have', ZONED],
    [
      'from a system-assigned identity with kubenet and its route table, which AKS does not let such a cluster write',
      KUBENET,
    ],
  ])('%s', (_, props) => {
    for (const steps of STEPS) {
      const error = refused({ identityMove: new AksIdentityMove({ ...system, ...steps }), ...props });
      expect(error).toMatchObject({ code: 'cluster-choices-conflict', where: 'stack/aks/identities' });
    }
  });

  test.each([
    ['a private DNS zone', ZONED, 'Private DNS Zone Contributor'],
    ['a route table', KUBENET, 'routeTables/nodes'],
  ])(
    'but not from a service principal with %s of one’s own, which has its role there until the end',
    (_, props, role) => {
      const rolesAt = (move: AksIdentityMove) => roles(made({ identityMove: move, ...props }).all(ASSIGNMENT));
      const before = rolesAt(new AksIdentityMove({ ...principal, step: 'switched', deployed: 'granted' }));
      expect(before.filter((one) => one.startsWith(BEFORE)).join()).toContain(role);
      expect(before.filter((one) => one.startsWith(OWN)).join()).toContain(role);
    },
  );
});

function errorOfMove(options: AksIdentityMoveOptions): { code: string } {
  try {
    new AksIdentityMove(options);
  } catch (error) {
    return error as { code: string };
  }
  throw new Error('nothing was refused');
}
