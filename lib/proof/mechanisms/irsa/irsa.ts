import { issuerWithoutScheme } from '../../../core/trust/issuer';
import { BY_PROVIDER_OF_TRUST, IN_ACCOUNT_OF_TRUST } from '../../model/assumption';
import type { Assuming } from '../../model/assumption';
import type { Identity } from '../../model/identity/identity';
import { isOfWholePolicy } from '../../model/known/perhaps';
import { otherThings } from '../../model/other-things';
import { isNo } from '../../model/known/known';
import type { ResourceControl } from '../../model/identity/resource-control';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { isOfRepetition } from '../../model/said-counts';
import { endsWith } from '../../model/known/text';
import { coversAction, possibleStatements, webIdentityAdmissions } from '../../iam';
import type { TrustPolicy, WebIdentityAdmission, WebIdentityAdmissions } from '../../iam';
import { OpenAudiences } from './open-audiences';
import { repeatedCauses } from './repeated-causes';
import { ProviderDirectory } from './provider-directory';
import type { AccountProviders } from './provider-directory';
import { ResourceControls } from './resource-controls';
import { RoleAccounts, accountFor, restOnAccount } from './role-account';
import type { AssumedAccount } from './role-account';
import { ToldTrusts, trustPolicyIn } from './told-trusts';
import type { Program } from '../mechanism';
import { assumedBy } from '../outcome';
import type { TrustAdmission, TrustEvaluation, TrustProblem } from '../trust';

/** Who roles let in by web identity, and their parsed policies for other mechanisms. */
export interface IrsaEvaluation extends TrustEvaluation {
  /** By role id; a role whose policy is not JSON or is not known has none. */
  readonly policies: ReadonlyMap<string, TrustPolicy>;
  /** The account that each of these policies was held against, by role id. */
  readonly accounts: ReadonlyMap<string, AssumedAccount>;
  /** The OIDC providers, as roles of an account see them. */
  readonly providers: ProviderDirectory;
  /** What is known of the account of each role before its trust is looked at. */
  readonly accountsOfRoles: RoleAccounts;
  /** Policies and providers as questions see them. */
  readonly told: ToldTrusts;
  /** Roles that may let more in by an OIDC provider which was not read: they name any, or one that is not there. */
  readonly openToProviders: ReadonlySet<string>;
  /** What an organisation denies whatever a trust says. */
  readonly controls: ResourceControls;
  /** `<role>\n<cluster>` of the roles that add-ons name for the accounts they bring. */
  readonly addonClaims: ReadonlySet<string>;
}

/** What trusts are evaluated against. */
type Evaluated = Pick<Program, 'model' | 'clusterOfIssuer' | 'claims' | 'saidCounts'>;

/** Evaluates each role's trust against the OIDC providers of its account. */
export function evaluateIrsa({ model, clusterOfIssuer, claims, saidCounts }: Evaluated): IrsaEvaluation {
  const accountsOfRoles = new RoleAccounts(claims);
  const others = otherThings(model);
  const clusterByBareIssuer = new Map(
    [...clusterOfIssuer].map(([url, cluster]) => [issuerWithoutScheme(url), cluster]),
  );
  const providers = new ProviderDirectory(model.oidcProviders, others);
  const accounts = new Map<string, AssumedAccount>();
  const admissions: TrustAdmission[] = [];
  const problems: TrustProblem[] = [];
  const policies = new Map<string, TrustPolicy>();
  const controls = new ResourceControls(model.resourceControls);
  const openToProviders = new Set<string>();
  const openAudiences = new OpenAudiences(model.oidcProviders);
  for (const role of model.identities) {
    if (role.kind !== 'iam-role' || role.trustPolicy === undefined) continue;
    const policy = trustPolicyIn(role.trustPolicy);
    policies.set(role.id, policy);
    const account = accountFor(policy, accountsOfRoles.of(role));
    accounts.set(role.id, account);
    const context = providers.of(account).contextOf(policy, account);
    const controlled = { role, account: accountsOfRoles.of(role) };
    const result = webIdentityAdmissions(controls.over(policy, controlled), context);
    const limited = new Map<ResourceControl, WebIdentityAdmissions>();
    /** Whom the trust admits where a control is for its account for certain. */
    const enforced = (control: ResourceControl): WebIdentityAdmissions => {
      const found =
        limited.get(control) ?? webIdentityAdmissions(controls.enforced(policy, control, controlled), context);
      limited.set(control, found);
      return found;
    };
    for (const what of result.refusals) problems.push({ identity: role.id, kind: 'invalid', what, at: role.trustAt });
    const repeated = repeatedCauses(result.undecided);
    for (const what of result.undecided) {
      const listing = openAudiences.saidBy(what);
      if (listing) openAudiences.add(listing, role);
      const isSaid = listing !== undefined || repeated.has(what) || (saidCounts.has(role.id) && isOfRepetition(what));
      problems.push({ identity: role.id, kind: 'unknown', what: describeSymbols(what), isSaid, at: role.trustAt });
    }
    for (const entry of result.admitted) {
      const cluster = clusterByBareIssuer.get(entry.issuer);
      // A service that is no cluster signs no subject of a service account.
      if (!cluster || cluster.service || isUnknownLimit(entry, policy)) continue;
      const meant = providers.of(account).meant(entry.issuer, policy);
      // Whether STS takes the token's audience is asked of who claims.
      const listing = entry.audiences.some(hasSymbol) ? meant.find((one) => openAudiences.has(one)) : undefined;
      if (listing) openAudiences.add(listing, role);
      const doubt = providers.of(account).doubt(role, entry.issuer, policy);
      // Only what keeps them out for certain, if it is for the account, is told as what does.
      const denying = controls.behind(entry.undecided).filter((control) => !mayAdmit(enforced(control), entry));
      admissions.push({
        identity: role.id,
        mechanism: 'irsa',
        cluster: cluster.id,
        namespace: entry.namespace,
        serviceAccount: entry.serviceAccount,
        pattern: !entry.exact,
        except: entry.except.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
        audiences: entry.audiences,
        uncertain: entry.undecided.length > 0 ? describeSymbols(entry.undecided.join('; ')) : doubt,
        isSaid: doubt !== undefined || entry.undecided.length > 0 || listing !== undefined,
        ...(denying.length > 0 ? { controls: denying } : {}),
        source: role.id,
        ...assumed(entry, policy, account, providers.of(account)),
        restsOn: meant[0]!.id,
        at: role.trustAt,
      });
    }
    for (const other of result.otherSubjects) {
      const cluster = clusterByBareIssuer.get(other.issuer);
      // What need not be there is no fault for certain.
      if (!cluster || other.undecided.some(isOfWholePolicy)) continue;
      problems.push({
        identity: role.id,
        kind: 'other-subject',
        cluster: cluster.id,
        what: describeSymbols(other.subject),
        at: role.trustAt,
      });
    }
    for (const unregistered of result.notes) {
      problems.push({
        identity: role.id,
        kind: 'unregistered',
        what: unregistered.principal,
        unregistered,
        at: role.trustAt,
      });
    }
    for (const misnamed of result.misnamedKeys) {
      problems.push({ identity: role.id, kind: 'misnamed-key', what: misnamed.key, misnamed, at: role.trustAt });
    }
    problems.push(...opennessOf(role, policy));
    if (namesAnyProvider(policy) || result.notes.some(({ somethingElse }) => somethingElse === undefined)) {
      openToProviders.add(role.id);
    }
  }
  problems.push(...openAudiences.problems());
  return {
    admissions,
    problems,
    policies,
    accountsOfRoles,
    accounts,
    providers,
    told: new ToldTrusts(policies, model.oidcProviders, others),
    openToProviders,
    controls,
    addonClaims: new Set(model.addonRoles.map(({ role, cluster }) => `${role}\n${cluster}`)),
  };
}

