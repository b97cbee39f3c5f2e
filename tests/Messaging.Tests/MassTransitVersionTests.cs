namespace EGovPlatform.Messaging.Tests;

public sealed class MassTransitVersionTests
{
    [Fact]
    public void No_assembly_is_of_the_commercial_version_9()
    {
        var versions = Directory.GetFiles(AppContext.BaseDirectory, "MassTransit*.dll")
            .Select(System.Reflection.AssemblyName.GetAssemblyName)
            .ToList();
        Assert.NotEmpty(versions);
        Assert.All(versions, assembly => Assert.Equal(8, assembly.Version!.Major));
    }
}
