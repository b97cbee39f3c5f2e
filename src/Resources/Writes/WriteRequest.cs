using EGovPlatform.Access;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.Resources;

/// <summary>What every write carries, read from the request by the field numbers all requests share.</summary>
internal sealed record WriteRequest<T>(
    string Method, string RequestId, bool ValidateOnly, string Reason, Caller Caller, IMessage Message, CancellationToken Cancellation)
    where T : class, IMessage<T>
{
    private const int MaxReason = 2000;

    /// <summary>Whether records of other workspaces may be written: an account of one's own beside what is shared.</summary>
    public bool AnyWorkspace { get; init; }

    /// <summary>Whether the call is to make a record.</summary>
    public bool Creates => Message.Descriptor.Name.StartsWith("Create", StringComparison.Ordinal);

    /// <summary>Whether the caller chooses what the record names; a method of its own, such as answering an evaluation, lets in whom it lets in.</summary>
    public bool Chooses => Method.Contains("/Create", StringComparison.Ordinal) || Method.Contains("/Update", StringComparison.Ordinal);

    public static WriteRequest<T> Read(IMessage message, ServerCallContext call, string requestId, bool validateOnly, string reason) =>
        Of(new Act(message, call, "", "", requestId, validateOnly, reason));

    public static WriteRequest<T> Of(Act act)
    {
        var (requestId, reason) = (act.RequestId, act.Reason);
        if (requestId.Length > 0 && !Guid.TryParse(requestId, out _))
        {
            throw Errors.InvalidField("request_id", "UUID", "request_id must be a UUID.");
        }

        if (reason.Length > MaxReason)
        {
            throw Errors.InvalidField("reason", "LENGTH", $"reason has at most {MaxReason} characters.");
        }

        return new WriteRequest<T>(act.Method, requestId, act.ValidateOnly, reason, act.Caller, act.Request, act.Cancellation);
    }
}

/// <summary>A Create request: parent = 1, id = 2, resource = 3, request_id = 4, validate_only = 5, reason = 6.</summary>
internal sealed record CreateRequest<T>(string Parent, string Id, T Resource, WriteRequest<T> Write) where T : class, IMessage<T>
{
    public static CreateRequest<T> Read(IMessage message, ServerCallContext call)
    {
        var fields = message.Descriptor;
        var resource = (T?)Value(fields, 3, message) ?? throw Errors.InvalidField(fields.FindFieldByNumber(3).Name, "REQUIRED", "The resource is missing.");
        return new CreateRequest<T>(
            fields.FindFieldByNumber(1) is { } parent ? (string)parent.Accessor.GetValue(message) : "",
            (string)Value(fields, 2, message)!,
            resource,
            WriteRequest<T>.Read(message, call, (string)Value(fields, 4, message)!, (bool)Value(fields, 5, message)!, (string)Value(fields, 6, message)!));
    }

    private static object? Value(MessageDescriptor fields, int number, IMessage message) => fields.FindFieldByNumber(number).Accessor.GetValue(message);
}

/// <summary>An Update request: resource = 1, update_mask = 2, allow_missing = 3, request_id = 4, validate_only = 5, reason = 6.</summary>
internal sealed record UpdateRequest<T>(T Resource, FieldMask? Mask, bool AllowMissing, WriteRequest<T> Write) where T : class, IMessage<T>
{
    public static UpdateRequest<T> Read(IMessage message, ServerCallContext call)
    {
        var fields = message.Descriptor;
        var resource = (T?)Value(fields, 1, message) ?? throw Errors.InvalidField(fields.FindFieldByNumber(1).Name, "REQUIRED", "The resource is missing.");
        return new UpdateRequest<T>(
            resource,
            (FieldMask?)Value(fields, 2, message),
            (bool)Value(fields, 3, message)!,
            WriteRequest<T>.Read(message, call, (string)Value(fields, 4, message)!, (bool)Value(fields, 5, message)!, (string)Value(fields, 6, message)!));
    }

    private static object? Value(MessageDescriptor fields, int number, IMessage message) => fields.FindFieldByNumber(number).Accessor.GetValue(message);
}
