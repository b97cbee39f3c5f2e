using System.Reflection;
using Google.Api;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Internal;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using MethodOptions = Grpc.AspNetCore.Server.Internal.MethodOptions;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>Turns the HTTP rules of methods into endpoints. Only unary and server streaming methods can have one.</summary>
internal sealed class JsonMethodBinder<TService>(
    ServiceMethodProviderContext<TService> context,
    ServiceDescriptor descriptor,
    JsonBodies json,
    ServiceActivator<TService> activator,
    MethodOptions options,
    ILogger logger) : ServiceBinderBase
    where TService : class
{
    private readonly ErrorResponse errors = new(json);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        Add(method, [typeof(TRequest), typeof(ServerCallContext)], target =>
        {
            var invoker = MethodInvokers.Unary(target.CreateDelegate<UnaryServerMethod<TService, TRequest, TResponse>>(), activator, options);
            return async (request, output, call) => await output.WriteSingleAsync(await invoker(request, call));
        });

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, [typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext)], target =>
        {
            var invoker = MethodInvokers.ServerStreaming(target.CreateDelegate<ServerStreamingServerMethod<TService, TRequest, TResponse>>(), activator, options);
            return (request, output, call) => invoker(request, output, call);
        });

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        SkipStream(method);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        SkipStream(method);

    private void Add<TRequest, TResponse>(Method<TRequest, TResponse> method, Type[] parameters, Func<MethodInfo, JsonCall<TRequest, TResponse>> bind)
        where TRequest : class where TResponse : class
    {
        if (Rule(method) is not var (methodDescriptor, rule))
        {
            return;
        }

        var target = typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
            ?? throw new InvalidOperationException($"Could not find '{method.Name}' on {typeof(TService)}.");
        var call = bind(target);
        foreach (var binding in rule.AdditionalBindings.Prepend(rule))
        {
            var (verb, template) = Pattern(methodDescriptor, binding);
            var route = new HttpRoute(template);
            var handler = new JsonCallHandler<TRequest, TResponse>(
                method,
                call,
                new RequestBinding(methodDescriptor, binding, route),
                new ResponseBinding(methodDescriptor, binding, json),
                json,
                errors,
                options,
                logger);
            context.AddMethod(
                method,
                route.Pattern,
                [
                    .. typeof(TService).GetCustomAttributes(inherit: true),
                    .. target.GetCustomAttributes(inherit: true),
                    new HttpMethodMetadata([verb], acceptCorsPreflight: true),
                    new GrpcJsonTranscodingMetadata(methodDescriptor, binding),
                ],
                handler.HandleAsync);
        }
    }

    private (MethodDescriptor Method, HttpRule Rule)? Rule(IMethod method) =>
        descriptor.FindMethodByName(method.Name) is { } found
        && found.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is { } rule
            ? (found, rule)
            : null;

    private void SkipStream(IMethod method)
    {
        if (Rule(method) is not null)
        {
            logger.LogWarning("{Method} has an HTTP rule, but a stream of requests cannot be sent as JSON.", method.FullName);
        }
    }

    private static (string Verb, HttpPathTemplate Template) Pattern(MethodDescriptor method, HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => (HttpMethods.Get, HttpPathTemplate.Parse(rule.Get)),
        HttpRule.PatternOneofCase.Put => (HttpMethods.Put, HttpPathTemplate.Parse(rule.Put)),
        HttpRule.PatternOneofCase.Post => (HttpMethods.Post, HttpPathTemplate.Parse(rule.Post)),
        HttpRule.PatternOneofCase.Delete => (HttpMethods.Delete, HttpPathTemplate.Parse(rule.Delete)),
        HttpRule.PatternOneofCase.Patch => (HttpMethods.Patch, HttpPathTemplate.Parse(rule.Patch)),
        HttpRule.PatternOneofCase.Custom => (rule.Custom.Kind, HttpPathTemplate.Parse(rule.Custom.Path)),
        _ => throw new InvalidOperationException($"HTTP rule of {method.FullName}: it has no method and path."),
    };
}
