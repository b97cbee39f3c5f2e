// Calls PeerService of another origin with grpc-web and posts what came of each case to the origin of this page.
// The address has the format (text or binary) and the server: ?format=text&server=http://127.0.0.1:1234
import { GrpcWebClientBase, MethodDescriptor, MethodType } from './grpc-web.js';

const asked = new URLSearchParams(location.search);
const server = asked.get('server');
const { root } = protobuf.parse(await (await fetch('peer.proto')).text(), { keepCase: true });
const type = (name) => root.lookupType(`standins.peer.v1.${name}`);
const client = new GrpcWebClientBase({ format: asked.get('format') });
const patience = 20000;

function descriptor(method, kind, request, response) {
  const decode = (bytes) => type(response).toObject(type(response).decode(bytes), { defaults: true });
  return new MethodDescriptor(method, kind, Object, Object, (m) => type(request).encode(m).finish(), decode);
}

const echo = descriptor('/standins.peer.v1.PeerService/Echo', MethodType.UNARY, 'EchoRequest', 'EchoResponse');
const counting = descriptor('/standins.peer.v1.PeerService/Count', MethodType.SERVER_STREAMING, 'CountRequest', 'CountResponse');

// The status comes by its own event, behind the answer or the error.
function unary(request, metadata = {}, method = echo, limit = patience) {
  return new Promise((resolve) => {
    const outcome = { code: 0 };
    const call = client.rpcCall(server + method.name, request, { deadline: String(Date.now() + limit), ...metadata }, method, (error, answer) => {
      outcome.answer = answer;
      if (error) resolve({ ...outcome, code: error.code, message: error.message, trailers: error.metadata });
    });
    call.on('metadata', (headers) => { outcome.headers = headers; });
    call.on('status', (status) => { outcome.code = status.code; outcome.trailers = status.metadata; });
    call.on('end', () => resolve(outcome));
  });
}

function stream(request, onMessage = () => {}) {
  return new Promise((resolve) => {
    const messages = [];
    const call = client.serverStreaming(server + counting.name, request, { deadline: String(Date.now() + patience) }, counting);
    const end = (code) => resolve({ code, messages });
    call.on('data', (m) => { messages.push(m); onMessage(call, end); });
    call.on('status', (status) => end(status.code));
    call.on('error', (error) => end(error.code));
  });
}

const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
const fromBase64 = (text) => hex(Uint8Array.from(atob(text.replace(/=*$/, '')), (c) => c.charCodeAt(0)));
const nothing = (name) => descriptor(name, MethodType.UNARY, 'EchoRequest', 'EchoResponse');

const cases = {
  async empty_unary() {
    const { code, answer } = await unary({});
    return { code, text: answer.text };
  },
  async large_unary() {
    const { answer } = await unary({ payload: new Uint8Array(1 << 20).fill(7) });
    return { length: answer.payload.length, last: answer.payload[(1 << 20) - 1] };
  },
  async server_streaming() {
    const { code, messages } = await stream({ count: 100 });
    return { code, count: messages.length, last: messages[99].number };
  },
  async custom_metadata() {
    const { headers, trailers } = await unary({ behavior: 'headers' }, { 'x-text': 'plain', 'x-bytes-bin': btoa('\x00\xab\xff') });
    return { text: headers['x-text'], bytes: fromBase64(headers['x-bytes-bin']), trailer: trailers['x-trailer'], trailer_bytes: fromBase64(trailers['x-trailer-bin']) };
  },
  async status_code_and_message() {
    const { code, message } = await unary({ behavior: 'fail', code: 9, text: 'not now' });
    return { code, message };
  },
  async special_status_message() {
    const { code, message } = await unary({ behavior: 'fail', code: 2, text: '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n' });
    return { code, message };
  },
  async status_details() {
    const { code, message, trailers } = await unary({ behavior: 'rich', text: 'wrong' });
    return { code, message, details: fromBase64(trailers['grpc-status-details-bin']) };
  },
  async unimplemented_method() {
    const { code } = await unary({}, {}, nothing('/standins.peer.v1.PeerService/Nothing'));
    return { code };
  },
  async unimplemented_service() {
    const { code } = await unary({}, {}, nothing('/standins.peer.v1.Nobody/Echo'));
    return { code };
  },
  // A call that grpc-web cancels tells nothing more; that the server noticed is asserted there.
  async cancel_after_first_response() {
    const { code, messages } = await stream({ count: 1, behavior: 'wait' }, (call, end) => { call.cancel(); end(1); });
    return { code, count: messages.length };
  },
  async timeout_on_sleeping_server() {
    const { code } = await unary({ behavior: 'wait' }, {}, echo, 200);
    return { code };
  },
};

const results = {};
for (const [name, run] of Object.entries(cases)) {
  if (asked.get('format') === 'binary' && name === 'cancel_after_first_response') continue;
  results[name] = await Promise.race([run(), new Promise((_, reject) => setTimeout(() => reject(new Error('no end')), patience))])
    .catch((e) => ({ failed: String((e && e.stack) || e) }));
}
await fetch('result', { method: 'POST', body: JSON.stringify(results) });
