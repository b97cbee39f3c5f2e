namespace EGovPlatform.Resources;

/// <summary>Asks the owner of a name whether it exists. A seam: tests and the owner's absence replace it.</summary>
public interface IRemoteNames
{
    /// <summary>
    /// Names of one service that do not exist; null when the owner did not answer in time, and the write is then
    /// accepted with the references marked unverified.
    /// </summary>
    Task<IReadOnlyCollection<string>?> MissingAsync(string service, IReadOnlyCollection<string> names, CancellationToken cancellation);
}

/// <summary>Knows no other service: every remote reference stays unverified until its message arrives.</summary>
public sealed class NoRemoteNames : IRemoteNames
{
    public Task<IReadOnlyCollection<string>?> MissingAsync(string service, IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyCollection<string>?>(null);
}
