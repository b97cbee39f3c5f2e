using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using EGovPlatform.Values;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

using Program = EGovPlatform.Activities.V1.Program;

/// <summary>Rows are chosen by the same rule as records: every reader, every visibility, every day.</summary>
public sealed class VisibilityTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private static readonly string[] Names = ["countries/PE", "countries/PY", "organizations/idb"];

    private static readonly string[] Ends = ["", "2018-06-04", "2018-06", "2018-06-04~", "2018-06-01/..", "[2018-06-03,2018-06-05]", "../2018-06-04"];

    private static readonly DateOnly[] Days = [.. Enumerable.Range(0, 40).Select(i => new DateOnly(2018, 5, 28).AddDays(i))];

    private static readonly string[] Workspaces = ["", "health", "another government"];

    private static IEnumerable<Visibility?> Visibilities =>
    [
        null,
        new Visibility(),
        new Visibility { Level = VisibilityLevel.Internal },
        new Visibility { Level = VisibilityLevel.Public },
        .. Names.Select(n => new Visibility { Level = VisibilityLevel.Shared, SharedWith = { n } }),
        new Visibility { Level = VisibilityLevel.Shared, SharedWith = { Names } },
        .. Ends.Select(e => new Visibility { Level = VisibilityLevel.Embargoed, Until = new DateValue { Edtf = e } }),
        new Visibility { Level = VisibilityLevel.Embargoed },
    ];

    private static IEnumerable<Caller> Callers =>
        from role in System.Enum.GetValues<Role>()
        from countries in new string[][] { [], ["PE"], ["countries/PE"], ["countries/PE", "countries/PY"] }
        from organizations in new string[][] { [], ["organizations/idb"] }
        from workspace in Workspaces
        select new Caller("someone", new HashSet<Role> { role }, countries, organizations, "") { Workspace = workspace };

    [Fact]
    public async Task Lists_and_reads_agree_for_every_reader()
    {
        var stored = new List<Program>();
        foreach (var (visibility, workspace) in Visibilities.SelectMany(v => Workspaces.Select(w => (v, w))))
        {
            var programs = new ProgramService.ProgramServiceClient(fixture.Service.ChannelWith(TestIssuer.WorkspaceToken(workspace, Role.Editor)));
            var program = new Program { Names = { new Name { Text = "visible" } }, Record = new Record { Visibility = visibility } };
            stored.Add(await programs.CreateProgramAsync(new CreateProgramRequest { Program = program }));
        }

        await using var connection = new Npgsql.NpgsqlConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var caller in Callers)
        {
            foreach (var day in Visible.IsEverything(caller) ? Days[..1] : Days.Where((_, i) => i % 3 == 0 || i is > 5 and < 10))
            {
                var reader = new Reader(caller.Roles, caller.Countries.Concat(caller.Organizations).ToHashSet(StringComparer.Ordinal)) { Workspace = caller.Workspace };
                var expected = stored.Where(p => VisibilityRules.CanRead(p.Record.Visibility, reader, day, p.Record.Workspace)).Select(p => p.Name).Order(StringComparer.Ordinal);
                Assert.Equal(expected, await SelectAsync(connection, caller, day));
                Assert.All(stored, p => Assert.Equal(VisibilityRules.CanRead(p.Record.Visibility, reader, day, p.Record.Workspace), Visible.To(caller, p.Record, day)));
            }
        }
    }

    [Fact]
    public async Task An_operator_reads_what_is_public_and_nothing_else()
    {
        var editor = new ProgramService.ProgramServiceClient(fixture.Service.Channel(Role.Editor));
        var hidden = await editor.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "Hidden: matter" } } } });
        var shown = await editor.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "hidden matter, shown" } }, Record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Public } } } });
        var operators = new ProgramService.ProgramServiceClient(fixture.Service.Channel(Role.Operator));

        Assert.Equal([shown.Name], (await operators.ListProgramsAsync(new ListRequest { Filter = "HIDDEN matter" })).Programs.Select(p => p.Name));
        Assert.Equal(2, (await editor.ListProgramsAsync(new ListRequest { Filter = "\"hidden, MATTER\"" })).Programs.Count);
        Assert.Empty((await editor.ListProgramsAsync(new ListRequest { Filter = "\"...\"" })).Programs);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await operators.GetProgramAsync(new GetRequest { Name = hidden.Name }));
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    private static async Task<List<string>> SelectAsync(Npgsql.NpgsqlConnection connection, Caller caller, DateOnly day)
    {
        var sql = new SqlText().Add("select name from programs where search like 'visible%'");
        Visible.Where(sql, caller, day);
        await using var command = sql.Command(connection);
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
