import type { Configuration, ProviderBlock, Raw } from '../configuration';
import { referenceText } from './reference-text';
import { isRawObject } from './terraform-json';

/** The provider that a resource uses. */
export interface UsedProvider {
  /** Nothing where no module declares it, so that it is all default. */
  readonly provider?: ProviderBlock;
  /** The module that declares it; without a declaration the root module. */
  readonly configuration: Configuration;
  /** As that module names it: `aws`, `aws.audit`. */
  readonly name: string;
}

/**
 * The provider that a resource uses: of its own module, else as the module's call hands it on, else the one of that name
 * further out.
 *
 * @param argument the resource's `provider`
 */
export function usedProvider(start: Configuration, type: string, argument: Raw | undefined): UsedProvider {
  let name = referenceText(argument) ?? type;
  for (let configuration = start; ; configuration = configuration.call.from) {
    const [providerType, alias] = name.split('.');
    const provider = configuration.providers.find((one) => one.type === providerType && one.alias === alias);
    if (provider || !configuration.call) return { provider, configuration, name };
    const handed = configuration.call.body.providers;
    if (isRawObject(handed)) name = referenceText(handed[name]) ?? name;
  }
}
