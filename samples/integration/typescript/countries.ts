// Reads countries through the gateway with types made from its OpenAPI document. Usage: node countries.js REST TOKEN
//   npm install openapi-fetch openapi-typescript typescript
//   npx openapi-typescript http://localhost:8080/openapi/v1.json --output egov.d.ts && npx tsc
import createClient from 'openapi-fetch';
import type { paths } from './egov.js';

const [baseUrl, token] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } });

const { data: peru, error } = await client.GET('/v1/countries/{country}', { params: { path: { country: 'PE' } } });
if (error) throw new Error(error.message);
console.log(peru.name, peru.iso2);

// A list ends where there is no next page.
let pageToken: string | undefined;
let count = 0;
do {
  const { data: page } = await client.GET('/v1/countries', { params: { query: { pageSize: 100, pageToken } } });
  count += page?.countries?.length ?? 0;
  pageToken = page?.nextPageToken || undefined;
} while (pageToken);
console.log(count, 'countries');

// An error is data: a status with a reason and, where fields are at fault, all of them.
const missing = await client.GET('/v1/countries/{country}', { params: { path: { country: 'QQ' } } });
console.log(missing.response.status, missing.error?.message);
