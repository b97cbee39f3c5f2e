using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace EGovPlatform.Countries.Tests;

/// <summary>A client that got no answer repeats its request, while the first may still be under way.</summary>
public sealed class RepetitionTests(CountriesFixture service) : IClassFixture<CountriesFixture>
{
    [Fact]
    public async Task A_repetition_beside_the_first_has_its_answer_and_is_no_conflict()
    {
        var agreement = await service.Agreements.CreateAgreementAsync(
            new CreateAgreementRequest { Agreement = new Agreement { Kind = AgreementKind.Memorandum, Subject = "1", Parties = { new Party { Resource = "countries/KR" }, new Party { Resource = "countries/UY" } } } },
            service.Editor);
        var raise = new UpdateAgreementRequest
        {
            Agreement = new Agreement { Name = agreement.Name, Etag = agreement.Etag, Subject = "2" },
            UpdateMask = FieldMask.FromString("subject"),
            RequestId = Guid.NewGuid().ToString(),
        };

        List<Task<Agreement>> both;
        await using (var holder = await service.Database.OpenAsync())
        {
            await using var held = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var hold = new NpgsqlCommand("select from agreements where name = $1 for update", holder) { Parameters = { new() { Value = agreement.Name } } })
            {
                await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }

            both = [.. Enumerable.Range(0, 2).Select(_ => service.Agreements.UpdateAgreementAsync(raise, service.Editor).ResponseAsync)];
            await Eventually.Async("both to wait for the row", async () => await service.Database.ScalarAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 2);
            await held.CommitAsync(TestContext.Current.CancellationToken);
        }

        Assert.All(await Task.WhenAll(both), answer => Assert.Equal(("2", "\"2\""), (answer.Subject, answer.Etag)));
    }
}
