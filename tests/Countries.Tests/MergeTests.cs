using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Countries.Tests;

/// <summary>Two records that are one: merging redirects, unmerging gives everything back.</summary>
public sealed class MergeTests(CountriesFixture service) : IClassFixture<CountriesFixture>
{
    [Fact]
    public async Task A_merged_name_answers_with_the_other_record_and_unmerging_gives_everything_back()
    {
        var first = await CreateAsync("kps", "Korea Procurement Service");
        var second = await CreateAsync("pps", "Public Procurement Service");
        var unit = await CreateAsync("kps-bureau", "Bureau", o => o.ParentOrganization = first.Name);

        var merged = await MergeAsync(first.Name, second.Name);
        Assert.Equal(second.Name, merged.Record.MergedInto);
        Assert.Equal(second.Name, (await GetAsync(first.Name)).Name);
        var batch = await service.Organizations.BatchGetOrganizationsAsync(new BatchGetRequest { Names = { first.Name, unit.Name } }, service.Viewer);
        Assert.Equal([second.Name, unit.Name], batch.Organizations.Select(o => o.Name));
        Assert.Equal(first.Name, (await GetAsync(unit.Name)).ParentOrganization);
        var list = await service.Organizations.ListOrganizationsAsync(new ListRequest { Filter = "name = \"organizations/kps\"" }, service.Viewer);
        Assert.Empty(list.Organizations);

        // Records may go on naming it, and it cannot be used up behind their back.
        await CreateAsync("kps-other", "Other", o => o.ParentOrganization = first.Name);
        await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.StillReferenced, async () =>
            await service.Organizations.DeleteOrganizationAsync(new DeleteRequest { Name = second.Name }, service.Editor));
        Assert.Equal(["name MERGED"], await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () =>
            await service.Organizations.UndeleteOrganizationAsync(new UndeleteRequest { Name = first.Name }, service.Editor)));

        var back = await service.Organizations.UnmergeOrganizationAsync(new UnmergeRequest { Name = first.Name, Reason = "two bodies after all" }, service.Editor);
        Assert.Equal((first.Name, ""), (back.Name, back.Record.MergedInto));
        Assert.Null(back.DeleteTime);
        Assert.Equal(first.Name, (await GetAsync(first.Name)).Name);
        Assert.Equal("organization.merged,organization.unmerged", await service.Database.ScalarAsync<string>("select string_agg(kind, ',' order by version) from change where name = 'organizations/kps' and version > 1"));
        Assert.Equal(["name NOT_MERGED"], await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () =>
            await service.Organizations.UnmergeOrganizationAsync(new UnmergeRequest { Name = first.Name, Reason = "again" }, service.Editor)));
    }

    [Fact]
    public async Task A_merge_needs_a_reason_another_live_record_and_cannot_close_a_ring()
    {
        var a = (await CreateAsync("ring-a", "Ring A")).Name;
        var b = (await CreateAsync("ring-b", "Ring B")).Name;
        Assert.Equal(["reason REQUIRED"], await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () =>
            await service.Organizations.MergeOrganizationAsync(new MergeRequest { Name = a, Into = b }, service.Editor)));
        Assert.Equal(["into SELF"], await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, () => MergeAsync(a, a)));
        await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.ReferenceNotFound, () => MergeAsync(a, "organizations/nowhere"));
        await MergeAsync(a, b);
        await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.Deleted, () => MergeAsync(b, a));
        await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.Deleted, () => MergeAsync(a, b));
    }

    [Fact]
    public async Task A_caller_cannot_set_merged_into_by_hand()
    {
        var a = await CreateAsync("hand-a", "Hand A");
        var b = await CreateAsync("hand-b", "Hand B");
        var changed = await service.Organizations.UpdateOrganizationAsync(
            new UpdateOrganizationRequest { Organization = new Organization { Name = a.Name, Record = new Record { MergedInto = b.Name }, Kind = OrganizationKind.Company } }, service.Editor);
        Assert.Equal((OrganizationKind.Company, ""), (changed.Kind, changed.Record.MergedInto));
    }

    [Fact]
    public async Task Names_that_are_alike_are_suggested_and_nobody_merges_them()
    {
        var telecom = (await CreateAsync("vn-telecom", "Ministry of Information and Telecommunications")).Name;
        var communications = (await CreateAsync("vn-communications", "Ministry of Information and Communications")).Name;
        var forest = (await CreateAsync("kr-forest", "Korea Forest Service")).Name;

        var all = await DuplicatesAsync("");
        var pair = Assert.Single(all, d => d.First == communications && d.Second == telecom);
        Assert.InRange(pair.Similarity, 0.6, 0.99);
        Assert.Equal(("Ministry of Information and Communications", "Ministry of Information and Telecommunications"), (pair.FirstText, pair.SecondText));
        Assert.DoesNotContain(all, d => d.First == forest || d.Second == forest);
        Assert.Equal([communications], (await DuplicatesAsync(telecom)).Select(d => d.First));
        Assert.Equal(telecom, (await GetAsync(telecom)).Name);
    }

    [Fact]
    public async Task Concurrent_merges_edits_and_renames_lose_no_edit_and_leave_no_dangling_name()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("EGOV_SEED"), out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed} (repeat with EGOV_SEED={seed})");
        var names = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            var at = i;
            names.Add((await CreateAsync($"storm-{i}", $"Storm {i}", o => o.ParentOrganization = at > 0 && at % 3 == 0 ? names[at - 1] : "")).Name);
        }

        var edits = new int[names.Count];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() => WorkAsync(new Random(seed + worker), names, edits))));

        foreach (var (i, name) in names.Index())
        {
            var written = await service.Database.ScalarAsync<long>($"select count(*) from change where name = '{name}' and kind = 'updated'");
            Assert.True(edits[i] == written, $"seed {seed}: {name} took {edits[i]} edits and has {written}");
        }

        // Every reference leads to a live record, directly or by merges.
        var dangling = await service.Database.ScalarAsync<long>("""
            select count(*) from reference r where r.to_name like 'organizations/storm-%' and not exists (
                with recursive way (name) as (select r.to_name union select a.new_name from way w join alias a on a.old_name = w.name)
                select from way w join organizations o on o.name = w.name where o.delete_time is null)
            """);
        Assert.True(dangling == 0, $"seed {seed}: {dangling} dangling references");
        foreach (var name in names)
        {
            Assert.Null((await GetAsync(name)).DeleteTime);
        }
    }

    private async Task WorkAsync(Random random, List<string> names, int[] edits)
    {
        for (var step = 0; step < 25; step++)
        {
            var (i, j) = (random.Next(names.Count), random.Next(names.Count));
            try
            {
                switch (random.Next(4))
                {
                    case 0:
                        await MergeAsync(names[i], names[j]);
                        break;
                    case 1:
                        await service.Organizations.UnmergeOrganizationAsync(new UnmergeRequest { Name = names[i], Reason = "test" }, service.Editor);
                        break;
                    default:
                        await service.Organizations.UpdateOrganizationAsync(
                            new UpdateOrganizationRequest { Organization = new Organization { Name = names[i], Names = { new Name { Text = $"Name {Guid.NewGuid()}" } } } }, service.Editor);
                        Interlocked.Increment(ref edits[i]);
                        break;
                }
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.Aborted)
            {
                // Refused with a typed error, such as for a record that was merged meanwhile.
            }
        }
    }

    private async Task<IReadOnlyList<Duplicate>> DuplicatesAsync(string name)
    {
        var found = new List<Duplicate>();
        var request = new ListDuplicatesRequest { Name = name };
        do
        {
            var page = await service.Organizations.ListOrganizationDuplicatesAsync(request, service.Editor);
            found.AddRange(page.Duplicates);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return found;
    }

    private async Task<Organization> MergeAsync(string name, string into) =>
        await service.Organizations.MergeOrganizationAsync(new MergeRequest { Name = name, Into = into, Reason = "the same body" }, service.Editor);

    private async Task<Organization> GetAsync(string name) => await service.Organizations.GetOrganizationAsync(new GetRequest { Name = name }, service.Viewer);

    private async Task<Organization> CreateAsync(string id, string text, Action<Organization>? change = null)
    {
        var organization = new Organization { Kind = OrganizationKind.Government, Names = { new Name { Text = text, LanguageCode = "en" } } };
        change?.Invoke(organization);
        return await service.Organizations.CreateOrganizationAsync(new CreateOrganizationRequest { OrganizationId = id, Organization = organization }, service.Editor);
    }
}
