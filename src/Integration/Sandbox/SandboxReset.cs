using System.Text.RegularExpressions;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Keys;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.IntegrationService.Sandbox;

/// <summary>
/// Sets the sandbox back, by the calls that anyone of its workspace has: with a token of that workspace the owners let nothing be written
/// that belongs to another.
/// </summary>
internal sealed partial class SandboxReset(NpgsqlDataSource database, ServiceChannels channels, KeySigner signer, TimeProvider time)
{
    private const int PageSize = 1000;
    private const int MostKept = 100;
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(2);
    private static readonly Role[] Roles = [Role.Editor, Role.Approver, Role.CouncilMember, Role.TrainingOfficer];

    /// <summary>Deletes what there is, and adds the seed.</summary>
    /// <param name="workspace">The sandbox.</param>
    /// <param name="asker">On whose behalf, for the logs.</param>
    /// <param name="actor">The operation, for the logs.</param>
    /// <param name="report">Told of each record.</param>
    /// <param name="cancellation">Stops between two records.</param>
    /// <exception cref="RpcException">ABORTED while another reset is under way; what an owner answers that is down or refuses the seed.</exception>
    public async Task<IMessage?> RunAsync(string workspace, string asker, string actor, OperationRunner.Report report, CancellationToken cancellation)
    {
        await using var turn = await SessionLock.TryTakeAsync(database, "sandbox", cancellation) ?? throw Errors.Contended("sandbox");
        var issuer = await signer.IssuerAsync(cancellation);
        var owners = new OwnerCalls(channels, time, $"Bearer {issuer.Issue(asker, Roles, TokenLife, apiKey: actor, workspace: workspace)}");
        var seed = SandboxSeed.Read();
        var found = await FindAsync(owners, workspace, cancellation);
        var (done, total) = (0L, found.Count + seed.Count);
        await report(done, total);
        var kept = await new SandboxClearing(owners, () => report(++done, total)).RunAsync(found, cancellation);
        var result = new SandboxResult { Workspace = workspace, Deleted = found.Count - kept.Count, KeptCount = kept.Count, Kept = { kept.Take(MostKept) } };
        foreach (var record in seed)
        {
            result.Seeded.Add(Names.Of(await owners.CreateAsync(record, new WriteNote("", SandboxClearing.Reason), cancellation)));
            await report(++done, total);
        }

        return result;
    }

    /// <summary>Every live record of the workspace, of whatever type, the newest first: it names older ones.</summary>
    private static async Task<List<IMessage>> FindAsync(OwnerCalls owners, string workspace, CancellationToken cancellation)
    {
        var found = new List<IMessage>();
        foreach (var type in ResourceCatalog.All.Where(t => OwnerMethods.Of(t.Descriptor).List is not null))
        {
            var collection = type.Pattern.ParentOf(Variable().Replace(type.Pattern.Text, "-"));
            var request = new ListRequest { Parent = collection, Filter = $"workspace = \"{workspace}\"", PageSize = PageSize };
            do
            {
                var (records, next) = await owners.ListAsync(type.Descriptor, request, cancellation);
                found.AddRange(records);
                request.PageToken = next;
            }
            while (request.PageToken.Length > 0);
        }

        return [.. found.OrderByDescending(r => ((Timestamp)r.Descriptor.FindFieldByName("create_time").Accessor.GetValue(r)).ToDateTime())];
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Variable();
}
