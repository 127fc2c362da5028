import { deployment, entra, entraAccount, manifests, terraform, USE } from '../rules/example';
import { proveExample } from '../rules/prove-example';

const EXPIRATION = 'azure.workload.identity/service-account-token-expiration';

/** The rules that say why the pods of an Entra workload get no token. */
function rulesOf(parts: Parameters<typeof deployment>[0], account: Record<string, string> = {}): string[] {
  return proveExample([
    terraform(entra()),
    manifests(entraAccount(account), deployment({ labels: USE, ...parts })),
  ]).map(({ rule }) => rule);
}

describe('why a pod gets no token', () => {
  test('is told by what admission decided, not by words that a value of the program holds', () => {
    // GIVEN an expiry that is the text "hostNetwork", and a host network that is a text
    const expiry = rulesOf({}, { [EXPIRATION]: 'hostNetwork' });
    const network = rulesOf({ spec: { hostNetwork: 'true' } });
    // THEN each is its own fault
    expect(expiry).toContain('token-expiration-invalid');
    expect(network).toContain('token-not-received');
    expect([...expiry, ...network]).not.toContain('proxy-sidecar-host-network');
  });
});
