import { PodtrustError } from '../../../../core/errors';
import { AWS_AUTH } from '../../../model/cluster/aws-auth-entry';
import type { AwsAuthEntry } from '../../../model/cluster/aws-auth-entry';
import { below } from '../../../model/place';
import type { Place } from '../../../model/place';
import { and, isNo, isUnknown } from '../../../model/known/known';
import { isSymbol } from '../../../model/known/symbol';
import { equal } from '../../../model/known/text';
import type { Problems } from '../../problems';
import { parseSymbolicYaml } from '../../syntax/symbolic-yaml';
import { isJsonObject, objectAt, textOf } from '../kubernetes-object';
import type { DeclaredObject } from '../kubernetes-object';

/** The keys whose text is a list of mappings, and the key in each that says who. EKS, "aws-auth ConfigMap". */
const MAPPINGS = [
  { key: 'mapRoles', kind: 'role', who: 'rolearn' },
  { key: 'mapUsers', kind: 'user', who: 'userarn' },
] as const;

/** Adds whom the ConfigMap `aws-auth` lets in to the API of an EKS cluster. */
export function readAwsAuth({ object, clusters, at }: DeclaredObject, into: AwsAuthEntry[], problems: Problems): void {
  const { namespace, name } = objectAt(object, ['metadata']);
  if (object.kind !== 'ConfigMap' || object.apiVersion !== 'v1') return;
  const isMeant = and(equal(textOf(namespace) ?? 'default', 'kube-system'), equal(textOf(name) ?? '', 'aws-auth'));
  if (isNo(isMeant)) return;
  const unknown = (what: string, where: Place): void =>
    problems.addUnlessSaid({
      about: AWS_AUTH,
      because: `${what} is not known: whom it lets in to the cluster, and to what, is not known`,
      at: where,
    });
  const { data } = object;
  if (isUnknown(isMeant)) {
    const hasMappings = isJsonObject(data) && MAPPINGS.some(({ key }) => key in data);
    if (hasMappings) unknown(`whether a ConfigMap with ${MAPPINGS.map(({ key }) => key).join(' or ')} is it`, at);
    return;
  }
  if (!isJsonObject(data)) {
    if (data !== undefined && data !== null) unknown('its data', below(at, 'data'));
    return;
  }
  for (const { key, kind, who } of MAPPINGS) {
    const place = below(at, 'data', key);
    const mappings = listIn(data[key], place);
    if (mappings === undefined) unknown(`its ${key}`, place);
    for (const mapping of mappings ?? []) {
      const arn = isJsonObject(mapping) ? textOf(mapping[who]) : undefined;
      if (!isJsonObject(mapping) || arn === undefined) {
        unknown(`an entry of its ${key}`, place);
        continue;
      }
      const groups = mapping.groups ?? [];
      if (!Array.isArray(groups)) {
        unknown(`which groups its ${key} gives ${arn}`, place);
        continue;
      }
      into.push({
        clusters,
        kind,
        who: arn,
        username: textOf(mapping.username),
        groups: groups.map(String),
        at: place,
        configMap: at,
      });
    }
  }
  const place = below(at, 'data', 'mapAccounts');
  const accounts = listIn(data.mapAccounts, place);
  if (accounts === undefined) unknown('its mapAccounts', place);
  for (const account of accounts ?? []) {
    into.push({ clusters, kind: 'account', who: String(account), groups: [], at: place, configMap: at });
  }
}

/** The list that a text is as YAML; nothing where that is not known. */
function listIn(text: unknown, { file }: Place): readonly unknown[] | undefined {
  if (text === undefined || text === null || text === '') return [];
  if (typeof text !== 'string' || isSymbol(text)) return undefined;
  try {
    const value = parseSymbolicYaml({ file, text, named: false })[0]?.value ?? [];
    return Array.isArray(value) ? value : undefined;
  } catch (error) {
    if (PodtrustError.is(error)) return undefined;
    throw error;
  }
}
