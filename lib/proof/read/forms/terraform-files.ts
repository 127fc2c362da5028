/** Files of Terraform's own language, and of OpenTofu's, by their names. */
export function isNativeSyntaxFile(file: string): boolean {
  return /\.(tf|tofu)$/.test(file);
}

/** Files of Terraform's JSON syntax, by their names. */
export function isTerraformJsonFile(file: string): boolean {
  return /\.(tf|tofu)\.json$/.test(file);
}

/** Files that only Terraform, or OpenTofu, reads. */
export function isTerraformFile(file: string): boolean {
  return isNativeSyntaxFile(file) || isTerraformJsonFile(file) || isVariableFile(file);
}

/** Files whose arguments and blocks are laid over those of the other files. Terraform language, "Override files". */
export function isOverrideFile(file: string): boolean {
  return /(^|[/_])override\.(tf|tofu)(\.json)?$/.test(file);
}

/** Files of values for variables. */
export function isVariableFile(file: string): boolean {
  return /\.tfvars(\.json)?$/.test(file);
}

/** The files of values that Terraform reads without being told to. */
export function isAutomaticVariableFile(file: string): boolean {
  return /((^|\/)terraform|\.auto)\.tfvars(\.json)?$/.test(file);
}

/** Those of a directory's files that are a part of its module: OpenTofu reads `x.tofu` in the place of `x.tf`. */
export function filesOfModule(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  return names.filter(
    (name) =>
      ((isNativeSyntaxFile(name) || isTerraformJsonFile(name)) &&
        !all.has(name.replace(/\.tf(\.json)?$/, '.tofu$1'))) ||
      /\.tofu(\.json)?$/.test(name),
  );
}
