using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.Countries.Tests;

/// <summary>What changed between two versions, and who did it why.</summary>
public sealed class VersionTests(CountriesFixture service) : IClassFixture<CountriesFixture>
{
    [Fact]
    public async Task Each_field_that_differs_shows_both_values_with_the_changes_between()
    {
        var created = await service.Organizations.CreateOrganizationAsync(new CreateOrganizationRequest
        {
            OrganizationId = "versions",
            Organization = new Organization { Kind = OrganizationKind.Government, Names = { new Name { Text = "Old name", LanguageCode = "en" } }, Country = "countries/PE" },
        }, service.Editor);
        await service.Organizations.UpdateOrganizationAsync(new UpdateOrganizationRequest
        {
            Organization = new Organization { Name = created.Name, Names = { new Name { Text = "New name", LanguageCode = "en" }, new Name { Text = "NN", Kind = NameKind.Abbreviation } } },
            Reason = "renamed",
        }, service.Editor);
        await service.Organizations.UpdateOrganizationAsync(
            new UpdateOrganizationRequest { Organization = new Organization { Name = created.Name }, UpdateMask = FieldMask.FromString("country"), Reason = "international" }, service.Editor);

        await Eventually.Async("all three versions to be numbered", async () =>
            (await service.Changes.ListChangesAsync(new ListChangesRequest { Name = created.Name }, CountriesFixture.As(Role.Auditor))).Changes.Count == 3);

        var all = await CompareAsync(1, 3);
        Assert.Equal(["names[0].text", "names[1]", "country"], all.Differences.Select(d => d.FieldPath));
        Assert.Equal(("\"Old name\"", "\"New name\""), (all.Differences[0].BeforeJson, all.Differences[0].AfterJson));
        Assert.Equal("\"countries/PE\"", all.Differences[2].BeforeJson);
        Assert.Equal(["renamed", "international"], all.Changes.Select(c => c.Reason));
        Assert.All(all.Changes, c => Assert.Empty(c.Body));
        Assert.Equal(["country"], (await CompareAsync(0, 0)).Differences.Select(d => d.FieldPath));
        Assert.Contains("to_version VERSION_RANGE", await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, () => CompareAsync(3, 2)));
    }

    private async Task<CompareVersionsResponse> CompareAsync(long from, long to) => await service.Changes.CompareVersionsAsync(
        new CompareVersionsRequest { Name = "organizations/versions", FromVersion = from, ToVersion = to }, service.Editor);
}
