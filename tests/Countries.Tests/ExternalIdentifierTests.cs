using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Countries.Tests;

/// <summary>Identifiers of other systems name a record and have one holder.</summary>
public sealed class ExternalIdentifierTests(CountriesFixture service) : IClassFixture<CountriesFixture>
{
    [Fact]
    public async Task A_record_answers_by_its_identifier_in_get_and_batch_get()
    {
        await CreateAsync("by-identifier", "org-id", "XM-DAC/46004");
        Assert.Equal("organizations/by-identifier", (await GetAsync("organizations/~org-id~XM-DAC%2F46004")).Name);
        var batch = await service.Organizations.BatchGetOrganizationsAsync(
            new BatchGetRequest { Names = { "organizations/~org-id~XM-DAC%2F46004", "organizations/by-identifier" } }, service.Viewer);
        Assert.Equal(["organizations/by-identifier", "organizations/by-identifier"], batch.Organizations.Select(o => o.Name));
        await Refused.WithAsync(StatusCode.NotFound, ErrorReason.NotFound, () => GetAsync("organizations/~org-id~none"));
        await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, () => GetAsync("organizations/~org-id"));
    }

    [Fact]
    public async Task A_second_holder_is_refused_until_the_first_lets_go()
    {
        var first = await CreateAsync("holder", "wikidata", "Q1");
        var error = await Assert.ThrowsAsync<RpcException>(() => CreateAsync("rival", "wikidata", "Q1"));
        Assert.Equal(StatusCode.AlreadyExists, error.StatusCode);
        Assert.Contains("record.external_identifiers[0]", error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("organizations/holder", error.Status.Detail, StringComparison.Ordinal);

        await service.Organizations.DeleteOrganizationAsync(new DeleteRequest { Name = first.Name }, service.Editor);
        Assert.Equal("organizations/rival", (await CreateAsync("rival", "wikidata", "Q1")).Name);
        var back = await Assert.ThrowsAsync<RpcException>(async () =>
            await service.Organizations.UndeleteOrganizationAsync(new UndeleteRequest { Name = first.Name }, service.Editor));
        Assert.Equal(StatusCode.AlreadyExists, back.StatusCode);
    }

    [Fact]
    public async Task Of_many_at_once_one_gets_the_identifier()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await CreateAsync($"at-once-{i}", "wikidata", "Q2");
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));
        Assert.Equal(1, answers.Count(a => a == StatusCode.OK));
        Assert.Equal(7, answers.Count(a => a == StatusCode.AlreadyExists));
    }

    [Fact]
    public async Task Identifiers_of_older_rows_are_filled_in_and_malformed_ones_refused()
    {
        await CreateAsync("older", "geonames", "1835848");
        await using (var connection = await service.Database.OpenAsync())
        await using (var forget = new Npgsql.NpgsqlCommand("delete from external_identifier", connection))
        {
            await forget.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await service.MigrateAgainAsync();
        Assert.Equal("organizations/older", (await GetAsync("organizations/~geonames~1835848")).Name);
        var fields = await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, () => CreateAsync("malformed", "a:b", " "));
        Assert.Contains("record.external_identifiers[0].scheme IDENTIFIER_SCHEME", fields);
    }

    private Task<Organization> GetAsync(string name) => service.Organizations.GetOrganizationAsync(new GetRequest { Name = name }, service.Viewer).ResponseAsync;

    private Task<Organization> CreateAsync(string id, string scheme, string value) => service.Organizations.CreateOrganizationAsync(
        new CreateOrganizationRequest
        {
            OrganizationId = id,
            Organization = new Organization
            {
                Kind = OrganizationKind.Government,
                Names = { new Name { Text = id, LanguageCode = "en" } },
                Record = new Record { ExternalIdentifiers = { new ExternalIdentifier { Scheme = scheme, Value = value } } },
            },
        },
        service.Editor).ResponseAsync;
}
