/**
 * Escapes what Terraform would read as a template, in values and in keys, and leaves cdktf's tokens alone.
 *
 * A shell script in a ConfigMap may hold `${HOME}`: Terraform would evaluate it. A token, `${TfToken[TOKEN.7]}`, must
 * pass unharmed, else no value ever reaches the manifest (cdktf-cdk8s #192). Line breaks stay as they are.
 *
 * @returns a copy; numbers, booleans and null as they were
 */
export function escapeTemplates(value: unknown): unknown {
  if (typeof value === 'string') return escapeText(value);
  if (Array.isArray(value)) return value.map(escapeTemplates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [escapeText(key), escapeTemplates(entry)]));
}

function escapeText(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, '$$$${').replace(/%\{/g, '%%{');
}
