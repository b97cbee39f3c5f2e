"""Calls PeerService with grpcio, bytes in and out, and prints what came of each case as one JSON object.

Usage: peer.py HOST:PORT
"""
import json
import queue
import sys

import grpc

from wire import message, parse

SERVICE = "/standins.peer.v1.PeerService/"
PATIENCE = 20


def text(data):
    return parse(data).get(1, b"").decode()


def echo(channel, request, timeout=PATIENCE, metadata=None):
    return channel.unary_unary(SERVICE + "Echo").with_call(request, timeout=timeout, metadata=metadata)


def failure(run):
    try:
        run()
    except grpc.RpcError as e:
        return e
    raise AssertionError("the call did not fail")


def empty_unary(channel):
    answer, call = echo(channel, b"")
    return {"code": call.code().value[0], "text": text(answer)}


def large_unary(channel):
    answer, _ = echo(channel, message(f2=b"\x07" * (1 << 20)))
    payload = parse(answer)[2]
    return {"length": len(payload), "last": payload[-1]}


def server_streaming(channel):
    call = channel.unary_stream(SERVICE + "Count")(message(f1=100), timeout=PATIENCE)
    messages = list(call)
    return {"code": call.code().value[0], "count": len(messages), "last": parse(messages[-1])[1]}


def client_streaming(channel):
    answer = channel.stream_unary(SERVICE + "Sum")((message(f1=n) for n in range(1, 11)), timeout=PATIENCE)
    return {"sum": parse(answer)[1]}


def ping_pong(channel):
    requests = queue.Queue()
    requests.put(message(f1="0"))
    call = channel.stream_stream(SERVICE + "Chat")(iter(requests.get, None), timeout=PATIENCE)
    texts = []
    for answer in call:
        texts.append(text(answer))
        requests.put(message(f1=str(len(texts))) if len(texts) < 5 else None)
    return {"code": call.code().value[0], "texts": "".join(texts)}


def empty_stream(channel):
    call = channel.stream_stream(SERVICE + "Chat")(iter(()), timeout=PATIENCE)
    return {"count": len(list(call)), "code": call.code().value[0]}


def custom_metadata(channel):
    call = channel.unary_unary(SERVICE + "Echo").future(
        message(f3="headers"), timeout=PATIENCE, metadata=[("x-text", "plain"), ("x-bytes-bin", b"\x00\xab\xff")])
    call.result()
    headers, trailers = dict(call.initial_metadata()), dict(call.trailing_metadata())
    return {"text": headers["x-text"], "bytes": headers["x-bytes-bin"].hex(),
            "trailer": trailers["x-trailer"], "trailer_bytes": trailers["x-trailer-bin"].hex()}


def status_code_and_message(channel):
    e = failure(lambda: echo(channel, message(f3="fail", f4=9, f1="not now")))
    return {"code": e.code().value[0], "message": e.details()}


def special_status_message(channel):
    e = failure(lambda: echo(channel, message(
        f3="fail", f4=2, f1="\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")))
    return {"code": e.code().value[0], "message": e.details()}


def status_details(channel):
    e = failure(lambda: echo(channel, message(f3="rich", f1="wrong")))
    return {"code": e.code().value[0], "message": e.details(),
            "details": dict(e.trailing_metadata())["grpc-status-details-bin"].hex()}


def unimplemented_method(channel):
    return {"code": failure(lambda: channel.unary_unary(SERVICE + "Nothing")(b"", timeout=PATIENCE)).code().value[0]}


def unimplemented_service(channel):
    return {"code": failure(lambda: channel.unary_unary("/standins.peer.v1.Nobody/Echo")(b"", timeout=PATIENCE)).code().value[0]}


def cancel_after_first_response(channel):
    call = channel.unary_stream(SERVICE + "Count")(message(f1=1, f2="wait"), timeout=PATIENCE)
    count = 0
    try:
        for _ in call:
            count += 1
            call.cancel()
    except grpc.RpcError:
        pass
    return {"code": call.code().value[0], "count": count}


def cancel_after_begin(channel):
    requests = queue.Queue()
    call = channel.stream_unary(SERVICE + "Sum").future(iter(requests.get, None), timeout=PATIENCE)
    call.cancel()
    requests.put(None)
    return {"code": call.code().value[0]}


def client_compressed_unary(channel):
    answer = channel.unary_unary(SERVICE + "Echo")(
        message(f1="x" * 1000, f3="encoding"), timeout=PATIENCE, compression=grpc.Compression.Gzip)
    return {"text": text(answer)}


def server_compressed_unary(channel):
    answer, _ = echo(channel, message(f1="x" * 1000, f3="compress"))
    return {"length": len(text(answer))}


def timeout_on_sleeping_server(channel):
    return {"code": failure(lambda: echo(channel, message(f3="wait"), timeout=0.2)).code().value[0]}


def main():
    results = {}
    with grpc.insecure_channel(sys.argv[1], options=[("grpc.enable_http_proxy", 0)]) as channel:
        for case in (empty_unary, large_unary, server_streaming, client_streaming, ping_pong, empty_stream, custom_metadata,
                     status_code_and_message, special_status_message, status_details, unimplemented_method,
                     unimplemented_service, cancel_after_begin, cancel_after_first_response,
                     client_compressed_unary, server_compressed_unary, timeout_on_sleeping_server):
            try:
                results[case.__name__] = case(channel)
            except Exception as e:  # A case that breaks is a result; the others still run.
                results[case.__name__] = {"failed": repr(e)}
    print(json.dumps(results))


main()
