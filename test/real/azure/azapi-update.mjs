// Stands for azapi_update_resource: gets a resource of the local Resource Manager, writes a body over it, and puts it.
import { readFileSync } from 'node:fs';
import { request } from 'node:https';

const { PODTRUST_AZAPI_ID: id, PODTRUST_AZAPI_BODY: body, PODTRUST_AZAPI_TYPE: type } = process.env;
const { PODTRUST_REAL_RESOURCE_MANAGER: endpoint, SSL_CERT_FILE: certificate } = process.env;

/** @returns {Promise<{ status: number, text: string }>} */
function call(method, sent) {
  const url = `${endpoint}${id}?api-version=${type.split('@')[1]}`;
  const options = { method, ca: readFileSync(certificate), headers: { 'content-type': 'application/json' } };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}

const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const merged = (base, over) =>
  Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(over)])].map((key) => {
      const value = key in over ? over[key] : base[key];
      return [key, isMap(value) && isMap(base[key]) ? merged(base[key], value) : value];
    }),
  );

/** @param {{ status: number, text: string }} answer */
function checked({ status, text }) {
  if (status < 300) return JSON.parse(text);
  console.error(`Error: the Resource Manager answers ${status}: ${text}`);
  process.exit(1);
}

const before = checked(await call('GET'));
checked(await call('PUT', JSON.stringify(merged(before, JSON.parse(body)))));
