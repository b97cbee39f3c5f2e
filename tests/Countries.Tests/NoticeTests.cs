using System.Text.Json;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.Countries.Tests;

/// <summary>The records of the five notices that this service owns go in as they are.</summary>
public sealed class NoticeTests(CountriesFixture service) : IClassFixture<CountriesFixture>
{
    private static readonly string[] Files = ["common.json", "s0-cambodia-vietnam.json", "s1-idb-training.json", "s2-latin-america-caravan.json", "s3-support-round-2017.json", "s4-local-officials-2016.json"];

    [Fact]
    public async Task Every_record_is_stored_with_its_sources_and_a_second_time_changes_nothing()
    {
        var stored = new List<IMessage>();
        foreach (var (type, name, body) in Records())
        {
            stored.Add(await WriteAsync(type, name, body));
        }

        Assert.Equal(68, stored.Count);
        Assert.All(stored, m => Assert.NotEmpty(((Record)m.Descriptor.FindFieldByNumber(6).Accessor.GetValue(m)).Sources));
        var changes = await service.Database.ScalarAsync<long>("select count(*) from change");
        foreach (var (type, name, body) in Records())
        {
            await WriteAsync(type, name, body);
        }

        Assert.Equal(changes, await service.Database.ScalarAsync<long>("select count(*) from change"));
        await AnswersAsync();
    }

    private async Task AnswersAsync()
    {
        var agreements = (await service.Agreements.ListAgreementsAsync(new ListRequest { OrderBy = "signed_from" }, service.Viewer)).Agreements;
        Assert.Equal(["agreements/mois-idb", "agreements/argentina-mois-2016", "agreements/korea-paraguay-2017"], agreements.Select(a => a.Name));
        Assert.Null(agreements[0].Instruments[0].ActDate);

        var groups = await service.Organizations.ListOrganizationsAsync(new ListRequest { Filter = "members:\"countries/UY\"" }, service.Viewer);
        Assert.Equal(["organizations/digital-7", "organizations/red-gealc"], groups.Organizations.Select(o => o.Name));
        Assert.Equal(14, groups.Organizations[1].Members.Count);

        var center = await service.Centers.GetCooperationCenterAsync(new GetRequest { Name = "cooperationCenters/korea-peru" }, service.Viewer);
        Assert.Contains("projects/san-isidro-smart-safe-city", center.Record.UnverifiedReferences);
        var posts = await service.Positions.ListPositionsAsync(new ListRequest { Filter = "person = \"people/kim-boo-kyum\"" }, service.Viewer);
        Assert.Equal(2, posts.Positions.Count);
        Assert.Equal(12, (await service.People.ListPeopleAsync(new ListRequest { Filter = "class = \"OFFICE_HOLDER\"" }, service.Viewer)).People.Count);
    }

    private static IEnumerable<(string Type, string Name, string Body)> Records()
    {
        foreach (var file in Files)
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "notices", file)));
            foreach (var record in json.RootElement.GetProperty("records").EnumerateArray())
            {
                if (record.GetProperty("type").GetString()! is var type && type.StartsWith("egov.countries.", StringComparison.Ordinal))
                {
                    yield return (type, record.GetProperty("name").GetString()!, record.GetProperty("body").GetRawText());
                }
            }
        }
    }

    private async Task<IMessage> WriteAsync(string type, string name, string body)
    {
        switch (type)
        {
            case "egov.countries.v1.Organization":
                return await service.Organizations.UpdateOrganizationAsync(new UpdateOrganizationRequest { Organization = Parse<Organization>(body, name), AllowMissing = true }, service.Editor);
            case "egov.countries.v1.Person":
                return await service.People.UpdatePersonAsync(new UpdatePersonRequest { Person = Parse<Person>(body, name), AllowMissing = true }, service.Editor);
            case "egov.countries.v1.Position":
                return await service.Positions.UpdatePositionAsync(new UpdatePositionRequest { Position = Parse<Position>(body, name), AllowMissing = true }, service.Editor);
            case "egov.countries.v1.Agreement":
                return await service.Agreements.UpdateAgreementAsync(new UpdateAgreementRequest { Agreement = Parse<Agreement>(body, name), AllowMissing = true }, service.Editor);
            case "egov.countries.v1.CooperationCenter":
                return await service.Centers.UpdateCooperationCenterAsync(new UpdateCooperationCenterRequest { CooperationCenter = Parse<CooperationCenter>(body, name), AllowMissing = true }, service.Editor);
            case "egov.countries.v1.Place":
                return await service.Places.UpdatePlaceAsync(new UpdatePlaceRequest { Place = Parse<Place>(body, name), AllowMissing = true }, service.Editor);
            case "egov.countries.v1.NationalPlan":
                return await service.Plans.UpdateNationalPlanAsync(new UpdateNationalPlanRequest { NationalPlan = Parse<NationalPlan>(body, name), AllowMissing = true }, service.Editor);
            default:
                throw new InvalidOperationException($"No writer for {type}.");
        }
    }

    private static T Parse<T>(string body, string name) where T : IMessage<T>, new()
    {
        var message = JsonParser.Default.Parse<T>(body);
        message.Descriptor.FindFieldByNumber(1).Accessor.SetValue(message, name);
        return message;
    }
}
