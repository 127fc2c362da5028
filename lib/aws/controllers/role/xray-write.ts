/** X-Ray has no resources that a trace could be written to. AWS managed policy AWSXrayWriteOnlyAccess. */
export const XRAY_WRITE = {
  actions: [
    'xray:GetSamplingRules',
    'xray:GetSamplingStatisticSummaries',
    'xray:GetSamplingTargets',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
  resources: ['*'],
} as const;
