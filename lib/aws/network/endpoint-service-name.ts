import { partitionOf } from '../partition';

/** The name of an endpoint's service. China's interface endpoints have a prefix of their own; its gateway endpoints do not. */
export function endpointServiceName(region: string, service: string, type: 'Gateway' | 'Interface'): string {
  const isOther = type === 'Interface' && partitionOf(region) === 'aws-cn';
  return `${isOther ? 'cn.com.amazonaws' : 'com.amazonaws'}.${region}.${service}`;
}
