import { aadPodIdentity } from '../../../lib/proof/mechanisms/aad-pod-identity/mechanism';
import { identityBinding } from '../../../lib/proof/mechanisms/identity-binding/mechanism';
import { node } from '../../../lib/proof/mechanisms/node/mechanism';
import type { Question } from '../../../lib/proof/mechanisms/question';
import { ToldValues } from '../../../lib/proof/mechanisms/told-values';
import { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import { managedIdentity } from '../model/identity';
import { modelOf } from '../model/model';
import { workload } from '../model/workload';

const at = { file: 'main.tf', pointer: '' };
const identity = managedIdentity('app');
const cluster = { id: 'main', cloud: 'azure' as const, issuer: 'https://a.example', issuerText: '', at };
const shop = { clusters: ['main'], namespace: 'shop', at };

/** A cluster whose pods get `app` by a label, by an identity binding, and from their node. */
const program = new Evaluation(
  modelOf({
    clusters: [cluster],
    identities: [identity],
    workloads: [workload({ podLabels: { aadpodidbinding: 'app' }, hostNetwork: true })],
    aadPodIdentity: {
      identities: [
        { ...shop, name: 'app', type: 'user-assigned', namespaced: false, identity: 'app', formerFields: [] },
      ],
      bindings: [{ ...shop, name: 'app', azureIdentity: 'app', selector: 'app', formerFields: [] }],
      exceptions: [],
      installations: [],
      unplaced: [],
      netRawRefusals: [],
    },
    identityBindings: [
      {
        id: 'binding',
        cluster: 'main',
        clusterText: 'main',
        identity: 'app',
        identityText: 'app',
        possibleClusters: [],
        possibleIdentities: [],
        allowedNamespaces: ['shop'],
        allowsByLabels: false,
        at,
      },
    ],
    runtime: {
      ...modelOf().runtime,
      nodes: [
        {
          cloud: 'azure',
          id: 'aks',
          clusters: ['main'],
          identities: ['app'],
          possibleIdentities: [],
          restricted: false,
          at,
        },
      ],
    },
  }),
);

const token = { issuer: cluster.issuer, subject: 'system:serviceaccount:shop:app', audience: 'x' };
const told = new ToldValues({});
const question: Question = {
  kind: 'pod',
  identity,
  told,
  subject: { namespace: 'shop', name: 'app' },
  token,
  cluster,
};

test('the label of a pod makes an admission of AAD Pod Identity claimed', () => {
  const without = new Evaluation({ ...program.model, workloads: [] });
  const claimed = ({ aadPodIdentity: { admissions } }: Evaluation, of: Evaluation): boolean[] =>
    admissions.map((one) => of.isClaimed(one));
  expect(claimed(program, program)).toEqual([true]);
  expect(claimed(without, without)).toEqual([false]);
});

describe.each([
  ['the label of AAD Pod Identity', aadPodIdentity],
  ['an identity binding', identityBinding],
  ['the node', node],
] as const)('%s', (_, mechanism) => {
  test('lets a pod of a cluster in', () => {
    expect(mechanism.ask(question, program)).toMatchObject([{ admitted: true }]);
  });

  test('says nothing of a pod whose cluster was not read, and of tokens', () => {
    expect(mechanism.ask({ ...question, cluster: undefined }, program)).toEqual([]);
    expect(mechanism.ask({ kind: 'token', identity, told, token }, program)).toEqual([]);
  });
});
