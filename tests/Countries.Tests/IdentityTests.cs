using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Countries.Tests;

/// <summary>Who was called what, who was seen when, how a country stood on a day, what a partner says.</summary>
public sealed class IdentityTests(CountriesFixture service) : IClassFixture<CountriesFixture>
{
    private const string Secret = "Quilla Verborgen";

    [Fact]
    public async Task A_renamed_ministry_answers_as_named_then_and_as_named_now()
    {
        await CreateOrganizationAsync("ministry", o => o.Names.Add(
        [
            new Name { Text = "Ministry of the Interior", LanguageCode = "en", Kind = NameKind.Former, Period = new DateValue { Edtf = "2016-05-26/2017-07-11" } },
            new Name { Text = "Ministry of the Interior and Safety", LanguageCode = "en", Kind = NameKind.Official, Period = new DateValue { Edtf = "2018-04-04/.." } },
            new Name { Text = "행정안전부", LanguageCode = "ko", Kind = NameKind.Official },
        ]));
        var then = await NamesAsync("2017-01-01");
        Assert.Equal(("Ministry of the Interior", DateAnswer.Certainly), (then.AsNamedThen.Single().Name.Text, then.AsNamedThen.Single().Answer));
        Assert.Equal("Ministry of the Interior and Safety", then.AsNamedNow.Single().Name.Text);
        Assert.Equal("Ministry of the Interior and Safety", (await NamesAsync("2018-05")).AsNamedThen.Single().Name.Text);
        Assert.Equal("행정안전부", (await service.Organizations.GetOrganizationNamesAsync(new GetOrganizationNamesRequest { Name = "organizations/ministry", LanguageCode = "ko" }, service.Viewer)).AsNamedNow.Single().Name.Text);
        Assert.Equal(["date DATE_SYNTAX"], await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, () => NamesAsync("last year")));

