using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>Series across kinds, and the editions nobody has on record.</summary>
public sealed class SeriesTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private SeriesService.SeriesServiceClient Series => new(fixture.Service.Channel(Role.Editor));

    [Theory]
    [InlineData(RhythmUnit.Year, 1, "1:2016 3:2018", "2 2017 Ordinal")]
    [InlineData(RhythmUnit.Year, 1, "3:2018", "1 2016 Ordinal, 2 2017 Ordinal")]
    [InlineData(RhythmUnit.Year, 1, "0:2015 0:2018", "0 2016 Rhythm, 0 2017 Rhythm")]
    [InlineData(RhythmUnit.Year, 2, "0:2014 0:2018", "0 2016 Rhythm")]
    [InlineData(RhythmUnit.Year, 1, "1:2015 2:2018", "")]
    [InlineData(RhythmUnit.Year, 1, "1:2015 3:2020", "2 [2015-12-31..2020-01-01] Ordinal")]
    [InlineData(RhythmUnit.Irregular, 0, "2:2018-06", "1 [..2018-06-01] Ordinal")]
    [InlineData(RhythmUnit.Quarter, 0, "0:2018-02 0:2018-08-01", "0 2018-34 Rhythm")]
    [InlineData(RhythmUnit.HalfYear, 0, "0:2017-03 0:2018-03", "0 2017-41 Rhythm")]
    [InlineData(RhythmUnit.Month, 0, "0:2018-11 0:2019-01", "0 2018-12 Rhythm")]
    [InlineData(RhythmUnit.Year, 1, "0:2015 0:2016/2017 0:2018", "0 2016 Rhythm, 0 2017 Rhythm")]
    [InlineData(RhythmUnit.Unknown, 0, "0:2015 0:2018", "")]
    public async Task What_must_or_should_exist_and_is_not_recorded_is_unknown(RhythmUnit unit, int every, string editions, string missing)
    {
        var series = new Series { Names = { new Name { Text = "Caravan" } }, Rhythm = new Rhythm { Unit = unit, Every = every } };
        foreach (var (i, edition) in editions.Split(' ').Index())
        {
            series.Editions.Add(new SeriesEdition { Key = $"e{i}", Ordinal = int.Parse(edition.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture), Date = new DateValue { Edtf = edition.Split(':')[1] } });
        }

        var stored = await Series.CreateSeriesAsync(new CreateSeriesRequest { Series = series });
        Assert.Equal(missing, string.Join(", ", stored.Missing.Select(m => $"{m.Ordinal} {m.Expected.Edtf} {m.Ground}")));
    }

    [Fact]
    public async Task Editions_of_different_kinds_fill_the_gaps()
    {
        var engagement = await new EngagementService.EngagementServiceClient(fixture.Service.Channel(Role.Editor)).CreateEngagementAsync(new CreateEngagementRequest { Engagement = new Engagement { Kind = EngagementKind.Forum } });
        var series = new Series
        {
            Names = { new Name { Text = "Across kinds" } },
            Editions =
            {
                new SeriesEdition { Key = "third", Ordinal = 3, Resource = engagement.Name },
                new SeriesEdition { Key = "first", Ordinal = 1, Resource = "courses/advanced-egov/editions/2016" },
            },
        };
        var stored = await Series.CreateSeriesAsync(new CreateSeriesRequest { Series = series });
        Assert.Equal([2], stored.Missing.Select(m => m.Ordinal));
        Assert.Equal([stored.Name], (await Series.ListSeriesAsync(new ListRequest { Filter = $"missing > 0 editions:\"{engagement.Name}\"" })).Series.Select(s => s.Name));

        stored.Editions.Add(new SeriesEdition { Key = "second", Ordinal = 2, Cancelled = true, AsPrinted = "not held" });
        var whole = await Series.UpdateSeriesAsync(new UpdateSeriesRequest { Series = stored });
        Assert.Empty(whole.Missing);

        stored.Editions.Add(new SeriesEdition { Key = "second", Resource = engagement.Name });
        stored.Editions.Add(new SeriesEdition { Key = "empty", Ordinal = 0 });
        stored.Etag = "";
        Assert.Equal([("editions[3].key", "DUPLICATE"), ("editions[3].resource", "DUPLICATE"), ("editions[4]", "REQUIRED")], await Refused.InvalidAsync(() => Series.UpdateSeriesAsync(new UpdateSeriesRequest { Series = stored })));
    }
}
