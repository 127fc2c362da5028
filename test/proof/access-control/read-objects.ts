import type { Powers } from '../../../lib/proof/access-control/powers';
import { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import { sourcesOf } from '../../../lib/proof/input';
import { read } from '../../../lib/proof/read/read';

/** What Kubernetes objects beside one cluster come to. */
export function evaluationOf(objects: readonly object[], terraform = CLUSTER, file = 'main.tf'): Evaluation {
  const text = objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');
  const program = { file, text: terraform };
  const sources = sourcesOf(text === '' ? [program] : [program, { file: 'objects.yaml', text }]);
  return new Evaluation(read(sources, { clusterOfPath: new Map(), settings: undefined }));
}

/** What the RBAC among some objects lets somebody do. */
export function powersIn(objects: readonly object[]): Powers {
  return evaluationOf(objects).powers;
}

const CLUSTER = 'resource "aws_eks_cluster" "main" {\n  name = "eks"\n}\n';
