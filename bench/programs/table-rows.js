// Draws the table of an inventory with as many rows as the argument says.
const { reportTable } = require('../../dist/lib/report/table');

const access = Array.from({ length: Number(process.argv[2]) }, (_, index) => ({
  identity: `aws_iam_role.app["team-${index}"]`,
  mechanism: 'irsa',
  cluster: 'aws_eks_cluster.main',
  namespace: `team-${index}`,
  serviceAccount: 'app',
  pattern: false,
  except: [],
  workloads: [`Deployment/team-${index}/app`],
  claimed: true,
}));
const inventory = {
  schema: 'podtrust.inventory/v1',
  clusters: [
    { id: 'aws_eks_cluster.main', cloud: 'aws', issuer: 'ref:aws_eks_cluster.main.identity[0].oidc[0].issuer' },
  ],
  identities: [],
  access,
  permissions: [],
  findings: [],
  undecided: [],
};
process.stdout.write(reportTable(inventory, { width: 160, color: false }));
