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
  expect(undecidedOf(proved(aks(), object))).toEqual([expect.stringContaining(`${about}: its driver signs in as`)]);
});

test('a volume that names no identity is left alone', () => {
  const object =
    'apiVersion: v1\nkind: PersistentVolume\nmetadata: { name: files }\nspec: { csi: { driver: blob.csi.azure.com, volumeAttributes: { containerName: a } } }\n';
  expect(undecidedOf(proved(aks(), object))).toEqual([]);
});
