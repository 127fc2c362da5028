/**
 * Whether a string is known when the program runs.
 *
 * A cdktf token (`${TfToken[TOKEN.7]}`, in a list `#{TfToken[TOKEN.7]}`) or a Terraform expression (`${aws_iam_role.a.arn}`)
 * gets its value only when Terraform applies it, so no check of its length or its characters can be made here. The proof
 * writes such a value as a symbol, which starts with a private-use character.
 */
export function isKnown(value: string): boolean {
  return !value.includes('${') && !value.includes('#{TfToken') && !value.includes('\uE000');
}
