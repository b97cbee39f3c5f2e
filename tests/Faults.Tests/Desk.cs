using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;

namespace EGovPlatform.Faults.Tests;

/// <summary>What the clerks of one schedule share.</summary>
internal sealed class Desk(int seed)
{
    /// <summary>Won that may be committed; less than the clerks will ask for.</summary>
    public const int Budget = 1000;

    private readonly string prefix = string.Create(CultureInfo.InvariantCulture, $"f{seed}-{Guid.NewGuid().ToString("N")[..8]}");
    private int names;

    /// <summary>Agreements whose subject is a number all clerks raise.</summary>
    public List<string> Shared { get; } = [];

    public string Project { get; private set; } = "";

    public string NewName() => string.Create(CultureInfo.InvariantCulture, $"agreements/{prefix}-{Interlocked.Increment(ref names)}");

    public async Task PrepareAsync(Caller caller)
    {
        for (var i = 0; i < 2; i++)
        {
            var shared = await caller.CallAsync("CreateAgreement", (invoker, options) => new AgreementService.AgreementServiceClient(invoker).CreateAgreementAsync(new CreateAgreementRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Agreement = new Agreement { Kind = AgreementKind.Memorandum, Subject = "0", Parties = { new Party { Resource = "countries/KR" }, new Party { Resource = "countries/UY" } } },
            }, options));
            Shared.Add(shared.Name);
        }

        var project = await caller.CallAsync("CreateProject", (invoker, options) => new ProjectService.ProjectServiceClient(invoker).CreateProjectAsync(new CreateProjectRequest
        {
            RequestId = Guid.NewGuid().ToString(),
            Project = new Project
            {
                Names = { new Name { Text = "Project" } },
                Kind = ProjectKind.Consulting,
                Budget = { new Money { Amount = Budget.ToString(CultureInfo.InvariantCulture), CurrencyCode = "KRW", Kind = MoneyKind.Approved } },
            },
        }, options));
        Project = project.Name;
    }
}
