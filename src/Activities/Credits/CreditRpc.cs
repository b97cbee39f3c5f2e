using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Contracts;
using EGovPlatform.ActivitiesService.Leads;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.ActivitiesService.Credits;

/// <summary>The calls of CreditService; what they mean stands in the proto.</summary>
public sealed class CreditRpc(NpgsqlDataSource database) : CreditService.CreditServiceBase
{
    private const int MaxNames = 1000;

    // Credited to the records below the activity: a lead or contract that names one, and what follows from it.
    private const string Credited = "delete_time is null and exists (select from unnest(attributed) a, unnest($1::text[]) d where a = d or starts_with(a, d || '/'))";

    public override async Task<CreditList> GetCredits(GetCreditsRequest request, ServerCallContext context)
    {
        await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
        var credits = new CreditList { Name = request.Name };
        var roots = new List<Attribution>();
        if (ContractTable.Type.Pattern.Matches(request.Name))
        {
            var contract = (await ReadAsync(connection, "contracts", "delete_time is null and name = any($1)", [request.Name], Contract.Parser, context.CancellationToken)).FirstOrDefault() ?? throw Errors.NotFound(request.Name);
            roots.AddRange(contract.Attributions);
            foreach (var (name, ground) in new[] { (contract.Lead, "the lead of the contract"), (contract.Project, "the project the contract supplies") })
            {
                if (name.Length > 0)
                {
                    roots.Add(new Attribution { Resource = name, Certainty = Certainty.Stated, Ground = ground });
                }
            }
        }
        else if (LeadTable.Type.Pattern.Matches(request.Name))
        {
            roots.Add(new Attribution { Resource = request.Name });
        }
        else
        {
            throw Errors.InvalidField("name", "RESOURCE_NAME", "A contract or a lead is credited to what it came from.");
        }

        // What the lead came from, the contract came from too.
        foreach (var lead in await ReadAsync(connection, "leads", "delete_time is null and name = any($1)", [.. roots.Select(r => r.Resource)], Lead.Parser, context.CancellationToken))
        {
            roots.AddRange(lead.Attributions);
        }

        if (LeadTable.Type.Pattern.Matches(request.Name))
        {
            roots.RemoveAt(0);
        }

        foreach (var (name, path) in await CreditPaths.UpAsync(connection, [.. roots.Select(r => r.Resource).Distinct(StringComparer.Ordinal)], context.CancellationToken))
        {
            var root = roots.First(r => r.Resource == path[0]);
            credits.Credits.Add(new Credit { Resource = name, Via = { path[..^1] }, Certainty = root.Certainty, Ground = root.Ground });
        }

        return credits;
    }

    public override async Task<Outcome> GetOutcome(GetOutcomeRequest request, ServerCallContext context)
    {
        if (request.Activity.Length == 0)
        {
            throw Errors.InvalidField("activity", "REQUIRED", "Say whose outcome it is.");
        }

        await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
        var below = await CreditPaths.DownAsync(connection, request.Activity, context.CancellationToken);
        var leads = await ReadAsync(connection, "leads", Credited, below, Lead.Parser, context.CancellationToken);
        var contracts = await ReadAsync(connection, "contracts", $"{Credited} or (delete_time is null and (lead = any($2) or project = any($1)))", below, Contract.Parser, context.CancellationToken, [.. leads.Select(l => l.Name)]);
        var signed = contracts.Where(c => c.State is not (ContractState.Draft or ContractState.Cancelled)).ToList();
        var outcome = new Outcome { Activity = request.Activity, Leads = leads.Count, Contracts = signed.Count };
        outcome.LeadsByState.Add(leads.GroupBy(l => l.State).OrderBy(g => g.Key).ToDictionary(g => EnumNames.Short(Lead.Descriptor.FindFieldByName("state").EnumType, g.Key), g => g.Count()));
        outcome.LeadNames.Add(leads.Select(l => l.Name).Take(MaxNames));
        outcome.ContractNames.Add(signed.Select(c => c.Name).Take(MaxNames));
        outcome.Value.Add(MoneyRules.Sum(signed.SelectMany(c => c.Value)));
        outcome.ContractsWithoutValue = signed.Count(c => c.Value.Count == 0);
        return outcome;
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, string table, string where, string[] first, MessageParser<T> parser, CancellationToken cancellation, string[]? second = null) where T : IMessage<T>
    {
        await using var command = new NpgsqlCommand($"select body from {table} where {where} order by name", connection) { Parameters = { new() { Value = first } } };
        if (second is not null)
        {
            command.Parameters.Add(new() { Value = second });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return found;
    }
}
