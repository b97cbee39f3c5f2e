using EGovPlatform.Testing;

namespace EGovPlatform.Training.Tests;

/// <summary>The records of the sample files that this service owns go in as they are.</summary>
public sealed class SampleTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    [Theory]
    [InlineData("notices")]
    [InlineData("made-up")]
    public async Task Every_record_is_stored_and_a_second_time_changes_nothing(string folder)
    {
        Assert.NotEmpty(await SampleImport.WriteAsync(fixture.Service, folder, "egov.training.v1"));

        var changes = await fixture.Database.ScalarAsync<long>("select count(*) from change");
        await SampleImport.WriteAsync(fixture.Service, folder, "egov.training.v1");
        Assert.Equal(changes, await fixture.Database.ScalarAsync<long>("select count(*) from change"));
    }

    [Fact]
    public async Task Name_of_a_made_up_trainee_is_stored_only_sealed()
    {
        await SampleImport.WriteAsync(fixture.Service, "made-up", "egov.training.v1");
        var name = await SampleImport.WriteOneAsync(fixture.Service, "made-up/private/participant.json");

        Assert.Equal(1, await fixture.Database.ScalarAsync<long>($"select count(*) from participants where name = '{name}'"));
        Assert.Equal(0, await fixture.Database.ScalarAsync<long>("select count(*) from participants where position('Zzprivate'::bytea in body) > 0"));
        Assert.Equal(0, await fixture.Database.ScalarAsync<long>("select count(*) from change where position('Zzprivate'::bytea in body) > 0"));
    }
}
