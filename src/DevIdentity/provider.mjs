// An OpenID provider for local runs: one user for each role, and no passwords. It listens on this machine only and forgets all when it ends.
//   node provider.mjs NODE_MODULES       PORT (0 for a free one) and ISSUER (http://127.0.0.1:PORT) come from the environment
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const AUDIENCE = process.env.AUDIENCE ?? 'egovplatform';
const ROLES = ['viewer', 'editor', 'approver', 'council_member', 'training_officer', 'partner', 'auditor', 'operator'];

// A partner speaks for a country; the others are limited by nothing.
const LIMITS = { partner: { countries: ['countries/PE'] } };

const { default: Provider } = await import(pathToFileURL(join(resolve(process.argv[2]), 'oidc-provider/lib/index.js')));

const server = createServer();
await new Promise((done) => server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', done));
const issuer = process.env.ISSUER ?? `http://127.0.0.1:${server.address().port}`;

const algorithm = process.env.ALGORITHM ?? 'ES256';
// By way of PEM: to export a key object fresh from its generator can hang Node 20 for ever, when garbage is collected just then.
const encoding = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } };
const { privateKey: pem } = algorithm === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256', ...encoding }) : generateKeyPairSync('rsa', { modulusLength: 2048, ...encoding });
const privateKey = createPrivateKey(pem);

const provider = new Provider(issuer, {
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: algorithm, use: 'sig' }] },
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  clients: [
    {
      // Pages and programs of developers: any port of this machine, code flow with PKCE.
      client_id: 'local',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      id_token_signed_response_alg: algorithm,
    },
  ],
  scopes: ['openid', 'offline_access'],
  claims: { openid: ['sub', 'roles'] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => (ROLES.includes(id) ? { accountId: id, claims: () => ({ sub: id, roles: [id] }) } : undefined),
  extraTokenClaims: (_, token) => ({ roles: [token.accountId], ...LIMITS[token.accountId] }),
  clientBasedCORS: (_, origin) => ['127.0.0.1', 'localhost'].includes(new URL(origin).hostname),
  ttl: { AccessToken: 8 * 3600, AuthorizationCode: 60, Grant: 8 * 3600, IdToken: 3600, Interaction: 3600, Session: 8 * 3600, RefreshToken: 8 * 3600 },
  features: {
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => `urn:${AUDIENCE}`,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: '', audience: AUDIENCE, accessTokenTTL: 8 * 3600, accessTokenFormat: 'jwt', jwt: { sign: { alg: algorithm } } }),
    },
  },
});

const answer = provider.callback();
server.on('request', (request, response) => (request.url === '/health' ? response.end('ok') : answer(request, response)));
console.log(`listening ${issuer}`);

// Whoever started it may end without a word.
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0));
if (process.env.END_WITH_STDIN) process.stdin.resume();
