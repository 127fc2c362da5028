import { aks, proved, undecidedOf } from '../../kubernetes-program';

const CLIENT = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';

test.each([
  [
    'PersistentVolume/files',
    `apiVersion: v1\nkind: PersistentVolume\nmetadata: { name: files }\nspec: { csi: { driver: blob.csi.azure.com, volumeAttributes: { clientID: ${CLIENT} } } }\n`,
  ],
  [
    'StorageClass/files',
    `apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: files }\nprovisioner: file.csi.azure.com\nparameters: { clientId: ${CLIENT} }\n`,
  ],
  [
    'PersistentVolume/bucket',
    'apiVersion: v1\nkind: PersistentVolume\nmetadata: { name: bucket }\nspec: { csi: { driver: s3.csi.aws.com, volumeAttributes: { authenticationSource: pod } } }\n',
  ],
])('%s: that its driver signs in with the token of pods is said', (about, object) => {
  expect(undecidedOf(proved(aks(), object))).toEqual([expect.stringContaining(`${about}: its driver `)]);
});

test('a volume that names no identity is left alone', () => {
  const object =
    'apiVersion: v1\nkind: PersistentVolume\nmetadata: { name: files }\nspec: { csi: { driver: blob.csi.azure.com, volumeAttributes: { containerName: a } } }\n';
  expect(undecidedOf(proved(aks(), object))).toEqual([]);
});

test.each([
  [
    'PersistentVolume/files',
    `resource "kubernetes_persistent_volume_v1" "files" {
  metadata { name = "files" }
  spec {
    persistent_volume_source {
      csi {
        driver            = "blob.csi.azure.com"
        volume_handle     = "files"
        volume_attributes = { clientID = "${CLIENT}" }
      }
    }
  }
}`,
  ],
  [
    'StorageClass/files',
    `resource "kubernetes_storage_class" "files" {
  metadata { name = "files" }
  storage_provisioner = "file.csi.azure.com"
  parameters          = { clientId = "${CLIENT}" }
}`,
  ],
  [
    'StorageClass/files',
    `variable "all" {}
resource "kubernetes_storage_class_v1" "files" {
  metadata { name = "files" }
  storage_provisioner = "file.csi.azure.com"
  parameters          = var.all
}`,
  ],
  [
    'Pod/shop/web',
    `resource "kubernetes_pod_v1" "web" {
  metadata {
    name      = "web"
    namespace = "shop"
  }
  spec {
    container {
      name  = "web"
      image = "web:1"
    }
    volume {
      name = "files"
      csi {
        driver            = "file.csi.azure.com"
        volume_attributes = { clientID = "${CLIENT}", shareName = "files" }
      }
    }
  }
}`,
  ],
])('%s of a typed resource: that its driver signs in with the token of pods is said', (about, resource) => {
  expect(undecidedOf(proved(aks() + resource))).toEqual([
    expect.stringMatching(new RegExp(`^${about}: its driver \\S+ signs in as`)),
  ]);
});

test('the volume in a pod template is said of the object that makes the pods', () => {
  const object = (attributes: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { template: { spec: { containers: [{ name: web, image: "web:1" }], volumes: [{ name: a, csi: { driver: blob.csi.azure.com, volumeAttributes: ${attributes} } }] } } }\n`;
  expect(undecidedOf(proved(aks(), object(`{ clientID: ${CLIENT} }`)))).toEqual([
    `Deployment/shop/web: its driver blob.csi.azure.com signs in as the client id ${CLIENT} with the token of the pod that mounts it: whether that pod is admitted is not decided here`,
  ]);
  expect(undecidedOf(proved(aks(), object('{ containerName: a }')))).toEqual([]);
});
