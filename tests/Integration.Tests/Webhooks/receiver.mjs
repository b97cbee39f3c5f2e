// A receiver of webhooks that shares no code with the sender: signatures are checked by standardwebhooks, events by cloudevents.
// Usage: node receiver.mjs NODE_FOLDER. Prints its port. A path is an address of its own: POST /control/{key} sets
// {secret, statuses, retryAfter, refuses}, GET /control/{key} gives what came, everything else is for the sender.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(process.argv[2] + '/');
const { Webhook } = require('standardwebhooks');
const { HTTP } = require('cloudevents');
const addresses = new Map();
const address = key => addresses.get(key) ?? addresses.set(key, { came: [], statuses: [] }).get(key);

function verdict({ secret }, headers, body) {
  try {
    if (secret) new Webhook(secret).verify(body, headers);
    const event = HTTP.toEvent({ headers, body });
    return { verified: Boolean(secret), valid: event.validate(), event: JSON.parse(body) };
  } catch (error) {
    return { verified: false, valid: false, error: String(error), event: JSON.parse(body) };
  }
}

function answer(key, request, body, response) {
  const place = address(key);
  if (request.method === 'OPTIONS') {
    if (!place.refuses) response.setHeader('WebHook-Allowed-Origin', request.headers['webhook-request-origin']);
    return response.writeHead(place.refuses ? 405 : 200).end();
  }
  const status = place.statuses.shift() ?? 204;
  place.came.push({ status, id: request.headers['webhook-id'], signatures: request.headers['webhook-signature'].split(' ').length, type: request.headers['content-type'], ...verdict(place, request.headers, body) });
  if (place.retryAfter) response.setHeader('Retry-After', place.retryAfter);
  if (status >= 300 && status < 400) response.setHeader('Location', '/elsewhere');
  response.writeHead(status).end();
}

const server = createServer((request, response) => {
  let body = '';
  request.on('data', part => body += part).on('end', () => {
    const control = request.url.match(/^\/control\/(.+)$/);
    if (!control) return answer(request.url.slice(1), request, body, response);
    if (request.method === 'POST') Object.assign(address(control[1]), JSON.parse(body));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(address(control[1])));
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).resume();
