# Calls PeerService with Ruby's grpc, bytes in and out, and prints what came of each case as one JSON object.
# Usage: peer.rb HOST:PORT
require 'grpc'
require 'json'
require_relative 'wire'

SERVICE = '/standins.peer.v1.PeerService/'
PASS = ->(bytes) { bytes }
STUB = GRPC::ClientStub.new(ARGV[0], :this_channel_is_insecure, channel_args: { 'grpc.enable_http_proxy' => 0 })

def patience
  Time.now + 20
end

def echo(fields, deadline: patience, **options)
  STUB.request_response("#{SERVICE}Echo", Wire.message(fields), PASS, PASS, deadline: deadline, **options)
end

def failure
  yield
  raise 'the call did not fail'
rescue GRPC::BadStatus => e
  e
end

def text(answer)
  Wire.parse(answer).fetch(1, '').force_encoding('UTF-8')
end

def hex(bytes)
  bytes.unpack1('H*')
end

def ended(operation)
  operation.wait
  operation.status.code
end

CASES = {
  empty_unary: lambda {
    call = echo({}, return_op: true)
    answer = call.execute
    { code: ended(call), text: text(answer) }
  },
  large_unary: lambda {
    payload = Wire.parse(echo({ 2 => 7.chr * (1 << 20) }))[2]
    { length: payload.bytesize, last: payload.getbyte(-1) }
  },
  server_streaming: lambda {
    call = STUB.server_streamer("#{SERVICE}Count", Wire.message(1 => 100), PASS, PASS, deadline: patience, return_op: true)
    messages = call.execute.to_a
    { code: ended(call), count: messages.size, last: Wire.parse(messages.last)[1] }
  },
  client_streaming: lambda {
    numbers = (1..10).map { |n| Wire.message(1 => n) }
    { sum: Wire.parse(STUB.client_streamer("#{SERVICE}Sum", numbers, PASS, PASS, deadline: patience))[1] }
  },
  ping_pong: lambda {
    requests = Queue.new
    requests << Wire.message(1 => '0')
    sent = Enumerator.new { |out| while (request = requests.pop) do out << request end }
    call = STUB.bidi_streamer("#{SERVICE}Chat", sent, PASS, PASS, deadline: patience, return_op: true)
    texts = []
    call.execute.each do |answer|
      texts << text(answer)
      requests << (texts.size < 5 ? Wire.message(1 => texts.size.to_s) : nil)
    end
    { code: ended(call), texts: texts.join }
  },
  empty_stream: lambda {
    call = STUB.bidi_streamer("#{SERVICE}Chat", [], PASS, PASS, deadline: patience, return_op: true)
    count = call.execute.to_a.size
    { code: ended(call), count: count }
  },
  custom_metadata: lambda {
    call = echo({ 3 => 'headers' }, return_op: true, metadata: { 'x-text' => 'plain', 'x-bytes-bin' => "\x00\xab\xff".b })
    call.execute
    call.wait
    { text: call.metadata['x-text'], bytes: hex(call.metadata['x-bytes-bin']),
      trailer: call.trailing_metadata['x-trailer'], trailer_bytes: hex(call.trailing_metadata['x-trailer-bin']) }
  },
  status_code_and_message: lambda {
    e = failure { echo({ 3 => 'fail', 4 => 9, 1 => 'not now' }) }
    { code: e.code, message: e.details }
  },
  special_status_message: lambda {
    e = failure { echo({ 3 => 'fail', 4 => 2, 1 => "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n" }) }
    { code: e.code, message: e.details.dup.force_encoding('UTF-8') }
  },
  status_details: lambda {
    e = failure { echo({ 3 => 'rich', 1 => 'wrong' }) }
    { code: e.code, message: e.details, details: hex(e.metadata['grpc-status-details-bin']) }
  },
  unimplemented_method: lambda {
    { code: failure { STUB.request_response("#{SERVICE}Nothing", '', PASS, PASS, deadline: patience) }.code }
  },
  unimplemented_service: lambda {
    { code: failure { STUB.request_response('/standins.peer.v1.Nobody/Echo', '', PASS, PASS, deadline: patience) }.code }
  },
  cancel_after_begin: lambda {
    requests = Queue.new
    sent = Enumerator.new { |out| while (request = requests.pop) do out << request end }
    call = STUB.client_streamer("#{SERVICE}Sum", sent, PASS, PASS, deadline: patience, return_op: true)
    call.cancel
    requests << nil
    { code: failure { call.execute }.code }
  },
  cancel_after_first_response: lambda {
    call = STUB.server_streamer("#{SERVICE}Count", Wire.message(1 => 1, 2 => 'wait'), PASS, PASS, deadline: patience, return_op: true)
    count = 0
    e = failure { call.execute.each { count += 1; call.cancel } }
    { code: e.code, count: count }
  },
  server_compressed_unary: lambda {
    { length: text(echo({ 1 => 'x' * 1000, 3 => 'compress' })).size }
  },
  client_compressed_unary: lambda {
    gzip = GRPC::Core::CompressionOptions.new(default_algorithm: :gzip).to_channel_arg_hash
    stub = GRPC::ClientStub.new(ARGV[0], :this_channel_is_insecure, channel_args: gzip.merge('grpc.enable_http_proxy' => 0))
    { text: text(stub.request_response("#{SERVICE}Echo", Wire.message(1 => 'x' * 1000, 3 => 'encoding'), PASS, PASS, deadline: patience)) }
  },
  timeout_on_sleeping_server: lambda {
    { code: failure { echo({ 3 => 'wait' }, deadline: Time.now + 0.2) }.code }
  }
}.freeze

results = CASES.transform_values do |run|
  run.call
rescue StandardError => e # A case that breaks is a result; the others still run.
  { failed: e.full_message(highlight: false) }
end
puts JSON.generate(results)
