using Microsoft.Extensions.Logging;
using Xunit.Sdk;

namespace EGovPlatform.Testing.Tests;

public sealed class WaitTests
{
    [Fact]
    public async Task A_wait_ends_when_its_condition_holds()
    {
        var calls = 0;
        await Eventually.Async("the third call", () => ++calls == 3);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_wait_in_vain_says_what_for()
    {
        var e = await Assert.ThrowsAsync<XunitException>(() => Eventually.Async("the moon", () => false, TimeSpan.FromMilliseconds(50)));
        Assert.Contains("the moon", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_the_condition_is_not_waited_for() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Eventually.PassesAsync("nothing", () => throw new InvalidOperationException()));

    [Fact]
    public void An_error_in_the_log_fails_unless_it_was_announced()
    {
        using var logs = new LogCollector();
        var logger = logs.CreateLogger("tests");
        logger.LogWarning("fine");
        logs.Verify();
        logger.LogError("the pump {Name} broke", "A");
        Assert.Contains("the pump A broke", Assert.Throws<XunitException>(logs.Verify).Message, StringComparison.Ordinal);
        logs.Expect("pump A");
        logs.Verify();
    }
}
