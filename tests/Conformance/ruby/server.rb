# Serves PeerService with Ruby's grpc, bytes in and out, and prints its port as one JSON object. Ends with its input.
require 'grpc'
require 'json'
require_relative 'wire'

# A message as its bytes.
class Message
  attr_reader :fields

  def self.marshal(message)
    Wire.message(message.fields)
  end

  def self.unmarshal(bytes)
    new(Wire.parse(bytes))
  end

  def initialize(fields)
    @fields = fields
  end
end

class Peer
  include GRPC::GenericService
  self.service_name = 'standins.peer.v1.PeerService'
  rpc :Echo, Message, Message
  rpc :Count, Message, stream(Message)
  rpc :Sum, stream(Message), Message
  rpc :Chat, stream(Message), stream(Message)

  def echo(request, call)
    text = request.fields.fetch(1, '')
    payload = request.fields.fetch(2, '')
    case request.fields[3]
    when 'fail' then raise GRPC::BadStatus.new(request.fields[4], text)
    when 'rich' then raise GRPC::BadStatus.new(GRPC::Core::StatusCodes::INVALID_ARGUMENT, text, { 'grpc-status-details-bin' => payload })
    when 'headers'
      call.send_initial_metadata(call.metadata.select { |name, _| name.start_with?('x-') })
      call.output_metadata.update('x-trailer' => 'behind', 'x-trailer-bin' => "\x01\x02\xfa".b)
    when 'compress' then call.send_initial_metadata('grpc-internal-encoding-request' => 'gzip')
    when 'wait' then sleep
    end
    Message.new(1 => text, 2 => payload)
  end

  def count(request, _call)
    Enumerator.new do |out|
      (1..request.fields.fetch(1, 0)).each { |number| out << Message.new(1 => number) }
      sleep if request.fields[2] == 'wait'
    end
  end

  def sum(call)
    Message.new(1 => call.each_remote_read.sum { |request| request.fields.fetch(1, 0) })
  end

  def chat(requests)
    Enumerator.new { |out| requests.each { |request| out << Message.new(1 => request.fields.fetch(1, '')) } }
  end
end

server = GRPC::RpcServer.new(pool_size: 16)
port = server.add_http2_port('127.0.0.1:0', :this_port_is_insecure)
server.handle(Peer)
Thread.new { server.run }
server.wait_till_running
puts JSON.generate(port: port)
$stdout.flush
$stdin.read
exit! # Methods that wait do not hear of the end.
