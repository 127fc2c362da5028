import type { Evaluation } from '../../proof/evaluate/evaluation';
import { issuerText } from '../../proof/mechanisms/presented-token';
import type { Cluster } from '../../proof/model/cluster/cluster';
import type { OidcProvider } from '../../proof/model/cluster/oidc-provider';
import { isUnknown } from '../../proof/model/known/known';
import { sameIssuer } from '../../proof/model/cluster/same-issuer';
import { describeSymbols } from '../../proof/model/known/symbol';
import { nuanceOf } from './comparison';
import type { Comparison } from './comparison';

const SHOWN = 3;

/** The OIDC providers of the program beside the issuer that STS did not find. */
export function compareProviders(issuer: string, evaluation: Evaluation): readonly Comparison[] {
  const { oidcProviders, clusters } = evaluation.model;
  if (oidcProviders.length === 0) return clusters.filter(({ cloud }) => cloud === 'aws').map(unregistered);
  const told = oidcProviders.map((provider) => compared(provider, issuer, evaluation));
  const rank = ({ facts: [fact] }: Comparison): number =>
    !fact || fact.same ? 0 : fact.nuance !== undefined ? 1 : fact.same === undefined ? 2 : 3;
  const best = Math.min(...told.map(rank));
  return told.filter((one) => rank(one) === best).slice(0, SHOWN);
}

function unregistered({ id, at }: Cluster): Comparison {
  return {
    about: id,
    at,
    facts: [],
    says: [
      `the program has ${id}, and registers no OIDC provider`,
      'make an aws_iam_openid_connect_provider of the issuer of each cluster in the account of the role',
    ],
  };
}

function compared(provider: OidcProvider, issuer: string, evaluation: Evaluation): Comparison {
  const { id, at, account, onlyNamed } = provider;
  const same = sameIssuer(evaluation.clusterOfIssuer, { issuer }, provider.issuer);
  const nuance = same === false ? nuanceOf(issuer, provider.issuer) : undefined;
  const own = describeSymbols(provider.issuer);
  const where = account?.id === undefined ? 'the account of its AWS provider' : `account ${account.id}`;
  if (same === true && onlyNamed) {
    const unread = `a trust names ${id}, and nothing that was read registers it: register ${JSON.stringify(issuer)} in the account of the role`;
    return { about: id, at, facts: [], says: [unread] };
  }
  return {
    about: id,
    at,
    facts: [
      {
        fact: 'issuer',
        message: issuer,
        program: own,
        ...(isUnknown(same) ? {} : { same }),
        ...(nuance === undefined ? {} : { nuance }),
        at,
      },
    ],
    says: isUnknown(same)
      ? [
          `whether ${issuerText(provider.issuer)}, the URL of ${id}, is ${JSON.stringify(issuer)} is not known before apply: compare them`,
        ]
      : same
        ? [
            `the program registers the issuer in ${where}: it is not applied yet, or the role is in another account, where it has to be registered as well`,
          ]
        : [`register ${JSON.stringify(issuer)} in the account of the role, character by character`],
  };
}
