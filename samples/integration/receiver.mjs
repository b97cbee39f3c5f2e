// Receives webhooks on this machine and prints each event whose signature fits. Node alone, no packages.
// Usage: node receiver.mjs PORT SECRET_FILE. The file holds the `whsec_…` that CreateWebhook answered; it may come later.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, secretFile] = process.argv.slice(2);
const oldest = 5 * 60; // seconds: an older request may be one that was stolen
const seen = new Set();

function isGenuine({ 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures }, body) {
  if (Math.abs(Date.now() / 1000 - Number(time)) > oldest) return false;
  const key = Buffer.from(readFileSync(secretFile, 'utf8').trim().replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest();
  return signatures.split(' ').some(text => {
    const given = Buffer.from(text.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', part => body += part).on('end', () => {
    if (request.method === 'OPTIONS') {
      // Yes, this address wants events.
      return response.writeHead(200, { 'WebHook-Allowed-Origin': request.headers['webhook-request-origin'] }).end();
    }
    if (!isGenuine(request.headers, body)) return response.writeHead(401).end();
    const event = JSON.parse(body);
    // The same id comes again when an answer was lost: take it once.
    if (!seen.has(event.id)) console.log(`received ${event.type} of ${event.subject}`);
    seen.add(event.id);
    response.writeHead(204).end();
  });
}).listen(Number(port), '127.0.0.1', () => console.log('listening'));
