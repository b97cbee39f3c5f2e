using EGovPlatform.SystemTests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(ClassOrder))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace EGovPlatform.SystemTests;

/// <summary>One platform serves all classes: those that add records come after those that count them, and the one that takes it down last.</summary>
public sealed class ClassOrder : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => c.TestCollectionDisplayName.Contains(nameof(RecoveryTests), StringComparison.Ordinal))
            .ThenBy(c => c.TestCollectionDisplayName.EndsWith("RowsTests", StringComparison.Ordinal)).ThenBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal)];
}
