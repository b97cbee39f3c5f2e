using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>The faults that one machine can hold, drawn at random.</summary>
internal sealed class Catalog(Installation site, Broker broker)
{
    private static readonly Task Done = Task.CompletedTask;

    /// <summary>A fault somewhere; the same random numbers give the same fault.</summary>
    public Fault Draw(Random random)
    {
        var replica = site.All[random.Next(site.All.Count)];
        return random.Next(14) switch
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

    private void Each(string way, Action<Link> act)
    {
        foreach (var replica in site.All)
        {
            act(replica.Links[way]);
        }
    }
}
