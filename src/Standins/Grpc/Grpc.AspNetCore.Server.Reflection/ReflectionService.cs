using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using static Grpc.Reflection.V1.ServerReflectionRequest;

namespace Grpc.AspNetCore.Server.Reflection;

/// <summary>grpc.reflection.v1 over the services mapped.</summary>
internal sealed class ReflectionService(ServedSymbols symbols) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(Answer(request));
        }
    }

    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = Find(request);
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private static ServerReflectionResponse File(FileDescriptor? file, string asked)
    {
        if (file is null)
        {
            return Error(StatusCode.NotFound, $"{asked} is not known.");
        }

        var answer = new FileDescriptorResponse();
        var sent = new HashSet<string>(StringComparer.Ordinal);
        AddWithImports(file);
        return new ServerReflectionResponse { FileDescriptorResponse = answer };

        void AddWithImports(FileDescriptor descriptor)
        {
            if (sent.Add(descriptor.Name))
            {
                answer.FileDescriptorProto.Add(descriptor.SerializedData);
                foreach (var dependency in descriptor.Dependencies)
                {
                    AddWithImports(dependency);
                }
            }
        }
    }

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };

    private ServerReflectionResponse Find(ServerReflectionRequest request) => request.MessageRequestCase switch
    {
        MessageRequestOneofCase.FileByFilename => File(symbols.FileByName(request.FileByFilename), $"File {request.FileByFilename}"),
        MessageRequestOneofCase.FileContainingSymbol => File(symbols.FileOfSymbol(request.FileContainingSymbol), $"Symbol {request.FileContainingSymbol}"),
        MessageRequestOneofCase.FileContainingExtension => File(
            symbols.FileOfExtension(request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber),
            $"Extension {request.FileContainingExtension.ExtensionNumber} of {request.FileContainingExtension.ContainingType}"),
        MessageRequestOneofCase.AllExtensionNumbersOfType => ExtensionNumbers(request.AllExtensionNumbersOfType),
        MessageRequestOneofCase.ListServices => new ServerReflectionResponse
        {
            ListServicesResponse = new ListServiceResponse { Service = { symbols.Services.Select(s => new ServiceResponse { Name = s }) } },
        },
        _ => Error(StatusCode.InvalidArgument, "The request asks for nothing."),
    };

    private ServerReflectionResponse ExtensionNumbers(string type) => symbols.ExtensionNumbers(type) is { } numbers
        ? new ServerReflectionResponse { AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type, ExtensionNumber = { numbers } } }
        : Error(StatusCode.NotFound, $"Type {type} is not known.");
}
