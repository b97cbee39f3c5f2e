using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using EGovPlatform.Values;

namespace EGovPlatform.Countries.Tests;

/// <summary>The second data set: made up, said to be so, valid, and private where it is.</summary>
public sealed class MadeUpTests(CountriesFixture service) : IClassFixture<CountriesFixture>
{
    private const string PrivateName = "Zzprivate";

    private static readonly List<SampleRecord> Records = SampleFiles.Read("made-up");

    [Fact]
    public void At_least_thirty_records_are_valid_and_rest_on_earlier_ones()
    {
        Assert.True(Records.Count >= 30);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, message) in Records.Select(r => (r.Name, r.Message)))
        {
            Assert.True(known.Add(name), name);
            Assert.True(ResourceCatalog.Of(message.Descriptor).Pattern.Matches(name), name);
            ValueNormalizer.Normalize(message);
            Assert.Empty(ValueValidator.Validate(message).Select(v => $"{name} {v.FieldPath} {v.Rule}"));
            Assert.Empty(SampleFiles.References(message).Where(n => !n.StartsWith("countries/", StringComparison.Ordinal) && !known.Contains(n)).Select(n => $"{name}: {n}"));
        }
    }

    [Fact]
    public void Every_publication_says_that_it_is_made_up() => Assert.All(Records.Where(r => r.Message is Publication), r =>
        Assert.StartsWith("Made up", ((Publication)r.Message).Title, StringComparison.Ordinal));

    [Fact]
    public void Every_fact_has_a_paragraph_of_the_texts()
    {
        var texts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "made-up", "texts")).ToDictionary(f => "publications/made-up-" + Path.GetFileNameWithoutExtension(f), File.ReadAllLines, StringComparer.Ordinal);
        Assert.All(Records, r => Assert.NotEmpty(r.Record.Sources));
        Assert.All(Records.SelectMany(r => r.Record.Sources.Concat(r.Record.Claims.Select(c => c.Source))), source =>
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(texts[source.Publication][source.Paragraph]))), source.Digest));
    }

    [Fact]
    public void Sources_that_disagree_leave_the_day_empty()
    {
        var workshop = Records.Single(r => r.Name == "engagements/made-up-jordan-fiji-workshop-2022");
        Assert.Equal("", SampleFiles.Json(workshop.Message, "date"));
        Assert.Contains("RIVAL_VALUES", ValueWarnings.For(workshop.Message).Select(w => w.Rule));
    }

    [Fact]
    public async Task Records_go_in_and_the_private_person_stays_private()
    {
        Assert.NotEmpty(await SampleImport.WriteAsync(service.Service, "made-up", "egov.countries.v1"));
        var changes = await service.Database.ScalarAsync<long>("select count(*) from change");
        await SampleImport.WriteAsync(service.Service, "made-up", "egov.countries.v1");
        Assert.Equal(changes, await service.Database.ScalarAsync<long>("select count(*) from change"));

        Assert.Equal("people/made-up-private", await SampleImport.WriteOneAsync(service.Service, "made-up/private/person.json"));
        Assert.Equal(0, await service.Database.ScalarAsync<long>($"select count(*) from people where position('{PrivateName}'::bytea in body) > 0"));
        Assert.Equal(0, await service.Database.ScalarAsync<long>($"select count(*) from change where position('{PrivateName}'::bytea in body) > 0"));
        var seen = await service.People.GetPersonAsync(new GetRequest { Name = "people/made-up-private" }, service.Viewer);
        Assert.Null(seen.Private);
        Assert.Empty(seen.Names);
        var mine = await service.People.GetPersonAsync(new GetRequest { Name = "people/made-up-private" }, service.Editor);
        Assert.Contains(PrivateName, mine.Private.Names[0].Text, StringComparison.Ordinal);

        var kims = await service.People.ListPeopleAsync(new ListRequest { Filter = "\"김민준\"" }, service.Viewer);
        Assert.Equal(2, kims.People.Count);
    }
}
