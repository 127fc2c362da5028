/** What the proof makes of a broken program: the first of these that is so. */
export type Outcome =
  | 'error'
  | 'warning'
  /** Something cannot be told; `--strict` fails on it. */
  | 'undecided'
  /** Access or permissions are others than before; a review shows them. */
  | 'changed'
  /** The same answer, and a note that says on what assumption. */
  | 'note'
  /** The same answer, because it means the same to the cloud. */
  | 'same';

/** Mutants of which an error would not be true. */
export interface Exception {
  readonly mutants: RegExp;
  readonly outcome: Exclude<Outcome, 'error'>;
  readonly because: string;
}

/** The first that fits counts. */
export const EXCEPTIONS: readonly Exception[] = [
  // Grants: what an identity may do is not a trust, and no rule can know what was meant.
  {
    mutants: /aws_iam_role_policy\S* policy\.Version: removed/,
    outcome: 'same',
    because: 'without the Version it is 2008-10-17, which differs in policy variables only, and there are none',
  },
  {
    mutants: /aws_iam_role_policy\S* policy\.(Version|Statement\.\d+(\.Effect|: emptied))/,
    outcome: 'undecided',
    because: 'IAM refuses the policy, so nothing can be said of what it gives',
  },
  {
    mutants: /role_definition_id: re-cased/,
    outcome: 'same',
    because: 'Azure compares resource ids without regard to case',
  },
  {
    mutants: /aws_iam_role_policy|role_assignment|aws_iam_role_policy_attachment/,
    outcome: 'changed',
    because: 'the permissions are others, and only people know which are meant',
  },

  // What IAM takes for the same.
  {
    mutants: /assume_role_policy\.Version: removed/,
    outcome: 'same',
    because: 'without the Version it is 2008-10-17, which differs in policy variables only, and there are none',
  },
  {
    mutants: /(Statement|Action|client_id_list): its first element twice/,
    outcome: 'same',
    because: 'what is said twice is said once',
  },
  { mutants: /Action(\.\d)?: re-cased/, outcome: 'same', because: 'IAM compares actions without regard to case' },
  {
    mutants: /\.Condition\.StringEquals\..*: its key re-cased/,
    outcome: 'same',
    because: 'IAM compares the names of condition keys without regard to case',
  },
  {
    mutants: /aws_iam_openid_connect_provider\S* url: a slash lost/,
    outcome: 'same',
    because: 'trimsuffix takes nothing away: the issuers of EKS end in no slash, unlike those of AKS',
  },
  {
    mutants: /everybody as principal/,
    outcome: 'same',
    because: 'the condition names the issuer, and no other provider’s token has its key',
  },
  {
    mutants: /\.aws:(SourceArn|RequestTag\/eks-cluster-arn): removed/,
    outcome: 'same',
    because: 'each of the two names the cluster, and the other one is left',
  },
  {
    mutants: /\.aws:RequestTag\/kubernetes-(namespace|service-account): removed/,
    outcome: 'same',
    because: 'with EKS Pod Identity the association decides who gets in, and there is only the one',
  },

  // What lets more in, or gives less, and may be meant: the contract makes it a warning.
  {
    mutants:
      /catalogue: (ForAllValues on another issuer|a wildcard (for the (namespace|name)|after a prefix)|.* of a (second namespace|stranger as well))/,
    outcome: 'warning',
    because: 'the intended pod gets in, and somebody else may be meant to',
  },
  {
    mutants: /assume_role_policy\.Statement\.0\.Condition(\.StringEquals)?: (removed|emptied)/,
    outcome: 'warning',
    because: 'any cluster of the account may use the role; the association still says which pods do here',
  },
  {
    mutants: /:aud: removed/,
    outcome: 'warning',
    because: 'STS itself accepts the audiences that the provider lists, and no other',
  },
  {
    mutants: /(oidc_issuer|workload_identity)_enabled: removed/,
    outcome: 'warning',
    because: 'newer versions of AKS have the issuer on by default, and the webhook may be installed by other means',
  },
  {
    mutants: /manifest\.metadata\.annotations(\.eks\.amazonaws\.com\/role-arn)?: (removed|emptied)/,
    outcome: 'warning',
    because: 'an admission that nobody claims is a warning: the account may be meant to have no identity',
  },

  // What names something that is not there: it may be in files that were not given.
  {
    mutants:
      /(aws_iam_role|azurerm_user_assigned_identity|aws_iam_openid_connect_provider)\.\S+: removed|assume_role_policy: removed|output\.\w+(\.value)?: removed|terraform_remote_state/,
    outcome: 'undecided',
    because: 'what it names was not read; Terraform refuses it where it is nowhere',
  },
  {
    mutants: /(association|addon)\S* (pod_identity_association\.0\.)?role_arn: (removed|emptied)/,
    outcome: 'warning',
    because: 'with EKS Pod Identity the association is the claim: one without a role leaves the role given to nobody',
  },
  {
    mutants: /aws_iam_openid_connect_provider\S* url: removed/,
    outcome: 'undecided',
    because: 'Terraform refuses a provider without a URL, and nothing says for whose issuer it was meant to be',
  },
  {
    mutants: /(association|addon)\S* (cluster_name|role_arn|pod_identity_association\.0\.role_arn): /,
    outcome: 'undecided',
    because: 'it names a cluster or a role that was not read, which may be somebody else’s',
  },
  {
    mutants: /Principal\.Federated: (changed|with a blank|a slash added)/,
    outcome: 'undecided',
    because: 'it names an OIDC provider that was not read, which may be there',
  },
  {
    mutants: /StringEquals\.aws:\S+: its key (changed|with a blank|a slash (added|lost))/,
    outcome: 'undecided',
    because: 'a key of AWS that nobody knows here may be a new one',
  },
  {
    mutants:
      /catalogue: (the key of another issuer|IfExists on another issuer|a Deny whose key is misnamed|the issuer of another cluster)/,
    outcome: 'undecided',
    because: 'before apply the cluster’s own issuer is not known, and may be the one that is written out',
  },

  // What changes who gets what, and breaks no claim.
  {
    mutants: /serviceAccountName: (removed|emptied)/,
    outcome: 'warning',
    because: 'pods may run as the default account, though one of the workload’s own name is there for them',
  },
  {
    mutants: /aws_eks_(pod_identity_association|addon)\S*( pod_identity_association)?: (removed|emptied)/,
    outcome: 'warning',
    because: 'with EKS Pod Identity the association is the claim: without it a role that admits it is given to nobody',
  },

  // What changes nothing of who gets in.
  {
    mutants:
      /catalogue: (a client id of its own in the container|a credential of the pipeline as well|an OIDC provider of another account)/,
    outcome: 'note',
    because: 'what is written out, an id or an account, is taken at its word where the program’s own is not known yet',
  },
  {
    mutants: /(output\.cluster_(host|endpoint)\.value|provider\.kubernetes\.0\.host): /,
    outcome: 'same',
    because: 'the address reaches no cluster, so nothing is deployed that could get in anywhere else',
  },
  {
    mutants: /annotations\.azure\.workload\.identity\/tenant-id: removed/,
    outcome: 'same',
    because: 'the webhook puts the cluster’s own tenant in its place',
  },
  {
    mutants: /sts-regional-endpoints/,
    outcome: 'same',
    because: 'it says which of STS’ addresses the SDK asks, not who is let in',
  },
];
