import { eks, proved, undecidedOf } from '../../kubernetes-program';

const OBJECT = `
apiVersion: v1
kind: Secret
metadata: { name: app, namespace: app, annotations: { kubernetes.io/service-account.name: app } }
type: kubernetes.io/service-account-token
`;

function resource(type: string, kind: string): string {
  return `
resource "${type}" "app" {
  metadata {
    name        = "app"
    namespace   = "app"
    annotations = { "kubernetes.io/service-account.name" = "app" }
  }
  type = "${kind}"
}`;
}

const TOKEN = 'kubernetes.io/service-account-token';

test.each([
  ['of a manifest', '', OBJECT],
  ['of kubernetes_secret', resource('kubernetes_secret', TOKEN), ''],
  ['of kubernetes_secret_v1', resource('kubernetes_secret_v1', TOKEN), ''],
])('a Secret %s that holds a token for ever is a note', (_, terraform, objects) => {
  const inventory = proved(eks(terraform), objects);
  expect(inventory.findings).toEqual([
    expect.objectContaining({
      rule: 'service-account-token-secret',
      level: 'note',
      subject: 'Secret/app/app',
      message: expect.stringContaining('holds a token of the service account app/app that never expires') as string,
    }),
  ]);
  expect(undecidedOf(inventory)).toEqual([]);
});

test('any other Secret is none', () => {
  const inventory = proved(eks(resource('kubernetes_secret', 'Opaque')), OBJECT.replace(TOKEN, 'Opaque'));
  expect(inventory.findings).toEqual([]);
});
