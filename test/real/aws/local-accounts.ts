/** The accounts of AWS on loopback. moto's own is the first; a role of another one, once assumed, leads there. */
export const LOCAL_ACCOUNT = '123456789012';
export const DATA_ACCOUNT = '444455556666';
export const ORGANISATION_ACCOUNT = '777788889999';
