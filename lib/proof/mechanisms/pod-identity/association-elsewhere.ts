import type { Model } from '../../model/model';

/**
 * Why an EKS Pod Identity association that was not read may give a role to somebody, though none that was read does; nothing
 * where the input is whole.
 */
export function associationElsewhere(
  { associations, unreadModules }: Pick<Model, 'associations' | 'unreadModules'>,
  role: string,
): string | undefined {
  const open = associations.find(
    (association) => association.role !== role && association.role === undefined && association.roleText.includes('${'),
  );
  if (open) return `whether ${open.roleText}, the role of ${open.id}, is ${role} is not known before apply`;
  const [module] = unreadModules;
  return module === undefined ? undefined : `${module} was not read, and may make an association for it`;
}
