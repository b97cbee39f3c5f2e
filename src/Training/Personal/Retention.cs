using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using Google.Protobuf;
using Npgsql;

namespace EGovPlatform.TrainingService.Personal;

/// <summary>
/// How long each personal field is kept after the last day of the edition, in months. Configured under
/// `Personal:RetentionMonths:{field}`; -1 keeps it until erased. An edition without a last day is never due.
/// </summary>
public sealed class Retention(Resource<Participant> participants, Resource<Nomination> nominations, NpgsqlDataSource database, OperationRunner operations, IConfiguration configuration, TimeProvider time)
{
    /// <summary>Key of the lock held while what is due is erased.</summary>
    internal const long LockKey = 0x6567_6F76_6572_6173;

    private const int Chunk = 200;

    private static readonly Dictionary<string, int> Defaults = new(StringComparer.Ordinal)
    {
        ["document_number"] = 6, ["documents"] = 12, ["birth"] = 12, ["note"] = 12, ["phones"] = 24, ["emails"] = 36, ["title"] = 60, ["names"] = 120,
    };

    /// <summary>Starts the erasure of what is due.</summary>
    public Task<Operation> StartAsync(EraseDueRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return operations.StartAsync("eraseDuePersonalData", (report, cancellation) => RunAsync(request.ValidateOnly, report, cancellation), request.RequestId);
    }

    private async Task<IMessage?> RunAsync(bool validateOnly, OperationRunner.Report report, CancellationToken cancellation)
    {
        await using var turn = await SessionLock.TakeAsync(database, LockKey, cancellation);
        var result = new EraseDueResponse();
        await TrimAsync("participants", participants, p => p.Private, result, validateOnly, report, cancellation);
        await TrimAsync("nominations", nominations, n => n.Private, result, validateOnly, report, cancellation);
        return result;
    }

    private async Task TrimAsync<T>(string table, Resource<T> store, Func<T, ParticipantPrivate?> open, EraseDueResponse result, bool validateOnly, OperationRunner.Report report, CancellationToken cancellation) where T : class, IMessage<T>, new()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        for (var after = ""; ;)
        {
            var page = await PageAsync(table, after, today, cancellation);
            foreach (var (name, end) in page)
            {
                List<string> cleared = [];
                result.Records++;
                if (await store.TrimPersonalAsync(name, record => (cleared = Clear(open(record), end, today)).Count > 0 && !validateOnly, "Retention has run out", cancellation))
                {
                    result.Trimmed++;
                }

                cleared.ForEach(field => result.Fields[field] = result.Fields.GetValueOrDefault(field) + 1);
            }

            if (page.Count == 0)
            {
                return;
            }

            after = page[^1].Name;
            await report(result.Records, 0);
        }
    }

    private List<string> Clear(ParticipantPrivate? open, DateOnly end, DateOnly today)
    {
        var cleared = new List<string>();
        foreach (var field in open is null ? [] : ParticipantPrivate.Descriptor.Fields.InDeclarationOrder())
        {
            var months = configuration.GetValue($"Personal:RetentionMonths:{field.Name}", Defaults.GetValueOrDefault(field.Name, -1));
            var value = field.Accessor.GetValue(open);
            if (months >= 0 && end.AddMonths(months) < today && value is not (null or "" or System.Collections.ICollection { Count: 0 }))
            {
                field.Accessor.Clear(open);
                cleared.Add(field.Name);
            }
        }

        return cleared;
    }

    private async Task<List<(string Name, DateOnly End)>> PageAsync(string table, string after, DateOnly today, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select p.name, e.valid_to from {table} p join course_editions e on e.name = p.parent where p.name > $1 and e.valid_to < $2 order by p.name limit {Chunk}");
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = today });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var page = new List<(string, DateOnly)>();
        while (await reader.ReadAsync(cancellation))
        {
            page.Add((reader.GetString(0), reader.GetFieldValue<DateOnly>(1)));
        }

        return page;
    }
}
