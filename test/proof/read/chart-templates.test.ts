import { PodtrustError, prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { eachInAnEmptyDirectory, write } from '../../empty-directory';
import { eks, irsaRole, rulesOf } from '../kubernetes-program';

eachInAnEmptyDirectory();

const TEMPLATE = `{{- if .Values.serviceAccount.create -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "app.name" . }}
{{- end }}
`;
const WITHIN = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {{ .Values.name }}\n';

const because = ({ undecided }: Inventory): string[] => undecided.map(({ about, because }) => `${about}: ${because}`);
const unread = (file: string): string =>
  `${file}: it was not read: it is a template of Helm: prove what helm template prints`;

test('a directory of templates alone is read, and each of them is said to be one', () => {
  write('templates/a.yaml', TEMPLATE);
  write('templates/b.yaml', WITHIN);
  expect(because(prove(['templates']))).toEqual([unread('templates/a.yaml'), unread('templates/b.yaml')]);
});

test.each([TEMPLATE, WITHIN])('a template that is named cannot be read, and the error names helm template', (text) => {
  write('a.yaml', text);
  let error: unknown;
  try {
    prove(['a.yaml']);
  } catch (thrown) {
    error = thrown;
  }
  expect(PodtrustError.is(error)).toBe(true);
  expect(error).toMatchObject({ code: 'yaml-invalid', remedy: expect.stringContaining('helm template') as string });
});

test('the account of a pod may be one that a template beside it makes', () => {
  const pod = `apiVersion: v1
kind: Pod
metadata: { name: app, namespace: app }
spec: { serviceAccountName: app, containers: [{ name: app, image: "app:1" }] }
`;
  write('a/main.tf', eks() + irsaRole('app', 'app/app'));
  write('a/pod.yaml', pod);
  expect(rulesOf(prove(['a']))).not.toEqual([]);
  write('a/account.yaml', TEMPLATE);
  const inventory = prove(['a']);
  expect(rulesOf(inventory)).toEqual([]);
  expect(because(inventory)).toContain(unread('a/account.yaml'));
});
