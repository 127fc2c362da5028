import { podIdentity } from '../../../../lib/proof/mechanisms/pod-identity/mechanism';
import { ToldValues } from '../../../../lib/proof/mechanisms/told-values';
import { ACCOUNT, association, CLUSTER_ARN, cluster, programOf } from './program';

const program = programOf({});
const identity = program.identities.get('role.app')!;
const told = new ToldValues({});
const token = { issuer: cluster.issuer, subject: 'system:serviceaccount:shop:app', audience: 'sts.amazonaws.com' };

describe('EKS Pod Identity', () => {
  test('answers for a session, its association taken for granted', () => {
    const session = { namespace: 'any', serviceAccount: 'any', clusterArn: CLUSTER_ARN, account: ACCOUNT };
    const outcomes = podIdentity.ask({ kind: 'session', identity, told, session }, program);
    expect(outcomes.map(({ admitted }) => admitted)).toEqual([true]);
  });

  test('says nothing of a token, which only the agent on the node has', () => {
    expect(podIdentity.ask({ kind: 'token', identity, told, token }, program)).toEqual([]);
  });

  test('asks for whom it lets in: the association does', () => {
    const [admission] = podIdentity.evaluate(program).admissions;
    expect(admission!.source).toBe(association().id);
    expect(podIdentity.isClaimed!(admission!, program)).toBe(true);
  });
});