/** What is taken for granted of those whom an entry lets in: that its provider is there, and in the role's account. */
function assumed(
  { issuer, because }: WebIdentityAdmission,
  policy: TrustPolicy,
  account: AssumedAccount,
  providers: AccountProviders,
): Assuming {
  return assumedBy([
    restOnAccount(providers.principalsFor(issuer, policy, because), account) ? IN_ACCOUNT_OF_TRUST : {},
    providers.isOnlyNamed(issuer, policy) ? BY_PROVIDER_OF_TRUST : {},
  ]);
}

/**
 * Whether all that is known of whom a trust admits is that some limit on the subject, which is not known, leaves them. That
 * is said, and is not a row: every service account is what an unknown limit is least likely to leave.
 */
function isUnknownLimit(
  { undecided, namespace, serviceAccount, because }: WebIdentityAdmission,
  policy: TrustPolicy,
): boolean {
  if (undecided.length === 0 || namespace !== '*' || serviceAccount !== '*') return false;
  return possibleStatements(policy)
    .filter(({ index }) => because.includes(index))
    .every(({ conditions }) => conditions.some(({ key }) => mayBeSubjectKey(key)));
}

function namesAnyProvider(policy: TrustPolicy): boolean {
  return possibleStatements(policy).some(
    ({ effect, principals: { everyone, aws, federated } }) =>
      effect === 'Allow' && (everyone || aws.includes('*') || federated.includes('*')),
  );
}

/** Whether a condition key is on the subject of some issuer, or may turn out to be. */
function mayBeSubjectKey(key: string): boolean {
  return !isNo(endsWith(key.toLowerCase(), ':sub'));
}

/** Allow statements for web identity that name no subject, or no audience, of any issuer. */
function opennessOf(role: Identity, policy: TrustPolicy): TrustProblem[] {
  const problems: TrustProblem[] = [];
  for (const statement of policy.statements) {
    const { effect, principals, conditions, index } = statement;
    if (effect !== 'Allow' || principals.federated.length === 0) continue;
    if (coversAction(statement, 'sts:AssumeRoleWithWebIdentity') !== true) continue;
    const keys = conditions.map(({ key }) => key.toLowerCase());
    if (!keys.some(mayBeSubjectKey)) {
      problems.push({
        identity: role.id,
        kind: 'without-subject',
        what: `statement ${index} has no condition on the subject (<issuer>:sub)`,
        at: role.trustAt,
      });
    }
    if (keys.every((key) => isNo(endsWith(key, ':aud')))) {
      problems.push({
        identity: role.id,
        kind: 'without-audience',
        what: `statement ${index} has no condition on the audience (<issuer>:aud)`,
        at: role.trustAt,
      });
    }
  }
  return problems;
}

/** Whether some of those whom an entry lets in, or may let in, get in by another result. */
function mayAdmit({ admitted }: WebIdentityAdmissions, entry: WebIdentityAdmission): boolean {
  return admitted.some(
    ({ issuer, namespace, serviceAccount }) =>
      issuer === entry.issuer &&
      (!entry.exact || (namespace === entry.namespace && serviceAccount === entry.serviceAccount)),
  );
}
