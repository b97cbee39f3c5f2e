using System.Collections.Concurrent;
using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Conflicts;

/// <summary>
/// Bodies that people and proposals belong to, read from their owner while one question is answered. It is asked with the
/// platform's own token: an interest counts even where the caller may not see the post it rests on.
/// </summary>
public sealed class Affiliations(ServiceChannels channels, ServiceToken token, TimeProvider time)
{
    private const string Owner = "countries";
    private const int MaxPositions = 1000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, Task<Organization?>> organizations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<IReadOnlyList<(string, string)>>> posts = new(StringComparer.Ordinal);

    /// <summary>The bodies of a member by the post that ties the member to them: the one represented, and every post ever held.</summary>
    public async Task<IReadOnlyList<(string Position, string Organization)>> OfMemberAsync(CouncilMember member, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(member);
        var found = new List<(string, string)>();
        if (member.Represents.StartsWith("organizations/", StringComparison.Ordinal))
        {
            found.Add(("", member.Represents));
        }

        if (member.Position.Length > 0)
        {
            found.AddRange(Bodies(await AskAsync(new PositionService.PositionServiceClient(Channel).GetPositionAsync, new GetRequest { Name = member.Position }, cancellation)));
        }

        if (member.Person.Length > 0)
        {
            found.AddRange(await posts.GetOrAdd(member.Person, p => PostsAsync(p, cancellation)));
        }

        return [.. found.Distinct()];
    }

    /// <summary>A body with all above it and all it came of or became, however far.</summary>
    public async Task<IReadOnlySet<string>> FamilyAsync(string organization, CancellationToken cancellation)
    {
        var family = new HashSet<string>(StringComparer.Ordinal);
        for (var next = new HashSet<string>(StringComparer.Ordinal) { organization }; next.Count > 0;)
        {
            var read = await Task.WhenAll(next.Select(n => organizations.GetOrAdd(n, name => ReadAsync(name, cancellation))));
            family.UnionWith(next);

            // A merged record answers with the one it became.
            family.UnionWith(read.OfType<Organization>().Select(o => o.Name));
            next = read.OfType<Organization>()
                .SelectMany(o => o.Changes.SelectMany(c => c.Predecessors.Concat(c.Successors)).Append(o.ParentOrganization))
                .Where(n => n.Length > 0 && !family.Contains(n)).ToHashSet(StringComparer.Ordinal);
        }

        return family;
    }

    private CallInvoker Channel => channels.Find(Owner) ?? throw Errors.Unavailable(Owner);

    private static IEnumerable<(string, string)> Bodies(Position? position) =>
        position is null ? [] : new[] { position.Organization, position.Unit }.Where(o => o.Length > 0).Select(o => (position.Name, o));

    private async Task<IReadOnlyList<(string, string)>> PostsAsync(string person, CancellationToken cancellation)
    {
        var found = new List<(string, string)>();
        for (var page = ""; ;)
        {
            var request = new ListRequest { Filter = $"person = \"{person}\"", PageSize = MaxPositions, PageToken = page };
            var answer = await AskAsync(new PositionService.PositionServiceClient(Channel).ListPositionsAsync, request, cancellation);
            found.AddRange(answer!.Positions.SelectMany(Bodies));
            page = answer.NextPageToken;
            if (page.Length == 0)
            {
                return found;
            }
        }
    }

    private Task<Organization?> ReadAsync(string name, CancellationToken cancellation) =>
        AskAsync(new OrganizationService.OrganizationServiceClient(Channel).GetOrganizationAsync, new GetRequest { Name = name }, cancellation);

    /// <summary>Null for a record that is not there. Without an answer nobody can tell, and nothing is let through.</summary>
    private async Task<TAnswer?> AskAsync<TRequest, TAnswer>(Func<TRequest, CallOptions, AsyncUnaryCall<TAnswer>> method, TRequest request, CancellationToken cancellation) where TAnswer : class
    {
        var headers = new Metadata { { "authorization", "Bearer " + token.Issue() } };
        try
        {
            using var call = method(request, new CallOptions(headers, time.GetUtcNow().UtcDateTime + Limit, cancellation));
            return await call.ResponseAsync;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            throw Errors.Unavailable(Owner);
        }
    }
}
