using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Operator;
using EGovPlatform.Training.V1;
using Google.Protobuf;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>The mart depends on which changes there are, not on how they came.</summary>
public sealed class ProjectionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Order_and_repetition_change_nothing(int seed)
    {
        var changes = History();
        await using var straight = await MartUnderTest.CreateAsync();
        await straight.ApplyAsync(changes);

        var random = new Random(seed);
        var mixed = changes.Concat(changes.Where(_ => random.Next(3) == 0)).OrderBy(_ => random.Next()).ToList();
        await using var shuffled = await MartUnderTest.CreateAsync();
        await shuffled.ApplyAsync(mixed, batch: random.Next(1, 30));

        Assert.Equal(await straight.DigestAsync(), await shuffled.DigestAsync());
        Assert.Equal((await straight.OneAsync("attendance")).Sum, (await shuffled.OneAsync("attendance")).Sum);
    }

    [Fact]
    public async Task A_rebuilt_mart_equals_the_incremental_one_row_for_row()
    {
        var changes = History();
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(changes);
        var before = await mart.DigestAsync();
        await mart.ScalarAsync<long>("with gone as (delete from mart.agreement returning 1) select count(*) from gone");
        Assert.NotEqual(before, await mart.DigestAsync());

        var progress = new List<(long Done, long Total)>();
        var status = (ProjectionStatus?)await new Rebuild(mart.Source, ChangeLog.Pull(changes)).RunAsync((done, total) => Note(progress, done, total), CancellationToken.None);

        Assert.Equal(before, await mart.DigestAsync());
        Assert.Equal(before, status?.Digest);
        Assert.Equal((changes.Count, changes.Count), progress[^1]);
        Assert.Equal("3", (await mart.OneAsync("agreements")).Sum.Text);
        Assert.Equal("Facts and dimensions", (await mart.ScalarAsync<string>("select obj_description('mart'::regnamespace, 'pg_namespace')"))[..20]);
        Assert.Equal(6, await mart.ScalarAsync<long>("select count(*) from pg_class where relnamespace = 'mart'::regnamespace and relkind = 'v' and obj_description(oid) is not null"));
    }

    [Fact]
    public async Task A_rebuild_that_is_stopped_leaves_the_mart_as_it_was()
    {
        var changes = History();
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(changes);
        var before = await mart.DigestAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => new Rebuild(mart.Source, ChangeLog.Pull(changes)).RunAsync((_, _) => throw new OperationCanceledException(), CancellationToken.None));
        Assert.Equal(before, await mart.DigestAsync());

        await new Rebuild(mart.Source, ChangeLog.Pull(changes)).RunAsync((_, _) => Task.CompletedTask, CancellationToken.None);
        Assert.Equal(before, await mart.DigestAsync());
    }

    [Fact]
    public async Task A_swap_that_loses_a_deadlock_is_tried_again_with_all_that_came_meanwhile()
    {
        var changes = History();
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(changes);
        var before = await mart.DigestAsync();
        await using var once = mart.Source.CreateCommand("""
            create sequence swaps;
            alter function mart_swap() rename to mart_swap_itself;
            create function mart_swap() returns void language plpgsql as $$ begin
                if nextval('swaps') = 1 then raise exception using errcode = 'deadlock_detected'; end if;
                perform mart_swap_itself();
            end $$;
            """);
        await once.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // Only what is pulled for the swap goes to a position, and there the rest of the log comes.
        var early = changes.Where(c => c.Position <= 2).ToList();
        await new Rebuild(mart.Source, (service, after, limit, stop) => ChangeLog.Pull(limit < 500 ? changes : early)(service, after, limit, stop))
            .RunAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken);

        Assert.Equal(2, await mart.ScalarAsync<long>("select last_value from swaps"));
        Assert.Equal(before, await mart.DigestAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_person_who_becomes_private_is_taken_out_of_every_version(bool backwards)
    {
        var log = new ChangeLog();
        var person = new Person { Class = PersonClass.OfficeHolder, Names = { new Name { Text = "Maria Ejemplo", LanguageCode = "es" } }, Country = "countries/PE" };
        person.Record = new Record { Sources = { new FactSource { FieldPath = "names", Publication = "publications/p", Ground = "Maria Ejemplo" } } };
        log.Add("people/maria", person.Clone());
        person.Class = PersonClass.Private;
        log.Add("people/maria", person.Clone());
        if (backwards)
        {
            log.Changes.Reverse();
        }

        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(log.Changes, batch: 1);

        Assert.Equal(2, await mart.ScalarAsync<long>("select count(*) from mart.record where name = 'people/maria' and private"));
        Assert.Equal(0, await mart.ScalarAsync<long>("select count(*) from mart.record r where r::text ilike '%ejemplo%' or encode(r.body, 'escape') like '%Ejemplo%'"));
        Assert.Equal(0, await mart.ScalarAsync<long>("select (select count(*) from mart.fact_source) + (select count(*) from mart.person)"));
        Assert.Equal("0", (await mart.OneAsync("persons")).Sum.Text);
    }

    [Fact]
    public async Task Personal_parts_never_enter_the_mart()
    {
        var log = new ChangeLog();
        log.Add("courses/c/editions/e/participants/p", new Participant
        {
            Country = "countries/PE",
            Role = ParticipantRole.Trainee,
            Private = new ParticipantPrivate { Names = { new Name { Text = "Secreto" } } },
            Sealed = ByteString.CopyFromUtf8("sealedbytes"),
        });
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(log.Changes);

        Assert.Equal(0, await mart.ScalarAsync<long>("select count(*) from mart.record r where r::text ilike '%secreto%' or encode(r.body, 'escape') like '%Secreto%' or encode(r.body, 'escape') like '%sealedbytes%'"));
        Assert.Equal("countries/PE", await mart.ScalarAsync<string>("select countries[1] from mart.record"));
    }

    [Fact]
    public async Task A_record_that_is_the_same_as_another_is_counted_once()
    {
        var changes = Notices.Changes();
        var log = ChangeLog.After(changes);
        log.Add("delegations/may", new Delegation { State = DelegationState.Returned, Period = new DateValue { Edtf = "2018-05" } });
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync([.. changes, .. log.Changes]);
        Assert.Equal("2", (await mart.OneAsync("delegations")).Sum.Text);

        await mart.ApplyAsync([log.Add("links/same", new Link { From = "delegations/may", To = "delegations/latin-america-caravan-2018", Kind = LinkKind.SameAs })]);
        Assert.Equal("1", (await mart.OneAsync("delegations")).Sum.Text);
    }

    [Fact]
    public async Task What_was_deleted_is_not_counted()
    {
        var changes = Notices.Changes();
        var log = ChangeLog.After(changes);
        log.Add("agreements/mois-idb", Agreement.Parser.ParseFrom(changes.First(c => c.Name == "agreements/mois-idb").Body), deleted: true);
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync([.. changes, .. log.Changes]);
        Assert.Equal("2", (await mart.OneAsync("agreements")).Sum.Text);
    }

    /// <summary>Both notices, with corrections, a deletion and a person who becomes private.</summary>
    private static List<Change> History()
    {
        var changes = Notices.Changes();
        var log = ChangeLog.After(changes);
        foreach (var change in changes.Where(c => c.ResourceType == Engagement.Descriptor.FullName))
        {
            var engagement = Engagement.Parser.ParseFrom(change.Body);
            engagement.Topics.Add("corrected");
            log.Add(change.Name, engagement);
        }

        var person = Person.Parser.ParseFrom(changes.First(c => c.Name == "people/kang-kyung-wah").Body);
        person.Class = PersonClass.Private;
        log.Add(person.Name, person);
        log.Add("links/center-supports-san-isidro", Link.Parser.ParseFrom(changes.First(c => c.Name == "links/center-supports-san-isidro").Body), deleted: true);
        return [.. changes, .. log.Changes];
    }

    private static Task Note(List<(long, long)> progress, long done, long total)
    {
        progress.Add((done, total));
        return Task.CompletedTask;
    }
}
