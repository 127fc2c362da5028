import { admitAzure, admitEks, reasonText, receivesToken } from '../../lib/admission';
import { pod, serviceAccount } from './objects';

const USE = { 'azure.workload.identity/use': 'true' };
const ROLE = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/app' };

describe('reasons', () => {
  test('are what the sentences say, one for one', () => {
    // GIVEN pods that are changed, left alone and refused
    const own = pod({ containers: [{ name: 'api', env: [{ name: 'AWS_ROLE_ARN', value: 'x' }] }] });
    const admissions = [
      admitEks(own, serviceAccount(ROLE)),
      admitEks(pod(), serviceAccount()),
      admitAzure(pod(), serviceAccount()),
      admitAzure(pod({ labels: USE, spec: { volumes: [{}], hostNetwork: 'no' } }), serviceAccount()),
    ];
    for (const admission of admissions) {
      // THEN the sentences are the reasons' own, there and in what the containers end with
      expect(admission.reasons.map(reasonText)).toEqual(admission.because);
      for (const mechanism of ['irsa', 'eks-pod-identity', 'entra-workload-identity'] as const) {
        const { because, reasons, containers } = receivesToken(admission, mechanism);
        expect(reasons.map(reasonText)).toEqual(because);
        for (const token of containers) expect(token.reasons.map(reasonText)).toEqual(token.because);
      }
    }
  });

  test('tell a program what a sentence tells people', () => {
    const { reasons } = admitAzure(pod({ labels: USE, spec: { hostNetwork: 'no' } }), serviceAccount());
    expect(reasons).toEqual([
      {
        code: 'undecodable',
        facts: { fault: { fault: 'wrong-type', path: 'spec.hostNetwork', actual: 'the string no', type: 'boolean' } },
      },
    ]);
  });

  test('say once that two volumes are mounted at one path, however many', () => {
    const volumeMounts = ['a', 'b', 'c'].map((name) => ({ name, mountPath: '/data' }));
    const { because } = admitEks(pod({ containers: [{ name: 'api', volumeMounts }] }), serviceAccount(ROLE));
    expect(because.filter((sentence) => sentence.includes('/data'))).toHaveLength(1);
  });
});