        async Task<OrganizationNames> NamesAsync(string date) =>
            await service.Organizations.GetOrganizationNamesAsync(new GetOrganizationNamesRequest { Name = "organizations/ministry", Date = date }, service.Viewer);
    }

    [Fact]
    public async Task Lineage_goes_all_the_way_whichever_side_recorded_the_change()
    {
        await CreateOrganizationAsync("old", _ => { });
        await CreateOrganizationAsync("middle", o => o.Changes.Add(new OrganizationChange { Kind = OrganizationChangeKind.Merged, Predecessors = { "organizations/old" } }));
        await CreateOrganizationAsync("new", _ => { });
        await service.Organizations.UpdateOrganizationAsync(new UpdateOrganizationRequest
        {
            Organization = new Organization
            {
                Name = "organizations/middle",
                Changes =
                {
                    new OrganizationChange { Kind = OrganizationChangeKind.Merged, Predecessors = { "organizations/old" } },
                    new OrganizationChange { Kind = OrganizationChangeKind.Renamed, Successors = { "organizations/new" } },
                },
            },
        }, service.Editor);
        var newest = await service.Organizations.GetOrganizationNamesAsync(new GetOrganizationNamesRequest { Name = "organizations/new" }, service.Viewer);
        Assert.Equal(["organizations/middle", "organizations/old"], newest.Predecessors);
        var oldest = await service.Organizations.GetOrganizationNamesAsync(new GetOrganizationNamesRequest { Name = "organizations/old" }, service.Viewer);
        Assert.Equal(["organizations/middle", "organizations/new"], oldest.Successors);
    }

    [Fact]
    public async Task Readiness_is_the_last_survey_at_or_before_the_day_and_says_which()
    {
        var readiness = await service.Countries.GetReadinessAsync(new GetReadinessRequest { Name = "countries/KR", On = "2019-06-30" }, service.Viewer);
        Assert.Equal(("2018", 3, "2020"), (readiness.Indicator.Edition, readiness.Indicator.Rank, readiness.Next.Edition));
        Assert.Contains(readiness.Indicator.Parts, p => p.Key == "online_service_index");
        Assert.Null((await service.Countries.GetReadinessAsync(new GetReadinessRequest { Name = "countries/KR", On = "2002-12-31" }, service.Viewer)).Indicator);

        await service.Countries.UpdateCountryAsync(new UpdateCountryRequest
        {
            Country = new Country
            {
                Name = "countries/UY",
                OdaEligibility =
                {
                    new OdaEligibility { Status = OdaStatus.Eligible, Period = new DateValue { Edtf = "../2017-12-31" }, Source = "DAC list" },
                    new OdaEligibility { Status = OdaStatus.Graduated, Period = new DateValue { Edtf = "2018-01-01/.." }, Source = "DAC list" },
                },
            },
        }, service.Editor);
        Assert.Equal(OdaStatus.Graduated, (await service.Countries.GetReadinessAsync(new GetReadinessRequest { Name = "countries/UY", On = "2018-06-18" }, service.Viewer)).OdaEligibility.Single().Status);
        Assert.Equal(OdaStatus.Eligible, (await service.Countries.GetReadinessAsync(new GetReadinessRequest { Name = "countries/UY", On = "2016-01-01" }, service.Viewer)).OdaEligibility.Single().Status);
        Assert.Empty((await service.Countries.GetReadinessAsync(new GetReadinessRequest { Name = "countries/PE" }, service.Viewer)).OdaEligibility);
    }

    [Fact]
    public async Task Region_schemes_stand_side_by_side()
    {
        var peru = await service.Countries.GetCountryAsync(new GetRequest { Name = "countries/PE" }, service.Viewer);
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "M49:005", "DAC:489", "POLICY:" }, peru.Regions.Select(r => $"{r.Scheme}:{r.Code}").ToHashSet(StringComparer.Ordinal));
        var list = await service.Countries.ListCountriesAsync(new ListRequest { Filter = "regions:\"DAC:619\"" }, service.Viewer);
        Assert.Equal(["KG", "KZ", "TJ", "TM", "UZ"], list.Countries.Select(c => c.Iso2).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_post_not_seen_for_long_raises_the_alarm_until_it_is_seen_again()
    {
        await CreatePersonAsync("seen", new Person { Class = PersonClass.OfficeHolder, ClassReason = "director", Names = { new Name { Text = "Seen Person" } } });
        await CreateOrganizationAsync("seen-at", _ => { });
        await ObserveAsync("seen-2018", "2018-06-04");
        Assert.Equal(["positions/seen-2018"], await StaleAsync("2021-01-01"));
        Assert.Empty(await StaleAsync("2019-01-01"));
        await ObserveAsync("seen-2020", "2020-12-01");
        Assert.Empty(await StaleAsync("2021-01-01"));
        Assert.Equal(["positions/seen-2020"], await StaleAsync("2023-01-01"));

        async Task ObserveAsync(string id, string day) => await service.Positions.CreatePositionAsync(new CreatePositionRequest
        {
            PositionId = id,
            Position = new Position { Person = "people/seen", Organization = "organizations/seen-at", TitleAsPrinted = "Director", Rank = PositionRank.Director, Observed = new DateValue { Edtf = day } },
        }, service.Editor);
        async Task<IEnumerable<string>> StaleAsync(string on) =>
            (await service.Positions.ListStalePositionsAsync(new ListStalePositionsRequest { On = on }, service.Viewer)).Positions.Select(p => p.Name);
    }

    [Fact]
    public async Task A_private_person_is_found_by_exact_values_exported_whole_and_erased_for_good()
    {
        await CreatePersonAsync("erased", new Person
        {
            Class = PersonClass.Private,
            ClassReason = "trainee",
            Private = new PersonPrivate { Names = { new Name { Text = Secret } }, Emails = { "Quilla@Example.org" }, Phones = { "+51 1 234-567" } },
        });
        foreach (var text in new[] { "quilla  verborgen", "QUILLA@example.org", "511234567" })
        {
            Assert.Equal(["people/erased"], (await service.People.FindPeopleAsync(new FindPeopleRequest { Text = text }, service.Editor)).People.Select(p => p.Name));
        }

        Assert.Empty((await service.People.FindPeopleAsync(new FindPeopleRequest { Text = "Quilla" }, service.Editor)).People);
        var export = await service.People.ExportPersonAsync(new GetRequest { Name = "people/erased" }, service.Editor);
        Assert.Equal((Secret, 1), (export.Person.Private.Names[0].Text, export.History.Count));
        Assert.Contains(export.Reads, r => r.Method.EndsWith("FindPeople", StringComparison.Ordinal));

        var erased = await service.People.ErasePersonAsync(new EraseRequest { Name = "people/erased", Reason = "asked to be forgotten" }, service.Editor);
        Assert.Null(erased.Private);
        Assert.Empty((await service.People.FindPeopleAsync(new FindPeopleRequest { Text = Secret }, service.Editor)).People);
        Assert.Equal(0L, await service.Database.ScalarAsync<long>("select count(*) from person_key where name = 'people/erased'"));
        Assert.Equal(2L, await service.Database.ScalarAsync<long>("select count(*) from change where name = 'people/erased'"));
        Assert.Equal(1L, await service.Database.ScalarAsync<long>("select count(*) from read_audit where name = 'people/erased' and method like '%/ErasePerson'"));
        Assert.Equal(["reason REQUIRED"], await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () =>
            await service.People.ErasePersonAsync(new EraseRequest { Name = "people/erased" }, service.Editor)));

        await CreatePersonAsync("minister", new Person { Class = PersonClass.OfficeHolder, ClassReason = "minister", Names = { new Name { Text = "Minister Person" } } });
        Assert.Equal(["name PUBLIC_PERSON"], await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () =>
            await service.People.ErasePersonAsync(new EraseRequest { Name = "people/minister", Reason = "no" }, service.Editor)));
    }

    [Fact]
    public async Task A_partner_confirms_or_disputes_its_own_side_and_both_values_show()
    {
        var agreement = await service.Agreements.CreateAgreementAsync(new CreateAgreementRequest
        {
            AgreementId = "two-sided",
            Agreement = new Agreement
            {
                Kind = AgreementKind.Memorandum,
                Subject = "e-government",
                Parties = { new Party { Resource = "countries/KR" }, new Party { Resource = "countries/PY" } },
                Term = new DateValue { Edtf = "2017-09/2020-09" },
                Record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Shared, SharedWith = { "countries/PY" } } },
            },
        }, service.Editor);
        var partner = new Metadata { { "authorization", "Bearer " + TestIssuer.Token("py", [Role.Partner], ["countries/PY"]) } };
        var claim = new ClaimRequest { Name = agreement.Name, FieldPath = "term", ValueJson = """{"edtf":"2017-09/2022-09"}""", Claimant = "countries/PY", Reason = "five years by our copy" };
        var disputed = await service.Agreements.ClaimAgreementAsync(claim, partner);
        Assert.Equal("2017-09/2020-09", disputed.Term.Edtf);
        Assert.Equal([("", true), ("countries/PY", false)], disputed.Record.Claims.Select(c => (c.Claimant, c.Preferred)));
        Assert.Contains(disputed.Record.Warnings, w => w.Rule is "RIVAL_VALUES");

        var confirmed = await service.Agreements.ClaimAgreementAsync(new ClaimRequest { Name = agreement.Name, FieldPath = "term", Claimant = "countries/PY" }, partner);
        Assert.Equal(2, confirmed.Record.Claims.Count);
        Assert.DoesNotContain(confirmed.Record.Warnings, w => w.Rule is "RIVAL_VALUES");

        claim.Claimant = "countries/KR";
        await Refused.WithAsync(StatusCode.PermissionDenied, ErrorReason.PermissionDenied, async () => await service.Agreements.ClaimAgreementAsync(claim, partner));
        claim.Claimant = "countries/PY";
        claim.FieldPath = "nonsense";
        Assert.Contains("FIELD_PATH", string.Join(' ', await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () => await service.Agreements.ClaimAgreementAsync(claim, partner))), StringComparison.Ordinal);
    }

    private async Task CreateOrganizationAsync(string id, Action<Organization> change)
    {
        var organization = new Organization { Kind = OrganizationKind.Government };
        change(organization);
        if (organization.Names.Count == 0)
        {
            organization.Names.Add(new Name { Text = id });
        }

        await service.Organizations.CreateOrganizationAsync(new CreateOrganizationRequest { OrganizationId = id, Organization = organization }, service.Editor);
    }

    private async Task CreatePersonAsync(string id, Person person) =>
        await service.People.CreatePersonAsync(new CreatePersonRequest { PersonId = id, Person = person }, service.Editor);
}
