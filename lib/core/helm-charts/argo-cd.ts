import type { HelmChart, HelmShape } from '../kubernetes/helm-shape';

/** A component, by its key in the values and the name of its workload. */
const component = (key: string, workload: string): HelmShape => ({
  namespace: 'namespaceOverride',
  serviceAccount: {
    name: `${key}.serviceAccount.name`,
    create: `${key}.serviceAccount.create`,
    annotations: `${key}.serviceAccount.annotations`,
    labels: `${key}.serviceAccount.labels`,
  },
  podLabels: `${key}.podLabels`,
  podAnnotations: `${key}.podAnnotations`,
  environment: `${key}.env`,
  volumes: `${key}.volumes`,
  volumeMounts: `${key}.volumeMounts`,
  workloads: [workload],
  nameOverride: 'argocd',
});

/** A component whose variables, volumes and mounts are called extra. */
const withExtra = (key: string, workload: string): HelmShape => ({
  ...component(key, workload),
  environment: `${key}.extraEnv`,
  volumes: `${key}.extraVolumes`,
  volumeMounts: `${key}.extraVolumeMounts`,
});

/** The controller and the server reach other clusters, the repository server reads charts and keys. */
export const ARGO_CD: HelmChart = {
  name: 'argo-cd',
  version: '10.1.1',
  source: 'argoproj/argo-helm, charts/argo-cd, af0a9310bacb',
  repositories: ['https://argoproj.github.io/argo-helm', 'oci://ghcr.io/argoproj/argo-helm'],
  main: 'controller',
  components: {
    controller: component('controller', 'StatefulSet/<fullname>-application-controller'),
    server: component('server', 'Deployment/<fullname>-server'),
    'repo-server': component('repoServer', 'Deployment/<fullname>-repo-server'),
    'applicationset-controller': withExtra('applicationSet', 'Deployment/<fullname>-applicationset-controller'),
    'notifications-controller': withExtra('notifications', 'Deployment/<fullname>-notifications-controller'),
  },
};
