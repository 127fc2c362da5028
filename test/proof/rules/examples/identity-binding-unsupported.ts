import type { RuleExample } from '../example';
import { identityBinding } from '../identity-binding-example';

const inNetwork = { virtual_network_integration_enabled: true };

export const example: RuleExample = {
  bad: identityBinding({ cluster: { api_server_access_profile: inNetwork } }),
  good: identityBinding(),
};
