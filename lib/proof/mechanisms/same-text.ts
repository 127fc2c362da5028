import { newBudget, within } from '../iam/budget';
import { isText } from '../iam/value';
import { hasSymbol } from '../model/symbol';

/** Whether two texts are the same; nothing where a symbol decides it. */
export function isSameText(one: string, other: string): boolean | undefined {
  if (one === other) return true;
  if (!hasSymbol(one) && !hasSymbol(other)) return false;
  return within(() => isText(one, other, newBudget()));
}
