"""Serves PeerService with grpcio, bytes in and out, and prints its port as one JSON object. Ends with its input."""
import json
import sys
import threading
from concurrent import futures

import grpc

from wire import message, parse


def echo(request, context):
    fields = parse(request)
    text, payload = fields.get(1, b""), fields.get(2, b"")
    behavior = fields.get(3, b"").decode()
    if behavior == "fail":
        context.abort(next(c for c in grpc.StatusCode if c.value[0] == fields[4]), text.decode())
    if behavior == "rich":
        context.set_trailing_metadata((("grpc-status-details-bin", payload),))
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, text.decode())
    if behavior == "headers":
        context.send_initial_metadata([m for m in context.invocation_metadata() if m[0].startswith("x-")])
        context.set_trailing_metadata((("x-trailer", "behind"), ("x-trailer-bin", b"\x01\x02\xfa")))
    if behavior == "wait":
        gone = threading.Event()
        context.add_callback(gone.set)
        gone.wait(60)
    if behavior == "compress":
        context.set_compression(grpc.Compression.Gzip)
    return message(f1=text, f2=payload)


def count(request, context):
    fields = parse(request)
    for number in range(1, fields.get(1, 0) + 1):
        yield message(f1=number)
    if fields.get(2) == b"wait":
        gone = threading.Event()
        context.add_callback(gone.set)
        gone.wait(60)


def add(requests, context):
    return message(f1=sum(parse(r).get(1, 0) for r in requests))


def chat(requests, context):
    for request in requests:
        yield message(f1=parse(request).get(1, b""))


def main():
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16), options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("standins.peer.v1.PeerService", {
        "Echo": grpc.unary_unary_rpc_method_handler(echo),
        "Count": grpc.unary_stream_rpc_method_handler(count),
        "Sum": grpc.stream_unary_rpc_method_handler(add),
        "Chat": grpc.stream_stream_rpc_method_handler(chat),
    }),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(json.dumps({"port": port}), flush=True)
    sys.stdin.read()
    server.stop(0)


main()
