using System.Collections;
using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.Resources.Changes;

/// <summary>What changed between two versions of a record: an amendment, a correction, a move of state.</summary>
public sealed class VersionComparer(ServiceIdentity service, ResourceTypes types, NpgsqlDataSource database, TimeProvider time)
{
    public async Task<CompareVersionsResponse> CompareAsync(CompareVersionsRequest request, ServerCallContext call)
    {
        if (ResourceCatalog.Find(request.Name) is not { } entry || entry.Service != service.Name)
        {
            throw Errors.InvalidField("name", "RESOURCE_NAME", $"'{request.Name}' is not a record of {service.Name}.");
        }

        await using var connection = await database.OpenConnectionAsync(call.CancellationToken);
        var changes = await ChangeRows.HistoryAsync(connection, service.Name, request.Name, call.CancellationToken);
        var latest = changes.Count > 0 ? changes[^1] : throw Errors.NotFound(request.Name);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var newest = entry.Descriptor.Parser.ParseFrom(latest.Body);
        if (RecordRules.Of(newest) is { } record && !Visible.To(call.Caller(), record, today))
        {
            throw Errors.NotFound(request.Name);
        }

        if (types.Owning(request.Name) is { } type && (await Visible.SeenAsync(connection, type, [request.Name], call.Caller(), call.CancellationToken)).Count == 0)
        {
            throw Errors.NotFound(request.Name);
        }

        var to = request.ToVersion == 0 ? latest.Version : request.ToVersion;
        var from = request.FromVersion == 0 ? to - 1 : request.FromVersion;
        if (from < 0 || from >= to || to > latest.Version)
        {
            throw Errors.InvalidField("to_version", "VERSION_RANGE", $"Versions go from 0, nothing, to {latest.Version}; from_version is the smaller.");
        }

        var response = new CompareVersionsResponse { Name = request.Name, FromVersion = from, ToVersion = to };
        foreach (var change in changes.Where(c => c.Version > from && c.Version <= to))
        {
            var shown = change.Clone();
            shown.Body = ByteString.Empty;
            response.Changes.Add(shown);
        }

        Compare(Body(from), Body(to), "", response.Differences);
        return response;

        IMessage? Body(long version)
        {
            var message = changes.FirstOrDefault(c => c.Version == version) is { Body.IsEmpty: false } change ? entry.Descriptor.Parser.ParseFrom(change.Body) : null;
            if (message is not null)
            {
                PersonalField.Of(entry.Descriptor)?.Hide(message);
            }

            return message;
        }
    }

    private static void Compare(IMessage? before, IMessage? after, string prefix, ICollection<FieldDifference> found)
    {
        foreach (var field in (before ?? after)!.Descriptor.Fields.InDeclarationOrder().Where(f => prefix.Length > 0 || f.FieldNumber is not (2 or 4)))
        {
            var (old, now) = (before is null ? null : field.Accessor.GetValue(before), after is null ? null : field.Accessor.GetValue(after));
            if (Equals(old, now))
            {
                continue;
            }

            var path = prefix + field.Name;
            if (field.IsRepeated && !field.IsMap)
            {
                Compare(field, old as IList, now as IList, path, found);
            }
            else if (field.FieldType == FieldType.Message && old is IMessage a && now is IMessage b)
            {
                Compare(a, b, path + ".", found);
            }
            else
            {
                Add(path, before is null ? "" : FieldJson.Of(before, field.Name), after is null ? "" : FieldJson.Of(after, field.Name), found);
            }
        }
    }

    private static void Compare(FieldDescriptor field, IList? old, IList? now, string path, ICollection<FieldDifference> found)
    {
        for (var i = 0; i < Math.Max(old?.Count ?? 0, now?.Count ?? 0); i++)
        {
            var (a, b) = (i < old?.Count ? old[i] : null, i < now?.Count ? now[i] : null);
            var item = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (a is IMessage before && b is IMessage after)
            {
                if (!before.Equals(after))
                {
                    Compare(before, after, item + ".", found);
                }
            }
            else if (!Equals(a, b))
            {
                Add(item, FieldJson.OfItem(field, a), FieldJson.OfItem(field, b), found);
            }
        }
    }

    private static void Add(string path, string before, string after, ICollection<FieldDifference> found)
    {
        if (before != after)
        {
            found.Add(new FieldDifference { FieldPath = path, BeforeJson = before, AfterJson = after });
        }
    }
}
