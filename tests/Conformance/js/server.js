// Serves PeerService with @grpc/grpc-js and prints its port as one JSON object. Ends with its input.
// Usage: node server.js FOLDER_OF_peer.proto
'use strict';
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const root = grpc.loadPackageDefinition(loader.loadSync(path.join(process.argv[2], 'peer.proto'), { keepCase: true, defaults: true }));

const service = {
  Echo(call, answer) {
    const { text, payload, behavior, code } = call.request;
    const trailers = new grpc.Metadata();
    switch (behavior) {
      case 'fail':
        return answer({ code, details: text });
      case 'rich':
        trailers.set('grpc-status-details-bin', payload);
        return answer({ code: 3, details: text, metadata: trailers });
      case 'headers': {
        const headers = new grpc.Metadata();
        for (const key of Object.keys(call.metadata.getMap()).filter((k) => k.startsWith('x-'))) headers.set(key, call.metadata.get(key)[0]);
        call.sendMetadata(headers);
        trailers.set('x-trailer', 'behind');
        trailers.set('x-trailer-bin', Buffer.from([1, 2, 250]));
        return answer(null, { text, payload }, trailers);
      }
      case 'wait':
        return call.on('cancelled', () => {});
      default:
        return answer(null, { text, payload });
    }
  },
  Count(call) {
    for (let number = 1; number <= call.request.count; number++) call.write({ number });
    if (call.request.behavior !== 'wait') call.end();
  },
  Sum(call, answer) {
    let sum = 0;
    call.on('data', ({ number }) => { sum += number; });
    call.on('end', () => answer(null, { sum }));
  },
  Chat(call) {
    call.on('data', ({ text }) => call.write({ text }));
    call.on('end', () => call.end());
  },
};

const server = new grpc.Server();
server.addService(root.standins.peer.v1.PeerService.service, service);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(JSON.stringify({ port }));
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
