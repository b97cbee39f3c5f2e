using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.ReportingService.Operator;
using Npgsql;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>A program that reads the mart with a login of its own sees what anyone may see, and changes nothing.</summary>
public sealed class ReaderRoleTests : IAsyncLifetime
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private readonly ChangeLog log = new();
    private MartUnderTest mart = null!;

    public async ValueTask InitializeAsync()
    {
        mart = await MartUnderTest.CreateAsync();
        Engagement("open", new Visibility { Level = VisibilityLevel.Public });
        Engagement("internal", new Visibility { Level = VisibilityLevel.Internal });
        Engagement("nobody-said", null);
        Engagement("shared", new Visibility { Level = VisibilityLevel.Shared, SharedWith = { "countries/PE" } });
        Engagement("later", new Visibility { Level = VisibilityLevel.Embargoed, Until = Day(Today.AddDays(2)) });
        Engagement("since", new Visibility { Level = VisibilityLevel.Embargoed, Until = Day(Today.AddDays(-2)) });
        Engagement("withdrawn", new Visibility { Level = VisibilityLevel.Public });
        Engagement("withdrawn", new Visibility { Level = VisibilityLevel.Internal });
        Engagement("gone", new Visibility { Level = VisibilityLevel.Public });
        Engagement("gone", new Visibility { Level = VisibilityLevel.Public }, deleted: true);
        var person = new Person { Class = PersonClass.OfficeHolder, Names = { new Name { Text = "Maria Ejemplo" } }, Record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Public } } };
        log.Add("people/maria", person.Clone());
        person.Class = PersonClass.Private;
        log.Add("people/maria", person);
        await mart.ApplyAsync(log.Changes);
    }

    public ValueTask DisposeAsync() => mart.DisposeAsync();

    [Fact]
    public async Task Sees_what_anyone_may_see_before_and_after_a_rebuild()
    {
        string[] seen = ["engagements/open", "engagements/since"];
        Assert.Equal(seen, await AsReaderAsync("select name from mart.record order by name"));
        await new Rebuild(mart.Source, ChangeLog.Pull(log.Changes)).RunAsync((_, _) => Task.CompletedTask, CancellationToken.None);
        foreach (var table in new[] { "record", "head", "latest", "engagement", "attendance", "stated_count", "topic" })
        {
            Assert.Equal(seen, await AsReaderAsync($"select distinct name from mart.{table} order by name"));
        }
    }

    [Fact]
    public async Task No_table_or_view_shows_more()
    {
        var tables = await AsReaderAsync("select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'name' where c.relnamespace = 'mart'::regnamespace and c.relkind in ('r', 'v')");
        Assert.InRange(tables.Count, 40, int.MaxValue);
        foreach (var table in tables)
        {
            Assert.DoesNotContain(await AsReaderAsync($"select distinct name from mart.{table}"), n => n is not ("engagements/open" or "engagements/since"));
        }
    }

    [Theory]
    [InlineData("delete from mart.record")]
    [InlineData("insert into mart.level values ('engagements/x', 1, 'HIGH')")]
    [InlineData("update mart.head set visibility = 'PUBLIC'")]
    [InlineData("create table mart.mine (a int)")]
    [InlineData("create table public.mine (a int)")]
    [InlineData("select * from public.change")]
    [InlineData("select * from public.person_key")]
    [InlineData("drop policy reader on mart.record")]
    public async Task Changes_nothing_and_reads_nothing_else(string sql)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => AsReaderAsync(sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    private void Engagement(string id, Visibility? visibility, bool deleted = false) => log.Add($"engagements/{id}", new Engagement
    {
        State = EngagementState.Held,
        Titles = { new Name { Text = id } },
        Attendance = { new Count { Value = 10, Basis = CountBasis.Attended } },
        Topics = { id },
        Record = new Record { Visibility = visibility },
    }, deleted);

    private async Task<List<string>> AsReaderAsync(string sql)
    {
        var login = $"reader_{Environment.ProcessId}_{Guid.NewGuid():N}";
        await using var admin = await mart.Source.OpenConnectionAsync();
        await ExecuteAsync(admin, $"create role {login} login password 'reader' in role egov_mart_reader");
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(mart.ConnectionString) { Username = login, Password = "reader", Pooling = false };
            await using var reader = new NpgsqlConnection(settings.ConnectionString);
            await reader.OpenAsync();
            await using var command = new NpgsqlCommand(sql, reader);
            await using var rows = await command.ExecuteReaderAsync();
            var found = new List<string>();
            while (await rows.ReadAsync())
            {
                found.Add(rows.GetString(0));
            }

            return found;
        }
        finally
        {
            await ExecuteAsync(admin, $"drop role {login}");
        }
    }

    private static DateValue Day(DateOnly day) => new() { Edtf = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) };

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
