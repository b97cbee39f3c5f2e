using System.Diagnostics;
using Xunit.Sdk;

namespace EGovPlatform.Testing;

/// <summary>Waits that have a limit and say what they waited for.</summary>
public static class Eventually
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the condition holds.</summary>
    /// <exception cref="XunitException">It did not hold in time.</exception>
    public static Task Async(string what, Func<Task<bool>> condition, TimeSpan? limit = null) =>
        PassesAsync(what, async () => Assert.True(await condition()), limit);

    /// <inheritdoc cref="Async(string, Func{Task{bool}}, TimeSpan?)"/>
    public static Task Async(string what, Func<bool> condition, TimeSpan? limit = null) =>
        Async(what, () => Task.FromResult(condition()), limit);

    /// <summary>Waits for a value that is not null.</summary>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> find, TimeSpan? limit = null)
        where T : class
    {
        T? found = null;
        await Async(what, async () => (found = await find()) is not null, limit);
        return found!;
    }

    /// <summary>Repeats assertions until they pass; the last failure is in the message.</summary>
    public static async Task PassesAsync(string what, Func<Task> assertions, TimeSpan? limit = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await assertions();
                return;
            }
            catch (Exception e) when (e is XunitException && Stopwatch.GetElapsedTime(started) < (limit ?? Default))
            {
                await Task.Delay(Pause, TestContext.Current.CancellationToken);
            }
            catch (XunitException e)
            {
                throw new XunitException($"Waited {(limit ?? Default).TotalSeconds} s for: {what}. {e.Message}", e);
            }
        }
    }
}
