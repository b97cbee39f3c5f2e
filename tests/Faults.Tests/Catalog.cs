using System.Globalization;
using Aspire.Hosting.Native;
using EGovPlatform.Resources;
using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>The faults that one machine can hold, drawn at random.</summary>
internal sealed class Catalog(Installation site, Broker broker)
{
    /// <summary>Clocks within what Access:ClockSkew allows by default, 30 s: tokens count everywhere.</summary>
    private const int MaxClockError = 20;

    private static readonly Task Done = Task.CompletedTask;
    private static readonly TimeSpan Sluggish = TimeSpan.FromMilliseconds(150);

    private static readonly (string Point, string[] Services)[] CrashPlaces =
    [
        (CrashPoints.Committed, ["countries", "activities"]),
        (CrashPoints.Published, ["countries", "activities"]),
        (CrashPoints.Applied, ["reporting", "activities", "countries"]),
    ];

    /// <summary>A fault somewhere; the same random numbers give the same fault.</summary>
    public Fault Draw(Random random)
    {
        var replica = site.All[random.Next(site.All.Count)];
        return random.Next(22) switch
        {
            0 or 1 => new("F1", $"kill {replica.Name}", replica.Name, replica.KillAsync, () => RestartAsync(replica)),
            2 => new("F17", $"stop {replica.Name} in order", replica.Name, replica.StopAsync, () => RestartAsync(replica)),
            3 => new("F9", $"freeze {replica.Name}", replica.Name, Now(replica.Freeze), () => ThawAsync(replica)),
            4 => new("F2", "kill the broker", "rabbitmq", site.Rabbit.KillSettledAsync, () => site.Rabbit.StartAgainAsync()),
            5 => new("F2", "wipe the broker", "rabbitmq", broker.WipeAsync, () => site.Rabbit.StartAgainAsync()),
            6 => new("F3", "alarm of the broker's memory", "rabbitmq", () => site.Rabbit.ControlAsync(["set_vm_memory_high_watermark", "0"]), () => site.Rabbit.ControlAsync(["set_vm_memory_high_watermark", "0.4"])),
            7 => new("F4", "kill Redis, which forgets all", "redis", site.Redis.KillAsync, () => site.Redis.StartAgainAsync()),
            8 => new("F5", "kill PostgreSQL", "postgres", site.Postgres.KillAsync, () => site.Postgres.StartAgainAsync()),
            9 => new("F5", "PostgreSQL is silent to all", "postgres", Now(() => Each("postgres", l => l.Silence())), Now(() => Each("postgres", l => l.Heal()))),
            10 => OnLink(replica, random, "F7", "silence", link => link.Silence()),
            11 => OnLink(replica, random, "F7", "cut", link => link.Cut()),
            12 => OnLink(replica, random, "F8", "slow", link => link.Slow(TimeSpan.FromMilliseconds(50))),
            13 => new("F6", "PostgreSQL's disk is full", "postgres", Now(site.Disks.Postgres.Fill), FreePostgresAsync),
            14 => new("F6", "the broker's disk is full", "rabbitmq", Now(site.Disks.Rabbit.Fill), FreeBrokerAsync),
            15 => new("F10", "Reporting is slow", "reporting", Now(() => EachOf("reporting", l => l.Slow(Sluggish))), Now(() => EachOf("reporting", l => l.Heal()))),
            16 => OffClock(replica, random),
            17 => OutOfMemory(replica),
            18 => PostgresCannotFlush(),
            19 or 20 => Crash(random),
            _ => random.Next(2) == 0
                ? new("F11", "messages that cannot be read", "messages", broker.PoisonAsync, () => Done)
                : new("F12", "messages of before, again and in any order", "messages", () => broker.RepeatAsync(random), () => Done),
        };
    }

    private static Fault OnLink(Replica replica, Random random, string id, string what, Action<Link> act)
    {
        var way = replica.Links.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(replica.Links.Count));
        var link = replica.Links[way];
        return new(id, $"{what} {way} of {replica.Name}", $"{replica.Name} {way}", Now(() => act(link)), Now(link.Heal));
    }

    private static Fault OffClock(Replica replica, Random random)
    {
        var ahead = random.Next(-MaxClockError, MaxClockError + 1);
        return new("F13", string.Create(CultureInfo.InvariantCulture, $"the clock of {replica.Name} is {ahead} s ahead"), "clock", Now(() => replica.Clock.Set(TimeSpan.FromSeconds(ahead))), Now(() => replica.Clock.Set(TimeSpan.Zero)));
    }

    private static Fault OutOfMemory(Replica replica)
    {
        var limit = new MemoryLimit(replica);
        return new("F18", $"no more memory for {replica.Name}", replica.Name, Now(limit.Set), limit.LiftAsync);
    }

    private Fault PostgresCannotFlush()
    {
        var disk = new BrokenDisk(site.Postgres);
        return new("F19", "PostgreSQL's disk fails to write", "postgres", disk.BreakAsync, disk.MendAsync);
    }

    // The process that leads the log may be the other one; then this is a restart and a kill.
    private Fault Crash(Random random)
    {
        var (point, services) = CrashPlaces[random.Next(CrashPlaces.Length)];
        var service = services[random.Next(services.Length)];
        var chosen = site.All.Where(r => r.Service == service).ElementAt(random.Next(site.All.Count(r => r.Service == service)));
        var time = random.Next(1, 6);
        return new("F20", string.Create(CultureInfo.InvariantCulture, $"{chosen.Name} dies at '{point}', time {time}"), chosen.Name, () => ArmAsync(chosen, point, time), () => DisarmAsync(chosen));
    }

    private static async Task ArmAsync(Replica replica, string point, int time)
    {
        await replica.StopAsync();
        replica.Start(string.Create(CultureInfo.InvariantCulture, $"{point}:{time}"));
    }

    private static async Task DisarmAsync(Replica replica)
    {
        await replica.KillAsync();
        await RestartAsync(replica);
    }

    private async Task FreePostgresAsync()
    {
        site.Disks.Postgres.Free();
        await site.Postgres.ReviveAsync();
    }

    // A queue that could not write may stay broken after a start too, and the broker holds nothing that is not sent again: operators start it empty.
    private async Task FreeBrokerAsync()
    {
        site.Disks.Rabbit.Free();
        await broker.WipeAsync();
        await site.Rabbit.StartAgainAsync();
    }

    private static async Task RestartAsync(Replica replica)
    {
        replica.Start();
        await replica.ReadyAsync();
    }

    private static async Task ThawAsync(Replica replica)
    {
        replica.Thaw();
        await replica.ReadyAsync();
    }

    private static Func<Task> Now(Action act) => () =>
    {
        act();
        return Done;
    };

    private void EachOf(string service, Action<Link> act)
    {
        foreach (var replica in site.All.Where(r => r.Service == service))
        {
            act(replica.Links["postgres"]);
        }
    }

    private void Each(string way, Action<Link> act)
    {
        foreach (var replica in site.All)
        {
            act(replica.Links[way]);
        }
    }
}
