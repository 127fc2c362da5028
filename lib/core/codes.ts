/**
 * Every slug that podtrust says: what its errors and the rules of its proof are called, each with one sentence of what it
 * is. Where a construct refuses what a rule finds, both have the same slug.
 *
 * Add a rule's or an error's here first; docs/errors.md and docs/rules are made from it.
 */
export const CODES = {
  'aad-pod-identity-deprecated': 'A cluster still uses AAD Pod Identity.',
  'aad-pod-identity-exception': 'An exception lets a workload reach the metadata service past NMI.',
  'aad-pod-identity-identity-missing':
    'An AzureIdentityBinding names an AzureIdentity that its namespace does not have.',
  'aad-pod-identity-invalid': 'An AzureIdentity or an AzureIdentityBinding is not one that AAD Pod Identity can use.',
  'aad-pod-identity-kubenet': 'AAD Pod Identity on a cluster with kubenet, where nothing makes pods drop NET_RAW.',
  'aad-pod-identity-label-not-admitted':
    'A pod’s label aadpodidbinding is the selector of no binding that counts for it.',
  'aad-pod-identity-not-namespaced': 'AAD Pod Identity gives an identity to labelled pods of every namespace.',
  'aad-pod-identity-over-limit': 'A cluster has more pod identities, or more exceptions, than AKS accepts.',
  'aad-pod-identity-selector-unused': 'No declared pod has the label for which an AzureIdentityBinding selects.',
  'aad-pod-identity-without-nmi': 'Pods have a label of AAD Pod Identity, and nothing runs NMI in their cluster.',
  'acceptance-lapsed': 'A finding is accepted in podtrust.yaml, but the acceptance has expired or does not cover it.',
  'access-entry-duplicate': 'An IAM principal has two access entries in one EKS cluster.',
  'access-entry-invalid': 'An access entry has something that EKS does not accept of its type or of its principal.',
  'access-entry-of-pods':
    'A role that pods get may change an EKS cluster’s objects by an access entry, and so become other identities.',
  'account-id-invalid': 'What is given as the id of an AWS account does not have twelve digits.',
  'account-mismatch':
    'Something is in another AWS account than where it is made or used, and the program does not say that this is meant.',
  'action-malformed': 'A grant of statements names an action that is not of the form service:Action.',
  'action-unknown': 'A question names an action that its cloud does not have, or a pattern of actions.',
  'action-wildcard': 'A grant of statements has a wildcard for every action, or for every action of a service.',
  'addon-built-in': 'An EKS add-on is installed that EKS Auto Mode has built in.',
  'addon-duplicate': 'A cluster is given one EKS add-on twice.',
  'addon-identity-ambiguous': 'An add-on or an extension is given its identity in two ways at once.',
  'addon-invalid': 'An add-on of AKS is given twice, or given something that AKS does not accept.',
  'addon-not-admitted': 'An EKS add-on is given a role whose trust does not admit the add-on’s service account.',
  'addon-role-incomplete':
    'An add-on or an extension is to get an identity, and its service accounts or its permissions are not known.',
  'addon-unknown': 'An EKS add-on is given a name that is nearly that of another one.',
  'addon-version-invalid': 'An EKS add-on is given a version that is not one.',
  'admission-not-a-pod': 'What is to be admitted is not a pod, or holds none.',
  'admission-not-claimed': 'An identity admits a service account that the cluster’s manifests do not declare.',
  'admission-service-account': 'A pod to be admitted has a service account that cannot be read.',
  'admission-settings': 'The settings of a webhook are not ones that it has.',
  'agent-wait-invalid':
    'A pod is to wait for the EKS Pod Identity agent twice, for no valid number of seconds, or without EKS Pod Identity.',
  'alarm-threshold-invalid': 'An alarm is to be raised at a number of events that it cannot be raised at.',
  'annotation-misplaced':
    'An annotation that a webhook reads is on the wrong object, or is a label where an annotation counts.',
  'annotation-missing': 'An identity admits a declared service account, which does not say that it wants the identity.',
  'annotation-misspelt': 'An annotation or a label is nearly one that a webhook reads.',
  'api-version-malformed': 'A version of Azure’s API is not a date, with `-preview` after it or not.',
  'arn-malformed': 'A program gives something as an ARN that is not one.',
  'arn-mismatch': 'An ARN says another name, region or account than the program does beside it.',
  'arn-of-other-kind': 'A program gives the ARN of another kind of resource than the one that is meant.',
  'association-not-admitted': 'A Pod Identity association gives a role whose trust does not admit it.',
  'association-without-service-account':
    'A Pod Identity association names a service account that the cluster’s manifests do not declare.',
  'associations-over-limit': 'A cluster has more Pod Identity associations than EKS accepts.',
  'audience-missing': 'An OIDC provider is made without an audience.',
  'audience-not-registered': 'A trust asks for an audience that its OIDC provider does not list.',
  'audience-too-long': 'A trust asks for an audience that is longer than IAM accepts.',
  'authority-host-invalid': 'A program gives a host that Entra cannot be signed in at.',
  'auto-mode-invalid': 'EKS Auto Mode is given a node pool that it does not have.',
  'aws-auth-entry': 'The ConfigMap aws-auth lets somebody of AWS in to the API of an EKS cluster.',
  'azurerm-argument-unknown':
    'What an argument of the chosen major version of azurerm would be does not follow from the program.',
  'azurerm-version-missing':
    'A stack has a resource whose arguments cannot be valid in azurerm 4 and 5, and does not say which is meant; or one that azurerm 5 alone has, and is for an earlier one.',
  'binding-ambiguous': 'Several trusts bind the service account, and nothing says which cluster is meant.',
  'binding-conflicts-with-pod': 'A pod has a field of its own where a binding writes another value.',
  'binding-missing': 'Something needs the binding of a service account, and there is none.',
  'binding-unknown': 'No trust of an identity binds the service account.',
  'bindings-conflict': 'Two bindings of one service account write different values to one place.',
  'bindings-of-several-accounts': 'The bindings of one service account or pod are of different service accounts.',
  'canary-unsupported': 'A canary is asked for a binding whose mechanism it cannot try.',
  'capability-duplicate': 'A cluster is given two EKS capabilities of one type.',
  'capability-invalid': 'An EKS capability, or a role of its, is given settings that EKS refuses or that mean nothing.',
  'capability-not-admitted':
    'The role of an EKS capability does not trust it, or a role that an IAMRoleSelector names does not trust ACK.',
  'capability-privileged': 'The role of an EKS capability may do everything in its account.',
  'cdktf-out-invalid': 'A cdktf.out names no synthesized file for one of its stacks.',
  'cdktf-output-failed': 'The command cdktf output, which knows the values of a deployment, failed.',
  'chart-invalid': 'A cdk8s chart does not pass its own validation, or cannot be rendered.',
  'check-suppression-invalid': 'A suppressed check of checkov has no id of a check, or no reason.',
  'ci-trust-of-service-account':
    'A trust asks an issuer that is not a cluster, such as GitHub Actions, for the subject of a service account.',
  'ci-trust-without-subject': 'A role trusts an issuer of pipelines, such as GitHub Actions, and does not say whose.',
  'claim-assumed':
    'A service account names an identity by a literal that is assumed to be one which is not known before apply.',
  'claim-not-admitted': 'A service account claims an identity whose trust does not admit it.',
  'client-id-malformed': 'A service account is annotated with a client id or a tenant id that is no GUID.',
  'client-id-mismatch':
    'A service account is annotated with another client id than that of the identity that admits it.',
  'cluster-ambiguous': 'Several clusters fit the name of one.',
  'cluster-choices-conflict': 'A cluster has two settings that its cloud does not accept together.',
  'cluster-id-missing': 'Nodes are made for a cluster that was named without its resource id.',
  'cluster-in-same-stack': 'A stack makes a cluster together with objects in it, which Terraform cannot plan.',
  'cluster-not-in-set': 'A program asks a ClusterSet for a cluster that is not in it.',
  'cluster-principal-missing':
    'A role is for a cluster’s own identity, and the cluster was named without that identity’s object id.',
  'cluster-retiring': 'A workload stands on a cluster that its ClusterSet says is retiring.',
  'cluster-set-invalid':
    'A ClusterSet has one cluster twice, none that serves workloads, or a trust that is in another cluster.',
  'cluster-unknown': 'No cluster in the input has the name.',
  'compute-invalid': 'A program says that pods run on something that EKS does not have.',
  'condition-key-duplicate':
    'A trust policy’s text has the same condition key, or the same operator, twice in one place.',
  'condition-open-when-key-missing':
    'A condition holds for every token, since its operator accepts a missing key and no token has the key.',
  'connection-unknown': 'A cluster was named without what a Kubernetes client needs to reach it.',
  'construct-id-invalid':
    'A construct has an id that cdktf or Terraform refuses, such as backend, which cdktf keeps for itself.',
  'containers-all-skipped': 'A pod asks for an identity and skips every one of its containers.',
  'content-unknown': 'A file that was named holds nothing that podtrust reads.',
  'controller-incomplete': 'A controller is not told which resources its role is for, or what it shall do with them.',
  'controller-invalid': 'A controller is given options that do not go together, or that it cannot use.',
  'controller-object-unknown': 'A controller has no object of its own that names an identity, and is asked for one.',
  'cosmosdb-scope-incomplete': 'A grant on Cosmos DB names a container without its database.',
  'custom-resource-in-same-stack':
    'A stack makes a custom resource together with its definition, which Terraform cannot plan.',
  'denied-by-resource-control-policy':
    'A resource control policy denies the token of a service account that a role trusts and that asks for it.',
  'deploy-time-value-missing': 'A value that only a deployment gives is not among the given ones.',
  'deploy-time-values-unknown': 'Plain manifests need values of a deployment, and none were given.',
  'directory-empty': 'A directory that was named holds no file that podtrust reads.',
  'disk-size-invalid': 'The disks of nodes are to have a size that their cloud does not make.',
  'duplicate-association': 'Two Pod Identity associations are for the same service account of one cluster.',
  'duplicate-binding': 'Two identities are bound to one service account, whose annotation holds one.',
  'duplicate-federated-credential':
    'Two federated credentials of one identity have the same issuer and subject, or the same name.',
  'duplicate-identity-binding':
    'A cluster is bound to one managed identity twice, or two of its identity bindings share a name.',
  'endpoint-missing': 'The pods of a role reach a service that a network without the internet has no endpoint of.',
  'endpoint-open-to-all': 'The API server of a cluster would be open to the whole internet.',
  'endpoint-unknown': 'A grant has an action of a service whose VPC endpoint is not known.',
  'environment-blocks-token':
    'A container sets a variable itself that keeps the webhook’s variables out, or that the SDK takes before them.',
  'external-id-invalid': 'A target role asks for an external id that STS does not accept.',
  'fargate-selectors-invalid': 'A Fargate profile has selectors that EKS does not accept.',
  'federated-credential-audience-count': 'A federated credential has none or several audiences.',
  'federated-credential-audience-wrong': 'A federated credential accepts an audience that no token asks for.',
  'federated-credential-field-too-long':
    'A federated credential’s issuer, subject or audience is longer than Entra accepts.',
  'federated-credential-parent-invalid':
    'A federated credential is given to something that can have none, or by another id than its own.',
  'federated-credential-unnamed': 'Nothing that is known before apply can name a federated credential.',
  'federated-credentials-over-limit': 'An identity has more federated credentials than Entra accepts.',
  'file-binary': 'A file that was named is not text.',
  'file-too-large': 'A file that was named is larger than podtrust reads.',
  'file-unreadable': 'A file that was named cannot be read.',
  'flexible-credential-admits-pipeline':
    'A flexible federated credential lets pipelines outside the cluster become an identity.',
  'flexible-credential-unsupported':
    'A flexible federated credential is for an issuer, a claim or an expression that Entra does not accept.',
  'folder-not-empty': 'A new project is to be written where there are files already.',
  'grant-id-taken': 'Two grants of one identity have the same id.',
  'graph-permission-invalid': 'A program grants what is not an application permission of Microsoft Graph.',
  'guid-invalid': 'An id of Azure is not a GUID.',
  'helm-chart-unknown': 'A Helm chart is named whose values podtrust does not know, and no shape says where they are.',
  'helm-component-unknown': 'A known Helm chart has no component of the name with a service account of its own.',
  'helm-release-incomplete': 'A Helm release is made without its chart, its version or its bindings.',
  'helm-shape-insufficient': 'A binding needs something that a Helm chart has no value for.',
  'helm-shape-invalid': 'What is to say where a Helm chart’s values are is not a shape.',
  'helm-values-conflict': 'A value of a Helm release is set to something else than its binding needs.',
  'helm-values-invalid': 'A value of a Helm release is one that YAML cannot hold.',
  'host-network-needed': 'A policy would keep hostNetwork from a namespace whose system pods need it.',
  'host-network-refused': 'A workload asks for hostNetwork in a namespace where admission refuses every pod that does.',
  'identity-ambiguous': 'Several identities fit the name of one.',
  'identity-binding-invalid': 'An identity binding is of something that is no user-assigned managed identity.',
  'identity-binding-missing': 'RBAC lets somebody use a managed identity to which the cluster is not bound.',
  'identity-binding-not-granted':
    'A cluster is bound to a managed identity, and its RBAC lets no service account use it.',
  'identity-binding-not-used':
    'A pod asks for its identity by another way than the one that would give it: identity binding or federated credential.',
  'identity-binding-of-other-cluster': 'A cluster is to use an identity binding of another cluster.',
  'identity-binding-unsupported':
    'A cluster with its API server in the network has an identity binding, which AKS may not support there yet.',
  'identity-binding-wide': 'RBAC lets every service account of a namespace, or of the cluster, use a managed identity.',
  'identity-binding-without-webhook':
    'A cluster is to be bound to a managed identity, and has no webhook that tells pods of it.',
  'identity-open-to-everybody':
    'RBAC lets everybody, or every service account of a cluster, become a pod that has an identity of a cloud.',
  'identity-provider-duplicate': 'An EKS cluster has two identity providers for people, and EKS accepts one.',
  'identity-provider-invalid': 'An identity provider for people has a claim or a prefix that EKS does not accept.',
  'identity-provider-own-issuer': 'The identity provider for people is the cluster’s own issuer, which EKS refuses.',
  'identity-self-admission': 'An identity that pods get may change who gets an identity.',
  'identity-unknown': 'No identity in the input has the name.',
  'image-pull-off': 'A service account names an identity for image pulls, and its cluster pulls them as the kubelet.',
  'image-without-digest': 'An image of a pod with an identity is named by a tag alone.',
  'import-empty': 'Nothing of AAD Pod Identity is among what was given to be imported.',
  'import-incomplete':
    'A file was given to be imported that could not be read, so that the program would lack what is in it.',
  'inline-policy-over-limit': 'The grants of a role come to a longer inline policy than IAM accepts.',
  'input-invalid': 'A function was called with something else than it accepts.',
  'instance-type-mismatch': 'Nodes are to run an image of another architecture than their instances have.',
  'inventory-invalid': 'A saved inventory is cut off, of another version, or not one.',
  'ip-range-invalid': 'A range of addresses is not one, or not one that its cloud accepts there.',
  'ip-ranges-over-limit': 'More ranges of addresses than a cluster accepts.',
  'irsa-and-pod-identity': 'A service account has both a role annotation and a Pod Identity association.',
  'issuer-mismatch': 'A condition key names another issuer than the principal of its statement.',
  'issuer-missing': 'A cluster that is to be trusted has no issuer.',
  'issuer-not-https': 'An issuer is not an https URL without query and fragment.',
  'issuer-slash-lost': 'A trusted issuer is that of a cluster but for the slash at its end.',
  'issuer-unknown': 'An identity trusts an issuer that no cluster in the input has.',
  'json-invalid': 'A file is not valid JSON.',
  'kiam-role-requested': 'A pod or a namespace asks kiam or kube2iam for a role.',
  'kubernetes-version-invalid': 'A version of Kubernetes is not of the form that its cloud accepts.',
  'kustomize-failed': 'The program that builds a kustomization cannot build it.',
  'kustomize-missing': 'A kustomization is to be built, and neither kustomize nor kubectl is there.',
  'lock-invalid': 'A lock of access was edited by hand, has the marks of a merge conflict, or is of another version.',
  'lock-stale': 'A lock of access does not say what the program does.',
  'log-retention-invalid': 'Logs are to be kept for a number of days that their cloud does not accept.',
  'maintenance-window-invalid': 'A cluster is to be maintained at a time that its cloud does not accept.',
  'manifest-file-twice': 'Two charts would write the same file.',
  'matcher-misused': 'A matcher was called with something else than it accepts.',
  'mechanism-unavailable':
    'A trust asks for a mechanism that does not exist where the cluster runs, such as IRSA on AWS Outposts.',
  'mechanism-unknown': 'A program names a mechanism by which pods get an identity, and there is none of that name.',
  'metric-filter-over-limit': 'A metric filter of an audit has a longer pattern than CloudWatch Logs accepts.',
  'metric-filters-over-limit': 'An audit needs more metric filters than a log group can have.',
  'move-step-invalid': 'A move takes a step before the one that comes first.',
  'move-workload-invalid':
    'A workload that leaves AAD Pod Identity is given something by which its pods would lose an identity.',
  'name-and-prefix': 'A role has both a name and the start of one.',
  'name-invalid': 'A cluster, an identity or another resource has a name that its cloud refuses.',
  'name-taken': 'Two things of one kind are given one name, and the cloud has it once.',
  'named-identity-not-admitted':
    'An object of a controller or of the Secrets Store driver names an identity that does not trust the account whose token is exchanged for it.',
  'namespaces-missing': 'A policy of admission is given no namespace that it could be for.',
  'node-count-invalid': 'A pool of nodes has numbers of nodes that its cloud refuses.',
  'node-identity-reachable':
    'Every pod can reach the instance metadata service of its node, and so the role of the node (EKS), or an identity of the nodes that may do more than pull images and publish metrics (AKS).',
  'node-label-invalid': 'A label of nodes is not one that Kubernetes accepts, or is kept for the cloud.',
  'nodes-without-network': 'Nodes are made for a cluster whose network add-ons they need and do not get.',
  'not-a-workload': 'An object that is to be bound has no pod template.',
  'object-incomplete': 'A Kubernetes object has no apiVersion, kind or name.',
  'object-name-unknown': 'The name of a Kubernetes object is not known before apply.',
  'object-twice': 'Two Kubernetes objects have the same kind, namespace and name.',
  'object-without-namespace': 'A Kubernetes object of a namespace does not say which.',
  'oidc-issuer-disabled': 'An identity trusts the issuer of an AKS cluster whose OIDC issuer is not switched on.',
  'oidc-provider-audiences-over-limit': 'An OIDC provider lists more audiences than IAM accepts, or a longer one.',
  'oidc-provider-duplicate': 'An issuer is registered twice in one AWS account.',
  'oidc-provider-missing': 'A role is to trust a cluster that has no IAM OIDC provider.',
  'oidc-providers-over-limit': 'A program registers more OIDC providers in one AWS account than IAM’s default quota.',
  'option-invalid': 'An option of the command line is not one that the command accepts.',
  'outbound-issuer-invalid': 'What is given as the issuer of an AWS account’s outbound federation is not one.',
  'output-name-invalid': 'An output is given a name that Terraform does not accept.',
  'output-name-taken': 'Two values of a stack would be put out under one name.',
  'output-unwritten': 'The result cannot be written to standard output.',
  'partition-mismatch': 'An ARN in a role’s trust, or one that a role or cluster is given, is of another partition.',
  'path-missing': 'There is no file or directory at a path that was named.',
  'pod-identity-behind-strict-groups':
    'A workload with a Pod Identity association has security groups of its own, which are enforced strictly.',
  'pod-identity-on-fargate': 'A workload with a Pod Identity association runs on Fargate, where there is no agent.',
  'pod-identity-role-not-associated': 'A role admits EKS Pod Identity, and no association gives it to anybody.',
  'pod-identity-trust-without-source': 'A role accepts EKS Pod Identity of every cluster in the account.',
  'pod-identity-without-agent':
    'A cluster has Pod Identity associations, and nothing that was read installs the agent.',
  'pod-skipped-by-webhook': 'A pod carries the label that keeps the EKS webhook away, and asks for a role.',
  'policies-over-limit': 'A role is given more managed policies than IAM attaches to one.',
  'port-invalid': 'A rule of a security group is for something that is not a port.',
  'principal-not-registered':
    'A statement of a role’s trust names a federated principal that is no OIDC provider of the role’s account.',
  'project-unwritten': 'A new project cannot be written.',
  'provider-argument-unknown': 'A program asks for an argument that the installed bindings of a provider do not have.',
  'provider-in-other-account': 'A role trusts an OIDC provider of another account than its own.',
  'proxy-sidecar-host-network': 'A pod with hostNetwork asks for the proxy sidecar.',
  'proxy-sidecar-injected': 'A pod says that it wants no proxy sidecar, and gets it.',
  'proxy-sidecar-invalid': 'A program asks for a proxy sidecar that the webhook cannot inject, or that cannot work.',
  'query-invalid': 'A question to podtrust ask is not complete, or not well formed.',
  'region-invalid': 'What is given as an AWS region has not the form of one.',
  'region-mismatch':
    'Something is in another AWS region than where it is made or used, and the program does not say that this is meant.',
  'remote-network-invalid': 'The ranges of hybrid nodes are not ones that EKS accepts.',
  'remote-network-missing': 'Hybrid nodes are made for a cluster that does not say where they are.',
  'required-tag-missing': 'A resource lacks a tag that the stack requires.',
  'resource-control-policy-over-limit': 'A resource control policy is longer than AWS Organizations accepts.',
  'resource-control-target-invalid':
    'A resource control policy is attached to nothing, or to what it cannot be attached to.',
  'resource-group-mismatch': 'A federated credential names another resource group than that of its identity.',
  'resource-id-malformed': 'A program gives something as an Azure resource id that is not one.',
  'resource-id-mismatch': 'An Azure resource id says another name than the program does beside it.',
  'resource-id-of-other-type':
    'A program gives the Azure resource id of another type of resource than the one that is meant.',
  'resource-unknown':
    'A question names a resource that is neither an ARN nor one of the program, or a pattern of resources.',
  'revision-unreadable': 'A file of a git revision cannot be read.',
  'role-arn-malformed': 'An annotation or a program gives something as a role’s ARN that is not one.',
  'role-assigned-to-no-principal': 'A role is assigned to another id of an identity than that of its principal.',
  'role-chaining': 'A role that pods get may assume a further role.',
  'role-privileged':
    'A grant gives a role that has the action * or can assign roles, and the program does not say that this is meant.',
  'role-unknown': 'A grant names a built-in role of Azure that there is not.',
  'route-tables-missing': 'An endpoint that is a route is to be made, and no route table is given.',
  'scope-given-twice': 'An identity is given one role at one scope twice.',
  'secret-written-out': 'A program writes out a secret, which would stand in the synthesized files.',
  'security-group-malformed': 'Something that is not the id of a security group is given as one.',
  'security-group-rule-invalid': 'A rule of a security group is not one that AWS accepts, or is given twice.',
  'security-groups-for-pods-unsupported':
    'A cluster is to give pods security groups, and nothing here sets up its pods’ network.',
  'security-groups-over-limit':
    'The control plane of an EKS cluster, or a pod, has more security groups than EKS accepts, or a pod none.',
  'service-account-impersonation': 'RBAC lets somebody act as a service account that has an identity of a cloud.',
  'service-account-missing': 'A workload names a service account that the given manifests do not declare.',
  'service-account-not-used':
    'A workload runs as the service account default, while the one of its own name, which gets an identity, has no pods.',
  'service-account-token-secret': 'A Secret holds a token of a service account that never expires.',
  'service-linked-role-invalid': 'A program asks for a service-linked role that EKS does not have, or for one twice.',
  'session-duration-invalid': 'The sessions of a role would last for a time that IAM refuses.',
  'session-name-no-guard': 'A trust tells its callers apart by the session name, which they choose themselves.',
  'session-policy-over-limit': 'The session policy of a Pod Identity association is longer than EKS accepts.',
  'session-policy-with-tags':
    'An association narrows its sessions by a policy, which EKS accepts without session tags only.',
  'session-tag-unavailable': 'A grant asks for a session tag of EKS Pod Identity, and no trust of the role brings one.',
  'session-tags-disabled': 'An association passes no session tags to a role whose trust asks for them.',
  'set-operator-on-single-valued-key':
    'A condition on the subject or the audience, which are one value each, has a set operator.',
  'setting-unused': 'An entry of podtrust.yaml fits nothing that was found or read.',
  'settings-invalid': 'A file of settings, such as podtrust.yaml, has an entry that is not one.',
  'skip-containers-unmatched': 'The annotation that keeps containers from the token names one that is not there.',
  'statement-empty': 'A grant of statements has no action or no resource.',
  'subject-invalid':
    'A trust names a namespace or a service account that Kubernetes can never have, such as one with a capital.',
  'subject-not-service-account': 'A trust admits a subject that is not a service account.',
  'subject-wildcard': 'A trust names its subjects by a pattern.',
  'subjects-missing': 'A program asks for trusts of a list of service accounts, and the list is empty.',
  'subnets-invalid': 'Subnets of a cluster are not subnets, or are given twice.',
  'subnets-too-few': 'An EKS cluster has fewer subnets than AWS accepts.',
  'subscription-mismatch':
    'A managed identity is given a role in another subscription, and the program does not say that this is meant.',
  'tag-session-missing': 'A trust allows EKS Pod Identity sts:AssumeRole and not sts:TagSession.',
  'tags-invalid': 'Tags are not ones that their cloud accepts.',
  'taint-invalid': 'A taint of a pool of nodes is not one.',
  'target-role-ambiguous': 'A trust is given a target role twice: as an object, and by its ARN.',
  'target-role-arn-unknown':
    'A target role and what leads to it need each other in a circle, since the role’s ARN does not follow from the program.',
  'target-role-not-admitted': 'A Pod Identity association names a target role that its first role cannot assume.',
  'tenant-mismatch': 'A pod asks another Entra tenant than the one that its identity is in.',
  'terraform-invalid': 'A file is not what Terraform accepts.',
  'thumbprint-list-empty': 'An OIDC provider has an empty list of thumbprints, which is not the same as none.',
  'token-expiration-invalid':
    'An annotation or a program asks for a token’s life that the webhook refuses, raises or ignores.',
  'token-invalid': 'A token that was named is not a JSON Web Token of a service account.',
  'token-not-received': 'A pod asks for an identity, and no container of it ends with a token for it.',
  'trust-action-mismatch': 'A trust allows another action than the one by which its principal comes.',
  'trust-duplicate': 'A role trusts one service account twice in the same way.',
  'trust-invalid': 'IAM would refuse a role’s trust policy.',
  'trust-missing': 'A role has no trust.',
  'trust-policy-limit-invalid': 'A role is given a limit of its trust policy that no AWS account can have.',
  'trust-policy-over-limit': 'A role’s trust policy is longer than IAM accepts.',
  'trust-without-audience': 'A role’s trust has no condition on the audience.',
  'trust-without-subject': 'A role’s trust admits every service account of a cluster.',
  'values-file-invalid': 'A file of deploy-time values is not what cdktf output writes.',
  'values-file-unreadable': 'A file of deploy-time values cannot be read.',
  'variable-without-value': 'A trust compares with a policy variable that has no value when a pod asks for the role.',
  'webhook-not-of-cluster':
    'A service account of one cloud’s cluster asks for the other cloud’s identity by an annotation alone.',
  'webhook-unknown': 'Nothing says which cloud’s webhook pods are to be admitted by.',
  'wildcard-under-string-equals': 'A trust has * or ? under StringEquals, which reads them as those very characters.',
  'workload-identity-disabled':
    'A service account asks for an Entra identity in an AKS cluster without the webhook that gives its pods a token.',
  'workload-identity-label-missing':
    'A service account asks for an Entra identity, but its pods lack the label that gives them the token.',
  'workload-in-other-namespace':
    'A workload is in another namespace than the service account that it is to be bound to.',
  'yaml-invalid': 'A file is not valid YAML.',
  'zones-invalid': 'The availability zones of a network or of a pool of nodes are not ones that it can use.',
} as const satisfies Readonly<Record<string, string>>;

/** A slug of an error or a rule. */
export type Code = keyof typeof CODES;

/** What a slug means, in one sentence. */
export function meaningOf(code: Code): string {
  return CODES[code];
}
