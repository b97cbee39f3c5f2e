// Calls PeerService with @grpc/grpc-js and prints what came of each case as one JSON object.
// Usage: node peer.js HOST:PORT FOLDER_OF_peer.proto
'use strict';
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [address, protos] = process.argv.slice(2);
const root = grpc.loadPackageDefinition(loader.loadSync(path.join(protos, 'peer.proto'), { keepCase: true, defaults: true }));
const client = new root.standins.peer.v1.PeerService(address, grpc.credentials.createInsecure());
const patience = () => ({ deadline: Date.now() + 20000 });

function unary(request, { metadata = new grpc.Metadata(), options = patience() } = {}) {
  return new Promise((resolve) => {
    const outcome = {};
    const call = client.Echo(request, metadata, options, (error, answer) => Object.assign(outcome, { error, answer }));
    call.on('metadata', (m) => { outcome.headers = m; });
    call.on('status', (status) => resolve(Object.assign(outcome, { status })));
  });
}

function drain(call, onMessage = () => {}) {
  return new Promise((resolve) => {
    const messages = [];
    call.on('data', (m) => { messages.push(m); onMessage(m, messages.length); });
    call.on('error', () => {});
    call.on('status', (status) => resolve({ messages, status }));
  });
}

function unknown(method) {
  const pass = (b) => b;
  return new Promise((resolve) => client.makeUnaryRequest(method, pass, pass, Buffer.alloc(0), (e) => resolve({ code: e.code })));
}

const cases = {
  async empty_unary() {
    const { answer, status } = await unary({});
    return { code: status.code, text: answer.text };
  },
  async large_unary() {
    const { answer } = await unary({ payload: Buffer.alloc(1 << 20, 7) });
    return { length: answer.payload.length, last: answer.payload[(1 << 20) - 1] };
  },
  async server_streaming() {
    const { messages, status } = await drain(client.Count({ count: 100 }, patience()));
    return { code: status.code, count: messages.length, last: messages[99].number };
  },
  async client_streaming() {
    return new Promise((resolve) => {
      const call = client.Sum(patience(), (error, answer) => resolve({ sum: error ? error.message : answer.sum }));
      for (let number = 1; number <= 10; number++) call.write({ number });
      call.end();
    });
  },
  async ping_pong() {
    const call = client.Chat(patience());
    const done = drain(call, (m, n) => (n < 5 ? call.write({ text: String(n) }) : call.end()));
    call.write({ text: '0' });
    const { messages, status } = await done;
    return { code: status.code, texts: messages.map((m) => m.text).join('') };
  },
  async empty_stream() {
    const call = client.Chat(patience());
    call.end();
    const { messages, status } = await drain(call);
    return { code: status.code, count: messages.length };
  },
  async custom_metadata() {
    const metadata = new grpc.Metadata();
    metadata.set('x-text', 'plain');
    metadata.set('x-bytes-bin', Buffer.from([0, 171, 255]));
    const { headers, status } = await unary({ behavior: 'headers' }, { metadata });
    return {
      text: headers.get('x-text')[0],
      bytes: headers.get('x-bytes-bin')[0].toString('hex'),
      trailer: status.metadata.get('x-trailer')[0],
      trailer_bytes: status.metadata.get('x-trailer-bin')[0].toString('hex'),
    };
  },
  async status_code_and_message() {
    const { status } = await unary({ behavior: 'fail', code: 9, text: 'not now' });
    return { code: status.code, message: status.details };
  },
  async special_status_message() {
    const { status } = await unary({ behavior: 'fail', code: 2, text: '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n' });
    return { code: status.code, message: status.details };
  },
  async status_details() {
    const { status } = await unary({ behavior: 'rich', text: 'wrong' });
    return { code: status.code, message: status.details, details: status.metadata.get('grpc-status-details-bin')[0].toString('hex') };
  },
  unimplemented_method: () => unknown('/standins.peer.v1.PeerService/Nothing'),
  unimplemented_service: () => unknown('/standins.peer.v1.Nobody/Echo'),
  async cancel_after_first_response() {
    const call = client.Count({ count: 1, behavior: 'wait' }, patience());
    const { messages, status } = await drain(call, () => call.cancel());
    return { code: status.code, count: messages.length };
  },
  async cancel_after_begin() {
    return new Promise((resolve) => {
      const call = client.Sum(patience(), (error) => resolve({ code: error ? error.code : 0 }));
      call.cancel();
    });
  },
  async client_compressed_unary() {
    const compressing = new root.standins.peer.v1.PeerService(address, grpc.credentials.createInsecure(), { 'grpc.default_compression_algorithm': 2 });
    const answer = await new Promise((resolve) => compressing.Echo({ text: 'x'.repeat(1000), behavior: 'encoding' }, patience(), (error, a) => resolve(a || error)));
    compressing.close();
    return { text: answer.text };
  },
  async server_compressed_unary() {
    const { answer } = await unary({ text: 'x'.repeat(1000), behavior: 'compress' });
    return { length: answer.text.length };
  },
  async timeout_on_sleeping_server() {
    const { status } = await unary({ behavior: 'wait' }, { options: { deadline: Date.now() + 200 } });
    return { code: status.code };
  },
};

(async () => {
  const results = {};
  for (const [name, run] of Object.entries(cases)) {
    results[name] = await run().catch((e) => ({ failed: String(e && e.stack || e) }));
  }
  client.close();
  // The timers of deadlines that were never needed would keep the process for their time.
  process.stdout.write(JSON.stringify(results), () => process.exit(0));
})();
