import fc from 'fast-check';
import { runs } from '../iam/random-policies';
import type { Json } from '../todo-program';
import { TEAM, bound, rbac, role, rule } from './rbac';
import { powersIn } from './read-objects';
import { comesToEveryRight } from './steps-to-every-right';
import type { Content, PlainRule } from './steps-to-every-right';

const numRuns = runs(150);

const verb = fc.constantFrom('create', 'update', 'patch', 'bind', 'escalate');
const rules: fc.Arbitrary<PlainRule[]> = fc.array(
  fc.record({
    verbs: fc.uniqueArray(verb, { minLength: 2, maxLength: 3 }),
    resource: fc.constantFrom('roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'),
    names: fc.oneof(
      { weight: 2, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.constantFrom('r', 'w', 'x').map((name) => [name]) },
    ),
  }),
  { minLength: 2, maxLength: 5 },
);
const other = fc.option(fc.constantFrom<Content>('none', 'every'));

const contentOf = (content: Content): Json[] => (content === 'every' ? [rule('pods', 'create')] : []);
const written = (from: readonly PlainRule[]): Json[] =>
  from.map(({ verbs, resource, names }) => rbac(resource, verbs.join(), ...names));

test('who comes to every right by roles of their own is told as the requests that the API server allows come to it', () => {
  const answers = { yes: 0, no: 0, open: 0 };
  fc.assert(
    // The team has the Role r of a namespace, the ClusterRole w everywhere, or both; x may be there.
    fc.property(fc.option(rules), fc.option(rules), other, other, (ofRole, ofClusterRole, ownX, clusterX) => {
      const { powers } = powersIn([
        ...(ofRole ? [role('r', written(ofRole), 'shop'), bound('Role', 'r', [TEAM], 'shop')] : []),
        ...(ofClusterRole ? [role('w', written(ofClusterRole)), bound('ClusterRole', 'w', [TEAM])] : []),
        ...(ownX ? [role('x', contentOf(ownX), 'shop')] : []),
        ...(clusterX ? [role('x', contentOf(clusterX))] : []),
      ]);
      const start = {
        roles: {
          ...(ofRole ? { 'roles/r': 'own' as const } : {}),
          ...(ofClusterRole ? { 'clusterroles/w': 'own' as const } : {}),
          ...(ownX ? { 'roles/x': ownX } : {}),
          ...(clusterX ? { 'clusterroles/x': clusterX } : {}),
          ...{ 'clusterroles/cluster-admin': 'every' as const },
        },
        bound: [...(ofClusterRole ? ['clusterroles/w'] : []), ...(ofRole ? ['roles/r'] : [])],
      };
      const inCluster = ofClusterRole ?? [];
      const expected = comesToEveryRight(start, { inNamespace: [...inCluster, ...(ofRole ?? [])], inCluster });
      const found = powers.filter(({ namespace = 'shop' }) => namespace === 'shop');
      const isCertain = found.some(({ perhaps }) => perhaps === undefined);
      if (isCertain || found.length === 0) expect(isCertain).toBe(expected);
      answers[isCertain ? 'yes' : found.length === 0 ? 'no' : 'open'] += 1;
    }),
    { numRuns },
  );
  expect(answers.yes).toBeGreaterThan(numRuns / 20);
  expect(answers.no).toBeGreaterThan(numRuns / 20);
  expect(answers.open).toBeLessThan(numRuns / 2);
});
