/** Which of the two webhooks is asked. */
export type Webhook = 'eks' | 'azure';
