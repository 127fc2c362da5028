/**
 * The address of a resource that a program makes, without its stack, its modules and cdktf's ending, and with what follows:
 * `aws_s3_bucket.data.arn`. Nothing for whatever else stands between `${` and `}`: a variable, an output of a module, a policy
 * variable of IAM.
 */
export function resourceAddress(reference: string): string | undefined {
  const address = reference
    .replace(/^[^./:[]*\//, '')
    .replace(/^(?:module\.[^.[]+(?:\[[^\]]*\])?\.)+/, '')
    .replace(/_[0-9A-F]{8}(?=[.[]|$)/g, '');
  return /^[a-z0-9]+_\w+\./.test(address) ? address : undefined;
}
