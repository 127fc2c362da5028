import { associationElsewhere } from '../../../../lib/proof/mechanisms/pod-identity/association-elsewhere';
import type { Cluster } from '../../../../lib/proof/model/cluster/cluster';
import type { DeclaredElsewhere } from '../../../../lib/proof/model/declared-elsewhere';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import type { PodIdentityAssociation } from '../../../../lib/proof/model/identity/pod-identity-association';

const place = { file: 'main.tf', pointer: '' };
const role: Identity = {
  id: 'role.app',
  cloud: 'aws',
  kind: 'iam-role',
  name: 'app',
  claimName: 'app',
  trustAt: place,
  at: place,
};
const cluster: Cluster = { id: 'main', cloud: 'aws', issuer: 'https://a.example', issuerText: '', at: place };
const association = (roleId: string | undefined, roleText: string): PodIdentityAssociation => ({
  id: 'association',
  clusterText: 'main',
  namespace: 'shop',
  serviceAccount: 'app',
  role: roleId,
  roleText,
  sessionTags: true,
  at: place,
});

interface Input {
  readonly associations?: readonly PodIdentityAssociation[];
  readonly unreadModules?: readonly string[];
  readonly elsewhere?: readonly DeclaredElsewhere[];
}
const why = (
  { associations = [], unreadModules = [], elsewhere = [] }: Input,
  own: Partial<Identity> = {},
  of?: Cluster,
): string | undefined => associationElsewhere({ associations, unreadModules, elsewhere }, { ...role, ...own }, of);

describe('an association that was not read may give a role', () => {
  test('nowhere where all was read', () => {
    expect(why({})).toBeUndefined();
    expect(why({}, {}, cluster)).toBeUndefined();
    expect(
      why({ associations: [association('role.app', 'app'), association('role.other', '${role.other.arn}')] }),
    ).toBeUndefined();
    expect(why({ associations: [association(undefined, 'arn:aws:iam::111122223333:role/x')] })).toBeUndefined();
    expect(why({ elsewhere: [{ kind: 'identity', glob: 'role.other' }] })).toBeUndefined();
  });

  test('where the role of one is not known', () => {
    expect(why({ associations: [association('role.other', 'x'), association(undefined, '${var.role}')] })).toBe(
      'whether ${var.role}, the role of association, is role.app is not known before apply',
    );
  });

  test('in a module that was not read', () => {
    expect(why({ unreadModules: ['module.eks'] })).toBe('module.eks was not read, and may make an association for it');
  });

  test('where podtrust.yaml says so', () => {
    expect(why({ elsewhere: [{ kind: 'identity', glob: 'role.app' }] })).toBe(
      'podtrust.yaml says that something which is not in the input adds trusts to role.app',
    );
  });

  test('beside a role or a cluster that others made', () => {
    const existing = { ...cluster, existing: true } as const;
    expect(why({}, { existing: true }, cluster)).toBe(
      'role.app is made outside of what was read, and so may associations be',
    );
    expect(why({}, {}, existing)).toBe('main is made outside of what was read, and so may associations be');
    expect(why({}, { existing: true }, existing)).toBe(
      'role.app and main are made outside of what was read, and so may associations be',
    );
  });
});
