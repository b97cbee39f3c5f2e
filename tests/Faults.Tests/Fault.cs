namespace EGovPlatform.Faults.Tests;

/// <summary>Something that breaks and is mended.</summary>
/// <param name="Id">Its number in the catalog of docs/reliability.md.</param>
/// <param name="Name">What breaks, with its place.</param>
/// <param name="Area">Faults of one area never overlap: a server that is killed cannot be wiped as well.</param>
/// <param name="Break">Breaks it.</param>
/// <param name="Mend">Mends it and waits until what was broken answers again.</param>
internal sealed record Fault(string Id, string Name, string Area, Func<Task> Break, Func<Task> Mend);
