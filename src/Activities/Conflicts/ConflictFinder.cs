using EGovPlatform.Activities.V1;

namespace EGovPlatform.ActivitiesService.Conflicts;

/// <summary>
/// Finds what ties a member to a proposal: a body of the member and a party of the proposal that are one, stand above one
/// another, share a body above, or became one another.
/// </summary>
internal static class ConflictFinder
{
    public static async Task<IReadOnlyList<ConflictBasis>> FindAsync(Affiliations affiliations, CouncilMember member, Proposal proposal, CancellationToken cancellation)
    {
        var parties = proposal.Parties.SelectMany(p => new[] { p.Resource, p.Represents }).Concat(proposal.Targets.Select(t => t.Resource))
            .Where(n => n.StartsWith("organizations/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        var found = new List<ConflictBasis>();
        if (proposal.Parties.Concat(proposal.Targets).Any(p => member.Person.Length > 0 && p.Resource == member.Person))
        {
            found.Add(new ConflictBasis { Position = member.Position });
        }

        foreach (var (position, organization) in await affiliations.OfMemberAsync(member, cancellation))
        {
            var own = await affiliations.FamilyAsync(organization, cancellation);
            foreach (var party in parties)
            {
                var theirs = await affiliations.FamilyAsync(party, cancellation);
                var common = own.Contains(party) ? party : theirs.Contains(organization) ? organization : own.Intersect(theirs, StringComparer.Ordinal).Order(StringComparer.Ordinal).FirstOrDefault();
                if (common is not null)
                {
                    found.Add(new ConflictBasis { Position = position, Organization = organization, Party = party, Common = common });
                }
            }
        }

        return found;
    }

    /// <summary>The first way in words; the others stand in the record.</summary>
    public static string Ground(IReadOnlyList<ConflictBasis> basis)
    {
        var first = basis[0];
        return first.Organization.Length == 0 ? "The member is a party of the proposal."
            : $"{(first.Position.Length > 0 ? first.Position + " in " : "The member stands for ")}{first.Organization}; {first.Party} is a party of the proposal"
            + (first.Common == first.Organization || first.Common == first.Party ? "." : $"; both meet in {first.Common}.");
    }
}
