using Npgsql;

namespace EGovPlatform.ActivitiesService.Credits;

/// <summary>
/// Ways between records, as credit follows them: from a part to what it is part of. A session is part of its edition and
/// course by its name, an engagement of its delegation and program by its fields, and links say the rest.
/// </summary>
internal static class CreditPaths
{
    private const int MaxSteps = 8;

    // Links that say of what a record was a part, a stage, an edition or a consequence.
    private const string Edges = """
        edge(name, parent) as (
            select "from", "to" from links where delete_time is null and kind in ('PART_OF', 'UNDER', 'EDITION_OF', 'FIRST_STAGE_OF', 'FOLLOW_UP_OF')
            union select name, program from projects where program <> '' and delete_time is null
            union select name, round from projects where round <> '' and delete_time is null
            union select name, program from rounds where program <> '' and delete_time is null
            union select name, parent_program from programs where parent_program <> '' and delete_time is null
            union select name, program from delegations where program <> '' and delete_time is null
            union select name, delegation from engagements where delegation <> '' and delete_time is null
            union select name, program from engagements where program <> '' and delete_time is null
            union select name, parent_engagement from engagements where parent_engagement <> '' and delete_time is null
            union select name, project from expert_dispatches where project <> '' and delete_time is null)
        """;

    // A record nested below another: courses/c/editions/e below courses/c.
    private static readonly string Up = $"""
        with recursive {Edges},
        up(name, path) as (
            select r, array[r] from unnest($1::text[]) as r
            union all
            select step.parent, up.path || step.parent from up
            cross join lateral (
                select parent from edge where edge.name = up.name
                union select regexp_replace(up.name, '/[^/]+/[^/]+$', '') where up.name ~ '^[^/]+/[^/]+/[^/]+/[^/]+') step
            where step.parent <> all(up.path) and cardinality(up.path) < {MaxSteps})
        select distinct on (name) name, path from up order by name, cardinality(path), path
        """;

    private static readonly string Down = $"""
        with recursive {Edges},
        down(name, depth) as (
            select $1::text, 1
            union
            select edge.name, down.depth + 1 from down join edge on edge.parent = down.name or starts_with(edge.parent, down.name || '/')
            where down.depth < {MaxSteps})
        select distinct name from down order by name
        """;

    /// <summary>The records and all they are part of, each with the shortest way there.</summary>
    public static async Task<IReadOnlyList<(string Name, string[] Path)>> UpAsync(NpgsqlConnection connection, string[] names, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Up, connection) { Parameters = { new() { Value = names } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(string, string[])>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add((reader.GetString(0), reader.GetFieldValue<string[]>(1)));
        }

        return found;
    }

    /// <summary>The record and all that is part of it. What is nested below one of them belongs to it too.</summary>
    public static async Task<string[]> DownAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Down, connection) { Parameters = { new() { Value = name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(reader.GetString(0));
        }

        return [.. found];
    }
}
