import { TerraformStack } from 'cdktf';
import { EksIdentityProviderConfig } from '@cdktf/provider-aws/lib/eks-identity-provider-config';
import { Construct } from 'constructs';
import { PodtrustError, checkIssuerUrl, checkName, isKnown } from '../../core';
import { checkedId, recordSourcePosition, resolvedIn } from '../../terraform';
import type { EksClusterReference } from '../identity/eks-cluster-reference';
import { isBeside } from './is-beside';
import { checkTags } from '../tags';

/** Properties of {@link EksIdentityProvider}. */
export interface EksIdentityProviderProps {
  readonly cluster: EksClusterReference;
  /** At most 100 characters. */
  readonly name: string;
  /** The issuer, such as `https://login.example.com`, which the internet must reach. Not the cluster's own. */
  readonly issuerUrl: string;
  /** The client that people sign in to: the audience of their tokens. */
  readonly clientId: string;
  /** The claim that is the user's name. Default `sub`. */
  readonly usernameClaim?: string;
  /** What user names begin with in Kubernetes, such as `people:`; `-` for nothing. Default the issuer's URL and `#`. */
  readonly usernamePrefix?: string;
  /** The claim that holds the user's groups. Default none. */
  readonly groupsClaim?: string;
  /** What groups begin with in Kubernetes, such as `people:`. Default nothing. */
  readonly groupsPrefix?: string;
  /** Claims that a token must have, and their values. Default none. */
  readonly requiredClaims?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

const HAS_PROVIDER = new WeakMap<EksClusterReference, string>();

/**
 * Lets people sign in to the API server of a cluster by an OIDC issuer of an organisation's own, such as Entra or Okta. RBAC
 * says what their users and groups may do. It is no way for pods to AWS: that is {@link IamOidcProvider}.
 *
 * @throws PodtrustError `tags-invalid`, `name-invalid`, `issuer-not-https`, `identity-provider-own-issuer`, `identity-provider-invalid`,
 *   `identity-provider-duplicate`
 * @see Amazon EKS user guide, "Grant users access to Kubernetes with an external OIDC provider"; terraform-aws-eks #3135
 */
export class EksIdentityProvider extends Construct {
  /** The underlying resource, for what the props don't offer. */
  public readonly resource: EksIdentityProviderConfig;
  private readonly cluster: EksClusterReference;

  public constructor(scope: Construct, id: string, props: EksIdentityProviderProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { cluster, name, issuerUrl, clientId, requiredClaims, tags } = props;
    checkTags(tags, this.node.path);
    const where = this.node.path;
    this.cluster = cluster;
    checkName('eks-identity-provider', name, where);
    checkIssuerUrl(issuerUrl, where);
    this.checkOwnIssuer(issuerUrl);
    checkClaims(props, where);
    checkOnlyOne(cluster, where);
    HAS_PROVIDER.set(cluster, where);
    this.resource = new EksIdentityProviderConfig(this, 'Resource', {
      clusterName: cluster.name,
      oidc: {
        identityProviderConfigName: name,
        issuerUrl,
        clientId,
        usernameClaim: props.usernameClaim,
        usernamePrefix: props.usernamePrefix,
        groupsClaim: props.groupsClaim,
        groupsPrefix: props.groupsPrefix,
        requiredClaims: requiredClaims && { ...requiredClaims },
      },
      tags: tags && { ...tags },
    });
  }

  /** Two tokens of one value are the same only once they are resolved, which a token of another stack must not be in vain. */
  private isSame(own: string, url: string): boolean {
    if (own === url) return true;
    if (isKnown(own) || isKnown(url) || !isBeside(this, this.cluster)) return false;
    const stack = TerraformStack.of(this);
    return resolvedIn(stack, own) === resolvedIn(stack, url);
  }

  /** The cluster's issuer is that of its service accounts: a token of a pod would sign in as a person. */
  private checkOwnIssuer(url: string): void {
    const { issuer, name } = this.cluster;
    if (!issuer || !this.isSame(issuer.url, url)) return;
    throw new PodtrustError({
      code: 'identity-provider-own-issuer',
      where: this.node.path,
      what: `the issuer ${isKnown(url) ? url : `of the cluster${isKnown(name) ? ` ${name}` : ''}`} is the cluster’s own`,
      why: 'EKS refuses it: the cluster accepts the tokens of its own service accounts anyway.',
      remedy:
        'Give the issuer that people sign in to. For pods that go to AWS, the cluster’s oidcProvider is there already.',
    });
  }
}

/** EKS accepts one for a cluster. */
function checkOnlyOne(cluster: EksClusterReference, where: string): void {
  const other = HAS_PROVIDER.get(cluster);
  if (other === undefined) return;
  throw new PodtrustError({
    code: 'identity-provider-duplicate',
    where,
    what: `the cluster has the identity provider ${other} already`,
    why: 'EKS accepts one OIDC identity provider for a cluster.',
    remedy: 'Leave one of the two out, or let one issuer broker the other.',
  });
}

function checkClaims(props: EksIdentityProviderProps, where: string): void {
  const refuse = (what: string, why: string, remedy: string): never => {
    throw new PodtrustError({ code: 'identity-provider-invalid', where, what, why, remedy });
  };
  if (props.clientId === '') {
    refuse(
      'an empty clientId',
      'EKS asks for the audience of the tokens.',
      'Give the id of the client that people sign in to.',
    );
  }
  for (const field of ['usernamePrefix', 'groupsPrefix'] as const) {
    const prefix = props[field];
    if (prefix === undefined || !isKnown(prefix) || !mayBeSystem(prefix)) continue;
    refuse(
      `${field} is "${prefix}"`,
      'EKS accepts no prefix that holds system: or is a beginning of it: a person would have the name of a part of Kubernetes.',
      'Give such as people:.',
    );
  }
  if (props.groupsPrefix !== undefined && props.groupsClaim === undefined) {
    refuse(
      'groupsPrefix without groupsClaim',
      'Without the claim there are no groups.',
      'Give groupsClaim, such as groups.',
    );
  }
}

/** `system:`, or a beginning of it to which a claim could add the rest. */
function mayBeSystem(prefix: string): boolean {
  return prefix.includes('system:') || (prefix !== '' && 'system:'.startsWith(prefix));
}
