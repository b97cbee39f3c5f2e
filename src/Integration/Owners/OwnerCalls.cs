using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Owners;

/// <summary>Reads and writes records where they are owned, with one caller's token: the owners decide what that caller may.</summary>
/// <param name="channels">Channels to the owners.</param>
/// <param name="time">The clock.</param>
/// <param name="authorization">The caller's own header.</param>
internal sealed class OwnerCalls(ServiceChannels channels, TimeProvider time, string authorization)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>A record; null when there is none or its service is not there yet.</summary>
    public async Task<IMessage?> FindAsync(MessageDescriptor type, string name, CancellationToken cancellation)
    {
        try
        {
            return OwnerMethods.Of(type).Get is { } get ? await CallAsync(type, get, new GetRequest { Name = name }, cancellation) : null;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.Unimplemented)
        {
            return null;
        }
    }

    /// <summary>A page of records.</summary>
    public async Task<(IReadOnlyList<IMessage> Records, string NextPageToken)> ListAsync(MessageDescriptor type, ListRequest request, CancellationToken cancellation)
    {
        if (OwnerMethods.Of(type).List is not { } list)
        {
            return ([], "");
        }

        var page = await CallAsync(type, list, request, cancellation);
        var records = (System.Collections.IList)page.Descriptor.FindFieldByNumber(1).Accessor.GetValue(page);
        return ([.. records.Cast<IMessage>()], (string)page.Descriptor.FindFieldByNumber(2).Accessor.GetValue(page));
    }

    /// <summary>Adds a record under its name. A name that is taken is ALREADY_EXISTS.</summary>
    public Task<IMessage> CreateAsync(IMessage record, WriteNote note, CancellationToken cancellation)
    {
        var type = record.Descriptor;
        if (OwnerMethods.Of(type).Create is not { } create)
        {
            return UpdateAsync(record, note, cancellation);
        }

        var name = Names.Of(record);
        var request = create.Request();
        OwnerMethod.Set(request, 1, OwnerMethods.Of(type).Entry.Pattern.ParentOf(name));
        OwnerMethod.Set(request, 2, name[(name.LastIndexOf('/') + 1)..]);
        OwnerMethod.Set(request, 3, record);
        Note(request, note);
        return CallAsync(type, create, request, cancellation);
    }

    /// <summary>Replaces what files can hold of a record, guarded by its etag when it has one; adds it when it is missing.</summary>
    public Task<IMessage> UpdateAsync(IMessage record, WriteNote note, CancellationToken cancellation)
    {
        var type = record.Descriptor;
        var update = OwnerMethods.Of(type).Update ?? throw Errors.InvalidField("group", "GROUP", $"{type.Name} cannot be written.");
        var request = update.Request();
        OwnerMethod.Set(request, 1, record);
        OwnerMethod.Set(request, 2, Mask(type));
        OwnerMethod.Set(request, 3, true);
        Note(request, note);
        return CallAsync(type, update, request, cancellation);
    }

    public Task<IMessage> DeleteAsync(MessageDescriptor type, string name, string etag, WriteNote note, CancellationToken cancellation) => CallAsync(
        type,
        OwnerMethods.Of(type).Delete ?? throw Errors.InvalidField("group", "GROUP", $"{type.Name} cannot be deleted."),
        new DeleteRequest { Name = name, Etag = etag, RequestId = note.RequestId, Reason = note.Reason },
        cancellation);

    public Task<IMessage> UndeleteAsync(MessageDescriptor type, string name, string etag, WriteNote note, CancellationToken cancellation) => CallAsync(
        type,
        OwnerMethods.Of(type).Undelete ?? throw Errors.Deleted(name),
        new UndeleteRequest { Name = name, Etag = etag, RequestId = note.RequestId, Reason = note.Reason },
        cancellation);

    // Personal parts are in no file; a mask of everything would clear them.
    private static FieldMask Mask(MessageDescriptor type)
    {
        var fields = type.Fields.InDeclarationOrder();
        return fields.Any(Layouts.Fields.IsPersonal)
            ? new FieldMask { Paths = { fields.Where(f => f.FieldNumber > 1 && Layouts.Fields.Fillable(f)).Select(f => f.Name) } }
            : new FieldMask { Paths = { "*" } };
    }

    private static void Note(IMessage request, WriteNote note)
    {
        OwnerMethod.Set(request, 4, note.RequestId);
        OwnerMethod.Set(request, 5, note.ValidateOnly);
        OwnerMethod.Set(request, 6, note.Reason);
    }

    private async Task<IMessage> CallAsync(MessageDescriptor type, OwnerMethod method, IMessage request, CancellationToken cancellation)
    {
        var service = OwnerMethods.Of(type).Entry.Service;
        var owner = channels.Find(service) ?? throw Errors.Unavailable($"Service {service}: services__{service}__grpc__0 is not configured; it");
        return await method.CallAsync(owner, request, new CallOptions(new Metadata { { "authorization", authorization } }, time.GetUtcNow().UtcDateTime + Limit, cancellation));
    }
}

/// <summary>What goes with a write.</summary>
/// <param name="RequestId">UUID that makes it safe to repeat; empty for a check.</param>
/// <param name="Reason">Why.</param>
/// <param name="ValidateOnly">Whether nothing is stored.</param>
internal sealed record WriteNote(string RequestId, string Reason, bool ValidateOnly = false);

/// <summary>The fields all resources have.</summary>
internal static class Names
{
    public static string Of(IMessage record) => (string)record.Descriptor.FindFieldByNumber(1).Accessor.GetValue(record);

    public static void Set(IMessage record, string name) => record.Descriptor.FindFieldByNumber(1).Accessor.SetValue(record, name);

    public static string Etag(IMessage record) => (string)record.Descriptor.FindFieldByNumber(2).Accessor.GetValue(record);

    public static void SetEtag(IMessage record, string etag) => record.Descriptor.FindFieldByNumber(2).Accessor.SetValue(record, etag);

    /// <summary>Etags are versions in quotes.</summary>
    public static long Version(IMessage record) => long.TryParse(Etag(record).Trim('"'), System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;

    public static bool IsDeleted(IMessage record) => record.Descriptor.FindFieldByNumber(5).Accessor.GetValue(record) is not null;
}
