export * from './azurerm-version';
export * from './required-tags';
export * from './resolved';
export * from './source-positions';
export * from './stack-outputs';
export * from './state-backend';
export * from './template-escape';
export * from './token-stack-traces';
