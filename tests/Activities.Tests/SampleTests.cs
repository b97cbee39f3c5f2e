using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>The records of the sample files that this service owns go in as they are.</summary>
public sealed class SampleTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    [Theory]
    [InlineData("notices")]
    [InlineData("made-up")]
    public async Task Every_record_is_stored_and_a_second_time_changes_nothing(string folder)
    {
        Assert.NotEmpty(await SampleImport.WriteAsync(fixture.Service, folder, "egov.activities.v1"));

        var changes = await fixture.Database.ScalarAsync<long>("select count(*) from change");
        await SampleImport.WriteAsync(fixture.Service, folder, "egov.activities.v1");
        Assert.Equal(changes, await fixture.Database.ScalarAsync<long>("select count(*) from change"));
    }
}
