/** `1 workload`, `2 workloads`; with the plural where it is not the word and an `s`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
