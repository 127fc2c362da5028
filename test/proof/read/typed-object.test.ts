import { sourcesOf } from '../../../lib/proof/input';
import { readWithObjects } from '../../../lib/proof/read/read';

/** The objects that a `.tf` file makes. */
function objectsOf(text: string) {
  return readWithObjects(sourcesOf([{ file: 'main.tf', text }]), { clusterOfPath: new Map() }).objects.map(
    ({ object }) => object,
  );
}

const POD = `
  metadata {
    name   = "backend"
    labels = { "azure.workload.identity/use" = true }
  }
`;

describe('a typed resource of the kubernetes provider', () => {
  test('becomes the object that it makes, the whole pod template with it', () => {
    // GIVEN
    const text = `
      resource "kubernetes_deployment_v1" "backend" {
        metadata {
          name      = "backend"
          namespace = "todo"
        }
        spec {
          replicas = 2
          template {
            metadata {
              labels      = { app = "backend" }
              annotations = { "prometheus.io/port" = 8080 }
            }
            spec {
              service_account_name            = "backend"
              automount_service_account_token = true
              host_network                    = "false"
              node_selector                   = { "kubernetes.io/os" = "linux" }
              init_container {
                name  = "wait"
                image = "wait"
              }
              container {
                name    = "api"
                image   = "api"
                command = ["serve"]
                env {
                  name  = "PORT"
                  value = 8080
                }
                env {
                  name = "KEY"
                  value_from {
                    secret_key_ref {
                      name = "keys"
                      key  = "key"
                    }
                  }
                }
                env_from {
                  config_map_ref {
                    name = "settings"
                  }
                }
                port {
                  container_port = 8080
                }
                resources {
                  limits = { cpu = 1 }
                }
                liveness_probe {
                  http_get {
                    path = "/"
                    port = "8080"
                  }
                }
                security_context {
                  run_as_user                = "1000"
                  allow_privilege_escalation = false
                  capabilities {
                    drop = ["ALL"]
                  }
                }
                volume_mount {
                  name       = "token"
                  mount_path = "/token"
                  read_only  = true
                }
              }
              toleration {
                key                = "spot"
                toleration_seconds = "60"
              }
              affinity {
                node_affinity {
                  required_during_scheduling_ignored_during_execution {
                    node_selector_term {
                      match_expressions {
                        key      = "zone"
                        operator = "In"
                        values   = ["a"]
                      }
                    }
                  }
                }
                pod_anti_affinity {
                  required_during_scheduling_ignored_during_execution {
                    topology_key = "zone"
                    label_selector {
                      match_labels = { app = "backend" }
                    }
                  }
                }
              }
              volume {
                name = "token"
                projected {
                  default_mode = "0400"
                  sources {
                    service_account_token {
                      audience = "sts.amazonaws.com"
                      path     = "token"
                    }
                    config_map {
                      name = "ca"
                      items {
                        key  = "ca.crt"
                        path = "ca.crt"
                      }
                    }
                  }
                }
              }
              volume {
                name = "scratch"
                empty_dir {}
              }
            }
          }
        }
      }`;

    // WHEN
    const [deployment] = objectsOf(text);

    // THEN
    expect(deployment).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'backend', namespace: 'todo' },
      spec: {
        template: {
          metadata: { labels: { app: 'backend' }, annotations: { 'prometheus.io/port': '8080' } },
          spec: {
            serviceAccountName: 'backend',
            automountServiceAccountToken: true,
            hostNetwork: false,
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            initContainers: [{ name: 'wait', image: 'wait' }],
            containers: [
              {
                name: 'api',
                image: 'api',
                command: ['serve'],
                env: [
                  { name: 'PORT', value: '8080' },
                  { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'key' } } },
                ],
                envFrom: [{ configMapRef: { name: 'settings' } }],
                ports: [{ containerPort: 8080 }],
                resources: { limits: { cpu: '1' } },
                livenessProbe: { httpGet: { path: '/', port: 8080 } },
                securityContext: {
                  runAsUser: 1000,
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                },
                volumeMounts: [{ name: 'token', mountPath: '/token', readOnly: true }],
              },
            ],
            tolerations: [{ key: 'spot', tolerationSeconds: 60 }],
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }],
                },
              },
              podAntiAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: [
                  { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'backend' } } },
                ],
              },
            },
            volumes: [
              {
                name: 'token',
                projected: {
                  defaultMode: 0o400,
                  sources: [
                    { configMap: { name: 'ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
                    { serviceAccountToken: { audience: 'sts.amazonaws.com', path: 'token', expirationSeconds: 3600 } },
                  ],
                },
              },
              { name: 'scratch', emptyDir: {} },
            ],
          },
        },
      },
    });
  });

  test.each([
    ['kubernetes_pod', 'Pod', ['spec']],
    ['kubernetes_stateful_set', 'StatefulSet', ['spec', 'template', 'spec']],
    ['kubernetes_daemonset', 'DaemonSet', ['spec', 'template', 'spec']],
    ['kubernetes_daemon_set_v1', 'DaemonSet', ['spec', 'template', 'spec']],
    ['kubernetes_replication_controller', 'ReplicationController', ['spec', 'template', 'spec']],
    ['kubernetes_job_v1', 'Job', ['spec', 'template', 'spec']],
    ['kubernetes_cron_job', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
  ])('%s is a %s with its pod’s spec where that kind has it', (type, kind, path) => {
    const spec = 'container { \n name = "api" \n }';
    const blocks = path.map((key) => ({ jobTemplate: 'job_template' })[key] ?? key);
    const nested = blocks.reduceRight((inner, block) => `${block} {\n${inner}\n}`, spec);
    const [object] = objectsOf(`resource "${type}" "x" {\n${POD}\n${nested}\n}`);
    expect(object).toMatchObject({ kind, metadata: { name: 'backend' } });
    expect(path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], object)).toEqual({
      containers: [{ name: 'api' }],
    });
  });

  test('has texts for labels, as the provider’s maps have', () => {
    const [object] = objectsOf(`resource "kubernetes_pod" "x" {\n${POD}\nspec {}\n}`);
    expect(object).toMatchObject({ metadata: { labels: { 'azure.workload.identity/use': 'true' } } });
  });

  test('leaves out what is a number or a truth value, and not known before apply', () => {
    const [object] = objectsOf(`
      resource "random_id" "x" {}
      resource "kubernetes_pod" "x" {
        ${POD}
        spec {
          host_network = random_id.x.on
          node_selector = random_id.x.selector
          service_account_name = random_id.x.hex
          security_context {
            run_as_user = random_id.x.dec
          }
        }
      }`);
    expect(object!.spec).toEqual({
      containers: [],
      serviceAccountName: expect.stringContaining('random_id.x.hex') as string,
      securityContext: {},
    });
  });
});
