import { prove } from '../../../lib/proof';

const OBJECTS = `
apiVersion: v1
kind: Namespace
metadata:
  name: apps
  annotations: { iam.amazonaws.com/permitted: ".*" }
---
apiVersion: v1
kind: Namespace
metadata:
  name: jobs
  annotations: { iam.amazonaws.com/allowed-roles: '["reader"]' }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: apps }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata:
      labels: { app: api }
      annotations: { iam.amazonaws.com/role: reader }
    spec: { containers: [{ name: main, image: "app:1" }] }
`;

test('what kiam and kube2iam read of pods and namespaces is a note each, and no access', () => {
  const { findings, access } = prove([{ file: 'app.yaml', text: OBJECTS }]);
  const found = findings.filter(({ rule }) => rule === 'kiam-role-requested');
  expect(found.map(({ level, subject }) => `${level} ${subject}`).sort()).toEqual([
    'note Deployment/apps/api',
    'note Namespace/apps',
    'note Namespace/jobs',
  ]);
  expect(access).toEqual([]);
});

test('an empty annotation asks for no role', () => {
  const text = OBJECTS.replace('iam.amazonaws.com/role: reader', 'iam.amazonaws.com/role: ""');
  expect(prove([{ file: 'app.yaml', text }]).findings.map(({ subject }) => subject)).not.toContain(
    'Deployment/apps/api',
  );
});

test('the role is named as the program has it', () => {
  const role = `resource "aws_iam_role" "r" {
    name = "reader"
  }`;
  const { findings } = prove([
    { file: 'app.yaml', text: OBJECTS },
    { file: 'main.tf', text: role },
  ]);
  expect(findings.find(({ subject }) => subject === 'Deployment/apps/api')!.message).toContain('aws_iam_role.r');
});
