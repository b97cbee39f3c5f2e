using EGovPlatform.Messaging.Consumers;
using EGovPlatform.Messaging.Relay;
using EGovPlatform.Resources.Changes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Sdk;

namespace EGovPlatform.Messaging.Tests.Simulation;

public sealed class SimulationTests
{
    private const int Seeds = 5_000;
    private static readonly TimeSpan Healing = TimeSpan.FromMinutes(10);

    [Fact]
    public void Whatever_fails_every_change_is_applied_once_and_in_order()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                Run(seed);
            }
            catch (Exception e)
            {
                throw new XunitException($"Seed {seed}: {e.Message}", e);
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_run() => Assert.Equal(Run(7), Run(7));

    private static long Run(int seed)
    {
        var scheduler = new Scheduler(seed);
        var world = new World(scheduler);
        var writing = true;

        scheduler.Start(() => GuardAsync(async () =>
        {
            for (var left = scheduler.Random.Next(20, 200); left > 0; left--)
            {
                world.Write();
                await scheduler.PauseAsync(scheduler.Chance(0.1) ? 3000 : 10);
            }
            writing = false;
        }));
        scheduler.Start(() => GuardAsync(() => RelaysAsync(scheduler, world)));
        scheduler.Start(() => GuardAsync(() => ConsumersAsync(scheduler, world)));

        scheduler.RunUntil(() => !writing || world.Broken is not null, TimeSpan.FromHours(1));
        world.Faulty = false;
        var healed = scheduler.RunUntil(
            () => world.Broken is not null || (world.Reached == world.Log.Count && world.RelayPosition == world.Log.Count), Healing);

        Assert.Null(world.Broken);
        Assert.True(healed, $"Of {world.Log.Count} changes the relay took {world.RelayPosition} and the consumer {world.Reached}.");
        Assert.Equal(world.Log.Where(c => c.Reason != "unreadable").Select(c => c.Position), world.Applied);
        Assert.Equal(world.Log.Where(c => c.Reason == "unreadable").Select(c => c.Position), world.ParkedIn.Order());
        Assert.Equal(world.Log.Where(c => c.Reason == "unsendable").Select(c => c.Position), world.ParkedOut.Order());
        return scheduler.Fingerprint;

        async Task GuardAsync(Func<Task> work)
        {
            try
            {
                await work();
            }
            catch (Exception e)
            {
                world.Broken ??= e;
            }
        }
    }

    /// <summary>One relay after the other; a killed one may still act while the next works.</summary>
    private static async Task RelaysAsync(Scheduler scheduler, World world)
    {
        while (true)
        {
            var process = new World.Process(world, scheduler);
            var relay = new ChangeRelay(process, process, scheduler.Time, NullLogger<ChangeRelay>.Instance);
            var running = relay.RunAsync(new ChangeSignal(scheduler.Time), CancellationToken.None, scheduler.Random);
            do
            {
                await Task.WhenAny(running, scheduler.PauseAsync(5000));
                if (running.IsFaulted)
                {
                    await running;
                }
            }
            while (!world.Faulty || scheduler.Chance(0.6));
            process.Killed = true;
        }
    }

    private static async Task ConsumersAsync(Scheduler scheduler, World world)
    {
        while (true)
        {
            var process = new World.Process(world, scheduler);
            var follower = new SourceFollower("countries", process, process.PullAsync, scheduler.Time, NullLogger.Instance);
            var running = follower.RunAsync(CancellationToken.None, scheduler.Random);
            do
            {
                if (world.Faulty && scheduler.Chance(0.01))
                {
                    world.Wipe();
                }
                if (world.Deliver() is { } message)
                {
                    scheduler.Start(() => follower.ReceiveAsync(message.Changes, CancellationToken.None));
                }
                await Task.WhenAny(running, scheduler.PauseAsync(50));
                if (running.IsFaulted)
                {
                    await running;
                }
            }
            while (!world.Faulty || scheduler.Chance(0.98));
            process.Killed = true;
        }
    }
}
