/* global jest */
const { join } = require('node:path');

// Every inventory that any test makes is held against the schema that the package has.
const inventories = join(__dirname, '../lib/proof/inventory');

jest.mock(inventories, () => {
  const actual = jest.requireActual(inventories);
  const Ajv = require('ajv');
  const isValid = new Ajv({ allowUnionTypes: true }).compile(require('../docs/schemas/inventory.schema.json'));
  return {
    ...actual,
    inventoryOf: (...args) => {
      const inventory = actual.inventoryOf(...args);
      if (isValid(inventory)) return inventory;
      throw new Error(
        `an inventory is not as docs/schemas/inventory.schema.json says: ${JSON.stringify(isValid.errors)}`,
      );
    },
  };
});
